"""The registered sources: ``sources list``, ``show``, ``check``, ``enable`` and ``disable``."""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import fields, is_dataclass
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from crawler.cli import EXIT_FAILED, Commands
from crawler.cli.discover import discover
from crawler.cli.opml import export, import_
from crawler.cli.options import Given, shared_options
from crawler.cli.output import Output, emit, output_options

if TYPE_CHECKING:
    from crawler.sources import Source


@click.group(cls=Commands)
def sources() -> None:
    """Show, try and choose the sites that can be crawled."""


STATUSES = ("ok", "unverified", "blocked", "paywalled", "frozen", "needs-javascript")
"""What a source file may say of its site's state; `crawler.sources` is not loaded for `--help`."""


@sources.command("list", short_help="List the registered sources.")
@click.option("--status", type=click.Choice(STATUSES), multiple=True, help="Only those in this state (repeatable).")
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only those in this language (repeatable).")
@shared_options(db=True, data=True)
@output_options
def list_(status: tuple[str, ...], languages: tuple[str, ...], given: Given, output: Output) -> None:
    """List the registered sources. `-c id -c evidence` says how well the state of each is known, `--json` all there is.

    States: ok (worked for somebody in the month given), unverified (not seen to work), blocked (refuses programs: ask for
    permission), paywalled, frozen (no longer published), needs-javascript (its stories are loaded by script).

    Example: orewire sources list --status ok --lang es
    """
    registered = list(given.sources().values())
    known = sorted({language for source in registered for language in source.languages})
    for language in languages:
        if not any(map(partial(_is_in, language), known)):
            raise click.UsageError(f'--lang "{language}": no source is in it; there are: {", ".join(known)}')
    rows = (
        {
            **_plain(source),
            "endpoints": _endpoints(source),
            "enabled": "yes" if source.id in given.enabled else "",
        }
        for source in registered
        if (not status or source.status in status)
        and (not languages or any(_is_in(wanted, own) for wanted in languages for own in source.languages))
    )
    emit(rows, output, columns=("id", "name", "languages", "status", "endpoints", "enabled"), spare="name")


@sources.command()
@click.argument("source_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@shared_options(data=True)
def show(source_id: str, given: Given, *, as_json: bool) -> None:
    """Show one source's definition, defaults filled in.

    Example: orewire sources show metal.com
    """
    import json  # noqa: PLC0415

    from crawler.sources import get_source  # noqa: PLC0415  # pydantic is slow to load

    values = _plain(get_source(source_id, given.sources()))
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=1, default=str))
        return
    for name, value in values.items():
        if isinstance(value, dict):
            click.secho(f"[{name}]", bold=True)
            for key, inner in value.items():
                click.echo(f"  {key} = {json.dumps(inner, ensure_ascii=False, default=str)}")
        else:
            click.echo(f"{name} = {json.dumps(value, ensure_ascii=False, default=str)}")


@sources.command(short_help="Choose sources for `orewire crawl`.")
@click.argument("source_ids", nargs=-1, required=True, metavar="ID...")
@shared_options(db=True, data=True)
def enable(source_ids: tuple[str, ...], given: Given) -> None:
    """Choose sources: `orewire crawl` without names takes the enabled ones. Kept in orewire.toml beside the store.

    Example: orewire sources enable metal.com
    """
    from crawler.config import write_enabled  # noqa: PLC0415
    from crawler.sources import get_source  # noqa: PLC0415

    known = given.sources()
    chosen = [get_source(source_id, known) for source_id in dict.fromkeys(source_ids)]
    write_enabled(
        given.config_path, dict.fromkeys([*given.enabled, *(source.id for source in chosen)]), data=given.data
    )
    for source in chosen:
        state = "" if source.status in ("ok", "unverified") else f" (its status is {source.status})"
        click.echo(f"{source.id} is enabled in {given.config_path}{state}", err=True)


@sources.command(short_help="Take sources out of that choice.")
@click.argument("source_ids", nargs=-1, required=True, metavar="ID...")
@shared_options(db=True, data=True)
def disable(source_ids: tuple[str, ...], given: Given) -> None:
    """Take sources out of the choice that `enable` made; what is stored of them stays.

    Example: orewire sources disable metal.com
    """
    from crawler.config import write_enabled  # noqa: PLC0415
    from crawler.data.toml import nearest  # noqa: PLC0415

    for source_id in source_ids:
        if source_id not in given.enabled:
            raise click.UsageError(f'"{source_id}" is not enabled{nearest(source_id, given.enabled)}')
    write_enabled(given.config_path, [source_id for source_id in given.enabled if source_id not in source_ids])
    for source_id in dict.fromkeys(source_ids):
        click.echo(f"{source_id} is no longer enabled in {given.config_path}", err=True)


@sources.command(short_help="Try a source, and show what works.")
@click.argument("source_id", metavar="ID")
@click.option(
    "--limit", type=click.IntRange(min=1), default=10, show_default=True, metavar="N", help="At most so many stories."
)
@click.option("-v", "--verbose", is_flag=True, help="Show Scrapy's log.")
@shared_options(fetch=True)
@output_options
def check(source_id: str, limit: int, given: Given, output: Output, *, verbose: bool) -> None:
    """Try a source: ask its endpoints, read some stories and its examples, and show in one table what works.

    The last line is the status that its file should have, and why; a ? marks what you should look at. Nothing is stored.
    Exit code 1 where an endpoint does not answer, no story is read or an example is read wrongly.

    Example: OREWIRE_CONTACT=you@example.org orewire sources check metal.com
    """
    from crawler.cli.check import check_source  # noqa: PLC0415  # Scrapy is slow to load
    from crawler.sources import get_source  # noqa: PLC0415

    rows = check_source(get_source(source_id, given.sources()), given, limit=limit, verbose=verbose)
    emit(rows, output, columns=("what", "name", "result", "ok"))
    if any(row["ok"] == "no" for row in rows):
        sys.exit(EXIT_FAILED)


for _command in (discover, import_, export):
    sources.add_command(_command)


def _is_in(wanted: str, language: str) -> bool:
    return language == wanted or language.startswith(f"{wanted}-")


def _endpoints(source: Source) -> str:
    """``feed, 2 listings``."""
    kinds = Counter(kind for kind, _ in source.discover.endpoints())
    return ", ".join(kind if count == 1 else f"{count} {kind}s" for kind, count in kinds.items())


def _plain(value: Any) -> Any:  # noqa: ANN401  # any value of a source definition
    """The definition in JSON's types."""
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, re.Pattern):
        return value.pattern
    if isinstance(value, ZoneInfo):
        return value.key
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
