"""Reading the store: ``articles``, ``search``, ``show``. None of them creates one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from crawler.cli.filters import checked
from crawler.cli.options import Given, filter_options, shared_options
from crawler.cli.output import Output, emit, output_options, reader_left

if TYPE_CHECKING:
    from rich.text import Text

    from storage import SearchHit, StoredArticle

_COLUMNS = ("id", "date", "source", "headline", "tags")
_DETAILS = ("url", "source", "date", "date_published", "date_modified", "authors", "dateline_place", "source_credit", "genre",
            "keywords", "tags", "in_language", "machine_translated_by", "description", "retrieved_at", "rights")  # fmt: skip


@click.command()
@filter_options
@shared_options(db=True)
@output_options
def articles(given: Given, output: Output, **filters: Any) -> None:  # noqa: ANN401  # click hands them over by name
    """List articles, newest first.

    Example: orewire articles --tag rare-earths --since 2019-10-01 --until 2019-10-31
    """
    from storage import ArticleStore  # noqa: PLC0415  # `--help` needs no store

    with ArticleStore(given.db, readonly=True) as store:
        chosen = checked(store, filters, given)
        emit(map(_row, store.articles(**chosen)), output, columns=_COLUMNS)


@click.command(short_help="Find articles by their words.")
@click.argument("query", nargs=-1, required=True)
@click.option("--exact", is_flag=True, help="Only the words themselves, no other names of the same thing.")
@filter_options
@shared_options(db=True)
@output_options
def search(query: tuple[str, ...], given: Given, output: Output, *, exact: bool, **filters: Any) -> None:  # noqa: ANN401
    """Find articles that hold all words of QUERY, "phrases in quotes" included, -without others; best first.

    Behind them come articles with other names of the same thing: aluminium for aluminum, 铜 for copper.

    A QUERY that begins with - stands behind -- alone.

    Example: orewire search '"supply and demand" rare earth -cobalt'
    """
    from storage import ArticleStore  # noqa: PLC0415

    with ArticleStore(given.db, readonly=True) as store:
        hits = store.search(" ".join(query), exact=exact, **checked(store, filters, given))
        if output.form != "table" or output.fmt or output.columns or output.file:
            emit(map(_row, hits), output, columns=(*_COLUMNS, "snippet"))
            return
        _print_hits(hits)


@click.command(short_help="Show one article whole.")
@click.argument("article", metavar="ID|URL")
@click.option("--removed", is_flag=True, help="Also show what was taken out of the page, and by which rule.")
@click.option("--json", "as_json", is_flag=True, help="All fields as JSON.")
@click.option("--markdown", is_flag=True, help="The story as Markdown.")
@shared_options(db=True)
def show(article: str, given: Given, *, removed: bool, as_json: bool, markdown: bool) -> None:
    """Show one article whole, by its number, identifier or any address it was seen at.

    Example: orewire show 1 --removed
    """
    import json  # noqa: PLC0415

    from crawler.normalize.urls import canonical_url  # noqa: PLC0415
    from storage import ArticleStore  # noqa: PLC0415
    from storage.markdown import markdown_text  # noqa: PLC0415

    if markdown and (as_json or removed):
        raise click.UsageError("choose one of --markdown, --json and --removed")
    with ArticleStore(given.db, readonly=True) as store:
        found = store.get(article) or store.get(canonical_url(article) or article)
    if found is None:
        raise click.ClickException(f'no article "{article}" in {given.db}; `orewire articles` lists them')
    if markdown:
        click.echo(markdown_text(found), nl=False)
        return
    if as_json:
        click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
        return
    click.secho(found.headline, bold=True)
    values = {"date": found.date_published_local, **found.to_dict()}
    if found.tdm_reserved is not None:
        values["rights"] = [f"text and data mining {'' if found.tdm_reserved else 'not '}reserved", *found.rights]
    for name in _DETAILS:
        if values[name]:
            text = ", ".join(values[name]) if isinstance(values[name], list) else values[name]
            click.echo(f"{click.style(f'{name}:', dim=True)} {text}")
    click.echo(f"\n{found.article_body or ''}")
    if removed:
        click.secho("\nremoved:", dim=True)
        for block in found.removed:
            click.echo(f"  {click.style(block['rule'], fg='yellow')}: {block['text']}")


def _print_hits(hits: Iterator[SearchHit]) -> None:
    from rich.console import Console  # noqa: PLC0415  # 40 ms that --json need not pay
    from rich.padding import Padding  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console, count = Console(highlight=False), 0
    console.on_broken_pipe = reader_left  # type: ignore[method-assign]  # rich would end with exit code 1
    for hit in hits:
        count += 1
        console.print(Text(hit.headline, style="bold"), soft_wrap=True)
        console.print(
            Text(f"  {hit.date_published_local or 'no date'}  {hit.source}  #{hit.id}", style="dim"), soft_wrap=True
        )
        snippet = _highlighted(hit.snippet)
        console.print(
            Padding(snippet, (0, 0, 0, 2)) if console.is_terminal else Text("  ") + snippet,
            soft_wrap=not console.is_terminal,
        )
    click.echo(f"{count} article{'' if count == 1 else 's'}", err=True)


def _highlighted(snippet: str) -> Text:
    """The snippet with its hits in color."""
    from rich.text import Text  # noqa: PLC0415

    from storage.fulltext import MARK_END, MARK_START  # noqa: PLC0415

    text = Text()
    for part in snippet.split(MARK_START):
        hit, end, rest = part.partition(MARK_END)
        text.append(hit, style="bold yellow" if end else "")
        text.append(rest)
    return text


def _row(article: StoredArticle) -> dict[str, Any]:
    """All fields, ``date`` for the tables (the local day), and a hit's snippet without marks."""
    from storage.fulltext import MARK_END, MARK_START  # noqa: PLC0415

    values = article.to_dict()
    snippet = getattr(article, "snippet", None)
    found = {} if snippet is None else {"snippet": snippet.replace(MARK_START, "").replace(MARK_END, "")}
    return {"id": values.pop("id"), "date": article.date_published_local, **values, **found}
