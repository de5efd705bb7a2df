"""``sources import`` and ``sources export``: lists of feeds, as feed readers exchange them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.options import Given, nearest_path, shared_options

if TYPE_CHECKING:
    from crawler.propose.outlines import Draft
    from crawler.sources import Source

_SHOWN = 20  # lines of what was left out: more are counted


@click.command("import", short_help="Make source files of a feed reader's OPML.")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option(
    "-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Write them here; default: sources/ of your data folder, or of this one.",
)  # fmt: skip
@shared_options(data=True)
def import_(file: Path, folder: Path | None, given: Given) -> None:
    """Make a source file for each site of an OPML file, as miniflux, FreshRSS and others export their feeds.

    Feeds of one site become one source. What the list does not say is filled in and marked: look at it, and run `orewire
    sources check`. No file is written over, and sites that are registered already are passed by. Nobody is asked.

    Example: orewire sources import feeds.opml -o mine/sources
    """
    from datetime import UTC, datetime  # noqa: PLC0415

    from crawler.data.discover import usual_places  # noqa: PLC0415  # pydantic is slow to load
    from crawler.opml import MAX_BYTES, read_opml  # noqa: PLC0415
    from crawler.propose.outlines import drafts  # noqa: PLC0415

    try:
        with file.open("rb") as stream:
            body = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise click.UsageError(f"{file}: {error.strerror}{nearest_path(file)}") from error
    listed = read_opml(body, file=file.name)
    found = drafts(listed.feeds, places=usual_places(), file=file.name, today=datetime.now(UTC).date())
    _say(f"left out: {line}" for line in listed.left_out)
    if not found:
        raise click.ClickException(f"{file}: lists no feed of the web")
    target = folder or (given.data / "sources" if given.data else Path("sources"))
    known = given.sources()
    new = [draft for draft in found if not _is_known(draft, known.values())]
    _say(f"{draft.id}: is registered already, and left as it is" for draft in found if draft not in new)
    written = _write(new, target)
    feeds = sum(len(draft.feeds) for draft in written)
    click.echo(
        f"{_count(len(written), 'source')} of {_count(feeds, 'feed')} written to {target}; {len(found) - len(written)} passed by"
    )
    if written:
        click.echo(
            f"Look at the comments in them, and try each: orewire sources check {written[0].id} --sources {target}"
        )


@click.command("export", short_help="Write sources' feeds as OPML, for feed readers.")
@click.argument("source_ids", nargs=-1, metavar="[ID]...")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to this file."
)  # fmt: skip
@shared_options(data=True)
def export(source_ids: tuple[str, ...], output: Path | None, given: Given) -> None:
    """Write the feeds of all sources, or of those you name, as OPML 2.0: what any feed reader subscribes to.

    Sources without a feed are named on stderr: no reader could do anything with them.

    Example: orewire sources export metal.com -o feeds.opml
    """
    from datetime import UTC, datetime  # noqa: PLC0415

    from crawler.opml import opml_document  # noqa: PLC0415  # loads lxml
    from crawler.sources import get_source  # noqa: PLC0415

    known = given.sources()
    chosen = [get_source(source_id, known) for source_id in dict.fromkeys(source_ids)] or list(known.values())
    without = [source.id for source in chosen if not source.discover.feeds]
    if without:
        click.echo(f"without a feed, and left out: {', '.join(without)}", err=True)
    if len(without) == len(chosen):
        raise click.ClickException("no feed to export")
    document = opml_document(chosen, title="orewire sources", created=datetime.now(UTC))
    if output is None:
        click.echo(document, nl=False)
        return
    try:
        output.write_bytes(document)
    except OSError as error:
        raise click.UsageError(f"-o {output}: {error.strerror}") from error


def _is_known(draft: Draft, known: Iterable[Source]) -> bool:
    from crawler.sources import source_for_url  # noqa: PLC0415

    return source_for_url(draft.homepage, known) is not None


def _write(drafts: Sequence[Draft], folder: Path) -> list[Draft]:
    """Write the files that are not there yet, each checked as a crawl would; the value: those that were written."""
    import tomllib  # noqa: PLC0415

    from crawler.errors import DataFileError  # noqa: PLC0415
    from crawler.sources import source_of  # noqa: PLC0415

    written, passed = [], []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for draft in drafts:
            path = folder / f"{draft.id}.toml"
            try:
                source_of(tomllib.loads(draft.toml), file=path.name)
                with path.open("x", encoding="utf-8") as stream:
                    stream.write(draft.toml)
                written.append(draft)
            except FileExistsError:
                passed.append(f"{path}: exists, and is left as it is")
            except DataFileError as error:
                passed.append(f"left out: {error}")
    except OSError as error:
        raise click.UsageError(f"{error.filename or folder}: {error.strerror}") from error
    _say(passed)
    return written


def _say(lines: Iterable[str]) -> None:
    told = list(lines)
    for line in told[:_SHOWN]:
        click.echo(line, err=True)
    if len(told) > _SHOWN:
        click.echo(f"and {len(told) - _SHOWN} more like these", err=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
