"""Which of a page's dates is its story's: all that were found are read and weighed against each other. Pure.

A date is believed for its origin and for the others that name the same day. One that lies ahead of the fetch, or that is
the minute of the fetch itself (the page was made then), loses; so does a change where anything tells the publication.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Final
from urllib.parse import urlsplit

from crawler import normalize
from crawler.model import Found, ParsedDate, RawArticle
from crawler.story import Dated, Dates, StoryDates

_WEIGHTS: Final = {
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
_DAY_FIRST_COUNTRIES: Final = frozenset("uk au nz ie in za sg my ng ke gh pk bd lk hk mt jm tt zw ug tz eu".split())
"""Top-level domains of countries that write English with the day first."""
_SIDES: Final = {"json-ld": "told", "meta": "told", "og": "told", "itemprop": "told", "json": "told"}
_SUPPORT: Final = 0.4
_BELIEVED: Final = 0.8
_LABELED: Final = 0.1
_INSIDE_A_SENTENCE: Final = 0.4
_CHANGED: Final = 0.3
_SAMPLE_BLOCKS: Final = 6
_SAMPLE_CHARS: Final = 200
_VAGUE: Final = 0.2
_LOSES: Final = 0.05
_MAX_READ: Final = 30
_EXACT: Final = ("minute", "second")
_MAX_FOUND: Final = 60
_EACH_LATER: Final = 0.05
_OPENING: Final = re.compile(r"\W{0,2}(?:\w{1,20}[ ,./()–-]{1,3}){0,3}\d")
"""A date in a sentence counts where it opens it: a dateline."""
_SAME_SEASON: Final = timedelta(days=30)
_AGED: Final = 0.5
_MAX_OFFSET: Final = timedelta(hours=14)
_FOUR_DIGITS: Final = re.compile(r"\d{4}|\d\d?[./-]\d\d?[./-]\d\d")
_OFFSET: Final = re.compile(r"[+-](?!00:?00)\d\d:?\d\d$")
_ISO_DAY: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)")


@dataclass(frozen=True, slots=True)
class _Weighed:
    dated: Dated
    weight: float
    days: frozenset[date]
    side: str

    @property
    def exact(self) -> bool:
        return self.dated.date.precision in _EXACT

    @property
    def zoned(self) -> bool:
        return self.exact and self.dated.date.zone == "printed" and not self.aged

    @property
    def localized(self) -> bool:
        """Whether it is told with an offset other than that of UTC: then its day is the site's own."""
        return self.zoned and bool(_OFFSET.search(self.dated.raw or ""))

    @property
    def aged(self) -> bool:
        """Whether it is an age ("5 hours ago"): to the hour, whatever its precision says."""
        return bool(self.dated.raw) and not _FOUR_DIGITS.search(self.dated.raw or "")


def weigh_dates(
    published: Sequence[Found], modified: Sequence[Found], *, others: Sequence[Dated], when: Dates
) -> StoryDates:
    """Return the dates of a story from the strings that may tell its publication and its last change.

    *others* are understood already: of the feed, of the address.
    """
    reader = _Reader(when)
    told = list(reader.read_all(published))
    changes = [item for item in told if item.side == "changed"] + list(reader.read_all(modified, changed=True))
    told = [item for item in told if item.side != "changed"] + [reader.weighed(dated, dated.origin) for dated in others]
    told = _without_changes([_settled(item, told) for item in told], changes)
    best = _chosen(told) or _chosen(changes)
    change = _chosen_change(changes, best)
    zoned = [item for item in (*told, *changes) if item.localized]
    return StoryDates(
        published=_in_zone_of(best, zoned, when) if best else None,
        modified=_in_zone_of(change, zoned, when) if change else None,
        disagree=_disagree(told),
    )


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


class _Reader:
    """Reads each string once and only so many of a page."""

    def __init__(self, when: Dates) -> None:
        self.when = when
        self.seen = set[str]()
        self.places = Counter[str]()

    def read_all(self, found: Iterable[Found], *, changed: bool = False) -> Iterator[_Weighed]:
        for place, item in enumerate(dict.fromkeys(found)):
            if place >= _MAX_FOUND:
                break
            label, change = None, None
            if not item.value[:1].isdigit():
                label, change = normalize.labels_in(item.value, timezone=self.when.zone)
            if not changed and label != "modified" and change:
                yield from self._one(Found(value=change, origin=item.origin), "modified", changed=True)
            yield from self._one(item, label, changed=changed or label == "modified")

    def _one(self, item: Found, label: str | None, *, changed: bool) -> Iterator[_Weighed]:
        origin, shown = item.origin, item.origin.startswith(("text", "time", "itemprop"))
        weight = _weight_of(origin)
        parsed = self._read(item.value)
        if parsed is None and shown and (label == "published" or _opens(item)):
            parsed = normalize.date_within(
                item.value, timezone=self.when.zone, languages=self.when.languages, now=self.when.now
            )
            weight -= 0 if label == "published" else _INSIDE_A_SENTENCE
        if parsed is None:
            return
        if not changed and origin.startswith(("text", "time")):
            place = origin.partition(":line")[0]
            weight += _LABELED if label == "published" else -_EACH_LATER * self.places[place]
            self.places[place] += 1
        yield self.weighed(Dated(item.value, origin, parsed), origin, weight, changed=changed)

    def _read(self, raw: str) -> ParsedDate | None:
        if raw not in self.seen and len(self.seen) >= _MAX_READ:
            return None
        self.seen.add(raw)
        return self.when.read(raw)

    def weighed(self, dated: Dated, origin: str, weight: float | None = None, *, changed: bool = False) -> _Weighed:
        found = _weight_of(origin) if weight is None else weight
        parsed, now = dated.date, self.when.now
        slack = timedelta(hours=14) if parsed.precision not in _EXACT else timedelta(minutes=15)
        if parsed.value > now + slack or (parsed.precision in _EXACT and _minute(parsed.value) == _minute(now)):
            found = _LOSES
        if parsed.precision in ("month", "year"):
            found = min(found, _VAGUE)
        side = "changed" if changed else _SIDES.get(origin.partition(":")[0], "shown")
        side = origin if origin in ("url", "feed", "sitemap", "listing") else side
        return _Weighed(dated, max(found, _LOSES), self._days(dated), side)

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
    if origin in _WEIGHTS:
        return _WEIGHTS[origin]
    head, _, rest = origin.partition(":")
    return _WEIGHTS["meta:loose"] if rest.endswith(":loose") else _WEIGHTS.get(head, _BELIEVED)


