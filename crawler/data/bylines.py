"""The words around authors' names as people write them: ``bylines/*.toml``, loaded and checked. Reads no byline; `crawler.normalize.authors` does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from importlib.resources.abc import Traversable
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from crawler.data.toml import checked, read_toml


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_tuple)]


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class BylineWords:
    """Words that stand around names. All are compared without regard to case."""

    openings: Texts = ()
    """What opens a byline: ``by``, ``von``."""
    openings_of_full_names: Texts = ()
    """The same, where it may be a name: it counts before two words or more."""
    joins: Texts = ()
    """What joins names: ``and``, ``und``."""
    roles: Texts = ()
    """What a person does: ``reporter``."""
    nobodies: Texts = ()
    """What is no person where it stands alone: ``admin``, ``reuters``."""
    organizations: Texts = ()
    """What makes the words around it no person's name: ``staff``, ``redaktion``."""


_ADAPTER = TypeAdapter(BylineWords)
_KEYS = {"": [each.name for each in fields(BylineWords)]}


def load_bylines(paths: Iterable[Traversable]) -> BylineWords:
    """Return the words of all files together. Raises DataFileError that names file and key."""
    files = [checked(_ADAPTER, read_toml(path), file=path.name, keys=_KEYS) for path in paths]
    return BylineWords(**{key: tuple(word for file in files for word in getattr(file, key)) for key in _KEYS[""]})
