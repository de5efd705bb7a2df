"""What a source is: one TOML file named after its site, checked to the last key before the first request. Contains no HTTP.

The shipped definitions lie in ``crawler/data/sources/``; files of the same name in a user's folder take their place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urljoin, urlsplit

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from crawler.data.toml import checked, nearest, read_toml
from crawler.errors import DataFileError, UnknownSourceError
from crawler.source_types import (
    Css,
    DatedIds,
    Hosts,
    JsonPath,
    JsonValue,
    Languages,
    Patterns,
    Selectors,
    StoryId,
    Texts,
    Url,
    Urls,
    Zone,
    as_tuple,
)

_STRICT = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Discover:
    """Where a source announces its stories."""

    feeds: Urls = ()
    """Addresses of RSS, Atom or JSON feeds."""
    sitemaps: Urls = ()
    """Addresses of XML sitemaps or sitemap indexes."""
    listings: Urls = ()
    """Addresses of pages that list stories, newest first: HTML, or JSON by the table ``[json]``."""
    robots_sitemaps: bool = Field(default=False, strict=True)
    """True where the sitemaps are those that the homepage's robots.txt names."""
    next_page: Css | None = None
    """CSS of the link from a listing page to the next older one; None where there is no such link."""
    article_url: Patterns = ()
    """Regular expressions; an address is a story's where one of them is found in it. Empty: any within the hosts."""
    ignore: Patterns = ()
    """Regular expressions of addresses that are never stories."""

    def endpoints(self) -> list[tuple[str, str]]:
        """Return kind (``feed``, ``sitemap`` or ``listing``) and address of the feeds, sitemaps and listings, in order."""
        kinds = (("feed", self.feeds), ("sitemap", self.sitemaps), ("listing", self.listings))
        return [(kind, url) for kind, urls in kinds for url in urls]


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Listing:
    """Where a listing page has what of a story, in CSS; each key left out is found by the generic engine."""

    item: Css | None = None
    """Elements of which each holds one story and nothing of another."""
    link: Css | None = None
    """The story's link within its item; without ``item``, all links to stories."""
    title: Css | None = None
    """The headline within the item."""
    date: Css | None = None
    """The date within the item; a ``datetime`` or ``content`` attribute wins over the text."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Json:
    """Where a listing in JSON has what, by paths: names, or in lists numbers from 0, with points between them.

    ``data.list.0.id`` is one; ``*`` stands for every one of a list or table.
    """

    url: JsonValue
    """Path of the address within an item, or an address with such paths in braces: ``https://tin.example/news/{id}``."""
    items: JsonPath | None = None
    """Path of the list of stories; None: the document itself is that list."""
    title: JsonPath | None = None
    """Path of the headline within an item."""
    date: JsonPath | None = None
    """Path of the date within an item: text, or seconds or milliseconds since 1970."""
    content: JsonPath | None = None
    """Path of the full text within an item: it is read where the page refuses or has less."""
    next: JsonValue | None = None
    """Path of the address of the older listing, or an address with paths within the document in braces."""
    page: str | None = Field(default=None, min_length=1)
    """Parameter of the listing's address that counts its pages: ``page`` in ``?page=2``; without it there the page is 1."""
    script: Css | None = None
    """The ``<script>`` of an HTML listing that holds the document; None: the listing is JSON."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Identity:
    """What makes two addresses the same story."""

    pattern: StoryId = None
    """Regular expression whose first group is the story's own id in its address; None where addresses carry none."""
    per_language: bool = Field(default=False, strict=True)
    """True where editions in several languages share an id and are stories of their own."""
    editions: dict[str, str] = field(default_factory=dict)
    """Part of the path -> language of that edition: ``vn = "vi"``."""
    dated: DatedIds = field(default_factory=dict)
    """Id -> day of stories whose day is sure, on a site that counts its ids up with time; a date that does not lie between
    those of the nearest ids, give or take a week, is not believed where another is told, and flagged. Empty: ids say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Select:
    """CSS selectors, in order of trust; a field left out is found by the generic engine."""

    headline: Selectors = ()
    """Elements that hold the headline."""
    description: Selectors = ()
    """Elements that hold the standfirst."""
    body: Selectors = ()
    """Elements that hold the story's text."""
    date_published: Selectors = ()
    """Elements that print the date; a ``datetime`` or ``content`` attribute wins over the text."""
    authors: Selectors = ()
    """Elements of which each holds one author's name."""
    keywords: Selectors = ()
    """Elements of which each holds one tag."""
    abstract: bool = Field(default=False, strict=True)
    """True where pages print an abstract between the date and the story: it becomes the ``description``."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Strip:
    """What is taken out of this source's pages beyond the shared boilerplate rules."""

    nodes: Selectors = ()
    """CSS of elements that never belong to a story."""
    phrases: Texts = ()
    """Whole lines (case ignored) that never belong to a story."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Limits:
    """How much a crawl may ask of the site."""

    delay: float = Field(default=1.0, ge=0, strict=True)
    """Seconds between two requests to one host."""
    pages: int = Field(default=500, ge=1, strict=True)
    """Most requests in one crawl."""
    seconds: int = Field(default=3600, ge=1, strict=True)
    """Most seconds that one crawl takes; what is left waits for the next."""
    megabytes: int | None = Field(default=None, ge=1, strict=True)
    """Most megabytes (of a million bytes, unpacked) to receive in one crawl; left out: no limit."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Example:
    """A story of the source and what a right reading of it holds: what a definition is measured by."""

    url: Url
    """Its address."""
    headline: str | None = None
    """Its headline, whole."""
    contains: Texts = ()
    """Texts that its body holds."""
    lacks: Texts = ()
    """Texts that its body must not hold."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Source:
    """One registered site. The id is the file's name, the spider's name and the ``source`` column of the store."""

    id: str
    """``metal.com``: the name of the file without its ending."""
    name: str
    """Name of the outlet as a reader knows it."""
    aliases: Texts = ()
    """Other names of the outlet: none of them is part of a headline or an author."""
    homepage: Url
    """Address of its front page."""
    terms_url: Url | None = None
    """Address of its terms of use, for you to read; None where nobody has looked them up."""
    languages: Languages = Field(alias="language")
    """BCP 47 tags, the main one first."""
    timezone: Zone
    """Zone of dates that are printed without an offset."""
    status: Literal["ok", "unverified", "blocked", "paywalled", "frozen", "needs-javascript"] = "unverified"
    """What is known of its state."""
    evidence: str | None = None
    """How well that is known, with a date."""
    hosts: Hosts = ()
    """Hosts its pages may live on, with all below them; left out: the homepage's host."""
    discover: Discover = Field(default_factory=Discover)
    """Where it announces stories."""
    listing: Listing = Field(default_factory=Listing)
    """Selectors for listing pages that the generic engine misreads."""
    json: Json | None = None
    """How its listings in JSON are read; None where it has none."""
    identity: Identity = Field(default_factory=Identity)
    """What makes two addresses the same story."""
    select: Select = Field(default_factory=Select)
    """Selectors for fields that the generic engine would miss."""
    strip: Strip = Field(default_factory=Strip)
    """What to take out of its pages."""
    limits: Limits = Field(default_factory=Limits)
    """How much a crawl may ask of it."""
    examples: Annotated[tuple[Example, ...], BeforeValidator(as_tuple)] = Field(default=(), alias="example")
    """Stories to test the definition with."""

    def __post_init__(self) -> None:
        if not self.endpoints():
            raise ValueError('one of "feeds", "sitemaps", "listings" in [discover] must name an address')
        if not self.hosts:
            object.__setattr__(self, "hosts", (urlsplit(self.homepage).hostname or "",))

    def endpoints(self) -> list[tuple[str, str]]:
        """Return kind and address of all that a crawl asks first, in order: those of ``[discover]``, then ``robots``."""
        robots = [("robots", urljoin(self.homepage, "/robots.txt"))] if self.discover.robots_sitemaps else []
        return [*self.discover.endpoints(), *robots]

    @property
    def story_digest(self) -> str:
        """Twelve hexadecimal digits that change with what is looked for where: hosts, endpoints, selectors, patterns, identity."""
        discover, identity = self.discover, self.identity
        patterns = (*discover.article_url, None, *discover.ignore, None, identity.pattern)
        expressions = [pattern and pattern.pattern for pattern in patterns]  # the repr of a pattern is cut
        text = repr(
            (
                self.hosts,
                self.endpoints(),
                self.listing,
                self.json,
                discover.next_page,
                expressions,
                identity.per_language,
                identity.editions,
            )
        )
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def owns(self, url: str) -> bool:
        """Return whether *url* lies on one of the source's hosts or below one."""
        return bool(self.host_of(url))

    def host_of(self, url: str) -> str | None:
        """Return which of the source's hosts *url* lies on or below, the closest one; None where it lies on none."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:  # "http://[": no address
            return None
        return max((own for own in self.hosts if host == own or host.endswith(f".{own}")), key=len, default=None)

    def is_article(self, url: str) -> bool:
        """Return whether *url* is the address of a story by the source's own patterns."""
        wanted, ignored = self.discover.article_url, self.discover.ignore
        return (
            self.owns(url)
            and (not wanted or any(pattern.search(url) for pattern in wanted))
            and not any(pattern.search(url) for pattern in ignored)
        )


