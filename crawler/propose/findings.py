"""What a site's answers have told so far: which addresses are stories, and which endpoints list some that others do not. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from crawler.data.discover import UsualPlaces
from crawler.discover import feed_entries, listing_entries, sitemap_entries
from crawler.model import Entry
from crawler.normalize import canonical_url
from crawler.propose.addresses import Addresses, story_like, told_apart
from crawler.propose.asking import Answer
from crawler.propose.front_page import FrontPage, front_page
from crawler.sources import Source, source_of

_SECOND = frozenset(
    "ac co com edu gob gov gub ind inf net nom or org web".split()
)  # below a country's ending; mch.cl is a site
_SAMPLE = 2000  # of a sitemap's addresses: what they have in common shows in fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A feed, sitemap or listing that lists stories."""

    kind: str
    url: str
    entries: tuple[Entry, ...]
    urls: list[str] = field(init=False)
    """Canonical addresses of what may be stories, in order; of other sites, too."""

    def __post_init__(self) -> None:
        found = (canonical_url(entry.url) for entry in self.entries if entry.kind == "article" and entry.url)
        object.__setattr__(self, "urls", [url for url in found if url])  # once: a sitemap has 50,000


@dataclass(slots=True)
class Seen:
    """What the answers were so far."""

    start: str
    home: Answer = field(default_factory=lambda: Answer(url=""))
    page: FrontPage = field(default_factory=FrontPage)
    endpoints: list[Endpoint] = field(default_factory=list)
    pages: dict[str, FrontPage] = field(default_factory=dict)
    bodies: dict[str, Answer] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def front_of(answer: Answer, places: UsualPlaces) -> FrontPage:
    """Return what a page says of its site."""
    return front_page(answer.body, url=answer.url, content_type=answer.content_type, older=places.older)


def entries_of(kind: str, answer: Answer) -> list[Entry]:
    """Return what a feed or sitemap lists; nothing where the answer is none."""
    if not answer.is_good:
        return []
    if kind == "feed":
        return feed_entries(answer.body, url=answer.url, content_type=answer.content_type)
    return sitemap_entries(answer.body, url=answer.url)


def story_addresses(seen: Seen, moved: Iterable[str] = ()) -> Addresses | None:
    """What stories' addresses have in common: those of feeds and news sitemaps are sure, else the largest group of a page."""
    links = [(url, text) for page in seen.pages.values() for raw, text in page.links if (url := canonical_url(raw))]
    near = [(url, text) for url, text in links if is_near(url, seen.home.url)]
    looking = story_like(near)
    sure = [url for e in seen.endpoints if e.kind == "feed" for url in e.urls]
    sure += [
        url for e in seen.endpoints if e.kind == "sitemap"
        for entry in e.entries[:_SAMPLE] if entry.title and entry.url and (url := canonical_url(entry.url))
    ]  # fmt: skip
    if not sure and not looking:
        mapped = [(url, "three words long") for e in seen.endpoints if e.kind == "sitemap" for url in e.urls[:_SAMPLE]]
        looking = story_like(mapped)
    stories = {url: None for url in [*sure, *looking, *moved] if is_near(url, seen.home.url)}
    shown: dict[str, str] = {}
    for url, text in near:
        shown[url] = max(shown.get(url, ""), text, key=len)
    others = [url for url, text in shown.items() if url not in stories and len(text.split()) < 4]  # noqa: PLR2004
    others += [url for e in seen.endpoints for url in (e.url,)] + list(seen.pages)
    return told_apart(stories, [url for url in others if url not in stories])


def useful_endpoints(seen: Seen, addresses: Addresses) -> list[Endpoint]:
    """The endpoints that are worth asking: each lists stories that none before it does."""
    source = _draft_source(seen, addresses)
    listings = []
    for url in seen.pages:
        answer = seen.bodies.get(url) or seen.home
        entries = listing_entries(answer.body, url=answer.url, source=source, content_type=answer.content_type)
        listings.append(Endpoint(kind="listing", url=url, entries=tuple(entries)))
    chosen: list[Endpoint] = []
    known: set[str] = set()
    for endpoint in (
        *sorted(seen.endpoints, key=lambda e: e.kind != "feed"),
        *sorted(listings, key=lambda e: -len(e.urls)),
    ):
        new = {url for url in endpoint.urls if is_near(url, seen.home.url) and matches(url, addresses)} - known
        if new and endpoint.url not in [other.url for other in chosen]:
            chosen.append(endpoint)
            known |= new
    return chosen


def _draft_source(seen: Seen, addresses: Addresses) -> Source:
    table: dict[str, Any] = {
        "name": "draft", "homepage": seen.home.url, "language": "en", "timezone": "UTC",
        "hosts": list(own_hosts(seen)),
        "discover": {
            "listings": [seen.home.url], "article_url": list(addresses.article_url), "ignore": list(addresses.ignore),
        },
    }  # fmt: skip
    return source_of(table, file="draft.toml")


def own_hosts(seen: Seen) -> tuple[str, ...]:
    """The site's own host without ``www.``: its stories often live on others below it."""
    host = urlsplit(seen.home.url).hostname or ""
    return (_site(host),)


def _site(host: str) -> str:
    """The part of a host that its neighbors share: ``news.metal.com`` -> ``metal.com``."""
    labels = host.split(".")
    short = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND else 2  # noqa: PLR2004  # co.uk, com.br
    return ".".join(labels[-short:])


def is_near(url: str, home: str) -> bool:
    """Return whether an address lies on the site of the front page, or on a neighbor below the same domain."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    site = _site(urlsplit(home).hostname or "")
    return host == site or host.endswith(f".{site}")


def foreign_hosts(endpoint: Endpoint, home: str) -> Counter[str]:
    """Return the hosts of other sites whose stories an endpoint lists, with how many."""
    return Counter(urlsplit(url).hostname or "" for url in endpoint.urls if not is_near(url, home))


def matches(url: str, addresses: Addresses) -> bool:
    """Return whether an address is a story's, as far as it tells."""
    found = any(re.search(pattern, url) for pattern in addresses.article_url)
    return found and not any(re.search(pattern, url) for pattern in addresses.ignore)


def in_vain(seen: Seen) -> str:
    """Return in one line that nothing usable was found, with what was asked and what it answered."""
    host = urlsplit(seen.home.url).hostname
    asked = ", ".join(f"{urlsplit(url).path or '/'} ({seen.bodies[url].said})" for url in seen.tried[:30])
    others = [
        f"; its {endpoint.kind} lists stories of other sites: {counted_hosts(foreign)}"
        for endpoint in seen.endpoints
        if (foreign := foreign_hosts(endpoint, seen.home.url))
    ]
    return f"{host}: no feed, sitemap or page lists its stories{''.join(others[:1])}; asked: {asked}"


def counted_hosts(hosts: Counter[str]) -> str:
    """Return the commonest of *hosts* in words: ``one.example 4, two.example 3``."""
    return ", ".join(f"{host} {count}" for host, count in hosts.most_common(5))
