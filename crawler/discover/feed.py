"""Entries of a feed: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, CDF by feedparser; JSON Feed by `json_feed`.

Contains no HTTP, and lets feedparser do none: it only ever sees bytes in memory.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

import feedparser  # type: ignore[import-untyped]

from crawler.discover.json_feed import json_feed_entries
from crawler.discover.markup import xml_text
from crawler.discover.texts import plain_title, web_url, words
from crawler.discover.timestamps import feed_date
from crawler.model import Entry

if TYPE_CHECKING:
    from datetime import datetime

MAX_ITEMS = 1_000  # feedparser took 51 s for 200,000 items, and no news feed holds a thousand
# feedparser takes up to 45 us a tag: 9 s for 200,000 nested ones, 3 s where they stand side by side.
_MAX_TAGS = 200_000
_MAX_CHARS = 4_000_000
_MAX_ITEM_CHARS = 1_000_000
_MAX_TAIL = 10_000  # what closes a feed; in RSS 1.0 a search box may stand behind the items
_MAX_ITEM_TAGS = 20_000  # the fullest of 1,000 whole pages of news has 9,748 elements
_ITEM_START = re.compile(r"<(?:\w{1,20}:)?(?:item|entry)(?=[\s/>])", re.IGNORECASE)
_ITEM_ENDS = ("</item>", "</entry>")
_LINK_WITH_TEXT = re.compile(r"<link\s[^<>]*(?<!/)>(?=\s*(?:<!\[CDATA\[\s*)?https?://)", re.IGNORECASE)
_PAGE = re.compile(r"<(?:!doctype\s+)?html\b", re.IGNORECASE)
_HTML_TYPES = {"text/html", "application/xhtml+xml"}


def feed_entries(body: bytes, *, url: str, content_type: str | None = None) -> list[Entry]:
    """Return the feed's entries in its order, at most 1,000 and 4 million characters; nothing when *body* is no feed. Never raises.

    *url* is the feed's own address, against which (or against ``xml:base``) relative links are resolved; *content_type*
    is the HTTP header. An RSS item without a link takes its permanent guid, an Atom entry its id where that is a web
    address; else its ``url`` is None. RSS that gives ``dc:date`` alone means publication; an Atom ``updated`` does not.
    A date without an offset is taken as UTC. Outside the years 1990 to 2100, or in a form that feeds do not use, it is
    None, and what was printed for publication is in ``published_raw``. A feed that gives the full text alone has it as
    summary too, which is how to tell. Links inside the summaries and contents of XML feeds are absolute and scripts
    are out; a JSON Feed's are passed on as they are: treat both as any HTML of the web.
    """
    text = xml_text(body, content_type=content_type, keep_doctype=True)
    if text.startswith("{"):
        return json_feed_entries(text, url=url, limit=MAX_ITEMS)
    feed = parsed_feed(text, url, items=MAX_ITEMS)
    if feed is None:
        return []
    is_rss = str(feed.version or "").startswith("rss")
    return [_entry(item, url, is_rss=is_rss) for item in feed.entries[:MAX_ITEMS]]


def parsed_feed(text: str, base: str, *, items: int) -> feedparser.FeedParserDict | None:
    """Return what feedparser makes of a feed's text and its first *items* items; None where it is no XML feed.

    *base* is the feed's address.
    """
    if not text.startswith("<") or _PAGE.match(text):
        return None
    # parse() takes str and bytes alike for the name of a local file first; a stream it only reads. The line end after
    # the declaration keeps feedparser's pattern for charsets out of the document. An address in a link's text goes
    # before its attributes: feedparser would take <link uri="at://..."> for the address.
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    document = head + _LINK_WITH_TEXT.sub("<link>", _first_items(text, items))
    stream = io.BytesIO(document.encode("utf-8", "ignore"))
    headers = {"content-location": base, "content-type": "application/xml; charset=utf-8"}
    try:
        return feedparser.parse(stream, response_headers=headers, resolve_relative_uris=True, sanitize_html=True)
    except Exception:  # noqa: BLE001  its parsers raise whatever broken markup leads them to
        return None


def _first_items(text: str, wanted: int) -> str:
    """Cut all but the first *wanted* items out of the text, and those that are no stories, keeping whatever closes the feed."""
    starts = [found.start() for found in islice(_ITEM_START.finditer(text), wanted + 1)]
    head = text[: starts[0]] if starts else text
    if len(head) > _MAX_ITEM_CHARS or _tags(head) > _MAX_ITEM_TAGS:
        return ""
    if not starts:
        return text
    ends = [found + len(end) for end in _ITEM_ENDS if (found := text.rfind(end)) > starts[-1]]
    close = max(ends, default=len(text))
    items = [text[start:end] for start, end in zip(starts[:wanted], [*starts[1:], close], strict=False)]
    kept, chars, tags = [], 0, 0
    for item in items:
        if len(item) > _MAX_ITEM_CHARS or (more := _tags(item)) > _MAX_ITEM_TAGS:
            continue
        chars, tags = chars + len(item), tags + more
        if chars > _MAX_CHARS or tags > _MAX_TAGS:
            break
        kept.append(item)
    return head + "".join(kept) + text[close : close + _MAX_TAIL]


def _tags(text: str) -> int:
    return text.count("<") + text.count("&lt;")


def _entry(item: Mapping[str, object], base: str, *, is_rss: bool) -> Entry:
    updated = _moment(item, "updated")
    published = _moment(item, "published") or _moment(item, "created") or (updated if is_rss else None)
    content = next((value for part in _mappings(item, "content") if (value := _text(part, "value"))), None)
    return Entry(
        url=_link(item, base),
        title=_title(item),
        published=published,
        published_raw=None if published else _text(item, "published"),
        updated=updated,
        id=_text(item, "id"),
        summary=_text(item, "summary"),
        content=content,
        authors=words(_text(author, "name") for author in _mappings(item, "authors")),
        keywords=words(_text(tag, "label") or _text(tag, "term") for tag in _mappings(item, "tags")),
    )


def _link(item: Mapping[str, object], base: str) -> str | None:
    # feedparser's link is the last alternate that is HTML; a feed of PDF reports has others only.
    others = [_text(link, "href") for link in _mappings(item, "links") if link.get("rel") == "alternate"]
    links = (link for link in (_text(item, "link"), *others) if link)
    return next((found for link in links if (found := web_url(link, base=base))), None)


def _title(item: Mapping[str, object]) -> str | None:
    title, detail = _text(item, "title"), item.get("title_detail")
    # Atom says what its title is; for RSS, where nobody says, feedparser has looked for closing tags and entities.
    kind = detail.get("type") if isinstance(detail, Mapping) else None
    return plain_title(title, is_html=kind in _HTML_TYPES) if title else None


def _moment(item: Mapping[str, object], key: str) -> datetime | None:
    # Asking for "updated" where there is none makes feedparser answer "published", with a warning; "in" tells.
    raw = _text(item, key) if key in item else None
    return feed_date(raw) if raw else None


def _mappings(item: Mapping[str, object], key: str) -> Iterator[Mapping[str, object]]:
    values = item.get(key)
    return (value for value in values if isinstance(value, Mapping)) if isinstance(values, list) else iter(())


def _text(item: Mapping[str, object], key: str) -> str | None:
    value = item.get(key)
    return (value.strip() or None) if isinstance(value, str) else None
