"""What a zone printed beside a clock time means: offsets, abbreviations, IANA keys. Contains no date grammar.

An abbreviation belongs to the source first: CST is China's time on a site of Shanghai and Chicago's on one of Chicago.
Only when the source's own zone does not use it does the table decide, and the table lacks what several countries use.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UNKNOWN_ZONE: Final = "<?>"
"""Stands in marked text for a zone that is named but not known."""
MAX_OFFSET: Final = timedelta(hours=14)  # Kiribati; nothing on earth is further from UTC

ABBREVIATIONS: Final = {
    name: timezone(timedelta(minutes=minutes))
    for minutes, names in {
        -600: "HST",
        -540: "AKST",
        -480: "AKDT PST HNP",
        -420: "PDT MST HAP HNR HEP",
        -360: "MDT HAR HNC HER",
        -300: "EST CDT COT PET HNE HAC HEC",
        -240: "EDT CLT HAE HEE HNA",
        -180: "ART BRT CLST ADT HAA HEA",
        -120: "BRST",
        0: "UTC GMT UT Z WET TU",
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

AMBIGUOUS: Final = frozenset({"CST", "IST", "AST", "AMT", "SST", "WST", "ECT", "BOT"})
"""They name several zones (CST: Chicago, China, Cuba) and tell one only on a site whose zone has them."""

OWN_NAMES: Final = {
    "Asia/Riyadh": "AST+3",
    "Asia/Kuwait": "AST+3",
    "Asia/Baghdad": "AST+3",
    "Asia/Qatar": "AST+3",
    "Asia/Dhaka": "BST+6",
    "Pacific/Bougainville": "BST+11",
    "Asia/Colombo": "IST+5:30",
    "Asia/Singapore": "SST+8",
    "Asia/Yerevan": "AMT+4",
    "America/Manaus": "AMT-4",
    "Australia/Sydney": "EST+10 EDT+11",
    "Australia/Melbourne": "EST+10 EDT+11",
    "Australia/Brisbane": "EST+10",
    "Australia/Hobart": "EST+10 EDT+11",
    "Australia/Adelaide": "CST+9:30 CDT+10:30",
    "Australia/Darwin": "CST+9:30",
    "Australia/Perth": "WST+8",
}
"""What sites of a zone print where the zone database knows another name or none: Sydney's EST is not New York's."""

CLOCKS: Final = {"ET": "America/New_York", "PT": "America/Los_Angeles"}
"""Zones that change their abbreviation with the season, named without it."""

_OFFSET: Final = re.compile(
    r" ?[(\[]?(?:(?:GMT|UTC|UT) ?(?P<named>[+-]) ?(?P<h>\d{1,2})(?::?(?P<m>\d\d))?"
    r"|(?P<sign>[+-])(?P<hh>\d\d)(?P<colon>:)?(?P<mm>\d\d))(?!\d)[)\]]?"
    r"(?: ?\([A-Za-z ]+(?:<at>)?\))?"
)
_IANA: Final = re.compile(
    r" ?[(\[]?(?P<key>(?:Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/[A-Z][\w/-]+)[)\]]?", re.ASCII
)
_OWN_NAME: Final = re.compile(r"([A-Z]+)([+-])(\d+)(?::(\d\d))?")
_ABBREVIATION: Final = re.compile(r" ?[(\[]?(?P<abbr>[A-Z]{1,5})(?:(?![\w+-])|(?=[A-Z][a-z]))[)\]]?")


def zone_at(
    text: str, position: int, *, source: ZoneInfo, hour: int, with_seconds: bool
) -> tuple[tzinfo | None, int, bool]:
    """Return the zone that *text* (marked words) names at *position*, where it ends, and whether one is named but unknown.

    (None, *position*, False): none is named. *hour* is that of the clock time before it.

    ``10:00-11:00`` is a span of time and no offset: a negative offset with a colon counts only after seconds, or after a
    space where it cannot be the end of a span (``19:15 -04:00``). Raises ValueError for an offset that no place on earth has.
    """
    if match := _OFFSET.match(text, position):
        bare_span = match["sign"] == "-" and match["colon"] and not with_seconds
        if bare_span and not (match[0].startswith(" ") and int(match["hh"]) < hour):
            return None, position, False
        return _offset(match), match.end(), False
    if (match := _IANA.match(text, position)) and (zone := _iana_zone(match["key"])):
        return zone, match.end(), False
    if match := _ABBREVIATION.match(text, position):
        fixed = _abbreviated(match["abbr"], source)
        return fixed, match.end() if fixed else position, fixed is None and match["abbr"] in AMBIGUOUS
    return None, position, text.startswith(UNKNOWN_ZONE, position + text.startswith(" ", position))


def _abbreviated(name: str, source: ZoneInfo) -> tzinfo | None:
    return ZoneInfo(CLOCKS[name]) if name in CLOCKS else _own_offsets(source).get(name) or ABBREVIATIONS.get(name)


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
    found: dict[str, tzinfo] = {
        name: timezone(offset) for day in days if (name := day.tzname()) and (offset := day.utcoffset()) is not None
    }
    for name, sign, hours, minutes in _OWN_NAME.findall(OWN_NAMES.get(source.key or "", "")):
        found[name] = offset_zone(sign, hours, minutes or None)
    return found
