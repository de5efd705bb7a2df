"""What is measured of each block: its text, its place and its neighbours as numbers, which `block_model` weighs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from lxml import html

from crawler.data.cues import KINDS, Cues
from crawler.extract.document import PageBlock
from crawler.extract.lines import commas_in, is_ended, letters_of, signs_in, stops_in, words_in
from crawler.extract.places import Container, Path, Spans, container_of, home, weigh

_WINDOW = 300  # what a label, a prompt or a caption says of itself, it says in its first words
_PROSE_WORDS, _SENTENCE_WORDS = 22, 9
_ALL_LINKS = 0.9
_LABEL_WORDS = 8
_FAR = 99
_REACH = 40  # blocks from the headline at which prose counts half: comments and legal notes stand far from it
_SUMMARY_CHARS = 20
_TAGS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "tr", "span", "section", "article",
         "figcaption", "figure", "button", "label", "dd", "dt", "pre", "header", "footer", "aside", "nav", "form")  # fmt: skip
_TAG_NUMBER = {tag: number for number, tag in enumerate(_TAGS)}
_TYPE_NUMBER = {"p": 0, "h": 1, "li": 2, "quote": 3, "row": 4}
_AROUND = ("figcaption", "aside", "header", "form", "ul", "table", "article", "section", "blockquote")
_HEARD_BEFORE = ("related", "subscribe", "share", "legal")
_RELATED = KINDS.index("related")
_CUE_CHARS = 40
_CUE_MARK = re.compile(r"[:：>»→|]")
_BEFORE_NUMBERS = [KINDS.index(kind) for kind in _HEARD_BEFORE]

TOLD_WORDS = 6
"""The shortest sentence, in words, that may be told of a thing rather than point to it."""
NAMES = (
    "words", "ended", "stops", "link_share", "links", "digits", "capitals", "type", "commas", "ellipsis", "quoted",
    "tag", "hidden", "chrome", "pictured", *(f"in_{tag}" for tag in _AROUND), "in_comments", "depth", "climb",
    "holder_share", "holder_blocks", "holder_links", "alike_share", "alike_blocks",
    "after_headline", "prose_before", "prose_after", "from_first", "to_last", "page_prose", "container_share",
    "repeated", "in_description", "has_witness", "in_witness",
    "words_before", "words_before_2", "links_before", "heading_before", "words_after", "words_after_2",
    "links_after", "ended_after",
    *(f"says_{kind}" for kind in KINDS), *(f"under_{kind}" for kind in _HEARD_BEFORE), "cues",
    "name_low", "name_high", "names_low", "names_high", "names_sum",
)  # fmt: skip
"""Names of the measures, in order; the last five are what `places.weigh` returns."""


class Witness(NamedTuple):
    """What is known of a page beside its blocks."""

    headline: str = ""
    """The best headline candidate."""
    descriptions: tuple[str, ...] = ()
    """What the page's data say that the story is about."""
    article_body: str = ""
    """``articleBody`` of the page's data; empty where there is none."""


class Measures(NamedTuple):
    """The measured page; all lists have an item a candidate."""

    candidates: list[int]
    """Indexes of the blocks that may be part of a story; all others are links outside the container, or labels far from it."""
    rows: list[list[float]]
    """Values in the order of `NAMES`."""
    paths: list[Path]
    """Where each candidate stands."""
    holders: list[html.HtmlElement | None]
    """The element whose text it is part of."""
    alike: list[tuple[object, ...]]
    """Equal for blocks in elements of the same tags and names."""
    container: Container
    """The element with most prose."""
    prose: list[float]
    """Words of each block of the page that can be read and is prose, fewer the farther from the headline; 0 of all others."""


