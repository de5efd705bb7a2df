"""Compares what was stored with what the sample web's editors wrote, field by field.

Their tags are what must be found. Further ones that the text gave, not a printed keyword, are no difference: how often those
are right is measured against labels of readers who saw no tagger, by ``benchmarks/tags.py``.
"""

from __future__ import annotations

from typing import Any

from crawler.normalize import evidence_of
from crawler.sample_site.articles import SampleArticle
from storage import Article, ArticleStore


def differences(article: SampleArticle, store: ArticleStore) -> list[str]:
    """Return the names of the fields in which the stored article is not what was written; ``missing`` where there is none."""
    found = store.get(article.identifier)
    return ["missing"] if found is None else unlike(article, found)


def unlike(article: SampleArticle, found: Article) -> list[str]:
    """Return the names of the fields in which a reading is not what was written."""
    have = compared(found)
    have["tags"] = [tag for tag in have["tags"] if tag in article.data["tags"] or not _is_read(tag, found)]
    return [name for name, value in article.gold(found.retrieved_at).items() if have[name] != value]


def compared(article: Article) -> dict[str, Any]:
    """Return an article's fields in the form of the gold: prices by name only."""
    values = article.to_dict()
    return values | {"prices": [row["name"] for row in values["prices"]]}


def _is_read(tag: str, article: Article) -> bool:
    """Whether the tagger took the tag from headline or body."""
    evidence = evidence_of(tag, article.provenance.get("tags", "")) or ""
    return evidence.startswith(("headline:", "lead:", "body:", "broader:"))
