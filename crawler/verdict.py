"""What a check of a source comes to: one word for its file's `status`, and why. Contains no HTTP and no clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

Status = Literal["ok", "unverified", "blocked", "paywalled", "frozen", "needs-javascript"]

FROZEN = timedelta(days=365)
"""Silence after which nobody waits for the next story."""
_REFUSED = frozenset({"robots", "captcha", "http-401", "http-403", "http-407", "http-429", "http-451"})
_PAID = frozenset({"login", "http-402"})
_SCRIPTED = frozenset({"needs-javascript"})
_REFUSING = frozenset({401, 403, 407, 429, 451})
_OK = 200
_UNITS = (
    (timedelta(days=730), timedelta(days=365.25), "years"),
    (timedelta(days=60), timedelta(days=30.44), "months"),
    (timedelta(hours=48), timedelta(days=1), "days"),
    (timedelta(minutes=90), timedelta(hours=1), "hours"),
    (timedelta(minutes=2), timedelta(minutes=1), "minutes"),
)
"""From that age on, an age is told in this unit: never as one of anything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointTried:
    """One endpoint that the source's file names."""

    status: int | None = None
    """HTTP status; None where no answer came."""
    is_forbidden: bool = False
    """Whether robots.txt forbids it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What a check saw."""

    endpoints: Sequence[EndpointTried]
    """All that the source's file names."""
    read: int = 0
    """Stories read."""
    truncated: int = 0
    """Of these, teasers before a wall."""
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Why the other stories that were tried were not read: a reason of `crawler.fetch.failures` or a refusal -> how many."""
    newest: datetime | None = None
    """When the newest story known of came out, aware; None where nothing tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One word, and why."""

    status: Status
    """What the source's file should say; ``unverified`` where the check cannot tell."""
    reason: str
    """In one line."""


def verdict(findings: Findings, *, now: datetime) -> Verdict:
    """Return the status that *findings* speak for; *now*: aware. What more than half of the stories tried say counts."""
    tried = findings.read + sum(findings.reasons.values())
    answers = any(endpoint.status == _OK for endpoint in findings.endpoints)  # else what is read is examples alone
    return next(_of_stories(findings, tried, now)) if tried and answers else _of_endpoints(findings.endpoints)


def age_in_words(moment: datetime, now: datetime) -> str:
    """Return how old *moment* is, both aware, for a person.

    >>> from datetime import UTC
    >>> now = datetime(2026, 11, 24, 12, tzinfo=UTC)
    >>> age_in_words(now - timedelta(hours=49), now), age_in_words(now + timedelta(hours=3), now)
    ('2 days old', '3 hours ahead')
    """
    age = now - moment
    for least, unit, name in _UNITS:
        if abs(age) >= least:
            return f"{round(abs(age) / unit)} {name} {'old' if age > timedelta(0) else 'ahead'}"
    return "just out"


def _of_stories(findings: Findings, tried: int, now: datetime) -> Iterator[Verdict]:
    """All that could be said, the weightiest first."""
    failed, read = Counter(findings.reasons), findings.read
    choices: tuple[tuple[Status, frozenset[str], str], ...] = (
        ("blocked", _REFUSED, "refused"), ("paywalled", _PAID, "want a login or payment"),
        ("needs-javascript", _SCRIPTED, "are loaded by script"),
    )  # fmt: skip
    for status, words, said in choices:
        reasons = {why: count for why, count in failed.items() if why in words}
        if sum(reasons.values()) * 2 > tried:
            yield Verdict(status=status, reason=f"{sum(reasons.values())} of {tried} stories {said}: {_told(reasons)}")
    if not read:
        yield Verdict(status="unverified", reason=f"none of {tried} stories could be read: {_told(failed)}")
    if findings.truncated * 2 > read:
        yield Verdict(status="paywalled", reason=f"{findings.truncated} of {read} stories read are teasers")
    age = f", the newest {age_in_words(findings.newest, now)}" if findings.newest else ""
    if findings.newest and now - findings.newest > FROZEN:
        yield Verdict(status="frozen", reason=f"{read} of {tried} stories read{age}")
    silent = sum(endpoint.status != _OK for endpoint in findings.endpoints)
    gaps = f"; {silent} of {len(findings.endpoints)} endpoints do not answer" if silent else ""
    yield Verdict(status="ok", reason=f"{read} of {tried} stories read{age}{gaps}")


def _of_endpoints(endpoints: Sequence[EndpointTried]) -> Verdict:
    """No story was announced: the endpoints alone tell."""
    if all(endpoint.is_forbidden for endpoint in endpoints):
        return Verdict(status="blocked", reason="robots.txt forbids every endpoint")
    if any(endpoint.status == _OK for endpoint in endpoints):
        return Verdict(
            status="unverified",
            reason="its endpoints list no story: compare article_url with them, or they are filled by script",
        )
    said = Counter(
        "robots.txt" if endpoint.is_forbidden else str(endpoint.status or "no answer") for endpoint in endpoints
    )
    if any(endpoint.is_forbidden or endpoint.status in _REFUSING for endpoint in endpoints):
        return Verdict(status="blocked", reason=f"its endpoints refuse: {_told(said)}")
    return Verdict(status="unverified", reason=f"no endpoint answers: {_told(said)}")


def _told(reasons: Mapping[str, int]) -> str:
    return ", ".join(f"{why} {count}" for why, count in reasons.items())
