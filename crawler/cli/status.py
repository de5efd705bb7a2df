"""How the wire is doing: ``status`` (sources, figures, alarms); and ``migrate``, which brings a store to today's schema."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from crawler.cli import EXIT_ALARM
from crawler.cli.options import Given, shared_options
from crawler.cli.output import Output, emit, output_options

if TYPE_CHECKING:
    from storage.figures import SourceFigures
    from storage.health.alarm import Alarm

_FORGOTTEN = timedelta(days=30)  # without a crawl, of a source that is not enabled
_COLUMNS = ("source", "health", "last", "day", "week", "queue")
_WHERE_MET = ("next", "note")
"""Columns that a table for people has only where some source has any."""
_FIGURES = (
    "source", "health", "started_at", "finished_at", "outcome", "seconds", "found", "known", "new", "changed", "unchanged",
    "dropped", "stories", "last_day", "last_week", "last_story_at", "waiting", "next_poll_at",
)  # fmt: skip
"""Columns for programs."""
_PEOPLE = {
    "failing": "fails", "silent": "silent", "lost-field": "lost {}", "shorter-bodies": "shorter bodies",
    "truncated": "cut texts", "refused": "refused: {}", "endpoint-fails": "endpoint fails", "endpoint-empty": "endpoint empty",
}  # fmt: skip
"""Kind of an alarm -> two words for the table."""


@click.command(short_help="Show how each source is doing, and alarms.")
@click.option(
    "--prometheus", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path), metavar="FILE",
    help="Write Prometheus' text format to this file (- for stdout) in place of the table.",
)  # fmt: skip
@shared_options(db=True)
@output_options
def status(given: Given, output: Output, *, prometheus: Path | None) -> None:
    """Show each source in a line: its health, how long ago it was crawled, new stories of a day and a week, what waits.

    An alarm holds a source against its own past: it fell silent, a field vanished from its stories or texts became shorter,
    more pages are refused, crawls or endpoints fail. It comes with the next command to run. Exit code 4 where there is one.

    Example: orewire status
    """
    from crawler.data.quiet_days import load_quiet_days  # noqa: PLC0415  # `--help` needs neither
    from storage import ArticleStore  # noqa: PLC0415
    from storage.clock import utc_now  # noqa: PLC0415

    now = utc_now()
    with ArticleStore(given.db, readonly=True) as store:
        figures = store.figures()
        alarms = store.alarms(quiet_days=load_quiet_days(range(now.year - 2, now.year + 1)))
    # What nobody crawls any more cannot mend itself.
    live = {*given.enabled, *(one.source for one in figures if now - one.crawl.started_at < _FORGOTTEN)}
    alarms = [alarm for alarm in alarms if alarm.source in live]
    if prometheus:
        _write_metrics(figures, alarms, prometheus, now)
    else:
        _print(figures, alarms, given.enabled, output, now)
    if alarms:
        sys.exit(EXIT_ALARM)


def next_command(alarm: Alarm) -> str:
    """Return what to type to see, and to mend, what an alarm tells of."""
    look = f"orewire sources check {alarm.source}"
    if alarm.kind in ("lost-field", "shorter-bodies"):
        return f"{look}; once its file is mended: orewire reextract --source {alarm.source}"
    return f"orewire articles --source {alarm.source} --limit 5" if alarm.kind == "truncated" else look


def _write_metrics(figures: list[SourceFigures], alarms: list[Alarm], target: Path, now: datetime) -> None:
    from crawler.cli.prometheus import metrics  # noqa: PLC0415
    from storage.export import replaced  # noqa: PLC0415

    text = metrics(figures, alarms, now=now)
    if str(target) == "-":
        click.echo(text, nl=False)
        return
    with replaced(target) as file:
        file.write(text)


def _print(
    figures: list[SourceFigures], alarms: list[Alarm], enabled: Sequence[str], output: Output, now: datetime
) -> None:
    rows = [
        _row(one, [alarm for alarm in alarms if alarm.source == one.source], now, for_people=output.form == "table")
        for one in figures
    ]
    crawled = {one.source for one in figures}
    never = [source for source in enabled if source not in crawled]
    blank = dict.fromkeys(rows[0] if rows else (*_FIGURES, *_COLUMNS, *_WHERE_MET))
    rows = sorted([*rows, *({**blank, "source": source, "health": "never"} for source in never)], key=_source)
    if output.form == "table":
        met = [name for name in _WHERE_MET if any(row[name] for row in rows)]
        emit(rows, output, columns=(*_COLUMNS, *met))
    else:
        emit(rows, output, columns=_FIGURES)
    is_beside = output.form != "table" or output.file is not None  # else below the table, where people read
    if alarms and not is_beside:
        click.echo()
    for alarm in alarms:
        click.echo(_in_words(alarm), err=is_beside)


def _source(row: dict[str, Any]) -> str:
    return str(row["source"])


def _row(one: SourceFigures, alarms: list[Alarm], now: datetime, *, for_people: bool) -> dict[str, Any]:
    from storage.article import utc_text  # noqa: PLC0415

    crawl = one.crawl
    row: dict[str, Any] = {
        "source": one.source,
        "health": _health(one, alarms, now).upper() if for_people and alarms else _health(one, alarms, now),
        "started_at": utc_text(crawl.started_at),
        "finished_at": utc_text(crawl.finished_at) if crawl.finished_at else None,
        "outcome": crawl.outcome or ("running" if _runs(one, now) else "cut off"),
        "seconds": round((crawl.finished_at - crawl.started_at).total_seconds()) if crawl.finished_at else None,
        **{name: crawl.counts.get(name, 0) for name in ("found", "known", "new", "changed", "unchanged")},
        "dropped": sum(count for name, count in crawl.counts.items() if name.startswith("articles/dropped/")),
        "stories": one.stories,
        "last_day": one.last_day,
        "last_week": one.last_week,
        "last_story_at": utc_text(one.last_story_at) if one.last_story_at else None,
        "waiting": one.waiting,
        "next_poll_at": utc_text(one.next_poll_at) if one.next_poll_at else None,
        "counts": crawl.counts,
    }
    if not for_people:
        told = [
            {"kind": alarm.kind, "field": alarm.field, "since": utc_text(alarm.since), "detail": alarm.detail,
             "next": next_command(alarm)}
            for alarm in alarms
        ]  # fmt: skip
        return {**row, "alarms": told}
    next_poll = one.next_poll_at
    odd = [] if row["outcome"] in ("finished", row["health"]) else [row["outcome"]]
    return {
        **row,
        "last": _age(now - crawl.started_at),
        "day": one.last_day,
        "week": one.last_week,
        "queue": one.waiting,
        "next": "" if next_poll is None else "now" if next_poll <= now else _age(next_poll - now),
        "note": ", ".join([*(_PEOPLE[alarm.kind].format(alarm.field) for alarm in alarms), *odd]),
    }


def _health(one: SourceFigures, alarms: list[Alarm], now: datetime) -> str:
    from storage.outcomes import has_failed  # noqa: PLC0415

    if alarms:
        return "alarm"
    if has_failed(one.crawl.outcome, one.crawl.counts):
        return "failed"
    return "ok" if one.crawl.outcome or _runs(one, now) else "cut off"


def _runs(one: SourceFigures, now: datetime) -> bool:
    """Whether a crawl without an end may still run: an hour is the default of a source's ``[limits] seconds``."""
    return one.crawl.finished_at is None and now - one.crawl.started_at < timedelta(hours=1)


def _age(time: timedelta) -> str:
    """A stretch of time in four letters: ``45 s``, ``12 min``, ``7 h``, ``3 d``."""
    seconds = max(0, round(time.total_seconds()))
    for unit, size, most in (("s", 1, 90), ("min", 60, 90), ("h", 3600, 48)):
        if seconds < most * size:
            return f"{round(seconds / size)} {unit}"
    return f"{round(seconds / 86_400)} d"


def _in_words(alarm: Alarm) -> str:
    from storage.article import utc_text  # noqa: PLC0415

    return f"alarm: {alarm.source}: {alarm.detail} (since {utc_text(alarm.since)})\n  next: {next_command(alarm)}"


@click.command(short_help="Bring an older store up to date.")
@shared_options(db=True)
def migrate(given: Given) -> None:
    """Bring a store that an older orewire made to today's schema; crawling does it by itself.

    Example: orewire migrate --db news.db
    """
    from storage import ArticleStore  # noqa: PLC0415
    from storage.errors import StoreMissingError  # noqa: PLC0415

    if not given.db.exists():
        raise StoreMissingError(f"{given.db}: no such store; name it with --db", path=given.db)
    with ArticleStore(given.db):
        click.echo(f"{given.db} is up to date", err=True)
