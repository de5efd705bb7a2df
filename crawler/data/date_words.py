"""Words of the dates that list pages print (``date_words.toml``): which kinds of them a short text has, and what else is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from crawler.data.toml import read_toml

KINDS = ("months", "weekdays", "days", "ages", "units", "around")
"""Kinds of words: keys of each language's table."""
_UNSPACED = "\u2e80"  # from here on scripts that write words without spaces between them
_WORD = re.compile(r"[^\W\d_\u2e80-\U0003ffff]+|[\u2e80-\U0003ffff]")


class DateWords:
    """Tells the words of a date from all others, of whatever language: a list page need not say its own."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """*words*: words and phrases by kind; one word may be of several kinds, as Spanish August and English "ago"."""
        kinds: dict[str, set[str]] = {}
        for kind in KINDS:
            for word in words[kind]:
                kinds.setdefault(word.casefold(), set()).add(kind)
        self._kinds = kinds
        longest_first = sorted(kinds, key=len, reverse=True)
        spaced = "|".join(re.escape(word) for word in longest_first if word[0] < _UNSPACED)
        unspaced = "|".join(re.escape(word) for word in longest_first if word[0] >= _UNSPACED)
        self._known = re.compile(rf"(?<![^\W\d_])(?:{spaced})(?![^\W\d_])|(?:{unspaced})")

    def read(self, text: str) -> tuple[set[str], int]:
        """Return the kinds of date words in *text*, and how many words (of Chinese: characters) are none.

        >>> kinds, others = load_date_words().read("Reuters, vor 3 Stunden")
        >>> sorted(kinds), others
        (['ages', 'units'], 1)
        """
        folded = text.casefold()
        kinds = {kind for word in self._known.findall(folded) for kind in self._kinds[word]}
        return kinds, len(_WORD.findall(self._known.sub(" ", folded)))


@lru_cache(maxsize=1)
def load_date_words() -> DateWords:
    """Return the shipped words of all languages."""
    tables = read_toml(files("crawler.data") / "date_words.toml").values()
    return DateWords({kind: [word for table in tables for word in table[kind]] for kind in KINDS})
