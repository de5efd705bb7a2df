"""``demo``: the bundled sample web, served on loopback and crawled for real. Needs no network."""

from __future__ import annotations

import sys
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import click

from crawler.cli.options import Given, shared_options
from crawler.cli.output import Output
from crawler.cli.progress import on_terminal
from crawler.cli.summary import print_summary

_SHOWN = 10


@click.command(short_help="Crawl the bundled sample web; needs no network.")
@click.option("-v", "--verbose", is_flag=True, help="Show Scrapy's log.")
@shared_options(db=True, record=True)
def demo(given: Given, *, verbose: bool) -> None:
    """Serve the bundled sample web on this machine and crawl it into the store; then compare it with what was published.

    Ten outlets of our own making, each of another kind. It needs a store without other stories.

    Example: orewire demo --db demo.db
    """
    from crawler.cli.crawling import run_crawl  # noqa: PLC0415  # Scrapy is slow to load
    from crawler.sample_site.articles import sample_articles  # noqa: PLC0415
    from crawler.sample_site.gold import differences  # noqa: PLC0415
    from crawler.sample_site.server import serve  # noqa: PLC0415
    from crawler.sources import load_sources  # noqa: PLC0415
    from storage import ArticleStore  # noqa: PLC0415

    with as_file(files("crawler.sample_site") / "sources") as folder:
        known = load_sources(folder)
        sources = [known[path.name.removesuffix(".toml")] for path in sorted(folder.iterdir())]
    _check_store(given.db, {source.id for source in sources}, recording=given.record is not None)
    with serve() as server:
        place = f"from {given.replay}" if given.replay else f"on 127.0.0.1:{server.port}"
        click.echo(f"crawling {len(sources)} outlets of our own making {place} into {given.db}", err=True)
        results = run_crawl(sources, replace(given, connect_to=server.connect_to), verbose=verbose, form=on_terminal())
        now = server.clock()
    print_summary(results, Output())
    published = [article.at(now) for article in sample_articles()]
    with ArticleStore(given.db, readonly=True) as store:
        wrong = {article.url: found for article in published if (found := differences(article, store))}
    click.echo(
        f"\n{len(published) - len(wrong)} of {len(published)} stories are stored exactly as their editors wrote them."
    )
    for url, found in list(wrong.items())[:_SHOWN]:
        click.echo(f"  {url}: {', '.join(found)} differ", err=True)
    if len(wrong) > _SHOWN:
        click.echo(f"  and {len(wrong) - _SHOWN} more", err=True)
    click.echo(f'Now try: orewire search "rare earth" --db {given.db}')
    if wrong or any(result.is_failure for result in results):
        sys.exit(1)


def _check_store(path: Path, ours: set[str], *, recording: bool) -> None:
    """Raise UsageError where the store holds stories of the real world, which are not invented, or nothing is left to record."""
    from storage import ArticleStore  # noqa: PLC0415

    if not path.exists():
        return
    with ArticleStore(path, readonly=True) as store:
        rows = store.connection.rows("SELECT source FROM crawls UNION SELECT source FROM articles")
        sources = {str(source) for (source,) in rows}
    if sources and recording:
        raise click.UsageError(
            f"{path} holds these stories already, and nobody would be asked for them: record into a new store,"
            " as in: orewire demo --db new.db --record demo.warc.gz"
        )
    if sources - ours:
        raise click.UsageError(
            f"{path} holds stories of {min(sources - ours)}; the demo's are invented: give them a store of"
            " their own, as in: orewire demo --db demo.db"
        )
