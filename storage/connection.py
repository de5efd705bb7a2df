"""How a SQLite file of ours is opened, recognized and written; the one place where ``sqlite3.Error`` becomes ours.

Isolation is explicit: every write runs between ``BEGIN IMMEDIATE`` and ``COMMIT``, so that two writers wait for each
other instead of failing halfway. Contains no table and no column: see `storage.schema`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from storage.errors import NotAStoreError, StorageError, StoreMissingError, StoreTooNewError

if TYPE_CHECKING:
    from sqlite_utils import Database

    Migration = Callable[[Database], None]

Row = tuple[Any, ...]
"""One row as SQLite gives it; the caller unpacks it at once into typed names."""

Params = Sequence[object] | Mapping[str, object]

BUSY_SECONDS = 30.0
"""How long a statement waits for another program's write before it gives up."""

_MIGRATIONS = "_sqlite_migrations"  # of sqlite-utils' `Migrations`

MEMORY = ":memory:"
"""The path that means "a database in memory, gone when closed", as in SQLite itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileKind:
    """What makes a file one of ours."""

    noun: str
    """What a message calls it: ``store``, ``page archive``."""
    application_id: int
    """Value of ``PRAGMA application_id``; the ``file`` command and `open_connection` know the file by it."""
    name: str
    """Name of its set of migrations in ``_sqlite_migrations``."""
    migrations: dict[str, Migration] = field(default_factory=dict)
    """Name -> function of each schema version this code knows, in order; filled by `migration`."""

    def migration(self, name: str) -> Callable[[Migration], Migration]:
        """Register the decorated function as the next schema version."""

        def register(function: Migration) -> Migration:
            self.migrations[name] = function
            return function

        return register


class Connection:
    """One open database file. Belongs to the thread that opened it."""

    conn: sqlite3.Connection
    path: Path

    def __init__(self, conn: sqlite3.Connection, path: Path) -> None:
        self.conn = conn
        self.path = path

    @cached_property
    def db(self) -> Database:
        """For ad-hoc reading; what is written through it bypasses hashes, index and change log."""
        # Loaded when asked for: where pandas is installed, sqlite-utils loads it too (0.45 s of CPU).
        from sqlite_utils import Database  # noqa: PLC0415

        # Plugins of other people's sqlite-utils have no business in a store: hence execute_plugins=False.
        return Database(self.conn, execute_plugins=False)

    def rows(self, sql: str, params: Params = ()) -> list[Row]:
        """Return all rows of *sql* at once, so that no read transaction outlives the call."""
        try:
            return self.conn.execute(sql, params).fetchall()
        except (sqlite3.Error, UnicodeEncodeError, OverflowError) as error:
            raise explained(error, self.path) from error

    def row(self, sql: str, params: Params = ()) -> Row | None:
        """Return the first row of *sql*, None where there is none."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def run(self, sql: str, params: Params = ()) -> int:
        """Execute one writing statement and return how many rows it touched."""
        try:
            return self.conn.execute(sql, params).rowcount
        except (sqlite3.Error, UnicodeEncodeError, OverflowError) as error:
            raise explained(error, self.path) from error

    def run_many(self, sql: str, params: Iterable[Params]) -> None:
        """Execute one writing statement once for each of *params*."""
        try:
            self.conn.executemany(sql, params)
        except (sqlite3.Error, UnicodeEncodeError, OverflowError) as error:
            raise explained(error, self.path) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make everything inside one atomic commit; a nested use joins the outer one.

        An error that leaves the block undoes all of it. One that is caught inside leaves half a change behind: put the
        risky part into `savepoint`.
        """
        if self.conn.in_transaction:
            yield
            return
        self.run("BEGIN IMMEDIATE")
        try:
            yield
            self.run("COMMIT")
        except BaseException:
            self._roll_back()
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Undo only what is inside when an error leaves the block; the transaction around it goes on.

        Outside of a transaction it is one of its own.
        """
        with self.transaction():
            self.run("SAVEPOINT one_item")
            try:
                yield
            except BaseException:
                # A full disk or an I/O error has already ended the whole transaction: nothing is left to go back to.
                if self.conn.in_transaction:
                    self.run("ROLLBACK TO one_item")
                    self.run("RELEASE one_item")
                raise
            self.run("RELEASE one_item")

    def close(self) -> None:
        """Close the file; what no transaction committed is undone."""
        self.conn.close()

    def _roll_back(self) -> None:
        if self.conn.in_transaction:
            self.run("ROLLBACK")


