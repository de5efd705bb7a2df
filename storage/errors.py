"""What can go wrong with a store, one line each.

StorageError
    NotAStoreError       the file is no SQLite database, or not one of ours
    StoreTooNewError     written by a newer orewire
    StoreBusyError       another crawl holds the store
    StoreMissingError    a reading command was pointed at a file that is not there
    ArticleError         the article cannot be a row; the others of its batch can
    ExportError          an export cannot be written where it was asked for
"""

from __future__ import annotations

from pathlib import Path


class StorageError(Exception):
    """A store cannot do what was asked; the message is one line, made to be shown to a person.

    Third-party exceptions (``sqlite3.Error``, ``OSError``) stop at the border of this package and are its
    ``__cause__``.
    """

    path: Path | None
    """The file at fault; None where no single file is."""

    def __init__(self, message: str, *, path: Path | None = None) -> None:
        super().__init__(message)
        self.path = path


class NotAStoreError(StorageError):
    """The file is no SQLite database, or one that orewire did not make."""


class StoreTooNewError(StorageError):
    """The store was written by a newer orewire; reading it with this one could lose what it does not know."""


class StoreBusyError(StorageError):
    """Another crawl holds the store's crawl lock (exit code 75)."""


class StoreMissingError(StorageError):
    """There is no file where a reading command was told to look; reading never creates one."""


class ExportError(StorageError):
    """The target of an export cannot be written."""


class ArticleError(StorageError):
    """This article cannot be a row of the store, whatever its state; the store itself is well."""
