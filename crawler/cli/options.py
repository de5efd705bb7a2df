"""Options that several commands share, so that one word means one thing everywhere, and what they come to: `Given`.

What the command line does not say, the environment says; what neither says, ``orewire.toml``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from crawler.data import Knowledge
    from crawler.sources import Source

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_DB = Path("news.db")
_DATA_FOLDERS = ("sources", "boilerplate", "taxonomy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What command line, environment and ``orewire.toml`` say together."""

    db: Path = DEFAULT_DB
    """The store."""
    data: Path | None = None
    """The user's data folder; None where there is none."""
    source_folders: tuple[Path, ...] = ()
    """Further folders of source files."""
    connect_to: Mapping[str, str] = field(default_factory=dict)
    """Host -> ``127.0.0.1:port``."""
    record: Path | None = None
    """Where what servers answer is written to as WARC; None: nowhere."""
    replay: Path | None = None
    """The WARC file that answers in place of all servers; None: the web answers."""
    contact: str | None = None
    """Whom the sites may write to; None where nobody is named."""
    enabled: tuple[str, ...] = ()
    """Ids of the sources that the user chose."""
    config_path: Path = Path("orewire.toml")
    """The ``orewire.toml`` in force, or where it would lie."""

    def sources(self) -> dict[str, Source]:
        """Return all registered sources by id. Raises DataFileError for the first file at fault."""
        from crawler.sources import load_sources, overlay_folders  # noqa: PLC0415  # pydantic is slow to load

        return load_sources(*overlay_folders(self.data, self.source_folders))

    def knowledge(self) -> Knowledge:
        """Return boilerplate rules and taxonomy. Raises DataFileError for the first file at fault."""
        from crawler.data import load_knowledge  # noqa: PLC0415  # pydantic is slow to load

        return load_knowledge(self.data)


def shared_options(
    *, db: bool = False, data: bool = False, fetch: bool = False, record: bool = False
) -> Callable[[F], F]:
    """Add the options of a command that uses the store (*db*), the data folder (*data*), the web (*fetch*), recordings alone.

    The command gets one `Given` as its argument ``given``. Raises ConfigurationError and DataFileError for what is wrong.
    """
    wanted = {"db": db, "data": data or fetch, "sources": data or fetch, "connect-to": fetch, "record": record or fetch}
    chosen = [option for group, options in _OPTIONS.items() if wanted.get(group, True) for option in options]

    def decorate(function: F) -> F:
        @wraps(function)
        def command(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  # whatever else the command takes
            names = ("config", "db", "data", "source_folders", "connect_to", "record", "replay")
            given = _given(**{name: kwargs.pop(name) for name in names if name in kwargs})
            return function(*args, given=given, **kwargs)

        for option in reversed(chosen):
            command = option(command)
        return command  # type: ignore[return-value]  # the same command with other options

    return decorate


def _given(
    *,
    config: Path | None,
    db: Path | None = None,
    data: Path | None = None,
    source_folders: tuple[Path, ...] = (),
    connect_to: tuple[str, ...] = (),
    record: Path | None = None,
    replay: Path | None = None,
) -> Given:
    contact = os.environ.get("OREWIRE_CONTACT", "").strip() or None
    folder = os.environ.get("OREWIRE_DATA")  # also for commands whose only use for it is to know a source's name
    path = config or (db.parent if db else Path()) / "orewire.toml"
    plain = Given(
        db=db or DEFAULT_DB, data=data or (Path(folder) if folder else None), source_folders=source_folders,
        record=record, replay=replay, contact=contact,
        config_path=path, connect_to=_mapped(connect_to),
    )  # fmt: skip
    if record and not record.name.endswith((".warc", ".warc.gz")):
        raise click.UsageError(f"--record {record}: name it *.warc.gz, which is what it will be")
    if record and replay:
        raise click.UsageError("--record and --replay exclude each other: a replay asks nobody")
    # Most users have no such file: nothing more is loaded for them.
    given = _with_config(plain, db=db) if config or path.is_file() else plain
    if given.data and given.data.is_dir() and not any((given.data / name).is_dir() for name in _DATA_FOLDERS):
        raise click.UsageError(
            f"--data {given.data}: holds none of {', '.join(f'{name}/' for name in _DATA_FOLDERS)}; name the folder above"
        )
    return given


def _with_config(plain: Given, *, db: Path | None) -> Given:
    from dataclasses import replace  # noqa: PLC0415

    from crawler.config import load_config  # noqa: PLC0415  # pydantic is slow to load
    from crawler.errors import ConfigurationError  # noqa: PLC0415

    said = load_config(plain.config_path)
    data = plain.data or said.data
    if data and not data.is_dir():
        raise ConfigurationError(f'{plain.config_path}: key "data": no folder {data}; make it, or take the key out')
    return replace(
        plain, db=db or said.db or DEFAULT_DB, data=data, contact=plain.contact or said.contact, enabled=said.enabled
    )


def _mapped(connect_to: tuple[str, ...]) -> dict[str, str]:
    if not connect_to:
        return {}
    from crawler.fetch.connect_to import connect_to_map  # noqa: PLC0415  # Scrapy is slow to load

    return connect_to_map(connect_to)


class _Existing(click.Path):
    """A file or folder that must be there; for a misspelt one the nearest is proposed."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401  # click's
        path = Path(value)
        if not path.exists():
            name = param.opts[-1] if param else "path"
            raise click.UsageError(
                f"{name} {path}: there is no such {'file' if self.file_okay else 'folder'}{nearest_path(path)}"
            )
        return super().convert(value, param, ctx)


def nearest_path(path: Path) -> str:
    """Return ``; did you mean ...?`` with the name most like *path*'s in its folder, an empty text where none is near."""
    from difflib import get_close_matches  # noqa: PLC0415  # only for what is wrong

    try:
        found = get_close_matches(path.name, [other.name for other in path.parent.iterdir()], n=1)
    except OSError:
        return ""
    return f'; did you mean "{path.with_name(found[0])}"?' if found else ""


_FOLDER = _Existing(file_okay=False, path_type=Path)
_OPTIONS: dict[str, list[Callable[[Any], Any]]] = {
    "db": [
        click.option(
            "--db", envvar="OREWIRE_DB", show_default="news.db", show_envvar=True,
            type=click.Path(dir_okay=False, path_type=Path), help="The store.",
        ),
    ],
    "data": [
        click.option(
            "--data", envvar="OREWIRE_DATA", show_envvar=True, type=_FOLDER,
            help="Your data folder: what its sources/, boilerplate/, taxonomy/ ... hold lies over the shipped.",
        ),
        click.option(
            "--sources", "source_folders", multiple=True, type=_FOLDER,
            help="A further folder of source files (repeatable).",
        ),
    ],
    "connect-to": [
        click.option(
            "--connect-to", multiple=True, metavar="HOST=127.0.0.1:PORT",
            help="Ask this port of this machine, in plain HTTP, in place of HOST (repeatable).",
        ),
    ],
    "record": [
        click.option(
            "--record", type=click.Path(dir_okay=False, path_type=Path), metavar="F.warc.gz",
            help="Add all that servers answer to this file.",
        ),
        click.option(
            "--replay", type=_Existing(dir_okay=False, path_type=Path), metavar="F.warc.gz",
            help="Let this file answer, and nobody else.",
        ),
    ],
    "config": [
        click.option(
            "--config", envvar="OREWIRE_CONFIG", show_envvar=True, type=click.Path(dir_okay=False, path_type=Path),
            help="Your orewire.toml; default: the one beside the store.",
        ),
    ],
}  # fmt: skip


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
