"""What the store remembers of a source, read for the rules of this package. Holds the SQL, and no rule."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from storage.article import utc_text
from storage.connection import Connection
from storage.health.failures import EndpointPast, Trial
from storage.health.shares import A_DAY, Bucket, thinned
from storage.outcomes import has_failed

T = TypeVar("T")

FIELDS = ("article_body", "date_published", "description", "authors", "keywords", "article_section", "image")
"""Fields whose vanishing is an alarm."""

DAYS = 365
MOST = 480
"""As many stories of as many days are looked at, at most: 60 busy days, or a year of a weekly."""

NEWEST = 20_000
"""Of so many stories the numbers are read: four months of an agency."""

_WHOLE, _THINNED = 1500, 2500
"""So many of the newest are read, and so many of the others, evenly spread: eight a day are looked at in the end."""
_FRESH = timedelta(
    days=7
)  # a story seen later than that after its publication is from the archive, and no sign of life
_TRIALS = 500
_EXACT = len("2026-11-23T08:00:00Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the rules look at, of a story that was seen soon after its publication."""

    seen: datetime
    """When the store first held it, UTC."""
    words: int
    """Of its body; 0 where it has none."""
    fields: Mapping[str, bool]
    """Each of `FIELDS` -> whether it has it."""
    is_truncated: bool
    """Whether the page shows a teaser only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What the store remembers of a source."""

    source: str
    """Its id."""
    asked: datetime | None
    """When an endpoint of it last answered, UTC; None: never."""
    crawled: datetime
    """When it was crawled last, UTC."""
    moments: list[datetime]
    """When its stories were published, or first seen where most have no exact date; in no order."""
    listed: datetime | None
    """When something was last queued that still waits; None where nothing does."""
    days_asked: list[date]
    """Days on which it was crawled."""
    stories: list[Story]
    """Newest first, `MOST` of `DAYS` before the last crawl, at most eight a day."""
    trials: list[Trial]
    """Its finished crawls, newest first."""
    refused: dict[str, list[Bucket]]
    """Reason -> for each day with pages asked for, newest first: how many were not refused for it."""
    endpoints: list[EndpointPast]
    """Those that its definition names."""
    language: str
    """Language of most of its stories, without region: ``en``; an empty text where they name none."""


def read_past(connection: Connection, source: str) -> Past | None:
    """Return what the store remembers of *source*, None where no crawl of it was ever finished."""
    rows = connection.rows(
        "SELECT started_at, outcome, counts FROM crawls WHERE source = ? AND finished_at IS NOT NULL"
        " ORDER BY id DESC LIMIT ?",
        (source, _TRIALS),
    )
    if not rows:
        return None
    crawls = [(_moment(started), outcome, json.loads(counts)) for started, outcome, counts in rows]
    crawled = crawls[0][0]
    first = crawled - timedelta(days=DAYS)
    stories = _stories(connection, source, first)
    days = connection.rows("SELECT DISTINCT substr(started_at, 1, 10) FROM crawls WHERE source = ?", (source,))
    waiting = connection.row(
        "SELECT max(added_at) FROM frontier WHERE source = ? AND state IN ('queued', 'leased') AND kind = 'article'",
        (source,),
    )
    return Past(
        source=source,
        asked=_asked(connection, source),
        crawled=crawled,
        moments=_moments(connection, source, stories),
        listed=_moment(waiting[0]) if waiting and waiting[0] else None,
        days_asked=[date.fromisoformat(day) for (day,) in days],
        stories=stories,
        trials=[Trial(started_at=at, outcome=outcome, has_failed=has_failed(outcome, counts)) for at, outcome, counts in crawls],
        refused=_refused(connection, source, first),
        endpoints=_endpoints(connection, source),
        language=_language(connection, source),
    )  # fmt: skip


def _asked(connection: Connection, source: str) -> datetime | None:
    row = connection.row(
        "SELECT finished_at FROM crawls WHERE source = ? AND finished_at IS NOT NULL"
        " AND json_extract(counts, '$.\"endpoints/read\"') > 0 ORDER BY id DESC LIMIT 1",
        (source,),
    )
    return _moment(row[0]) if row else None


