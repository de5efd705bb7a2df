"""``add``: single stories into the store, from addresses and from saved pages."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.cli.options import connect_option, data_option, db_option, sources_option
from crawler.cli.pages import given_page


@click.command(short_help="Store single stories.")
@click.argument("pages", nargs=-1, required=True, metavar="URL|FILE...")
@click.option("--url", metavar="URL", help="The address of a saved page; for one FILE.")
@db_option
@data_option
@sources_option
@connect_option
def add(
    pages: tuple[str, ...],
    url: str | None,
    db: Path,
    data: Path | None,
    source_folders: tuple[Path, ...],
    connect_to: tuple[str, ...],
) -> None:
    """Store single stories: one address, or saved .html and .txt pages.

    Example: orewire add page.html --url https://news.metal.com/newscontent/100982475/
    """
    from crawler.data import load_knowledge, tag_rows  # noqa: PLC0415  # pydantic is slow to load
    from crawler.extract import stated_url  # noqa: PLC0415
    from crawler.parse import read_page  # noqa: PLC0415
    from crawler.sources import load_sources, overlay_folders, source_for_url  # noqa: PLC0415
    from storage import ArticleStore  # noqa: PLC0415
    from storage.archive import ArchivedPage, PageArchive, archive_path  # noqa: PLC0415

    if url and len(pages) > 1:
        raise click.UsageError("--url goes with one FILE")
    if len(pages) > 1 and any("://" in page for page in pages):
        raise click.UsageError("one address at a time: orewire add URL")
    sources = load_sources(*overlay_folders(data, source_folders)).values()
    knowledge, refused = load_knowledge(data), 0
    given = {page: given_page(page, url, connect_to, data) for page in pages}
    with ArticleStore(db) as store, PageArchive(archive_path(db)) as archive:
        store.put_tags(tag_rows(knowledge))
        for page, found in given.items():
            address = found.url or stated_url(found.body, found.content_type)
            if address is None:
                raise click.UsageError(f"{page} does not say where it is from; add --url with its address")
            now = datetime.now(UTC)
            reading = read_page(
                found.body, url=address, content_type=found.content_type, source=source_for_url(address, sources),
                retrieved_at=now, knowledge=knowledge,
            )  # fmt: skip
            kept = ArchivedPage(
                url=address, retrieved_at=now, status=found.status, headers=found.headers, body=found.body
            )
            archive.save(kept)
            if reading.article is None:
                refused += 1
                click.echo(f"{page}: no story: {reading.refusal}", err=True)
                continue
            outcome = store.save(reading.article, seen_at=[address])
            click.echo(f"{outcome}: {reading.article.headline}")
    sys.exit(1 if refused else 0)
