"""What a source's own past says of its present: alarms. Each rule stands with its reason in a module of its own.

`rhythm` (silence), `shares` (fields, full texts, pages refused), `bodies`, `failures`; `past` reads what they look at. None
has a clock: all is measured by the store's own crawls, and a source that nobody asked for a month has not fallen silent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime

from storage.connection import Connection
from storage.health.alarm import Alarm, in_words
from storage.health.bodies import shorter
from storage.health.failures import empty_endpoints, failing, failing_endpoints
from storage.health.past import FIELDS, Past, read_past
from storage.health.rhythm import silence, unwatched
from storage.health.shares import Bucket, Drop, drop

__all__ = ["Alarm", "QuietDays", "alarms", "alarms_of"]

QuietDays = Mapping[str, Collection[date]]
"""Language (``zh``) -> days on which its newsrooms rest; the empty text: those of languages that it does not name."""

_NONE: QuietDays = {}


def alarms(connection: Connection, *, quiet_days: QuietDays = _NONE) -> list[Alarm]:
    """Return all alarms, sorted by source; none for a source that is too young to have a past."""
    sources = connection.rows("SELECT DISTINCT source FROM crawls ORDER BY source")
    pasts = (read_past(connection, source) for (source,) in sources)
    return [alarm for past in pasts if past for alarm in alarms_of(past, quiet_days=quiet_days)]


def alarms_of(past: Past, *, quiet_days: QuietDays = _NONE) -> list[Alarm]:
    """Return what is wrong with one source, the gravest first. Pure."""
    return [
        *_failing(past), *_silent(past, quiet_days), *_lost_fields(past), *_shorter_bodies(past), *_truncated(past),
        *_refused(past), *_endpoints(past),
    ]  # fmt: skip


def _failing(past: Past) -> Iterator[Alarm]:
    first = failing(past.trials)
    if first:
        why = first.outcome if first.outcome != "finished" else "no endpoint answers"
        lasts = in_words((past.crawled - first.started_at).total_seconds())
        yield _alarm(past, "failing", None, first.started_at, f"every crawl has failed for {lasts}: {why}")


def _silent(past: Past, quiet_days: QuietDays) -> Iterator[Alarm]:
    seen = [*(story.seen for story in past.stories[:1]), *([past.listed] if past.listed else [])]
    if not past.stories or past.asked is None:
        return
    rest = quiet_days.get(past.language, quiet_days.get("", ()))
    found = silence(
        past.moments, since=max(seen), asked=past.asked, quiet_days=rest, unwatched=unwatched(past.days_asked)
    )
    if found:
        lasts = in_words((past.asked - found.since).total_seconds())
        words = (
            f"no new story for {lasts}: by its rhythm {found.due:.0f} were due;"
            f" its longest silence was worth {found.longest:.1f}"
        )
        yield _alarm(past, "silent", None, found.since, words)


def _lost_fields(past: Past) -> Iterator[Alarm]:
    for name in FIELDS:
        found = drop([Bucket(moment=story.seen, had=story.fields[name], of=1) for story in past.stories])
        if found:
            yield _alarm(past, "lost-field", name, found.since, f"{name} in {_shares(found)}")


def _shorter_bodies(past: Past) -> Iterator[Alarm]:
    found = shorter([(story.seen, story.words) for story in past.stories if story.words])
    if found:
        words = f"{found.words} words is the median of the last {found.of} bodies; {found.words_before} before"
        yield _alarm(past, "shorter-bodies", "article_body", found.since, words)


def _truncated(past: Past) -> Iterator[Alarm]:
    found = drop([Bucket(moment=story.seen, had=not story.is_truncated, of=1) for story in past.stories])
    if found:
        yield _alarm(past, "truncated", "article_body", found.since, f"the whole text in {_shares(found)}")


def _refused(past: Past) -> Iterator[Alarm]:
    """The reason that rose most: pages that fail in another way than before raise two at once."""
    rises = [(found, reason) for reason, days in past.refused.items() if (found := drop(days))]
    if rises:
        found, reason = min(rises, key=lambda rise: rise[0].had / rise[0].of)
        lost, lost_before = found.of - found.had, found.of_before - found.had_before
        words = f"{reason} for {lost} of the last {found.of} pages; for {lost_before} of the {found.of_before} before"
        yield _alarm(past, "refused", reason, found.since, words)


def _endpoints(past: Past) -> Iterator[Alarm]:
    for endpoint in failing_endpoints(past.endpoints, asked=past.crawled):
        lasts = (
            in_words((endpoint.checked_at - endpoint.failing_since).total_seconds()) if endpoint.failing_since else ""
        )
        words = f"{endpoint.url} has failed for {lasts}: {endpoint.status or 'no answer'}"
        yield _alarm(past, "endpoint-fails", endpoint.url, endpoint.failing_since, words)
    seen = [story.seen for story in past.stories]
    for endpoint in empty_endpoints(past.endpoints, asked=past.crawled, stories=seen):
        lasts = in_words((endpoint.checked_at - endpoint.empty_since).total_seconds()) if endpoint.empty_since else ""
        words = f"{endpoint.url} has listed nothing for {lasts}, while stories came from elsewhere"
        yield _alarm(past, "endpoint-empty", endpoint.url, endpoint.empty_since, words)


def _shares(found: Drop) -> str:
    return f"{found.had} of the last {found.of} stories; in {found.had_before} of the {found.of_before} before"


def _alarm(past: Past, kind: str, field: str | None, since: datetime | None, detail: str) -> Alarm:
    return Alarm(source=past.source, kind=kind, field=field, since=since or past.crawled, detail=detail)  # type: ignore[arg-type]
