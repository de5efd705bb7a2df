"""One crawl at a time on a store: the crawl lock. Short commands do not take it, they wait for ``BEGIN IMMEDIATE``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from storage.errors import StorageError, StoreBusyError


@contextmanager
def crawl_lock(path: str | Path) -> Iterator[None]:
    """Hold the crawl lock of the store at *path*; raises StoreBusyError at once where another crawl holds it.

    The lock is the operating system's, on ``news.db.lock`` beside the store: it ends with its process, however that
    ends. Two names of one file, as through a symbolic link, are one lock.
    """
    store = Path(path)
    target = store.resolve()
    if not target.parent.is_dir():  # the library would make it, and a typo in a path would make a store
        raise StorageError(f"{store}: its folder does not exist; make it first: mkdir -p {store.parent}", path=store)
    lock = FileLock(str(target.with_name(f"{target.name}.lock")))
    _acquire(lock, store)
    try:
        yield
    finally:
        lock.release()


def _acquire(lock: FileLock, store: Path) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise StoreBusyError(
            f"another crawl holds {store}; wait for it to end, or crawl into another file with --db", path=store
        ) from error
    except (OSError, NotImplementedError) as error:
        raise StorageError(
            f"{store}: its lock file {lock.lock_file} cannot be made: {error}; check the folder's permissions",
            path=store,
        ) from error
