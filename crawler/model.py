"""Values that pass between the steps of one article's way. Contains no behaviour beyond their own shape.

What the store keeps is `storage.Article`; what a person writes is `crawler.sources.Source`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from crawler.rights import Rights
from storage import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a feed, sitemap or listing says of one page (Atom's word). All values as given, markup taken out of texts."""

    url: str | None = None
    """Absolute address; None where the item has no link."""
    title: str | None = None
    """Plain text."""
    published: datetime | None = None
    """First publication, aware, UTC; None where the item does not say or says nonsense."""
    updated: datetime | None = None
    """Last change, aware, UTC."""
    id: str | None = None
    """The item's own identifier: Atom ``id``, RSS ``guid``, JSON Feed ``id``."""
    summary: str | None = None
    """Summary or description as given (may hold HTML)."""
    content: str | None = None
    """Full text as given (may hold HTML); None where the feed has only a summary."""
    authors: tuple[str, ...] = ()
    """Who wrote it, as the feed names them, in its order (Atom ``author``, ``dc:creator``)."""
    keywords: tuple[str, ...] = ()
    """What it is about, as the feed or news sitemap names it, in its order."""
    published_raw: str | None = None
    """The date as printed beside a link, for listings that print one: it needs a clock to be understood."""
    found_in: str | None = None
    """What it stood in: ``feed``, ``sitemap`` or ``listing``; None where nobody kept it."""
    kind: str = "article"
    """``article``; ``sitemap`` for an item of a sitemap index; ``listing`` for the link to an older listing page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDate:
    """A date string, understood."""

    value: datetime
    """Aware, UTC. A day stands for its midnight in the zone of the string or of the source."""
    precision: str
    """``second``, ``minute``, ``day``, ``month`` or ``year``: the finest part that was printed."""
    zone: str
    """``printed`` where the string names a zone or offset, else ``source``."""
    ambiguous: bool = False
    """True where day and month could be exchanged and nothing in the string decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagMatch:
    """A canonical tag and what in the story stands for it."""

    id: str
    """Tag id of the taxonomy: ``rare-earths``."""
    evidence: str
    """Where it was found: ``keyword:Rare earths``, ``headline:copper``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, heading, list item, quotation or table row of a page, kept or taken out by a named rule."""

    text: str
    """Plain text on one line, spaces made even."""
    type: str = "p"
    """``p``, ``h`` (heading), ``li`` (list item), ``quote`` or ``row`` (of a table, cells separated by `` | ``)."""
    rule: str | None = None
    """What took it out: id of a boilerplate rule or name of a step (``headline``, ``outside-body``); None: kept."""
    inside: bool = True
    """False for a block of the main container that stands outside the element with the story's text."""
    cells: tuple[str, ...] = ()
    """Cells of a table row as printed; empty for all other types."""
    linked: bool = False
    """True where all of its text is links."""
    why: str = "outside-body"
    """The rule that takes it where it stands outside and is nothing else: what speaks against its being the story."""
    score: float | None = None
    """Log-odds of the block model that it is part of the story; None where the model was not asked."""

    @property
    def kept(self) -> bool:
        """Whether the block is part of the article's body."""
        return self.rule is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value as printed, and where."""

    value: str
    """As printed, spaces made even."""
    origin: str
    """``json-ld``, ``og``, ``meta:author``, ``selector:h1.title``, ``h1``, ``title``, ``text:line 2``, ``feed``, ``url``."""


STRIPPED = "strip-node"
"""Rule of a block within an element that the source's own ``[strip] nodes`` names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """What `extract` found on a page: values as printed, most trusted first, and the blocks of the main container."""

    blocks: list[Block] = field(default_factory=list)
    """Every block of the main container, in page order."""
    headlines: list[Found] = field(default_factory=list)
    """Headline candidates."""
    descriptions: list[Found] = field(default_factory=list)
    """Standfirst candidates."""
    dates_published: list[Found] = field(default_factory=list)
    """Date strings from structured data; what is printed beside the headline is read from the blocks."""
    dates_modified: list[Found] = field(default_factory=list)
    """Date strings of the last change."""
    authors: list[Found] = field(default_factory=list)
    """Names, one each."""
    keywords: list[Found] = field(default_factory=list)
    """Tags, one each."""
    sections: list[Found] = field(default_factory=list)
    """Section names."""
    languages: list[Found] = field(default_factory=list)
    """Declared language tags."""
    publishers: list[Found] = field(default_factory=list)
    """Names of the outlet."""
    images: list[Found] = field(default_factory=list)
    """Absolute or relative addresses of the lead picture."""
    canonical_urls: list[Found] = field(default_factory=list)
    """What the page calls its own address."""
    confidence: float | None = None
    """How well pages of this certainty were read, 0 to 1; None where nothing had to be judged."""
    is_truncated: bool = False
    """Whether the page's structured data say that its story is not free to read, and the page does not hold it."""
    reservations: list[tuple[str, str]] = field(default_factory=list)
    """Name (lower case) and content of the ``<meta>`` tags that tell what may be done with the page."""
    flags: list[str] = field(default_factory=list)
    """What a careful reader should know: ``depth-limit``."""
    refusal: str | None = None
    """Why the page is no story, as far as its form tells; a word of `Reading.refusal`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """All that was understood of one page."""

    article: Article | None = None
    """The story; None where the page is none."""
    refusal: str | None = None
    """Why there is none: ``listing``, ``soft-404``, ``login``, ``captcha``, ``consent``, ``needs-javascript`` or ``no-body``."""
    blocks: list[Block] = field(default_factory=list)
    """Every block of the main container in order, each kept or removed by a named rule."""
    flags: list[str] = field(default_factory=list)
    """The same as the article's, and there also where there is no article."""
    rights: Rights = field(default_factory=Rights)
    """What page, headers and site reserve; also where there is no article."""
    encoding: str = "utf-8"
    """Name of the encoding that the bytes were read with."""
