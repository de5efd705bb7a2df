"""What a source's own past says of its present: it fell silent, or a field vanished from its stories. Contains no clock.

Silence is measured by the store's own crawls: a source that nobody asked for a month has not fallen silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from storage.article import utc_text
from storage.connection import Connection

FIELDS = ("article_body", "date_published", "description", "authors", "keywords", "article_section", "image")
"""Fields whose vanishing is an alarm."""

_RECENT = 5  # stories in a row without a field that the ones before had: by chance one time in 3,000 at a share of 0.8
_BEFORE = 20
_MOST = 0.8
_RHYTHM = timedelta(days=60)  # whose gaps say how long a source is used to be silent: weekends and holidays are in it
_MANY = 2000
_PATIENCE = 3
_LEAST, _LONGEST = timedelta(days=2), timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that is wrong with a source."""

    source: str
    """Its id."""
    kind: str
    """``silent`` or ``lost-field``."""
    field: str | None
    """The field that vanished; None for silence."""
    since: datetime
    """The last new story, or the first one without the field, as the store saw it; UTC."""
    detail: str
    """In words: ``no new story for 9 days; the longest gap was 2``."""


def alarms(connection: Connection) -> list[Alarm]:
    """Return all alarms, sorted by source; none for a source that is too young to have a past."""
    sources = connection.rows(
        "SELECT source, max(finished_at) FROM crawls WHERE finished_at IS NOT NULL GROUP BY source"
    )
    found: list[Alarm] = []
    for source, asked in sorted(sources):
        silence = _silence(connection, source, datetime.fromisoformat(asked))
        found += [*([silence] if silence else []), *_lost(connection, source)]
    return found


def _silence(connection: Connection, source: str, asked: datetime) -> Alarm | None:
    newest = connection.row("SELECT max(first_seen_at) FROM articles WHERE source = ?", (source,))
    dates = connection.rows(
        "SELECT date_published FROM articles WHERE source = ? AND date_published <= ? ORDER BY date_published DESC LIMIT ?",
        (source, utc_text(asked), _MANY),
    )
    dates = [row for row in dates if _moment(dates[0][0]) - _moment(row[0]) <= _RHYTHM]
    if not newest or not newest[0] or len(dates) < _RECENT:
        return None
    gaps = [_moment(late) - _moment(early) for (late,), (early,) in pairwise(dates)]
    longest = min(max(gaps), _LONGEST)
    since = _moment(newest[0])
    if asked - since < max(_LEAST, longest * _PATIENCE):
        return None
    words = f"no new story for {(asked - since).days} days; the longest gap between two was {max(longest.days, 1)}"
    return Alarm(source=source, kind="silent", field=None, since=since, detail=words)


def _lost(connection: Connection, source: str) -> list[Alarm]:
    columns = ", ".join(f"coalesce({name}, '') NOT IN ('', '[]')" for name in FIELDS)
    rows = connection.rows(
        f"SELECT first_seen_at, headline, {columns} FROM articles WHERE source = ? ORDER BY id DESC LIMIT ?",  # noqa: S608
        (source, _RECENT + _BEFORE),
    )
    recent, before = rows[:_RECENT], rows[_RECENT:]
    if len(before) < _BEFORE:
        return []
    return [
        Alarm(source=source, kind="lost-field", field=name, since=_moment(recent[-1][0]),
              detail=f"{name} is missing from the last {_RECENT} stories; {had} of {len(before)} before had it")
        for place, name in enumerate(FIELDS, 2)
        if not any(row[place] for row in recent) and (had := sum(row[place] for row in before)) >= _MOST * len(before)
    ]  # fmt: skip


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
