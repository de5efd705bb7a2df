"""Listing pages to entries: links that look like stories, each with the title and the date beside it, and the older page.

Told by the source's address patterns, never by class names. Dates stay as printed: to understand "7 hours ago" takes a clock.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import html
from lxml.etree import ParserError
from parsel import css2xpath

from crawler.charset import decode
from crawler.discover.texts import web_url
from crawler.model import Entry
from crawler.sources import Source

MAX_ENTRIES = 1000
_MAX_TITLE = 300
_MAX_DATE = 60
_LEVELS = 4  # a date stands at most that far above its link; measured on the listings of SMM's builds: 2
_DATE_LIKE = re.compile(
    r"\b(19|20)\d\d\b|\d{1,2}:\d\d|\bago\b|^(today|yesterday)\b|^[A-Z][a-z]{2}\.? ?\d{1,2}$"
    r"|\d+ ?(分钟|小时|天)前|昨天|今天|\d{1,2}月\d{1,2}日",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_\u3400-\u9fff]+|[\u3400-\u9fff]")
_MAX_DATE_WORDS = 4  # "Published: Thursday, 29 October 2020"; a headline with a year in it has more
_BUTTON = re.compile(
    r"(read|see|view|show|learn|click|continue|more)\b.{0,20}|(阅读|查看|更多|详情).{0,4}", re.IGNORECASE
)
_BLOCKS = ("div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "td", "section", "article")


def listing_entries(body: bytes, *, url: str, source: Source, content_type: str | None = None) -> list[Entry]:
    """Return the stories a listing page links to, in page order, each address once, then the link to the older page.

    An article entry has ``title`` (the link's text) and, where a date is printed beside the link, ``published_raw``. The
    older page is an entry of kind ``listing``. Never raises on what a page holds; without links the list is empty.
    """
    root = _tree(body, content_type)
    if root is None:
        return []
    base = next((found for node in root.iter("base") if (found := web_url(node.get("href") or "", base=url))), url)
    links = [
        (link, address) for link in root.iter("a") if (address := _address(link, base)) and source.is_article(address)
    ]
    dates = _Dates(links)
    entries: dict[str, Entry] = {}
    for link, address in links:
        known = entries.get(address)
        if known is None and len(entries) == MAX_ENTRIES:
            break
        title = _title(link)
        if known and known.title and len(known.title) >= len(title or ""):
            title = known.title
        date = (known.published_raw if known else None) or dates.beside(link)
        entries[address] = Entry(url=address, title=title, published_raw=date)
    return [*entries.values(), *_older_page(root, base, url, source)]


def _tree(body: bytes, content_type: str | None) -> html.HtmlElement | None:
    text = decode(body, content_type).text.encode("utf-8", "replace")
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    except (ParserError, AssertionError, ValueError):  # lxml's ways of saying that a page is empty
        return None


def _address(link: html.HtmlElement, base: str) -> str | None:
    href = (link.get("href") or "").strip()
    address = web_url(href, base=base) if href and not href.startswith("#") else None
    return address.split("#", 1)[0] if address else None


def _title(link: html.HtmlElement) -> str | None:
    """The first block of the link that is no date: cards put a summary below it."""
    if link.get("title"):
        return " ".join(str(link.get("title")).split())[:_MAX_TITLE] or None
    blocks = list(link.iter(*_BLOCKS)) or [link]
    texts = [
        " ".join("".join(node.itertext()).split())
        for node in blocks
        if not any(True for _ in node.iterchildren(*_BLOCKS))
    ]
    titles = (text for text in texts if text and not _is_date_like(text) and not _BUTTON.fullmatch(text))
    return next((text[:_MAX_TITLE] for text in titles), None)


def _is_date_like(text: str) -> bool:
    return 0 < len(text) <= _MAX_DATE and bool(_DATE_LIKE.search(text)) and len(_WORDS.findall(text)) <= _MAX_DATE_WORDS


class _Dates:
    """The date-like text beside each link: in the smallest elements around it that hold no other story's link."""

    def __init__(self, links: Sequence[tuple[html.HtmlElement, str]]) -> None:
        self._stories: dict[html.HtmlElement, set[str]] = defaultdict(set)
        self._found: dict[html.HtmlElement, str | None] = {}
        for link, address in links:
            for node in islice(link.iterancestors(), _LEVELS):
                if len(self._stories[node]) < 2:  # noqa: PLR2004  # more than one is all that matters
                    self._stories[node].add(address)

    def beside(self, link: html.HtmlElement) -> str | None:
        title = _title(link)
        for node in (link, *islice(link.iterancestors(), _LEVELS)):
            if len(self._stories.get(node, ())) > 1:
                return None
            if node not in self._found:
                self._found[node] = self._within(node, title)
            if self._found[node]:
                return self._found[node]
        return None

    @staticmethod
    def _within(node: html.HtmlElement, title: str | None) -> str | None:
        marked = next((time.get("datetime") for time in node.iter("time") if time.get("datetime")), None)
        if marked:
            return str(marked)[:_MAX_DATE]
        texts = (" ".join(text.split()) for text in node.itertext())
        return next((text for text in texts if text != title and _is_date_like(text)), None)


def _older_page(root: html.HtmlElement, base: str, url: str, source: Source) -> Iterator[Entry]:
    if source.discover.next_page is None:
        return
    nodes = root.xpath(css2xpath(source.discover.next_page))
    for node in nodes if isinstance(nodes, list) else []:
        address = _address(node, base) if isinstance(node, html.HtmlElement) else None
        if address and address != url and source.owns(address):
            yield Entry(url=address, kind="listing")
            return
