"""Which words a regular expression cannot match without: what lacks them all need not be tried. Knows no rule.

Python tells how it has understood a pattern only in a module that it calls its own; where that is missing, every pattern
counts as one that may always match, which costs time and changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Final

try:
    from re import _parser  # type: ignore[attr-defined]  # moved in Python 3.11, and no part of its interface
except ImportError:  # pragma: no cover
    _parser = None

Words = frozenset[str]
_NONE: Final[Words] = frozenset()
_EMPTY: Final[Words] = frozenset({""})
_MAX_WORDS: Final = 32  # endings that several alternatives multiply into
ODD_CASE: Final = re.compile("[\u0130\u0131\u017f]")
"""Letters that match an ASCII one where case is ignored, and do not become it in lower case (the Kelvin sign does)."""


@cache
def required_words(pattern: re.Pattern[str]) -> Words:
    """Return texts in lower case one of which stands in every match of *pattern*; empty where none can be named.

    They hold where case is ignored, too, but for texts with `ODD_CASE`.

    >>> sorted(required_words(re.compile("(sign|log) ?in( now)?")))
    ['log', 'sign']
    """
    if _parser is None:  # pragma: no cover
        return _NONE
    words = _sequence(_parser.parse(pattern.pattern, pattern.flags))[1]
    return words if _worth(words) else _NONE


def _sequence(parts: Iterable[tuple[Any, Any]]) -> tuple[Words | None, Words]:
    """All texts that the parts match, None where they are too many; and texts one of which every match holds."""
    best, run, is_whole = _NONE, _EMPTY, True
    for op, value in parts:
        texts, needed = _part(str(op), value)
        best = _better(best, needed)
        if texts is not None and len(run) * len(texts) <= _MAX_WORDS:
            run = frozenset(one + other for one in run for other in texts)
        else:
            best, run, is_whole = _better(best, run), texts or _EMPTY, False
    return run if is_whole else None, _better(best, run)


def _part(op: str, value: Any) -> tuple[Words | None, Words]:  # noqa: ANN401  # as the parser has it
    match op:
        case "LITERAL":
            found = _letter(value), _NONE
        case "IN":
            found = _any_of(_letter(code) if str(kind) == "LITERAL" else None for kind, code in value), _NONE
        case "BRANCH":
            found = _branches([_sequence(branch) for branch in value[1]])
        case "SUBPATTERN":
            found = _sequence(value[-1])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            found = _repeated(*value)
        case "ASSERT":
            found = _EMPTY, _sequence(value[1])[1]
        case "AT" | "ASSERT_NOT":
            found = _EMPTY, _NONE
        case _:
            found = None, _NONE
    return found


def _letter(code: int) -> Words | None:
    """A letter beyond ASCII that has two cases may match a third: it counts as any."""
    char = chr(code)
    is_certain = char.isascii() or char.lower() == char.upper()
    return frozenset({char.lower()}) if is_certain else None


def _any_of(alternatives: Iterable[Words | None]) -> Words | None:
    found: Words = _NONE
    for texts in alternatives:
        if texts is None:
            return None
        found |= texts
    return found


def _branches(branches: list[tuple[Words | None, Words]]) -> tuple[Words | None, Words]:
    needed = [words for _, words in branches]
    return _any_of(texts for texts, _ in branches), frozenset[str]().union(*needed) if all(needed) else _NONE


def _repeated(least: int, most: int, inner: Iterable[tuple[Any, Any]]) -> tuple[Words | None, Words]:
    texts, needed = _sequence(inner)
    if (least, most) == (0, 1) and texts is not None:
        return texts | _EMPTY, _NONE
    return None, needed if least else _NONE


def _better(one: Words, other: Words) -> Words:
    """The more telling ones: their shortest is longer."""
    return max(one, other, key=lambda words: (_worth(words), -len(words)))


def _worth(words: Words) -> int:
    """Length of the shortest; a Chinese character tells as much as three letters."""
    return min([len(word) if word.isascii() else 3 * len(word) for word in words], default=0)
