"""Reads TOML written by people and turns what is wrong with it into one line: file, key, remedy. Contains no knowledge of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from crawler.errors import DataFileError

T = TypeVar("T")

_SAYS = {
    "missing": "is missing",
    "string_type": "must be a text in quotes",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "list_type": "must be a list in [ ]",
    "tuple_type": "must be a list in [ ]",
    "dict_type": "must be a table",
    "dataclass_type": "must be a table",
}
"""Pydantic's error types in the words of someone who edits a TOML file."""


def read_toml(path: Traversable) -> dict[str, Any]:
    """Return the tables of a TOML file. Raises DataFileError where it cannot be read or is no TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(path.name, f"is not valid TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise DataFileError(path.name, "is not UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise DataFileError(path.name, f"cannot be read: {error.strerror}") from error


def checked(adapter: TypeAdapter[T], table: Mapping[str, Any], *, file: str, keys: Mapping[str, Iterable[str]]) -> T:
    """Return *table* as the adapter's type.

    *keys* are the keys allowed in each table (``""`` is the top, ``"discover"`` a sub-table): the nearest one is proposed
    for a misspelt key. Raises DataFileError that names file, key and remedy; of several faults the first one.
    """
    try:
        return adapter.validate_python(dict(table))
    except ValidationError as error:
        faults = sorted(error.errors(), key=lambda fault: fault["type"] == "missing")  # a typo explains a missing key
        raise DataFileError(file, *_fault(faults[0], keys)) from error


def nearest(word: str, words: Iterable[str]) -> str:
    """Return ``; did you mean "..."?`` for the word most like *word*, or an empty text where none is near."""
    found = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else ""


def _fault(fault: Any, keys: Mapping[str, Iterable[str]]) -> tuple[str]:
    place = [part for part in fault["loc"] if isinstance(part, str) and "[" not in part]
    name = place[-1] if place else ""
    table = ".".join(place[:-1])
    within = f" in [{table}]" if table else ""
    if fault["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        return (f'unknown key "{name}"{within}{nearest(name, keys.get(table, ()))}',)
    if fault["type"] in _SAYS:
        return (f'key "{name}"{within} {_SAYS[fault["type"]]}',)
    message = str(fault["msg"]).removeprefix("Value error, ")
    return (f'key "{name}"{within}: {message}' if name else message,)
