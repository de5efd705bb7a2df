"""Regular expressions of the data files, compiled when they are first used: of nine hundred a page needs some dozens."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pydantic import ValidationInfo

_MADE = frozenset({"match", "search", "finditer", "groupindex", "groups", "flags"})


class LazyPattern:
    """What `re.compile` returns for a text with case ignored, as far as rules need it."""

    __slots__ = ("finditer", "flags", "groupindex", "groups", "match", "pattern", "search")

    pattern: str
    """The regular expression as written."""
    match: Callable[..., re.Match[str] | None]
    search: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    groupindex: Mapping[str, int]
    groups: int
    flags: int

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __getattr__(self, name: str) -> object:
        """Compile it: asked only for what is not there yet."""
        if name not in _MADE:
            raise AttributeError(name)
        compiled = re.compile(self.pattern, re.IGNORECASE)
        for each in _MADE:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)


def is_proven(info: ValidationInfo) -> bool:
    """Return whether the file being checked is a shipped one, all of whose patterns a test has compiled."""
    return bool(info.context and info.context["proven"])


def patterns(value: object, info: ValidationInfo) -> object:
    """Return a text, or a list of them, as patterns; what is neither as it is. Raises ValueError for one that is none.

    Patterns of a shipped file are not looked at.
    """
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list):
        return value
    made = tuple(LazyPattern(text) if isinstance(text, str) else text for text in texts)
    if not is_proven(info):
        try:
            _ = [each.flags for each in made if isinstance(each, LazyPattern)]  # compiles
        except re.error as error:
            raise ValueError(f'"{error.pattern!s}" is no regular expression: {error}') from error
    return made
