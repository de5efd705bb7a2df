"""Rows to stdout in the form asked for, as sqlite-utils has it: a table for people; JSON, CSV or TSV for programs."""

from __future__ import annotations

import csv
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from storage.export import json_line

F = TypeVar("F", bound=Callable[..., Any])
Row = Mapping[str, Any]

_FLEXIBLE = frozenset({"headline", "tags", "snippet", "title", "url", "why", "text", "drop", "note"})
"""Columns that a narrow terminal cuts."""
_FOLDED = frozenset({"name", "result", "reason", "evidence"})
"""Columns whose text goes on in the next line there: the end of an address tells it from another, evidence counts whole."""
_MAX_WIDTH = {"tags": 24, "url": 40}  # at 100 columns, 32 are left for the headline
_NUMBER = re.compile(r"\d+|[\d.]+ [kMGT]?B")
"""What stands to the right of its column: a number, and a number of bytes."""
_STYLES = {"ALARM": "bold red", "failed": "yellow", "cut off": "yellow"}
"""Words that stand out where there is colour."""
_NARROW = 100  # a terminal with fewer columns shows half of that
_WIDE = 160  # columns of a table that nobody looks at while it is written
_UNBOUND = 10_000  # of one in which no text may be cut


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """How a command shall print its rows."""

    form: str = "table"
    """``table``, ``json``, ``nl``, ``csv`` or ``tsv``."""
    fmt: str | None = None
    """A format of the tabulate library (``github``, ``rst``), None for our own table."""
    columns: tuple[str, ...] = ()
    """Columns to show; empty: the command's own choice."""
    file: Path | None = None
    """Where to; None: stdout."""


def output_options(function: F) -> F:
    """Add the options that say how rows are printed; the command gets one `Output` as ``output``."""

    def wrapped(
        *args: Any,  # noqa: ANN401  # whatever else the command takes
        as_json: bool,
        nl: bool,
        as_csv: bool,
        tsv: bool,
        table: bool,
        fmt: str | None,
        column: tuple[str, ...],
        output_file: Path | None,
        **kwargs: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        form = "json" if as_json else "nl" if nl else "csv" if as_csv else "tsv" if tsv else "table"
        if as_json + nl + as_csv + tsv + table > 1:
            raise click.UsageError("choose one of --json, --nl, --csv, --tsv and -t")
        return function(*args, output=Output(form=form, fmt=fmt, columns=column, file=output_file), **kwargs)

    wrapped.__name__, wrapped.__doc__ = function.__name__, function.__doc__
    wrapped.__click_params__ = list(getattr(function, "__click_params__", []))  # type: ignore[attr-defined]
    options = (
        click.option("--json", "as_json", is_flag=True, help="An array of JSON objects."),
        click.option("--nl", is_flag=True, help="One JSON object a line."),
        click.option("--csv", "as_csv", is_flag=True, help="Comma-separated values."),
        click.option("--tsv", is_flag=True, help="Tab-separated values."),
        click.option("-t", "--table", is_flag=True, help="A table: the default."),
        click.option("--fmt", metavar="NAME", help="A table in this format of tabulate, as in github."),
        click.option("-c", "--column", multiple=True, metavar="COLUMN", help="Show this column (repeatable)."),
        click.option(
            "-o", "--output", "output_file", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file."
        ),
    )
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped  # type: ignore[return-value]  # the same command with other options


def reader_left() -> None:
    """End well when whoever reads our output has seen enough: ``orewire search tin | head``."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(0)


def emit(rows: Iterable[Row], output: Output, *, columns: Sequence[str], spare: str | None = None) -> None:
    """Print rows; *columns* are shown in a table, CSV and TSV where the user names none, JSON then has all.

    The column *spare* is left out of a table for a terminal on which not all of them fit.
    A file that ``-o`` names is written over only when the first row has been read and has the columns asked for.
    """
    several = iter(rows)
    first = list(islice(several, 1))
    for row in first:
        _known(row, output.columns or (() if output.form in ("json", "nl") else columns))
    found = chain(first, several)
    with _target(output.file) as stream:
        if output.form in ("json", "nl"):
            _json(found, output, stream)
        elif output.form in ("csv", "tsv"):
            _separated(found, output, output.columns or columns, stream)
        else:
            _table(list(found), output, output.columns or columns, stream, spare=None if output.columns else spare)


def _json(rows: Iterable[Row], output: Output, stream: TextIO) -> None:
    chosen = (
        {name: row[name] for name in _known(row, output.columns)} if output.columns else dict(row) for row in rows
    )
    texts = map(json_line, chosen)
    if output.form == "nl":
        stream.writelines(f"{text}\n" for text in texts)
        return
    stream.write("[")
    stream.writelines(("," if number else "") + f"\n {text}" for number, text in enumerate(texts))
    stream.write("\n]\n")


def _separated(rows: Iterable[Row], output: Output, columns: Sequence[str], stream: TextIO) -> None:
    writer = csv.writer(stream, delimiter="," if output.form == "csv" else "\t", lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row[name]) for name in _known(row, columns)])


def _table(
    rows: Sequence[Row], output: Output, columns: Sequence[str], stream: TextIO, *, spare: str | None = None
) -> None:
    cells = [[_cell(row[name]) for name in _known(row, columns)] for row in rows]
    if output.fmt:
        from tabulate import tabulate, tabulate_formats  # noqa: PLC0415  # only where asked for

        if output.fmt not in tabulate_formats:
            raise click.UsageError(f'--fmt "{output.fmt}": one of {", ".join(tabulate_formats)}')
        stream.write(tabulate(cells, headers=list(columns), tablefmt=output.fmt, disable_numparse=True) + "\n")
        return
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  # 40 ms that --json need not pay
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    unbound = _UNBOUND if _FOLDED & set(columns) else _WIDE
    console = Console(file=stream, width=None if stream.isatty() else unbound)
    console.on_broken_pipe = reader_left  # type: ignore[method-assign]  # rich would end with exit code 1
    share = 2 if console.width < _NARROW else 1
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
    for position, name in enumerate(columns):
        numbers = all(_NUMBER.fullmatch(line[position]) for line in cells) and bool(cells)
        width = _MAX_WIDTH[name] // share if name in _MAX_WIDTH and stream.isatty() else None
        table.add_column(
            name, no_wrap=name not in _FLEXIBLE | _FOLDED, justify="right" if numbers else "left", max_width=width
        )
    for line in cells:
        # A flexible column gives way first, and its text is cut rather than wrapped: one line a row.
        table.add_row(
            *(
                Text(cell, overflow="fold")
                if name in _FOLDED
                else Text(cell, no_wrap=True, overflow="ellipsis", style=_STYLES.get(cell, ""))
                for name, cell in zip(columns, line, strict=True)
            )
        )
    if spare and console.measure(table, options=console.options.update(max_width=_UNBOUND)).maximum > console.width:
        _table(rows, output, [name for name in columns if name != spare], stream)
        return
    console.print(table)


def _known(row: Row, columns: Sequence[str]) -> Sequence[str]:
    for name in columns:
        if name not in row:
            raise click.UsageError(f'no column "{name}"; there are: {", ".join(row)}')
    return columns


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else str(value)


@contextmanager
def _target(file: Path | None) -> Iterator[TextIO]:
    if file is None:
        yield sys.stdout
        return
    try:
        stream = file.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise click.UsageError(f"-o {file}: {error.strerror}") from error
    with stream:
        yield stream
