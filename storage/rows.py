"""Turns an `Article` into a row of table ``articles`` and back: cleaning, JSON, hashes, word count. Pure."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from storage.article import FIELDS, Article, utc_text
from storage.errors import ArticleError
from storage.fulltext import CJK
from storage.stored import SearchHit, StoredArticle

Value = str | int | float | None
"""What one column holds."""

COLUMNS = ("id", *FIELDS, "first_seen_at", "content_sha256", "row_sha256", "word_count")
"""Columns of ``articles``, in order."""

PUBLISHER_FIELDS = (
    "headline",
    "description",
    "article_body",
    "block_types",
    "date_published",
    "date_published_raw",
    "date_precision",
    "date_zone",
    "date_ambiguous",
    "date_published_local",
    "date_modified",
    "date_modified_raw",
    "authors",
    "keywords",
    "genre",
    "article_section",
    "in_language",
    "publisher",
    "image",
    "dateline_place",
    "source_credit",
    "machine_translated_by",
    "is_truncated",
    "prices",
)
"""What the publisher printed; a difference in one of them makes an article "changed" and keeps the old version."""

HASHED_FIELDS = tuple(name for name in PUBLISHER_FIELDS if not name.endswith("_raw"))
"""What ``content_sha256`` covers: "3 hours ago" becomes "5 hours ago" though nobody touched the story."""

READING_FIELDS = ("tags", "extraction_confidence", "tdm_reserved", "rights", "removed", "provenance", "flags")
"""What our own reading added; it changes when code or data files do."""

RIGHTS_FIELDS = ("tdm_reserved", "rights")
"""What the site says of its rights: of the reading fields those that it may change without touching the story."""

JSON_FIELDS = frozenset(
    {"block_types", "authors", "keywords", "tags", "prices", "rights", "removed", "provenance", "flags"},
)
TIME_FIELDS = frozenset({"date_published", "date_modified", "retrieved_at"})
FLAG_FIELDS = frozenset({"date_ambiguous", "is_truncated", "tdm_reserved"})

# NUL ends a string for half of all programs, U+FFFE and U+FFFF are no characters, lone surrogates cannot be written.
_DIRTY = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_CJK = re.compile(f"[{CJK}]+")
_LONE_MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~–—‒−·•…«»“”‘’，。、；：？！（）《》【】「」％")
_EMPTY = frozenset({"[]", "{}"})
# Encoders are made once: json.dumps makes a new one for each call with separators.
_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")).encode
_canonical_json = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True
).encode


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleRow:
    """An article ready to be written: clean, and proven to fit, before the first byte of it is."""

    values: dict[str, Value]
    """Column -> value for each of ``FIELDS``, in order."""
    content_sha256: str


def article_row(article: Article) -> ArticleRow:
    """Return *article* as column values; raises ArticleError where it cannot be a row: a time without a zone."""
    try:
        values = {name: _column_value(name, getattr(article, name)) for name in FIELDS}
    except (TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise ArticleError(f"{clean_text(str(article.url))}: cannot be stored: {error}") from error
    for name in ("url", "headline"):
        if not isinstance(values[name], str) or not values[name]:
            raise ArticleError(f"{clean_text(str(article.url))}: cannot be stored: it has no {name}")
    return ArticleRow(values=values, content_sha256=content_sha256(values))


def stored_article(row: Sequence[Any]) -> StoredArticle:
    """Return the article of *row*, whose values are those of `COLUMNS`, in order."""
    return StoredArticle(**article_fields(row))


def search_hit(row: Sequence[Any], *, snippet: str, score: float) -> SearchHit:
    """Return the article of *row* as a hit of a search."""
    return SearchHit(**article_fields(row), snippet=snippet, score=score)


def article_fields(row: Sequence[Any]) -> dict[str, Any]:
    """Return the fields of a `StoredArticle`, by name; *row* has the values of `COLUMNS`, in order."""
    return {name: _field_value(name, value) for name, value in zip(COLUMNS, row, strict=True)}


def content_json(values: Mapping[str, Value]) -> str:
    """Return the publisher-made fields of a row as one JSON object, lists as lists."""
    content = {
        name: json.loads(str(values[name])) if name in JSON_FIELDS else values[name] for name in PUBLISHER_FIELDS
    }
    return _json(content)


def content_sha256(values: Mapping[str, Value]) -> str:
    """Return the hash of the publisher-made fields of a row."""
    return _sha256({name: values[name] for name in HASHED_FIELDS})


def row_sha256(values: Mapping[str, Value]) -> str:
    """Return the hash of all columns of a row but ``row_sha256`` itself."""
    return _sha256({name: value for name, value in values.items() if name != "row_sha256"})


def clean_text(text: str) -> str:
    """Return *text* without C0 controls (but tab and line feed), U+FFFE, U+FFFF and lone surrogates."""
    return _DIRTY.sub("", text)


def count_words(text: str) -> int:
    """Return the number of words in *text*, each CJK character counted as one.

    >>> count_words("Copper rose 2.5 % - 铜价上涨")
    7
    """
    if text.isascii():
        return _spaced_words(text)
    others, runs = _CJK.subn(" ", text)
    return len(text) - len(others) + runs + _spaced_words(others)


def _spaced_words(text: str) -> int:
    # A dash or ampersand between spaces is no word. Splitting and looking those up costs half of matching each word.
    words = text.split()
    return len(words) - sum(map(_LONE_MARKS.__contains__, words))


def _column_value(name: str, value: Any) -> Value:  # noqa: ANN401 - the one door where a field's type is looked at
    if name in JSON_FIELDS:
        return _json_value(value)
    if value is None:
        return None
    if name in TIME_FIELDS:
        return _time_value(name, value)
    if name in FLAG_FIELDS:
        return int(value)
    if name == "extraction_confidence":
        return float(value) if math.isfinite(value) else None
    return clean_text(value)


def _json_value(value: object) -> str:
    if not value:
        return "{}" if isinstance(value, dict) else "[]"
    try:
        text = _json(value)
    except ValueError:
        return _json(_clean(value))
    # Controls are escaped in JSON: text without a backslash that is clean as a whole is clean in all its parts.
    return text if "\\" not in text and not _DIRTY.search(text) else _json(_clean(value))


def _time_value(name: str, value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError(f"{name} has no time zone")
    return utc_text(value)


def _field_value(name: str, value: Value) -> object:
    if value is None:
        return None
    if name in JSON_FIELDS:
        return cast("object", json.loads(str(value)))
    if name in TIME_FIELDS or name == "first_seen_at":
        return datetime.fromisoformat(str(value))
    return bool(value) if name in FLAG_FIELDS else value


def _clean(value: Any) -> Any:  # noqa: ANN401 - JSON has no narrower type
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, (list, tuple)):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {clean_text(key): _clean(item) for key, item in value.items()}
    # JSON knows neither NaN nor infinity; a price of NaN is no price.
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _sha256(values: Mapping[str, Value]) -> str:
    # Columns without a value are left out: a column that a later version adds changes no hash of older rows.
    told = {name: value for name, value in values.items() if value is not None and value not in _EMPTY}
    return hashlib.sha256(_canonical_json(told).encode()).hexdigest()
