"""Words that stand where a story does not (``cues.toml``): the kinds of them that a line says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from crawler.data.toml import read_toml

KINDS = ("credit", "related", "subscribe", "share", "legal", "byline")
"""Kinds of cues: tables of ``cues.toml``."""
_OPENING = 3  # characters before a first word: a quotation mark, a bullet, a bracket
_UNSPACED = "\u2e80"  # from here on scripts that write words without spaces between them


class Cues:
    """Finds cues in a line, in one pass whatever their number."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        """*words*: phrases by kind; a kind left out is never heard."""
        kinds: dict[str, list[int]] = {}
        for number, kind in enumerate(KINDS):
            for word in words[kind]:
                kinds.setdefault(word.casefold(), []).append(number)
        self._kinds = [(word[0].isalnum(), word[-1].isalnum() and word[-1] < _UNSPACED, tuple(of)) for word, of in kinds.items()]
        self._find = AhoCorasick(list(kinds)).find_matches_as_indexes

    def heard(self, line: str) -> list[int]:
        """Return a number a kind, in the order of `KINDS`: 0 not said, 1 said, 2 the line begins with it.

        >>> load_cues().heard("Read more: tin at a five-year high")
        [0, 2, 0, 0, 0, 0]
        """
        found = [0] * len(KINDS)
        folded = line.casefold()
        end = len(folded)
        for number, start, stop in self._find(folded, overlapping=True):
            opens, closes, kinds = self._kinds[number]
            if closes and ((opens and start and folded[start - 1].isalnum()) or (stop < end and folded[stop].isalnum())):
                continue  # within a longer word
            for kind in kinds:
                found[kind] = max(found[kind], 2 if start < _OPENING else 1)
        return found


@lru_cache(maxsize=1)
def load_cues() -> Cues:
    """Return the shipped cues."""
    given = read_toml(files("crawler.data") / "cues.toml")
    return Cues({kind: [word for words in given[kind].values() for word in words] for kind in KINDS})
