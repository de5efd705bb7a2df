"""Reads the strings that may date a story and says how far each is believed by itself: origin, words, place. Pure.

`crawler.story_dates` weighs them against each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from crawler import normalize
from crawler.model import Found, ParsedDate, RawArticle
from crawler.story import Dated, Dates

WEIGHTS: Final = {
    "selector": 10.0,
    "json-ld": 1.0,
    "meta": 1.0,
    "og": 1.0,
    "itemprop": 1.0,
    "time": 1.0,
    "text": 0.9,
    "feed": 0.8,
    "url": 0.8,
    "listing": 0.7,
    "json-ld:created": 0.6,
    "meta:loose": 0.6,
    "json:any": 0.5,
    "sitemap": 0.5,
    "time:elsewhere": 0.4,
    "text:elsewhere": 0.4,
}
"""How far an origin is believed by itself, by the share of right days among real pages (0.96 for JSON-LD, 0.6 elsewhere)."""
_SIDES: Final = {"json-ld": "told", "meta": "told", "og": "told", "itemprop": "told", "json": "told"}
_LABELED: Final = 0.1
_INSIDE_A_SENTENCE: Final = 0.4
_VAGUE: Final = 0.2
_LOSES: Final = 0.05
_MAX_READ: Final = 30
_MAX_BEYOND: Final = 3
EXACT: Final = ("minute", "second")
_MAX_FOUND: Final = 60
_EACH_LATER: Final = 0.05
_OPENING: Final = re.compile(r"\W{0,2}(?:\w{1,20}[ ,./()–-]{1,3}){0,3}\d")
"""A date in a sentence counts where it opens it: a dateline."""
_FOUR_DIGITS: Final = re.compile(r"\d{4}|\d\d?[./-]\d\d?[./-]\d\d")
OFFSET: Final = re.compile(r"[+-](?!00:?00)\d\d:?\d\d$")
_ISO_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)")


BELIEVED: Final = 0.8
_DAY_FIRST_COUNTRIES: Final = frozenset("uk au nz ie in za sg my ng ke gh pk bd lk hk mt jm tt zw ug tz eu".split())
"""Top-level domains of countries that write English with the day first."""
_SAMPLE_BLOCKS: Final = 6
_SAMPLE_CHARS: Final = 200


@dataclass(frozen=True, slots=True)
class Signal:
    """A date that was found, and how far it is believed."""

    dated: Dated
    """The string, its origin and what it means."""
    weight: float
    """Belief in it by itself: 1 where it is all but certain."""
    days: frozenset[date]
    """The days it names: the source's own, and the one printed in another zone."""
    side: str
    """Who speaks: ``told`` (to machines), ``shown`` (to readers), ``url``, ``feed``; ``changed`` for the last change."""

    @property
    def exact(self) -> bool:
        """Whether it has a clock time."""
        return self.dated.date.precision in EXACT

    @property
    def zoned(self) -> bool:
        """Whether it has a clock time and a zone of its own."""
        return self.exact and self.dated.date.zone == "printed" and not self.aged

    @property
    def localized(self) -> bool:
        """Whether it is told with an offset other than that of UTC: then its day is the site's own."""
        return self.zoned and bool(OFFSET.search(self.dated.raw or ""))

    @property
    def aged(self) -> bool:
        """Whether it is an age ("5 hours ago"): to the hour, whatever its precision says."""
        return bool(self.dated.raw) and not _FOUR_DIGITS.search(self.dated.raw or "")


def date_languages(raw: RawArticle, url: str) -> tuple[str, ...] | None:
    """Return the language that a page of an unknown site prints its dates in, with the country of the address for English.

    None where nothing tells it.
    """
    text = " ".join(block.text[:_SAMPLE_CHARS] for block in islice((b for b in raw.blocks if b.inside), _SAMPLE_BLOCKS))
    declared = [found.value for found in raw.languages]
    language = normalize.language_of(text, declared, None)
    if language is None:
        return None
    country = (urlsplit(url).hostname or "").rpartition(".")[2]
    if language == "en":
        stated = next((tag for tag in declared if tag.lower().startswith("en")), "en").replace("_", "-")
        return (f"en-{country}" if country in _DAY_FIRST_COUNTRIES else stated,)
    return (language,)


