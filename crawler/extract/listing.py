"""Whether a page lists stories: cards that repeat, each with a linked headline. Contains no wordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import html

from crawler.extract.document import PageBlock

_HEADLINE = 24  # bytes of UTF-8: "Gold project gets permit", eight Chinese characters
_MAX_LINKS = 2000  # of a page with more, the first tell enough
_LEVELS = 5  # from a headline up to its card
_PER_CARD = 3  # links of one card that look like headlines: title, picture, "more"
_GROUP = 3  # cards of the same build that make a list
_CARD_TEXT = 1200  # what is longer is a post printed in full
_NEAR = 2  # blocks between a headline and its teaser where no element holds the two


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """The lists of a page."""

    count: int = 0
    """Cards of the same build as at least two others."""
    headlines: int = 0
    """Different linked headlines, in cards or not."""
    headline_weight: int = 0
    """Length of those headlines."""
    teasers: frozenset[int] = field(default_factory=frozenset)
    """Positions of the blocks that stand within a card."""
    beside: frozenset[int] = field(default_factory=frozenset)
    """Positions of blocks right behind a linked headline, where no card holds the two."""


def weight(text: str) -> int:
    """Return the length of *text* in bytes of UTF-8: a Chinese character says as much as three letters."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def cards(blocks: Sequence[PageBlock], *, title: str) -> Cards:
    """Return the lists among *blocks*. A linked headline that *title* repeats is the page's own and makes no card."""
    links: dict[str, html.HtmlElement] = {}
    at: list[int] = []
    own = title.casefold()
    for index, block in enumerate(blocks):
        holder = _holder(block)
        if holder is None or weight(block.text) < _HEADLINE or len(links) >= _MAX_LINKS:
            continue
        if block.text.casefold() not in own:
            links.setdefault(block.text, holder)
            at.append(index)
    if len(links) < _GROUP:
        return Cards(headlines=len(links), headline_weight=sum(map(weight, links)))
    below = _links_below(links.values())
    tops = [_top(holder, below) for holder in links.values()]
    groups = Counter(_build(top) for top in dict.fromkeys(tops))
    text_in: Counter[html.HtmlElement] = Counter()
    within: dict[int, html.HtmlElement] = {}
    for index, block in enumerate(blocks):
        card = _card(block, below)
        if card is not None and groups[_build(card)] >= _GROUP:
            within[index] = card
            text_in[card] += weight(block.text)
    return Cards(
        count=sum(number for number in groups.values() if number >= _GROUP),
        headlines=len(links),
        headline_weight=sum(map(weight, links)),
        teasers=frozenset(index for index, card in within.items() if text_in[card] <= _CARD_TEXT),
        beside=frozenset(index + step for index in at for step in range(1, _NEAR + 1)),
    )


def _holder(block: PageBlock) -> html.HtmlElement | None:
    """The element of a block that is all link, the link itself where it holds the block; None for any other block."""
    if block.element is None:
        return None
    if block.linked:
        return block.element
    return next(block.element.iterancestors("a"), None)


def _links_below(holders: Sequence[html.HtmlElement] | object) -> Counter[html.HtmlElement]:
    below: Counter[html.HtmlElement] = Counter()
    for holder in dict.fromkeys(holders):  # type: ignore[call-overload]
        node = holder
        for _ in range(_LEVELS):
            below[node] += 1
            node = node.getparent()
            if node is None or node.tag == "body":
                break
    return below


def _top(node: html.HtmlElement, below: Counter[html.HtmlElement]) -> html.HtmlElement:
    """The highest element above *node* that holds no other headline."""
    up = node.getparent()
    while up is not None and below.get(up) == below.get(node):
        node, up = up, up.getparent()
    return node


def _build(top: html.HtmlElement) -> tuple[object, str | None, object]:
    """What cards of one list share."""
    up = top.getparent()
    return (None, None, top.tag) if up is None else (up.tag, up.get("class"), top.tag)


def _card(block: PageBlock, below: Counter[html.HtmlElement]) -> html.HtmlElement | None:
    node = block.element
    for _ in range(_LEVELS):
        if node is None:
            return None
        if node in below:
            return _top(node, below) if below[node] <= _PER_CARD else None
        node = node.getparent()
    return None
