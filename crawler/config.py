"""``orewire.toml``: what a user would otherwise say on every command line. Read strictly, and changed without losing a comment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated

import tomlkit
from pydantic import AfterValidator, BeforeValidator, ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from crawler.data.toml import checked, read_toml
from crawler.errors import ConfigurationError


def is_contact(text: str) -> bool:
    """Return whether *text* is a mail address or a web page that somebody could write to."""
    return re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+|https?://[^\s/]+\S*", text) is not None


def _contact(text: str) -> str:
    if not is_contact(text):
        raise ValueError(f'"{text}" is no mail address and no web page; write as in contact = "you@example.org"')
    return text


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class Config:
    """The keys of the file; all may be left out. A relative path counts from the folder that the file lies in."""

    contact: Annotated[str, AfterValidator(_contact)] | None = None
    """Mail address or web page that the sites you visit see; None: nobody is named."""
    db: Path | None = None
    """The store; None: ``news.db`` in the working directory."""
    data: Path | None = None
    """Folder whose ``sources/``, ``boilerplate/``, ``refusals/``, ``bylines/`` and ``taxonomy/`` lie over the shipped ones."""
    enabled: Annotated[tuple[str, ...], BeforeValidator(_tuple)] = ()
    """Ids of the sources that a crawl without names takes."""


_ADAPTER = TypeAdapter(Config)
_KEYS = {"": [item.name for item in fields(Config)]}


def load_config(path: Path) -> Config:
    """Return what the file at *path* says, its paths made whole.

    Raises DataFileError that names file, key and remedy, ConfigurationError where *path* is no file.
    """
    if not path.is_file():
        raise ConfigurationError(f"{path}: no such file; name an orewire.toml with --config, or leave it out")
    config = checked(_ADAPTER, read_toml(path), file=str(path), keys=_KEYS)
    try:
        db, data = (path.parent / own.expanduser() if own else None for own in (config.db, config.data))
    except RuntimeError as error:
        raise ConfigurationError(f"{path}: {error}; write the whole path") from error
    return replace(config, db=db, data=data)


def write_enabled(path: Path, enabled: Iterable[str], *, data: Path | None = None) -> None:
    """Set ``enabled`` in the file at *path*, which is made where there is none; all else in it stays as it is.

    *data*: the folder that defines these sources; kept too, where the file names none. Raises ConfigurationError where
    the file cannot be written.
    """
    try:
        document = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.exists() else tomlkit.document()
        ids = tomlkit.array()
        ids.extend(enabled)
        if data and "data" not in document:
            document["data"] = os.path.relpath(data, path.parent)
        document["enabled"] = ids
        path.write_text(tomlkit.dumps(document), encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{path}: cannot be written: {error.strerror}") from error
