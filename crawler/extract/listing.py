"""Whether a page lists stories: cards that repeat, each with a linked headline. Contains no wordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lxml import html

from crawler.extract.document import PageBlock

_HEADLINE = 24  # bytes of UTF-8: "Gold project gets permit", eight Chinese characters
_MAX_LINKS = 2000  # of a page with more, the first tell enough
_MAX_TITLE = 1000
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
    """Positions of the prose that stands within a card or a link."""
    near: frozenset[int] = field(default_factory=frozenset)
    """Positions of all blocks that are a linked headline or stand right behind one."""


def weight(text: str) -> int:
    """Return the length of *text* in bytes of UTF-8: a Chinese character says as much as three letters."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def cards(blocks: Sequence[PageBlock], prose: Sequence[int], *, title: str) -> Cards:
    """Return the lists among *blocks*. *prose* are positions of blocks that read like sentences.

    A linked headline that *title* repeats is the page's own and makes no card.
    """
    links: dict[str, html.HtmlElement] = {}
    near: set[int] = set()
    own = title[:_MAX_TITLE].casefold()
    sentences = set(prose)
    for index, block in enumerate(blocks):
        text = max(block.links, key=len) if block.links else block.text
        if len(text) * 3 < _HEADLINE or weight(text) < _HEADLINE or index in sentences or len(links) >= _MAX_LINKS:
            continue
        holder = _holder(block)
        if holder is None or text.casefold() in own:
            continue
        links.setdefault(text, holder)
        near.update(range(index, index + _NEAR + 1))
    headlines = {"headlines": len(links), "headline_weight": sum(map(weight, links))}
    inside = {index for index in prose if in_link(blocks[index])}
    if len(links) < _GROUP:
        return Cards(teasers=frozenset(inside), near=frozenset(near), **headlines)
    below = _links_below(links.values())
    groups = Counter(_build(top) for top in dict.fromkeys(_top(holder, below) for holder in links.values()))
    text_in: Counter[html.HtmlElement] = Counter()
    within: dict[int, html.HtmlElement] = {}
    for index in prose:
        card = _card(blocks[index], below)
        if card is not None and groups[_build(card)] >= _GROUP:
            within[index] = card
            text_in[card] += weight(blocks[index].text)
    short = {index for index, card in within.items() if text_in[card] <= _CARD_TEXT}
    count = sum(number for number in groups.values() if number >= _GROUP)
    return Cards(count=count, teasers=frozenset(inside | short), near=frozenset(near), **headlines)


def in_link(block: PageBlock) -> bool:
    """Return whether a link holds the whole block, as where a card is one link."""
    return block.element is not None and next(block.element.iterancestors("a"), None) is not None


def mostly_linked(block: PageBlock) -> bool:
    """Return whether at least half of a block's text is links: a headline with its date."""
    return block.link_chars * 2 >= len(block.text) - block.text.count(" ") > 0


def _holder(block: PageBlock) -> html.HtmlElement | None:
    """The element of a block that is mostly link, the link itself where it holds the block; None for any other block."""
    if block.element is None or mostly_linked(block):
        return block.element
    if block.type == "row":
        return next(block.element.iter("a"), None)
    return next(block.element.iterancestors("a"), None)


def _links_below(holders: Iterable[html.HtmlElement]) -> Counter[html.HtmlElement]:
    """How many linked headlines the elements around them hold."""
    below: Counter[html.HtmlElement] = Counter()
    for holder in dict.fromkeys(holders):
        node: html.HtmlElement | None = holder
        for _ in range(_LEVELS):
            if node is None or node.tag == "body":
                break
            below[node] += 1
            node = node.getparent()
    return below


def _top(node: html.HtmlElement, below: Counter[html.HtmlElement]) -> html.HtmlElement:
    """The highest element above *node* that holds no other headline."""
    up = node.getparent()
    while up is not None and below.get(up) == below.get(node):
        node, up = up, up.getparent()
    return node


def _build(top: html.HtmlElement) -> tuple[str | None, str | None, str]:
    """What cards of one list share."""
    up = top.getparent()
    return (None, None, str(top.tag)) if up is None else (str(up.tag), up.get("class"), str(top.tag))


def _card(block: PageBlock, below: Counter[html.HtmlElement]) -> html.HtmlElement | None:
    """The card that a block stands in, None where none is near."""
    node = block.element
    for _ in range(_LEVELS):
        if node is None:
            return None
        if node in below:
            return _top(node, below) if below[node] <= _PER_CARD else None
        node = node.getparent()
    return None
