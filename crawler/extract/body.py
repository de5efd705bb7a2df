"""Which blocks of a page are the story: judged one by one by the block model, or named by a source's own selectors.

The model looks twice. The first look weighs each block by itself; where it shows that the story stands elsewhere than the
most prose does (a consent text, comments), the page is measured anew from there. The second look knows what the first
thought of the neighbours. Contains no wordings.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from math import exp
from typing import NamedTuple

from lxml import html

from crawler.data.cues import Cues
from crawler.extract.block_model import BlockModel, load_block_model
from crawler.extract.document import PageBlock, Place, name_words
from crawler.extract.features import NAMES, TOLD_WORDS, Measures, Witness, measured
from crawler.extract.places import chain, container_of
from crawler.extract.surroundings import surroundings
from crawler.model import STRIPPED, Block

_MIN_PROSE_CHARS = 60
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_MIN_CJK = 20
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»）)\]]*$")
_LONG = 140
_LINKS_ALONE = 0.9
_HOPELESS = -4.0  # log-odds of the first look: one chance in fifty is not worth a second one
_DOUBTFUL = -2.0
_CLOSE = -1.0
_UNLIKELY = -3.0
_SURE = 3.0
_SOME_LINKS = 0.3
_HEADING_WORDS = 12
_SHORTEST = 8  # words: the shortest flash has one sentence
_HEADING = 1  # number of its type among the measures
_TELLING_NAME = -1.2  # log-odds from which on an element's name is reason enough
_AT = {name: number for number, name in enumerate(NAMES)}
_SAYS = [
    (_AT["says_related"], "related"),
    (_AT["says_subscribe"], "subscribe-prompt"),
    (_AT["says_share"], "share-prompt"),
    (_AT["says_legal"], "legal-notice"),
    (_AT["says_byline"], "byline"),
]


class Verdict(NamedTuple):
    """What the model makes of a page."""

    scores: dict[int, float]
    """Index of a block -> log-odds that it is part of the story; blocks without one are links far from it."""
    reasons: dict[int, str]
    """Index of a block that is not part of it -> why."""
    kept: set[int]
    """Indexes of the blocks that are."""
    measures: Measures
    """What was measured."""


class Body(NamedTuple):
    """The main container of a page."""

    blocks: list[Block]
    """In page order; those of the story itself have ``inside`` set."""
    confidence: float | None
    """How well pages judged with this certainty were read, 0 to 1; None where there is nothing to judge."""


def is_prose(text: str) -> bool:
    """Return whether *text* reads like a sentence of a story rather than a label, by length and ending.

    >>> is_prose("Rare earths"), is_prose("Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday.")
    (False, True)
    """
    if not text.isascii() and len(_CJK.findall(text)) >= _MIN_CJK:
        return bool(_SENTENCE_END.search(text)) or len(text) >= _LONG
    return len(text) >= _MIN_PROSE_CHARS and (bool(_SENTENCE_END.search(text)) or len(text) >= _LONG)


def main_blocks(
    blocks: Sequence[PageBlock],
    *,
    end: int,
    witness: Witness,
    cues: Cues,
    wanted: Sequence[html.HtmlElement] = (),
) -> Body:
    """Return the blocks of the main container: the smallest element that holds the story and the headline.

    *end* is the index behind the line that ends the story: what follows is marked ``behind-the-story`` and is not judged.
    *wanted* are elements that the source's own selectors name as the body; else the model finds it. Without any story
    there are no blocks.
    """
    model = load_block_model()
    verdict = judged(blocks[:end], witness, cues, model)
    kept = homes = verdict.kept
    if wanted:
        named = {element for body in wanted for element in body.iter()}
        homes = {index for index, block in enumerate(blocks) if block.element in named}
        kept = {index for index in homes if not (blocks[index].hidden or blocks[index].chrome)}
    if not homes:
        return Body([], None)
    headline = witness.headline
    top = next((i for i, b in enumerate(blocks) if headline and b.text == headline and not b.chrome), None)
    around = _common([blocks[index].place for index in (homes if top is None else {*homes, top})])
    within: dict[html.HtmlElement | None, bool] = {}
    found = [
        plain(
            block,
            inside=index in kept,
            behind=index >= end,
            why=verdict.reasons.get(index),
            score=verdict.scores.get(index),
        )
        for index, block in enumerate(blocks)
        if _is_in(block.place, around, within)
    ]
    sure = certainty([*verdict.scores.values()], verdict.measures, kept)
    return Body(found, round(confidence(sure, model.confidence), 3))


def judged(blocks: Sequence[PageBlock], witness: Witness, cues: Cues, model: BlockModel) -> Verdict:
    """Return what the model makes of the blocks of a page."""
    measures = measured(blocks, witness, cues, model.name_weights)
    scores = [model.first.score(row) for row in measures.rows]
    likely = [0.0] * len(blocks)
    for index, score in zip(measures.candidates, scores, strict=True):
        likely[index] = measures.prose[index] / (1 + exp(-score))
    container, old = container_of(blocks, likely), measures.container.place
    if container.place is not None and old is not None and container.place.element is not old.element:
        measures = measured(blocks, witness, cues, model.name_weights, container)
        scores = [model.first.score(row) for row in measures.rows]
    scores = [
        model.second.score(row) if score > _HOPELESS else score
        for score, row in zip(scores, surroundings(scores, measures), strict=True)
    ]
    likely_story = chosen(measures, scores, model.threshold)
    kept = {index for index in likely_story if not (blocks[index].hidden or blocks[index].stripped)}
    kept = _without_comments(kept, blocks, measures)
    if not kept:  # a page that its own program will show
        kept = {index for index in likely_story if not blocks[index].stripped}
    told = sum(row[0] for index, row in zip(measures.candidates, measures.rows, strict=True) if index in kept)
    kept = kept if told >= _SHORTEST else set()
    reasons = {
        index: _reason(blocks[index], row, model)
        for index, row in zip(measures.candidates, measures.rows, strict=True)
        if index not in kept
    }
    return Verdict(dict(zip(measures.candidates, scores, strict=True)), reasons, kept, measures)


def _without_comments(kept: set[int], blocks: Sequence[PageBlock], measures: Measures) -> set[int]:
    """The blocks in no element called comments; all of them where no prose is left: then the name means something else."""
    spoken = {index for index in kept if not blocks[index].place.commented}
    return spoken if any(measures.prose[index] for index in spoken) else kept


def chosen(measures: Measures, scores: Sequence[float], threshold: float) -> set[int]:
    """Return the indexes of the blocks that are the story: those above *threshold*, and what stands doubtful in their midst.

    A paragraph goes with those before it in the same element, or one so called; a plain sentence with the sentence before
    it in the same element; a heading with the paragraphs on both sides of it; the rest of a sentence with its beginning.
    """
    kept = {index for index, score in zip(measures.candidates, scores, strict=True) if score > threshold}
    for at, index in enumerate(measures.candidates):
        row, above = measures.rows[at], at - 1
        if index in kept or index - 1 not in kept or scores[at] < _UNLIKELY or row[_AT["link_share"]] > _SOME_LINKS:
            continue
        before, sure = measures.rows[above], scores[above] > _SURE
        same = measures.holders[above] is measures.holders[at] or measures.alike[above] == measures.alike[at]
        is_text = same and scores[at] > _DOUBTFUL and not row[_AT["cues"]] and not row[_AT["pictured"]]
        is_rest = is_text and before[_AT["words"]] > _HEADING_WORDS and not before[_AT["ended"]]
        is_paragraph = is_text and sure and measures.prose[index] > 0
        follows = sure and measures.holders[above] is measures.holders[at] and before[_AT["ended"]]
        is_told = follows and is_sentence(row) and scores[at] > (_CLOSE if begins_with_cue(row) else _DOUBTFUL)
        is_heading = sure and row[_AT["type"]] == _HEADING and row[_AT["words"]] < _HEADING_WORDS
        if is_rest or is_paragraph or is_told or (is_heading and _goes_on(measures, scores, at)):
            kept.add(index)
    return kept


def is_sentence(row: Sequence[float]) -> bool:
    """Return whether a block is a plain sentence: ended, of some length, without link or picture."""
    is_plain = not row[_AT["links"]] and not row[_AT["pictured"]]
    return bool(row[_AT["ended"]]) and is_plain and row[_AT["words"]] >= TOLD_WORDS


def begins_with_cue(row: Sequence[float]) -> bool:
    """Return whether a block's first words are those of a prompt or notice."""
    return any(row[at] > 1 for at, _ in _SAYS)


