"""The crawl frontier: what is to be fetched, is being fetched, was fetched. A protocol, and the one in SQLite.

`storage.memory_frontier` has the other.

A URL is done in the transaction that stores its article; a lease that a dead process held runs out and is given again.
So a killed crawl loses nothing, and fetches twice at most what it had in flight.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from storage.article import utc_text
from storage.clock import utc_now
from storage.connection import Row
from storage.rows import clean_text
from storage.store import ArticleStore

Kind = Literal["article", "listing", "older"]

MAX_ATTEMPTS = 5
"""How often one URL is leased; a page that ended five processes will end the sixth."""

GAVE_UP = "gave-up"
"""Reason of a row that was leased `MAX_ATTEMPTS` times and never came back."""


FIRST_PAUSE = timedelta(minutes=15)
"""How long a URL rests after its first failure; four times as long after each further one: 15 minutes, 1, 4, 16 hours."""

RESTED_AT = (
    f"strftime('%Y-%m-%dT%H:%M:%SZ', changed_at, '+' || ({int(FIRST_PAUSE.total_seconds())}"
    " * (1 << (2 * (max(attempts, 1) - 1)))) || ' seconds')"
)
"""SQL of the moment from which on a failed row may be tried again, as text like ``changed_at``."""


def pause(attempts: int) -> timedelta:
    """Return how long a URL rests that failed after so many attempts."""
    return FIRST_PAUSE * (1 << 2 * (max(attempts, 1) - 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontierItem:
    """Something to fetch."""

    key: str
    """What makes it the same thing again within its source: the article's identifier, or a listing's URL."""
    url: str
    """Where it is."""
    kind: Kind = "article"
    """``article`` is fetched once, ``listing`` (also a feed or sitemap) whenever it is added again; so is ``older``, a listing
    page that only a backfill is given."""
    entry: dict[str, Any] | None = None
    """What the feed or sitemap said of it, JSON-ready; None where nothing did."""
    depth: int = 0
    """How many listings lie between it and the source's definition."""
    priority: int = 0
    """Higher is fetched first."""
    endpoint: str | None = None
    """Address of the endpoint that lists it; None where none does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to fetch one item until the lease runs out."""

    id: int
    """What `done`, `failed` and `release` ask for."""
    source: str
    """Id of the source."""
    key: str
    """As in `FrontierItem`."""
    url: str
    """As in `FrontierItem`."""
    kind: Kind
    """As in `FrontierItem`."""
    entry: dict[str, Any] | None
    """As in `FrontierItem`."""
    depth: int
    """As in `FrontierItem`."""
    attempts: int
    """How often it has been leased, this time included."""
    visits: int = 0
    """How often the stored story has been looked at again, this time included; 0: it is fetched for the first time."""


class Frontier(Protocol):
    """What a crawl asks a frontier; both implementations answer alike."""

    def add(self, source: str, items: Iterable[FrontierItem]) -> list[str]:
        """Queue what is not known yet and return the keys of what this call queued, in order.

        An article is known when it was ever added, in whatever state it is, or is in the store by identifier or by an
        address it was seen at. A listing that is done or failed is queued again. In SQLite an article that is not done takes
        the ``content`` of an entry that is the first to have one, and waits again where it had failed.
        """

    def lease(self, source: str, limit: int, seconds: int = 600, *, older: bool = False) -> list[Lease]:
        """Lease up to *limit* items: queued ones by priority, then age, after them those whose lease ran out.

        Each lease counts as an attempt; what had `MAX_ATTEMPTS` fails for good with reason `GAVE_UP` instead. *older*: pages
        of that kind, too.
        """

    def done(self, lease_id: int) -> None:
        """Mark an item as fetched; in the transaction that stores what came of it."""

    def failed(self, lease_id: int, reason: str, *, retry: bool) -> None:
        """Mark a leased item as failed; with *retry*, `resume` queues it again in the next round."""

    def release(self, lease_ids: Sequence[int]) -> None:
        """Put leased items back unfetched; the attempt does not count."""

    def pending(self, source: str) -> int:
        """Return how many items are queued or leased."""

    def resume(self, source: str, *, patient: bool = False) -> int:
        """Queue again what a dead process had leased and what failed with a retry left; return how many that were.

        *patient*: of what failed, only what has rested for `pause`: a crawl every five minutes would use up its tries in
        half an hour.

        A lease that its process took along is no attempt: most of a batch was never asked for. (Measured otherwise: of 48
        stories, 20 kills left 34 and 46 given up.)

        For the start of a crawl round, under the crawl lock: no other process can be holding a lease then.
        """


