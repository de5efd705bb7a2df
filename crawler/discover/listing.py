"""Listing pages to entries: links that look like stories, each with the title and the date beside it, and the older page.

Told by the source's address patterns, never by class names, and where its table ``[listing]`` names selectors, by these.
Dates stay as printed: to understand "7 hours ago" takes a clock. What JSON lists is read by `json_listing`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import html
from lxml.etree import ParserError
from parsel import css2xpath

from crawler.charset import decode
from crawler.discover.date_like import MAX_DATE, is_date_like
from crawler.discover.json_listing import json_document, json_entries
from crawler.discover.texts import web_url
from crawler.model import Entry
from crawler.sources import Listing, Source

MAX_ENTRIES = 1000
_MAX_TITLE = 300
_LEVELS = 4  # a date stands at most that far above its link; measured on the listings of SMM's builds: 2
_BUTTON = re.compile(
    r"(read|see|view|show|learn|click|continue|more)\b.{0,20}|(阅读|查看|更多|详情).{0,4}", re.IGNORECASE
)
_BLOCKS = ("div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "section", "article")
_JSON = ("{", "[")


def listing_entries(body: bytes, *, url: str, source: Source, content_type: str | None = None) -> list[Entry]:
    """Return the stories that a listing names, in its order, each address once, then the link to the older one.

    An article entry has ``title`` (the link's text) and, where a date is printed beside the link, ``published_raw``. The
    older page is an entry of kind ``listing``. With a table ``[json]`` a document in JSON, or the page's script that it
    names, is read by its paths; without one JSON holds no entries. Never raises; without links the list is empty.
    """
    text = decode(body, content_type).text
    if text.lstrip("\ufeff \t\r\n").startswith(_JSON):
        return _entries_in_json(text, url, source)
    root = _tree(text)
    if root is None:
        return []
    base = next((found for node in root.iter("base") if (found := web_url(node.get("href") or "", base=url))), url)
    older = list(_older_page(root, base, url, source))
    if source.json and source.json.script:
        listed = [
            entry for node in _css(root, source.json.script) for entry in _entries_in_json(node.text or "", url, source)
        ]
        return listed if not older or any(entry.kind == "listing" for entry in listed) else [*listed, *older]
    return [*_entries_in_html(root, base, source), *older]


def _entries_in_json(text: str, url: str, source: Source) -> list[Entry]:
    if source.json is None:
        return []
    found = json_entries(json_document(text), url=url, paths=source.json)
    own = (e for e in found if e.url and (source.owns(e.url) if e.kind == "listing" else source.is_article(e.url)))
    return list({entry.url: entry for entry in own}.values())


def _entries_in_html(root: html.HtmlElement, base: str, source: Source) -> list[Entry]:
    page = _Page(root, base, source)
    entries: dict[str, Entry] = {}
    for link, address in page.links:
        known = entries.get(address)
        if known is None and len(entries) == MAX_ENTRIES:
            break
        title = page.title(link)
        if known and known.title and len(known.title) >= len(title or ""):
            title = known.title
        date = (known.published_raw if known else None) or page.date(link)
        entries[address] = Entry(url=address, title=title, published_raw=date)
    return list(entries.values())


class _Page:
    """A list page's links to stories, and what stands around each: in the largest elements that hold no other story's link."""

    def __init__(self, root: html.HtmlElement, base: str, source: Source) -> None:
        self._select: Listing = source.listing
        self._stories: dict[html.HtmlElement, set[str]] = defaultdict(set)
        self._found: dict[html.HtmlElement, str | None] = {}
        self._items: dict[html.HtmlElement, html.HtmlElement] = {}
        self.links = [
            (link, address)
            for link in self._candidates(root)
            if (address := _address(link, base)) and source.is_article(address)
        ]
        """Links to stories with their addresses, in page order."""
        for link, address in self.links:
            for node in islice(link.iterancestors(), _LEVELS):
                if len(self._stories[node]) < 2:  # noqa: PLR2004  # more than one is all that matters
                    self._stories[node].add(address)

    def title(self, link: html.HtmlElement) -> str | None:
        """The headline: by the source's selector, else the link's."""
        chosen = self._chosen(link, self._select.title)
        return (_text(chosen)[:_MAX_TITLE] if chosen is not None else None) or _title(link)

    def date(self, link: html.HtmlElement) -> str | None:
        """The date as printed: by the source's selector, else the date-like text beside the link."""
        chosen = self._chosen(link, self._select.date)
        if chosen is not None:
            return str(chosen.get("datetime") or chosen.get("content") or _text(chosen))[:MAX_DATE] or None
        title = _title(link)
        for node in self._around(link):
            if node not in self._found:
                self._found[node] = _date_within(node, title)
            if self._found[node]:
                return self._found[node]
        return None

    def _candidates(self, root: html.HtmlElement) -> Iterator[html.HtmlElement]:
        """All links; of items, the chosen one or all of each, which are then known to be its."""
        for item in _css(root, self._select.item) if self._select.item else [root]:
            for link in _css(item, self._select.link) if self._select.link else item.iter("a"):
                if self._select.item:
                    self._items[link] = item  # of nested items the inmost
                yield link

    def _around(self, link: html.HtmlElement) -> Iterator[html.HtmlElement]:
        """The link and the elements around it, inmost first, that are this story's alone."""
        item = self._items.get(link)
        if item is not None:
            yield item
            return
        for node in (link, *islice(link.iterancestors(), _LEVELS)):
            if len(self._stories.get(node, ())) > 1:
                return
            yield node

    def _chosen(self, link: html.HtmlElement, selector: str | None) -> html.HtmlElement | None:
        found = (node for around in self._around(link) for node in _css(around, selector)) if selector else ()
        return next((node for node in found if _text(node) or node.get("datetime") or node.get("content")), None)


def _tree(text: str) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (ParserError, AssertionError, ValueError):  # lxml's ways of saying that a page is empty
        return None


def _css(node: html.HtmlElement, selector: str) -> Iterable[html.HtmlElement]:
    found = node.xpath(css2xpath(selector))
    return [element for element in found if isinstance(element, html.HtmlElement)] if isinstance(found, list) else []


def _text(node: html.HtmlElement) -> str:
    return " ".join("".join(node.itertext()).split())


def _address(link: html.HtmlElement, base: str) -> str | None:
    href = (link.get("href") or "").strip()
    address = web_url(href, base=base) if href and not href.startswith("#") else None
    return address.split("#", 1)[0] if address else None


def _title(link: html.HtmlElement) -> str | None:
    """The first block of the link that is no date: cards put a summary below it."""
    if link.get("title"):
        return " ".join(str(link.get("title")).split())[:_MAX_TITLE] or None
    blocks = list(link.iter(*_BLOCKS)) or [link]
    texts = [_text(node) for node in blocks if not any(True for _ in node.iterchildren(*_BLOCKS))]
    titles = (text for text in texts if text and not is_date_like(text) and not _BUTTON.fullmatch(text))
    return next((text[:_MAX_TITLE] for text in titles), None)


def _date_within(node: html.HtmlElement, title: str | None) -> str | None:
    marked = next((time.get("datetime") for time in node.iter("time") if time.get("datetime")), None)
    if marked:
        return str(marked)[:MAX_DATE]
    texts = (" ".join(text.split()) for text in node.itertext())
    return next((text for text in texts if text != title and is_date_like(text)), None)


def _older_page(root: html.HtmlElement, base: str, url: str, source: Source) -> Iterator[Entry]:
    if source.discover.next_page is None:
        return
    for node in _css(root, source.discover.next_page):
        address = _address(node, base)
        if address and address != url and source.owns(address):
            yield Entry(url=address, kind="listing")
            return
