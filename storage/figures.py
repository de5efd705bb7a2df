"""How each source is doing, in figures, as ``status`` and monitoring show them. Judges nothing: see `storage.health`."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.article import utc_text
from storage.connection import Connection
from storage.crawls import Crawl, last_crawls


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFigures:
    """One source in figures."""

    source: str
    """Its id."""
    crawl: Crawl
    """Its newest crawl."""
    stories: int
    """How many stories of it are stored."""
    last_day: int
    """How many of them were first seen in the last 24 hours."""
    last_week: int
    """How many in the last seven days."""
    last_story_at: datetime | None
    """When the newest one was first seen, UTC; None where there is none."""
    waiting: int
    """How many addresses wait to be fetched."""
    next_poll_at: datetime | None
    """When its next endpoint is to be asked, UTC; None where nobody has planned it."""


def figures(connection: Connection, *, now: datetime) -> list[SourceFigures]:
    """Return the figures of all sources that were ever crawled, sorted by source."""
    stored = _by_source(connection, "SELECT source, count(*) FROM articles GROUP BY source")
    waiting = _by_source(
        connection,
        "SELECT source, count(*) FROM frontier WHERE state IN ('queued', 'leased') AND kind = 'article' GROUP BY source",
    )
    newest: dict[str, str] = dict(
        connection.rows(
            "SELECT source, first_seen_at FROM articles WHERE id IN (SELECT max(id) FROM articles GROUP BY source)"
        )
    )
    day, week = _since(connection, now - timedelta(days=1)), _since(connection, now - timedelta(days=7))
    polls = _next_polls(connection)
    return [
        SourceFigures(
            source=crawl.source, crawl=crawl, stories=stored[crawl.source],
            last_day=day[crawl.source], last_week=week[crawl.source],
            last_story_at=_moment(newest.get(crawl.source)), waiting=waiting[crawl.source],
            next_poll_at=_moment(polls.get(crawl.source)),
        )
        for crawl in last_crawls(connection)
    ]  # fmt: skip


def _by_source(connection: Connection, sql: str) -> Counter[str]:
    return Counter(dict(connection.rows(sql)))


def _since(connection: Connection, first: datetime) -> Counter[str]:
    """New stories by source, of those still stored. By the change log: its rows are short, those of articles hold bodies."""
    rows = connection.rows(
        "SELECT source, count(*) FROM changes JOIN articles ON articles.id = article_id"
        " WHERE kind = 'new' AND changed_at >= ? GROUP BY source",
        (utc_text(first),),
    )
    return Counter(dict(rows))


def _next_polls(connection: Connection) -> dict[str, str]:
    """The next poll of each source; a source that has none planned is left out."""
    rows = connection.rows("SELECT source, min(next_poll) FROM endpoints WHERE next_poll IS NOT NULL GROUP BY source")
    return {source: str(at) for source, at in rows}


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
