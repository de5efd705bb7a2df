"""How a crawl is followed while it runs: a table on a terminal, quiet lines elsewhere, events in a log. All on stderr.

A line when a source ends, and one a minute for those that take long: what cron mails and what a container's log keeps.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

import click

from crawler.cli.logs import event

if TYPE_CHECKING:
    from rich.table import Table

Form = Literal["table", "lines", "events", "none"]

EVERY = 60.0
"""Seconds between two lines of a source that takes long."""

_FIRST = 5  # stories, before their pace says anything of those to come
_UNITS = ("B", "kB", "MB", "GB", "TB")


class Followed(Protocol):
    """A source that is being crawled."""

    @property
    def source(self) -> str:
        """Its id."""

    @property
    def outcome(self) -> str | None:
        """How it ended; None while it runs, and before."""

    def counts(self) -> Mapping[str, int]:
        """Return what was counted so far: ``found``, ``known``, ``fetched``, ``waiting`` (for how many at the start) ..."""

    def reasons(self) -> Mapping[str, int]:
        """Return why pages were dropped and requests failed so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How far a source has come."""

    total: int
    """Stories to fetch, as far as is known now."""
    rate: float | None
    """Stories a minute; None before the first."""
    left: float | None
    """Seconds until all are fetched; None where nobody can know yet."""


def pace(counts: Mapping[str, int], *, seconds: float, limit: int | None = None) -> Pace:
    """Return how far a source has come after *seconds*. *limit*: most stories that are to be fetched.

    >>> pace({"found": 30, "waiting": 0, "fetched": 10, "failed": 0}, seconds=20)
    Pace(total=30, rate=30.0, left=40.0)
    """
    total = counts["found"] + counts["waiting"]
    total = max(counts["fetched"], total if limit is None else min(limit, total))
    rate = counts["fetched"] * 60 / seconds if counts["fetched"] and seconds > 0 else None
    is_known = rate is not None and counts["fetched"] >= _FIRST
    left = max(0, total - counts["fetched"] - counts["failed"]) * 60 / rate if rate and is_known else None
    return Pace(total=total, rate=rate, left=left)


def in_bytes(count: int) -> str:
    """Return a number of bytes for people.

    >>> in_bytes(512), in_bytes(1_234_567), in_bytes(45_600)
    ('512 B', '1.2 MB', '46 kB')
    """
    value, unit = float(count), 0
    while value >= 999.5 and unit + 1 < len(_UNITS):  # noqa: PLR2004  # what would be printed as 1000
        value, unit = value / 1000, unit + 1
    return f"{value:.1f} {_UNITS[unit]}" if unit and value < 9.95 else f"{value:.0f} {_UNITS[unit]}"  # noqa: PLR2004


def line(one: Followed, *, seconds: float, limit: int | None = None) -> str:
    """Return a source's line: ``mining.com: finished: 12 found, 3 known, 12 fetched, 11 new; no-body 1; 14 s``."""
    counts = one.counts()
    parts = [f"{counts['found']} found", f"{counts['known']} known"]
    if one.outcome is None:
        parts.append(f"{counts['fetched']} of {pace(counts, seconds=seconds, limit=limit).total} fetched")
    else:
        parts.append(f"{counts['fetched']} fetched")
    parts.append(f"{counts['new']} new")
    parts += [f"{counts['changed']} changed"] if counts["changed"] else []
    why = "".join(f"; {reason} {count}" for reason, count in one.reasons().items())
    return f"{one.source}: {one.outcome or 'running'}: {', '.join(parts)}{why}; {seconds:.0f} s"


def form_of(*, quiet: bool = False, log_json: bool = False) -> Form:
    """Return how a crawl is to be followed here."""
    if log_json:
        return "events"
    return "none" if quiet else "table" if sys.stderr.isatty() else "lines"


def on_terminal() -> Form:
    """Return how a crawl is to be followed whose own output says all: by a table on a terminal, by nothing elsewhere."""
    return "table" if sys.stderr.isatty() else "none"


@contextmanager
def following(
    followed: Sequence[Followed],
    form: Form,
    *,
    limit: int | None = None,
    every: float = EVERY,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Callable[[str], None]]:
    """Follow the crawl while the block runs; the block calls what it gets with a source's id when that source has ended."""
    began = clock()
    if form in ("table", "none"):
        with _live(lambda: _table(followed, clock() - began, limit)) if form == "table" else nullcontext():
            yield lambda _source: None
        return

    def tell(one: Followed) -> None:
        seconds = clock() - began
        if form == "lines":
            click.echo(line(one, seconds=seconds, limit=limit), err=True)
        else:
            told = {**one.counts(), "reasons": dict(one.reasons()), "seconds": round(seconds, 1)}
            event(f"ended: {one.outcome}" if one.outcome else "running", one.source, told)

    if form == "events":
        for one in followed:
            event("started", one.source, {})
    with _told(followed, tell, every) as ended:
        yield ended


@contextmanager
def _told(
    followed: Sequence[Followed], tell: Callable[[Followed], None], every: float
) -> Iterator[Callable[[str], None]]:
    """Tell of each source when it ends, and every so many seconds of those that go on."""
    running = {one.source: one for one in followed}
    done = threading.Event()

    def ended(source: str) -> None:
        if one := running.pop(source, None):
            tell(one)

    def remind() -> None:
        while not done.wait(every):
            for one in list(running.values()):
                tell(one)

    reminder = threading.Thread(target=remind, name="orewire-progress", daemon=True)
    reminder.start()
    try:
        yield ended
    finally:
        done.set()
        reminder.join()


@contextmanager
def _live(render: Callable[[], Table]) -> Iterator[None]:
    from rich.console import Console  # noqa: PLC0415  # only on a terminal
    from rich.live import Live  # noqa: PLC0415

    with Live(get_renderable=render, console=Console(stderr=True), refresh_per_second=4, transient=True):
        yield


def _table(followed: Sequence[Followed], seconds: float, limit: int | None) -> Table:
    from rich.table import Table  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("source", "found", "fetched", "stored", "a minute", "left", "lost"):
        table.add_column(name, justify="left" if name in ("source", "lost") else "right", no_wrap=True)
    for one in followed:
        table.add_row(*_cells(one, seconds, limit), style="dim" if one.outcome else None)
    return table


def _cells(one: Followed, seconds: float, limit: int | None) -> Iterator[str]:
    counts = one.counts()
    now = pace(counts, seconds=counts["seconds"] or seconds, limit=limit)
    yield one.source
    yield str(counts["found"])
    yield f"{counts['fetched']} of {now.total}" if now.total else ""
    yield str(counts["new"] + counts["changed"])
    yield f"{now.rate:.0f}" if now.rate is not None and one.outcome is None else ""
    yield one.outcome or ("" if now.left is None else f"{int(now.left) // 60}:{int(now.left) % 60:02}")
    yield ", ".join(f"{reason} {count}" for reason, count in one.reasons().items())
