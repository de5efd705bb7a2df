"""Where a page names its authors: each place's texts as printed, the most trusted place first. Judges no name: `crawler.normalize.authors` does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import html
from lxml.etree import XPath

from crawler.extract.document import PageBlock, even
from crawler.extract.places import selected
from crawler.extract.structured import Structured
from crawler.extract.surroundings import stands_apart
from crawler.model import Found
from crawler.sources import Select

_META = (
    "author", "article:author", "og:article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author", "sailthru.author",
    "byl", "cxenseparse:author", "shareaholic:article_author_name", "article:author_name", "author_name", "og:author", "creator",
)  # fmt: skip
_MARKED = XPath(
    "//h1 | //*[contains(@class,'uthor') or contains(@class,'yline') or contains(@class,'utor') or contains(@class,'uteur')"
    " or contains(@rel,'author') or contains(@itemprop,'author') or contains(@itemprop,'creator') or contains(@class,'writer')"
    " or contains(@class,'contributor') or contains(@class,'eporter') or contains(@class,'username')]"
)
_LINKED = XPath(
    "//h1 | //a[contains(@href,'/author') or contains(@href,'/autor') or contains(@href,'/auteur') or contains(@href,'/people/')"
    " or contains(@href,'/staff/') or contains(@href,'/journalist')"
    " or contains(@href,'/contributor') or contains(@href,'/writer') or contains(@href,'/redaktion/') or contains(@href,'/reporter')"
    " or contains(@href,'?author=')]"
)
_NAMES = XPath(
    ".//*[@itemprop='name' or contains(@class,'name') or contains(@class,'Name') or contains(concat(' ',@class,' '),' fn ')][not(.//img)]"
)
_CLASS = re.compile(
    r"(?<![a-zA-Z])(?:[a-z]+-?)??(?:author|byline|autor|auteur|writer|contributor|reporter|username)(?:s|es|in|en|name|_name|line|list|link|info|box)?(?![a-z])|(?<=[a-z])(?:Author|Byline|Autor)s?(?![a-z])"
)
_BIO = re.compile(r"(?<![a-z])(?:bio|biography|about|box|avatar|image|img|photo|picture|social|description|desc|follow|email|count)(?![a-z])", re.IGNORECASE)
_WHOLE = frozenset({"article", "main", "body", "html", "section", "img", "meta", "script", "style", "svg", "input", "time", "link", "h1", "template", "noscript"})
_SOCIAL = re.compile(r"mailto:|twitter\.com|//x\.com|facebook\.com|linkedin\.com|instagram\.com|youtube\.com|t\.me/|#|javascript:", re.IGNORECASE)
_WRITTEN_BY = re.compile(r"written|author|verfasst|geschrieben|autor|auteur|écrit|escrito|scritto|door|av|автор|作者", re.IGNORECASE)
_OPENING = re.compile(
    r"^\W{0,3}(?i:(?:written|posted|published|story|words|text|reported|interview|review|analysis|opinion|photos?)? ?(?:& \w+ )?by|(?:ein )?(?:\w+ )?von|par|por|door|"
    r"di|a cura di|scritto da|af|av|texte?o?|autore?n?(?:in)?|authors?|auteurs?|writer|reporter|words|verfasst von|geschrieben von|oleh|penulis|"
    r"автор|текст|yazan|autora|toimittaja|作者|记者|記者|撰文|文|编辑|編輯|責任編輯|责任编辑|글)(?:\s*[:：/]\s*|\s+|(?<=[\u3040-\u9fff\uac00-\ud7a3])|$)"
)
_CAPITAL = re.compile(r"[^\Wa-zà-ÿ\d_]")
_MAX_MARKED = 400
_MAX_TEXT = 160
_MAX_NAME = 70
_ABOVE, _BELOW = 6, 14  # lines around the heading in which a byline stands
_MAX_LINE = 120


def authors(root: html.HtmlElement, data: Structured, chosen: Select, blocks: Sequence[PageBlock], headline: str | None) -> list[Found]:
    """Return author names as printed, those of each place together; a place's name is the origin of each."""
    own = selected(root, chosen.authors)
    if own:
        return own
    marked = _candidates(_MARKED(root), headline)
    return [
        *data.persons(),
        *_microdata(marked),
        *data.from_meta(*_META),
        *_labelled(data),
        *_cluster([node for node in marked if "author" in (node.get("rel") or "").lower()], "rel=author"),
        *_cluster([node for node in marked if _CLASS.search(node.get("class") or "") and not _BIO.search(node.get("class") or "")], "class=author"),
        *_cluster(_candidates(_LINKED(root), headline), "author-link"),
        *_lines(blocks, headline),
    ]


