"""``demo``: the bundled sample site, served on loopback and crawled for real. Needs no network."""

from __future__ import annotations

import sys
from importlib.resources import as_file, files
from pathlib import Path

import click

from crawler.cli.crawl import print_summary
from crawler.cli.options import db_option
from crawler.cli.output import Output


@click.command(short_help="Crawl the bundled sample site; needs no network.")
@db_option
@click.option("-v", "--verbose", is_flag=True, help="Show Scrapy's log.")
def demo(db: Path, *, verbose: bool) -> None:
    """Serve the bundled sample site on this machine and crawl it into the store; then compare it with what was published.

    Example: orewire demo --db demo.db
    """
    from crawler.cli.crawling import CrawlOptions, run_crawl  # noqa: PLC0415  # Scrapy is slow to load
    from crawler.sample_site.articles import HOST, SOURCE_ID, sample_articles  # noqa: PLC0415
    from crawler.sample_site.gold import differences  # noqa: PLC0415
    from crawler.sample_site.server import serve  # noqa: PLC0415
    from crawler.sources import load_source  # noqa: PLC0415
    from storage import ArticleStore  # noqa: PLC0415

    with as_file(files("crawler.sample_site") / "sources" / f"{SOURCE_ID}.toml") as path:
        source = load_source(path)
    with serve() as server:
        target = f"127.0.0.1:{server.port}"
        click.echo(f"serving {source.name}, a site of our own making, on {target}; crawling it into {db}", err=True)
        hosts = {HOST: target, HOST.replace("news.", "www.", 1): target}
        (result,) = run_crawl([source], CrawlOptions(db=db, connect_to=hosts, verbose=verbose))
    print_summary([result], Output())
    with ArticleStore(db, readonly=True) as store:
        wrong = {article.id: found for article in sample_articles() if (found := differences(article, store))}
    right = len(sample_articles()) - len(wrong)
    click.echo(f"\n{right} of {len(sample_articles())} stories are stored exactly as their editors wrote them.")
    for number, found in wrong.items():
        click.echo(f"  {number}: {', '.join(found)} differ", err=True)
    click.echo(f'Now try: orewire search "rare earth" --db {db}')
    if wrong or result.is_failure:
        sys.exit(1)
