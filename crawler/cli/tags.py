"""The taxonomy for people: ``tags list`` and ``tags explain``. With a store, also what it holds of each tag, and why."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from crawler.cli import Commands
from crawler.cli.options import DEFAULT_DB, Given, shared_options
from crawler.cli.output import Output, emit, output_options

if TYPE_CHECKING:
    from crawler.data.taxonomy import Tag
    from storage import ArticleStore

_FACETS = ("metal", "topic", "place", "company")
_LATEST = 5


@click.group(cls=Commands)
def tags() -> None:
    """Show what stories are tagged with, by which words, and why."""


@tags.command("list")
@click.option("--facet", type=click.Choice(_FACETS), help="Only tags of this kind.")
@shared_options(db=True, data=True)
@output_options
def list_(facet: str | None, given: Given, output: Output) -> None:
    """List all tags, with the number of articles where there is a store.

    Example: orewire tags list --facet metal
    """
    known = [tag for tag in given.knowledge().tags if tag.facet in ((facet,) if facet else _FACETS)]
    with _opened(given) as store:
        counts = _counts(store) if store else None
    rows = (_row(tag, counts) for tag in known)
    emit(rows, output, columns=("id", "label", "facet", "broader", *(["articles"] if counts is not None else [])))


@tags.command(short_help="Show one tag: its words, its place, and stories with the evidence.")
@click.argument("tag_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@shared_options(db=True, data=True)
def explain(tag_id: str, given: Given, *, as_json: bool) -> None:
    """Show one tag: its words by language, the tags above and below it, and the latest stories with what they have it from.

    Example: orewire tags explain lead
    """
    import json  # noqa: PLC0415

    from crawler.data.toml import nearest  # noqa: PLC0415  # pydantic is slow to load

    known = {tag.id: tag for tag in given.knowledge().tags if tag.facet in _FACETS}
    if tag_id not in known:
        raise click.UsageError(f'no tag "{tag_id}"{nearest(tag_id, known)}; `orewire tags list` shows them')
    values = _explained(known[tag_id], known)
    with _opened(given) as store:
        if store:
            values |= {"articles": _counts(store).get(tag_id, 0), "latest": _latest(store, tag_id)}
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
    else:
        _print(values)


@contextmanager
def _opened(given: Given) -> Iterator[ArticleStore | None]:
    """The store; None where none was named and there is none in this folder. Raises StoreMissingError for a named one."""
    if given.db == DEFAULT_DB and not given.db.exists():
        yield None
        return
    from storage import ArticleStore  # noqa: PLC0415  # `--help` needs no store

    with ArticleStore(given.db, readonly=True) as store:
        yield store


def _counts(store: ArticleStore) -> dict[str, int]:
    return dict(store.connection.rows("SELECT tag, count(*) FROM article_tags GROUP BY tag"))


def _row(tag: Tag, counts: dict[str, int] | None) -> dict[str, Any]:
    row = {"id": tag.id, "label": tag.concept.label, "facet": tag.facet, "broader": tag.concept.broader}
    return row if counts is None else {**row, "articles": counts.get(tag.id, 0)}


def _explained(tag: Tag, known: dict[str, Tag]) -> dict[str, Any]:
    """All that the taxonomy says of a tag."""
    concept = tag.concept
    return {
        **_row(tag, None),
        "scope_note": concept.scope_note,
        "symbol": concept.symbol,
        "narrower": [other.id for other in known.values() if other.concept.broader == tag.id],
        "labels": {
            language: [text for text, of in tag.wordings() if of == language]
            for language in dict.fromkeys(language for _, language in tag.wordings())
        },
        "headline_labels": {language: list(texts) for language, texts in concept.headline_labels.items()},
        "keywords": list(concept.keywords),
        "needs": list(concept.needs),
        "not_in": list(concept.not_in),
    }


def _latest(store: ArticleStore, tag_id: str) -> list[dict[str, Any]]:
    from crawler.normalize import evidence_of  # noqa: PLC0415

    return [
        {
            "id": article.id,
            "date": article.date_published_local,
            "source": article.source,
            "headline": article.headline,
            "evidence": evidence_of(tag_id, article.provenance.get("tags", "")),
        }
        for article in store.articles(tag=tag_id, limit=_LATEST)
    ]


def _print(values: dict[str, Any]) -> None:
    click.secho(f"{values['label']} ({values['id']})", bold=True)
    for name in ("facet", "scope_note", "symbol", "broader", "narrower"):
        _print_line(name, values[name])
    for language, labels in values["labels"].items():
        _print_line(f"words in {language}", labels)
    for language, labels in values["headline_labels"].items():
        _print_line(f"in headlines also, in {language}", labels)
    _print_line("as a keyword also", values["keywords"])
    _print_line("in running text beside one of", values["needs"])
    _print_line("not in", values["not_in"])
    if "articles" not in values:
        return
    _print_line("articles", values["articles"])
    for story in values["latest"]:
        click.echo(f"  {story['date'] or 'no date'}  {story['source']}  #{story['id']}  {story['headline']}")
        click.secho(f"    {story['evidence'] or 'no evidence kept'}", dim=True)


def _print_line(name: str, value: object) -> None:
    if value or value == 0:
        text = ", ".join(value) if isinstance(value, list) else value
        title = name.replace("_", " ")
        click.echo(f"{click.style(f'{title}:', dim=True)} {text}")
