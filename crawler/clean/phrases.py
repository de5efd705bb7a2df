"""Boilerplate rules applied to blocks: which rule takes which block, or one end of it. Knows no wording of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from crawler.clean.candidates import candidates_of, cuts_of, opening_of
from crawler.data.memo import by_identity
from crawler.data.patterns import LazyPattern
from crawler.data.rules import BoilerplateClass, PhraseRule
from crawler.model import Block

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´ʼ＇", "'"),
        **dict.fromkeys("“”„‟＂「」", '"'),
        **dict.fromkeys("‐‑‒–—―−－", "-"),
        "\u00a0": " ",
    }
)
"""One character to one character, so that what is found in the folded text stands at the same place in the printed one."""
_TO_FOLD = re.compile(f"[{''.join(map(chr, _FOLDED))}]")
_CLOSING = re.compile(r"[^\w)）%…:：?？.!。！,;]+$")
_SPENT = re.compile(r"[^\w(（]*")
_SUFFIX_WINDOW = 400
_MAX_CLOSING = 8
_MAX_TEXTS = 256  # a page has fewer blocks; five steps ask of each
_OPENING_CHARS = 1000  # no opening is longer
_MAX_EDGES = 4  # openings or credits behind each other: two have been seen
_SPEECH = re.compile(
    r'"[^"]{10,}(?:[,.?!]" ?[^\W\d_]|",? [a-zß-ÿа-яё])'
)  # ``"Subscribe," she says``: a notice's quotes hold all of it
_UNNAMED = "machine"
_NO_NAMES = frozenset({"机器", "智能", "软件"})  # what is a machine, whose is not said

IsStory = Callable[[str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field's value that stood in boilerplate."""

    field: str
    """Name of the article's field."""
    value: str
    """As printed; ``machine`` or ``true`` where the rule states the fact without a value."""
    rule: str
    """Id of the rule that found it."""


def rule_for(
    text: str,
    rules: Sequence[PhraseRule],
    zones: tuple[str, ...] = ("anywhere", "head", "tail", "end"),
    *,
    within: str | None = None,
) -> PhraseRule | None:
    """Return the first rule of these zones that takes the whole block, None where none does.

    *within* is the folded text of which it is a sentence, where it is one.
    """
    candidates = candidates_of(rules)
    if len(text) > candidates.max_chars:
        return None
    folded = folded_text(text)
    found = candidates.of_block(folded, zones, within=within)
    if not found or _SPEECH.match(folded):
        return None
    spans = _spans(folded)
    return next((rule for rule, some in found if _whole_block(rule, folded, some, spans)), None)


def ends_story(text: str, rules: Sequence[PhraseRule]) -> bool:
    """Return whether a rule cuts here."""
    return rule_for(text, cuts_of(rules)) is not None


def ids_of(kind: BoilerplateClass, rules: Sequence[PhraseRule]) -> frozenset[str]:
    """Return the ids of all rules of one class, in whatever language and file they are."""
    return _ids_by_class(rules if isinstance(rules, tuple) else tuple(rules)).get(kind, frozenset())


def _by_class(rules: tuple[PhraseRule, ...]) -> dict[BoilerplateClass, frozenset[str]]:
    kinds = {rule.kind for rule in rules}
    return {kind: frozenset(rule.id for rule in rules if rule.kind == kind) for kind in kinds}


_ids_by_class = by_identity(_by_class)


def opens_story(text: str, rules: Sequence[PhraseRule]) -> bool:
    """Return whether *text* begins with a dateline or lead-in: then it is the story's first paragraph."""
    folded = folded_text(text)
    return any(match_of(rule, folded, some) for rule, some in candidates_of(rules).of_opening(folded))


def take_edges(
    blocks: Sequence[Block], rules: Sequence[PhraseRule], *, is_story: IsStory
) -> tuple[list[Block], list[Fact]]:
    """Return all blocks, the story's opening (dateline) and closing (credit) split off as blocks of their own, and their facts.

    Nothing is lost: the texts of the blocks returned, in order and joined, are the texts given.
    """
    kept = [index for index, block in enumerate(blocks) if block.kept and block.inside]
    first = next((index for index in kept if blocks[index].type == "p" and is_story(blocks[index].text)), None)
    done, facts = list(blocks), list[Fact]()
    if kept:
        done, found = _take_suffix(done, kept[-1], rules)
        facts += found
        for opening in dict.fromkeys((kept[0], kept[0] if first is None else first)):
            done, found = _take_prefix(done, opening, rules)
            facts += found
            if found or len(done) > len(blocks) + len(facts):
                break
    return done, facts


def _take_prefix(blocks: list[Block], index: int, rules: Sequence[PhraseRule]) -> tuple[list[Block], list[Fact]]:
    """The longest opening that a rule knows, and a second one behind it: a dateline may have a lead-in behind it."""
    facts: list[Fact] = []
    for place in range(index, index + _MAX_EDGES):
        text = blocks[place].text
        folded = folded_text(text[:_OPENING_CHARS])
        openings = ((rule, match_of(rule, folded, some)) for rule, some in candidates_of(rules).of_opening(folded))
        fitting = [(rule, match) for rule, match in openings if match and match.end() < len(text)]
        rule, found = max(fitting, key=lambda opening: opening[1].end(), default=(None, None))
        if rule is None or found is None:
            break
        blocks = _split(blocks, place, found.end(), rule, taken_first=True)
        facts += _facts(rule, found, text)
    return blocks, facts


