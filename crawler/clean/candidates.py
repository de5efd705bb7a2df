"""Which boilerplate rules can take a block at all, told in one pass over its text: most blocks hold no word of any rule.

Applies no rule; `crawler.clean.phrases` does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ahocorasick_rs import AhoCorasick

from crawler.clean.literals import ODD_CASE, required_words
from crawler.data.identity import by_identity
from crawler.data.rules import PhraseRule


class Candidates:
    """The rules that take whole blocks, found by the words that they cannot do without."""

    def __init__(self, rules: Iterable[PhraseRule]) -> None:
        self._rules = [rule for rule in rules if rule.part == "block"]
        self.max_chars = max((rule.max_chars for rule in self._rules), default=0)
        """The longest block that any of them takes."""
        self._always: frozenset[int] = frozenset()
        holders: dict[str, set[int]] = {}
        for number, rule in enumerate(self._rules):
            needed = [required_words(pattern) for pattern in rule.match]
            if not all(needed):
                self._always |= {number}
            for word in frozenset[str]().union(*needed):
                holders.setdefault(word, set()).add(number)
        self._holders = [frozenset(numbers) for numbers in holders.values()]
        self._find = AhoCorasick(list(holders)).find_matches_as_indexes

    def of_text(self, text: str) -> Sequence[PhraseRule]:
        """Return the rules that may match *text*, in their order."""
        if not text.isascii() and ODD_CASE.search(text):
            return self._rules
        found = self._find(text.lower(), overlapping=True)
        if not found:
            numbers = self._always
        else:
            numbers = self._always.union(*{self._holders[word] for word, _, _ in found})
        return [rule for rule in map(self._rules.__getitem__, sorted(numbers)) if len(text) <= rule.max_chars]


def candidates_of(rules: Sequence[PhraseRule]) -> Candidates:
    """Return the rules ready for use; a tuple's are made once."""
    return _of_tuple(rules if isinstance(rules, tuple) else tuple(rules))


_of_tuple = by_identity(Candidates)