_ADAPTER = TypeAdapter(Source)
_TABLES = {
    "discover": Discover,
    "listing": Listing,
    "json": Json,
    "identity": Identity,
    "select": Select,
    "strip": Strip,
    "limits": Limits,
    "example": Example,
}
_RENAMED = {"languages": "language", "examples": "example"}
_KEYS: dict[str, list[str]] = {
    "": [_RENAMED.get(item.name, item.name) for item in fields(Source) if item.name != "id"],
    **{table: [item.name for item in fields(cls)] for table, cls in _TABLES.items()},
}


def load_source(path: Traversable) -> Source:
    """Return the source that a TOML file defines. Raises DataFileError that names file, key and remedy."""
    return source_of(read_toml(path), file=path.name)


def source_of(table: Mapping[str, Any], *, file: str) -> Source:
    """Return the source that the tables of the TOML file called *file* define. Raises DataFileError as `load_source` does."""
    if "id" in table:
        raise DataFileError(file, 'unknown key "id"; the file\'s name is the id')
    return checked(_ADAPTER, {"id": file.removesuffix(".toml"), **table}, file=file, keys=_KEYS)


def load_sources(*folders: Path) -> dict[str, Source]:
    """Return all sources by id: the shipped ones, then those of each folder in turn, of which the last one wins.

    Raises DataFileError for the first file at fault, and for a folder that does not exist.
    """
    found = dict(_shipped())
    for folder in folders:
        if not folder.is_dir():
            raise DataFileError(str(folder), "is no folder of source files; name one that holds *.toml")
        found |= _load_folder(folder)
    return dict(sorted(found.items()))