class SignalReader:
    """Reads each string once and only so many of a page; ``beyond`` are dates in markup that no story can be of."""

    def __init__(self, when: Dates) -> None:
        self.when = when
        self.seen = set[str]()
        self.beyond: list[Dated] = []
        self.places = Counter[str]()

    def read_all(self, found: Iterable[Found], *, changed: bool = False) -> Iterator[Signal]:
        """Yield what can be read of the strings; *changed* says that they are of the last change, by their markup's word."""
        for place, item in enumerate(dict.fromkeys(found)):
            if place >= _MAX_FOUND:
                break
            label, change = None, None
            if not item.value[:1].isdigit():
                label, change = normalize.labels_in(item.value, timezone=self.when.zone)
            if not changed and label != "modified" and change:
                yield from self._one(Found(value=change, origin=item.origin), "modified", changed=True)
            yield from self._one(item, label, changed=changed or label == "modified")

    def _one(self, item: Found, label: str | None, *, changed: bool) -> Iterator[Signal]:
        origin, shown = item.origin, item.origin.startswith(("text", "time", "itemprop"))
        weight = _weight_of(origin)
        parsed = self._read(item.value)
        if parsed is None and shown and (label == "published" or _opens(item)):
            parsed = normalize.date_within(
                item.value, timezone=self.when.zone, languages=self.when.languages, now=self.when.now
            )
            weight -= 0 if label == "published" else _INSIDE_A_SENTENCE
        if parsed is None:
            self._pass_over(item, changed=changed)
            return
        if not changed and origin.startswith(("text", "time")):
            place = origin.partition(":line")[0]
            weight += _LABELED if label == "published" else -_EACH_LATER * self.places[place]
            self.places[place] += 1
        yield self.weighed(Dated(item.value, origin, parsed), origin, weight, changed=changed)

    def _pass_over(self, item: Found, *, changed: bool) -> None:
        told = item.origin in WEIGHTS or _SIDES.get(item.origin.partition(":")[0]) == "told"
        if told and not changed and not item.origin.startswith("text") and len(self.beyond) < _MAX_BEYOND:
            beyond = self.when.beyond(item.value)
            if beyond:
                self.beyond.append(Dated(item.value, item.origin, beyond))

    def _read(self, raw: str) -> ParsedDate | None:
        if raw not in self.seen and len(self.seen) >= _MAX_READ:
            return None
        self.seen.add(raw)
        return self.when.read(raw)

    def weighed(self, dated: Dated, origin: str, weight: float | None = None, *, changed: bool = False) -> Signal:
        """Return a date that is understood with its weight: that of its origin where none is given."""
        found = _weight_of(origin) if weight is None else weight
        parsed, now = dated.date, self.when.now
        slack = timedelta(hours=14) if parsed.precision not in EXACT else timedelta(minutes=15)
        if parsed.value > now + slack or (parsed.precision in EXACT and minute_of(parsed.value) == minute_of(now)):
            found = _LOSES
        if parsed.precision in ("month", "year"):
            found = min(found, _VAGUE)
        side = "changed" if changed else _SIDES.get(origin.partition(":")[0], "shown")
        side = origin if origin in ("url", "feed", "sitemap", "listing") else side
        return Signal(dated, max(found, _LOSES), self._days(dated), side)

    def _days(self, dated: Dated) -> frozenset[date]:
        """The day in the source's zone, and the one that is printed in another."""
        local = dated.date.value.astimezone(self.when.zone).date()
        printed = _ISO_DAY.search(dated.raw or "")
        try:
            other = date(int(printed[1]), int(printed[2]), int(printed[3])) if printed else local
        except ValueError:
            other = local
        return frozenset({local, other})


def _opens(item: Found) -> bool:
    """Whether a line begins with its date, as a dateline or byline does; below the story only where it is no sentence."""
    shown = item.origin == "text" or (item.origin.startswith("text") and not item.value.endswith((".", "!", "?", "…")))
    return shown and _OPENING.match(item.value) is not None


def _weight_of(origin: str) -> float:
    if origin in WEIGHTS:
        return WEIGHTS[origin]
    head, _, rest = origin.partition(":")
    return WEIGHTS["meta:loose"] if rest.endswith(":loose") else WEIGHTS.get(head, BELIEVED)


def minute_of(moment: datetime) -> datetime:
    """Return the moment in UTC without its seconds."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)