def measured(
    blocks: Sequence[PageBlock],
    witness: Witness,
    cues: Cues,
    weights: Mapping[str, float],
    container: Container | None = None,
) -> Measures:
    """Return the measures of a page's blocks.

    *weights* are those of `places.weigh`; *container* left out: the element with most prose, whatever it says.
    """
    lines = _lines(blocks)
    headline = _headline_at(blocks, witness.headline)
    shown = [
        0.0
        if not length or block.place.hidden or block.place.chrome or block.place.stripped or block.place.commented
        else length / (1 + abs(i - headline) / _REACH)
        for i, (block, length) in enumerate(zip(blocks, lines.prose, strict=True))
    ]
    if not any(shown):  # a page that its own program will show
        shown = lines.prose
    container = container or container_of(blocks, shown)
    climbs = [container.climb(block.place) for block in blocks]
    candidates = [
        i
        for i, climb in enumerate(climbs)
        if climb == 0
        or (lines.links[i] < _ALL_LINKS and (climb == 1 or lines.ended[i] or lines.words[i] > _LABEL_WORDS))
    ]
    paths = [container.path(blocks[i].place) for i in candidates]
    company = _company(blocks, lines, candidates)
    rows = _rows(blocks, witness, cues, weights, lines, candidates, paths, climbs, company, container, headline)
    chosen = [company.holders[i] for i in candidates]
    return Measures(candidates, rows, paths, chosen, company.forms, container, shown)


class _Lines(NamedTuple):
    """What each block's text is by itself."""

    words: list[float]
    ended: list[bool]
    chars: list[int]
    links: list[float]
    prose: list[float]


def _lines(blocks: Sequence[PageBlock]) -> _Lines:
    texts = [block.text for block in blocks]
    words = list(map(words_in, texts))
    ended = list(map(is_ended, texts))
    chars = [len(text) - text.count(" ") for text in texts]
    links = [
        block.link_chars / (length or 1) if block.link_chars else 0.0
        for block, length in zip(blocks, chars, strict=True)
    ]
    prose = [
        length if length >= _SENTENCE_WORDS and (length >= _PROSE_WORDS or ended[i]) and links[i] < _ALL_LINKS else 0.0
        for i, length in enumerate(words)
    ]
    return _Lines(words, ended, chars, links, prose)


class _Company(NamedTuple):
    """Blocks that belong together: by the element they are in (of all blocks), by its form (of the candidates)."""

    holders: list[html.HtmlElement | None]
    held: Counter[html.HtmlElement | None]
    link_share: dict[html.HtmlElement | None, float]
    forms: list[tuple[object, ...]]
    alike: Counter[tuple[object, ...]]
    alike_prose: dict[tuple[object, ...], float]


def _company(blocks: Sequence[PageBlock], lines: _Lines, candidates: Sequence[int]) -> _Company:
    holders = [home(block.place).element for block in blocks]
    chars: dict[html.HtmlElement | None, int] = defaultdict(int)
    linked: dict[html.HtmlElement | None, int] = defaultdict(int)
    for block, at, length in zip(blocks, holders, lines.chars, strict=True):
        chars[at] += length
        linked[at] += block.link_chars
    forms = [_form(blocks[i]) for i in candidates]
    alike_prose: dict[tuple[object, ...], float] = defaultdict(float)
    for i, form in zip(candidates, forms, strict=True):
        alike_prose[form] += lines.prose[i]
    shares = {at: linked[at] / (length or 1) for at, length in chars.items()}
    return _Company(holders, Counter(holders), shares, forms, Counter(forms), alike_prose)


