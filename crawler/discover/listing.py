"""Listing pages to entries: links that look like stories, each with the title and the date beside it, and the older page.

Told by the source's address patterns, never by class names. Dates stay as printed: to understand "7 hours ago" takes a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from cssselect import HTMLTranslator
from lxml import html
from lxml.etree import ParserError

from crawler.model import Entry
from crawler.sources import Source

MAX_ENTRIES = 1000
_MAX_TITLE = 300
_MAX_DATE = 60
_LEVELS = 4  # a date stands at most that far above its link; measured on the listings of SMM's builds: 2
_DATE_LIKE = re.compile(
    r"\b(19|20)\d\d\b|\d{1,2}:\d\d|\bago\b|^(today|yesterday)\b|^[A-Z][a-z]{2}\.? ?\d{1,2}$"
    r"|\d+ ?(分钟|小时|天)前|昨天|今天|\d{1,2}月\d{1,2}日"
)


def listing_entries(body: bytes, *, url: str, source: Source, content_type: str | None = None) -> list[Entry]:
    """Return the stories a listing page links to, in page order, each address once, then the link to the older page.

    An article entry has ``title`` (the link's text) and, where a date is printed beside the link, ``published_raw``. The
    older page is an entry of kind ``listing``. Never raises on what a page holds; a page without links gives an empty list.
    """
    root = _tree(body, content_type)
    if root is None:
        return []
    base = urljoin(url, next((node.get("href") or "" for node in root.iter("base")), ""))
    found: dict[str, Entry] = {}
    for link in root.iter("a"):
        address = _address(link, base)
        if address and source.is_article(address):
            entry = Entry(url=address, title=_title(link), published_raw=_date_beside(link, base, source))
            known = found.get(address)
            found[address] = entry if known is None or (not known.title and entry.title) else known
    stories = list(found.values())[:MAX_ENTRIES]
    return [*stories, *_older_page(root, base, url, source)]


def _tree(body: bytes, content_type: str | None) -> html.HtmlElement | None:
    charset = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type or "", re.IGNORECASE)
    try:
        parser = html.HTMLParser(encoding=charset.group(1) if charset else None)
    except LookupError:  # the label is no charset: let the page's own meta decide
        parser = html.HTMLParser()
    try:
        return html.document_fromstring(body, parser=parser)
    except (ParserError, AssertionError, ValueError):  # lxml's ways of saying that a page is empty
        return None


def _address(link: html.HtmlElement, base: str) -> str | None:
    href = str(link.get("href") or "").strip()
    if not href or href.startswith(("#", "javascript:", "mailto:", "tel:")):
        return None
    try:
        return str(urljoin(base, href)).split("#", 1)[0]
    except ValueError:  # "http://[": no address
        return None


def _title(link: html.HtmlElement) -> str | None:
    """The first line of the link: cards put a summary below it."""
    lines = [" ".join(text.split()) for text in link.itertext() if text.strip()]
    title = link.get("title") or (lines[0] if lines else "")
    return " ".join(title.split())[:_MAX_TITLE] or None


def _date_beside(link: html.HtmlElement, base: str, source: Source) -> str | None:
    """The first date-like text in the smallest elements around the link that hold no other story's link."""
    around = link
    for _ in range(_LEVELS):
        for node in around.iter("time"):
            if node.get("datetime"):
                return str(node.get("datetime"))[:_MAX_DATE]
        texts = (" ".join(text.split()) for text in around.itertext())
        date = next(
            (
                text
                for text in texts
                if 0 < len(text) <= _MAX_DATE and _DATE_LIKE.search(text) and not _is_title(text, link)
            ),
            None,
        )
        if date:
            return date
        parent = around.getparent()
        if (
            parent is None
            or len(
                {
                    address
                    for other in parent.iter("a")
                    if (address := _address(other, base)) and source.is_article(address)
                }
            )
            > 1
        ):
            return None
        around = parent
    return None


def _is_title(text: str, link: html.HtmlElement) -> bool:
    return text == _title(link)


def _older_page(root: html.HtmlElement, base: str, url: str, source: Source) -> Iterator[Entry]:
    if source.discover.next_page is None:
        return
    nodes = root.xpath(HTMLTranslator().css_to_xpath(source.discover.next_page))
    for node in nodes if isinstance(nodes, list) else []:
        address = _address(node, base) if isinstance(node, html.HtmlElement) else None
        if address and address != url and source.owns(address):
            yield Entry(url=address, kind="listing")
            return