def _take_suffix(blocks: list[Block], index: int, rules: Sequence[PhraseRule]) -> tuple[list[Block], list[Fact]]:
    """Also a second credit before the last: a source may stand before the reporters."""
    facts: list[Fact] = []
    for _ in range(_MAX_EDGES):
        text = blocks[index].text
        folded = folded_text(text)
        closings = ((rule, match_of(rule, folded, some)) for rule, some in candidates_of(rules).of_closing(folded))
        rule, found = next(((r, m) for r, m in closings if m and m.start() > 0), (None, None))
        if rule is None or found is None:
            break
        blocks = _split(blocks, index, found.start(), rule, taken_first=False)
        facts = [*_facts(rule, found, text), *facts]
    return blocks, facts


def _split(blocks: list[Block], index: int, at: int, rule: PhraseRule, *, taken_first: bool) -> list[Block]:
    block = blocks[index]
    head, tail = block.text[:at].strip(), block.text[at:].strip()
    rules = (rule.id, None) if taken_first else (None, rule.id)
    parts = [replace(block, text=text, rule=name) for text, name in zip((head, tail), rules, strict=True)]
    return [*blocks[:index], *parts, *blocks[index + 1 :]]


def facts_of(text: str, rules: Sequence[PhraseRule], rule_id: str) -> list[Fact]:
    """Return what the rule of this id finds in a block that it has taken."""
    rule = next(rule for rule in rules if rule.id == rule_id)
    return _facts_in(rule, text)


@lru_cache(_MAX_TEXTS)
def folded_text(text: str) -> str:
    """Return *text* with quotes, dashes and spaces of all kinds as plain ones, each letter in its place."""
    # Most lines hold nothing to fold, and to see that costs a tenth of it.
    is_straight = "`" not in text if text.isascii() else not _TO_FOLD.search(text)
    return text if is_straight else text.translate(_FOLDED)


def match_of(rule: PhraseRule, folded: str, patterns: Sequence[LazyPattern] | None = None) -> re.Match[str] | None:
    """Return the match of a rule in what `folded_text` made of a text, None where it leaves it alone.

    *patterns* are those of the rule that may match; None: all.
    """
    some = patterns or rule.match
    if rule.part == "suffix":
        return _suffix(rule, folded, some)
    if rule.part == "prefix":
        return _prefix(rule, folded, some)
    if len(folded) > rule.max_chars or _SPEECH.match(folded):
        return None
    return _whole_block(rule, folded, some, _spans(folded))


def _whole_block(
    rule: PhraseRule, folded: str, patterns: Sequence[LazyPattern], spans: Sequence[tuple[int, int]]
) -> re.Match[str] | None:
    for start, end in spans:
        for pattern in patterns:
            found = pattern.match(folded, start, end)
            # The match reaches the end of the block, but for what closes it.
            if found and _SPENT.fullmatch(folded, found.end()):
                return None if _is_kept(rule, folded) else found
    return None


def _spans(folded: str) -> list[tuple[int, int]]:
    """From where to where a pattern may look: from the first letter, too, and to what closes the block (brackets, arrows)."""
    end = len(folded)
    start = opening_of(folded)
    spans: list[tuple[int, int]] = []
    for position in (0, start) if start else (0,):
        closing = None if folded[-1:].isalnum() else _CLOSING.search(folded, max(position, end - _MAX_CLOSING))
        spans += [(position, end), (position, closing.start())] if closing else [(position, end)]
    return spans


def _prefix(rule: PhraseRule, folded: str, patterns: Sequence[LazyPattern]) -> re.Match[str] | None:
    start = opening_of(folded)
    for position in (0, start) if start else (0,):
        for pattern in patterns:
            found = pattern.match(folded, position, min(len(folded), position + rule.max_chars))
            if found:
                return None if rule.unless and rule.unless.search(folded) else found
    return None


def _is_kept(rule: PhraseRule, folded: str) -> bool:
    """Whether a word in it keeps a block that the rule's patterns match."""
    return bool((rule.unless and rule.unless.search(folded)) or is_reported(rule, folded))


def is_reported(rule: PhraseRule, folded: str) -> bool:
    """Return whether *folded* is somebody's speech, as far as the words of the rule's language tell."""
    return bool(rule.reported and rule.reported.search(folded))


def _suffix(rule: PhraseRule, folded: str, patterns: Sequence[LazyPattern]) -> re.Match[str] | None:
    stripped = folded.rstrip()
    for pattern in patterns:
        for found in pattern.finditer(stripped, max(0, len(stripped) - _SUFFIX_WINDOW)):
            if found.end() == len(stripped) and len(found.group()) <= rule.max_chars:
                return found
    return None


def _facts_in(rule: PhraseRule, text: str) -> list[Fact]:
    return _facts(rule, match_of(rule, folded_text(text)), text) if rule.field else []


def _facts(rule: PhraseRule, found: re.Match[str] | None, text: str) -> list[Fact]:
    if rule.field is None or found is None:
        return []
    if rule.field == "is_truncated":
        return [Fact(field=rule.field, value="true", rule=rule.id)]
    named = "value" in found.re.groupindex and found["value"]
    if not named and rule.field != "machine_translated_by":
        return []
    value = text[found.start("value") : found.end("value")] if named else _UNNAMED
    value = value.strip(" .,;:")
    if rule.field == "machine_translated_by" and value.casefold() in _NO_NAMES:
        value = _UNNAMED
    return [Fact(field=rule.field, value=value, rule=rule.id)]
