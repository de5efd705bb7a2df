"""What makes two blocks of two articles the same block: their keys, and how the store counts them. Pure; contains no SQL."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from storage.article import Article, Removed

LEARNED = "learned"
"""Rule of a block that was taken out because many articles of its source have it."""

MAX_MASKED = 300
"""Longest block, in characters, that has a masked key."""

_json = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+(?:[.,:/'\-\u2013\u00a0]\d+)*")
_WORDY = re.compile(r"(?:[^\W\d_]\W*){12}")  # "# %" and "Figure #" are alike in everything


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedBlock:
    """One block of a story, as the store counts it."""

    type: str
    """``p``, ``h``, ``li``, ``quote`` or ``row``."""
    size: int
    """Characters of its text."""
    key: str
    """See `block_key`."""
    masked: str | None
    """See `masked_key`; None where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedArticle:
    """One article of a source, with the blocks that the store counts: what was kept, and what was taken as learned."""

    id: int
    """Number of its row; 0 where it has none yet."""
    identifier: str
    """What makes it the same story again."""
    day: str | None
    """Day of publication in the source's own zone, ``2026-11-02``; None where the page tells none, or no day."""
    language: str | None
    """BCP 47 tag of its text."""
    headline: str
    """Its headline."""
    tags: tuple[str, ...]
    """Its canonical tags."""
    blocks: tuple[CountedBlock, ...]
    """In page order."""


def block_key(text: str) -> str:
    """Return the key under which a block is counted: 16 hexadecimal digits, the same for case and spacing variants."""
    return _digest(_plain(text))


def masked_key(text: str) -> str | None:
    """Return the key that a block shares with those that differ from it in numbers only.

    None for a block without a number, for one that has little but numbers, and for a long one: a story's paragraph.
    """
    return _masked(_plain(text)) if len(text) <= MAX_MASKED else None


def blocks_of(body: str | None, types: Sequence[str], removed: Iterable[Removed]) -> tuple[CountedBlock, ...]:
    """Return the blocks that count in an article of which nothing but its fields is known.

    What was taken as learned comes last: the fields do not tell where it stood.
    """
    texts = body.split("\n\n") if body else []
    kinds = types if len(types) == len(texts) else ["p"] * len(texts)
    learned = (("p", block.get("text", "")) for block in removed if block.get("rule") == LEARNED)
    return counted_blocks([*zip(kinds, texts, strict=True), *learned])


def counted_blocks(blocks: Iterable[tuple[str, str]]) -> tuple[CountedBlock, ...]:
    """Return blocks, given by type and text, as they are counted."""
    return tuple(_counted(kind, text) for kind, text in blocks)


def counted_article(article: Article, blocks: tuple[CountedBlock, ...]) -> CountedArticle:
    """Return an article that has no row yet as the store would count it with *blocks*."""
    return CountedArticle(
        id=0,
        identifier=article.identifier,
        day=day_of(article.date_precision, article.date_published_local),
        language=article.in_language,
        headline=article.headline,
        tags=tuple(article.tags),
        blocks=blocks,
    )


def day_of(precision: str | None, local: str | None) -> str | None:
    """Return the day of publication, None where only month or year are known, or *local* is no day.

    >>> day_of("minute", "2019-10-17"), day_of("month", "2019-10"), day_of(None, "2019-10")
    ('2019-10-17', None, None)
    """
    return local if local and precision not in ("month", "year") and _is_day(local) else None


def blocks_json(blocks: Iterable[CountedBlock]) -> str:
    """Return blocks as the store keeps them: a JSON array of ``[type, size, key]`` or ``[type, size, key, masked]``."""
    return _json([[b.type, b.size, b.key, b.masked] if b.masked else [b.type, b.size, b.key] for b in blocks])


def blocks_from_json(text: str) -> tuple[CountedBlock, ...]:
    """Return what `blocks_json` made."""
    rows: list[list[Any]] = json.loads(text)
    return tuple(
        CountedBlock(type=row[0], size=row[1], key=row[2], masked=row[3] if len(row) > 3 else None)  # noqa: PLR2004
        for row in rows
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _counted(kind: str, text: str) -> CountedBlock:
    plain = _plain(text)
    masked = _masked(plain) if len(text) <= MAX_MASKED else None
    return CountedBlock(type=kind, size=len(text), key=_digest(plain), masked=masked)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _masked(plain: str) -> str | None:
    if not _DIGIT.search(plain):
        return None
    masked = _NUMBER.sub("#", plain)
    return _digest(f"#{masked}") if _WORDY.search(masked) else None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
