"""``extract``: one page, no store. ``--explain`` shows each block, kept or removed, with the rule that took it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.options import connect_option, data_folders, data_option, sources_option

if TYPE_CHECKING:
    from crawler.model import Reading

_TYPES = {".txt": "text/plain", ".text": "text/plain"}


@click.command()
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", metavar="URL", help="The page's address, where it is read from a file.")
@click.option("--source", "source_id", metavar="ID", help="Read it as a page of this source; default: by its address.")
@click.option("--content-type", metavar="TYPE", help="As text/plain; default: by the file's ending.")
@click.option("--json", "as_json", is_flag=True, help="All fields as JSON.")
@click.option("--explain", is_flag=True, help="Every block of the page: kept, or removed by which rule.")
@data_option
@sources_option
@connect_option
def extract(
    page: str, url: str | None, source_id: str | None, content_type: str | None, data: Path | None,
    source_folders: tuple[Path, ...], connect_to: tuple[str, ...], *, as_json: bool, explain: bool,
) -> None:  # fmt: skip
    """Read one page and print its story.

    Example: orewire extract page.html --url https://news.metal.com/newscontent/100982475/ --explain
    """
    from crawler.data import load_knowledge  # noqa: PLC0415  # pydantic is slow to load
    from crawler.parse import read_page  # noqa: PLC0415
    from crawler.sources import get_source, load_sources, source_for_url  # noqa: PLC0415

    body, address, kind = _fetched(page, connect_to, data) if "://" in page else _read(page, url)
    sources = load_sources(*data_folders(data, source_folders))
    source = get_source(source_id, sources) if source_id else source_for_url(address, sources.values())
    reading = read_page(
        body, url=address, content_type=content_type or kind, source=source,
        retrieved_at=datetime.now(UTC), knowledge=load_knowledge(data),
    )  # fmt: skip
    if as_json:
        click.echo(json.dumps(_as_json(reading, explain=explain), ensure_ascii=False, indent=1))
    elif explain:
        _explain(reading)
    elif reading.article:
        click.secho(reading.article.headline, bold=True)
        click.echo(f"{reading.article.date_published_local or 'no date'}  {', '.join(reading.article.keywords)}\n")
        click.echo(reading.article.article_body)
    if reading.article is None:
        click.echo(f"no story: {reading.refusal}", err=True)
        sys.exit(1)


def _read(page: str, url: str | None) -> tuple[bytes, str, str | None]:
    if page == "-":
        return sys.stdin.buffer.read(), url or "https://localhost.invalid/", None
    path = Path(page)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise click.UsageError(
            f"{page}: {error.strerror}; name a file, an address with https://, or - for stdin"
        ) from error
    return body, url or f"https://localhost.invalid/{path.name}", _TYPES.get(path.suffix.lower())


def _fetched(page: str, connect_to: tuple[str, ...], data: Path | None) -> tuple[bytes, str, str | None]:
    from urllib.parse import urlsplit  # noqa: PLC0415

    from crawler.cli.crawling import CrawlOptions, scrapy_settings  # noqa: PLC0415  # Scrapy is slow to load
    from crawler.errors import ConfigurationError  # noqa: PLC0415
    from crawler.fetch.connect_to import connect_to_map  # noqa: PLC0415
    from crawler.fetch.single import fetch_page  # noqa: PLC0415

    targets = connect_to_map(connect_to)
    settings = scrapy_settings(CrawlOptions(db=Path("news.db"), data=data, connect_to=targets))
    if urlsplit(page).hostname not in targets and not settings.get("CONTACT"):
        raise ConfigurationError("set OREWIRE_CONTACT=you@example.org: the sites you visit see it")
    response = fetch_page(page, settings)
    if response is None:
        raise click.ClickException(f"{page}: no answer, or not allowed by its robots.txt")
    header = response.headers.get("Content-Type")
    return response.body, response.url, header.decode("latin-1") if header else None


def _as_json(reading: Reading, *, explain: bool) -> object:
    if not explain:
        return reading.article.to_dict() if reading.article else None
    blocks = [{"text": block.text, "type": block.type, "rule": block.rule} for block in reading.blocks]
    return {
        "article": reading.article.to_dict() if reading.article else None,
        "refusal": reading.refusal, "flags": reading.flags, "encoding": reading.encoding, "blocks": blocks,
    }  # fmt: skip


def _explain(reading: Reading) -> None:
    width = max((len(block.rule or "kept") for block in reading.blocks), default=0)
    for block in reading.blocks:
        name = click.style((block.rule or "kept").ljust(width), fg="yellow" if block.rule else "green")
        text = block.text if block.kept else click.style(block.text, dim=True)
        click.echo(f"{name}  {text}")
    if reading.article:
        click.echo()
        for field, origin in reading.article.provenance.items():
            click.echo(f"{click.style(field, bold=True)} <- {origin}")
