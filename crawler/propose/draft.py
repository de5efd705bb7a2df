"""A source file in the making: what was found out of a site, and the TOML that says so, with what was not found. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from textwrap import wrap
from urllib.parse import urlsplit

from crawler.propose.addresses import Addresses
from crawler.propose.selectors import Learned
from crawler.propose.toml_text import literal, literals, printable, text, texts
from crawler.propose.zone import ZoneGuess

_WIDTH = 118


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """All that a source file would say."""

    name: str
    """Name of the outlet."""
    homepage: str
    """Address of its front page."""
    languages: tuple[str, ...]
    """BCP 47 tags, the main one first."""
    zone: ZoneGuess
    """Its zone."""
    status: str
    """A word of `crawler.sources.Source.status`."""
    evidence: str
    """What that rests on, with the day."""
    hosts: tuple[str, ...]
    """Hosts that its stories live on."""
    addresses: Addresses
    """What its stories' addresses have in common."""
    feeds: tuple[str, ...] = ()
    """Feeds that announce stories."""
    sitemaps: tuple[str, ...] = ()
    """Sitemaps that do."""
    listings: tuple[str, ...] = ()
    """Pages that do."""
    next_page: str | None = None
    """CSS of the link to older listing pages."""
    learned: Learned = field(default_factory=Learned)
    """What its pages have in common."""
    example: tuple[str, str] | None = None
    """Address and headline of a story that was read; None where there is none."""
    delay: float = 1.0
    """Seconds between two requests."""
    notes: tuple[str, ...] = ()
    """What was seen and what was not, a line each: comments at the head of the file."""

    @property
    def id(self) -> str:
        """The name that the file should have, without its ending: the host, ``www.`` left out."""
        return source_id(self.homepage)


def source_id(url: str) -> str:
    """Return what a source is called that has its front page at *url*.

    >>> source_id("https://www.mining.com/")
    'mining.com'
    """
    return (urlsplit(url).hostname or "").removeprefix("www.")


def as_toml(proposal: Proposal) -> str:
    """Return the source file's text, with a comment for each thing that was seen, or looked for in vain."""
    return "\n".join(_lines(proposal)) + "\n"


def _lines(p: Proposal) -> Iterator[str]:
    for note in p.notes:
        yield from wrap(printable(note), _WIDTH, initial_indent="# ", subsequent_indent="#   ", break_on_hyphens=False)
    language = text(p.languages[0]) if len(p.languages) == 1 else texts(p.languages)
    yield from (
        f"name      = {text(p.name)}",
        f"homepage  = {text(p.homepage)}",
        f"language  = {language}",
        f"timezone  = {text(p.zone.name)}  # {printable(p.zone.why)}",
        f"status    = {text(p.status)}",
        f"evidence  = {text(p.evidence)}",
    )
    if p.hosts != (urlsplit(p.homepage).hostname,):
        yield f"hosts     = {texts(p.hosts)}"
    yield from ("", "[discover]")
    for key, urls in (("feeds", p.feeds), ("sitemaps", p.sitemaps), ("listings", p.listings)):
        if urls:
            yield f"{key:<11} = {texts(urls)}"
    if p.next_page and p.listings:
        yield f"next_page   = {text(p.next_page)}"
    yield f"article_url = {literals(p.addresses.article_url)}"
    if p.addresses.ignore:
        yield f"ignore      = {literals(p.addresses.ignore)}"
    yield from _identity(p.addresses)
    yield from _selectors(p.learned)
    if p.delay != 1:
        yield from ("", "[limits]", f"delay = {p.delay:g}")
    if p.example:
        yield from ("", "[[example]]", f"url      = {text(p.example[0])}", f"headline = {text(p.example[1])}")


def _identity(addresses: Addresses) -> Iterator[str]:
    if addresses.identity is None:
        return
    yield from ("", "[identity]", f"pattern = {literal(addresses.identity)}")
    if len(addresses.editions) > 1:
        yield from ("per_language = true", "", "[identity.editions]")
        yield from (f"{edition} = {text(edition)}" for edition in addresses.editions)


def _selectors(learned: Learned) -> Iterator[str]:
    found = {name: getattr(learned, name) for name in ("body", "description", "keywords") if getattr(learned, name)}
    if found:
        yield from ("", "[select]")
        yield from (f"{name:<11} = {texts([selector])}" for name, selector in found.items())
    if learned.strip:
        yield from ("", "[strip]", f"nodes = {texts(learned.strip)}")
