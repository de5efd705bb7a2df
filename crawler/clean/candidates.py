"""Which boilerplate rules can take a block at all, told in one pass over its text: most blocks hold no word of any rule.

Applies no rule; `crawler.clean.phrases` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from crawler.clean.literals import folded_case, required_words
from crawler.data.memo import by_identity
from crawler.data.rules import PhraseRule

_MAX_TEXTS = 256  # a page's blocks: five steps ask of the same ones


class Candidates:
    """The rules that take whole blocks, found by the words that their patterns cannot do without."""

    def __init__(self, rules: Iterable[PhraseRule]) -> None:
        self._rules = [rule for rule in rules if rule.part == "block"]
        self._patterns = [(rule, pattern) for rule in self._rules for pattern in rule.match]
        self.max_chars = max((rule.max_chars for rule in self._rules), default=0)
        """The longest block that any of them takes."""
        holders: dict[str, int] = {}
        self._always = 0
        for number, (_, pattern) in enumerate(self._patterns):
            needed = required_words(pattern)
            self._always |= 0 if needed else 1 << number
            for word in needed:
                holders[word] = holders.get(word, 0) | 1 << number
        self._holders = list(holders.values())
        """Of each word, a number with a bit for each pattern that knows it."""
        self._find = AhoCorasick(list(holders)).find_matches_as_indexes
        self._zones: dict[tuple[str, ...], int] = {}
        self._heard = lru_cache(_MAX_TEXTS)(self._patterns_heard)

    def of_text(self, text: str, zones: tuple[str, ...]) -> list[tuple[PhraseRule, list[re.Pattern[str]]]]:
        """Return the rules of these zones that may match *text*, in their order, each with those of its patterns that may."""
        left = self._of_zones(zones)
        left &= self._heard(text)
        found: dict[int, tuple[PhraseRule, list[re.Pattern[str]]]] = {}
        while left:
            lowest = left & -left
            left ^= lowest
            rule, pattern = self._patterns[lowest.bit_length() - 1]
            if len(text) <= rule.max_chars:
                found.setdefault(id(rule), (rule, []))[1].append(pattern)
        return list(found.values())

    def may_hold(self, text: str) -> bool:
        """Return whether a sentence within *text* may be one that a rule takes anywhere on a page."""
        return bool(self._heard(text) & self._of_zones(("anywhere",)))

    def _patterns_heard(self, text: str) -> int:
        heard = self._always
        for word, _, _ in self._find(folded_case(text), overlapping=True):
            heard |= self._holders[word]
        return heard

    def _of_zones(self, zones: tuple[str, ...]) -> int:
        if zones not in self._zones:
            self._zones[zones] = sum(1 << i for i, (rule, _) in enumerate(self._patterns) if rule.where in zones)
        return self._zones[zones]


def candidates_of(rules: Sequence[PhraseRule]) -> Candidates:
    """Return the rules ready for use; a tuple's are made once."""
    return _of_tuple(rules if isinstance(rules, tuple) else tuple(rules))


_of_tuple = by_identity(Candidates)


def _of_part(part: str) -> Callable[[tuple[PhraseRule, ...]], tuple[PhraseRule, ...]]:
    def picked(rules: tuple[PhraseRule, ...]) -> tuple[PhraseRule, ...]:
        return tuple(rule for rule in rules if rule.part == part)

    return by_identity(picked)


_prefixes, _suffixes = _of_part("prefix"), _of_part("suffix")


def _cutting(rules: tuple[PhraseRule, ...]) -> tuple[PhraseRule, ...]:
    return tuple(rule for rule in rules if rule.action == "cut" and rule.part == "block")


_cuts = by_identity(_cutting)


def prefixes_of(rules: Sequence[PhraseRule]) -> tuple[PhraseRule, ...]:
    """Return the rules that take the beginning of a block; a tuple's are picked once, here and below."""
    return _prefixes(rules if isinstance(rules, tuple) else tuple(rules))


def suffixes_of(rules: Sequence[PhraseRule]) -> tuple[PhraseRule, ...]:
    """Return the rules that take the end of a block."""
    return _suffixes(rules if isinstance(rules, tuple) else tuple(rules))


def cuts_of(rules: Sequence[PhraseRule]) -> tuple[PhraseRule, ...]:
    """Return the rules that take a block and all that follows."""
    return _cuts(rules if isinstance(rules, tuple) else tuple(rules))
