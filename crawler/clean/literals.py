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
_HANZI: Final = re.compile("[\u3400-\u9fff]")
_MAX_WORDS: Final = 32  # endings that several alternatives multiply into
_ODD: Final = {
    "\u0130": "i", "\u0131": "i", "\u017f": "s", "\u1c80": "в", "\u1c81": "д", "\u1c82": "о", "\u1c83": "с",
    "\u1c84": "т", "\u1c85": "т", "\u1c86": "ъ", "\u0345": "ι", "\u1fbe": "ι", "\u00b5": "μ", "\u03c2": "σ",
}  # fmt: skip
"""Letters that match another where case is ignored, and do not become it in lower case: the Turkish dotless i."""
_ODD_CASE: Final = re.compile(f"[{''.join(_ODD)}]")
_TO_USUAL: Final = str.maketrans(_ODD)
_TWO_CASED: Final = re.compile("[a-z\u00df-\u00f6\u00f8-\u017e\u0430-\u045f\u1ea0-\u1ef9]")
"""Letters that match, where case is ignored, just what `folded_case` makes of them: proven by a test for each."""


@cache
@cache  # three sets of rules share their patterns
def required_words(pattern: re.Pattern[str]) -> Words:
    """Return texts in lower case one of which stands in every match of *pattern*; empty where none can be named.

    They are to be looked for in what `folded_case` makes of a text.

    >>> sorted(required_words(re.compile("(sign|log) ?in( now)?")))
    ['log', 'sign']
    """
    if _parser is None:  # pragma: no cover
        return _NONE
    words = _sequence(_parser.parse(pattern.pattern, pattern.flags))[1]
    return words if _worth(words) else _NONE


def folded_case(text: str) -> str:
    """Return *text* in lower case, each letter as it matches others where case is ignored.

    >>> folded_case("ISININ ısısı")
    'isinin isisi'
    """
    return text.lower() if text.isascii() or not _ODD_CASE.search(text) else text.translate(_TO_USUAL).lower()


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
        case "ATOMIC_GROUP":
            found = _sequence(value)
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
    """A letter of which it is not known what else it matches counts as any."""
    char = folded_case(chr(code))
    is_certain = len(char) == 1 and (bool(_TWO_CASED.match(char)) or char.upper() == char)
    return frozenset({char}) if is_certain else None


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
    if not other or one is other:
        return one
    return max(one, other, key=lambda words: (_worth(words), -len(words)))


def _worth(words: Words) -> int:
    """Length of the shortest; a Chinese character tells as much as three letters."""
    return min([len(word) + 2 * len(_HANZI.findall(word)) for word in words], default=0)
