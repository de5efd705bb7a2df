"""How much a text looks like one that people wrote: frequent letters, one script a word, no rubble. Decodes nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from crawler.charset.letters import HAN, HANGUL, LATIN, PUNCTUATION, RUSSIAN, RUSSIAN_RARE

_LATIN_LETTER = "A-Za-zª-ɏ"
_OTHER_LETTER = "Ͱ-Ͽ\u0400-\u052f\u0590-\u06ff\u0e00-\u0e7f"
_FAULTS = (
    (re.compile(r"[а-яё][А-ЯЁ]|[α-ώ][Α-Ω]|[a-zß-öø-ÿ][À-ÖØ-Þ]"), 1.0),  # aBc: KOI8 read as windows-1251
    (
        re.compile(rf"[{_LATIN_LETTER}][{_OTHER_LETTER}]|[{_OTHER_LETTER}][{_LATIN_LETTER}]"),
        1.5,
    ),  # two scripts in a word
    (re.compile(r"[a-z][\u2e80-\ud7af][a-z]"), 2.0),  # a Chinese character in a French word
    (re.compile(r"[À-ɏ]{3}"), 3.0),  # accents side by side: a script that is none of Latin's
    (
        re.compile(rf"[{_LATIN_LETTER}{_OTHER_LETTER}][\u00a1-\u00b6\u00b8-\u00bf×÷‚„†‡‰‹›€™][a-z{_OTHER_LETTER}ß-ɏ]"),
        1.0,
    ),
    (re.compile(r"[\uac00-\ud7af][\u4e00-\u9fff][\uac00-\ud7af]"), 1.0),
)
_HOPELESS = 0.3
_OUTRIGHT = {"Co": -2.0, "Cn": -2.0, "Cc": -2.0, "Cs": -2.0}


def plausibility(text: str) -> float:
    """Return how plausible the characters beyond ASCII are: about 0.5 to 1 for a text, below 0.4 for a wrongly decoded one.

    A text that is all ASCII has 1.
    """
    counts = Counter(text)
    foreign = {char: number for char, number in counts.items() if char > "\x7f"}
    total = sum(foreign.values())
    if not total:
        return 1.0
    points = sum(_value(char) * number for char, number in foreign.items())
    accented = {char: number for char, number in foreign.items() if _is_accented(char)}
    if accented:
        letters = sum(accented.values())
        found = ((share, sum(number for char, number in accented.items() if char in known)) for share, known in LATIN)
        points += max(share * best - (letters - best) for share, best in found)
    if points < _HOPELESS * total:
        return points / total  # faults would only take from it, and are slow to find
    faults = sum(cost * len(pattern.findall(text)) for pattern, cost in _FAULTS)
    return (points - faults) / total


@lru_cache(maxsize=8192)
def _is_accented(char: str) -> bool:
    return "\u00c0" <= char <= "\u024f" and char not in "×÷"


@lru_cache(maxsize=8192)
def _value(char: str) -> float:  # noqa: PLR0911  # one flat table
    """What one character says for its text; accented Latin letters are judged together, by language."""
    if char in HAN or char in HANGUL or char in RUSSIAN:
        return 1.0
    if char in PUNCTUATION:
        return 0.3
    code = ord(char)
    if char == "\ufffd":
        return -3.0
    if _is_accented(char):
        return 0.0
    if (value := _OUTRIGHT.get(unicodedata.category(char))) is not None:
        return value
    if char in RUSSIAN_RARE or char.lower() in RUSSIAN or char.lower() in RUSSIAN_RARE:
        return 0.6
    return next((value for first, last, value in _RANGES if first <= code <= last), -0.5)


_RANGES = (
    (0x4E00, 0x9FA5, 0.2),
    (0x3041, 0x3096, 0.9),
    (0x30A1, 0x30FA, 0.7),
    (0xAC00, 0xD7A3, 0.3),
    (0x0391, 0x03CE, 0.7),
    (0x05D0, 0x05EA, 0.7),
    (0x0621, 0x064A, 0.7),
    (0x0E01, 0x0E4E, 0.7),
    (0x3000, 0x303F, 0.3),
    (0xFF01, 0xFF5E, 0.3),
    (0x0410, 0x044F, 0.6),
    (0xFF61, 0xFF9F, -0.3),  # half-width katakana: what single bytes become in Shift JIS
    (0x2500, 0x259F, -1.5),  # boxes: what letters become in KOI8 and the DOS code pages
)
"""First and last code of a range, and the value of its characters. Outside of all: a symbol."""
