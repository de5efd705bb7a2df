"""The registered sources: ``sources list`` and ``sources show``."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from crawler.cli.options import data_option, sources_option
from crawler.cli.output import Output, emit, output_options


@click.group()
def sources() -> None:
    """Show the sites that can be crawled."""


@sources.command("list")
@data_option
@sources_option
@output_options
def list_(data: Path | None, source_folders: tuple[Path, ...], output: Output) -> None:
    """List all registered sources.

    Example: orewire sources list --json
    """
    from crawler.sources import load_sources, overlay_folders  # noqa: PLC0415  # pydantic is slow to load

    rows = (_plain(source) for source in load_sources(*overlay_folders(data, source_folders)).values())
    emit(rows, output, columns=("id", "name", "languages", "timezone", "status"))


@sources.command()
@click.argument("source_id", metavar="ID")
@data_option
@sources_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(source_id: str, data: Path | None, source_folders: tuple[Path, ...], *, as_json: bool) -> None:
    """Show one source's definition, defaults filled in.

    Example: orewire sources show metal.com
    """
    import json  # noqa: PLC0415

    from crawler.sources import get_source, load_sources, overlay_folders  # noqa: PLC0415

    values = _plain(get_source(source_id, load_sources(*overlay_folders(data, source_folders))))
    if as_json:
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
        return
    for name, value in values.items():
        if isinstance(value, dict):
            click.secho(f"[{name}]", bold=True)
            for key, inner in value.items():
                click.echo(f"  {key} = {json.dumps(inner, ensure_ascii=False)}")
        else:
            click.echo(f"{name} = {json.dumps(value, ensure_ascii=False)}")


def _plain(value: Any) -> Any:  # noqa: ANN401  # any value of a source definition
    """The definition in JSON's types."""
    if is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
    if isinstance(value, re.Pattern):
        return value.pattern
    if isinstance(value, ZoneInfo):
        return value.key
    return [_plain(item) for item in value] if isinstance(value, tuple) else value
