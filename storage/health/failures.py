"""Sources that cannot be crawled, endpoints that fail or list nothing any more. Pure.

A day is waited in each case: a server that is down for an evening is told by ``crawl`` (exit code 3), and mends itself.
An endpoint that lists nothing is an alarm only where the source has brought stories meanwhile, by another endpoint: a
news sitemap is empty after a quiet weekend, by its own rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

_DAY = timedelta(days=1)
_ASKED = timedelta(days=2)  # an endpoint that was not asked for longer is no longer in its source's definition
_EMPTY = timedelta(days=2)
_MEANWHILE = 5  # stories


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A finished crawl."""

    started_at: datetime
    """UTC."""
    has_failed: bool | None
    """See `storage.outcomes`."""
    outcome: str
    """How it ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointPast:
    """What is known of an endpoint."""

    url: str
    """Its address."""
    checked_at: datetime
    """When it was asked last, UTC."""
    status: int | None
    """What it answered; None: nothing."""
    failing_since: datetime | None
    """When the failures began that have not ended; None where the last answer was one."""
    empty_since: datetime | None
    """When it began to list nothing, having listed something before; None where it lists something, or never did."""


def failing(trials: Sequence[Trial]) -> Trial | None:
    """Return the first of the failures that go on, where they have for a day. *trials*: newest first."""
    told = [trial for trial in trials if trial.has_failed is not None]
    fine = next((place for place, trial in enumerate(told) if not trial.has_failed), len(told))
    run = told[:fine]
    return run[-1] if len(run) > 1 and run[0].started_at - run[-1].started_at >= _DAY else None


def failing_endpoints(endpoints: Iterable[EndpointPast], *, asked: datetime) -> list[EndpointPast]:
    """Return the endpoints that have failed for a day. *asked*: when the source was crawled last."""
    return [
        endpoint
        for endpoint in endpoints
        if endpoint.failing_since
        and endpoint.checked_at - endpoint.failing_since >= _DAY
        and asked - endpoint.checked_at <= _ASKED
    ]


def empty_endpoints(
    endpoints: Iterable[EndpointPast], *, asked: datetime, stories: Sequence[datetime]
) -> list[EndpointPast]:
    """Return those that list nothing while the source goes on. *stories*: when the newest ones were first seen."""
    return [
        endpoint
        for endpoint in endpoints
        if endpoint.empty_since
        and endpoint.failing_since is None
        and endpoint.checked_at - endpoint.empty_since >= _EMPTY
        and asked - endpoint.checked_at <= _ASKED
        and sum(moment > endpoint.empty_since for moment in stories) >= _MEANWHILE
    ]
