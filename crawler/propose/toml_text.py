"""Texts from the web as values of a TOML file, which they must not be able to leave. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence


def text(value: str) -> str:
    r"""Return *value* as a TOML string on one line, without what TOML forbids.

    >>> print(text('Ore "and" metal'))
    "Ore \"and\" metal"
    """
    return json.dumps(printable(value), ensure_ascii=False)  # a JSON string without controls is a TOML string


def literal(value: str) -> str:
    """Return *value* in single quotes, in which a backslash is one: for regular expressions."""
    return f"'{value}'" if "'" not in value else text(value)


def texts(values: Sequence[str]) -> str:
    """Return *values* as a TOML list of strings."""
    return f"[{', '.join(map(text, values))}]"


def literals(values: Sequence[str]) -> str:
    """Return *values* as a TOML list of strings in single quotes."""
    return f"[{', '.join(map(literal, values))}]"


def printable(value: str) -> str:
    """Return *value* on one line, without what TOML, XML and terminals cannot take."""
    kept = "".join(char if char.isprintable() else " " for char in value)
    return " ".join(kept.encode("utf-8", "ignore").decode().split())
