"""Which element of a site's pages holds the story, and which boxes within it do not belong to it: CSS for a source file. Pure.

Learned from a few pages that the generic engine has read: the smallest element with a lasting name that holds what was
kept on all of them, and the named boxes within it that say the same on several pages or of which nothing was kept.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml import html

from crawler.charset import decode
from crawler.extract.document import even, inner_text, parse_html
from crawler.model import Block

_MOST, _MEAN = (
    0.7,
    0.85,
)  # of what was kept, by characters, on each page and on all: standfirsts and teasers stand outside
_BOX_TAGS = frozenset(
    {"div", "aside", "section", "figure", "form", "nav", "footer", "header", "ul", "ol", "table", "details"}
)
_BOX_SHARE = 0.25  # a box holds less of the container's text than that
_MOST_PAGES = 0.8  # on which one element holds the story: some are galleries, or read badly
_TINY, _NOTICE = 3, 160  # characters: notices that the engine has kept are shorter than paragraphs
_HELD = 0.15  # of all that was kept: what holds more is where stories stand
_LIST_TAGS = frozenset({"ul", "ol", "table", "details"})
_ALIEN = 0.8  # of a kind's boxes: the engine may have kept one of a notice's wordings
_BUILD = re.compile(  # class names that a build makes, and those that say how a thing looks, not what it is
    r"\d|__|[A-Z].*[A-Z].*[A-Z]|^[a-z]{1,2}$|^(?:u|is|has|js|text|bg|border|font|col|grid|flex|mt|mb|px|py|hidden|shadow)-"
)
_OFTEN, _SOMETIMES = 0.5, 0.25  # of the pages: not every story has tags, few have standfirsts
_TAG_PATH = re.compile(
    r"/(?:[a-z]{2}/)?(?:tags?|topics?|keywords?|themen|thema|etiquetas?|temas?|etiket|konu|sujet|tema)/"
)
_MAX_TAG = 60
_NAME = re.compile(r"-?[A-Za-z_][A-Za-z0-9_-]*")
_TESTED = ("itemprop", "role", "data-testid", "data-test", "data-component", "data-qa")
_WHOLE = frozenset(
    "root app page main wrapper site body container content layout __next ___gatsby".split()
)  # of the page
_STATES = frozenset(
    "active open visible show clearfix container row wrapper left right block flex grid relative absolute inline hidden"
    " center bold small large clear first last".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """One page that was tried."""

    body: bytes
    """Its bytes."""
    content_type: str | None
    """As the server says."""
    blocks: Sequence[Block]
    """What the generic engine made of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What a source file may say of a site's pages."""

    body: str | None = None
    """CSS of the element with the story; None where the pages name none."""
    strip: tuple[str, ...] = ()
    """CSS of boxes within it that are no part of stories."""
    description: str | None = None
    """CSS of the standfirst before it; None where none was found."""
    keywords: str | None = None
    """CSS of the links to tags behind it; None where none was found."""


def learned_selectors(pages: Sequence[ReadPage]) -> Learned:
    """Return what *pages*, all stories of one site, have in common; nothing from fewer than two."""
    trees = [
        (root, page) for page in pages if (root := parse_html(decode(page.body, page.content_type).text)) is not None
    ]
    if len(trees) < 2:  # noqa: PLR2004
        return Learned()
    found: defaultdict[str, list[tuple[float, int]]] = defaultdict(list)
    for root, page in trees:
        for name, share, size in _holding(root, page.blocks):
            found[name].append((share, size))
    common = {
        name: sum(size for _, size in seen) / len(seen)
        for name, seen in found.items()
        if len(seen) >= _MOST_PAGES * len(trees) and sum(share for share, _ in seen) >= _MEAN * len(seen)
    }
    if not common:
        return Learned()
    body = min(common, key=lambda name: (common[name], len(name)))
    bodies = [(element, page) for root, page in trees for element in root.iter() if body in _names(element)]
    strip = (name if _rank(name) else f"{body} {name}" for name in _boxes(bodies))
    return Learned(body=body, strip=tuple(strip), description=_standfirst(bodies), keywords=_tag_links(bodies))


def _holding(root: html.HtmlElement, blocks: Sequence[Block]) -> Iterator[tuple[str, float, int]]:
    """Names that one element of the page alone has, the part of what was kept that it holds, and the length of its text."""
    kept = [_plain(block.text) for block in blocks if block.kept]
    whole = sum(map(len, kept))
    counts = Counter(name for element in root.iter() for name in _names(element))
    for element in root.iter():
        names = [name for name in _names(element) if counts[name] == 1]
        if names and whole:
            text = _plain(inner_text(element))
            share = sum(len(part) for part in kept if part in text) / whole
            if share >= _MOST:
                yield from ((name, share, len(text)) for name in names)


