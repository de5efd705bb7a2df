"""What the robots.txt of some sites allowed in a crawl that is over: as it was archived, or as it was recorded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from crawler.fetch.encodings import plain_body
from crawler.fetch.warc import answers
from crawler.rights import PRODUCT, read_robots
from storage.archive import PageArchive

_GOOD, _ABSENT = range(200, 300), range(400, 500)


@dataclass(frozen=True, slots=True, kw_only=True)
class Robots:
    """One robots.txt."""

    url: str
    """Its address."""
    status: int | None = None
    """HTTP status; None where nobody kept an answer."""
    body: bytes = b""
    """Its text."""

    def forbidden(self, urls: Iterable[str]) -> list[str]:
        """Return those of *urls*, all of its site, that we must not fetch.

        A robots.txt that is not there allows all (RFC 9309, section 2.3.1.3), one that nobody kept says nothing.
        """
        if self.status not in _GOOD:
            return []
        rules = read_robots(self.body, product=PRODUCT)
        return [url for url in urls if not rules.allows(url)]

    @property
    def said(self) -> str:
        """Its status in words."""
        if self.status is None:
            return "no answer on record"
        return f"{self.status}: all is allowed" if self.status in _ABSENT else str(self.status)


def robots_url(url: str) -> str:
    """Return where the robots.txt of the site of *url* is."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def archived_robots(urls: Iterable[str], archive: Path) -> list[Robots]:
    """Return each robots.txt that speaks of *urls*, as the pages at *archive* have it."""
    with PageArchive(archive, readonly=True) as pages:
        found = [(place, pages.latest(place)) for place in dict.fromkeys(map(robots_url, urls))]
    return [
        Robots(url=place, status=page.status, body=page.body) if page else Robots(url=place) for place, page in found
    ]


def recorded_robots(urls: Iterable[str], recording: Path) -> list[Robots]:
    """Return the same as a WARC file has it."""
    found = {place: Robots(url=place) for place in map(robots_url, urls)}
    for answer in answers(recording):
        if answer.url in found:
            found[answer.url] = Robots(url=answer.url, status=answer.status, body=plain_body(answer) or b"")
    return list(found.values())


def recorded_until(recording: Path) -> datetime | None:
    """Return when the last answer of a WARC file came, UTC: the present moment of whoever replays it. None: it has none."""
    return max((answer.retrieved_at for answer in answers(recording)), default=None)