def overlay_folders(data: Path | None, further: Iterable[Path] = ()) -> list[Path]:
    """Return the folders of source files that lie over the shipped one, the strongest last.

    *data* is a user's data folder, which need not hold ``sources/``; *further* are folders of source files.
    """
    own = [data / "sources"] if data and (data / "sources").is_dir() else []
    return [*own, *further]


def get_source(source_id: str, sources: Mapping[str, Source]) -> Source:
    """Return the source of that id. Raises UnknownSourceError that proposes the nearest id."""
    if source_id not in sources:
        remedy = nearest(source_id, sources) or "; `orewire sources list` shows them all"
        raise UnknownSourceError(f'no source "{source_id}"{remedy}')
    return sources[source_id]


def source_for_url(url: str, sources: Iterable[Source] | None = None) -> Source | None:
    """Return the source on whose hosts *url* lies, None where no registered one does; the closest host wins.

    Left out, *sources* are the shipped ones.
    """
    candidates: Sequence[Source] = list(sources if sources is not None else _shipped().values())
    owners = [(len(host), source) for source in candidates if (host := source.host_of(url))]
    return max(owners, key=lambda owner: owner[0])[1] if owners else None


@cache
def _shipped() -> dict[str, Source]:
    return _load_folder(files("crawler.data") / "sources")


def _load_folder(folder: Traversable) -> dict[str, Source]:
    paths = sorted((path for path in folder.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    return {source.id: source for source in map(load_source, paths)}
