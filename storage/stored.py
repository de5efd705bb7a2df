"""What comes out of a store: an `Article` with what the store knows about it. Contains no SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.article import Article, utc_text


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle(Article):
    """An `Article` as read from the store."""

    id: int
    """Number of the row; never given to another article, even when this one is forgotten."""
    first_seen_at: datetime
    """When the store first held it, UTC; never changes."""
    content_sha256: str
    """Hash of all publisher-made fields: another value means the publisher changed the story."""
    row_sha256: str
    """Hash of the whole row: where it no longer fits, the file is damaged or was edited past the store."""
    word_count: int
    """Words of ``article_body``, each CJK character counted as one; 0 where there is no body."""

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON-ready values: ``id``, those of `Article`, then those the store added."""
        return {
            "id": self.id,
            **Article.to_dict(self),
            "first_seen_at": utc_text(self.first_seen_at),
            "content_sha256": self.content_sha256,
            "row_sha256": self.row_sha256,
            "word_count": self.word_count,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit(StoredArticle):
    """A `StoredArticle` that a search found."""

    snippet: str
    """The passage that matches best, in one line; each hit stands between ``fulltext.MARK_START`` and ``MARK_END``."""
    score: float
    """How well it matches, higher is better; comparable within one search, among hits with the words themselves or without."""
