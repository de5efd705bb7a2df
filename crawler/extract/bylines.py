"""Where a page names its authors: each place's texts as printed, the most trusted place first.

Judges no name: `crawler.normalize.authors` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from lxml import html

from crawler.extract.document import PageBlock, even
from crawler.extract.margins import stands_apart
from crawler.extract.selectors import selected
from crawler.extract.structured import Structured
from crawler.model import Found
from crawler.sources import Select

_META = (
    "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author",
    "sailthru.author", "byl", "cxenseparse:author", "shareaholic:article_author_name", "article:author_name", "author_name",
    "og:author", "creator",
)  # fmt: skip
_LINK = re.compile(
    r"/(?:authors?|autor(?:en|es|in|a)?|auteurs?|people|staff|journalists?|contributors?|writers?|redaktion|reporters?|redattori|"
    r"penulis)(?:/|-|$)|[?&]author=",
    re.IGNORECASE,
)
_NAME_CLASS = re.compile(r"(?<![a-z])(?:fn|name|full-?name)(?![a-z])|Name(?![a-z])")
_CLASS = re.compile(
    r"(?<![a-zA-Z])(?:[a-z]+-?)??(?:author|byline|autor|auteur|writer|contributor|reporter|username)"
    r"(?:s|es|in|en|name|_name|line|list|link|info|box)?(?![a-z])|(?<=[a-z])(?:Author|Byline|Autor)s?(?![a-z])"
)
_CLASS_PARTS = ("author", "byline", "autor", "auteur", "writer", "contributor", "reporter", "username")
_BIO = re.compile(
    r"(?<![a-z])(?:bio|biography|about|box|avatar|image|img|photo|picture|social|description|desc|follow|email|count)(?![a-z])",
    re.IGNORECASE,
)
_WHOLE = frozenset(
    {
        "article",
        "main",
        "body",
        "html",
        "section",
        "img",
        "meta",
        "script",
        "style",
        "svg",
        "input",
        "time",
        "link",
        "h1",
        "template",
        "noscript",
    }
)
_SOCIAL = re.compile(
    r"mailto:|twitter\.com|//x\.com|facebook\.com|linkedin\.com|instagram\.com|youtube\.com|t\.me/|#|javascript:",
    re.IGNORECASE,
)
_WRITTEN_BY = re.compile(
    r"written|author|verfasst|geschrieben|autor|auteur|écrit|escrito|scritto|door|av|автор|作者", re.IGNORECASE
)
_OPENING = re.compile(
    r"^\W{0,3}(?i:"
    r"(?:written|posted|published|story|words|text|reported|interview|review|analysis|opinion|photos?)? ?(?:& \w+ )?by|"
    r"(?:(?:ein )?(?:kommentar|interview|gastbeitrag|beitrag|artikel|text|analyse|bericht|reportage|essay|kolumne|rezension|"
    r"glosse|porträt) )?von|par|por|door|di|a cura di|scritto da|af|av|texte?o?|autore?n?(?:in)?|authors?|auteurs?|writer|"
    r"reporter|words|verfasst von|geschrieben von|oleh|penulis|автор|текст|yazan|autora|toimittaja|作者|记者|記者|撰文|文|글"
    r")(?:\s*[:：/]\s*|\s+|(?<=[\u3040-\u9fff\uac00-\ud7a3])|$)"
)
_CAPITAL = re.compile(r"[^\Wa-zà-ÿ\d_]")
_SURE = frozenset({"microdata", "rel=author"})
_MAX_MARKED = 400
_MAX_NEAR = 80  # elements below one line near the heading
_MAX_SCANNED = 20_000
_MAX_TEXT = 160
_MAX_NAME = 70
_ABOVE, _BELOW = 6, 14  # lines around the heading in which a byline stands
_MAX_LINE = 120


def authors(
    root: html.HtmlElement, data: Structured, chosen: Select, blocks: Sequence[PageBlock], headline: str | None
) -> list[Found]:
    """Return author names as printed, those of each place together; a place's name is the origin of each.

    Marked elements are looked for near the heading, and on the whole page only where nothing else names anyone.
    """
    own = selected(root, chosen.authors)
    if own:
        return own
    top = next((i for i, block in enumerate(blocks) if headline and block.text == headline and not block.chrome), None)
    persons, stated = data.persons(), [*data.from_meta(*_META), *_labelled(data)]
    printed = [*_marked(_near(blocks, top)), *_line(blocks, top or 0)]
    if not printed and not stated and not persons:
        printed = _marked(_anywhere(root))
    sure = [found for found in printed if found.origin in _SURE]
    return [*persons, *sure, *stated, *(found for found in printed if found.origin not in _SURE)]


def _near(blocks: Sequence[PageBlock], top: int | None) -> list[html.HtmlElement]:
    """The elements of the lines below the heading, then of those above it."""
    if top is None:
        return []
    lines = [*blocks[top + 1 : top + _BELOW], *reversed(blocks[max(0, top - _ABOVE) : top])]
    found: dict[html.HtmlElement, None] = {}
    for element in dict.fromkeys(block.element for block in lines if block.element is not None and not block.chrome):
        for up in reversed(
            [up for _, up in zip(range(3), element.iterancestors(), strict=False) if up.tag not in _WHOLE]
        ):
            found.setdefault(up)
        for _, node in zip(range(_MAX_NEAR), element.iter("*"), strict=False):
            found.setdefault(node)
    return list(found)


def _anywhere(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements of the page, those behind the first heading before those above it."""
    nodes = [node for _, node in zip(range(_MAX_SCANNED), root.iter("*"), strict=False)]
    start = next((i for i, node in enumerate(nodes) if node.tag == "h1"), 0)
    return [*nodes[start:], *nodes[:start]]


