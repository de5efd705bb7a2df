"""What is measured of each block: its text, its place and its neighbours as numbers, which `block_model` weighs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from lxml import html

from crawler.data.cues import KINDS, Cues
from crawler.extract.document import PageBlock, Place
from crawler.extract.places import Container, Path, chain, container_of, holds_comments, home, naming, weigh

_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_CJK_WORD = 0.6  # of a word: a Chinese text has 1.6 characters where its translation has a word
_ENDS = frozenset(".!?…。！？؟।")
_CLOSING = "\"'”’»）)]*」』"
_STOPS = re.compile(r"[.!?。！？؟।](?=[\s\"'”’»）)\]」』]|$)|[。！？]")
_INITIALS = re.compile(r"(?<!\S)[\"'“‘„«(]?([^\W_])")
_DIGITS = re.compile(r"\d")
_COMMAS = re.compile(r"[,，、]")
_LETTERS = re.compile(r"[\W_]+")
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

NAMES = (
    "words", "ended", "stops", "link_share", "links", "digits", "capitals", "type", "commas", "ellipsis", "quoted",
    "tag", "hidden", "chrome", "pictured", *(f"in_{tag}" for tag in _AROUND), "in_comments", "depth", "climb",
    "holder_share", "holder_blocks", "holder_links", "alike_share", "alike_blocks",
    "after_headline", "prose_before", "prose_after", "from_first", "to_last", "page_prose", "container_share",
    "repeated", "in_description", "has_witness", "in_witness",
    "words_before", "words_before_2", "links_before", "heading_before", "words_after", "words_after_2", "links_after", "ended_after",
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
    """Indexes of the blocks that may be part of a story; all others are links outside the container."""
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


def words_in(text: str) -> float:
    """Return the length of *text* in words; a Chinese, Japanese or Korean character counts as 0.6 of one."""
    spaces = text.count(" ") + 1
    return spaces if text.isascii() else spaces + _CJK_WORD * len(_CJK.findall(text))


def is_ended(text: str) -> bool:
    """Return whether *text* ends as a sentence does."""
    last = text[-1:]
    return last in _ENDS or (last in _CLOSING and text.rstrip(_CLOSING)[-1:] in _ENDS)


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
    words = [words_in(block.text) for block in blocks]
    ended = [is_ended(block.text) for block in blocks]
    chars = [len(block.text) - block.text.count(" ") for block in blocks]
    links = [block.link_chars / (length or 1) for block, length in zip(blocks, chars, strict=True)]
    prose = [
        length if (length >= _PROSE_WORDS or (end and length >= _SENTENCE_WORDS)) and link < _ALL_LINKS else 0.0
        for length, end, link in zip(words, ended, links, strict=True)
    ]
    headline = _headline_at(blocks, witness.headline)
    shown = [
        0.0
        if not length or block.place.hidden or block.place.chrome or block.place.stripped or _in_comments(block.place)
        else length / (1 + abs(i - headline) / _REACH)
        for i, (block, length) in enumerate(zip(blocks, prose, strict=True))
    ]
    container = container or container_of(blocks, shown)
    paths = [container.path(block.place) for block in blocks]
    candidates = [i for i, path in enumerate(paths) if links[i] < _ALL_LINKS or path.climb == 0]

    own = container.own
    most, page_prose = max(own.values(), default=1.0), sum(own.values()) or 1.0
    holders = [home(block.place).element for block in blocks]
    holder_blocks, holder_chars, holder_links = Counter(holders), Counter[object](), Counter[object]()
    for block, at, length in zip(blocks, holders, chars, strict=True):
        holder_chars[at] += length
        holder_links[at] += block.link_chars
    alike = {i: _form(blocks[i]) for i in candidates}
    alike_blocks, alike_prose = Counter(alike.values()), defaultdict[object, float](float)
    for i, form in alike.items():
        alike_prose[form] += prose[i]
    inside = [prose[i] if path.climb == 0 and not blocks[i].place.chrome else 0.0 for i, path in enumerate(paths)]
    all_inside = sum(inside) or 1.0
    first = next((i for i, length in enumerate(inside) if length), 0)
    last = next((i for i in range(len(blocks) - 1, -1, -1) if inside[i]), len(blocks))
    repeated = Counter(block.text for block in blocks)
    summaries = [text for given in witness.descriptions if (text := _letters(given))]
    body = _letters(witness.article_body)
    weighed: dict[int, tuple[float, ...]] = {}

    rows: list[list[float]] = []
    before, before_at = 0.0, 0
    under = dict.fromkeys(_HEARD_BEFORE, _FAR)
    count = len(blocks)
    wide = [0.0, 0.0, *words, 0.0, 0.0]  # the neighbours of i are at i, i + 1, i + 3 and i + 4
    for i in candidates:
        block, path, length, text = blocks[i], paths[i], words[i], blocks[i].text
        before += sum(inside[before_at:i])
        before_at = i
        short = text[:_WINDOW]
        initials = _INITIALS.findall(short)
        heard = cues.heard(short)
        summed_up = witnessed = False
        if (summaries or body) and length < _FAR:
            letters = _letters(text)
            if len(letters) > _SUMMARY_CHARS:
                summed_up = any(letters in summary or summary in letters for summary in summaries)
                witnessed = letters in body
        elif body:
            witnessed = _letters(text[:_WINDOW]) in body
        at = holders[i]
        key = id(path.names)
        if key not in weighed:
            weighed[key] = weigh(path.names, weights)
        element = block.place.element
        rows.append([
            length, ended[i], len(_STOPS.findall(text)) if length < _FAR else _FAR, links[i], len(block.links),
            len(_DIGITS.findall(short)) / len(short),
            sum(map(str.isupper, initials)) / len(initials) if initials else 0.0,
            _TYPE_NUMBER[block.type], len(_COMMAS.findall(short)) / length, text.endswith(("...", "…")), text[0] in "\"“„«‘'「『",
            _TAG_NUMBER.get(element.tag, len(_TAGS)) if element is not None else len(_TAGS),
            block.place.hidden, block.place.chrome, block.pictured, *[tag in path.tags for tag in _AROUND], path.commented,
            len(path.names), path.climb,
            own.get(at, 0.0) / most if at is not None else 0.0, holder_blocks[at], holder_links[at] / (holder_chars[at] or 1),
            alike_prose[alike[i]] / page_prose, alike_blocks[alike[i]],
            i - headline if headline >= 0 else 999, before / all_inside, (all_inside - before - inside[i]) / all_inside,
            i - first, i - last, page_prose, all_inside / page_prose,
            repeated[text], summed_up, len(body) > _WINDOW, witnessed,
            wide[i + 1], wide[i], links[i - 1] if i else 0.0, i > 0 and blocks[i - 1].type == "h",
            wide[i + 3], wide[i + 4], links[i + 1] if i + 1 < count else 0.0, i + 1 < count and ended[i + 1],
            *heard, *under.values(), sum(map(bool, heard)), *weighed[key],
        ])  # fmt: skip
        for number, kind in enumerate(KINDS):
            if kind in under:
                under[kind] = 0 if length < _LABEL_WORDS and heard[number] > 1 else min(under[kind] + 1, _FAR)
    return Measures(candidates, rows, [paths[i] for i in candidates], [holders[i] for i in candidates],
                    list(alike.values()), container, shown)  # fmt: skip


def _in_comments(place: Place) -> bool:
    return any(
        holds_comments(naming(at))
        for at in chain(place)
        if at.element is not None and at.element.tag not in ("body", "html")
    )


def _form(block: PageBlock) -> tuple[object, ...]:
    """Tags and names of a block's element and of the one around it: the same for all paragraphs of one story."""
    place, outer = block.place, block.place.outer
    return (
        place.element.tag if place.element is not None else "",
        naming(place),
        outer.element.tag if outer is not None and outer.element is not None else "",
        naming(outer) if outer is not None else (),
    )


def _headline_at(blocks: Sequence[PageBlock], headline: str) -> int:
    """Index of the block that prints the headline, else of the first ``<h1>``; -1 where there is neither."""
    wanted = headline.casefold()
    for i, block in enumerate(blocks):
        if wanted and not block.place.chrome and len(block.text) == len(headline) and block.text.casefold() == wanted:
            return i
    tops = (i for i, b in enumerate(blocks) if b.place.element is not None and b.place.element.tag == "h1")
    return next(tops, -1)


def _letters(text: str) -> str:
    return _LETTERS.sub("", text).casefold()
