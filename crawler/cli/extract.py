"""``extract``: one page, no store. ``--explain`` shows each block, kept or removed, with the rule that took it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.options import connect_option, data_option, sources_option
from crawler.cli.pages import given_page

_NOWHERE = "https://localhost.invalid/"

if TYPE_CHECKING:
    from crawler.model import Reading


@click.command(short_help="Read one page, and explain it.")
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
    from crawler.sources import get_source, load_sources, overlay_folders, source_for_url  # noqa: PLC0415

    given = given_page(page, url, connect_to, data)
    address = given.url or _NOWHERE
    sources = load_sources(*overlay_folders(data, source_folders))
    source = get_source(source_id, sources) if source_id else source_for_url(address, sources.values())
    reading = read_page(
        given.body, url=address, content_type=content_type or given.content_type, source=source,
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
