"""What a zone printed beside a clock time means: offsets, abbreviations, "Beijing time". Contains no date grammar.

An abbreviation belongs to the source first: CST is China's time on a site of Shanghai and Chicago's on one of Chicago.
Only when the source's own zone does not use it does the table decide, and the table lacks what several countries use.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MAX_OFFSET: Final = timedelta(hours=14)  # Kiribati; nothing on earth is further from UTC

ABBREVIATIONS: Final = {
    name: timezone(timedelta(minutes=minutes))
    for minutes, names in {
        -600: "HST",
        -540: "AKST",
        -480: "AKDT PST",
        -420: "PDT MST",
        -360: "MDT",
        -300: "EST CDT COT PET",
        -240: "EDT CLT",
        -180: "ART BRT CLST",
        0: "UTC GMT UT Z WET",
        60: "CET BST WEST WAT MEZ",
        120: "CEST EET SAST CAT MESZ",
        180: "MSK EEST EAT TRT",
        240: "GST",
        300: "PKT",
        420: "WIB ICT",
        480: "AWST HKT SGT MYT PHT WITA",
        540: "JST KST WIT",
        570: "ACST",
        600: "AEST",
        630: "ACDT",
        660: "AEDT",
        720: "NZST",
        780: "NZDT",
    }.items()
    for name in names.split()
}
"""Left out, as they name several zones: CST (Chicago, China, Cuba), IST (India, Ireland, Israel), AST, AMT, SST."""

CLOCKS: Final = {"ET": "America/New_York", "PT": "America/Los_Angeles"}
"""Zones that change their abbreviation with the season, named without it."""

PLACES: Final = {
    "eastern": "America/New_York",
    "new york": "America/New_York",
    "pacific": "America/Los_Angeles",
    "london": "Europe/London",
    "moscow": "Europe/Moscow",
    "beijing": "Asia/Shanghai",
    "shanghai": "Asia/Shanghai",
    "北京": "Asia/Shanghai",
    "hong kong": "Asia/Hong_Kong",
    "singapore": "Asia/Singapore",
    "tokyo": "Asia/Tokyo",
    "sydney": "Australia/Sydney",
}
"""Zones named by a place, before "time"."""

_PLACE: Final = re.compile(
    r" ?\(?(?P<place>" + "|".join(PLACES) + r") ?(?:<at>|时间)\)?",  # "time" is marked as a filler
    re.IGNORECASE,
)
_OFFSET: Final = re.compile(
    r" ?\(?(?:(?:GMT|UTC|UT) ?(?P<named>[+-]) ?(?P<h>\d{1,2})(?::?(?P<m>\d\d))?"
    r"|(?P<sign>[+-])(?P<hh>\d\d)(?P<colon>:)?(?P<mm>\d\d))(?!\d)\)?"
    r"(?: ?\([A-Za-z ]+(?:<at>)?\))?"
)
_IANA: Final = re.compile(
    r" ?\(?(?P<key>(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][\w/-]+)\)?", re.ASCII
)
_ABBREVIATION: Final = re.compile(r" ?\(?(?P<abbr>[A-Z]{1,5})(?![\w+-])\)?")


def zone_at(text: str, position: int, *, source: ZoneInfo, with_seconds: bool) -> tuple[tzinfo | None, int]:
    """Return the zone that *text* (marked words) names at *position*, and where it ends; (None, *position*): none.

    ``10:00-11:00`` is a span of time and no offset: a negative offset with a colon counts only after seconds.
    Raises ValueError for an offset that no place on earth has.
    """
    if match := _OFFSET.match(text, position):
        bare_span = match["sign"] == "-" and match["colon"] and not with_seconds
        return (None, position) if bare_span else (_offset(match), match.end())
    if match := _PLACE.match(text, position):
        return ZoneInfo(PLACES[match["place"].lower()]), match.end()
    if (match := _IANA.match(text, position)) and (zone := _iana_zone(match["key"])):
        return zone, match.end()
    if match := _ABBREVIATION.match(text, position):
        name = match["abbr"]
        if name in CLOCKS:
            return ZoneInfo(CLOCKS[name]), match.end()
        if fixed := _own_offsets(source).get(name) or ABBREVIATIONS.get(name):
            return fixed, match.end()
    return None, position


def offset_zone(sign: str, hours: str, minutes: str | None) -> tzinfo:
    """Return the fixed zone of a printed offset. Raises ValueError for one that no place on earth has."""
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > MAX_OFFSET:
        raise ValueError(f"offset {sign}{hours}{minutes or ''}: more than 14 hours")
    return timezone(-offset if sign == "-" else offset) if offset else UTC


def _offset(match: re.Match[str]) -> tzinfo:
    if match["named"]:
        return offset_zone(match["named"], match["h"], match["m"])
    return offset_zone(match["sign"], match["hh"], match["mm"])


def _iana_zone(key: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(key)
    except (OSError, ValueError, ZoneInfoNotFoundError):  # a folder of the zone files; not a key; "Asia/Pacific"
        return None


@lru_cache(maxsize=256)
def _own_offsets(source: ZoneInfo) -> dict[str, tzinfo]:
    """Return the abbreviations *source* uses today, winter and summer, with the offset each stands for there.

    The offset and not the zone: RFC 5322 makes EST five hours in July too, and GMT is no summer time in London.
    """
    days = (datetime(2024, month, 1, tzinfo=source) for month in (1, 7))
    return {
        name: timezone(offset) for day in days if (name := day.tzname()) and (offset := day.utcoffset()) is not None
    }
