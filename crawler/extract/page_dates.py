"""All that a page says of when its story was published or changed: strings as printed, each with its origin.

Weighs nothing: `crawler.story_dates` reads the strings and chooses. What belongs to another story (navigation, sidebars,
comments, lists of teasers) is left out here, where the tree is at hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from lxml import html
from lxml.etree import XPath

from crawler.extract import date_marks as marks
from crawler.extract.body import is_prose
from crawler.extract.document import PageBlock, even
from crawler.extract.selectors import selected
from crawler.extract.structured import Structured
from crawler.model import Found
from crawler.sources import Select

_MAX_VALUE = 100
_MAX_LINE = 600  # a longer one is a paragraph of the story
_SHOWN_BEFORE = 60
_MAX_JSON = 12
_MAX_TIMES = 300
_MAX_MARKED = 20
_MAX_LINES = 8
_MAX_TAG = 1000
_MAX_INLINE = 12
_ABOVE = 8
_BELOW = 20
_PARAGRAPHS = 2
_LEVELS = 8
_HEADINGS = ("h1", "h2", "h3", "h4")
_INLINE = ("time", "span", "abbr", "small", "em", "i", "b", "strong", "p", "div", "font", "li", "dd")
_MICRODATA_XPATH = XPath(
    "//@itemprop[starts-with(., 'date')]/.. | //@property[starts-with(., 'dc:date') or contains(., 'datePublished')"
    " or contains(., 'dateModified')]/..",
    smart_strings=False,
)
Dates = tuple[list[Found], list[Found]]
"""Of the publication (or of something that does not say of what), and of the last change by its own word."""


def page_dates(
    root: html.HtmlElement,
    data: Structured,
    blocks: Sequence[PageBlock],
    chosen: Select,
    *,
    text: str = "",
    headline: str | None = None,
) -> Dates:
    """Return the strings that may date the page's story, and those that date its last change; the source's own first.

    *text* is the page's source, searched for what stands in JSON of any kind; *headline* is the story's, near which
    dates are believed.
    """
    top = _top(blocks, headline)
    begin, end = _surroundings(blocks, top)
    story = next((i for i in range(top or 0, end) if is_prose(blocks[i].text)), end)
    headline_element = blocks[top].element if top is not None else None
    own = frozenset(headline_element.iterancestors()) if headline_element is not None else frozenset[html.HtmlElement]()
    around = [i for i in range(begin, end) if i < story or _is_free(blocks[i], own)]
    near = {id(blocks[i].element) for i in around if blocks[i].element is not None}
    parts = [
        ([*selected(root, chosen.date_published)], []),
        (data.from_article("datePublished"), data.from_article("dateModified")),
        (data.from_meta(*marks.PUBLISHED_META), data.from_meta(*marks.MODIFIED_META)),
        _by_microdata(root, text),
        _by_time(data.elements.times, headline_element, near, own),
        (_renamed(data.from_article("dateCreated"), "json-ld:created"), []),
        _lines(blocks, around, top, own),
        (_renamed(data.from_meta(*marks.LOOSE_META), "loose"), []),
    ]
    certain = any(published for published, _ in parts[:5])
    if not parts[1][0]:
        parts.append(_by_json(text))
    if not certain:
        parts.append(_lines(blocks, [i for i in range(len(blocks)) if not begin <= i < end], None, own))
    return [found for published, _ in parts for found in published], [
        found for _, changed in parts for found in changed
    ]


def _renamed(found: Sequence[Found], suffix: str) -> list[Found]:
    return [Found(value=item.value, origin=suffix if ":" in suffix else f"{item.origin}:{suffix}") for item in found]


def _top(blocks: Sequence[PageBlock], headline: str | None) -> int | None:
    """Index of the block that prints the headline, or else of the first block of an ``<h1>``."""
    printed = [i for i, block in enumerate(blocks) if block.text == headline and _is_shown(block)] if headline else []
    if printed:
        return next((i for i in printed if blocks[i].type == "h"), printed[0])
    return next((i for i, block in enumerate(blocks) if _is_shown(block) and block.element.tag == "h1"), None)  # type: ignore[union-attr]


def _is_shown(block: PageBlock) -> bool:
    return not block.chrome and not block.hidden and block.element is not None


def _surroundings(blocks: Sequence[PageBlock], top: int | None) -> tuple[int, int]:
    """The blocks around the headline, down to the story's second paragraph."""
    if top is None:
        return 0, 0
    paragraphs, end = 0, min(top + _BELOW, len(blocks))
    for index in range(top + 1, end):
        paragraphs += is_prose(blocks[index].text)
        if paragraphs > _PARAGRAPHS:
            end = index
            break
    return max(0, top - _ABOVE), end


