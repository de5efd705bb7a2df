"""Values that pass between the steps of one article's way. Contains no behaviour beyond their own shape.

What the store keeps is `storage.Article`; what a person writes is `crawler.sources.Source`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

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
