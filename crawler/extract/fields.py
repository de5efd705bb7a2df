"""Values as printed, from the source's selectors, structured data and the page's own elements; most trusted first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import html
from parsel import css2xpath

from crawler.extract.document import PageBlock, even
from crawler.extract.structured import Structured
from crawler.model import Found
from crawler.sources import Select

_TITLE_SEPARATORS = re.compile(r"\s+[|\-–—_»·:]+\s+|\s*[|_]\s*")
_TAG_LINK = re.compile(r"/(tags?|topics?|keywords?|label)s?[/=]", re.IGNORECASE)
_MAX_HEADLINE = 300


def select(root: html.HtmlElement, selectors: Iterable[str]) -> list[tuple[html.HtmlElement, str]]:
    """Return the elements of the first selector that finds any, each with that selector."""
    for selector in selectors:
        found = root.xpath(css2xpath(selector))
        if isinstance(found, list) and found:
            return [(element, selector) for element in found if isinstance(element, html.HtmlElement)]
    return []


def selected(root: html.HtmlElement, selectors: Iterable[str]) -> list[Found]:
    """Return the texts of the elements that a source's selectors name; ``datetime`` and ``content`` win over the text."""
    return [
        Found(value=value, origin=f"selector:{selector}")
        for element, selector in select(root, selectors)
        if (value := even(element.get("datetime") or element.get("content") or "".join(element.itertext())))
    ]


def headlines(root: html.HtmlElement, data: Structured, blocks: Sequence[PageBlock], chosen: Select) -> list[Found]:
    """Return headline candidates. A title that stands on the page as a block of its own is that block's text."""
    titles = [
        Found(value=even(node.text or ""), origin="title") for node in root.iter("title") if even(node.text or "")
    ][:1]
    stated = [*data.from_article("headline"), *data.from_meta("og:title", "twitter:title"), *titles]
    printed = {
        block.text.casefold(): block.text for block in blocks if len(block.text) <= _MAX_HEADLINE and not block.hidden
    }
    h1 = [Found(value=text, origin="h1") for node in root.iter("h1") if (text := even("".join(node.itertext())))]
    whole = [printed[cut.casefold()] for found in stated for cut in _cuts(found.value) if cut.casefold() in printed]
    confirmed = [Found(value=text, origin="h1" if text in {f.value for f in h1} else "text") for text in whole]
    return [*selected(root, chosen.headline), *confirmed, *h1[:1], *stated]


def _cuts(title: str) -> list[str]:
    """The title and what is left of it when site names are cut off its end, longest first."""
    ends = [match.start() for match in _TITLE_SEPARATORS.finditer(title)]
    return [title, *(title[:end] for end in reversed(ends))]


def authors(root: html.HtmlElement, data: Structured, chosen: Select) -> list[Found]:
    """Return author names, one each, from the most trusted place that has any."""
    linked = [
        Found(value=even("".join(node.itertext())), origin="rel=author")
        for node in root.iter("a")
        if "author" in _relations(node)
    ]
    places = (
        selected(root, chosen.authors),
        data.persons(),
        data.from_meta("author", "article:author", "dc.creator", "parsely-author", "sailthru.author"),
        linked,
    )
    return next((place for place in places if place), [])


def keywords(root: html.HtmlElement, data: Structured, chosen: Select) -> list[Found]:
    """Return printed tags, one each: the source's selectors, then links to tag pages, then what machines are told."""
    anchors = [
        Found(value=even("".join(node.itertext())), origin="tag-link")
        for node in root.iter("a")
        if ("tag" in _relations(node) or _TAG_LINK.search(node.get("href") or "")) and not _in_chrome(node)
    ]
    stated = [*data.from_article("keywords"), *data.from_meta("article:tag", "news_keywords", "keywords")]
    places = (selected(root, chosen.keywords), [a for a in anchors if 0 < len(a.value) <= 60], _split(stated))  # noqa: PLR2004
    return next((place for place in places if place), [])


def _split(found: list[Found]) -> list[Found]:
    """Comma-separated lists apart; only values of the first origin."""
    return [
        Found(value=even(part), origin=item.origin)
        for item in found
        if item.origin == found[0].origin
        for part in re.split(r"[,;，；、]", item.value)
        if even(part)
    ]


def canonical_urls(root: html.HtmlElement, data: Structured) -> list[Found]:
    """Return what the page calls its own address."""
    links = [node.get("href") or "" for node in root.iter("link") if (node.get("rel") or "").lower() == "canonical"]
    return [*(Found(value=link, origin="rel=canonical") for link in links if link), *data.from_meta("og:url")]


def _relations(node: html.HtmlElement) -> list[str]:
    """The words of a link's ``rel``: ``nofollow tag``."""
    return (node.get("rel") or "").lower().split()


def _in_chrome(node: html.HtmlElement) -> bool:
    return any(up.tag in ("nav", "footer", "aside") for up in node.iterancestors())