class StoreFile:
    """One file of ours, opened: what `ArticleStore` and `PageArchive` have in common."""

    path: Path
    readonly: bool
    connection: Connection

    def __init__(self, path: str | Path, kind: FileKind, *, readonly: bool) -> None:
        """Raises as `open_connection` does."""
        self.path = Path(path)
        self.readonly = readonly
        self.connection = open_connection(self.path, kind, readonly=readonly)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self.connection.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Make all writes inside one atomic commit; see `Connection.transaction`."""
        return self.connection.transaction()


def open_connection(path: Path, kind: FileKind, *, readonly: bool = False) -> Connection:
    """Return *path* opened, recognized as ours, brought to today's schema and proven writable.

    With *readonly* nothing is created, migrated or checkpointed. Raises StoreMissingError, NotAStoreError,
    StoreTooNewError or plain StorageError, each in one line that names the path and what to do.
    """
    try:
        _check_place(path, kind, readonly=readonly)
    except OSError as error:
        raise StorageError(f"{path}: cannot be opened: {error.strerror}", path=path) from error
    connection = Connection(_opened(path, readonly=readonly), path)
    try:
        _check_kind(connection, kind)
        if readonly:
            _check_current(connection, kind)
        else:
            _prepare(connection, kind)
    except BaseException:
        connection.close()
        raise
    return connection


def explained(error: Exception, path: Path) -> StorageError:
    """Return the StorageError that says in one line what *error* means for whoever owns *path*."""
    code = getattr(error, "sqlite_errorcode", None)
    # Extended codes keep the primary one in their low byte: https://www.sqlite.org/rescode.html
    primary = code & 0xFF if isinstance(code, int) else None
    if primary == sqlite3.SQLITE_NOTADB:
        return NotAStoreError(f"{path}: not a SQLite database; name another file with --db", path=path)
    remedy = _REMEDIES.get(primary) if primary is not None else None
    return StorageError(f"{path}: {remedy}" if remedy else f"{path}: {error}", path=path)


_REMEDIES = {
    sqlite3.SQLITE_BUSY: "another program has been writing to it for too long; try again when it is done",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that you may write to the file and to its folder",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore it from a backup",
    sqlite3.SQLITE_FULL: "the disk is full; make room and run it again",
    sqlite3.SQLITE_IOERR: "the disk reported an error; check it before you go on",
    sqlite3.SQLITE_PERM: "cannot be opened; check its permissions",
    sqlite3.SQLITE_READONLY: "cannot be written; check that you may write to the file and to its folder",
}


def _check_place(path: Path, kind: FileKind, *, readonly: bool) -> None:
    if str(path) == MEMORY:
        return
    if path.is_dir():
        raise StorageError(f"{path}: is a folder; name a file in it, as in {path / 'news.db'}", path=path)
    if readonly and not path.exists():
        raise StoreMissingError(f"{path}: there is no {kind.noun} here; crawl first, or name one with --db", path=path)
    if not path.parent.is_dir():
        raise StorageError(f"{path}: its folder does not exist; make it first: mkdir -p {path.parent}", path=path)


def _opened(path: Path, *, readonly: bool) -> sqlite3.Connection:
    try:
        return _connect(path, "ro" if readonly else "rwc")
    except sqlite3.Error as error:
        raise explained(error, path) from error


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    if str(path) == MEMORY:
        return sqlite3.connect(MEMORY, isolation_level=None)
    uri = path.absolute().as_uri()
    connection = sqlite3.connect(f"{uri}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    if mode != "ro" or _readable(connection):
        return connection
    connection.close()
    # In a folder that we may not write to, SQLite cannot make the -shm file that reading in WAL mode needs. Without a
    # -wal file all is in the main file, and nobody can be writing: "immutable" reads it as it is.
    immutable = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
    return sqlite3.connect(f"{uri}?mode=ro{immutable}", uri=True, isolation_level=None, timeout=BUSY_SECONDS)


def _readable(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}
    except sqlite3.DatabaseError:
        return True  # not a database at all: what comes next says so
    return True


def _check_kind(connection: Connection, kind: FileKind) -> None:
    path = connection.path
    found = connection.row("PRAGMA application_id")
    # A process killed while it made the file leaves at most the bookkeeping table: still ours to finish.
    foreign = connection.row(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT IN (?, 'sqlite_sequence')",
        [_MIGRATIONS],
    )
    if found != (kind.application_id,) and foreign != (0,):
        raise NotAStoreError(f"{path}: a database, but no orewire {kind.noun}; name another file with --db", path=path)
    unknown = sorted(_applied(connection, kind) - set(kind.migrations))
    if unknown:
        raise StoreTooNewError(
            f"{path}: written by a newer orewire (schema {unknown[-1]}); upgrade with: pip install -U orewire",
            path=path,
        )


def _check_current(connection: Connection, kind: FileKind) -> None:
    path = connection.path
    if not _applied(connection, kind):
        raise NotAStoreError(f"{path}: an empty file, no orewire {kind.noun}; crawl first", path=path)
    if set(kind.migrations) - _applied(connection, kind):
        raise StorageError(f"{path}: made by an older orewire; bring it up to date with: orewire migrate", path=path)


def _prepare(connection: Connection, kind: FileKind) -> None:
    connection.run(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    connection.run("PRAGMA foreign_keys = ON")
    connection.rows("PRAGMA journal_mode = WAL")
    # FULL: what a crawl has acknowledged must outlive a power cut. Measured: 0.9 ms a batch, no CPU.
    connection.run("PRAGMA synchronous = FULL")
    # Debian builds SQLite to overwrite what is deleted; FAST does so where it costs no extra page. Saves 12 % of a
    # save.
    connection.rows("PRAGMA secure_delete = FAST")
    with connection.transaction():
        if set(kind.migrations) - _applied(connection, kind):
            _migrate(connection, kind)
        _write_something(connection)


def _migrate(connection: Connection, kind: FileKind) -> None:
    from sqlite_utils import Migrations  # noqa: PLC0415  # see `Connection.db`

    known = Migrations(kind.name)
    for name, function in kind.migrations.items():
        known(name=name)(function)
    try:
        known.apply(connection.db)
    except sqlite3.Error as error:
        raise explained(error, connection.path) from error


def _write_something(connection: Connection) -> None:
    # A read-only folder, a full disk and a read-only mount show only when a page is truly written.
    version = connection.row("PRAGMA user_version")
    connection.run(f"PRAGMA user_version = {version[0] if version else 0}")


def _applied(connection: Connection, kind: FileKind) -> set[str]:
    if connection.row("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", [_MIGRATIONS]) is None:
        return set()
    rows = connection.rows(f"SELECT name FROM {_MIGRATIONS} WHERE migration_set = ?", [kind.name])  # noqa: S608  # a constant
    return {str(name) for (name,) in rows}
