"""``crawl``: ask sources what is new, fetch it, store it. Resumes by itself what was cut off."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli import EXIT_INTERRUPTED, EXIT_SOURCES_FAILED
from crawler.cli.options import connect_option, data_option, db_option, sources_option
from crawler.cli.output import Output, emit, output_options

if TYPE_CHECKING:
    from crawler.cli.crawling import CrawlOptions, CrawlResult
    from crawler.sources import Source
    from storage import ArticleStore

COLUMNS = ("source", "outcome", "found", "known", "fetched", "new", "changed", "dropped", "failed", "seconds", "why")

_ONLY_WHERE_MET = frozenset({"changed", "dropped", "failed", "why"})


@click.command(short_help="Crawl sources into the store.")
@click.argument("source_ids", nargs=-1, metavar="ID...")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="At most so many stories a source; the rest waits."
)
@click.option("--dry-run", is_flag=True, help="Only say which stories would be fetched.")
@click.option("-v", "--verbose", is_flag=True, help="Show Scrapy's log.")
@db_option
@data_option
@sources_option
@connect_option
@output_options
def crawl(
    source_ids: tuple[str, ...], limit: int | None, db: Path, data: Path | None, source_folders: tuple[Path, ...],
    connect_to: tuple[str, ...], output: Output, *, dry_run: bool, verbose: bool,
) -> None:  # fmt: skip
    """Crawl the named sources into the store.

    Example: OREWIRE_CONTACT=you@example.org orewire crawl metal.com
    """
    from crawler.cli.crawling import CrawlOptions, run_crawl  # noqa: PLC0415  # Scrapy is slow to load
    from crawler.fetch.connect_to import connect_to_map  # noqa: PLC0415
    from crawler.sources import get_source, load_sources, overlay_folders  # noqa: PLC0415

    if not source_ids:
        raise click.UsageError(
            "name the sources to crawl, as in: orewire crawl metal.com; `orewire sources list` shows them"
        )
    known = load_sources(*overlay_folders(data, source_folders))
    chosen = [get_source(source_id, known) for source_id in dict.fromkeys(source_ids)]
    options = CrawlOptions(db=db, data=data, connect_to=connect_to_map(connect_to), limit=limit, verbose=verbose)
    if dry_run:
        rehearse(chosen, options, output)
        return
    results = run_crawl(chosen, options)
    print_summary(results, output)
    if any(result.outcome == "shutdown" for result in results):
        click.echo("interrupted; run the same command to go on", err=True)
        sys.exit(EXIT_INTERRUPTED)
    if any(result.is_failure for result in results):
        sys.exit(EXIT_SOURCES_FAILED)


def print_summary(results: Sequence[CrawlResult], output: Output) -> None:
    """Print one row a source; what nobody met (drops, failures) takes no room in a table for people."""
    rows = [summary(result) for result in results]
    met = tuple(name for name in COLUMNS if name not in _ONLY_WHERE_MET or any(row[name] for row in rows))
    emit(rows, output, columns=COLUMNS if output.form in ("csv", "tsv") else met)


def summary(result: CrawlResult) -> dict[str, object]:
    """Return one row of the table that ends a crawl."""
    reasons = ", ".join(f"{reason} {count}" for reason, count in result.reasons.items())
    return {"source": result.source, "outcome": result.outcome, **result.counts, "why": reasons}


def rehearse(sources: list[Source], options: CrawlOptions, output: Output) -> None:
    """Ask the endpoints and print which stories a crawl would fetch; no story is fetched, nothing is stored."""
    from crawler.cli.crawling import run_crawl  # noqa: PLC0415
    from crawler.fetch.handover import Rehearsal  # noqa: PLC0415
    from storage import ArticleStore  # noqa: PLC0415

    with ExitStack() as opened:
        store = opened.enter_context(ArticleStore(options.db, readonly=True)) if options.db.exists() else None
        rehearsals = {
            source.id: Rehearsal(source.id, is_stored=partial(_is_known, store, source)) for source in sources
        }
        results = run_crawl(sources, options, rehearsals=rehearsals)
    found = [
        {"source": source_id, "key": item.key, "url": item.url, "title": (item.entry or {}).get("title")}
        for source_id, rehearsal in rehearsals.items()
        for item in rehearsal.found
    ]
    emit(found, output, columns=("source", "url", "title"))
    if any(result.is_failure for result in results):
        sys.exit(EXIT_SOURCES_FAILED)


def _is_known(store: ArticleStore | None, source: Source, key: str, url: str) -> bool:
    """Whether a crawl would pass a story by: it is stored, or was fetched and found to be none."""
    from storage.frontier import SqliteFrontier  # noqa: PLC0415

    if store is None:
        return False
    stored = store.get(key) is not None or store.get(url) is not None
    return stored or SqliteFrontier(store).is_settled(source.id, key)
