"""Which boilerplate rules can take a block at all, told by its first letters and by one pass over its text: few can take any.

Applies no rule; `crawler.clean.phrases` does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Sequence
from functools import lru_cache

from ahocorasick_rs import AhoCorasick

from crawler.clean.literals import BEGINNING, folded_case, needs_of, usual_beginning
from crawler.data.memo import by_identity
from crawler.data.patterns import LazyPattern
from crawler.data.rules import PhraseRule

Found = list[tuple[PhraseRule, list[LazyPattern]]]
_MAX_TEXTS = 256  # a page's blocks: five steps ask of the same ones
_MAX_BEGINNINGS = 4096
_FEW = 4  # patterns that are tried sooner than a text is searched for their words
_OPENING = re.compile(r"[^\w(（%$€£+]*")  # quotes, bullets, arrows, pictographs


def opening_of(text: str) -> int:
    """Return where the first letter of *text* is, behind quotes and bullets."""
    opening = None if text[:1].isalnum() else _OPENING.match(text)
    return opening.end() if opening else 0


class Selection(tuple[PhraseRule, ...]):  # noqa: SLOT001  # a tuple can have none that hold anything
    """Some of a tuple's rules, in an order of their own: what is known of the *whole* tuple serves for all its selections."""

    whole: tuple[PhraseRule, ...]

    @classmethod
    def of(cls, rules: Sequence[PhraseRule], picked: Iterable[PhraseRule]) -> Selection:
        """Return those that are *picked* of *rules*."""
        made = cls(picked)
        made.whole = _whole(rules)
        return made


def _whole(rules: Sequence[PhraseRule]) -> tuple[PhraseRule, ...]:
    return rules.whole if isinstance(rules, Selection) else rules if isinstance(rules, tuple) else tuple(rules)


class Patterns:
    """All patterns of a tuple of rules, each a bit of the numbers that tell which of them may match."""

    def __init__(self, rules: tuple[PhraseRule, ...]) -> None:
        self.all = [(rule, pattern) for rule in rules for pattern in rule.match]
        """Each pattern with its rule; the first is the lowest bit."""
        holders: dict[str, int] = {}
        beginners: dict[str, int] = {}
        self._always = 0
        for number, (_, pattern) in enumerate(self.all):
            bit = 1 << number
            words, beginnings = needs_of(pattern.pattern)
            self._always |= 0 if words else bit
            for word in words:
                holders[word] = holders.get(word, 0) | bit
            for beginning in beginnings:
                beginners[beginning] = beginners.get(beginning, 0) | bit
        # A space or full stop is found at each word; whether there is one at all is told sooner.
        self._characters = [(word, holding) for word, holding in holders.items() if len(word) == 1]
        longer = {word: holding for word, holding in holders.items() if len(word) > 1}
        self._holders = list(longer.values())
        """Of each word, a number with a bit for each pattern that knows it."""
        self._find = AhoCorasick(list(longer)).find_matches_as_indexes
        self.heard = lru_cache(_MAX_TEXTS)(self._heard)
        """The patterns one of whose words stands in a text, each a bit."""
        self._beginners = beginners
        self._begun = lru_cache(_MAX_BEGINNINGS)(self._beginning_with)

    def _heard(self, text: str) -> int:
        heard, folded, holders = self._always, folded_case(text), self._holders
        for character, holding in self._characters:
            if character in folded:
                heard |= holding
        for word, _, _ in self._find(folded, overlapping=True):
            heard |= holders[word]
        return heard

    def beginning(self, text: str) -> int:
        """Return the patterns that may match from the beginning of *text*, or from its first letter on."""
        found = self._begun(text[:BEGINNING])
        place = opening_of(text)
        return found | self._begun(text[place : place + BEGINNING]) if place else found

    def _beginning_with(self, letters: str) -> int:
        folded = usual_beginning(letters)
        found = 0
        for length in range(len(folded) + 1):
            found |= self._beginners.get(folded[:length], 0)
        return found

    def mask(self, is_asked: Callable[[PhraseRule], bool]) -> int:
        """Return the patterns of the rules that are asked."""
        return sum(1 << number for number, (rule, _) in enumerate(self.all) if is_asked(rule))


