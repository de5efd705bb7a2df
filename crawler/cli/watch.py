"""``watch``: stays up and crawls what is due.

Each round is an ``orewire crawl --due`` of its own: a reactor starts once a process, and what a process of months would
hoard is given back after each. Rounds hold the crawl lock, the watch itself does not: other crawls find their turn.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import EXIT_BUSY, EXIT_FAILED, EXIT_INTERRUPTED, EXIT_SOURCES_FAILED, EXIT_USAGE
from crawler.cli.options import Given, shared_options

if TYPE_CHECKING:
    from crawler.cli.notify import Notifier
    from crawler.sources import Source

SHORTEST, LONGEST = timedelta(seconds=5), timedelta(minutes=5)
"""How long it sleeps between two looks at the store, whatever is due when: others write it, too."""
BUSY = timedelta(seconds=30)
"""How long it leaves a store alone that another crawl holds."""
ROUND_AT_MOST = timedelta(hours=2)
"""A round ends itself after an hour; one that does not is stuck."""
_FAILURES = 5
_GRACE = (7.0, 1.5)  # seconds for a round to end by itself, and when told twice: together under ten


@click.command(short_help="Stay up and crawl what is due.")
@click.argument("source_ids", nargs=-1, metavar="ID...")
@click.option(
    "--heartbeat",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write this file at least every 30 seconds: when, and what it is doing, as JSON.",
)
@shared_options(db=True, fetch=True)
def watch(source_ids: tuple[str, ...], heartbeat: Path | None, given: Given) -> None:  # fmt: skip
    """Stay up and crawl what is due, of the named sources or of the enabled ones, until told to end.

    Speaks to systemd (Type=notify, WatchdogSec). SIGTERM ends it with exit code 0, Ctrl-C with 130, within ten seconds.

    Example: OREWIRE_CONTACT=you@example.org orewire watch metal.com
    """
    from crawler.cli.crawl import chosen_sources  # noqa: PLC0415
    from crawler.cli.due import due_moments, in_words  # noqa: PLC0415  # `--help` needs no store
    from crawler.cli.notify import Notifier  # noqa: PLC0415
    from storage import StorageError  # noqa: PLC0415

    chosen = chosen_sources(source_ids, given)
    notifier = Notifier(file=heartbeat)
    try:
        notifier.begin(datetime.now(UTC))
    except OSError as error:
        raise click.UsageError(
            f"--heartbeat {heartbeat}: {error.strerror}; name a file in a folder that is there"
        ) from error
    failures = rounds = 0
    with _told_to_end() as end:
        notifier.say(READY="1")
        while not end.is_set():
            chosen = chosen_now(source_ids, given, chosen)
            arguments = crawl_arguments([source.id for source in chosen], given)
            now = datetime.now(UTC)
            try:
                first = min(due_moments(chosen, given.db, now=now).values())
            except StorageError as error:  # held for long by another program, or a disk that is full: waited out
                failures += 1
                ends, wait = after(EXIT_FAILED, failures)
                click.echo(f"orewire: {error}", err=True)
                if ends is not None:
                    notifier.say(STOPPING="1", STATUS=str(error))
                    sys.exit(ends)
                _sleep(end, wait, notifier, lambda: "the store cannot be used", rounds)
                continue
            wait = first - now
            if first <= now:
                rounds += 1
                done = _round([sys.executable, "-m", "crawler.cli", *arguments], notifier, end, rounds)
                if end.is_set():
                    break
                failures = failures + 1 if done.code == EXIT_FAILED else 0
                ends, wait = after(done.code, failures, is_first=rounds == 1)
                click.echo(f"round {rounds}: {done.words}", err=True)
                if ends is not None:
                    notifier.say(STOPPING="1", STATUS=done.words)
                    sys.exit(ends)
            wait = min(max(wait, SHORTEST), LONGEST)
            _sleep(end, wait, notifier, lambda: f"next look in {in_words(wait)}", rounds)  # noqa: B023  # used at once
        notifier.say(STOPPING="1", STATUS="told to end")
    if end.signal == signal.SIGINT:
        sys.exit(EXIT_INTERRUPTED)


def chosen_now(source_ids: Sequence[str], given: Given, before: list[Source]) -> list[Source]:
    """Return the sources as they are defined and enabled now; *before* where a file is at fault, which is told.

    Whoever adds a source or mends one need not start the watch anew, and whoever makes a slip does not end it.
    """
    from crawler.cli.crawl import chosen_sources  # noqa: PLC0415
    from crawler.config import load_config  # noqa: PLC0415
    from crawler.errors import CrawlerError  # noqa: PLC0415

    try:
        enabled = load_config(given.config_path).enabled if given.config_path.is_file() else given.enabled
        return chosen_sources(source_ids, replace(given, enabled=enabled))
    except CrawlerError as error:
        click.echo(f"orewire: {error}; nothing is crawled until it is mended", err=True)
        return before


def after(code: int, failures: int, *, is_first: bool = False) -> tuple[int | None, timedelta]:
    """Return what follows a round that ended with *code*: the exit code to end with (None: it goes on), and how long to wait.

    A store that another crawl holds is waited for; sources that fail are told of, and asked again when they are due. What
    was said wrongly (2) in the first round stays wrong; later it is a file that somebody is mending. Failures of our own,
    *failures* in a row, are waited out for ever longer; the fifth ends it: whoever supervises shall know.
    """
    if code == EXIT_BUSY:
        return None, BUSY
    if code == EXIT_USAGE:
        return (EXIT_USAGE if is_first else None), LONGEST
    if code not in (0, EXIT_SOURCES_FAILED, EXIT_INTERRUPTED):
        return (EXIT_FAILED if failures >= _FAILURES else None), min(BUSY * 2**failures, LONGEST)
    return None, SHORTEST


def crawl_arguments(source_ids: Sequence[str], given: Given) -> list[str]:
    """Return the command line of one round, without the program."""
    named: list[tuple[str, object]] = [("--db", given.db)]
    named += [("--data", given.data)] if given.data else []
    named += [("--sources", folder) for folder in given.source_folders]
    named += [("--connect-to", f"{host}={target}") for host, target in given.connect_to.items()]
    named += [("--record", given.record)] if given.record else []
    named += [("--replay", given.replay)] if given.replay else []
    named += [("--config", given.config_path)] if given.config_path.is_file() else []
    return ["crawl", "--due", "--json", *(str(part) for pair in named for part in pair), *source_ids]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """How one round ended."""

    code: int
    """Exit code of the crawl."""
    words: str
    """The same for a person: ``2 sources, 5 new, 0 changed``."""


class _End(threading.Event):
    """Set when the process is told to end."""

    signal: int | None = None


@contextmanager
def _told_to_end() -> Iterator[_End]:
    end = _End()

    def handle(number: int, _frame: object) -> None:
        end.signal = number
        end.set()

    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, handle) for number in numbers]
    try:
        yield end
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def _sleep(end: _End, wait: timedelta, notifier: Notifier, status: Callable[[], str], rounds: int) -> None:
    """Sleep, with a beat as often as is owed."""
    left = wait.total_seconds()
    while left > 0 and not end.is_set():
        notifier.beat(datetime.now(UTC), status(), state="waiting", rounds=rounds)
        end.wait(min(left, notifier.seconds))
        left -= notifier.seconds


def _round(command: Sequence[str], notifier: Notifier, end: _End, number: int) -> Round:
    """Run one crawl to its end, or to ours. Its log is ours; what it counted comes back on its stdout."""
    # A session of its own: Ctrl-C shall reach it once, from us.
    with subprocess.Popen(  # noqa: S603  # our own command
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", start_new_session=True
    ) as crawl:
        output, seconds = "", 0.0
        while True:
            notifier.beat(datetime.now(UTC), f"round {number}", state="crawling", rounds=number)
            step = min(notifier.seconds, 1.0)
            try:
                output, _ = crawl.communicate(timeout=step)
                break
            except subprocess.TimeoutExpired:
                seconds += step
            if end.is_set() or seconds > ROUND_AT_MOST.total_seconds():
                _stop(crawl)
    return Round(code=crawl.returncode, words=_words(crawl.returncode, output))


def _stop(crawl: subprocess.Popen[str]) -> None:
    """End a crawl: it finishes what it is fetching, else drops it (it is fetched again), else is killed (likewise)."""
    for grace in _GRACE:
        crawl.terminate()
        try:
            crawl.communicate(timeout=grace)
        except subprocess.TimeoutExpired:
            continue
        return
    crawl.kill()


def _words(code: int, output: str) -> str:
    if code == EXIT_BUSY:
        return "another crawl holds the store"
    try:
        rows = json.loads(output)
    except ValueError:
        return f"the crawl ended with exit code {code}"
    counts = [f"{sum(row[name] for row in rows)} {name}" for name in ("new", "changed")]
    failed = [f"exit code {code}"] if code else []
    return ", ".join([f"{len(rows)} source{'' if len(rows) == 1 else 's'}", *counts, *failed])
