"""From the feeds of an OPML file to source files: one a site, with what the list does not say marked as a guess. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from os.path import commonprefix
from urllib.parse import urlsplit

from crawler.data.discover import UsualPlaces
from crawler.opml import OpmlFeed
from crawler.propose.draft import source_id
from crawler.propose.toml_text import printable, text, texts
from crawler.propose.zone import guessed_zone

_FEED_HOST = re.compile(r"^(?:www|feeds?|rss)\.(?=[^.]+\.)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SEPARATORS = " -–—|:·»>/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A source file in the making."""

    id: str
    """The name that the file should have, without its ending."""
    homepage: str
    """Address of the site."""
    feeds: tuple[str, ...]
    """Addresses of its feeds."""
    toml: str
    """The file."""


def drafts(feeds: Iterable[OpmlFeed], *, places: UsualPlaces, file: str, today: date) -> list[Draft]:
    """Return a source file for each site of *feeds*, in their order; *file* is the name of the list they come from.

    A site is a host: that of the homepage, or of the feed where none is said.
    """
    sites: defaultdict[str, list[OpmlFeed]] = defaultdict(list)
    for feed in feeds:
        host = source_id(feed.homepage) if feed.homepage else _FEED_HOST.sub("", urlsplit(feed.url).hostname or "")
        sites[host].append(feed)
    return [_draft(host, members, places, file, today) for host, members in sites.items()]


def _draft(host: str, feeds: Sequence[OpmlFeed], places: UsualPlaces, file: str, today: date) -> Draft:
    homepage = min((feed.homepage for feed in feeds if feed.homepage), key=len, default=f"https://{host}/")
    urls = tuple(dict.fromkeys(feed.url for feed in feeds))
    lines = _lines(host, homepage, urls, feeds, places, f"imported from {printable(file)}, {today}")
    return Draft(id=host, homepage=homepage, feeds=urls, toml="\n".join(lines) + "\n")


def _lines(
    host: str, homepage: str, urls: Sequence[str], feeds: Sequence[OpmlFeed], places: UsualPlaces, origin: str
) -> Iterator[str]:
    languages = list(dict.fromkeys(tag for feed in feeds if (tag := _language(feed.language or ""))))
    zone = guessed_zone(
        [], footer="", url=homepage, languages=languages,
        country_zones=places.country_zones, language_zones=places.language_zones,
    )  # fmt: skip
    unsaid = "" if languages else "  # the list does not say: put the outlet's own here"
    language = texts(languages) if len(languages) > 1 else text(languages[0] if languages else "en")
    yield f"# {origin}. Try it, and then take these comments out: orewire sources check {host}"
    yield f"name      = {text(_name(feeds) or host)}"
    yield f"homepage  = {text(homepage)}"
    yield f"language  = {language}{unsaid}"
    yield f"timezone  = {text(zone.name)}  # {'a guess: ' if zone.is_known else ''}{printable(zone.why)}"
    yield f"evidence  = {text(f'{origin}; not tried')}"
    host_of_pages = urlsplit(homepage).hostname or ""
    feed_hosts = [urlsplit(url).hostname or "" for url in urls]
    if not all(_is_below(name, host_of_pages) for name in feed_hosts):
        own = host_of_pages.removeprefix("www.")
        others = sorted({name for name in feed_hosts if not _is_below(name, own)})
        yield f"hosts     = {texts([own, *others])}  # its stories live on the first"
    yield from ("", "[discover]", f"feeds = {texts(urls)}")
    yield "# article_url = ['/news/']  # what the addresses of its stories share, where other pages are taken for stories"


def _name(feeds: Sequence[OpmlFeed]) -> str:
    """The name of the only feed, or how the names of several begin: "Ore Post - Tin" and "Ore Post - Zinc" are Ore Post."""
    titles = list(dict.fromkeys(feed.title for feed in feeds if feed.title))
    if len(titles) <= 1:
        return titles[0] if titles else ""
    start = commonprefix(titles)  # noqa: RUF071  # of titles, character by character
    if any(start[-1:].isalnum() and title[len(start) :][:1].isalnum() for title in titles):  # in the middle of a word
        start = re.sub(r"\w+$", "", start)
    return start.rstrip(_SEPARATORS)


def _language(said: str) -> str | None:
    """A BCP 47 tag, None for what is none."""
    tag = said.strip().replace("_", "-")
    head, dash, rest = tag.partition("-")
    return head.lower() + dash + rest if _LANGUAGE.fullmatch(tag) else None


def _is_below(host: str, site: str) -> bool:
    return host == site or host.endswith(f".{site}")
