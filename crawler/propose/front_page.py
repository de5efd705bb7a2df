"""What a page that is no story says of its site: feeds, links, the way to older stories, language, name. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from crawler.charset import decode
from crawler.discover.texts import web_url
from crawler.extract.document import even, inner_text, parse_html

_FEED_TYPES = {"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}
_FEED_WORDS = {"rss", "atom", "rss feed", "feed", "json feed", "rss-feed", "rss 2.0"}
_MOST_LINKS = 2000
_MOST_TEXT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What was seen."""

    feeds: tuple[str, ...] = ()
    """Addresses of feeds that the page names, in its order."""
    links: tuple[tuple[str, str], ...] = ()
    """Address, without its fragment, and text of each link to a page of the web, in order."""
    older: str | None = None
    """CSS of the link to the page with older stories; None where none was recognized."""
    language: str | None = None
    """What the page declares, as written; None where it does not."""
    name: str | None = None
    """The site's own name, as it tells other sites; None where it does not."""
    title: str | None = None
    """The page's title; None where it has none."""
    text: str = ""
    """All its text, on one line."""


def front_page(body: bytes, *, url: str, content_type: str | None, older: Sequence[str] = ()) -> FrontPage:
    """Return what the page at *url* says; *older* are texts of links to older stories. Never raises on what a page holds."""
    root = parse_html(decode(body, content_type).text)
    if root is None:
        return FrontPage()
    base = next((found for node in root.iter("base") if (found := web_url(node.get("href") or "", base=url))), url)
    links: list[tuple[str, str]] = []
    feeds: list[str] = []
    for link in root.iter("a"):
        address = web_url(link.get("href") or "", base=base)
        if address and len(links) < _MOST_LINKS and not (link.get("href") or "").lstrip().startswith("#"):
            text = even(inner_text(link))[:_MOST_TEXT] or even(link.get("title") or "")[:_MOST_TEXT]
            links.append((address.partition("#")[0], text))
            if text.casefold() in _FEED_WORDS or urlsplit(address).path.endswith((".rss", "/feed.json", "/atom.xml")):
                feeds.append(address)
    named = [
        address
        for link in root.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").split(";")[0].strip().lower() in _FEED_TYPES
        and (address := web_url(link.get("href") or "", base=base))
    ]
    return FrontPage(
        feeds=tuple(dict.fromkeys([*named, *feeds])),
        links=tuple(links),
        older=_older(root, {word.casefold() for word in older}),
        language=root.get("lang")
        or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        or _meta(root, "content-language"),
        name=_meta(root, "og:site_name") or _meta(root, "application-name"),
        title=next((even(inner_text(node)) for node in root.iter("title")), None),
        text=even(inner_text(root)),
    )


def _meta(root: html.HtmlElement, name: str) -> str | None:
    for node in root.iter("meta"):
        said = node.get("property") or node.get("name") or node.get("http-equiv") or ""
        if said.lower() == name and (content := even(node.get("content") or "")):
            return content
    return None


def _older(root: html.HtmlElement, words: set[str]) -> str | None:
    """The simplest CSS that leads to the link: by its relation, by a class of its own, by that of what it stands in."""
    links = [link for link in root.iter("a") if link.get("href")]
    if any("next" in (link.get("rel") or "").lower().split() for link in links):
        return "a[rel~=next]"
    for link in links:
        text = even(inner_text(link)).strip(" »›>→…").casefold()
        if text in words or "next" in (link.get("class") or "").lower().replace("-", " ").split():
            for node, below in ((link, ""), (link.getparent(), " a")):
                for name in (node.get("class") or "").split() if node is not None else ():
                    selector = f"{node.tag}.{name}{below}"
                    if (
                        name.isascii()
                        and name.replace("-", "").replace("_", "").isalnum()
                        and _matches(root, node, name) == 1
                    ):
                        return selector
    return None


def _matches(root: html.HtmlElement, like: html.HtmlElement, name: str) -> int:
    return sum(name in (node.get("class") or "").split() for node in root.iter(str(like.tag)))