class Candidates:
    """The rules of one selection, found by the words that their patterns cannot do without."""

    def __init__(self, rules: tuple[PhraseRule, ...]) -> None:
        self._patterns = _patterns_of(_whole(rules))
        order = {rule.id: rank for rank, rule in enumerate(rules)}
        self._order = order if isinstance(rules, Selection) else None
        self._own = self._patterns.mask(lambda rule: rule.id in order)
        self._lengths = sorted({rule.max_chars for rule in rules if rule.part == "block"})
        self.max_chars = self._lengths[-1] if self._lengths else 0
        """The longest block that any of them takes."""
        self._masks: dict[tuple[str, tuple[str, ...], int], int] = {}

    def of_block(self, text: str, zones: tuple[str, ...], *, within: str | None = None) -> Found:
        """Return the rules for whole blocks of these zones that may match *text*, in order, each with those patterns that may.

        *within* is a text that holds it, where one has been asked for before: what that does not say no part of it does.
        """
        if len(text) > self.max_chars:
            return []
        longest = self._lengths[bisect_left(self._lengths, len(text))]
        return self._found(self._asked("block", zones, longest) & self._patterns.beginning(text), text, within)

    def of_opening(self, text: str, zones: tuple[str, ...] = ("anywhere", "head", "tail", "end")) -> Found:
        """Return the rules for the beginning of a block that may match *text*."""
        return self._found(self._asked("prefix", zones) & self._patterns.beginning(text), text)

    def of_closing(self, text: str) -> Found:
        """Return the rules for the end of a block that may match *text*."""
        return self._found(self._asked("suffix", ("anywhere", "head", "tail", "end")), text)

    def may_hold(self, text: str, kinds: Container[str]) -> bool:
        """Return whether one of the sentences of *text* may be a notice of these *kinds*, or all may be some notice."""
        heard = self._patterns.heard(text) & self._asked("block", ("anywhere",))
        if not heard:
            return False
        return any(self._patterns.all[number][0].kind in kinds for number in _bits(heard)) or bool(
            heard & self._patterns.beginning(text.lstrip())
        )

    def _asked(self, part: str, zones: tuple[str, ...], longest: int = 0) -> int:
        found = self._masks.get((part, zones, longest))
        if found is None:
            found = self._own & self._patterns.mask(
                lambda rule: rule.part == part and rule.where in zones and rule.max_chars >= longest
            )
            self._masks[part, zones, longest] = found
        return found

    def _found(self, left: int, text: str, within: str | None = None) -> Found:
        if left.bit_count() > _FEW:
            left &= self._patterns.heard(text if within is None else within)
        if not left:
            return []
        found: dict[str, tuple[PhraseRule, list[LazyPattern]]] = {}
        for number in _bits(left):
            rule, pattern = self._patterns.all[number]
            found.setdefault(rule.id, (rule, []))[1].append(pattern)
        order = self._order
        if order is None or len(found) < 2:  # noqa: PLR2004  # one needs no order
            return list(found.values())
        return [found[rule_id] for rule_id in sorted(found, key=order.__getitem__)]


def _bits(number: int) -> Iterable[int]:
    while number:
        lowest = number & -number
        number ^= lowest
        yield lowest.bit_length() - 1


_patterns_of = by_identity(Patterns)


def candidates_of(rules: Sequence[PhraseRule]) -> Candidates:
    """Return the rules ready for use; a tuple's are made once."""
    return _of_tuple(rules if isinstance(rules, tuple) else tuple(rules))


_of_tuple = by_identity(Candidates)


def cuts_of(rules: Sequence[PhraseRule]) -> tuple[PhraseRule, ...]:
    """Return the rules that take a block and all that follows; a tuple's are picked once."""
    return _cuts(rules if isinstance(rules, tuple) else tuple(rules))


def _cutting(rules: tuple[PhraseRule, ...]) -> tuple[PhraseRule, ...]:
    return Selection.of(rules, (rule for rule in rules if rule.action == "cut" and rule.part == "block"))


_cuts = by_identity(_cutting)
