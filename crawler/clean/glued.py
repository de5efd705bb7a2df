"""Notices in one paragraph with the story's own sentences, as in ``The mine reopened. Click here to subscribe``.

Only whole sentences at either end of a paragraph go, each of which a rule for whole blocks takes by itself, and labels
without a space behind them that a prefix rule names. A notice between two sentences of the story stays. A paragraph all of
whose sentences are boilerplate goes whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from crawler.clean.candidates import candidates_of
from crawler.clean.phrases import Fact, facts_of, folded_text, match_of, rule_for
from crawler.data.rules import BoilerplateClass, PhraseRule
from crawler.model import Block

_CLASSES: Final[frozenset[BoilerplateClass]] = frozenset(
    {
        "newsletter", "event-sign-up", "qr-group", "contact", "research-pitch", "machine-translation", "legal-statement",
        "paywall", "consent", "read-more",
    }
)  # fmt: skip
"""Classes whose notices are sentences; a label such as "Save." may be the end of a story's sentence."""
_TYPES: Final = ("p", "li", "quote")
_MOST_SENTENCES: Final = 6  # at each end: notices of five sentences have been seen
_MOST_ROUNDS: Final = 20
_LONGEST: Final = 4000  # characters looked at from each end of a block
_BOUNDARY: Final = re.compile(
    r"(?:(?<=[。！？])|(?<=[。！？][\"”』」）]))(?=\S)|(?<=[^\W\d_A-ZÀ-ÞА-Я][.!?])(?=[A-ZÀ-ÖØ-ÞА-ЯЁ¿¡])"
    r"|(?<=[^\s.][.!?…])[\"'”’»)\]]{0,3}\s+(?=[\"'“‘«(\[¡¿>»*]{0,3}[^\Wa-zà-öø-ÿа-яё_])"
)
_ENDER: Final = re.compile(r"[.!?…。！？]")
_QUOTES: Final = frozenset("\"'”』」）")
_ABBREVIATION: Final = re.compile(
    r"(?:^|\W)(?:[A-ZÀ-ÞА-ЯЁ]|Mr|Mrs|Ms|Dr|No|St|Jr|Co|Inc|Ltd|Corp|approx|tel|Tel|Sr|Sra|Srta|Dra|Nr|Frau|Hr|Bd|ca|bzw|zzgl|inkl|exkl|z\.B|г|ул|руб|тыс|млн|тел|им|Sn|Av)\.\s*$"
)


def take_glued(blocks: Sequence[Block], rules: Sequence[PhraseRule]) -> tuple[list[Block], list[Fact]]:
    """Return all blocks, glued notices split off as blocks of their own, and the facts found in them.

    Nothing is lost: the texts of the blocks returned, in order and joined, are the texts given, but for outer spaces.
    """
    done: list[Block] = []
    facts: list[Fact] = []
    for block in blocks:
        if not (block.kept and block.inside and block.type in _TYPES):
            done.append(block)
            continue
        for part in _split(block, rules):
            done.append(part)
            facts += facts_of(part.text, rules, part.rule) if part.rule else []
    return done, facts


def sentences(text: str) -> list[str]:
    """Return the sentences of a block; the middle of a very long one is one sentence.

    >>> sentences("Tin fell 3.2% in St. Louis. Click here!")
    ['Tin fell 3.2% in St. Louis.', 'Click here!']
    """
    cuts = [0, *_boundaries(folded_text(text)), len(text)]
    return [text[start:end].strip() for start, end in pairwise(cuts)]


def _split(block: Block, rules: Sequence[PhraseRule]) -> list[Block]:
    """The parts of a block, one of them kept at most: behind a label may be a notice, and behind that a label."""
    heads: list[Block] = []
    tails: list[Block] = []
    for _ in range(_MOST_ROUNDS):
        *taken, story = _without_labels(block, rules)
        parts = [*taken, *_parts(story, rules)]
        if len(parts) == 1:
            return [*heads, *parts, *tails]
        place = next((index for index, part in enumerate(parts) if part.kept), None)
        if place is None:
            return [*heads, *parts, *tails]
        heads, tails, block = [*heads, *parts[:place]], [*parts[place + 1 :], *tails], parts[place]
    return [*heads, block, *tails]


