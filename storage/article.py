"""`Article`: the one value that the crawler makes and the store keeps. Contains no I/O and no parsing.

Field names are schema.org NewsArticle in snake_case; where schema.org has no word they are ours.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypedDict
from urllib.parse import urlsplit

from storage.errors import ArticleError

PRECISIONS = ("second", "minute", "day", "month", "year")
"""How exactly a page states its date, finest first."""


class Removed(TypedDict):
    """One block that was taken out of an article, and why."""

    text: str
    """The block as it stood on the page, spaces made even."""
    rule: str
    """Id of the rule that took it out (``smm-qr-code``), or the name of the step (``outside-body``)."""


class Price(TypedDict):
    """One row of a related-price table."""

    name: str
    """What is priced, as printed: ``SMM 1# Copper Cathode``."""
    low: float | None
    high: float | None
    average: float | None
    change: float | None
    unit: str | None
    """As printed: ``USD/mt``."""
    date: str | None
    """As printed: ``Oct 17``."""
    raw: list[str]
    """All cells of the row as printed, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news story, clean and comparable. Only ``url`` and ``headline`` are required.

    None means "the page does not say"; lists are empty where there is nothing to list. Datetimes are aware and in UTC.
    ``identifier`` and ``source`` fill themselves in from ``url`` where they are left empty.
    """

    url: str
    """Canonical URL; the page's own ``rel=canonical`` is believed only within the source's hosts."""
    identifier: str = ""
    """What makes it the same story again: ``metal.com:100982475:en`` where the source declares an id pattern, else the canonical URL."""  # noqa: E501
    source: str = ""
    """Id of the source (``metal.com``), or the host for a page of no registered source."""
    headline: str
    """Title as printed, without the site's name."""
    description: str | None = None
    """Standfirst or summary as the page gives it."""
    article_body: str | None = None
    """Plain text, blocks separated by a blank line, nothing in it but the article."""
    block_types: list[str] = field(default_factory=list)
    """Type of each block of ``article_body``, in order: ``p``, ``h``, ``li``, ``quote`` or ``row``."""
    date_published: datetime | None = None
    """First publication, UTC; for a bare day, midnight in the source's zone."""
    date_published_raw: str | None = None
    """The date as printed, cut to 100 characters."""
    date_precision: str | None = None
    """How exactly the page states it: ``second``, ``minute``, ``day``, ``month`` or ``year``."""
    date_zone: str | None = None
    """``printed`` where the page names a zone or offset, ``source`` where the source's own zone was assumed."""
    date_ambiguous: bool | None = None
    """True where day and month could be exchanged (``03/04/2026``)."""
    date_published_local: str | None = None
    """The date in the source's own zone, cut to its precision: ``2019-10-17``; day filters use it."""
    date_modified: datetime | None = None
    """Last change by the publisher, UTC."""
    date_modified_raw: str | None = None
    """As printed, cut to 100 characters."""
    authors: list[str] = field(default_factory=list)
    """Names of persons, in the order printed."""
    keywords: list[str] = field(default_factory=list)
    """Tags as printed on the page, in order."""
    tags: list[str] = field(default_factory=list)
    """Canonical tag ids of the taxonomy, sorted."""
    genre: str | None = None
    """Kind of piece: ``news``, ``market-commentary``, ``data-analysis``, ``flash``, ``survey`` or ``announcement``."""
    article_section: str | None = None
    """Section of the site, as printed."""
    in_language: str | None = None
    """BCP 47 tag of the text: ``en``, ``zh``."""
    publisher: str | None = None
    """Name of the outlet."""
    image: str | None = None
    """URL of the lead picture."""
    dateline_place: str | None = None
    """Place of an agency dateline, as printed: ``SHANGHAI``."""
    source_credit: str | None = None
    """Closing credit, taken out of the body: ``Shanghai Rare Earth Association``."""
    machine_translated_by: str | None = None
    """Who translated it, where the page says that a machine did: ``Tencent``."""
    is_truncated: bool | None = None
    """True where the page shows only a teaser before a paywall."""
    extraction_confidence: float | None = None
    """How well the body is read, 0 to 1, as measured on pages read with the same certainty; None for plain text."""
    prices: list[Price] = field(default_factory=list)
    """Rows of a related-price table."""
    tdm_reserved: bool | None = None
    """Whether the page reserves text and data mining; None where it does not say."""
    rights: list[str] = field(default_factory=list)
    """Signals of rights as seen, each behind its place: ``robots-meta:noai``, ``tdmrep-header:1``."""
    removed: list[Removed] = field(default_factory=list)
    """Every block taken out between the page's main container and ``article_body``, in page order."""
    provenance: dict[str, str] = field(default_factory=dict)
    """Field -> where it came from: ``json-ld``, ``og``, ``selector:h1.title``, ``text:line 2``, ``feed``, ``url``."""
    flags: list[str] = field(default_factory=list)
    """Doubts: ``mojibake``, ``dates-disagree``, ``date-beyond``, ``date-out-of-order``, ``body-from-state``, ``body-from-feed``."""
    retrieved_at: datetime | None = None
    """When the page was fetched, UTC."""
    extractor_version: str | None = None
    """Version of code, boilerplate rules and taxonomy that read the page; source files do not count."""

    def __post_init__(self) -> None:
        if not self.identifier:
            object.__setattr__(self, "identifier", self.url)
        if not self.source:
            object.__setattr__(self, "source", urlsplit(self.url).hostname or "")

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Article:
        """Return the article that `to_dict` described, also of a `StoredArticle`: what the store adds is passed over.

        Raises ArticleError, which names the field, for a value of another type.
        """
        known = {name: values[name] for name in FIELDS if values.get(name) is not None}
        for name, value in known.items():
            wanted = _WANTED[name]
            if name in _MOMENTS and isinstance(value, str):
                known[name] = _moment(name, value)
            elif not isinstance(value, wanted) or (isinstance(value, bool) and wanted is not bool):
                raise ArticleError(f'field "{name}" must be {_SAYS[wanted]}, not {type(value).__name__}')
            _check_inside(name, value)
        if "url" not in known or "headline" not in known:
            raise ArticleError('an article needs "url" and "headline"')
        return cls(**known)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as JSON-ready values, in the order of this class; datetimes as ``2019-10-17T07:50:00Z``."""
        return {name: _json_ready(getattr(self, name)) for name in FIELDS}


FIELDS = tuple(item.name for item in dataclasses.fields(Article))
"""Names of all fields, in the order of the class: the columns of the store follow it."""

_YEARS = (1900, 2200)
_TEXTS = frozenset({"block_types", "authors", "keywords", "tags", "rights", "flags"})
_MOMENTS = frozenset({"date_published", "date_modified", "retrieved_at"})
_SAYS: dict[Any, str] = {
    str: "a text", bool: "true or false", (int, float): "a number", list: "a list", dict: "an object", datetime: "a moment"
}  # fmt: skip
_WANTED: dict[str, Any] = {
    item.name: next(
        (kind for word, kind in (("list", list), ("dict", dict), ("datetime", datetime), ("bool", bool), ("float", (int, float)))
         if str(item.type).startswith(word)),
        str,
    )
    for item in dataclasses.fields(Article)
}  # fmt: skip
"""Field -> what JSON must hold there."""


def utc_text(moment: datetime) -> str:
    """Return *moment* as ``2019-10-17T07:50:00Z``, cut to the second.

    >>> utc_text(datetime(2019, 10, 17, 7, 50, tzinfo=UTC))
    '2019-10-17T07:50:00Z'
    """
    # Not strftime: "%Y" of the year 999 has three digits, which nobody reads back.
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def _check_inside(name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    """Raise ArticleError for a list or an object that holds what its readers do not expect."""
    if name in _TEXTS and not all(isinstance(item, str) for item in value):
        raise ArticleError(f'field "{name}" must be a list of texts')
    if name == "provenance" and not all(isinstance(item, str) for item in value.values()):
        raise ArticleError('field "provenance" must be an object of texts')
    if name == "removed" and not all(isinstance(i, dict) and {"text", "rule"} <= set(i) for i in value):
        raise ArticleError('field "removed" must be a list of objects with "text" and "rule"')
    if name == "prices" and not all(isinstance(i, dict) and isinstance(i.get("name"), str) for i in value):
        raise ArticleError('field "prices" must be a list of objects with "name"')


def _moment(name: str, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArticleError(
            f'field "{name}" must be a moment such as 2019-10-17T07:50:00Z, not "{text[:40]}"'
        ) from error
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        raise ArticleError(f'field "{name}": the year {found.year} is none of news')
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _json_ready(value: object) -> object:
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, (list, tuple)):
        return [_json_ready(item) for item in value]
    if isinstance(value, dict):
        return {key: _json_ready(item) for key, item in value.items()}
    return value
