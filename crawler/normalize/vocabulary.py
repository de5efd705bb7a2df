"""Text as a string of one letter a word, so that labels are found in it word by word. Knows the words of labels, no tag.

Each word that stands in a label, in any of its forms, has a letter of its own; all words that no label knows share one.
A Chinese character is a word and its own letter. Labels written in the same letters are found by one pass of an automaton,
whole words only, and the place of a letter is the number of its word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import NamedTuple

CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
"""The inside of a regex class: characters that are words of their own."""

CJK_FIRST = "\u3040"
"""No word that sorts before it is a Chinese character."""

PARAGRAPH = "\n"
"""The letter of a paragraph's end."""

_BREAK = "\n\n"
_OTHER = "\x00"
_FIRST_LETTER = 0xF0000  # a plane for private use: no text has a meaning there
# "US$10" is one word, and no country. A mark between words keeps 黄。金 apart, and ``project; lead``; brackets do
# not, as in 刚果(金), nor commas and full stops, as in "U.S. Steel".
_MARKS = ";:!?，。；：、！？"
_CJK_TOKEN = re.compile(rf"[{CJK}{_MARKS}]|(?:[^\W_{CJK}]|[&$])+|\n\n")
_TOKEN = re.compile(r"[\w&$]+|[;:!?]|\n\n")  # the same of a text without Chinese, faster
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9&$]+|[;:!?]|\n\n")  # and of one of ASCII, faster still
_PRINTERS_MARKS = (
    ("’", "'"),
    ("‘", "'"),
    ("“", '"'),
    ("”", '"'),
    ("–", "-"),
    ("—", "-"),
)  # all that most English lacks
_CJK = re.compile(f"[{CJK}]")
_FOLDED = str.maketrans(
    {"ё": "е", "ı": "i", "\u0307": None}
)  # ё is seldom printed; Turkish I and İ fold to i with a dot


class Spelled(NamedTuple):
    """A text in the letters of a vocabulary."""

    words: list[str]
    """Words as printed, Chinese characters and ends of paragraphs included."""
    letters: str
    """One letter a word."""
    characters: int
    """How many of the words are Chinese characters."""

    def printed(self, start: int, end: int, text: str) -> str:
        """Return the words from *start* to before *end* as *text* prints them."""
        words = self.words[start:end]
        joined = " ".join(words) if words[0] < "\u3040" else "".join(words)
        if joined in text:
            return joined
        # The first place where these words stand so; it need not be the one that was counted.
        found = re.search(r"[\W_]*".join(map(re.escape, words)), text)
        return found[0] if found else joined


class Vocabulary:
    """The words of labels, each with its letter."""

    def __init__(self, classes: Iterable[Iterable[str]]) -> None:
        """Take *classes* of words that count as one: a word and its forms, in lower case. Those that share one are joined."""
        parents: dict[str, str] = {}
        for first, *others in classes:
            root = _root(parents, first)
            for form in others:
                if parents.setdefault(form, root) != root:
                    parents[_root(parents, form)] = root
        letters: dict[str, str] = {}
        self._roots = {
            form: above if parents[above] == above else _root(parents, form) for form, above in parents.items()
        }
        for root in self._roots.values():
            letters.setdefault(root, chr(_FIRST_LETTER + len(letters)))
        self._letters = {form: letters[root] for form, root in self._roots.items()} | {_BREAK: PARAGRAPH}

    def spell(self, text: str) -> Spelled:
        """Return *text* in letters."""
        if not text.isascii():
            for printed, plain in _PRINTERS_MARKS:
                text = text.replace(printed, plain)
        pattern = _ASCII_TOKEN if text.isascii() else _CJK_TOKEN if _CJK.search(text) else _TOKEN
        words = pattern.findall(text)
        get, folded = self._letters.get, _each_folded(words)
        if pattern is not _CJK_TOKEN:
            return Spelled(words, "".join(map(get, folded, repeat(_OTHER))), 0)
        characters = _CJK.findall(text)
        alone = dict(zip(characters, characters, strict=True))
        letters = "".join([get(word) or alone.get(word, _OTHER) for word in folded])
        return Spelled(words, letters, len(characters))

    def spell_each(self, texts: Sequence[str]) -> list[str]:
        """Return the letters of each text, all of them in one pass; no text has an empty line."""
        return self.spell(_BREAK.join(texts)).letters.split(PARAGRAPH) if texts else []

    def key(self, text: str) -> str:
        """Return one form for all spellings of a whole keyword: of case, hyphen, number; words of no label as they are."""
        return " ".join([self._roots.get(word, word) for word in _each_folded(_CJK_TOKEN.findall(text))])


def words_of(text: str) -> list[str]:
    """Return the words of *text* in lower case, Chinese characters one by one."""
    return _each_folded(_CJK_TOKEN.findall(text))


def words_as_printed(text: str) -> list[str]:
    """Return the words of *text*, Chinese characters one by one."""
    return _CJK_TOKEN.findall(text)


def fold(word: str) -> str:
    """Return *word* in lower case, Turkish and Russian spellings made one."""
    folded = word.casefold()
    return folded.translate(_FOLDED) if "ё" in folded or "ı" in folded or "\u0307" in folded else folded


def _each_folded(words: list[str]) -> list[str]:
    return fold("\0".join(words)).split("\0") if words else []


def _root(parents: dict[str, str], word: str) -> str:
    parents.setdefault(word, word)
    while parents[word] != word:
        parents[word] = parents[parents[word]]
        word = parents[word]
    return word
