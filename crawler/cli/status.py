"""How the wire is doing: ``status`` (last crawls); and ``migrate``, which brings a store to today's schema."""

from __future__ import annotations

import sys

import click

from crawler.cli import EXIT_ALARM
from crawler.cli.options import Given, shared_options
from crawler.cli.output import Output, emit, output_options

_COLUMNS = ("source", "started_at", "outcome", "found", "known", "new")
_WHERE_MET = ("changed", "unchanged", "dropped")
"""Columns that a table for people has only where some source has any."""


@click.command(short_help="Show the last crawl of each source.")
@shared_options(db=True)
@output_options
def status(given: Given, output: Output) -> None:
    """Show the last crawl of each source: when, how it ended, what it counted; and what is wrong by its own past.

    Exit code 4 where a source fell silent or a field vanished from its stories.

    Example: orewire status
    """
    from storage import ArticleStore  # noqa: PLC0415  # `--help` needs no store
    from storage.article import utc_text  # noqa: PLC0415

    with ArticleStore(given.db, readonly=True) as store:
        alarms = store.alarms()
        rows = [
            {
                "source": crawl.source,
                "started_at": utc_text(crawl.started_at),
                "finished_at": utc_text(crawl.finished_at) if crawl.finished_at else None,
                "outcome": crawl.outcome or "cut off",
                "seconds": round((crawl.finished_at - crawl.started_at).total_seconds()) if crawl.finished_at else None,
                **{name: crawl.counts.get(name, 0) for name in ("found", "known", "new", "changed", "unchanged")},
                "dropped": sum(count for name, count in crawl.counts.items() if name.startswith("articles/dropped/")),
                "counts": crawl.counts,
                "alarms": [alarm.detail for alarm in alarms if alarm.source == crawl.source],
            }
            for crawl in store.last_crawls()
        ]
    wide = output.form in ("csv", "tsv")
    met = [name for name in _WHERE_MET if wide or any(row[name] for row in rows)]
    emit(rows, output, columns=(*_COLUMNS, *met, *(["seconds"] if wide else [])))
    for alarm in alarms:
        click.echo(
            f"alarm: {alarm.source}: {alarm.detail} (since {utc_text(alarm.since)});"
            f" look with: orewire sources check {alarm.source}",
            err=True,
        )
    if alarms:
        sys.exit(EXIT_ALARM)


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
