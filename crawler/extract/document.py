"""A page's text to blocks: HTML through one lxml tree, plain text line by line. Judges nothing; contains no site's knowledge."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from unicodedata import normalize

from lxml import html
from lxml.etree import Comment, ElementDefaultClassLookup, Entity, ParserError, ProcessingInstruction

from crawler.extract.hiding import FADING_STYLE, HIDING_STYLE, MOST_CHARS, Hiding, hiding_sheets, without_comments

MAX_DEPTH = 250  # libxml2 drops what is nested deeper, in silence (measured: 253)
_BLOCK_TAGS = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html label legend li main menu nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
_ELEMENTS = ElementDefaultClassLookup(
    element=html.HtmlElement
)  # lxml.html's own asks Python for each: a third of a parse
_SKIPPED_TAGS = frozenset(
    "script style noscript template svg math iframe object embed select option canvas audio video "
    "title link meta input textarea datalist map".split()
)
_PICTURE_TAGS = frozenset({"img", "picture", "video", "iframe", "object", "embed", "amp-img"})
_IMAGE_TAGS = _PICTURE_TAGS - _SKIPPED_TAGS
_NO_TEXT_TAGS = _PICTURE_TAGS | _SKIPPED_TAGS | {"br", Comment, ProcessingInstruction, Entity}
_CHROME_TAGS = frozenset({"nav", "footer", "aside", "dialog", "menu"})
_CHROME_ROLES = frozenset({"navigation", "contentinfo", "complementary", "search", "dialog", "alertdialog", "menu"})
_TYPES = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "h"),
    **dict.fromkeys(("li", "dd", "dt"), "li"),
    "blockquote": "quote",
}
_INHERITED = {"li": "li", "quote": "quote"}
_CHIPS = frozenset({"a", "span"})
_NAMING = frozenset("class id itemprop role data-testid data-component data-type data-module data-qa".split())
_MAX_NAME = 200
_NAME_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_COMMENTS = frozenset(
    "comment comments disqus kommentar kommentare kommentarer commentaires comentarios commenti reacties".split()
)
_COMMENT_PARTS = ("omment", "comentario", "disqus", "reacties")
"""One of them is in each of the words."""
_NO_COMMENTS = frozenset(
    "open closed off on no has status enabled disabled count number link button "
    "type section category tag tone pillar opinion hentry".split()  # a story in the section called Comment
)
_BLOCK_STYLE = re.compile(r"display\s*:\s*(block|flex|grid|list-item|table)", re.IGNORECASE)
_INVISIBLE = re.compile(  # format characters, fillers, tags: words for machines hide in them
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e007f\U000e0100-\U000e01ef]+"
)
_IDLE_JOINERS = re.compile(  # where nothing joins: beside Latin and Chinese letters, at an end
    "(?<![^\x00-\u024f\u3000-\u9fff])[\u200c\u200d]+|[\u200c\u200d]+(?![^\x00-\u024f\u3000-\u9fff])"
)
_SENTENCE_END = re.compile(r"[.!?。！？][\"'”’)）]*$")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")  # an ESC in a headline drives a terminal
_CELL_CHARS = 200  # with a line break in it, more than that is running text
_MOST_HIDDEN_SHARE = 0.2
_CHIP_CHARS = 60  # a row of links or labels longer than this each is running text


Naming = tuple[str, ...]
"""What authors of a page call an element: the values of ``class``, ``id`` and their like."""


@dataclass(slots=True, eq=False)  # hundreds a page: frozen, or a tuple, it would take more than twice as long to make
class Place:
    """A block-level element, and what the blocks below it inherit."""

    element: html.HtmlElement | None = None
    """The element; None above the root."""
    type: str = "p"
    """As in `crawler.model.Block`."""
    hidden: bool = False
    """Hidden by an attribute, an inline style or a style sheet of the page, here or above."""
    chrome: bool = False
    """Within navigation, footer, sidebar or dialog by tag or ARIA role."""
    stripped: bool = False
    """Within an element that the source's own ``[strip]`` names."""
    outer: Place | None = None
    """The block-level element around it; None at the root."""
    names: Naming = ()
    """What the page's authors call the element."""
    commented: bool = False
    """Within an element that holds readers' comments, by its names."""


