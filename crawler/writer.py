"""The one writer: a thread that owns the store's connection, fed by a bounded queue.

Spiders and pipelines hand over and return; the thread commits at 50 items, after 250 ms, or when asked something. What a
page led to - the article, its frontier row, a change - is one transaction, and the archived page is committed before it.
A failed flush fails the crawl: the error is raised at the next hand-over, and the leases of what was not committed run
out. `acquire` finds the writer of a store by its path, since a connection in Scrapy's settings cannot be copied.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import Empty, Full, Queue
from time import monotonic
from typing import Any, Generic, Self, TypeVar

from crawler.work import Desk, Work
from storage import ArticleStore, StorageError
from storage.archive import PageArchive, archive_path
from storage.errors import ArticleError
from storage.frontier import SqliteFrontier
from storage.lock import crawl_lock
from storage.schedule import Schedule
from storage.visits import Visits

T = TypeVar("T")

FLUSH_ITEMS = 50
FLUSH_SECONDS = 0.25
QUEUE_SIZE = 500  # pages of 100 kB: 50 MB at worst; the reactor waits for the disk rather than fill the memory


class Writer:
    """Owns a store for the length of a crawl round, and its crawl lock. Use `acquire`, or a ``with`` block."""

    def __init__(self, path: Path) -> None:
        """Raises StorageError where the store cannot be opened or another crawl holds it."""
        self.path = path
        self.counts: dict[str, Counter[str]] = {}
        """Source -> counts of this round; written by the writer's thread, free to read."""
        self._queue: Queue[Work | _Question[Any] | None] = Queue(QUEUE_SIZE)
        self._opened: Queue[Exception | None] = Queue(1)
        self._error: Exception | None = None
        self._thread = threading.Thread(target=self._run, name="orewire-writer", daemon=True)
        self._lock = ExitStack()
        self._lock.enter_context(crawl_lock(path))
        self._thread.start()
        failure = self._opened.get()
        if failure:
            self._lock.close()
            raise failure

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, work: Work) -> None:
        """Hand over; waits while the queue is full. Raises StorageError where the writer has failed."""
        self._put(work)

    def ask(self, question: Callable[[Desk], T]) -> T:
        """Return the answer of *question*, put in the writer's thread after all that was handed over is committed."""
        asked = _Question(question)
        self._put(asked)
        while not asked.done.wait(1):
            self._check()
        if asked.error:
            raise asked.error
        return asked.answer  # type: ignore[return-value]  # done without error means answered

    def close(self) -> None:
        """Commit what is left and let the store go. Raises StorageError where that or an earlier flush failed."""
        if self._thread.is_alive():
            with suppress(StorageError):  # raised again below, once the lock is free
                self._put(None)
            self._thread.join()
        self._lock.close()
        self._check()

    def _put(self, item: Work | _Question[Any] | None) -> None:
        while True:
            self._check()
            try:
                return self._queue.put(item, timeout=1)
            except Full:
                continue

    def _check(self) -> None:
        if self._error is not None:
            raise StorageError(f"{self.path}: writing failed: {self._error}", path=self.path) from self._error

    def _run(self) -> None:
        try:
            with ArticleStore(self.path) as store, PageArchive(archive_path(self.path)) as archive:
                self._opened.put(None)
                self._loop(Desk(store, SqliteFrontier(store), archive, self.counts, Visits(store), Schedule(store)))
        except Exception as error:  # noqa: BLE001  # a thread's last word: told to whoever hands over next
            self._error = error
            if self._opened.empty():
                self._opened.put(error)

    def _loop(self, desk: Desk) -> None:
        batch: list[Work] = []
        due = monotonic() + FLUSH_SECONDS
        while True:
            try:
                item = self._queue.get(timeout=max(0.0, due - monotonic()) if batch else None)
            except Empty:
                item = None
                flush_only = True
            else:
                flush_only = False
            if item is not None and not isinstance(item, _Question):
                due = due if batch else monotonic() + FLUSH_SECONDS
                batch.append(item)
                if len(batch) < FLUSH_ITEMS:
                    continue
            _flush(batch, desk)
            batch = []
            if isinstance(item, _Question):
                item.answer_from(desk)
            elif item is None and not flush_only:
                return


def _flush(batch: list[Work], desk: Desk) -> None:
    """Pages first, in their own file; then all else in one transaction.

    No savepoint a piece: an article that cannot be a row is refused before its first write, and a savepoint makes the
    full-text index flush each time (measured: 60 % more CPU an article).
    """
    if not batch:
        return
    with desk.archive.transaction():
        known = [work.page is not None and desk.archive.is_latest(work.page) for work in batch]
        page_ids = [desk.archive.save(work.page) if work.page else None for work in batch]
    with desk.store.transaction():
        for work, page_id, desk.is_known_page in zip(batch, page_ids, known, strict=True):
            desk.counts.setdefault(work.source, Counter())
            try:
                work.apply(desk)
            except ArticleError as error:
                _bury(work, page_id, desk, error)


def _bury(work: Work, page_id: int | None, desk: Desk, error: ArticleError) -> None:
    """A poison item must not take its batch along: it goes to ``dead_letters`` with its reason and its page."""
    article = getattr(work, "article", None)
    url = work.page.url if work.page else article.url if article else str(getattr(work, "url", ""))
    desk.store.dead_letter(source=work.source, url=url, reason=str(error), page_id=page_id)
    desk.counts[work.source]["dead-letter"] += 1
    lease_id = getattr(work, "lease_id", None)
    if lease_id is not None:
        desk.frontier.failed(lease_id, "dead-letter", retry=False)


class _Question(Generic[T]):
    """A question on its way to the writer's thread and back."""

    def __init__(self, question: Callable[[Desk], T]) -> None:
        self.question = question
        self.done = threading.Event()
        self.answer: T | None = None
        self.error: Exception | None = None

    def answer_from(self, desk: Desk) -> None:
        try:
            self.answer = self.question(desk)
        except Exception as error:  # noqa: BLE001  # it belongs to whoever asked, in another thread
            self.error = error
        self.done.set()


_SHARED: dict[Path, tuple[Writer, int]] = {}


def acquire(path: Path) -> Writer:
    """Return the process's writer for the store at *path*, opened by the first that asks. Each must `release` it."""
    key = path.resolve()
    writer, users = _SHARED.get(key) or (Writer(path), 0)
    _SHARED[key] = (writer, users + 1)
    return writer


def release(writer: Writer) -> None:
    """Give a writer back; the last one to do so closes it. Raises StorageError where its last flush failed."""
    key = writer.path.resolve()
    _, users = _SHARED[key]
    if users > 1:
        _SHARED[key] = (writer, users - 1)
    else:
        del _SHARED[key]
        writer.close()
