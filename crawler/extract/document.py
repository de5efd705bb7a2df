"""A page's text to blocks: HTML through one lxml tree, plain text line by line. Judges nothing; contains no site's knowledge."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from lxml import html
from lxml.etree import ParserError

MAX_DEPTH = 250  # libxml2 drops what is nested deeper, in silence (measured: 253)
_BLOCK_TAGS = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
_SKIPPED_TAGS = frozenset(
    "script style noscript template svg math iframe object embed select option canvas audio video "
    "title link meta input textarea datalist map".split()
)
_CHROME_TAGS = frozenset({"nav", "footer", "aside", "dialog", "menu"})
_CHROME_ROLES = frozenset({"navigation", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu"})
_BLOCK_STYLE = re.compile(r"display\s*:\s*(block|flex|grid|list-item|table)", re.IGNORECASE)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u200b\ufeff\u00ad]+")
_SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)）]*$")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")  # an ESC in a headline drives a terminal
_CELL_CHARS = 200  # with a line break in it, more than that is running text
_CHIP_CHARS = 60  # a row of links or labels longer than this each is running text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBlock:
    """A block and where it stands in the tree."""

    text: str
    """One line, spaces made even."""
    type: str
    """As in `crawler.model.Block`."""
    element: html.HtmlElement | None
    """Nearest block-level element; None for a line of plain text."""
    links: tuple[str, ...] = ()
    """Texts of the links in it."""
    cells: tuple[str, ...] = ()
    """Cells of a table row."""
    hidden: bool = False
    """Hidden by an attribute or an inline style."""
    chrome: bool = False
    """Within navigation, footer, sidebar or dialog by tag or ARIA role."""
    stripped: bool = False
    """Within an element that the source's own ``[strip]`` names."""

    @property
    def linked(self) -> bool:
        """Whether all of its text is links."""
        return bool(self.links) and sum(map(len, self.links)) >= len(self.text.replace(" ", "")) * 0.9


def parse_html(text: str) -> html.HtmlElement | None:
    """Return the root of the page's tree, None where there is nothing to parse."""
    data = text.replace("\x00", "").encode("utf-8", "replace")
    try:
        return html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", remove_comments=True))
    except (ParserError, AssertionError, ValueError):  # lxml's ways of saying that a page is empty
        return None


def even(text: str) -> str:
    """Return *text* on one line with single spaces, invisible characters and outer spaces gone."""
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()


def text_blocks(text: str) -> list[PageBlock]:
    """Return one block a non-empty line."""
    lines = ((even(line), tuple(cell.strip() for cell in line.split("\t"))) for line in text.splitlines())
    return [
        PageBlock(text=" | ".join(cells) if len(cells) > 1 else line, type="row" if len(cells) > 1 else "p",
                  element=None, cells=cells if len(cells) > 1 else ())
        for line, cells in lines
        if line
    ]  # fmt: skip


def page_blocks(root: html.HtmlElement, strip: Collection[html.HtmlElement] = ()) -> tuple[list[PageBlock], list[str]]:
    """Return the blocks of the whole page in order, and flags (``depth-limit`` where content may have been lost).

    Blocks within the elements of *strip* are marked.
    """
    walk = _Walk(strip=frozenset(strip))
    walk.visit(root, _Place())  # not from <body>: without that tag, libxml2 leaves an <article> in the <head>
    walk.flush()
    return walk.blocks, ["depth-limit"] if walk.too_deep else []


@dataclass(frozen=True, slots=True)
class _Place:
    """What the blocks below an element inherit."""

    element: html.HtmlElement | None = None
    type: str = "p"
    hidden: bool = False
    chrome: bool = False
    stripped: bool = False
    depth: int = 0


