"""Reads TOML written by people and turns what is wrong with it into one line: file, key, remedy. Contains no knowledge of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from crawler.errors import DataFileError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

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
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # editors on Windows write a byte order mark
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(path.name, f"is not valid TOML: {error}") from error
    except UnicodeDecodeError as error:
        raise DataFileError(path.name, "is not UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise DataFileError(path.name, f"cannot be read: {error.strerror}") from error


def checked(
    adapter: TypeAdapter[T],
    table: Mapping[str, Any],
    *,
    file: str,
    keys: Mapping[str, Iterable[str]],
    proven: bool = False,
) -> T:
    """Return *table* as the adapter's type.

    *keys* are the keys allowed in each table (``""`` is the top, ``"discover"`` a sub-table): the nearest one is proposed
    for a misspelt key. *proven* tells validators that the file is a shipped one. Raises DataFileError that names file, key and remedy; of several faults the first one.
    """
    try:
        return adapter.validate_python(dict(table), context={"proven": proven})
    except ValidationError as error:
        faults = sorted(error.errors(), key=lambda fault: fault["type"] == "missing")  # a typo explains a missing key
        problem, key = _fault(faults[0], keys, table)
        raise DataFileError(file, problem, key=key) from error


def nearest(word: str, words: Iterable[str]) -> str:
    """Return ``; did you mean "..."?`` for the word most like *word*, or an empty text where none is near."""
    found = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return f'; did you mean "{found[0]}"?' if found else ""


def _fault(fault: ErrorDetails, keys: Mapping[str, Iterable[str]], tables: Mapping[str, Any]) -> tuple[str, str | None]:
    """What is wrong, in one line, and the dotted key at fault."""
    place = [part for part in fault["loc"] if isinstance(part, str) and "[" not in part]
    name = place[-1] if place else ""
    table = ".".join(place[:-1])
    within = f" in [{table}]{_which(fault['loc'], tables)}" if table else _which(fault["loc"], tables)
    key = ".".join(place) or None
    if fault["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        return f'unknown key "{name}"{within}{nearest(name, keys.get(table, ()))}', key
    if fault["type"] in ("list_type", "tuple_type") and isinstance(fault.get("input"), Mapping):
        return f'table "{name}"{within} must be written as [[{name}]]: there may be several', key
    if fault["type"] in _SAYS:
        return f'key "{name}"{within} {_SAYS[fault["type"]]}', key
    message = " ".join(str(fault["msg"]).removeprefix("Value error, ").split())
    return (f'key "{name}"{within}: {message}' if name else message), key


def _which(place: Sequence[int | str], tables: Mapping[str, Any]) -> str:
    """Which of several tables of one name it is: by its id, where it has one."""
    value: Any = tables
    for part in place:
        if isinstance(value, Mapping) and part in value:
            value = value[part]
        elif isinstance(value, list) and isinstance(part, int):
            value = value[part]
            if isinstance(value, Mapping) and isinstance(value.get("id"), str):
                return f' (id "{value["id"]}")' if len(tables[str(place[0])]) > 1 else ""
    return ""