class SqliteFrontier:
    """A `Frontier` in table ``frontier`` of a store; its writes join the store's transaction where one is open."""

    def __init__(self, store: ArticleStore, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._connection = store.connection
        self._clock = clock

    def add(self, source: str, items: Iterable[FrontierItem]) -> list[str]:
        """See `Frontier.add`."""
        with self._connection.transaction():
            return [item.key for item in map(cleaned, items) if self._add(source, item)]

    def lease(self, source: str, limit: int, seconds: int = 600, *, older: bool = False) -> list[Lease]:
        """See `Frontier.lease`."""
        now = self._clock()
        with self._connection.transaction():
            self._give_up(source, now)
            # What a crawl queued has its endpoint: it is that crawl's, whatever its day.
            mine = "CASE WHEN ? THEN endpoint IS NULL ELSE kind != 'older' END"
            rows = self._ordered(f"{mine} AND state = 'queued'", (source, older), limit)
            if len(rows) < limit:
                rows += self._ordered(
                    f"{mine} AND state = 'leased' AND leased_until <= ?",
                    (source, older, utc_text(now)),
                    limit - len(rows),
                )
            until = utc_text(now + timedelta(seconds=seconds))
            self._connection.run_many(
                "UPDATE frontier SET state = 'leased', leased_until = ?, attempts = attempts + 1, changed_at = ?"
                " WHERE id = ?",
                [(until, utc_text(now), row[0]) for row in rows],
            )
        return [lease_of(source, row) for row in rows]

    def entry(self, source: str, keys: Iterable[str]) -> dict[str, Any] | None:
        """Return what a feed, sitemap or listing said of the first of *keys* of which one said anything; None: of none."""
        for key in keys:
            found = self._connection.row("SELECT entry FROM frontier WHERE source = ? AND key = ?", (source, key))
            if found and found[0] is not None:
                entry: dict[str, Any] = json.loads(found[0])
                return entry
        return None

    def done(self, lease_id: int) -> None:
        """See `Frontier.done`."""
        self._change("state = 'done', leased_until = NULL, reason = NULL, retry = 0", "id = ?", (lease_id,))

    def failed(self, lease_id: int, reason: str, *, retry: bool) -> None:
        """See `Frontier.failed`."""
        values = (clean_text(reason), retry, lease_id)
        change = "state = 'failed', leased_until = NULL, reason = ?, retry = ?"
        self._change(change, "id = ? AND state = 'leased'", values)

    def drop_text(self, lease_id: int) -> None:
        """Take the full text out of what was said of an item; its title, dates and all else stay."""
        self._change("entry = json_remove(entry, '$.content')", "id = ? AND entry IS NOT NULL", (lease_id,))

    def release(self, lease_ids: Sequence[int]) -> None:
        """See `Frontier.release`."""
        change = "state = 'queued', leased_until = NULL, attempts = max(attempts - 1, 0)"
        with self._connection.transaction():
            for lease_id in lease_ids:
                self._change(change, "id = ? AND state = 'leased'", (lease_id,))

    def pending(self, source: str) -> int:
        """See `Frontier.pending`."""
        found = self._connection.row(
            "SELECT count(*) FROM frontier WHERE source = ? AND state IN ('queued', 'leased')", (source,)
        )
        return int(found[0]) if found else 0

    def resume(self, source: str, *, patient: bool = False) -> int:
        """See `Frontier.resume`."""
        rested = utc_text(self._clock())
        with self._connection.transaction():
            interrupted = self._change(
                "state = 'queued', leased_until = NULL, attempts = max(attempts - 1, 0)",
                "source = ? AND state = 'leased'",
                (source,),
            )
            failed = self._change(
                "state = 'queued', reason = NULL, retry = 0",
                f"source = ? AND state = 'failed' AND retry AND attempts < ? AND (? OR {RESTED_AT} <= ?)",
                (source, MAX_ATTEMPTS, not patient, rested),
            )
        return interrupted + failed

    def forgive(self, source: str) -> int:
        """Give back the try of what failed in the source's newest crawl and may be tried again; return how many that were."""
        return self._change(
            "attempts = max(attempts - 1, 0)",
            "source = ? AND state = 'failed' AND retry"
            " AND changed_at >= (SELECT max(started_at) FROM crawls WHERE source = ?)",
            (source, source),
        )

    def reopen(self, source: str, first: str, last: str) -> int:
        """Queue again what failed for good with a reason from *first* to *last* in the order of text; return how many did."""
        return self._change(
            "state = 'queued', reason = NULL, attempts = 0",
            "source = ? AND state = 'failed' AND NOT retry AND reason BETWEEN ? AND ?",
            (source, first, last),
        )

    def has_older(self, source: str, prefix: str) -> bool:
        """Return whether a page of kind ``older`` waits whose key begins with *prefix*."""
        found = self._connection.row(
            "SELECT 1 FROM frontier WHERE source = ? AND kind = 'older' AND state IN ('queued', 'leased')"
            " AND substr(key, 1, ?) = ? LIMIT 1",
            (source, len(prefix), prefix),
        )
        return found is not None

    def is_settled(self, source: str, key: str) -> bool:
        """Return whether no crawl will fetch an item any more: it is done, or failed without a retry left."""
        found = self._connection.row(
            "SELECT 1 FROM frontier WHERE source = ? AND key = ?"
            " AND (state = 'done' OR (state = 'failed' AND (NOT retry OR attempts >= ?)))",
            (source, clean_text(key), MAX_ATTEMPTS),
        )
        return found is not None

    def _ordered(self, condition: str, values: Sequence[object], limit: int) -> list[Row]:
        return self._connection.rows(
            f"SELECT {LEASED_COLUMNS} FROM frontier WHERE source = ? AND {condition}"  # noqa: S608
            " ORDER BY priority DESC, id LIMIT ?",
            (*values, max(limit, 0)),
        )

    def _change(self, change: str, condition: str, values: Sequence[object]) -> int:
        with self._connection.transaction():
            return self._connection.run(
                f"UPDATE frontier SET changed_at = ?, {change} WHERE {condition}",  # noqa: S608 - our own SQL, above
                (utc_text(self._clock()), *values),
            )

    def _add(self, source: str, item: FrontierItem) -> bool:
        if item.kind == "article" and self._is_stored(item):
            return False
        now = utc_text(self._clock())
        is_queued = bool(
            self._connection.run(
                "INSERT INTO frontier"
                " (source, key, url, kind, entry, depth, priority, endpoint, state, attempts, retry, added_at, changed_at)"
                " VALUES (:source, :key, :url, :kind, :entry, :depth, :priority, :endpoint, 'queued', 0, 0, :now, :now)"
                " ON CONFLICT (source, key) DO UPDATE SET url = :url, kind = :kind, entry = :entry, depth = :depth,"
                " priority = :priority, state = 'queued', attempts = 0, reason = NULL, retry = 0, changed_at = :now"
                " WHERE :kind IN ('listing', 'older') AND state IN ('done', 'failed')",
                {
                    "source": source,
                    "key": item.key,
                    "url": item.url,
                    "kind": item.kind,
                    "entry": None if item.entry is None else json.dumps(item.entry, ensure_ascii=True),
                    "depth": item.depth,
                    "priority": item.priority,
                    "endpoint": item.endpoint,
                    "now": now,
                },
            )
        )
        if not is_queued and item.kind == "article" and item.entry and item.entry.get("content"):
            self._add_text(source, item)
        return is_queued

    def _add_text(self, source: str, item: FrontierItem) -> None:
        """A feed carries the full text of what a sitemap or listing named before: a page that refused is asked once more."""
        self._change(
            "entry = ?, retry = 0, reason = NULL, attempts = CASE state WHEN 'failed' THEN 0 ELSE attempts END,"
            " state = CASE state WHEN 'failed' THEN 'queued' ELSE state END",
            "source = ? AND key = ? AND state != 'done' AND (entry IS NULL OR json_extract(entry, '$.content') IS NULL)",
            (json.dumps(item.entry, ensure_ascii=True), source, item.key),
        )

    def _is_stored(self, item: FrontierItem) -> bool:
        found = self._connection.row(
            "SELECT EXISTS (SELECT 1 FROM articles WHERE identifier = ?)"
            " OR EXISTS (SELECT 1 FROM article_urls WHERE url = ?)",
            (item.key, item.url),
        )
        return found == (1,)

    def _give_up(self, source: str, now: datetime) -> None:
        self._change(
            "state = 'failed', leased_until = NULL, reason = ?, retry = 0",
            "source = ? AND attempts >= ? AND (state = 'queued' OR (state = 'leased' AND leased_until <= ?))",
            (GAVE_UP, source, MAX_ATTEMPTS, utc_text(now)),
        )


def cleaned(item: FrontierItem) -> FrontierItem:
    """Return *item* with characters that no row can hold taken out of its texts."""
    return FrontierItem(
        key=clean_text(item.key),
        url=clean_text(item.url),
        kind=item.kind,
        entry=item.entry,
        depth=item.depth,
        priority=item.priority,
        endpoint=None if item.endpoint is None else clean_text(item.endpoint),
    )


LEASED_COLUMNS = "id, key, url, kind, entry, depth, attempts, visits"
"""What `lease_of` reads."""


def lease_of(source: str, row: Row) -> Lease:
    """Return the lease that a row of `LEASED_COLUMNS`, read before it was leased, becomes."""
    lease_id, key, url, kind, entry, depth, attempts, visits = row
    return Lease(
        id=lease_id,
        source=source,
        key=key,
        url=url,
        kind=kind,
        entry=None if entry is None else json.loads(entry),
        depth=depth,
        attempts=attempts + 1,
        visits=visits,
    )
