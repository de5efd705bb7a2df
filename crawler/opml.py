"""Lists of feeds as feed readers exchange them: OPML 2.0 (http://opml.org/spec2.opml), read with suspicion and written. Pure.

What source files such a list becomes is `crawler.propose.outlines`' question.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lxml import etree

from crawler.charset import decode
from crawler.discover.markup import xml_text
from crawler.discover.texts import plain_title, web_url
from crawler.errors import DataFileError
from crawler.normalize import canonical_url
from crawler.propose.toml_text import printable

if TYPE_CHECKING:
    from crawler.sources import Source

MAX_BYTES = 5_000_000  # 20,000 feeds of 250 bytes
_MAX_DEPTH = 100  # readers nest folders two or three deep
_PROLOG = 65_536
_ROOT = re.compile(r"<(?:\w{1,20}:)?opml\b", re.IGNORECASE)
_SUBSET = re.compile(r"<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_AMPERSAND = re.compile(r"&(?!(?:#\d{1,8}|#[xX][0-9a-fA-F]{1,8}|amp|lt|gt|quot|apos);)")
_FEED_TYPES = frozenset({"", "rss", "atom", "rdf", "feed", "json", "jsonfeed", "json feed", "application/rss+xml"})
_FEED_SCHEME = re.compile(r"^feed:(?:(?://)?(?=https?:/)|(?=//))", re.IGNORECASE)  # as Safari and iTunes wrote it
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlFeed:
    """One feed of such a list."""

    url: str
    """Address of the feed, http or https."""
    title: str | None = None
    """What the reader calls it, on one line; None where it has no name."""
    homepage: str | None = None
    """Address of the site, http or https; None where none is said."""
    language: str | None = None
    """As said, which need not be a BCP 47 tag; None where nothing is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpmlList:
    """What was read."""

    feeds: tuple[OpmlFeed, ...]
    """Its feeds, each address once, in order; folders are left out."""
    left_out: tuple[str, ...]
    """A line for each outline that names an address and is no feed of the web."""


def read_opml(body: bytes, *, file: str) -> OpmlList:
    """Return the feeds that an OPML file lists, whatever folders they lie in.

    Ill-formed files are read as far as that is possible, in the charset that fits their bytes. Raises DataFileError, which
    begins with the name *file*, for what is no OPML, is over 5 MB, declares entities, or nests outlines over 100 deep.
    """
    if len(body) > MAX_BYTES:
        raise DataFileError(file, f"is over {MAX_BYTES / 1e6:.0f} MB, which no list of feeds is")
    if _SUBSET.search(_prolog(body)):
        raise DataFileError(
            file, "declares entities in its DOCTYPE, which no list of feeds needs; take the DOCTYPE out"
        )
    text = xml_text(body)
    if not _ROOT.match(text):
        raise DataFileError(file, "is no OPML; export one from your feed reader, it begins with <opml")
    feeds: dict[str, OpmlFeed] = {}
    left_out = []
    for values in _outlines(text, file):
        read = _feed(values)
        if isinstance(read, OpmlFeed):
            feeds.setdefault(read.url, read)
        elif read:
            left_out.append(read)
    return OpmlList(feeds=tuple(feeds.values()), left_out=tuple(left_out))


def opml_document(sources: Iterable[Source], *, title: str, created: datetime) -> bytes:
    """Return the feeds of *sources* as OPML 2.0 in UTF-8, an outline a feed; *created* is aware."""
    root = etree.Element("opml", version="2.0")
    head, body = etree.SubElement(root, "head"), etree.SubElement(root, "body")
    etree.SubElement(head, "title").text = printable(title)
    etree.SubElement(head, "dateCreated").text = format_datetime(created)
    for source in sources:
        for url in source.discover.feeds:
            values = {"text": source.name, "title": source.name, "type": "rss", "xmlUrl": url,
                      "htmlUrl": source.homepage, "language": source.languages[0]}  # fmt: skip
            etree.SubElement(body, "outline", {name: printable(value) for name, value in values.items()})
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)


def is_site(host: str) -> bool:
    """Return whether *host* could be a site of the web by its name.

    >>> is_site("mining.com"), is_site("localhost"), is_site("127.0.0.1")
    (True, False, False)
    """
    try:
        ip_address(host)
    except ValueError:
        return re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)+", host) is not None
    return False


def _prolog(body: bytes) -> str:
    text = decode(body[:_PROLOG], None).text
    root = _ROOT.search(text)
    return text[: root.start()] if root else text


def _outlines(text: str, file: str) -> Iterator[dict[str, str]]:
    """The attributes of each outline by their names in small letters, as far as the document can be read."""
    source = io.BytesIO(_AMPERSAND.sub("&amp;", text).encode("utf-8", "ignore"))
    events = etree.iterparse(
        source, events=("start", "end"), tag=("outline", "{*}outline"), encoding="utf-8", recover=True,
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    depth = 0
    try:
        for event, node in events:
            depth += 1 if event == "start" else -1
            if depth > _MAX_DEPTH:
                raise DataFileError(
                    file,
                    f"nests outlines over {_MAX_DEPTH} deep; is an end tag missing? Export it anew from your reader",
                )
            if event == "start":
                yield {str(name).lower(): str(value) for name, value in node.attrib.items()}
            else:
                node.clear()
    except etree.XMLSyntaxError:
        return


def _feed(values: dict[str, str]) -> OpmlFeed | str | None:
    """A feed, or a line that says why an outline is none, or None for a folder."""
    given = values.get("xmlurl") or values.get("url") or ""
    title = plain_title(values.get("title") or values.get("text") or "", is_html=True)
    kind = values.get("type", "").strip().lower()
    if not given.strip():
        return None
    name = f'"{_short(title or given)}"'
    if not values.get("xmlurl") or kind in ("link", "include"):
        return f"{name}: leads to another page or list, which is not followed"
    if kind not in _FEED_TYPES:
        return f'{name}: is of type "{_short(kind)}", no feed; `orewire sources discover` may find what its site has'
    url = _address(_web_scheme(given.strip()))
    if url is None:
        return f'{name}: "{_short(given)}" is no http(s) address of a site'
    homepage = _address(values.get("htmlurl", ""))
    return OpmlFeed(
        url=url, title=printable(title or "") or None, homepage=homepage, language=values.get("language") or None
    )


def _web_scheme(given: str) -> str:
    plain = _FEED_SCHEME.sub("", given)
    return f"https:{plain}" if plain.startswith("//") else plain


def _address(given: str) -> str | None:
    """*given* without its fragment, None where it is no address of the web."""
    canonical = canonical_url(given)
    if canonical is None or not is_site(urlsplit(canonical).hostname or ""):
        return None
    return web_url(given.partition("#")[0], base="")


def _short(text: str) -> str:
    plain = printable(text)
    return plain if len(plain) <= _SHOWN else f"{plain[: _SHOWN - 1]}…"
