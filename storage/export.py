"""Writes articles to a file that others read: JSON Lines, CSV or Markdown, streaming, whole or not at all."""

from __future__ import annotations

import csv
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, TextIO

from storage.article import FIELDS
from storage.errors import ExportError
from storage.markdown import markdown_text
from storage.stored import StoredArticle

Format = Literal["jsonl", "csv", "md"]

CSV_COLUMNS = ("id", *FIELDS, "first_seen_at", "word_count")
"""Columns of a CSV export, in order."""

# Spreadsheets take a cell that starts with one of these for a formula, and run it: OWASP, "CSV Injection".
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
# What a spreadsheet may skip before it looks for a formula.
_INVISIBLE = "\u200b\ufeff"


_LINE_ENDS = {ord(end): f"\\u{ord(end):04x}" for end in "\x85\u2028\u2029"}


def export(articles: Iterable[StoredArticle], target: Path | TextIO, format: Format) -> int:  # noqa: A002 - the CLI's word
    """Write *articles* to *target* and return how many there were.

    A path is written atomically: its readers see the old file or the whole new one, and a failure, in *articles* too,
    leaves the old one. JSON Lines has one `StoredArticle.to_dict` a line; CSV has `CSV_COLUMNS`, lists as JSON, and ``'``
    before text that a spreadsheet would run; Markdown has a line ``---`` between two articles. Raises ExportError where
    the target cannot be written.
    """
    write = _WRITERS[format]
    if isinstance(target, Path):
        with replaced(target) as file:
            return write(articles, file)
    return write(articles, target)


@contextmanager
def replaced(target: Path) -> Iterator[TextIO]:
    """Give a file to write; put it in the place of *target* when the block ends well, take it away when it does not.

    Raises ExportError where that is not possible.
    """
    # Through a symbolic link, what it points to is replaced, not the link.
    with _explained(target):
        place = target.resolve()
        _check_place(place, target)
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    with _explained(target):
        file = part.open("x", encoding="utf-8", newline="")
    try:
        with _explained(target), file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with _explained(target):
            part.replace(place)
            _sync_folder(place.parent)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def json_line(value: Mapping[str, object]) -> str:
    """Return *value* as one line of JSON, whatever its reader takes for the end of a line (U+0085, U+2028, U+2029)."""
    return json.dumps(value, ensure_ascii=False, default=str).translate(_LINE_ENDS)


def guarded(text: str) -> str:
    """Return *text* with ``'`` before it where a spreadsheet would take it for a formula.

    >>> guarded("=1+1"), guarded("-5 % for copper"), guarded("Copper: -5 %")
    ("'=1+1", "'-5 % for copper", 'Copper: -5 %')
    """
    visible = text.lstrip().lstrip(_INVISIBLE)
    return f"'{text}" if text[:1] in _FORMULA_STARTS or visible[:1] in _FORMULA_STARTS else text


def _write_jsonl(articles: Iterable[StoredArticle], file: TextIO) -> int:
    count = 0
    for article in articles:
        file.write(json_line(article.to_dict()) + "\n")
        count += 1
    return count


def _write_csv(articles: Iterable[StoredArticle], file: TextIO) -> int:
    writer = csv.writer(file)
    writer.writerow(CSV_COLUMNS)
    count = 0
    for article in articles:
        values = article.to_dict()
        writer.writerow([_cell(values[name]) for name in CSV_COLUMNS])
        count += 1
    return count


def _write_md(articles: Iterable[StoredArticle], file: TextIO) -> int:
    count = 0
    for article in articles:
        file.write(("---\n\n" if count else "") + markdown_text(article) + "\n")
        count += 1
    return count


_WRITERS = {"jsonl": _write_jsonl, "csv": _write_csv, "md": _write_md}


def _cell(value: object) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return json.dumps(value, ensure_ascii=False)


def _check_place(place: Path, target: Path) -> None:
    if place.is_dir():
        raise ExportError(f"{target}: is a folder; name a file in it", path=target)
    if not place.parent.is_dir():
        raise ExportError(f"{target}: its folder does not exist; make it first: mkdir -p {target.parent}", path=target)
    if place.exists() and not place.is_file():
        raise ExportError(f"{target}: is no regular file; write to standard output instead: -", path=target)


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ExportError(f"{target}: cannot be written: {error.strerror or error}", path=target) from error


def _sync_folder(folder: Path) -> None:
    # A renamed file survives a power cut only when its folder's entry is on the disk; Windows cannot open a folder.
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