def _by_json(text: str) -> Dates:
    """Dates in JSON outside the article of the JSON-LD: broken JSON-LD, the state of an application."""
    return _json_values(text, marks.JSON_PUBLISHED), _json_values(text, marks.JSON_MODIFIED)


def _json_values(text: str, keys: Sequence[str]) -> list[Found]:
    found: list[Found] = []
    for key in keys:
        place = -1
        for _ in range(_MAX_JSON):
            place = text.find(key, place + 1)
            if place < 0:
                break
            if match := marks.JSON_VALUE.match(text, place + len(key)):
                found.append(Found(value=even(match[1]), origin="json:any"))
    return found


def _by_microdata(root: html.HtmlElement, text: str) -> Dates:
    """Elements with ``itemprop`` or RDFa ``property``; the words are looked for in the source first, as it is cheap."""
    published, changed = list[Found](), list[Found]()
    if not any(_needs_search(text, place) for place in islice(_marked(text), _MAX_MARKED)):
        return published, changed
    found = _MICRODATA_XPATH(root)
    for node in islice((node for node in found if isinstance(node, html.HtmlElement)), _MAX_MARKED):  # type: ignore[union-attr]
        word = node.get("itemprop") or node.get("property") or ""
        if node.tag in ("meta", "time") or _in_other_story(node):
            continue
        if value := _value(node):
            (changed if "odified" in word else published).append(Found(value=value, origin=f"itemprop:{word}"[:40]))
    return published, changed


def _marked(text: str) -> Iterator[int]:
    """Where the source may name a date's property. The first letters are looked for as a text: five times as fast."""
    place = text.find("prop")
    while place >= 0:
        if marks.MICRODATA.match(text, place):
            yield place
        place = text.find("prop", place + 4)


def _needs_search(text: str, place: int) -> bool:
    """Whether the tag around *place* is neither a ``<meta>``, which `Structured` knows, nor a ``<time>``."""
    start = text.rfind("<", max(0, place - _MAX_TAG), place)
    return not text.startswith(("meta", "time"), start + 1)


def _value(node: html.HtmlElement) -> str:
    """What a date element says, for machines if it can."""
    stated = (
        node.get("datetime") or node.get("content") or (node.get("title") if node.tag in ("abbr", "span") else None)
    )
    value = even((stated or "")[:1000]) or even("".join(islice(node.itertext(), 20))[:1000])
    return value if len(value) <= _MAX_VALUE and any(map(str.isdigit, value)) else ""


def _by_time(
    times: Sequence[html.HtmlElement],
    headline: html.HtmlElement | None,
    near: set[int],
    own: frozenset[html.HtmlElement],
) -> Dates:
    """``<time>`` and the microformats' ``<abbr title>``, in the order of the page; near the headline they are of the story."""
    published, changed = list[Found](), list[Found]()
    elsewhere = list[Found]()
    for node in times[:_MAX_TIMES]:
        words = _words(node)
        if node.tag == "abbr" and not ((node.get("title") and marks.DATE_CLASS.search(words)) or "publish" in words):
            continue
        value = _value(node)
        if not value or len(published) + len(changed) + len(elsewhere) >= _MAX_MARKED or _in_chrome(node):
            continue
        is_near = _is_near(node, headline, near)
        if not is_near and _in_other_story(node, own):
            continue
        if _says_changed(node):
            changed.append(Found(value=value, origin="time"))
        elif is_near or node.get("pubdate") is not None or "datePublished" in words:
            published.append(Found(value=value, origin="time"))
        else:
            elsewhere.append(Found(value=value, origin="time:elsewhere"))
    return [*published, *elsewhere], changed