def _goes_on(measures: Measures, scores: Sequence[float], at: int) -> bool:
    """Whether the next block is surely a paragraph of the story."""
    index = measures.candidates[at] + 1
    follows = at + 1 < len(scores) and measures.candidates[at + 1] == index
    return follows and scores[at + 1] > _SURE and measures.prose[index] > 0


def certainty(scores: Sequence[float], measures: Measures, kept: Collection[int]) -> float:
    """Return how sure the verdicts on the words of a page are, 0.5 to 1: those kept, and those that were nearly kept.

    *scores* are the candidates' log-odds; *kept* the indexes of the blocks that were taken for the story.
    """
    total = sure = 0.0
    for index, score, row in zip(measures.candidates, scores, measures.rows, strict=True):
        chance = 1 / (1 + exp(-max(-30.0, min(30.0, score))))
        share = chance if index in kept else 1 - chance
        weight = row[0] if index in kept else row[0] * chance
        total += weight
        sure += weight * share
    return sure / total if total else 0.5


def confidence(certain: float, curve: Iterable[tuple[float, float]]) -> float:
    """Return how well pages of this certainty were read, 0 to 1, from points of *curve* with straight lines between them."""
    points = [(0.0, 0.0), *curve, (1.0, 1.0)]
    at = min(max(1, bisect_left(points, (certain,))), len(points) - 1)
    (x0, y0), (x1, y1) = list(pairwise(points))[at - 1]
    return y0 + (y1 - y0) * (certain - x0) / (x1 - x0) if x1 > x0 else y1


