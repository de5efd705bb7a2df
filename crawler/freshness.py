"""How long a server asks to be left alone: Retry-After, Cache-Control, an RSS feed's ttl. Pure; `crawler.polling` caps it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"[0-9]{1,100}")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,12})", re.IGNORECASE)
_REVALIDATE = re.compile(r"(?:^|[,\s])no-(?:cache|store)\b", re.IGNORECASE)
_HEAD_BYTES = 20_000  # what is said of the feed itself stands before its first item
_ITEM = re.compile(rb"<(?:\w{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
_TTL = re.compile(rb"<ttl>\s*(\d{1,9})\s*</ttl>", re.IGNORECASE)
_PERIOD = re.compile(rb"<sy:updatePeriod>\s*(hourly|daily|weekly|monthly|yearly)\s*<", re.IGNORECASE)
_FREQUENCY = re.compile(rb"<sy:updateFrequency>\s*(\d{1,6})\s*<", re.IGNORECASE)
_PERIODS = {b"hourly": 1, b"daily": 24, b"weekly": 24 * 7, b"monthly": 24 * 30, b"yearly": 24 * 365}
_LONGEST = timedelta(days=365)


def retry_after(value: str | None, *, now: datetime) -> timedelta | None:
    """Return what a Retry-After header asks for, in seconds or until a date; None where it says nothing readable.

    A year at most. Source: RFC 9110, section 10.2.3.

    >>> retry_after("120", now=datetime(2026, 11, 23, tzinfo=UTC))
    datetime.timedelta(seconds=120)
    """
    text = (value or "").strip()[:100]
    if _SECONDS.fullmatch(text):
        return _bounded(int(text))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return _bounded((moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


def max_age(cache_control: str | None, age: str | None = None) -> timedelta | None:
    """Return for how long an answer says it stays fresh, less the Age a cache gave it; None where it does not say.

    Source: RFC 9111, sections 4.2.3 and 5.2.2.
    """
    text = cache_control or ""
    found = _MAX_AGE.search(text)
    if not found or _REVALIDATE.search(text):
        return None
    spent = int(age) if age and _SECONDS.fullmatch(age.strip()) else 0
    return _bounded(int(found[1]) - spent)


def feed_period(body: bytes) -> timedelta | None:
    """Return how often a feed says it is worth asking: RSS ``ttl`` in minutes, or the syndication module; None: neither.

    Where both stand, the longer. A feed in UTF-16 says nothing here. Source: RSS 2.0; RSS 1.0 module Syndication.
    """
    first = _ITEM.search(body)
    head = body[: first.start() if first else _HEAD_BYTES]
    ttl, period, frequency = (pattern.search(head) for pattern in (_TTL, _PERIOD, _FREQUENCY))
    asked = [_bounded(int(ttl[1]) * 60)] if ttl else []
    if period:
        times = max(int(frequency[1]), 1) if frequency else 1
        asked.append(_bounded(_PERIODS[period[1].lower()] * 3600 / times))
    return max(asked, default=None)


def _bounded(seconds: float) -> timedelta:
    return min(timedelta(seconds=max(min(seconds, 1e9), 0)), _LONGEST)
