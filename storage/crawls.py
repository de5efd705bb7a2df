"""What a crawl leaves behind besides articles: its own record, what endpoints answered, what could not be stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.article import utc_text
from storage.connection import Connection, Row
from storage.rows import clean_text

_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawl:
    """One run over one source."""

    id: int
    """Number of the run; grows with time."""
    source: str
    """Id of the source."""
    started_at: datetime
    """UTC."""
    finished_at: datetime | None
    """UTC; None while it runs, and for ever where it was killed."""
    outcome: str | None
    """What `finish_crawl` was told; None like ``finished_at``."""
    counts: dict[str, int]
    """What was counted: ``articles/new``, ``articles/dropped/no_body``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A feed, sitemap or listing, and what it answered last."""

    url: str
    """Address as asked for."""
    source: str
    """Id of the source it belongs to."""
    kind: str
    """``feed``, ``sitemap`` or ``listing``."""
    checked_at: datetime
    """When it was asked last, UTC."""
    status: int | None
    """HTTP status; None where no answer came."""
    entries: int | None
    """How many entries it listed when it last listed any."""
    etag: str | None
    """Validator for ``If-None-Match``, as received."""
    last_modified: str | None
    """Validator for ``If-Modified-Since``, as received."""
    read_at: datetime | None = None
    """When it last answered with a body, UTC; None where it never did."""
    found_at: str | None = None
    """Address of the sitemap index that names it; None where the source's definition does."""
    read_as: str | None = None
    """Digest of what its source called a story when it was last read; another digest: it must be read again."""
    next_poll: datetime | None = None
    """When it is due, UTC; None: at once."""
    interval: timedelta | None = None
    """The interval decided last; None where none was."""
    failures: int = 0
    """Polls in a row that led to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """Something that was fetched and could not be stored."""

    id: int
    """Number of the letter."""
    source: str
    """Id of the source."""
    url: str
    """Address of the page."""
    reason: str
    """Why, in one line."""
    page_id: int | None
    """Its row in the page archive; None where it was not archived."""
    happened_at: datetime
    """UTC."""


def begin_crawl(connection: Connection, source: str, *, now: datetime) -> int:
    """Record that a crawl of *source* starts, and return its number."""
    connection.run("INSERT INTO crawls (source, started_at) VALUES (?, ?)", (source, utc_text(now)))
    found = connection.row("SELECT last_insert_rowid()")
    return int(found[0]) if found else 0


def finish_crawl(
    connection: Connection, crawl_id: int, outcome: str, counts: Mapping[str, int], *, now: datetime
) -> None:
    """Record how crawl *crawl_id* ended."""
    connection.run(
        "UPDATE crawls SET finished_at = ?, outcome = ?, counts = ? WHERE id = ?",
        (utc_text(now), outcome, json.dumps(dict(counts), ensure_ascii=False, sort_keys=True), crawl_id),
    )


def last_crawls(connection: Connection) -> list[Crawl]:
    """Return the newest crawl of each source, sorted by source."""
    rows = connection.rows(
        "SELECT id, source, started_at, finished_at, outcome, counts FROM crawls"
        " WHERE id IN (SELECT max(id) FROM crawls GROUP BY source) ORDER BY source"
    )
    return [
        Crawl(
            id=number,
            source=source,
            started_at=datetime.fromisoformat(started),
            finished_at=datetime.fromisoformat(finished) if finished else None,
            outcome=outcome,
            counts=json.loads(counts),
        )
        for number, source, started, finished, outcome, counts in rows
    ]


def note_endpoint(connection: Connection, endpoint: Endpoint) -> None:
    """Record what an endpoint answered.

    A validator or count of None leaves the old one standing unless the status is 200: neither 304 nor a failure repeats
    them.
    """
    connection.run(
        "INSERT INTO endpoints (url, source, kind, checked_at, status, entries, etag, last_modified, read_at, found_at,"
        " read_as) VALUES (:url, :source, :kind, :checked_at, :status, :entries, :etag, :last_modified, :read_at, :found_at,"
        " :read_as)"
        " ON CONFLICT (url) DO UPDATE SET source = :source, kind = :kind, checked_at = :checked_at, status = :status,"
        " entries = coalesce(:entries, entries), read_at = coalesce(:read_at, read_at), found_at = :found_at,"
        " read_as = CASE WHEN :status = 200 THEN :read_as ELSE read_as END,"
        " etag = CASE WHEN :status = 200 THEN :etag ELSE coalesce(:etag, etag) END,"
        " last_modified = CASE WHEN :status = 200 THEN :last_modified ELSE coalesce(:last_modified, last_modified) END",
        {
            "url": endpoint.url,
            "source": endpoint.source,
            "kind": endpoint.kind,
            "checked_at": utc_text(endpoint.checked_at),
            "status": endpoint.status,
            "entries": endpoint.entries,
            "etag": endpoint.etag,
            "last_modified": endpoint.last_modified,
            "read_at": utc_text(endpoint.checked_at) if endpoint.status == _OK else None,
            "found_at": endpoint.found_at,
            "read_as": endpoint.read_as,
        },
    )


def endpoints(connection: Connection, source: str | None = None) -> list[Endpoint]:
    """Return all endpoints, or those of one source, sorted by address."""
    rows = connection.rows(
        "SELECT url, source, kind, checked_at, status, entries, etag, last_modified, read_at, found_at, read_as,"
        " next_poll, interval_s, failures FROM endpoints"
        " WHERE :source IS NULL OR source = :source ORDER BY url",
        {"source": source},
    )
    return [_endpoint(row) for row in rows]


def add_dead_letter(
    connection: Connection, *, source: str, url: str, reason: str, page_id: int | None, now: datetime
) -> None:
    """Record that something fetched could not be stored; cleans the text, which comes from what was poisonous."""
    connection.run(
        "INSERT INTO dead_letters (source, url, reason, page_id, happened_at) VALUES (?, ?, ?, ?, ?)",
        (clean_text(source), clean_text(url), clean_text(reason), page_id, utc_text(now)),
    )


def dead_letters(connection: Connection, source: str | None = None, *, limit: int = 1000) -> list[DeadLetter]:
    """Return the newest dead letters, of all sources or of one, newest first."""
    rows = connection.rows(
        "SELECT id, source, url, reason, page_id, happened_at FROM dead_letters"
        " WHERE :source IS NULL OR source = :source ORDER BY id DESC LIMIT :limit",
        {"source": source, "limit": limit},
    )
    return [
        DeadLetter(
            id=number, source=owner, url=url, reason=reason, page_id=page_id, happened_at=datetime.fromisoformat(at)
        )
        for number, owner, url, reason, page_id, at in rows
    ]


def _endpoint(row: Row) -> Endpoint:
    (
        url,
        source,
        kind,
        checked,
        status,
        entries,
        etag,
        last_modified,
        read,
        found_at,
        read_as,
        due,
        seconds,
        failures,
    ) = row
    return Endpoint(
        url=url,
        source=source,
        kind=kind,
        checked_at=datetime.fromisoformat(checked),
        status=status,
        entries=entries,
        etag=etag,
        last_modified=last_modified,
        read_at=datetime.fromisoformat(read) if read else None,
        found_at=found_at,
        read_as=read_as,
        next_poll=datetime.fromisoformat(due) if due else None,
        interval=None if seconds is None else timedelta(seconds=seconds),
        failures=failures,
    )
