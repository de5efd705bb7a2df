"""``extract``: one page, no store. ``--explain`` shows each block, kept or removed, with the rule that took it."""

from __future__ import annotations

import json
import re
import sys
from math import exp
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.options import Given, shared_options
from crawler.cli.pages import given_page
from storage.markdown import markdown_text

_NOWHERE = "https://localhost.invalid/"
_MAX_SAID = 100

if TYPE_CHECKING:
    from crawler.model import Block, Reading
    from storage import Article


@click.command(short_help="Read one page, and explain it.")
@click.argument("page", metavar="FILE|URL|-")
@click.option("--url", metavar="URL", help="The page's address, where it is read from a file.")
@click.option("--source", "source_id", metavar="ID", help="Read it as a page of this source; default: by its address.")
@click.option("--content-type", metavar="TYPE", help="As text/plain; default: by the file's ending.")
@click.option("--json", "as_json", is_flag=True, help="All fields as JSON.")
@click.option(
    "--explain", is_flag=True, help="Every block, kept or removed by which rule; every field, and where it was found."
)
@click.option("--markdown", is_flag=True, help="The story as Markdown.")
@shared_options(fetch=True)
def extract(
    page: str, url: str | None, source_id: str | None, content_type: str | None, given: Given, *,
    as_json: bool, explain: bool, markdown: bool,
) -> None:  # fmt: skip
    """Read one page and print its story.

    Example: orewire extract page.html --url https://news.metal.com/newscontent/100982475/ --explain
    """
    from crawler.parse import read_page  # noqa: PLC0415  # pydantic is slow to load
    from crawler.sources import get_source, source_for_url  # noqa: PLC0415

    if markdown and (as_json or explain):
        raise click.UsageError("choose one of --markdown, --json and --explain")
    sources, found = given.sources(), given_page(page, url, given)
    address = found.url or _NOWHERE
    source = get_source(source_id, sources) if source_id else source_for_url(address, sources.values())
    reading = read_page(
        found.body, url=address, content_type=content_type or found.content_type, source=source,
        retrieved_at=found.retrieved_at, knowledge=given.knowledge(), headers=found.headers,
        site_signals=found.site_signals,
    )  # fmt: skip
    if as_json:
        click.echo(json.dumps(_as_json(reading, explain=explain), ensure_ascii=False, indent=1))
    elif explain:
        _explain(reading)
    elif markdown and reading.article:
        click.echo(markdown_text(reading.article), nl=False)
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
    blocks = [
        {"text": block.text, "type": block.type, "rule": block.rule, "chance": _chance(block)}
        for block in reading.blocks
    ]
    return {
        "article": reading.article.to_dict() if reading.article else None,
        "refusal": reading.refusal, "flags": reading.flags, "encoding": reading.encoding, "blocks": blocks,
    }  # fmt: skip


def _chance(block: Block) -> float | None:
    """How likely the block is part of the story by itself, 0 to 1, as the block model has it; None where it was not asked."""
    return None if block.score is None else round(1 / (1 + exp(-block.score)), 3)


def _explain(reading: Reading) -> None:
    width = max((len(block.rule or "kept") for block in reading.blocks), default=0)
    for block in reading.blocks:
        name = click.style((block.rule or "kept").ljust(width), fg="yellow" if block.rule else "green")
        text = block.text if block.kept else click.style(block.text, dim=True)
        chance = _chance(block)
        judged = f"{chance:4.0%}  " if chance is not None else "      " if any(b.score for b in reading.blocks) else ""
        click.echo(f"{name}  {judged}{text}")
    if reading.article:
        click.echo()
        _explain_fields(reading.article)
    for flag in reading.flags:
        click.echo(f"{click.style('flag', fg='yellow')} {flag}")


def _explain_fields(article: Article) -> None:
    """Each field that was found somewhere, what it became, and where it was."""
    values = article.to_dict()
    for field, origin in article.provenance.items():
        for value, place in _decisions(field, values, origin):
            said = click.style(value if len(value) <= _MAX_SAID else f"{value[:_MAX_SAID]}…", dim=True)
            click.echo(f"{click.style(field, bold=True)} {said} <- {place}")


def _decisions(field: str, values: dict[str, Any], origin: str) -> list[tuple[str, str]]:
    """Value and origin of a field; a pair for each tag."""
    if field == "tags":
        pairs = (pair.partition(" <- ") for pair in re.split(r"; (?=[a-z0-9-]+ <- )", origin))
        return [(tag, evidence) for tag, _, evidence in pairs]
    value = values.get(field)
    if field == "date_published" and value:
        doubt = ", day and month may be the other way round" if values["date_ambiguous"] else ""
        zone = "zone printed" if values["date_zone"] == "printed" else "zone of the source"
        return [(f"{values['date_published_local']} ({values['date_precision']}, {zone}{doubt})", origin)]
    return [(", ".join(map(str, value)) if isinstance(value, list) else str(value), origin)]
