"""Text as a string of one letter a word, so that labels are found in it word by word. Knows the words of labels, no tag.

Each word that stands in a label, in any of its forms, has a letter of its own; all words that no label knows share one.
A Chinese character is a word and its own letter. Labels written in the same letters are found by one pass of an automaton,
whole words only, and the place of a letter is the number of its word.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
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
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_OTHER_SCRIPT = re.compile(f"[\u0400-\u04ff{CJK}]")


class Spelled(NamedTuple):
    """A text in the letters of a vocabulary."""

    words: list[str]
    """Words as printed, Chinese characters and ends of paragraphs included."""
    letters: str
    """One letter a word."""
    characters: int
    """How many of the words are Chinese characters."""
    is_cyrillic: bool
    """Whether it has Cyrillic letters."""

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

    def __init__(self, classes: Iterable[Collection[str]]) -> None:
        """Take *classes* of words that count as one: a word and its forms, in lower case. Those that share one are joined."""
        self._letters = {_BREAK: PARAGRAPH}
        self._next = _FIRST_LETTER
        self.learn(classes)

    def learn(self, classes: Iterable[Collection[str]]) -> None:
        """Add *classes* none of whose words stands in one that is known: a text that was spelled stays as it is."""
        letters: dict[str, str] = {}
        forms_of: dict[str, Collection[str]] = {}
        joined: dict[str, str] = {}  # letter -> the letter of a class that it was joined with
        for forms in classes:
            letter = chr(self._next)
            self._next += 1
            forms_of[letter] = forms
            if letters.keys().isdisjoint(forms):  # most are, and this is ten times as fast
                letters.update(dict.fromkeys(forms, letter))
                continue
            for form in forms:
                known = _root(joined, letters.setdefault(form, letter))
                if known != (own := _root(joined, letter)):
                    joined[own] = known
        for letter in joined:
            letters.update(dict.fromkeys(forms_of[letter], _root(joined, letter)))
        self._letters |= letters

    def spell(self, text: str) -> Spelled:
        """Return *text* in letters."""
        if not text.isascii():
            for printed, plain in _PRINTERS_MARKS:
                text = text.replace(printed, plain)
        is_ascii = text.isascii()
        is_other = not is_ascii and bool(_OTHER_SCRIPT.search(text))
        is_cyrillic = is_other and has_cyrillic(text)
        pattern = _ASCII_TOKEN if is_ascii else _CJK_TOKEN if is_other and has_characters(text) else _TOKEN
        words = pattern.findall(text)
        get, folded = self._letters.get, _each_folded(words)
        if pattern is not _CJK_TOKEN:
            return Spelled(words, "".join(map(get, folded, repeat(_OTHER))), 0, is_cyrillic)
        characters = _CJK.findall(text)
        alone = dict(zip(characters, characters, strict=True))
        letters = "".join([get(word) or alone.get(word, _OTHER) for word in folded])
        return Spelled(words, letters, len(characters), is_cyrillic)

    def spell_each(self, texts: Sequence[str]) -> list[str]:
        """Return the letters of each text, all of them in one pass; no text has an empty line."""
        return self.spell(_BREAK.join(texts)).letters.split(PARAGRAPH) if texts else []

    def keys(self, texts: Sequence[str]) -> list[str]:
        """Return one form for all spellings of each text: of case, hyphen, number; words of no label as they are."""
        get = self._letters.get
        return [" ".join(map(get, words, words)) for words in words_of_each(texts)]


def has_cyrillic(text: str) -> bool:
    """Return whether *text* has a Cyrillic letter."""
    return not text.isascii() and _CYRILLIC.search(text) is not None


def has_characters(text: str) -> bool:
    """Return whether *text* has a Chinese, Japanese or Korean character."""
    return not text.isascii() and _CJK.search(text) is not None


def words_of(text: str) -> list[str]:
    """Return the words of *text* in lower case, Chinese characters one by one."""
    return _each_folded(_CJK_TOKEN.findall(text))


def words_of_each(texts: Sequence[str]) -> list[list[str]]:
    """Return the words of each text, as `words_of` does, in one pass."""
    found: list[list[str]] = [[]]
    for word in words_of(_BREAK.join(texts)):
        if word == _BREAK:
            found.append([])
        else:
            found[-1].append(word)
    return found if len(found) == len(texts) else [words_of(text) for text in texts]  # some text has an empty line


def words_as_printed(text: str) -> list[str]:
    """Return the words of *text*, Chinese characters one by one."""
    return _CJK_TOKEN.findall(text)


def fold(word: str) -> str:
    """Return *word* in lower case, Turkish and Russian spellings made one."""
    folded = word.casefold()
    # ё is seldom printed; Turkish I and İ fold to i with a dot
    return folded if folded.isascii() else folded.replace("ё", "е").replace("ı", "i").replace("\u0307", "")


def _each_folded(words: list[str]) -> list[str]:
    return fold("\0".join(words)).split("\0") if words else []


def _root(joined: dict[str, str], letter: str) -> str:
    while letter in joined:
        letter = joined[letter]
    return letter
