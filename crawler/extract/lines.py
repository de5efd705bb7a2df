"""What is counted in one line of text: words, sentences, capitals, digits, letters. Judges nothing.

Most lines of most pages are Latin letters and a few signs: these are counted as bytes, which takes a fifth of the time.
"""

from __future__ import annotations

import re

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_CJK_WORD = 0.6  # of a word: a Chinese text has 1.6 characters where its translation has a word
_ENDS = frozenset(".!?…。！？؟।")
_CLOSING = "\"'”’»）)]*」』"
_STOPS = ".!?"  # end a sentence where a space, a closing mark or nothing follows; the sure ones need no such proof
_ALL_STOPS, _SURE_STOPS = ".!?؟।", "。！？"
_BEHIND_STOP = frozenset(" \t\xa0\u3000\"'”’»）)]」』")
_OPENING = frozenset("\"'“‘„«(")
_DIGITS = re.compile(r"\d")
_NO_LETTERS = re.compile(r"[\W_]+")
_SIGNS = (*((sign, '"') for sign in "“‘„"), *((sign, ".") for sign in "’”–—…•\u200b"))
_LATIN = [chr(code) for code in range(256)]
_NO_LATIN_LETTERS = bytes(code for code, char in enumerate(_LATIN) if not char.isalnum())
_NO_LATIN_DIGITS = bytes(code for code, char in enumerate(_LATIN) if not char.isdecimal())
_KINDS = "".join(
    " " if char == " " else '"' if char in _OPENING else "A" if char.isupper() else "a" if char.isalnum() else "."
    for char in _LATIN
).encode()


def words_in(text: str) -> float:
    """Return the length of *text* in words; a Chinese, Japanese or Korean character counts as 0.6 of one."""
    spaces = text.count(" ") + 1
    return spaces if text.isascii() else spaces + _CJK_WORD * len(_CJK.findall(text))


def is_ended(text: str) -> bool:
    """Return whether *text* ends as a sentence does."""
    last = text[-1:]
    return last in _ENDS or (last in _CLOSING and text.rstrip(_CLOSING)[-1:] in _ENDS)


def stops_in(text: str) -> int:
    """Return how many sentences end in *text*.

    >>> stops_in("Tin fell 1.5 % today. Why? “Stocks.” 锡价下跌。铜价")
    4
    """
    is_ascii = text.isascii()
    found = 0
    for stop in _STOPS if is_ascii else _ALL_STOPS:
        if stop in text:
            *behind, last = text.split(stop)[1:]
            found += sum([part[:1] in _BEHIND_STOP for part in behind]) + (not last or last[0] in _BEHIND_STOP)
    return found if is_ascii else found + sum(map(text.count, _SURE_STOPS))


def commas_in(text: str) -> int:
    """Return how many commas *text* has, Chinese ones and enumeration marks too."""
    return text.count(",") if text.isascii() else sum(map(text.count, ",，、"))


def signs_in(text: str) -> tuple[int, float]:
    """Return how many digits *text* has, and the share of its words that begin with a capital.

    A mark before a word's first letter does not count, and a word that begins with no letter or digit is none.

    >>> signs_in("“Tin” fell 5 % in 2026")
    (5, 0.2)
    """
    plain = _latin(text)
    if plain is None:
        initials = [word[1:2] if word[0] in _OPENING else word[0] for word in text.split()]
        letters = [letter for letter in initials if letter.isalnum()]
        return len(_DIGITS.findall(text)), sum(map(str.isupper, letters)) / (len(letters) or 1)
    kinds = (b" " + plain).translate(_KINDS)
    large = kinds.count(b" A") + kinds.count(b' "A')
    small = kinds.count(b" a") + kinds.count(b' "a')
    return len(plain.translate(None, _NO_LATIN_DIGITS)), large / (large + small or 1)


def letters_of(text: str) -> str:
    """Return the letters and digits of *text* alone, without regard to case.

    >>> letters_of("“Tin” falls – 5 %")
    'tinfalls5'
    """
    plain = _latin(text)
    if plain is None:
        return _NO_LETTERS.sub("", text).casefold()
    return plain.translate(None, _NO_LATIN_LETTERS).decode("latin-1").casefold()


def _latin(text: str) -> bytes | None:
    """The text in Latin-1, common signs beyond it replaced by ones of their kind; None where it has other characters."""
    if text.isascii():
        return text.encode()
    for sign, like in _SIGNS:
        text = text.replace(sign, like)
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return None
