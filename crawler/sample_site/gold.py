"""Compares what was stored with what the sample web's editors wrote, field by field.

Their tags are what must be found. Further ones that the text gave, not a printed keyword, are no difference: how often those
are right is measured against labels of readers who saw no tagger, by ``benchmarks/tags.py``.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from crawler.normalize import evidence_of
from crawler.sample_site.articles import SampleArticle
from storage import Article, ArticleStore

_WAIT = timedelta(minutes=5)


def differences(article: SampleArticle, store: ArticleStore) -> list[str]:
    """Return the names of the fields in which the stored article is not what was written; ``missing`` where there is none."""
    found = store.get(article.identifier)
    return ["missing"] if found is None else unlike(article, found)


def unlike(article: SampleArticle, found: Article) -> list[str]:
    """Return the names of the fields in which a reading is not what was written."""
    have, written = compared(found), article.gold(found.retrieved_at)
    if article.hours_ago is not None and _is_just_before(have["date_published"], written["date_published"]):
        written |= {name: have[name] for name in ("date_published", "date_published_local")}
    have["tags"] = [tag for tag in have["tags"] if tag in article.data["tags"] or not _is_read(tag, found)]
    return [name for name, value in written.items() if have[name] != value]


def _is_just_before(moment: str | None, other: str | None) -> bool:
    """Whether an age that a list page prints was read there: the page was fetched a little before the story."""
    if moment is None or other is None:
        return False
    return timedelta() <= datetime.fromisoformat(other) - datetime.fromisoformat(moment) <= _WAIT


def compared(article: Article) -> dict[str, Any]:
    """Return an article's fields in the form of the gold: prices by name only."""
    values = article.to_dict()
    return values | {"prices": [row["name"] for row in values["prices"]]}


def _is_read(tag: str, article: Article) -> bool:
    """Whether the tagger took the tag from headline or body."""
    evidence = evidence_of(tag, article.provenance.get("tags", "")) or ""
    return evidence.startswith(("headline:", "lead:", "body:", "broader:"))