@dataclass(slots=True, eq=False)  # as above
class PageBlock:
    """A block and where it stands in the tree."""

    text: str
    """One line, spaces made even."""
    place: Place
    """Nearest block-level element; its ``element`` is None for a line of plain text."""
    type: str = "p"
    """As in `crawler.model.Block`."""
    links: tuple[str, ...] = ()
    """Texts of the links in it."""
    link_chars: int = 0
    """How many of its characters, spaces not counted, are links."""
    cells: tuple[str, ...] = ()
    """Cells of a table row."""
    pictured: bool = False
    """Whether a picture or film stands between the block before it and this one."""

    @property
    def element(self) -> html.HtmlElement | None:
        """Nearest block-level element; None for a line of plain text."""
        return self.place.element

    @property
    def hidden(self) -> bool:
        """Hidden by an attribute, an inline style or a style sheet of the page."""
        return self.place.hidden

    @property
    def chrome(self) -> bool:
        """Within navigation, footer, sidebar or dialog by tag or ARIA role."""
        return self.place.chrome

    @property
    def stripped(self) -> bool:
        """Within an element that the source's own ``[strip]`` names."""
        return self.place.stripped

    @property
    def linked(self) -> bool:
        """Whether all of its text is links."""
        return self.link_chars > 0 and self.link_chars >= len(self.text.replace(" ", "")) * 0.9


@lru_cache(maxsize=20_000)
def name_words(names: Naming) -> tuple[str, ...]:
    """Return the words in an element's names and their neighbours in pairs, in lower case, each once.

    >>> name_words(("relatedPosts col-4",))
    ('related', 'posts', 'related posts', 'col')
    """
    return tuple(dict.fromkeys(word for name in " ".join(names).split() for word in _words_of(name)))


@lru_cache(maxsize=20_000)  # half of the names on a page of a new site are known from others
def _words_of(name: str) -> tuple[str, ...]:
    words = [word.lower() for word in _NAME_WORD.findall(name) if len(word) > 1]
    return (*words, *(f"{first} {second}" for first, second in pairwise(words)))


@lru_cache(maxsize=20_000)
def holds_comments(names: Naming) -> bool:
    """Return whether an element so called holds readers' comments.

    >>> [holds_comments((name,)) for name in ("comment-list", "story comments-open", "post category-comment")]
    [True, False, False]
    """
    called = " ".join(names).lower()
    if not any(part in called for part in _COMMENT_PARTS):  # most names of most pages: words are slow to take apart
        return False
    words = name_words(names)
    return not _COMMENTS.isdisjoint(words) and _NO_COMMENTS.isdisjoint(words)


def parse_html(page: str | bytes) -> html.HtmlElement | None:
    """Return the root of the page's tree, None where there is nothing to parse. Bytes are valid UTF-8."""
    data = page if isinstance(page, bytes) else page.encode("utf-8", "replace")
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        return html.document_fromstring(data, parser=parser)
    except (ParserError, AssertionError, ValueError):  # lxml's ways of saying that a page is empty
        return None


def even(text: str) -> str:
    """Return *text* on one line in Unicode's normal form C with single spaces, invisible characters and outer spaces gone.

    Quotes, dashes and full-width forms stay as printed.
    """
    line = " ".join(text.split())
    if line.isascii():
        return line if line.isprintable() else " ".join(_CONTROLS.sub("", line).split())
    if not line.isprintable() or _INVISIBLE.search(line):
        line = normalize(
            "NFC", _INVISIBLE.sub("", _CONTROLS.sub("", line))
        )  # a joiner behind a mark stands behind its letter
        line = " ".join(_IDLE_JOINERS.sub("", line).split())
    return normalize("NFC", line)


def inner_text(element: html.HtmlElement) -> str:
    """Return all text in *element*, made even."""
    return even("".join(element.itertext()) if len(element) else element.text or "")


def text_blocks(text: str) -> list[PageBlock]:
    """Return one block a non-empty line."""
    lines = ((even(line), tuple(cell.strip() for cell in line.split("\t"))) for line in text.splitlines())
    nowhere = Place()
    return [
        PageBlock(" | ".join(cells), nowhere, "row", cells=cells) if len(cells) > 1 else PageBlock(line, nowhere)
        for line, cells in lines
        if line
    ]