def _standfirst(bodies: Sequence[tuple[html.HtmlElement, ReadPage]]) -> str | None:
    """The name of the element before the story's that holds one kept block, and nothing else, on most pages."""
    seen = Counter[str]()
    for body, page in bodies:
        within = _plain(inner_text(body))
        outside = {_plain(block.text) for block in page.blocks if block.kept} - {""}
        outside = {text for text in outside if text not in within}
        for element in body.getroottree().getroot().iter():
            if element is body:
                break
            if outside and isinstance(element.tag, str) and _plain(inner_text(element)) in outside:
                seen.update(set(_names(element)))
    name, count = max(seen.items(), key=lambda item: (item[1], -len(item[0])), default=("", 0))
    return name if count >= _SOMETIMES * len(bodies) and count > 1 else None


def _tag_links(bodies: Sequence[tuple[html.HtmlElement, ReadPage]]) -> str | None:
    """The beginning of the addresses of short links that change from story to story, under a word for tags."""
    seen: defaultdict[str, list[set[str]]] = defaultdict(list)
    for body, _ in bodies:
        here: defaultdict[str, set[str]] = defaultdict(set)
        for link in body.getroottree().getroot().iter("a"):
            prefix = _TAG_PATH.match(link.get("href") or "")
            text = even(inner_text(link))
            if prefix and 0 < len(text) <= _MAX_TAG:
                here[prefix.group()].add(text)
        for path, texts in here.items():
            seen[path].append(texts)
    changing = {
        path: len(found)
        for path, found in seen.items()
        if len(found) >= _OFTEN * len(bodies) and len({frozenset(texts) for texts in found}) > len(found) / 2
    }
    return f"a[href^='{max(changing, key=lambda path: changing[path])}']" if changing else None


def _boxes(bodies: Sequence[tuple[html.HtmlElement, ReadPage]]) -> Iterator[str]:
    """Names of boxes within the stories' elements that never hold a part of a story."""
    seen: defaultdict[str, list[bool]] = defaultdict(list)
    held: Counter[str] = Counter()
    texts = Counter(text for body, _ in bodies for text in {_plain(inner_text(box)) for box in _boxes_of(body)})
    whole = 0
    for body, page in bodies:
        kept = [part for block in page.blocks if block.kept and len(part := _plain(block.text)) > _TINY]
        room = _BOX_SHARE * len(_plain(inner_text(body)))
        whole += sum(map(len, kept))
        for box in _boxes_of(body):
            text = _plain(inner_text(box))
            within = [part for part in kept if part in text]
            most = 0 if box.tag in _LIST_TAGS else _NOTICE  # a story's own list has short lines, too
            alien = texts[text] > 1 or (len(text) <= room and all(len(part) <= most for part in within))
            for name in _kinds(box):
                seen[name].append(alien)
                held[name] += sum(map(len, within))
    good = [
        name
        for name, verdicts in seen.items()
        if len(verdicts) > 1 and sum(verdicts) >= _ALIEN * len(verdicts) and held[name] <= _HELD * whole
    ]
    yield from sorted(_fewest(good, bodies))


def _fewest(names: Sequence[str], bodies: Sequence[tuple[html.HtmlElement, ReadPage]]) -> list[str]:
    """The names that take all these boxes, those first that take most."""
    left = {box for body, _ in bodies for box in _boxes_of(body) if not set(names).isdisjoint(_kinds(box))}
    having: defaultdict[str, set[html.HtmlElement]] = defaultdict(set)
    for box in left:
        for name in _kinds(box):
            if name in names:
                having[name].add(box)
    chosen = []
    while left and having:
        best = max(having, key=lambda name: (_rank(name), len(having[name] & left), -len(name), name))
        if not having[best] & left:
            break
        chosen.append(best)
        left -= having.pop(best)
    return chosen


def _rank(name: str) -> int:
    """What says what a thing is comes before its tag."""
    return 2 if name[0] == "[" else 1 if "." in name or name in ("figure", "aside", "nav", "form") else 0


def _boxes_of(body: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (element for element in body.iterdescendants() if element.tag in _BOX_TAGS)


def _kinds(box: html.HtmlElement) -> Iterator[str]:
    """What a box may be called in a rule: an attribute for data whatever its value, a class, a tag of its own."""
    yield from (f"[{name}]" for name in box.attrib if name.startswith("data-") and _NAME.fullmatch(name))
    yield from _classes(box)
    if box.tag not in _LIST_TAGS:
        yield str(box.tag)


def _names(element: html.HtmlElement) -> Iterator[str]:
    """Selectors that may point to an element alone and outlive the next build of the site."""
    if not isinstance(element.tag, str) or element.tag in ("html", "body", "head"):
        return
    identifier = element.get("id") or ""
    if _NAME.fullmatch(identifier) and not _BUILD.search(identifier) and identifier.lower() not in _WHOLE:
        yield f"#{identifier}"
    for name in _TESTED:
        value = element.get(name) or ""
        if value and _NAME.fullmatch(value):
            yield f"[{name}={value}]"
    yield from _classes(element)
    if element.tag == "article":
        yield "article"


def _classes(element: html.HtmlElement) -> Iterable[str]:
    names = (element.get("class") or "").split()
    return (
        f"{element.tag}.{n}" for n in names if _NAME.fullmatch(n) and not _BUILD.search(n) and n not in _STATES | _WHOLE
    )


def _plain(text: str) -> str:
    return "".join(even(text).split())
