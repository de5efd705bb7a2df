"""Strings to comparable values: dates, tags, URLs, names, languages. Pure: takes the clock and the zone as arguments."""

from __future__ import annotations

from crawler.normalize.authors import author_names, believed_byline
from crawler.normalize.date_calendar import EARLIEST, latest
from crawler.normalize.date_ids import Span, span_of_id
from crawler.normalize.dates import date_beyond, date_within, labels_in, local_date, parse_date
from crawler.normalize.headlines import split_kicker, without_site
from crawler.normalize.identity import edition_language, story_identifier
from crawler.normalize.language import language_of
from crawler.normalize.mojibake import is_mojibake
from crawler.normalize.paths import date_in_path
from crawler.normalize.tags import canonical_tags, evidence_of, genre_of, is_keyword, tag_provenance
from crawler.normalize.urls import canonical_url, is_within

__all__ = [
    "EARLIEST",
    "Span",
    "author_names",
    "believed_byline",
    "canonical_tags",
    "canonical_url",
    "date_beyond",
    "date_in_path",
    "date_within",
    "edition_language",
    "evidence_of",
    "genre_of",
    "is_keyword",
    "is_mojibake",
    "is_within",
    "labels_in",
    "language_of",
    "latest",
    "local_date",
    "parse_date",
    "span_of_id",
    "split_kicker",
    "story_identifier",
    "tag_provenance",
    "without_site",
]