def _marked(nodes: Iterable[html.HtmlElement]) -> list[Found]:
    """The names in elements that say they hold an author's: by microdata, link relation, class or address."""
    places: dict[str, list[html.HtmlElement]] = {
        "microdata": [],
        "rel=author": [],
        "class=author": [],
        "author-link": [],
    }
    left = _MAX_MARKED
    for node in nodes:
        kinds = [] if node.tag in _WHOLE else _kinds(node)
        if kinds and (left := left - 1) >= 0 and not stands_apart(node):
            for kind in kinds:
                places[kind].append(node)
    return [found for kind, marked in places.items() for found in _cluster(marked, kind)]


def _kinds(node: html.HtmlElement) -> list[str]:
    kinds = []
    prop, classes = node.get("itemprop"), node.get("class")
    if prop and ("author" in prop or "creator" in prop):
        kinds.append("microdata")
    if classes and _is_author_class(classes):
        kinds.append("class=author")
    if node.tag == "a":
        if "author" in (node.get("rel") or "").lower():
            kinds.append("rel=author")
        if _LINK.search((node.get("href") or "")[:300]):
            kinds.append("author-link")
    return kinds


@lru_cache(maxsize=4096)
def _is_author_class(classes: str) -> bool:
    said = classes[:300].lower()
    if not any(part in said for part in _CLASS_PARTS):  # quicker than the expression, and so it is with most classes
        return False
    return bool(_CLASS.search(classes[:300]) and not _BIO.search(classes[:300]))


def _labelled(data: Structured) -> list[Found]:
    """What a preview card says of the author: ``twitter:label1`` "Written by", ``twitter:data1`` the name."""
    return [
        Found(value=name.value, origin=name.origin)
        for number in "12"
        for label in data.from_meta(f"twitter:label{number}")
        for name in data.from_meta(f"twitter:data{number}")
        if _WRITTEN_BY.search(label.value)
    ]


def _cluster(nodes: Sequence[html.HtmlElement], origin: str) -> list[Found]:
    """The texts of the first element that has a name, and of those of the same make near it."""
    for index, first in enumerate(nodes[:40]):
        if not (texts := list(_names_in(first))):
            continue
        near = {
            first,
            *[
                up
                for _, up in zip(range(3), first.iterancestors(), strict=False)
                if up.tag not in ("body", "html", "main")
            ],
        }
        for node in nodes[index + 1 : index + 40]:
            if (node.tag, node.get("class")) == (first.tag, first.get("class")) and near & {
                up for _, up in zip(range(3), node.iterancestors(), strict=False)
            }:
                texts += _names_in(node)
        if any(len(text) > _MAX_NAME for text in texts[1:]):
            texts = texts[:1]  # the first of a list of stories
        return [Found(value=text, origin=origin) for text in dict.fromkeys(texts)]
    return []


def _names_in(node: html.HtmlElement) -> Iterator[str]:
    """What may be names in an element: what is marked as a name in it, its links, or all it says if that is little."""
    if node.get("content"):
        yield even(node.get("content") or "")
        return
    below = [inner for _, inner in zip(range(_MAX_NEAR), node.iter("*"), strict=False)][1:]
    named = [name for name in below if name.get("itemprop") == "name" or _NAME_CLASS.search(name.get("class") or "")]
    inner = [text for name in named[:10] if not len(name) and (text := _text(name))]
    if inner:
        yield from inner
        return
    whole = _text(node)
    links = [
        text
        for link in below
        if link.tag == "a" and not _SOCIAL.search(link.get("href") or "") and (text := _text(link))
    ]
    if links and (
        not whole
        or len(whole) > len(" ".join(links)) * 2 + 20
        or not re.search(r"\s(?:and|und|y|et|e|og|och|en|и|&)\s", whole)
    ):
        yield from links
    elif len(node) == 1 and len(node[0]) > 1 and not (node.text or node[0].tail or "").strip():
        yield from _names_in(node[0])
    elif len(node) > 1 and not any((part or "").strip(" ,|") for part in (node.text, *(child.tail for child in node))):
        yield from filter(None, map(_text, node))
    elif whole:
        yield whole


def _text(node: html.HtmlElement) -> str:
    """The element's text where it is short enough for names; breaks and elements in it keep words apart."""
    if node.tag == "button":
        return ""
    parts = []
    for part in node.itertext():
        parts.append(part)
        if sum(map(len, parts[-3:])) > _MAX_TEXT or len(parts) > 60:  # noqa: PLR2004
            return ""
    text = even(" ".join(parts) if len(node) else "".join(parts))
    return text if len(text) <= _MAX_TEXT else ""


def _line(blocks: Sequence[PageBlock], top: int) -> list[Found]:
    """The first short line near the heading that opens like a byline and goes on like a name: "By Ann Tin"."""
    order = [*range(top + 1, min(len(blocks), top + _BELOW)), *range(max(0, top - _ABOVE), top)]
    for index in order:
        text = blocks[index].text
        opening = None if blocks[index].chrome or len(text) > _MAX_LINE else _OPENING.match(text)
        if opening and opening.end() == len(text) and index + 1 < len(blocks):
            text = f"{text} {blocks[index + 1].text}"
        if opening and len(text) <= _MAX_LINE and _CAPITAL.match(text[opening.end() :].lstrip()):
            return [Found(value=text, origin="text:byline")]
    return []
