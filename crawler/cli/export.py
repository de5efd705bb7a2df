"""What feeds other tools: ``export`` and ``changes``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from crawler.cli.filters import checked
from crawler.cli.options import Given, filter_options, shared_options

_FORMATS = ("jsonl", "csv", "md")


@click.command(short_help="Write articles to a file.")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--format", "form", type=click.Choice(_FORMATS), help="Default: the file's ending.")
@filter_options
@shared_options(db=True)
def export(file: Path, form: str | None, given: Given, **filters: Any) -> None:  # noqa: ANN401  # click hands them over by name
    """Write articles to FILE, which appears when it is whole; - is stdout.

    Example: orewire export rare-earths.jsonl --tag rare-earths
    """
    from storage import ArticleStore  # noqa: PLC0415  # `--help` needs no store
    from storage import export as exports  # noqa: PLC0415

    ending = file.suffix.removeprefix(".").lower()
    chosen = form or (ending if ending in _FORMATS else "jsonl" if str(file) == "-" else None)
    if chosen is None:
        raise click.UsageError(
            f'{file}: no format ends in "{file.suffix}"; add --format {", ".join(_FORMATS[:-1])} or {_FORMATS[-1]}'
        )
    if file.resolve() in _store_files(given.db):
        raise click.UsageError(f"{file} is the store itself; export to another file")
    with ArticleStore(given.db, readonly=True) as store:
        articles = store.articles(**checked(store, filters, given))
        count = exports.export(articles, sys.stdout if str(file) == "-" else file, chosen)  # type: ignore[arg-type]  # one of _FORMATS
    click.echo(f"{count} articles", err=True)


def _store_files(db: Path) -> set[Path]:
    """All files that are, or belong to, the store."""
    from storage.archive import archive_path  # noqa: PLC0415

    return {
        Path(f"{path.resolve()}{ending}") for path in (db, archive_path(db)) for ending in ("", "-wal", "-shm", ".lock")
    }


@click.command(short_help="Print the change log.")
@click.option(
    "--after",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    metavar="SEQ",
    help="Only what came after this number.",
)
@shared_options(db=True)
def changes(after: int, given: Given) -> None:
    """Print the change log as lines of JSON: seq, kind, cause, changed_at, article_id, url.

    Example: orewire changes --after 120
    """
    from dataclasses import asdict  # noqa: PLC0415

    from storage import ArticleStore  # noqa: PLC0415
    from storage import export as exports  # noqa: PLC0415
    from storage.article import utc_text  # noqa: PLC0415

    with ArticleStore(given.db, readonly=True) as store:
        for change in store.changes(after):
            values = asdict(change)
            click.echo(exports.json_line({**values, "changed_at": utc_text(change.changed_at)}))