def _rows(
    blocks: Sequence[PageBlock],
    witness: Witness,
    cues: Cues,
    weights: Mapping[str, float],
    lines: _Lines,
    candidates: Sequence[int],
    paths: Sequence[Path],
    climbs: Sequence[int],
    company: _Company,
    container: Container,
    headline: int,
) -> list[list[float]]:
    """The candidates' measures in the order of `NAMES`."""
    words, ended, _, links, prose = lines
    own, count = container.own, len(blocks)
    most, page_prose = max(own.values(), default=1.0), sum(own.values()) or 1.0
    inside = [
        length if length and not climb and not block.place.chrome else 0.0
        for block, climb, length in zip(blocks, climbs, prose, strict=True)
    ]
    told = [0.0, *accumulate(inside)]
    all_inside = told[-1] or 1.0
    first = next((i for i, length in enumerate(inside) if length), 0)
    last = next((i for i in range(count - 1, -1, -1) if inside[i]), count)
    repeated = Counter(block.text for block in blocks)
    told_of = _Testimony(witness)
    weighed: dict[int, tuple[list[bool], tuple[float, ...]]] = {}
    spans: Spans = {}
    under = [_FAR] * len(_HEARD_BEFORE)
    wide = [0.0, 0.0, *words, 0.0, 0.0]  # the neighbours of i are at i, i + 1, i + 3 and i + 4
    rows: list[list[float]] = []
    for i, path, form in zip(candidates, paths, company.forms, strict=True):
        block, length, at = blocks[i], words[i], company.holders[i]
        text, place = block.text, block.place
        short = text[:_WINDOW]
        heard = cues.heard(short)
        if ended[i] and length >= TOLD_WORDS and not block.link_chars and not _CUE_MARK.search(short, 0, _CUE_CHARS):
            heard[_RELATED] = 0  # "More stories of theft emerged." is told, not pointed to
        digits, capitals = signs_in(short)
        if (known := weighed.get(id(path))) is None:
            known = weighed[id(path)] = ([tag in path.tags for tag in _AROUND], weigh(path.names, weights, spans))
        around, names = known
        rows.append([
            length, ended[i], stops_in(text) if length < _FAR else _FAR, links[i], len(block.links),
            digits / len(short), capitals, _TYPE_NUMBER[block.type], commas_in(short) / length,
            text.endswith(("...", "…")), text[0] in "\"“„«‘'「『",
            _TAG_NUMBER.get(place.element.tag, len(_TAGS)) if place.element is not None else len(_TAGS),
            place.hidden, place.chrome, block.pictured, *around, place.commented, len(path.names), path.climb,
            own.get(at, 0.0) / most if at is not None else 0.0, company.held[at], company.link_share[at],
            company.alike_prose[form] / page_prose, company.alike[form],
            i - headline if headline >= 0 else 999, told[i] / all_inside, (all_inside - told[i + 1]) / all_inside,
            i - first, i - last, page_prose, all_inside / page_prose,
            repeated[text], *told_of.block(text, length),
            wide[i + 1], wide[i], links[i - 1] if i else 0.0, i > 0 and blocks[i - 1].type == "h",
            wide[i + 3], wide[i + 4], links[i + 1] if i + 1 < count else 0.0, i + 1 < count and ended[i + 1],
            *heard, *under, len(heard) - heard.count(0), *names,
        ])  # fmt: skip
        is_label = length < _LABEL_WORDS
        under = [
            0 if is_label and heard[number] > 1 else min(far + 1, _FAR)
            for far, number in zip(under, _BEFORE_NUMBERS, strict=True)
        ]
    return rows


class _Testimony:
    """Whether the page's data speak of a block: in a summary, in their copy of the body. By letters and digits alone."""

    def __init__(self, witness: Witness) -> None:
        self._summaries = [text for given in witness.descriptions if (text := letters_of(given))]
        self._body = letters_of(witness.article_body)

    def block(self, text: str, length: float) -> tuple[bool, bool, bool]:
        """Whether a summary and the block are parts of each other, whether there is a copy, and whether it holds the block."""
        has_copy = len(self._body) > _WINDOW
        if length >= _FAR:  # no summary is that long
            return False, has_copy, bool(self._body) and letters_of(text[:_WINDOW]) in self._body
        letters = letters_of(text) if self._summaries or self._body else ""
        if len(letters) <= _SUMMARY_CHARS:
            return False, has_copy, False
        return any(letters in told or told in letters for told in self._summaries), has_copy, letters in self._body


def _form(block: PageBlock) -> tuple[object, ...]:
    """Tags and names of a block's element and of the one around it: the same for all paragraphs of one story."""
    place, outer = block.place, block.place.outer
    return (
        place.element.tag if place.element is not None else "",
        place.names,
        outer.element.tag if outer is not None and outer.element is not None else "",
        outer.names if outer is not None else (),
    )


def _headline_at(blocks: Sequence[PageBlock], headline: str) -> int:
    """Index of the block that prints the headline, else of the first ``<h1>``; -1 where there is neither."""
    wanted = headline.casefold()
    for i, block in enumerate(blocks):
        if wanted and not block.place.chrome and len(block.text) == len(headline) and block.text.casefold() == wanted:
            return i
    tops = (i for i, b in enumerate(blocks) if b.place.element is not None and b.place.element.tag == "h1")
    return next(tops, -1)
