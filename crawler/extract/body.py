"""Where on a page the story stands: the densest container, the headline above it, and what lies between. Contains no wordings.

A first, plain engine: the element with most prose of its own is the body, or one above it that holds clearly more; the
smallest element that also holds the headline is the main container.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from lxml import html

from crawler.extract.document import PageBlock
from crawler.model import STRIPPED, Block

_CLEARLY_MORE = 1.8  # a sidebar with one summary adds a tenth; the other half of a story doubles it
_MORE = 1.1
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "h2", "h3"})
_LEVELS = 6
_MIN_PROSE_CHARS = 60
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_MIN_CJK = 20
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’»）)\]]*$")
_LONG = 140


def is_prose(text: str) -> bool:
    """Return whether *text* reads like a sentence of a story rather than a label, by length and ending.

    >>> is_prose("Rare earths"), is_prose("Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday.")
    (False, True)
    """
    if len(_CJK.findall(text)) >= _MIN_CJK:
        return bool(_SENTENCE_END.search(text)) or len(text) >= _LONG
    return len(text) >= _MIN_PROSE_CHARS and (bool(_SENTENCE_END.search(text)) or len(text) >= _LONG)


def main_blocks(
    blocks: Sequence[PageBlock], *, end: int, headline: str | None, wanted: Sequence[html.HtmlElement] = ()
) -> list[Block]:
    """Return the blocks of the main container in page order; those of the body proper have ``inside`` set.

    *end* is the index behind the line that ends the story: what follows is marked ``behind-the-story`` and does not count
    in the search. *wanted* are elements that the source's own selectors name as the body; else the densest one is found.
    Without any prose the list is empty.
    """
    if all(block.element is None for block in blocks):
        return [_plain(block, inside=True, behind=index >= end) for index, block in enumerate(blocks)]
    bodies = list(wanted) or _densest(blocks[:end])
    if not bodies:
        return []
    top = next(
        (b.element for b in blocks if b.element is not None and headline and b.text == headline and not b.chrome), None
    )
    main = _common([*bodies, *([top] if top is not None else [])])
    inside = {element for body in bodies for element in body.iter()}
    around = set(main.iter())
    return [
        _plain(block, inside=block.element in inside, behind=index >= end)
        for index, block in enumerate(blocks)
        if block.element in around
    ]


def _plain(block: PageBlock, *, inside: bool, behind: bool) -> Block:
    reasons = {
        "hidden": block.hidden,
        STRIPPED: block.stripped,
        "page-furniture": block.chrome,
        "behind-the-story": behind,
    }
    rule = next((name for name, holds in reasons.items() if holds), None)
    return Block(text=block.text, type=block.type, rule=rule, inside=inside, cells=block.cells, linked=block.linked)


def _densest(blocks: Sequence[PageBlock]) -> list[html.HtmlElement]:
    """The element with most prose of its own, or one above it that holds clearly more."""
    own: dict[html.HtmlElement, float] = defaultdict(float)
    total: dict[html.HtmlElement, float] = defaultdict(float)
    paragraphs: dict[html.HtmlElement, int] = defaultdict(int)
    for block in blocks:
        is_other = block.hidden or block.stripped or block.chrome or block.linked
        if block.element is None or is_other or not is_prose(block.text):
            continue
        weight = float(len(block.text) + 2 * len(_CJK.findall(block.text)))
        holder = block.element.getparent() if block.element.tag in _PARAGRAPHS else block.element
        start = holder if holder is not None else block.element
        own[start] += weight
        paragraphs[start] += 1
        for node in (start, *start.iterancestors()):
            total[node] += weight
    if not own:
        return []
    best = max(own, key=lambda node: own[node])
    for level, node in enumerate(best.iterancestors()):
        if node.tag == "html" or level >= _LEVELS:
            break
        # A paragraph alone in an element is wrapped: what stands beside the wrapper counts more easily.
        if total[node] >= total[best] * (_CLEARLY_MORE if paragraphs[best] != 1 else _MORE):
            best = node
    return [best]


def _common(elements: Sequence[html.HtmlElement]) -> html.HtmlElement:
    """The smallest element that holds all of them."""
    first, *others = [[*reversed(list(element.iterancestors())), element] for element in elements]
    common = first
    for path in others:
        shared = [a for a, b in zip(common, path, strict=False) if a is b]
        common = shared
    return common[-1]