def _is_near(node: html.HtmlElement, headline: html.HtmlElement | None, near: set[int]) -> bool:
    return id(node) in near or any(id(up) in near for up in islice(node.iterancestors(), 4) if up is not headline)


def _lines(
    blocks: Sequence[PageBlock], places: Sequence[int], top: int | None, own: frozenset[html.HtmlElement]
) -> Dates:
    """Lines that print a date: near the headline those below it first; elsewhere the first and the last ones."""
    published, changed = list[Found](), list[Found]()
    shaped = [i for i in places if _prints_a_date(blocks[i], near=top is not None)]
    if top is None:
        shaped = [i for i in shaped[:_MAX_MARKED] + shaped[_MAX_MARKED:][-_MAX_MARKED:] if _is_free(blocks[i], own)]
        shaped = [*shaped[: _MAX_LINES // 2], *shaped[_MAX_LINES // 2 :][-_MAX_LINES // 2 :]]
    for i in sorted(shaped, key=lambda i: (top is not None and i < top, i))[:_MAX_LINES]:
        for value, is_change in _texts(blocks[i]):
            origin = "text" if top is not None else "text:elsewhere"
            (changed if is_change else published).append(Found(value=value, origin=origin))
    return published, changed


def _prints_a_date(block: PageBlock, *, near: bool) -> bool:
    if block.chrome or block.hidden or block.stripped or len(block.text) > _MAX_LINE or block.element is None:
        return False
    if not marks.NUMBERS.search(block.text):
        return near and bool(marks.AGE.search(block.text))
    return bool(marks.DAY.search(block.text) or (near and marks.AGE.search(block.text)))


def _is_free(block: PageBlock, own: frozenset[html.HtmlElement]) -> bool:
    return not block.linked and block.element is not None and not _in_other_story(block.element, own)


def _texts(block: PageBlock) -> Iterator[tuple[str, bool]]:
    """The line; of one with several dates, or more than a date, also what the elements within it print."""
    element = block.element
    if element is None:
        return
    yield _around_date(block.text), bool(marks.MODIFIED_CLASS.search(_words(element)))
    if len(element) and len(block.text) <= _MAX_VALUE * 2:
        for node in islice(element.iter(*_INLINE), _MAX_INLINE):
            value = _value(node) if node is not element else ""
            if value and value != block.text and marks.DAY.search(value):
                yield value, _says_changed(node)


def _around_date(line: str) -> str:
    """The line, or of a long one its first day with some words around it."""
    found = marks.DAY.search(line) if len(line) > _MAX_VALUE else None
    if found is None:
        return line
    start = max(0, found.start() - _SHOWN_BEFORE)
    part = line[start : start + _MAX_VALUE]
    return part.partition(" ")[2] if start else part


def _says_changed(node: html.HtmlElement) -> bool:
    """Whether a date element is of a change, by its class or by the words right before it."""
    words = _words(node)
    if marks.PUBLISHED_CLASS.search(words):
        return False
    if marks.MODIFIED_CLASS.search(words):
        return True
    before, parent = node.getprevious(), node.getparent()
    text = (before.tail or before.text) if before is not None else parent.text if parent is not None else None
    return bool(marks.CHANGED_WORDS.search((text or "")[-_SHOWN_BEFORE:]))


def _words(node: html.HtmlElement) -> str:
    return f"{node.get('class')} {node.get('itemprop')} {node.get('id')}"[:300]


def _in_other_story(node: html.HtmlElement, own: frozenset[html.HtmlElement] = frozenset()) -> bool:
    """Whether a date stands in a part of the page that is no story's; what also holds the headline is never such a part."""
    for up in (node, *islice(node.iterancestors(), _LEVELS)):
        tag = up.tag
        if tag in ("body", "html", "main", "article") or up in own:
            return False
        if tag in ("nav", "footer", "aside") or _names_other_story(f"{up.get('class') or ''} {up.get('id') or ''}"):
            return True
    return False


@lru_cache(maxsize=4096)
def _names_other_story(words: str) -> bool:
    return marks.OTHER_STORY.search(words[:300]) is not None


def _in_chrome(node: html.HtmlElement) -> bool:
    return any(up.tag in ("nav", "footer", "aside") for up in node.iterancestors())