def _minute(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def _chosen(items: Sequence[_Weighed]) -> _Weighed | None:
    """The best supported day, and of what names it the best moment: one with a clock time, if any.

    A moment without a zone gives way to the same one with its zone: the minute is the same, the hours apart are whole or half.
    """
    if not items:
        return None
    best = max(items, key=lambda item: _support(item, items))
    if best.weight >= _WEIGHTS["selector"]:
        return best
    same = [item for item in items if item.exact and item.days & best.days]
    if not same and (exact := [item for item in items if item.localized and _are_neighbors(item, best)]):
        return max(exact, key=lambda item: item.weight)
    best = max(same, key=lambda item: item.weight - _AGED * item.aged, default=best)
    if best.zoned or not best.exact:
        return best
    return next((item for item in same if item.zoned and _same_but_for_the_zone(item, best)), best)


def _without_changes(items: list[_Weighed], changes: Sequence[_Weighed]) -> list[_Weighed]:
    """The dates, less believed where they are the moment of the last change and another is told for the publication."""
    moments = {_minute(change.dated.date.value) for change in changes if change.exact}
    stated = [item for item in items if item.exact and item.dated.origin == "json-ld"]
    if all(_minute(item.dated.date.value) in moments for item in stated):
        return items
    return [
        replace(item, weight=item.weight - _CHANGED) if _minute(item.dated.date.value) in moments else item
        for item in items
    ]


def _settled(item: _Weighed, items: Sequence[_Weighed]) -> _Weighed:
    """Day and month of an ambiguous date, exchanged where another date names the day so read and none the first one."""
    parsed = item.dated.date
    if not parsed.ambiguous:
        return item
    try:
        value = parsed.value.replace(day=parsed.value.month, month=parsed.value.day)
    except ValueError:
        return item
    certain = {day for other in items if not other.dated.date.ambiguous for day in other.days}
    if value.date() not in certain or certain & item.days:
        return item
    dated = replace(item.dated, date=replace(parsed, value=value, ambiguous=False))
    return replace(item, dated=dated, days=frozenset({value.date()}))


def _in_zone_of(item: _Weighed, zoned: Sequence[_Weighed], when: Dates) -> Dated:
    """A moment printed without a zone, in the offset that the page prints with another moment of the same weeks.

    Only on a page of an unknown site, whose zone nobody has registered.
    """
    date = item.dated.date
    if not item.exact or item.aged or date.zone == "printed" or when.zone.key != "UTC":
        return item.dated
    for other in zoned:
        printed = _OFFSET.search(other.dated.raw or "")
        if printed and abs(other.dated.date.value - date.value) <= _SAME_SEASON:
            hours, minutes = int(printed[0][1:3]), int(printed[0][-2:])
            ahead = timedelta(hours=hours, minutes=minutes) * (-1 if printed[0][0] == "-" else 1)
            return replace(item.dated, date=replace(date, value=date.value - ahead))
    return item.dated


def _are_neighbors(one: _Weighed, other: _Weighed) -> bool:
    """Whether a moment is the eve of a printed day, or the day after: an edition of tomorrow, published tonight."""
    return one.weight >= _BELIEVED and abs(min(one.days) - min(other.days)) <= timedelta(days=1)


def _same_but_for_the_zone(one: _Weighed, other: _Weighed) -> bool:
    apart = abs(_minute(one.dated.date.value) - _minute(other.dated.date.value))
    if other.aged:
        return apart <= timedelta(hours=1)
    return apart <= _MAX_OFFSET and not apart % timedelta(minutes=30)


def _support(item: _Weighed, items: Sequence[_Weighed]) -> float:
    others: dict[str, float] = {}
    for other in items:
        if other.side != item.side and other.days & item.days:
            others[other.side] = max(other.weight, others.get(other.side, 0.0))
    return item.weight + _SUPPORT * sum(others.values())


def _chosen_change(changes: Sequence[_Weighed], published: _Weighed | None) -> _Weighed | None:
    """The best supported change that is not before the publication."""
    since = published.dated.date.value - timedelta(days=1) if published else None
    return _chosen([item for item in changes if since is None or item.dated.date.value >= since])


def _disagree(items: Sequence[_Weighed]) -> bool:
    moments = [item.dated.date.value for item in items if item.weight >= _BELIEVED]
    days = [item.days for item in items if item.weight >= _BELIEVED]
    if not moments or max(moments) - min(moments) <= timedelta(days=1):
        return False
    first, last = min(map(max, days)), max(map(min, days))
    return last - first > timedelta(days=1)
