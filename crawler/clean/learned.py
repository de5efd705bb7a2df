"""Learned boilerplate: which of a source's recurring blocks are notices, told by where, when and in what company they stand.

What is said in them plays no part. A notice that is kept is a nuisance, a sentence that is lost is damage: in doubt a block
stays. What a person has decided is not asked here; the caller puts it first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from math import sqrt

from crawler.clean.ledger import MIN_SUPPORT, NEARLY_ALL, Evidence
from crawler.model import Block
from storage.blocks import LEARNED, CountedBlock, block_key, counted_blocks, masked_key

_MIN_SIZE = 4  # "***" between paragraphs harms nobody
_LONG = 400  # longest notice of any inventory: 330 characters; what is longer is judged as if it stood in the middle
_CHANGING = 0.8  # stories with a headline and a block of their own among those that have it
_AT_EDGE = 0.8
_STAYS = (
    2  # stories and days for each variant: a price that a notice names stays a while, a closing price changes daily
)
_EDGE_SHARE = 0.4  # a sentence that closes every third story must stay below, also where stories are few
_MIDDLE_SHARE = 0.6
_Z = 1.2816  # nine times in ten the true share is higher than the bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What is made of a recurring block."""

    learned: bool
    """Whether it is boilerplate."""
    reason: str
    """What speaks for it, and where it is kept, what against: ``in 9 of 11 stories since 2026-11-02, ...``."""


def judge(evidence: Evidence) -> Judgement:
    """Return whether a block is boilerplate, and why."""
    against = _against(evidence)
    said = _said(evidence)
    return Judgement(learned=against is None, reason=said if against is None else f"{said}: kept, {against}")


def story_blocks(blocks: Iterable[Block]) -> tuple[CountedBlock, ...]:
    """Return the blocks that a store counts: those kept, and those that stand in the story and were learned.

    What rules took is not counted: they need no help.
    """
    return counted_blocks((b.type, b.text) for b in blocks if b.kept or (b.rule == LEARNED and b.inside))


def take_learned(blocks: Sequence[Block], learned: AbstractSet[str]) -> list[Block]:
    """Return the blocks, those whose key or masked key is in *learned* marked ``learned``."""
    if not learned:
        return list(blocks)
    return [replace(block, rule=LEARNED) if block.kept and _is_in(block.text, learned) else block for block in blocks]


def _is_in(text: str, learned: AbstractSet[str]) -> bool:
    return block_key(text) in learned or masked_key(text) in learned


def _against(e: Evidence) -> str | None:
    """The first thing that speaks against a block's being boilerplate, None where nothing does."""
    share = _at_least(e.stories, e.company)
    edge = max(e.head, e.tail) >= _AT_EDGE * e.own
    enough = _EDGE_SHARE if edge and e.size <= _LONG and e.variants == 1 else _MIDDLE_SHARE
    reasons = (
        (e.rows * 2 > e.stories, "rows of tables are content"),
        (e.size < _MIN_SIZE, "it is too short to be a notice"),
        (min(e.stories, e.headlines) < MIN_SUPPORT, "in too few stories"),
        (e.since is not None and e.days < (2 if e.share >= NEARLY_ALL else 3), "on too few days"),
        (e.headlines < _CHANGING * e.stories, "under the same headlines again"),
        (e.own < _CHANGING * e.stories, "in stories that have little else of their own"),
        (e.headings * 2 > e.stories and not edge, "headings within the story are content"),
        (e.variants > 1 and not edge, "its numbers change, and it stands within the story"),
        (e.variants > 1 and e.variants * _STAYS > min(e.stories, e.days), "its numbers change too often"),
        (e.weekday, "it comes on one day of the week"),
        (e.series is not None, f'its stories are about one thing, "{e.series}"'),
        (e.theme is not None and not edge, f'all stories are about one thing, "{e.theme}"'),
        (share < enough, "in too small a part of the stories"),
    )
    return next((reason for holds, reason in reasons if holds), None)


def _said(e: Evidence) -> str:
    place = "at the end of" if e.tail >= e.head else "at the beginning of"
    since = f" since {e.since}" if e.since else ""
    days = f", on {e.days} day{'' if e.days == 1 else 's'}" if e.days else ""
    variants = f", in {e.variants} variants" if e.variants > 1 else ""
    return (
        f"in {e.stories} of {e.company} stories{since}, {place} {max(e.head, e.tail)},"
        f" with {e.headlines} headlines{days}{variants}"
    )


def _at_least(found: int, of: int) -> float:
    """The lower end of what the share may truly be, by Wilson: 5 of 5 is .75, 50 of 100 is .44."""
    share, z2 = found / of, _Z * _Z
    middle = share + z2 / (2 * of)
    return (middle - _Z * sqrt(share * (1 - share) / of + z2 / (4 * of * of))) / (1 + z2 / of)
