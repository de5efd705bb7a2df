"""What to ask a site of which nothing is known, in which order, and what to make of the answers. Asks through `Ask` alone.

About 25 requests: the front page, robots.txt, the feeds it names or the usual places, sitemaps, up to three pages that list
stories, and some stories. Nothing is followed that the site does not name itself, but for those usual places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from crawler.data import Knowledge
from crawler.data.discover import UsualPlaces
from crawler.model import Entry, Reading
from crawler.parse import read_page
from crawler.propose.addresses import Addresses
from crawler.propose.asking import Answer, Ask
from crawler.propose.draft import Proposal
from crawler.propose.findings import (
    Endpoint,
    Seen,
    entries_of,
    front_of,
    in_vain,
    is_near,
    matches,
    story_addresses,
    useful_endpoints,
)
from crawler.propose.selectors import ReadPage, learned_selectors
from crawler.propose.summary import proposal_from

_MOST_FEEDS, _MOST_MAPS, _MOST_LISTINGS = 4, 4, 3
_INDEXED = 5  # sitemaps of an index that are all asked in a crawl; of more, the ones of stories are named
_REFUSING = frozenset({401, 403, 407, 429, 451})
_MOST_REFUSALS, _SLOW_DOWN = 5, 429  # in a row, as in a crawl; and what asks for time
_ROBOTS_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


class NothingUsable(Exception):  # noqa: N818  # an answer, not a fault
    """No feed, sitemap or page of the site lists stories; the message says what was tried, in one line."""


async def survey(
    start: str,
    ask: Ask,
    *,
    places: UsualPlaces,
    knowledge: Knowledge,
    now: datetime,
    stories: int = 8,
    delay: float = 1.0,
) -> Proposal:
    """Return what a source file for the site of *start* would say; *start* is its front page, a story or a feed.

    *now*: aware. *stories*: how many to read. *delay*: seconds between requests, for the file. Raises NothingUsable.
    """
    seen = Seen(start)
    await _open(seen, ask, places, knowledge)
    await _feeds(seen, ask, places)
    await _sitemaps(seen, ask, places)
    await _listings(seen, ask, places)
    addresses = story_addresses(seen)
    if addresses is None:
        raise NothingUsable(in_vain(seen))
    chosen = useful_endpoints(seen, addresses)
    read, moved = await _read(seen, ask, chosen, addresses, knowledge, stories)
    if moved:  # a feed's links may go through a counter: both addresses are stories'
        addresses = story_addresses(seen, moved) or addresses
        chosen = useful_endpoints(seen, addresses)
    told_whole = any(entry.content for endpoint in chosen for entry in endpoint.entries)
    if not any(reading.article for _, reading in read) and not told_whole:
        host = urlsplit(seen.home.url).hostname
        raise NothingUsable(f"{host}: {len(chosen)} endpoints list its stories, but of those tried none could be read")
    learned = learned_selectors([_as_read(answer, reading) for answer, reading in read if reading.article])
    proposal = proposal_from(seen, chosen, addresses, read, learned, places, now)
    return replace(proposal, delay=delay)


async def _asked(seen: Seen, ask: Ask, url: str) -> Answer:
    if url not in seen.bodies:
        seen.bodies[url] = await ask(url)
        seen.tried.append(url)
        last = [seen.bodies[each].status for each in seen.tried[-_MOST_REFUSALS:]]
        if last[-1] == _SLOW_DOWN or (len(last) == _MOST_REFUSALS and _REFUSING.issuperset(last)):
            raise NothingUsable(f"{in_vain(seen)}; it refuses us, and that is its right")
    return seen.bodies[url]


async def _open(seen: Seen, ask: Ask, places: UsualPlaces, knowledge: Knowledge) -> None:
    answer = await _asked(seen, ask, seen.start)
    if not answer.is_good:
        refused = "; it refuses us, and that is its right" if answer.status in _REFUSING else ""
        if answer.reason == "robots":
            raise NothingUsable(f"{seen.start}: its robots.txt forbids us to ask for it, and that is its right")
        raise NothingUsable(f"{seen.start}: no answer to go by ({answer.said}){refused}")
    entries = entries_of("feed", answer)
    if entries:
        seen.endpoints.append(Endpoint(kind="feed", url=seen.start, entries=tuple(entries)))
        listed = [entry.url for entry in entries if entry.url]
        first = next((url for url in listed if is_near(url, answer.url)), [*listed, answer.url][0])
        answer = await _asked(seen, ask, urljoin(first, "/"))
    elif urlsplit(answer.url).path not in ("", "/") and _reading(answer, knowledge).article:
        answer = await _asked(seen, ask, urljoin(answer.url, "/"))
    seen.home, seen.page = answer, front_of(answer, places)
    if answer.is_good:
        seen.pages[answer.url] = seen.page


async def _feeds(seen: Seen, ask: Ask, places: UsualPlaces) -> None:
    named = [url for url in seen.page.feeds if "/comments/" not in url and is_near(url, seen.home.url)]
    for url in named[:_MOST_FEEDS]:
        await _try(seen, ask, "feed", url)
    for path in () if any(e.kind == "feed" for e in seen.endpoints) else places.feeds:
        if await _try(seen, ask, "feed", urljoin(seen.home.url, path)):
            break


async def _sitemaps(seen: Seen, ask: Ask, places: UsualPlaces) -> None:
    robots = await _asked(seen, ask, urljoin(seen.home.url, "/robots.txt"))
    named = _ROBOTS_SITEMAP.findall(robots.body[:500_000].decode("utf-8", "replace")) if robots.is_good else []
    named = [url for url in dict.fromkeys(named) if is_near(url, seen.home.url)]
    for url in named[:_MOST_MAPS] or [urljoin(seen.home.url, path) for path in places.sitemaps]:
        answer = await _asked(seen, ask, url)
        entries = entries_of("sitemap", answer)
        below = [entry for entry in entries if entry.kind == "sitemap" and entry.url]
        if below:
            await _index(seen, ask, url, below, places)
        elif entries:
            seen.endpoints.append(Endpoint(kind="sitemap", url=url, entries=tuple(entries)))
        if entries and not named:
            break


async def _index(seen: Seen, ask: Ask, url: str, below: Sequence[Entry], places: UsualPlaces) -> None:
    """A sitemap of sitemaps: of few it is taken whole, of many the ones that by their names hold stories."""
    below = [entry for entry in below if is_near(str(entry.url), seen.home.url)]
    telling = [e for e in below if any(word in urlsplit(e.url or "").path.lower() for word in places.story_sitemaps)]
    newest = sorted(telling or below, key=lambda e: e.updated.timestamp() if e.updated else 0, reverse=True)
    found: list[tuple[str, list[Entry]]] = []
    for entry in newest[:_MOST_MAPS]:
        entries = entries_of("sitemap", await _asked(seen, ask, str(entry.url)))
        if entries:
            found.append((str(entry.url), entries))
    if len(below) <= _INDEXED:
        together = tuple(entry for _, entries in found for entry in entries)
        seen.endpoints += [Endpoint(kind="sitemap", url=url, entries=together)] if together else []
    else:
        seen.endpoints += [Endpoint(kind="sitemap", url=each, entries=tuple(entries)) for each, entries in found]


async def _listings(seen: Seen, ask: Ask, places: UsualPlaces) -> None:
    """Pages with many links to stories: those that the front page calls news, else itself."""
    words = {word.casefold() for word in places.sections}
    sections = [url for url, text in seen.page.links if text.casefold() in words and is_near(url, seen.home.url)]
    last = {word for word in words if word.isascii() and " " not in word}
    sections += [
        url for url, _ in seen.page.links
        if urlsplit(url).path.strip("/").rpartition("/")[2].lower() in last and is_near(url, seen.home.url)
    ]  # fmt: skip
    paths = {urlsplit(url).path for url in seen.pages}  # page 2 is reached from page 1
    first = {path: url for url in reversed(sections) if (path := urlsplit(url).path) not in paths}
    for url in sorted(first.values(), key=sections.index)[:_MOST_LISTINGS]:
        answer = await _asked(seen, ask, url)
        if answer.is_good:
            seen.pages[url] = front_of(answer, places)


async def _try(seen: Seen, ask: Ask, kind: str, url: str) -> bool:
    entries = entries_of(kind, await _asked(seen, ask, url))
    if entries:
        seen.endpoints.append(Endpoint(kind=kind, url=url, entries=tuple(entries)))
    return bool(entries)


async def _read(
    seen: Seen, ask: Ask, chosen: Sequence[Endpoint], addresses: Addresses, knowledge: Knowledge, stories: int
) -> tuple[list[tuple[Answer, Reading]], list[str]]:  # fmt: skip
    """Some stories, read by the generic engine; and the addresses that they moved to, where those look otherwise."""
    wanted = dict.fromkeys(
        url for endpoint in chosen for url in endpoint.urls if is_near(url, seen.home.url) and matches(url, addresses)
    )
    step = max(1, len(wanted) // stories)
    read, moved = [], []
    for url in list(wanted)[::step][:stories]:
        try:
            answer = await _asked(seen, ask, url)
        except NothingUsable:  # its pages refuse; a feed may carry the stories whole
            break
        if answer.is_good:
            read.append((answer, _reading(answer, knowledge)))
            if not matches(answer.url, addresses) and is_near(answer.url, seen.home.url):
                moved.append(answer.url)
    return read, moved


def _reading(answer: Answer, knowledge: Knowledge) -> Reading:
    return read_page(
        answer.body,
        url=answer.url,
        content_type=answer.content_type,
        retrieved_at=answer.retrieved_at,
        knowledge=knowledge,
    )


def _as_read(answer: Answer, reading: Reading) -> ReadPage:
    return ReadPage(body=answer.body, content_type=answer.content_type, blocks=reading.blocks)