def _stories(connection: Connection, source: str, first: datetime) -> list[Story]:
    # The numbers come from an index alone, and a number is as old as its row: rows hold bodies, and are slow to pass over.
    numbers = [
        number
        for (number,) in connection.rows(
            "SELECT id FROM articles WHERE source = ? ORDER BY id DESC LIMIT ?", (source, NEWEST)
        )
    ]
    columns = ", ".join(
        "word_count > 0" if name == "article_body" else f"coalesce({name}, '') NOT IN ('', '[]')" for name in FIELDS
    )
    rows = connection.rows(
        f"SELECT first_seen_at, date_published, word_count, coalesce(is_truncated, 0), {columns} FROM articles"  # noqa: S608
        " WHERE id IN (SELECT value FROM json_each(?)) AND first_seen_at >= ? ORDER BY id DESC",
        (json.dumps(read_of(numbers)), utc_text(first)),
    )
    fresh = [row for row in rows if not row[1] or _moment(row[0]) - _moment(row[1]) <= _FRESH]
    chosen = thinned(fresh, [row[0][:10] for row in fresh], A_DAY)[:MOST]
    return [
        Story(
            seen=_moment(seen), words=words, is_truncated=bool(cut),
            fields={name: bool(has) for name, has in zip(FIELDS, has_fields, strict=True)},
        )
        for seen, _, words, cut, *has_fields in chosen
    ]  # fmt: skip


def read_of(newest: Sequence[T]) -> list[T]:
    """Return which of the newest stories are read: of a busy source not all, for time's sake."""
    step = max(1, -(-(len(newest) - _WHOLE) // _THINNED))
    return [*newest[:_WHOLE], *newest[_WHOLE::step]]


def _moments(connection: Connection, source: str, stories: list[Story]) -> list[datetime]:
    first = connection.row("SELECT min(started_at) FROM crawls WHERE source = ?", (source,))
    dated = sum(story.fields["date_published"] for story in stories)
    if not first or dated * 2 < len(stories):
        return [story.seen for story in stories]
    # The expression is that of the index articles_by_source, to the letter: nothing but the index is read.
    rows = connection.rows(
        "SELECT DISTINCT coalesce(date_published, date_published_local, '') AS moment FROM articles"
        " WHERE source = ? AND coalesce(date_published, date_published_local, '') >= ? ORDER BY moment DESC LIMIT ?",
        (source, first[0], _WHOLE + _THINNED),
    )
    return [_moment(text) for (text,) in rows if len(text) == _EXACT]


def _refused(connection: Connection, source: str, first: datetime) -> dict[str, list[Bucket]]:
    rows = connection.rows(
        "SELECT substr(started_at, 1, 10), counts FROM crawls WHERE source = ? AND finished_at IS NOT NULL AND started_at >= ?"
        " AND (counts LIKE '%articles/fetched%' OR counts LIKE '%requests/failed/%')",
        (source, utc_text(first)),
    )
    asked: Counter[str] = Counter()
    refused: dict[str, Counter[str]] = {}
    for day, text in rows:
        counts = json.loads(text)
        asked[day] += counts.get("articles/fetched", 0)
        for name, count in counts.items():
            group, _, reason = name.rpartition("/")
            if group == "requests/failed":
                asked[day] += count
            if group in ("requests/failed", "articles/dropped"):
                refused.setdefault(reason, Counter())[day] += count
    days = sorted((day for day in asked if asked[day]), reverse=True)[: MOST // A_DAY]
    return {reason: [_bucket(day, asked[day], counted[day]) for day in days] for reason, counted in refused.items()}


def _bucket(day: str, asked: int, refused: int) -> Bucket:
    """A day's pages, thinned as stories are."""
    of = min(asked, A_DAY)
    return Bucket(moment=_moment(f"{day}T00:00:00Z"), had=of - round(of * min(refused, asked) / asked), of=of)


def _language(connection: Connection, source: str) -> str:
    rows = connection.rows(
        "SELECT in_language FROM articles WHERE id IN (SELECT id FROM articles WHERE source = ? ORDER BY id DESC LIMIT ?)",
        (source, A_DAY),
    )
    found = Counter(language.partition("-")[0] for (language,) in rows if language)
    return found.most_common(1)[0][0] if found else ""


def _endpoints(connection: Connection, source: str) -> list[EndpointPast]:
    rows = connection.rows(
        "SELECT url, checked_at, status, failing_since, empty_since FROM endpoints"
        " WHERE source = ? AND found_at IS NULL ORDER BY url",
        (source,),
    )
    return [
        EndpointPast(
            url=url, checked_at=_moment(checked), status=status,
            failing_since=_moment(failing) if failing else None, empty_since=_moment(empty) if empty else None,
        )
        for url, checked, status, failing, empty in rows
    ]  # fmt: skip


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
