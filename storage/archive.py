"""`PageArchive`: the pages that articles were read from, compressed, in ``news-pages.db`` beside the store.

A file of its own, so that the one people copy stays small. The writer commits a page here before the articles that come
from it: a crash in between leaves a page too many, never an article without its page.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storage.article import utc_text
from storage.connection import MEMORY, Row, StoreFile
from storage.errors import StorageError
from storage.rows import clean_text
from storage.schema import PAGES

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LEVEL = 3  # measured on pages of 94.5 kB: 31.6 kB in 0.29 ms; level 19 takes 27 ms to save 6 % of that

_COLUMNS = "id, url, retrieved_at, last_seen_at, status, headers, body, body_sha256"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedPage:
    """A response as it came."""

    url: str
    """Address that answered."""
    retrieved_at: datetime
    """When it was fetched, UTC; in the archive, when this body was seen first."""
    status: int
    """HTTP status."""
    headers: tuple[tuple[str, str], ...] = ()
    """Name and value of each header, in the order received."""
    body: bytes
    """The body after transfer and content decoding, in the page's own encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage(ArchivedPage):
    """An `ArchivedPage` as read from the archive."""

    id: int
    """Number of the row."""
    body_sha256: str
    """Hash of ``body``."""
    last_seen_at: datetime
    """When the address last answered with this body, UTC."""


class PageArchive(StoreFile):
    """An archive of pages in one SQLite file; use it in a ``with`` block, and in the thread that opened it.

    Opens, creates and refuses files as `ArticleStore` does.
    """

    def __init__(self, path: str | Path, *, readonly: bool = False) -> None:
        super().__init__(path, PAGES, readonly=readonly)

    def save(self, page: ArchivedPage) -> int:
        """Keep *page* and return its id; a body that its address has had before is kept once, under its old id."""
        digest = hashlib.sha256(page.body).hexdigest()
        url, seen_at = clean_text(page.url), utc_text(page.retrieved_at)
        with self.transaction():
            known = self.connection.row("SELECT id FROM pages WHERE url = ? AND body_sha256 = ?", (url, digest))
            if known:
                self._see_again(known[0], seen_at)
                return int(known[0])
            return self._insert(page, url, seen_at, digest)

    def is_latest(self, page: ArchivedPage) -> bool:
        """Return whether the address of *page* answered with this body when it was asked last."""
        found = self.connection.row(
            "SELECT body_sha256 FROM pages WHERE url = ? ORDER BY last_seen_at DESC, id DESC LIMIT 1",
            (clean_text(page.url),),
        )
        return found is not None and found[0] == hashlib.sha256(page.body).hexdigest()

    def get(self, page_id: int) -> StoredPage | None:
        """Return the page with this id, None where there is none."""
        found = self.connection.row(f"SELECT {_COLUMNS} FROM pages WHERE id = ?", (page_id,))  # noqa: S608 - our columns
        return self._page(found) if found else None

    def latest(self, url: str) -> StoredPage | None:
        """Return what *url* answered last, None where it was never archived."""
        found = self.connection.row(
            f"SELECT {_COLUMNS} FROM pages WHERE url = ? ORDER BY last_seen_at DESC, id DESC LIMIT 1",  # noqa: S608
            (clean_text(url),),
        )
        return self._page(found) if found else None

    def urls(self) -> Iterator[str]:
        """Yield every archived address once, sorted, in pages of a thousand that hold no read transaction open."""
        last = ""
        while page := self.connection.rows(
            "SELECT DISTINCT url FROM pages WHERE url > ? ORDER BY url LIMIT 1000", (last,)
        ):
            yield from (url for (url,) in page)
            last = page[-1][0]

    def _see_again(self, page_id: int, seen_at: str) -> None:
        self.connection.run(
            "UPDATE pages SET last_seen_at = ? WHERE id = ? AND last_seen_at < ?", (seen_at, page_id, seen_at)
        )

    def _insert(self, page: ArchivedPage, url: str, seen_at: str, digest: str) -> int:
        headers = json.dumps(
            [[clean_text(name), clean_text(value)] for name, value in page.headers], ensure_ascii=False
        )
        body = zstd.compress(page.body, LEVEL)
        self.connection.run(
            "INSERT INTO pages (url, retrieved_at, last_seen_at, status, headers, body, body_bytes, body_sha256)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (url, seen_at, seen_at, page.status, headers, body, len(page.body), digest),
        )
        found = self.connection.row("SELECT last_insert_rowid()")
        return int(found[0]) if found else 0

    def _page(self, row: Row) -> StoredPage:
        page_id, url, retrieved_at, last_seen_at, status, headers, body, digest = row
        try:
            plain = zstd.decompress(body)
            fields = tuple((name, value) for name, value in json.loads(headers))
        except (zstd.ZstdError, TypeError, ValueError) as error:
            raise StorageError(f"{self.path}: page {page_id} ({url}) is damaged: {error}", path=self.path) from error
        if hashlib.sha256(plain).hexdigest() != digest:  # zstd took 2,403 of 3,144 flipped bits for another text
            raise StorageError(f"{self.path}: page {page_id} ({url}) is damaged: its hash differs", path=self.path)
        return StoredPage(
            id=page_id,
            url=url,
            retrieved_at=datetime.fromisoformat(retrieved_at),
            status=status,
            headers=fields,
            body=plain,
            body_sha256=digest,
            last_seen_at=datetime.fromisoformat(last_seen_at),
        )


def archive_path(store: str | Path) -> Path:
    """Return where the pages of the store at *store* are kept.

    >>> archive_path("data/news.db").as_posix()
    'data/news-pages.db'
    """
    path = Path(store)
    return path if str(path) == MEMORY else path.with_name(f"{path.stem}-pages{path.suffix or '.db'}")