def _without_labels(block: Block, rules: Sequence[PhraseRule]) -> list[Block]:
    folded = folded_text(block.text)
    for rule, some in candidates_of(rules).of_opening(folded, ("anywhere",)):
        found = match_of(rule, folded, some)
        if found and 0 < found.end() < len(block.text.rstrip()):
            head, rest = block.text[: found.end()].strip(), block.text[found.end() :].strip()
            return [replace(block, text=head, rule=rule.id), replace(block, text=rest)]
    return [block]


def _parts(block: Block, rules: Sequence[PhraseRule]) -> list[Block]:
    text, folded = block.text, folded_text(block.text)
    if not candidates_of(rules).may_hold(folded, _CLASSES):
        return [block]
    cuts = [0, *_boundaries(folded), len(text)]
    if len(cuts) == 2:  # noqa: PLR2004  # one sentence: a rule for blocks has seen it
        return [block]
    if rule := _rule_of_all(text, folded, cuts, rules):
        return [replace(block, rule=rule.id)]
    first, last = 0, len(cuts) - 1
    heads: list[Block] = []
    tails: list[Block] = []
    while first < last - 1 and len(tails) < _MOST_SENTENCES:
        part = _taken(block, folded, cuts[last - 1], cuts[last], rules)
        if part is None:
            break
        tails.insert(0, part)
        last -= 1
    while first < last - 1 and len(heads) < _MOST_SENTENCES:
        part = _taken(block, folded, cuts[first], cuts[first + 1], rules)
        if part is None:
            break
        heads.append(part)
        first += 1
    if not heads and not tails:
        return [block]
    return [*heads, replace(block, text=text[cuts[first] : cuts[last]].strip()), *tails]


def _rule_of_all(text: str, folded: str, cuts: Sequence[int], rules: Sequence[PhraseRule]) -> PhraseRule | None:
    """The rule for the first sentence where each sentence is boilerplate by itself, of whatever class."""
    if len(cuts) - 1 > _MOST_SENTENCES:
        return None
    first = None
    for start, end in pairwise(cuts):
        rule = _rule_within(folded, start, end, text, rules)
        if rule is None:
            return None
        first = first or rule
    return first


def _taken(block: Block, folded: str, start: int, end: int, rules: Sequence[PhraseRule]) -> Block | None:
    """The sentence as a block of its own where a rule takes it, None where it is the story's or stands in a quotation."""
    rule = _rule_within(folded, start, end, block.text, rules)
    if rule is None or rule.kind not in _CLASSES or _is_open(folded[:start]) or _is_open(folded[start:end]):
        return None
    return replace(block, text=block.text[start:end].strip(), rule=rule.id)


def _rule_within(folded: str, start: int, end: int, text: str, rules: Sequence[PhraseRule]) -> PhraseRule | None:
    """The rule for one sentence of *text*. What the whole text does not say, no sentence of it can."""
    return rule_for(text[start:end].strip(), rules, ("anywhere",), within=folded)


def _is_open(text: str) -> bool:
    return text.count('"') % 2 == 1 or text.count("«") != text.count("»") or text.count("(") != text.count(")")


def _boundaries(folded: str) -> list[int]:
    """Where sentences begin, but for the first; only near the two ends of a long block."""
    ends = _boundaries_in(folded, 0, min(len(folded), _LONGEST))
    if len(folded) > _LONGEST:
        ends += _boundaries_in(folded, max(_LONGEST, len(folded) - _LONGEST), len(folded))
    return [at for at in ends if at < len(folded) and not _ABBREVIATION.search(folded, max(0, at - 12), at)]


def _boundaries_in(folded: str, begin: int, end: int) -> list[int]:
    """Where `_BOUNDARY` matches; it is asked only behind what ends a sentence, for to ask everywhere takes ten times as long."""
    ends: list[int] = []
    reached = begin
    for ender in _ENDER.finditer(folded, max(0, begin - 2), end):
        places = (ender.end(), ender.end() + 1) if folded[ender.end() : ender.end() + 1] in _QUOTES else (ender.end(),)
        for place in places:
            found = _BOUNDARY.match(folded, place, end) if reached <= place <= end else None
            if found:
                ends.append(found.end())
                reached = max(found.end(), place + 1)
    return ends
