"""``backfill``: the older stories of one source, by the days on which they came out."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime

import click

from crawler.cli import EXIT_INTERRUPTED, EXIT_SOURCES_FAILED
from crawler.cli.moments import Day
from crawler.cli.options import Given, shared_options
from crawler.cli.output import Output, output_options
from crawler.cli.summary import print_summary


@click.command(short_help="Fetch older stories of a source.")
@click.argument("source_id", metavar="ID")
@click.option("--since", type=Day(), required=True, metavar="DAY", help="From this day on, as 2026-01-31.")
@click.option("--until", type=Day(), metavar="DAY", help="Up to and with this day; default: today.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many stories; the rest waits.")
@click.option("-v", "--verbose", is_flag=True, help="Show Scrapy's log.")
@shared_options(db=True, fetch=True)
@output_options
def backfill(
    source_id: str, since: date, until: date | None, limit: int | None, given: Given, output: Output, *, verbose: bool
) -> None:
    """Fetch the stories of a range of days (the source's own), by its sitemaps and older listing pages.

    The same command goes on where it was cut off, or where the source's budget of requests ended it.

    Example: OREWIRE_CONTACT=you@example.org orewire backfill metal.com --since 2026-01-01 --until 2026-03-31
    """
    from crawler.cli.crawl import chosen_sources  # noqa: PLC0415

    last = until or datetime.now(UTC).date()
    if since > last:
        raise click.UsageError(f"--since {since} is after --until {last}; exchange them")
    sources = chosen_sources([source_id], given)
    from crawler.cli.crawling import run_crawl  # noqa: PLC0415  # Scrapy is slow to load
    from crawler.cli.progress import on_terminal  # noqa: PLC0415
    from crawler.spiders.backfill import BackfillSpider  # noqa: PLC0415

    days = {"since": since.isoformat(), "until": last.isoformat()}
    results = run_crawl(
        sources, given, limit=limit, verbose=verbose, arguments=days, kind=BackfillSpider, form=on_terminal()
    )
    print_summary(results, output)
    if any(result.outcome == "closespider_pagecount" for result in results):
        click.echo(
            "the source's budget of requests ([limits] pages) is used up; run the same command to go on", err=True
        )
    if any(result.outcome == "shutdown" for result in results):
        click.echo("interrupted; run the same command to go on", err=True)
        sys.exit(EXIT_INTERRUPTED)
    if any(result.is_failure for result in results):
        sys.exit(EXIT_SOURCES_FAILED)