def plain(block: PageBlock, *, inside: bool, behind: bool, why: str | None = None, score: float | None = None) -> Block:
    """Return a page's block as a block of its main container; *behind* the line that ends the story it is never part of it."""
    rule = None
    if block.hidden and not inside:
        rule = "hidden"
    elif block.stripped:
        rule = STRIPPED
    elif block.chrome and not inside:
        rule = "page-furniture"
    elif behind:
        rule = "behind-the-story"
    return Block(
        text=block.text, type=block.type, rule=rule, inside=inside, cells=block.cells, linked=block.linked,
        why=why or "outside-body", score=score,
    )  # fmt: skip


def _reason(block: PageBlock, row: Sequence[float], model: BlockModel) -> str:
    """Why a block is not part of the story: what it says, what its element is called, or where it stands."""
    if row[_AT["in_comments"]]:
        return "comment"
    if row[_AT["in_figcaption"]] or row[_AT["says_credit"]] > 1:
        return "caption"
    if row[_AT["link_share"]] >= _LINKS_ALONE:
        return "links"
    said = next((name for at, name in _SAYS if row[at] > 1), None)
    if said:
        return said
    if row[_AT["names_low"]] < _TELLING_NAME:
        return f"named:{_worst_name(block.place, model)}"
    return "outside-body" if row[_AT["climb"]] else "unlike-the-story"


def _worst_name(place: Place, model: BlockModel) -> str:
    """The word in the names of a block's elements that speaks most against a story."""
    found = [
        (model.name_weights[word], word)
        for at in chain(place)
        for word in name_words(at.names)
        if word in model.name_weights
    ]
    return min(found)[1].replace(" ", "-") if found else "?"


def _is_in(place: Place, element: html.HtmlElement | None, known: dict[html.HtmlElement | None, bool]) -> bool:
    """Whether *element* is around *place*; None is around all. *known* are answers by element."""
    if element is None:
        return True
    if place.element not in known:
        inner = place.element is element
        known[place.element] = inner or (place.outer is not None and _is_in(place.outer, element, known))
    return known[place.element]


def _common(places: Sequence[Place]) -> html.HtmlElement | None:
    """The smallest block-level element that holds all of them."""
    first, *others = [
        [at.element for at in chain(place)][::-1] for place in {place.element: place for place in places}.values()
    ]
    common = first
    for path in others:
        common = [a for a, b in zip(common, path, strict=False) if a is b]
    return common[-1] if common else None