def _candidates(found: object, headline: str | None) -> list[html.HtmlElement]:
    """Elements outside of what surrounds the story: those behind the heading in page order, then those before it."""
    nodes = [node for node in (found if isinstance(found, list) else []) if isinstance(node, html.HtmlElement)][: 2 * _MAX_MARKED]
    heads = [i for i, node in enumerate(nodes) if node.tag == "h1"]
    start = next((i for i in heads if headline and headline in even("".join(nodes[i].itertext()))), heads[0] if heads else 0)
    ordered = [*nodes[start:], *reversed(nodes[max(0, start - _ABOVE) : start])][:_MAX_MARKED]
    return [node for node in ordered if node.tag not in _WHOLE and not stands_apart(node)]


def _microdata(marked: Sequence[html.HtmlElement]) -> list[Found]:
    nodes = [node for node in marked if {"author", "creator"} & set((node.get("itemprop") or "").lower().split())]
    return _cluster(nodes, "microdata")


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
        near = {first, *[up for _, up in zip(range(3), first.iterancestors(), strict=False) if up.tag not in ("body", "html", "main")]}
        for node in nodes[index + 1 : index + 40]:
            if (node.tag, node.get("class")) == (first.tag, first.get("class")) and near & {up for _, up in zip(range(3), node.iterancestors(), strict=False)}:
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
    named = [inner for inner in _NAMES(node) if isinstance(inner, html.HtmlElement)][:10]
    inner = [text for name in named if not len(name) and (text := _text(name))]
    if inner:
        yield from inner
        return
    whole = _text(node)
    links = [text for link in list(node.iter("a"))[:20] if link is not node and not _SOCIAL.search(link.get("href") or "") and (text := _text(link))]
    if links and (not whole or len(whole) > len(" ".join(links)) * 2 + 20 or not re.search(r"\s(?:and|und|y|et|e|og|och|en|и|&)\s", whole)):
        yield from links
    elif len(node) > 1 and not any((part or "").strip(" ,|") for part in (node.text, *(child.tail for child in node))):
        yield from filter(None, map(_text, node))
    elif whole:
        yield whole


def _text(node: html.HtmlElement) -> str:
    """The element's text where it is short enough for names; breaks and elements in it keep words apart."""
    parts = []
    for part in node.itertext():
        parts.append(part)
        if sum(map(len, parts[-3:])) > _MAX_TEXT or len(parts) > 60:  # noqa: PLR2004
            return ""
    text = even(" ".join(parts) if len(node) else "".join(parts))
    return text if len(text) <= _MAX_TEXT else ""


def _lines(blocks: Sequence[PageBlock], headline: str | None) -> list[Found]:
    """The first short line near the heading that opens like a byline and goes on like a name: "By Ann Tin"."""
    top = next((i for i, block in enumerate(blocks) if headline and block.text == headline and not block.chrome), 0)
    order = [*range(top + 1, min(len(blocks), top + _BELOW)), *range(max(0, top - _ABOVE), top)]
    for index in order:
        text = blocks[index].text
        opening = None if blocks[index].chrome or len(text) > _MAX_LINE else _OPENING.match(text)
        if opening and opening.end() == len(text) and index + 1 < len(blocks):
            text = f"{text} {blocks[index + 1].text}"
        if opening and len(text) <= _MAX_LINE and _CAPITAL.match(text, opening.end()):
            return [Found(value=text, origin="text:byline")]
    return []
