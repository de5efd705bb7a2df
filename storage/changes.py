"""The change log: what became new or different, in the order in which it was stored, and whose doing it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.article import utc_text
from storage.connection import Connection

Kind = Literal["new", "changed", "gone", "merged", "retagged", "deleted", "forgotten"]
Cause = Literal["publisher", "reextract", "person"]

PAGE = 500  # rows read at once; between two pages no read transaction is open


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the change log."""

    seq: int
    """Counts up with every change and is never used twice: remember it, and ask for what came after."""
    kind: Kind
    """``new``, ``changed``, ``gone`` (its page answers 404 or 410; the article stays), ``forgotten`` ..."""
    cause: Cause
    """``publisher``; ``reextract`` where our code reads the page differently, or its site's rights changed; ``person``."""
    changed_at: datetime
    """When it was stored, UTC."""
    article_id: int
    """The article's id."""
    url: str | None
    """The article's address; None where it has been forgotten."""


def record_change(connection: Connection, *, kind: Kind, cause: Cause, article_id: int, now: datetime) -> None:
    """Add one line to the log; belongs into the transaction of the change itself."""
    connection.run(
        "INSERT INTO changes (kind, cause, article_id, changed_at) VALUES (?, ?, ?, ?)",
        (kind, cause, article_id, utc_text(now)),
    )


def changes_after(connection: Connection, seq: int) -> Iterator[Change]:
    """Yield every change after number *seq*, oldest first, up to the newest at the time of the last page read."""
    while True:
        page = _page(connection, seq)
        yield from page
        if len(page) < PAGE:
            return
        seq = page[-1].seq


def _page(connection: Connection, seq: int) -> list[Change]:
    rows = connection.rows(
        "SELECT seq, kind, cause, changed_at, article_id, url FROM changes"
        " LEFT JOIN articles ON articles.id = article_id WHERE seq > ? ORDER BY seq LIMIT ?",
        (seq, PAGE),
    )
    return [
        Change(
            seq=number, kind=kind, cause=cause, changed_at=datetime.fromisoformat(at), article_id=article_id, url=url
        )
        for number, kind, cause, at, article_id, url in rows
    ]