@dataclass(slots=True)
class _Walk:
    """Collects text until a block-level boundary, then makes a block of it."""

    blocks: list[PageBlock] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    place: _Place = field(default_factory=_Place)
    too_deep: bool = False
    strip: frozenset[html.HtmlElement] = frozenset()

    def visit(self, element: html.HtmlElement, outer: _Place) -> None:
        place = _place_of(element, outer, strip=self.strip)
        if place.depth > MAX_DEPTH:
            self.too_deep = True
            return
        if element.tag == "tr" and _is_data_row(element):
            self.row(element, place)
            return
        is_block = element.tag in _BLOCK_TAGS or bool(_BLOCK_STYLE.search(element.get("style") or ""))
        if is_block:
            self.start(place)
        self.add(element.text, lines=element.tag == "pre")
        chips = is_block and _is_row_of_chips(element)
        for child in element:
            self.child(child, place, chip=chips)
            self.add(child.tail, lines=element.tag == "pre")
        if is_block:
            self.flush()
            self.place = outer

    def child(self, child: html.HtmlElement, place: _Place, *, chip: bool) -> None:
        if not isinstance(child.tag, str) or child.tag in _SKIPPED_TAGS:
            return
        if child.tag == "br":
            self.start(self.place)
            return
        if chip:
            self.start(place)
        if child.tag == "a":
            self.links.append(even("".join(child.itertext())))
        self.visit(child, place)
        if chip:
            self.flush()

    def row(self, element: html.HtmlElement, place: _Place) -> None:
        self.start(place)
        cells = tuple(even("".join(cell.itertext())) for cell in element if cell.tag in ("td", "th"))
        if any(cells) and len(cells) > 1:
            block = PageBlock(text=" | ".join(cells), type="row", element=element, cells=cells,
                              hidden=place.hidden, chrome=place.chrome, stripped=place.stripped)  # fmt: skip
            self.blocks.append(block)
        else:
            self.add(" ".join(cells))
            self.flush()

    def start(self, place: _Place) -> None:
        self.flush()
        self.place = place

    def add(self, text: str | None, *, lines: bool = False) -> None:
        """Collect text; where line breaks count, as in ``<pre>``, each ends a block."""
        if not text:
            return
        first, *others = text.split("\n") if lines else [text]
        self.parts.append(first)
        for line in others:
            self.flush()
            self.parts.append(line)

    def flush(self) -> None:
        text = even("".join(self.parts))
        if text:
            place = self.place
            block = PageBlock(text=text, type=place.type, element=place.element, links=tuple(filter(None, self.links)),
                              hidden=place.hidden, chrome=place.chrome, stripped=place.stripped)  # fmt: skip
            self.blocks.append(block)
        self.parts, self.links = [], []


def _is_data_row(row: html.HtmlElement) -> bool:
    """Whether a row holds data; one that only lays out holds other blocks, one cell, or lines in a cell that are no label."""
    if any(True for _ in row.iter("p", "table", "div", "ul", "ol", "h1", "h2", "h3")):
        return False
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    filled = [cell for cell in cells if even("".join(cell.itertext()))]
    lines = any(len("".join(cell.itertext())) > _CELL_CHARS for cell in cells if any(True for _ in cell.iter("br")))
    return len(filled) > 1 and not lines


def _place_of(element: html.HtmlElement, outer: _Place, *, strip: frozenset[html.HtmlElement]) -> _Place:
    tag = element.tag
    hidden = outer.hidden or element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
    chrome = outer.chrome or tag in _CHROME_TAGS or element.get("role") in _CHROME_ROLES
    stripped = outer.stripped or element in strip
    if tag not in _BLOCK_TAGS and not _BLOCK_STYLE.search(element.get("style") or ""):
        return _Place(outer.element, outer.type, hidden, chrome, stripped, outer.depth + 1)
    return _Place(element, _type_of(str(tag), outer.type), hidden, chrome, stripped, outer.depth + 1)


def _type_of(tag: str, outer: str) -> str:
    if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return "h"
    if tag in ("li", "dd", "dt"):
        return "li"
    if tag == "blockquote":
        return "quote"
    return outer if outer in ("li", "quote") else "p"


def _is_row_of_chips(element: html.HtmlElement) -> bool:
    """Whether only a style sheet sets the children apart: labels, or ``<div><span>One.</span><span>Two.</span></div>``."""
    children = [child for child in element if isinstance(child.tag, str)]
    if len(children) < 2 or {child.tag for child in children} not in ({"a"}, {"span"}):  # noqa: PLR2004
        return False
    between = [element.text, *(child.tail for child in children)]
    if any(text and text.strip(" \t\r\n|,;·•") for text in between):
        return False
    texts = list(_texts(children))
    labels = all(0 < len(text) <= _CHIP_CHARS and text[-1] not in ".!?。" for text in texts)
    return labels or (children[0].tag == "span" and all(text and _SENTENCE_END.search(text) for text in texts))


def _texts(elements: list[html.HtmlElement]) -> Iterator[str]:
    return (even("".join(element.itertext())) for element in elements)
