"""What a regular expression cannot match without: words one of which it holds, letters one of which it begins with.

A text that lacks them need not be tried. Knows no rule. What of a pattern is not understood counts as anything, which costs
time and changes no verdict. Python's own parser of patterns tells more, in ten times the time, and is no part of its interface.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

Words = frozenset[str]
BEGINNING: Final = 3
"""Letters of the longest beginning that is told."""

_NONE: Final[Words] = frozenset()
_EMPTY: Final[Words] = frozenset({""})
_MAX_WORDS: Final = 32  # endings that several alternatives multiply into
_MAX_BEGINNINGS: Final = 256
_HANZI: Final = re.compile("[\u3400-\u9fff]")
_ODD: Final = {
    "\u0130": "i", "\u0131": "i", "\u017f": "s", "\u1c80": "в", "\u1c81": "д", "\u1c82": "о", "\u1c83": "с",
    "\u1c84": "т", "\u1c85": "т", "\u1c86": "ъ", "\u0345": "ι", "\u1fbe": "ι", "\u00b5": "μ", "\u03c2": "σ",
}  # fmt: skip
"""Letters that match another where case is ignored, and do not become it in lower case: the Turkish dotless i."""
_ODD_CASE: Final = re.compile(f"[{''.join(_ODD)}]")
_TO_USUAL: Final = str.maketrans(_ODD)
_TWO_CASED: Final = re.compile("[a-z\u00df-\u00f6\u00f8-\u017e\u0430-\u045f\u1ea0-\u1ef9]")
"""Letters that match, where case is ignored, just what `folded_case` makes of them: proven by a test for each."""
_CERTAIN: Final = re.compile("[ -~\u00df-\u00f6\u00f8-\u017e\u0430-\u045f\u1ea0-\u1ef9\u3000-\u9fff]+")
"""Texts in lower case made of such letters, of digits and of characters without case."""
_TOKEN: Final = re.compile(
    r"[^\\\[\](){}|.*+?^$]+"  # letters
    r"|\((?:\?(?:P<\w+>|<?[=!]|[:>]|-?i:|[ms]+:))?"
    r"|[)|.^$]"
    r"|(?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})[?+]?"
    r"|\[\^?\]?(?:\\.|[^\]\\])*\]"
    r"|\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|[^xuUN])"
    r"|[{}\]]",
    re.DOTALL,
)
_PLAIN_CLASS: Final = re.compile(r"\[(-?(?:[^\\^\-\]]|\\[^\w])(?:[^\\\-\]]|\\[^\w])*-?)\]", re.ASCII)
_ESCAPE: Final = re.compile(r"\\(.)")
_DIGIT: Final = re.compile(r"\d")
_WITHOUT_WIDTH: Final = frozenset({"^", "$", r"\b", r"\B", r"\A", r"\Z"})


class Needs(NamedTuple):
    """What every match of a pattern has."""

    words: Words
    """Texts in lower case one of which stands in it; empty where none can be named."""
    beginnings: Words
    """Texts in lower case of up to `BEGINNING` characters with one of which it begins, a digit as 0; an empty one: anything."""


class _Telling(NamedTuple):
    """Texts one of which a match holds; the greater, the more they tell."""

    worth: int = 0
    """Length of the shortest; a Chinese character tells as much as three letters."""
    fewness: int = 0
    words: Words = _NONE


class _Part(NamedTuple):
    texts: Words | None
    """All that it matches; None where that is too much."""
    needed: _Telling
    beginnings: Words
    is_optional: bool = False
    """Whether it may be left out, where *texts* do not say so."""


_NOTHING: Final = _Telling()
_ANYTHING: Final = _Part(None, _NOTHING, _EMPTY)
_ZERO_WIDTH: Final = _Part(_EMPTY, _NOTHING, _EMPTY)
_ANY_DIGIT: Final = _Part(None, _NOTHING, frozenset({"0"}))


@cache
def needs_of(pattern: str) -> Needs:
    """Return what every match of *pattern* has where case is ignored, to be looked for in what `folded_case` makes of a text.

    >>> sorted(needs_of("(sign|log) ?in( now)?").words)
    ['log', 'sign']
    >>> sorted(needs_of("(sign|log) ?in( now)?").beginnings)
    ['log', 'sig']
    """
    tokens = _TOKEN.findall(pattern)
    # What the tokens leave out, and groups of kinds that they do not know, "(?" and more, make all of it unknown.
    strange = any(one == "(" and other[0] in "*+?{" for one, other in pairwise(tokens))
    if strange or sum(map(len, tokens)) != len(pattern):
        return Needs(_NONE, _EMPTY)
    found = _branches([*reversed(tokens)])
    beginnings = frozenset(map(usual_beginning, found.beginnings))
    return Needs(found.needed.words, _EMPTY if "" in beginnings else beginnings)


def usual_beginning(text: str) -> str:
    """Return *text* as beginnings are compared: cut off, in lower case, each digit a 0."""
    return _DIGIT.sub("0", folded_case(text[:BEGINNING]))


def folded_case(text: str) -> str:
    """Return *text* in lower case, each letter as it matches others where case is ignored.

    >>> folded_case("ISININ ısısı")
    'isinin isisi'
    """
    return text.lower() if text.isascii() or not _ODD_CASE.search(text) else text.translate(_TO_USUAL).lower()


def _branches(tokens: list[str]) -> _Part:
    """Alternatives up to the bracket that closes them, which is taken, too. The next token is the last of *tokens*."""
    parts = [_sequence(tokens)]
    while tokens and tokens.pop() == "|":
        parts.append(_sequence(tokens))
    if len(parts) == 1:
        return parts[0]
    texts: Words | None = _NONE
    for part in parts:
        texts = None if texts is None or part.texts is None else texts | part.texts
    needed = _NOTHING
    if all(part.needed.words for part in parts):
        words = frozenset[str]().union(*(part.needed.words for part in parts))
        needed = _Telling(min(part.needed.worth for part in parts), -len(words), words)
    return _Part(texts, needed, frozenset[str]().union(*(part.beginnings for part in parts)))


def _sequence(tokens: list[str]) -> _Part:
    """All up to the next alternative or closing bracket, which is left."""
    best, run, is_whole = _NOTHING, _EMPTY, True
    beginnings, begun, is_open = _NONE, _EMPTY, True  # those that are told, and those of which more may be told
    while tokens and tokens[-1] not in ("|", ")"):
        texts, needed, begins, is_optional = _part(tokens)
        if is_open:
            told = begins if texts is None else texts
            if len(begun) * len(told) > _MAX_BEGINNINGS:
                is_open = False
            else:
                longer = frozenset(_began(one, other) for one in begun for other in told)
                if texts is not None:
                    begun = longer
                elif is_optional:
                    beginnings |= longer
                else:
                    begun, is_open = longer, False
        best = max(best, needed)
        if texts is not None and len(run) * len(texts) <= _MAX_WORDS:
            run = frozenset(one + other for one in run for other in texts)
        else:
            best, run, is_whole = max(best, _telling(run)), texts or _EMPTY, False
    is_optional = not is_whole and "" in begun
    return _Part(run if is_whole else None, max(best, _telling(run)), beginnings | begun, is_optional)


def _began(one: str, other: str) -> str:
    return one if len(one) >= BEGINNING else (one + other)[:BEGINNING]


def _part(tokens: list[str]) -> _Part:
    token = tokens.pop()
    first = token[0]
    if first == "(":
        found = _group(token, tokens)
    elif first == "[":
        found = _class(token)
    elif first == "\\":
        found = _escaped(token)
    elif token in _WITHOUT_WIDTH:
        found = _ZERO_WIDTH
    elif token == ".":  # noqa: S105  # no password
        found = _ANYTHING
    elif len(token) > 1 and _is_repeated(tokens):
        tokens.append(token[-1])
        return _letters(token[:-1])
    else:
        found = _letters(token)
    return _repeated(found, tokens.pop()) if _is_repeated(tokens) else found


def _is_repeated(tokens: list[str]) -> bool:
    return bool(tokens) and (tokens[-1][0] in "*+?" or (tokens[-1][0] == "{" and len(tokens[-1]) > 1))


def _group(token: str, tokens: list[str]) -> _Part:
    found = _branches(tokens)
    if token in ("(?=", "(?<="):
        return _Part(_EMPTY, found.needed, _EMPTY)
    return _ZERO_WIDTH if token in ("(?!", "(?<!") else found


@cache
def _letters(text: str) -> _Part:
    """A letter of which it is not known what else it matches counts as any."""
    folded = folded_case(text)
    if _CERTAIN.fullmatch(folded):
        words = frozenset({folded})
        return _Part(words, _telling(words), words)
    if len(text) == 1:
        is_certain = len(folded) == 1 and folded.upper() == folded
        return _Part(frozenset({folded}), _NOTHING, frozenset({folded})) if is_certain else _ANYTHING
    return _sequence([*reversed(text)])


def _class(token: str) -> _Part:
    plain = _PLAIN_CLASS.fullmatch(token)
    if plain is None:
        return _ANYTHING
    texts: Words = _NONE
    for char in _ESCAPE.sub(r"\1", plain[1]):
        found = _letters(char).texts
        if found is None:
            return _ANYTHING
        texts |= found
    return _Part(texts, _NOTHING, texts)


def _escaped(token: str) -> _Part:
    if token in _WITHOUT_WIDTH:
        return _ZERO_WIDTH
    if len(token) > 2:  # noqa: PLR2004  # \u3000
        return _letters(chr(int(token[2:], base=16)))  # noqa: FURB166  # it has no 0 in front
    if token == r"\d":  # noqa: S105  # no password
        return _ANY_DIGIT
    return _ANYTHING if token[1].isalnum() else _letters(token[1])


def _repeated(part: _Part, quantifier: str) -> _Part:
    if quantifier in ("?", "??", "?+") and part.texts is not None:
        return _Part(part.texts | _EMPTY, _NOTHING, part.beginnings | _EMPTY)
    if quantifier[0] == "+" or (quantifier[0] == "{" and quantifier[1] not in "0,"):
        return part._replace(texts=None)
    return _Part(None, _NOTHING, part.beginnings, is_optional=True)


def _telling(words: Iterable[str]) -> _Telling:
    found = frozenset(words)
    worth = min([len(word) if word.isascii() else len(word) + 2 * len(_HANZI.findall(word)) for word in found])
    return _Telling(worth, -len(found), found) if worth else _NOTHING