def page_blocks(root: html.HtmlElement, strip: Collection[html.HtmlElement] = ()) -> tuple[list[PageBlock], list[str]]:
    """Return the blocks of the whole page in order, and flags (``depth-limit`` where content may have been lost).

    Blocks within the elements of *strip* are marked.
    """
    hiding = hiding_sheets(root)
    walk = _walked(root, strip, hiding)
    folded = _folded_away(walk)
    if folded:
        walk = _walked(root, strip, hiding.without(folded))
    return walk.blocks, ["depth-limit"] if walk.too_deep else []


def _walked(root: html.HtmlElement, strip: Collection[html.HtmlElement], hiding: Hiding) -> _Walk:
    walk = _Walk(strip=frozenset(strip), hiding=hiding)
    walk.visit(root, Place(), 0, linked=False)  # not from <body>: without it, libxml2 leaves an <article> in the <head>
    walk.flush()
    return walk


def _folded_away(walk: _Walk) -> list[str]:
    """Names by which style sheets hide more than a little of the page."""
    if not walk.hid:
        return []
    most = min(MOST_CHARS, _MOST_HIDDEN_SHARE * sum(len(block.text) for block in walk.blocks))
    return [name for name, chars in walk.hid.items() if chars > most]


@dataclass(slots=True)
class _Walk:
    """Collects text until a block-level boundary, then makes a block of it."""

    strip: frozenset[html.HtmlElement] = frozenset()
    hiding: Hiding = field(default_factory=Hiding)
    hid: dict[str, int] = field(default_factory=dict)
    asides: list[PageBlock] = field(default_factory=list)
    blocks: list[PageBlock] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    links: list[list[str]] = field(default_factory=list)
    pictured: bool = False
    begun: bool = False
    """Whether any text, be it only spaces, came behind the last boundary."""
    place: Place = field(default_factory=Place)
    too_deep: bool = False

    def visit(self, element: html.HtmlElement, outer: Place, depth: int, linked: bool) -> None:  # noqa: C901, FBT001, PLR0912  # the hot loop of every page: calls cost more than branches
        tag = element.tag
        is_block = tag in _BLOCK_TAGS
        place = outer
        attributes = element.items()
        if attributes or is_block:
            place, is_block = self.placed(element, tag, attributes, outer, is_block)
            if place.hidden and not outer.hidden and not is_block and self.set_aside(element, place):
                return
            if tag == "tr" and _is_data_row(element):
                self.row(element, place)
                return
            if is_block:
                self.start(place)
        lines = tag == "pre"
        text = element.text
        if text:
            if text.isspace() and not self.parts and not lines:
                self.begun = True  # between two elements: most texts of a page
            else:
                self.add(text, linked, lines)
        if depth == MAX_DEPTH and len(element):
            self.too_deep = True
            return
        chips: bool | None = None  # not looked at yet
        for child in element:
            kind = child.tag
            if chips is None:
                chips = is_block and kind in _CHIPS and _is_row_of_chips(element)
            is_text = kind not in _NO_TEXT_TAGS
            if not is_text and kind == "br":
                self.start(self.place)
            elif not is_text and kind in _PICTURE_TAGS and not self.begun:
                self.pictured = True
            elif is_text or kind in _IMAGE_TAGS:
                if chips:
                    self.start(place)
                if kind == "a":
                    self.links.append([])
                    self.visit(child, place, depth + 1, True)  # noqa: FBT003
                else:
                    self.visit(child, place, depth + 1, linked)
                if chips:
                    self.flush()
            text = child.tail
            if text:
                if text.isspace() and not self.parts and not lines:
                    self.begun = True
                else:
                    self.add(text, linked, lines)
        if is_block:
            self.flush()
            self.place = outer

    def placed(
        self,
        element: html.HtmlElement,
        tag: str,
        attributes: list[tuple[str, str]],
        outer: Place,
        is_block: bool,  # noqa: FBT001
    ) -> tuple[Place, bool]:
        """Where the text of an element stands, and whether the element begins and ends blocks."""
        hidden, chrome = outer.hidden, outer.chrome or tag in _CHROME_TAGS
        called: Naming = ()
        for name, value in attributes:
            if name in _NAMING:
                called += (value[:_MAX_NAME],)
                if name == "role":
                    chrome = chrome or value in _CHROME_ROLES
            elif name == "style":
                is_block = is_block or bool(_BLOCK_STYLE.search(value))
                if not hidden and HIDING_STYLE.search(without_comments(value)):
                    hidden = not FADING_STYLE.search(value) or sum(map(len, element.itertext())) <= MOST_CHARS
            elif name == "hidden":
                hidden = True
        if self.hiding and called and not hidden and (by := self.hiding.hides(element, called)):
            hidden = True
            self.hid[by] = self.hid.get(by, 0) + sum(map(len, element.itertext()))
        stripped = outer.stripped or (bool(self.strip) and element in self.strip)
        if is_block:
            kind = _TYPES.get(tag) or _INHERITED.get(outer.type, "p")
            commented = outer.commented or (bool(called) and tag != "body" and holds_comments(called))
            return Place(element, kind, hidden, chrome, stripped, outer, called, commented), True
        if hidden is outer.hidden and chrome is outer.chrome and stripped is outer.stripped:
            return outer, False
        return replace(outer, hidden=hidden, chrome=chrome, stripped=stripped), False

    def set_aside(self, element: html.HtmlElement, place: Place) -> bool:
        """Keep hidden words out of the line they stand in, as a block behind it; not an element that holds blocks."""
        if any(child.tag in _BLOCK_TAGS for child in element.iter()):
            return False
        if text := inner_text(element):
            self.asides.append(PageBlock(text, place, place.type))
        return True

    def row(self, element: html.HtmlElement, place: Place) -> None:
        self.start(place)
        cells = tuple(inner_text(cell) for cell in element if cell.tag in ("td", "th"))
        if any(cells) and len(cells) > 1:
            links = tuple(inner_text(node) for node in element.iter("a"))
            link_chars = sum(len(text) - text.count(" ") for text in links)
            self.blocks.append(PageBlock(" | ".join(cells), place, "row", links, link_chars, cells))
        else:
            self.parts.append(" ".join(cells))
            self.flush()

    def start(self, place: Place) -> None:
        if self.parts:
            self.flush()
        self.place = place
        self.begun = False

    def add(self, text: str, linked: bool, lines: bool) -> None:  # noqa: FBT001
        """Collect text; where line breaks count, as in ``<pre>``, each ends a block."""
        self.begun = True
        if linked:
            if not self.links:
                self.links.append([])  # a block within a link
            self.links[-1].append(text)
        if not lines:
            self.parts.append(text)
            return
        first, *others = text.split("\n")
        self.parts.append(first)
        for line in others:
            self.flush()
            self.parts.append(line)

    def flush(self) -> None:
        self.begun = False
        if self.parts:
            text = even("".join(self.parts))
            if text:
                links = tuple([link for parts in self.links if (link := even("".join(parts)))]) if self.links else ()
                link_chars = sum(len(link) - link.count(" ") for link in links) if links else 0
                block = PageBlock(text, self.place, self.place.type, links, link_chars, (), self.pictured)
                self.blocks.append(block)
                self.pictured = False
            self.parts = []
        if self.links:
            self.links = []
        if self.asides:
            self.blocks += self.asides
            self.asides = []


