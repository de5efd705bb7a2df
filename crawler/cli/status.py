"""How the wire is doing: ``status`` (last crawls); and ``migrate``, which brings a store to today's schema."""

from __future__ import annotations

import click

from crawler.cli.options import Given, shared_options
from crawler.cli.output import Output, emit, output_options

_COLUMNS = ("source", "started_at", "outcome", "seconds", "found", "known", "new", "changed", "unchanged", "dropped")


@click.command(short_help="Show the last crawl of each source.")
@shared_options(db=True)
@output_options
def status(given: Given, output: Output) -> None:
    """Show the last crawl of each source: when, how it ended, what it counted.

    Example: orewire status
    """
    from storage import ArticleStore  # noqa: PLC0415  # `--help` needs no store
    from storage.article import utc_text  # noqa: PLC0415

    with ArticleStore(given.db, readonly=True) as store:
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
            }
            for crawl in store.last_crawls()
        ]
    emit(rows, output, columns=_COLUMNS)


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
