"""Stored stories that are looked at again: which are due, and what became of them. When, the crawler decides.

A story's row of table ``frontier`` carries it: ``done`` with a ``next_visit``. A visit that fails leaves the row done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.article import utc_text
from storage.changes import record_change
from storage.clock import utc_now
from storage.frontier import LEASED_COLUMNS, Lease, lease_of
from storage.rows import clean_text
from storage.store import ArticleStore

BETWEEN_EDITS = timedelta(hours=1)
"""A feed may say that a story was updated each time it is asked: it is believed once an hour."""

_CLOCK_TIME = ("second", "minute")


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitedStory:
    """A stored story and its visits so far."""

    article_id: int
    """Its row in ``articles``."""
    published: datetime | None
    """When it came out, UTC; None where no clock time is known."""
    visits: int
    """How often it was looked at again."""
    gone_at: datetime | None
    """Since when its page has been gone; None where it is there."""


class Visits:
    """The visits of a store; writes join the store's transaction where one is open."""

    def __init__(self, store: ArticleStore, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._connection = store.connection
        self._clock = clock

    def lease(self, source: str, limit: int, seconds: int = 600) -> list[Lease]:
        """Lease up to *limit* stored stories that are due to be looked at again, the longest overdue first."""
        now = self._clock()
        with self._connection.transaction():
            rows = self._connection.rows(
                f"SELECT {LEASED_COLUMNS} FROM frontier"  # noqa: S608 - our own column names
                " WHERE source = ? AND state = 'done' AND next_visit <= ? ORDER BY next_visit, id LIMIT ?",
                (source, utc_text(now), max(limit, 0)),
            )
            # The tries of the first time are over; a visit has its own.
            self._connection.run_many(
                "UPDATE frontier SET state = 'leased', leased_until = ?, attempts = 1, visits = visits + 1,"
                " next_visit = NULL, changed_at = ? WHERE id = ?",
                [(utc_text(now + timedelta(seconds=seconds)), utc_text(now), row[0]) for row in rows],
            )
        return [lease_of(source, (*row[:-2], 0, row[-1] + 1)) for row in rows]

    def story(self, lease_id: int) -> VisitedStory | None:
        """Return the stored story that a lease is about; None where it led to none."""
        found = self._connection.row(
            "SELECT articles.id, date_published, date_precision, visits, gone_at FROM frontier JOIN articles"
            " ON articles.id = coalesce((SELECT id FROM articles WHERE identifier = frontier.key),"
            " (SELECT article_id FROM article_urls WHERE article_urls.url = frontier.url)) WHERE frontier.id = ?",
            (lease_id,),
        )
        if found is None:
            return None
        article_id, published, precision, visits, gone_at = found
        return VisitedStory(
            article_id=article_id,
            published=datetime.fromisoformat(published) if published and precision in _CLOCK_TIME else None,
            visits=visits,
            gone_at=datetime.fromisoformat(gone_at) if gone_at else None,
        )

    def settle(self, lease_id: int, next_visit: datetime | None) -> None:
        """Mark a story as fetched, and due again at *next_visit*; None: never."""
        self._connection.run(
            "UPDATE frontier SET state = 'done', leased_until = NULL, reason = NULL, retry = 0, changed_at = ?,"
            " next_visit = ? WHERE id = ?",
            (utc_text(self._clock()), utc_text(next_visit) if next_visit else None, lease_id),
        )

    def gone(self, lease_id: int, story: VisitedStory) -> bool:
        """Note that a story's page is gone and return whether that is news; the article stays."""
        if story.gone_at:
            return False
        now = self._clock()
        self._connection.run("UPDATE frontier SET gone_at = ? WHERE id = ?", (utc_text(now), lease_id))
        record_change(self._connection, kind="gone", cause="publisher", article_id=story.article_id, now=now)
        return True

    def back(self, lease_id: int, story: VisitedStory, *, is_logged: bool) -> bool:
        """Note that a story's page is there again and return whether that is news.

        *is_logged*: the change log has a line of it already, as it came back with another text. Otherwise it gets one of
        kind "changed": whoever heard that it had gone must hear that it has not.
        """
        if not story.gone_at:
            return False
        self._connection.run("UPDATE frontier SET gone_at = NULL WHERE id = ?", (lease_id,))
        if not is_logged:
            record_change(
                self._connection, kind="changed", cause="publisher", article_id=story.article_id, now=self._clock()
            )
        return True

    def edited(self, source: str, key: str, updated: datetime) -> bool:
        """Make a stored story due at once that its publisher says was updated since it was fetched; return whether it is.

        Not sooner than an hour after it was fetched last, and not on the word of a moment to come.
        """
        now = self._clock()
        if updated > now:
            return False
        return bool(
            self._connection.run(
                "UPDATE frontier SET next_visit = :now WHERE source = :source AND key = :key AND state = 'done'"
                " AND changed_at < :updated AND changed_at <= :rested AND (next_visit IS NULL OR next_visit > :now)"
                " AND EXISTS (SELECT 1 FROM articles WHERE identifier = :key)",
                {
                    "now": utc_text(now), "source": source, "key": clean_text(key), "updated": utc_text(updated),
                    "rested": utc_text(now - BETWEEN_EDITS),
                },
            )
        )  # fmt: skip
