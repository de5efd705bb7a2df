"""What servers say of when to ask them again: how long an answer is fresh, how long a busy one wants to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy.spidermiddlewares.httperror import HttpError

from crawler.fetch.headers import header
from crawler.freshness import feed_period, max_age, retry_after

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure

OVERLOADED = frozenset({429, 503})
"""Statuses that may come with a Retry-After (RFC 9110, section 10.2.3; RFC 6585, section 4)."""


def fresh_for(response: Response) -> timedelta | None:
    """Return for how long an endpoint's answer asks not to be asked again; None where neither headers nor body say so."""
    said = max_age(header(response, "Cache-Control"), header(response, "Age")), feed_period(response.body)
    return max((asked for asked in said if asked is not None), default=None)


def rest_asked_by(failure: Failure) -> timedelta | None:
    """Return how long a server that says 429 or 503 asks to be left alone; None where it does not."""
    error = failure.value
    if not isinstance(error, HttpError) or error.response.status not in OVERLOADED:
        return None
    return retry_after(header(error.response, "Retry-After"), now=datetime.now(UTC))
