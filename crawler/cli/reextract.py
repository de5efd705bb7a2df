"""``reextract``: today's code over the archived pages; what differs is shown, then stored."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import click

from crawler.cli.options import Given, shared_options
from crawler.cli.output import Output, emit, output_options

if TYPE_CHECKING:
    from crawler.reextract import Outcome
    from storage import ArticleStore

_MAX_SHOWN = 70
_COLUMNS = ("id", "url", "field", "old", "new")


@click.command(short_help="Read the archived pages again with today's code.")
@click.option("--source", metavar="ID", help="Only the articles of this source, as in metal.com.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many of each source, the newest.")
@shared_options(db=True, data=True)
@output_options
def reextract(source: str | None, given: Given, output: Output, limit: int | None, *, dry_run: bool) -> None:
    """Read the archived page of each article with today's code and rules, and without what was learned to be boilerplate.

    What differs is shown field by field, of texts and lists only the parts that differ, and stored. An article whose page
    is missing, or is no story any more, is named and left as it is. A run that was cut off is begun anew: what was stored
    is not stored twice, and a second run changes nothing.

    Example: orewire reextract --source metal.com --dry-run
    """
    from crawler.reextract import Reextraction  # noqa: PLC0415  # loads the whole reader
    from storage import ArticleStore  # noqa: PLC0415
    from storage.archive import PageArchive, archive_path  # noqa: PLC0415
    from storage.lock import crawl_lock  # noqa: PLC0415

    sources, knowledge = given.sources(), given.knowledge()
    counts: Counter[str] = Counter()
    fields: Counter[str] = Counter()
    with ExitStack() as stack:
        checked = stack.enter_context(ArticleStore(given.db, readonly=True))  # says so where there is none
        chosen = _chosen(source, checked)
        unknown = [c.source for c in checked.last_crawls() if c.source in chosen and c.source not in sources]
        if unknown:
            raise click.UsageError(
                f"source {unknown[0]} is registered no more; name the folder of its file with --sources"
            )
        store = checked
        if not dry_run:
            stack.enter_context(crawl_lock(given.db))
            store = stack.enter_context(ArticleStore(given.db))
        pages = archive_path(given.db)
        if not pages.exists():
            raise click.ClickException(
                f"{pages}: the archived pages are not beside {given.db}; copy them there, or crawl once"
            )
        archive = stack.enter_context(PageArchive(pages, readonly=True))
        work = Reextraction(store=store, archive=archive, sources=sources, knowledge=knowledge)
        outcomes = (outcome for name in chosen for outcome in work.run(name, limit=limit, write=not dry_run))
        _show(_counted(outcomes, counts, fields), output)
    changes = f"{counts['changed']} {'would change' if dry_run else 'changed'}"
    click.echo(
        f"{counts['read']} of {sum(counts.values()) - counts['changed']} articles read anew, {changes}", err=True
    )
    for field, count in fields.most_common():
        click.echo(f"  {field}: {count}", err=True)


def _chosen(source: str | None, store: ArticleStore) -> list[str]:
    known = store.sources()
    if source is not None and source not in known:
        from difflib import get_close_matches  # noqa: PLC0415  # only for what is wrong

        near = get_close_matches(source, known, n=1)
        raise click.UsageError(
            f'no article of source "{source}"' + (f'; did you mean "{near[0]}"?' if near else f" in {store.path}")
        )
    return [source] if source else known


def _counted(outcomes: Iterator[Outcome], counts: Counter[str], fields: Counter[str]) -> Iterator[Outcome]:
    """The same outcomes, counted as they pass; problems go to stderr."""
    for outcome in outcomes:
        if outcome.problem:
            counts["left"] += 1
            click.echo(f"#{outcome.id} {outcome.url}: {outcome.problem}: left as it is", err=True)
            continue
        counts["read"] += 1
        counts["changed"] += bool(outcome.differences)
        fields.update(difference.field for difference in outcome.differences)
        yield outcome


def _show(outcomes: Iterator[Outcome], output: Output) -> None:
    if output.form != "table" or output.fmt or output.columns or output.file:
        rows = (
            {"id": o.id, "url": o.url, "headline": o.headline, "field": d.field, "old": d.old, "new": d.new}
            for o in outcomes
            for d in o.differences
        )
        emit(rows, output, columns=_COLUMNS)
        return
    for outcome in outcomes:
        if outcome.differences:
            click.secho(f"#{outcome.id} {outcome.headline}", bold=sys.stdout.isatty())
        for difference in outcome.differences:
            click.echo(f"  {difference.field}: {_shortened(difference.old)} -> {_shortened(difference.new)}")


def _shortened(text: str) -> str:
    """A text in quotation marks, cut in its middle: what differs may stand at either end."""
    half = _MAX_SHOWN // 2
    shown = text if len(text) <= _MAX_SHOWN else f"{text[:half].rstrip()} ... {text[-half:].lstrip()}"
    return f'"{shown}"' if text else "nothing"