def _is_data_row(row: html.HtmlElement) -> bool:
    """Whether a row holds data; one that only lays out holds other blocks, one cell, or lines in a cell that are no label."""
    if any(True for _ in row.iter("p", "table", "div", "ul", "ol", "h1", "h2", "h3")):
        return False
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    filled = [cell for cell in cells if inner_text(cell)]
    lines = any(len("".join(cell.itertext())) > _CELL_CHARS for cell in cells if any(True for _ in cell.iter("br")))
    return len(filled) > 1 and not lines


def _is_row_of_chips(element: html.HtmlElement) -> bool:
    """Whether only a style sheet sets the children apart: labels, or ``<div><span>One.</span><span>Two.</span></div>``."""
    if (element.text or "").strip(" \t\r\n|,;·•"):
        return False
    first = None
    texts = []
    for child in element:
        tag = child.tag
        if not isinstance(tag, str):
            continue
        first = first or tag
        if tag != first or tag not in _CHIPS or (child.tail or "").strip(" \t\r\n|,;·•"):
            return False
        texts.append(child)
    if len(texts) < 2:  # noqa: PLR2004
        return False
    labels = all(0 < len(text) <= _CHIP_CHARS and text[-1] not in ".!?。" for text in map(inner_text, texts))
    return labels or (first == "span" and all(text and _SENTENCE_END.search(text) for text in map(inner_text, texts)))
