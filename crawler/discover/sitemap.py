"""Entries of a sitemap, in every form that sitemaps.org allows: XML, an index, plain text, a feed; gzipped or not.

Contains no HTTP: that an index leads to a sitemap is for the spider to follow, and to bound.
"""

from __future__ import annotations

import io
import re
import zlib
from html.entities import html5
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.discover.feed import feed_entries
from crawler.discover.markup import xml_text
from crawler.discover.texts import plain_title, web_url, words
from crawler.discover.timestamps import feed_date
from crawler.model import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_URLS = 50_000  # the protocol's own limit, https://www.sitemaps.org/protocol.html
MAX_BYTES = 16 * 1024 * 1024  # unpacked; the protocol allows 50 MB, of which a news site fills a tenth
_MAX_TAGS = 3_000_000  # 60 for each of 50,000 addresses; a file of empty elements took 1.6 GB
_GZIP = b"\x1f\x8b"
_GZIP_LAYERS = 2  # a .xml.gz that the server compressed once more
_FEED = re.compile(r"<(?:\w{1,20}:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?!#\d{1,8};|#[xX][0-9a-fA-F]{1,8};)(?:(\w{1,32};))?")
_XML_ENTITIES = {"amp;", "lt;", "gt;", "quot;", "apos;"}
_KINDS = {"url": "article", "sitemap": "sitemap"}


def sitemap_entries(body: bytes, *, url: str) -> list[Entry]:
    """Return what the sitemap lists in its order, at most 50,000 entries; nothing when *body* is none. Never raises.

    An item of an index has kind "sitemap". ``lastmod`` becomes ``updated``; ``published``, ``title`` and ``keywords``
    come from the Google News extension. A date without a clock time is midnight UTC. Addresses are resolved against
    *url*, and only http and https ones are kept; one listed twice comes twice. Of a file, unpacked, the first 16 MB are
    read. Entities are never expanded, so an address that needs one is lost.
    """
    unpacked = _unpack(body)
    text = xml_text(unpacked)
    if _FEED.match(text):
        return [entry for entry in feed_entries(unpacked, url=url) if entry.url]
    found = _xml_entries(text, url) if text.startswith("<") else _text_entries(text, url)
    return list(islice(found, MAX_URLS))


def _unpack(body: bytes) -> bytes:
    for _ in range(_GZIP_LAYERS):
        if not body.startswith(_GZIP):
            break
        body = _gunzip(body)
    return body[:MAX_BYTES]


def _gunzip(body: bytes) -> bytes:
    """Return the first 16 MB of all members; of a broken file what comes before the break."""
    parts: list[bytes] = []
    room = MAX_BYTES
    while body.startswith(_GZIP) and room > 0:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        try:
            parts.append(member.decompress(body, room))
        except zlib.error:
            break
        room -= len(parts[-1])
        body = member.unused_data
    return b"".join(parts)


def _text_entries(text: str, base: str) -> Iterator[Entry]:
    # Only whole addresses: in a robots.txt or a stack trace each line would resolve to something.
    for line in io.StringIO(text):
        if line.lstrip().lower().startswith(("http://", "https://")) and (found := web_url(line, base=base)):
            yield Entry(url=found)


def _xml_entries(text: str, base: str) -> Iterator[Entry]:
    for item in _items(text):
        values = _values(item)
        # Some index generators leave out <loc> and put the address straight into <sitemap>.
        found = web_url(values.get("loc") or item.text or "", base=base)
        if found:
            yield Entry(
                url=found,
                kind=_KINDS[_name(item)],
                title=plain_title(values.get("title", ""), is_html=False),
                published=feed_date(values.get("publication_date", "")),
                updated=feed_date(values.get("lastmod", "")),
                keywords=words(values.get("keywords", "").split(",")),
            )


def _items(text: str) -> Iterator[etree._Element]:
    """Yield each <url> and <sitemap> of any namespace, emptied afterwards, as far as the document can be read."""
    if text.count("<") > _MAX_TAGS:
        return
    source = io.BytesIO(_escaped(text).encode("utf-8", "ignore"))
    events = etree.iterparse(
        source, events=("end",), tag=("{*}url", "{*}sitemap"), encoding="utf-8", recover=True,
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        for _, item in events:
            yield item
            item.clear()
    except etree.XMLSyntaxError:
        return


def _values(item: etree._Element) -> dict[str, str]:
    """Return the texts of an item's own values by local name; what only images and videos have is left out."""
    news = [child for child in item if _name(child) == "news"]
    texts = {_name(node): text for part in news for node in part if (text := _text(node))}
    return texts | {_name(node): text for node in item if _name(node) in {"loc", "lastmod"} and (text := _text(node))}


def _text(node: etree._Element) -> str | None:
    # A reference that stayed one: the rest of an address without it would be another address.
    if any(child.tag is etree.Entity for child in node):
        return None
    return "".join(map(str, node.itertext())).strip() or None


def _name(node: etree._Element) -> str:
    # lxml keeps a prefix that was never declared as part of the name; comments have a function for a tag.
    return node.tag.rpartition("}")[2].rpartition(":")[2] if isinstance(node.tag, str) else ""


def _escaped(text: str) -> str:
    """Make bare ampersands and HTML's entities what XML takes for text; in recovery lxml would drop them and more."""
    return text if "<![CDATA[" in text else _AMPERSAND.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    name: str | None = match[1]
    if name in _XML_ENTITIES:
        return match[0]
    if name and name in html5:
        return "".join(f"&#{ord(char)};" for char in html5[name])
    return match[0] if name else "&amp;"
