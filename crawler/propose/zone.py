"""In which zone an outlet keeps its clock: guessed from what it prints, and doubted where stories speak against a given one.

A guess is said to be one. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

_AREAS = ("Africa", "America", "Asia", "Australia", "Europe", "Pacific")
_CAPITALIZED = re.compile(r"[A-Z][\w'.]+(?: [A-Z][\w'.]+){0,2}")
_MOST = 0.8
_SLACK = timedelta(minutes=5)  # clocks differ
_OFFSET = re.compile(r"\d\d:\d\d(?::\d\d(?:\.\d+)?)? ?([+-])(\d\d):?([0-5]\d)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneGuess:
    """A zone, and why it is thought to be the outlet's."""

    name: str
    """IANA name; ``UTC`` where nothing is known."""
    why: str
    """In words, for a comment."""
    is_known: bool = True
    """False for ``UTC`` in want of anything better."""


def guessed_zone(
    printed: Sequence[datetime], *, footer: str, url: str, languages: Iterable[str],
    country_zones: Mapping[str, str], language_zones: Mapping[str, str], zones: Sequence[str] = (),
) -> ZoneGuess:  # fmt: skip
    """Return the likeliest zone: one that agrees with *printed*, aware dates as the pages print them, offsets and all.

    *zones* are tried last, where *printed* tells an offset.
    *footer*: text that all pages share, in which outlets print their address.
    """
    told = [moment for moment in printed if moment.utcoffset()]  # +00:00 is what programs print, in any zone
    ending = (urlsplit(url).hostname or "").rpartition(".")[2]
    candidates = [(zone, f"its pages name {city}") for city, zone in _cities(footer)]
    if ending in country_zones:
        candidates.append((country_zones[ending], f"its host ends in .{ending}"))
    candidates += [
        (language_zones[language], f"most outlets in its language ({language}) keep it")
        for language in (tag.partition("-")[0] for tag in languages)
        if language in language_zones
    ]
    fitting = [(zone, why) for zone, why in candidates if _agrees(zone, told)]
    if fitting:
        zone, why = fitting[0]
        return ZoneGuess(name=zone, why=f"{why}{f', and dates are printed with {_offset(told)}' if told else ''}")
    near = next((zone for zone in zones if told and _agrees(zone, told)), None)
    if near:
        return ZoneGuess(name=near, why=f"dates are printed with {_offset(told)}; others keep that, too")
    return ZoneGuess(name="UTC", why="nothing told; put the outlet's own zone here", is_known=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedStory:
    """What a story tells of its outlet's clock."""

    published: datetime
    """As understood, aware."""
    raw: str | None
    """As printed; None where nobody kept it."""
    seen: datetime
    """When it was there to be fetched, aware."""


def zone_doubts(stories: Sequence[DatedStory], zone: ZoneInfo) -> tuple[list[str], int]:
    """Return what speaks against *zone* being the outlet's, a line each, and how many dates print an offset that speaks for it."""
    offsets = [(story, offset) for story in stories if (offset := printed_offset(story.raw or ""))]
    others = Counter(
        _signed(offset) for story, offset in offsets if story.published.astimezone(zone).utcoffset() != offset
    )
    ahead = [story.published - story.seen for story in stories if story.published - story.seen > _SLACK]
    lines = []
    if ahead:
        hours = max(ahead) / timedelta(hours=1)
        lines.append(f"{len(ahead)} of {len(stories)} stories are dated in the future, by up to {hours:.1f} h")
    if others:
        told = ", ".join(f"{offset} {count}" for offset, count in others.most_common())
        own = _signed(stories[0].published.astimezone(zone).utcoffset() or timedelta(0))
        lines.append(f"{others.total()} of {len(stories)} dates print another offset than its {own}: {told}")
    return lines, len(offsets) - others.total()


def printed_offset(raw: str) -> timedelta | None:
    """Return the offset that a printed date ends with; None where it prints none, or +00:00, as programs do in any zone.

    >>> printed_offset("Mon, 23 Nov 2026 08:00:00 +0330")
    datetime.timedelta(seconds=12600)
    """
    found = _OFFSET.search(raw.strip())
    if found is None:
        return None
    offset = timedelta(hours=int(found[2]), minutes=int(found[3])) * (-1 if found[1] == "-" else 1)
    return offset or None


def _signed(offset: timedelta) -> str:
    minutes = abs(offset) // timedelta(minutes=1)
    return f"{'-' if offset < timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}"


def _agrees(zone: str, told: Sequence[datetime]) -> bool:
    own = ZoneInfo(zone)
    return sum(moment.astimezone(own).utcoffset() == moment.utcoffset() for moment in told) >= _MOST * len(told)


def _offset(told: Sequence[datetime]) -> str:
    return Counter(f"{moment:%z}" for moment in told).most_common(1)[0][0]


def _cities(text: str) -> list[tuple[str, str]]:
    """City and zone of each zone's city that *text* names, the most often named first."""
    zones = _zones()
    named = Counter[str]()
    for match in _CAPITALIZED.finditer(text):
        words = match.group().split()
        for length in range(len(words), 0, -1):
            for start in range(len(words) - length + 1):
                city = " ".join(words[start : start + length]).rstrip(".")
                if city in zones:
                    named[city] += 1
    return [(city, zones[city]) for city, _ in named.most_common()]


@cache
def _zones() -> dict[str, str]:
    """City as English writes it -> its zone."""
    cities = {}
    for name in sorted(available_timezones()):
        area, _, city = name.rpartition("/")
        if area.partition("/")[0] in _AREAS and len(city) > len("Rome") - 1:
            cities[city.replace("_", " ")] = name
    return cities
