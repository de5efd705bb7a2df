"""What a feed says of itself: how long it stays as it is, how often it is made anew, its language. Contains no HTTP, no clock.

Statements of the feed's makers, not of its past: what they are worth beside its own rhythm is for who plans the next poll.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from crawler.discover.feed import parsed_feed
from crawler.discover.markup import xml_text

_PERIODS = {
    "hourly": timedelta(hours=1), "daily": timedelta(days=1), "weekly": timedelta(weeks=1),
    "monthly": timedelta(days=30), "yearly": timedelta(days=365),
}  # fmt: skip
_LONGEST = timedelta(days=365)
_NUMBER = re.compile(r"\d{1,6}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFacts:
    """What a feed says of itself; None where it does not say, or says nonsense."""

    ttl: timedelta | None = None
    """RSS 2.0 ``ttl``: how long a copy may be kept before the feed is asked again; a minute to a year."""
    update_interval: timedelta | None = None
    """``sy:updatePeriod`` over ``sy:updateFrequency``: how often the feed is said to be made anew; a minute to a year.
    A month is 30 days. WordPress writes "hourly" into every feed that nobody has set otherwise."""
    language: str | None = None
    """Language tag as given: ``en-AU``."""


def feed_facts(body: bytes, *, url: str, content_type: str | None = None) -> FeedFacts:
    """Return what a feed of any format says of itself; nothing of what is no feed. Never raises.

    *url* and *content_type* as for `feed_entries`. Its items are cut out before it is parsed.

    Source: RSS 2.0; https://web.resource.org/rss/1.0/modules/syndication/; RFC 4287 ``xml:lang``; JSON Feed 1.1.
    """
    text = xml_text(body, content_type=content_type, keep_doctype=True)
    if text.startswith("{"):
        return FeedFacts(language=_language(_json_language(text)))
    feed = parsed_feed(text, url, items=0)
    told: Mapping[str, object] = feed.feed if feed is not None else {}
    minutes = _number(told.get("ttl"))
    period = _PERIODS.get(str(told.get("sy_updateperiod", "")).strip().lower())
    often = _number(told.get("sy_updatefrequency", "1"))
    return FeedFacts(
        ttl=_bounded(timedelta(minutes=minutes)) if minutes else None,
        update_interval=_bounded(period / often) if period and often else None,
        language=_language(told.get("language")),
    )


def _json_language(text: str) -> object:
    try:
        feed: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return feed.get("language") if isinstance(feed, dict) else None


def _bounded(span: timedelta) -> timedelta | None:
    return span if timedelta(minutes=1) <= span <= _LONGEST else None


def _number(value: object) -> int | None:
    text = value.strip() if isinstance(value, str) else ""
    return int(text) if _NUMBER.fullmatch(text) and text.isascii() else None


def _language(value: object) -> str | None:
    text = value.strip() if isinstance(value, str) else ""
    return text if _LANGUAGE.fullmatch(text) else None
