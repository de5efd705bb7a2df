"""Blocks that are boilerplate as a whole: what a rule takes, unless a sentence of the story stands in the same block."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from crawler.clean.glued import sentences, take_glued
from crawler.clean.phrases import Fact, IsStory, facts_of, folded_text, is_reported, rule_for
from crawler.data.rules import BoilerplateClass, PhraseRule
from crawler.model import STRIPPED, Block

_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»）)\]]*$")
_LONGER: Final[frozenset[BoilerplateClass]] = frozenset({"byline", "photo-credit"})
"""Classes whose second sentence is no story's: what the author did before, what else is to be seen in the picture."""

_MOST_ROUNDS = 10


def take_blocks(
    blocks: Sequence[Block], rules: Sequence[PhraseRule], *, is_story: IsStory
) -> tuple[list[Block], list[Fact]]:
    """Return all blocks, those that a rule takes whole marked with it, and the facts found in them.

    Blocks that already bear a rule are left as they are; one that the source strips is taken by the rule that knows what
    it is, where there is one: what it says is a fact all the same. *is_story* tells a paragraph of the story from a label: ``head``
    rules hold up to the first such block inside the body, ``tail`` rules after it. A block with a sentence of the story beside
    the notice is left to `take_glued`.
    """
    done: list[Block] = []
    facts: list[Fact] = []
    zones = ("anywhere", "head")
    for block in blocks:
        rule = rule_for(block.text, rules, zones) if block.rule in (None, STRIPPED) else None
        if rule and _holds_story(block.text, rule, rules, is_story):
            rule = None
        done.append(replace(block, rule=rule.id) if rule else block)
        if rule:
            facts += facts_of(block.text, [rule], rule.id)
        elif block.kept and block.inside and block.type == "p" and is_story(block.text):
            zones = ("anywhere", "tail")
    return _take_end(done, facts, rules, is_story=is_story)


def take_notices(
    blocks: Sequence[Block], rules: Sequence[PhraseRule], *, is_story: IsStory
) -> tuple[list[Block], list[Fact]]:
    """Return all blocks, notices split off by `take_glued` and what they leave taken where it is one itself, and the facts.

    What is left may be one that a rule takes: cleaning twice must not find more than cleaning once.
    """
    facts: list[Fact] = []
    done = list(blocks)
    for _ in range(_MOST_ROUNDS):
        before = {block.text for block in done if block.kept}
        done, split = take_glued(done, rules)
        facts += split
        if all(block.text in before for block in done if block.kept):
            break
        done, taken = take_blocks(done, rules, is_story=is_story)
        facts += taken
    return done, facts


def _take_end(
    blocks: list[Block], facts: list[Fact], rules: Sequence[PhraseRule], *, is_story: IsStory
) -> tuple[list[Block], list[Fact]]:
    """From the last block upwards, as long as rules or earlier steps take them; labels (tags) in between stay for later steps.

    The story's only paragraph is never taken. What these looser rules find may be spread over two sentences: a block is
    left to `take_glued` only where a sentence of it is a notice by itself.
    """
    stories = [i for i, b in enumerate(blocks) if b.kept and b.inside and b.type == "p" and is_story(b.text)]
    for index in range(len(blocks) - 1, (stories[0] if stories else len(blocks)), -1):
        block = blocks[index]
        rule = rule_for(block.text, rules, ("end",)) if block.kept else None
        if rule and _holds_notice(block.text, rules) and _holds_story(block.text, rule, rules, is_story):
            rule = None
        if rule:
            blocks[index] = replace(block, rule=rule.id)
            facts = [*facts, *facts_of(block.text, [rule], rule.id)]
        elif block.kept and block.inside and (is_story(block.text) or _SENTENCE_END.search(block.text)):
            break
    return blocks, facts


def _holds_story(text: str, taken_by: PhraseRule, rules: Sequence[PhraseRule], is_story: IsStory) -> bool:
    """Whether one of several sentences reads like a story's, no rule takes it, and it is not the notice's own further words."""
    if taken_by.kind in _LONGER or not taken_by.continued:  # nobody has said what such a notice goes on with
        return False
    parts = sentences(text)
    return len(parts) > 1 and any(
        is_story(part) and rule_for(part, rules) is None and not _goes_on(part, taken_by) for part in parts
    )


def _holds_notice(text: str, rules: Sequence[PhraseRule]) -> bool:
    return any(rule_for(part, rules, ("anywhere",)) for part in sentences(text))


def _goes_on(sentence: str, rule: PhraseRule) -> bool:
    folded = folded_text(sentence)
    return bool(rule.continued and rule.continued.search(folded)) and not is_reported(rule, folded)
