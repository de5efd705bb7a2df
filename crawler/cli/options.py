"""Options that several commands share, so that one word means one thing everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])

db_option = click.option(
    "--db", envvar="OREWIRE_DB", default="news.db", show_default=True, show_envvar=True,
    type=click.Path(dir_okay=False, path_type=Path), help="The store.",
)  # fmt: skip
data_option = click.option(
    "--data", envvar="OREWIRE_DATA", show_envvar=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Your data folder: its sources/, boilerplate/ and taxonomy/ lie over the shipped ones.",
)  # fmt: skip
sources_option = click.option(
    "--sources", "source_folders", multiple=True, type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A further folder of source files (repeatable).",
)  # fmt: skip
connect_option = click.option(
    "--connect-to", multiple=True, metavar="HOST=127.0.0.1:PORT",
    help="Ask this port of this machine, in plain HTTP, in place of HOST (repeatable).",
)  # fmt: skip


def filter_options(function: F) -> F:
    """Add the options that choose articles."""
    options = (
        click.option("--source", metavar="ID", help="Only this source, as in metal.com."),
        click.option("--tag", metavar="TAG", help="Only this tag, as in rare-earths."),
        click.option("--since", metavar="DAY", help="From this day on, as 2026-01-31; the source's own day."),
        click.option("--until", metavar="DAY", help="Up to and with this day."),
        click.option("--lang", "language", metavar="LANG", help="Only this language, as in en."),
        click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many."),
    )
    for option in reversed(options):
        function = option(function)
    return function
