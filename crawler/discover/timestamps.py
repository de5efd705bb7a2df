"""What moment a date string of a feed or sitemap names: ISO 8601 and RFC 822, the two forms their specifications allow.

Not for dates that people wrote; `crawler.normalize` reads those. Contains no clock. Own patterns, because the libraries
guess: feedparser reads "2024年3月5日" as the first of the current month and "+0530" as five hours; email.utils makes of
the year 0001 a 2001, and of any zone it does not know UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

# Hours east of UTC: the names of RFC 822, then others that feeds print. IST is left out: Indian, Irish or Israeli.
_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0,
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "SAST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "AWST": 8, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "BRT": -3,
    "CLT": -4,
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPACED_T = re.compile(r"(?<=\d)\s{0,9}T\s{0,9}(?=\d)")
_YEAR_AND_MONTH = re.compile(r"\d{4}(-\d{2})?")
_RFC_822 = re.compile(
    r"""(?:[a-z]{3,9}[.,]{0,2}\s+)?                                          # Tue,
        (?:(?P<day>\d{1,2})(?:\s+|-)(?P<month>[a-z]{3,9})[.,]?               # 05 Mar
          |(?P<us_month>[a-z]{3,9})\.?\s+(?P<us_day>\d{1,2}),?)              # March 5,
        (?:\s+|-)(?P<year>\d{4}|\d{2})\b                                     # 2024
        (?:,?\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d{1,9})?)?)?
        \s*(?P<zone>[a-z]{1,5})?\s*(?P<offset>[+-]\d{1,2}(?::?\d{2})?)?      # GMT+0800
        \s*(?:\([^()]{0,40}\))?                                             # (China Standard Time)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MAX_CHARS = 100
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_CENTURY_TURN = 70  # two digits below are 20xx


def feed_date(raw: str) -> datetime | None:
    """Return the moment *raw* names, aware and in UTC, or None when it is neither ISO 8601 nor RFC 822.

    Without an offset the time is UTC; a day, month or year without a clock time is its first midnight in UTC. Years
    before 1990 or after 2100 are misreadings: None. Whether the moment lies ahead is for the caller, who has a clock.

    >>> feed_date("Tue, 05 Mar 2024 09:30:00 +0800").isoformat()
    '2024-03-05T01:30:00+00:00'

    Source: RFC 4287 section 3.3, RSS 2.0 (RFC 822 with four-digit years), W3C NOTE-datetime for sitemaps.
    """
    text = raw[:_MAX_CHARS].strip()
    moment = _iso(text.upper()) or _rfc_822(text)
    # The margin keeps astimezone() clear of the years 1 and 9999, where it overflows.
    if moment is None or not _FIRST_YEAR - 1 <= moment.year <= _LAST_YEAR + 1:
        return None
    value = moment.astimezone(UTC)
    return value if _FIRST_YEAR <= value.year <= _LAST_YEAR else None


def _iso(text: str) -> datetime | None:
    if _YEAR_AND_MONTH.fullmatch(text):
        text = f"{text}-01-01"[: len("2024-01-01")]
    try:
        moment = datetime.fromisoformat(_SPACED_T.sub("T", text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _rfc_822(text: str) -> datetime | None:
    parts = _RFC_822.fullmatch(text)
    zone = _zone(parts["zone"], parts["offset"]) if parts else None
    month = (parts["month"] or parts["us_month"])[:3].lower() if parts else None
    if parts is None or zone is None or month not in _MONTHS:
        return None
    day = int(parts["day"] or parts["us_day"])
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    try:
        return datetime(_year(parts["year"]), _MONTHS.index(month) + 1, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


def _zone(name: str | None, offset: str | None) -> timezone | None:
    if not offset:
        hours = _ZONES.get(name.upper()) if name else 0
        return None if hours is None else timezone(timedelta(hours=hours))
    digits = offset[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= len("08") else (int(digits[:-2]), int(digits[-2:]))
    east = timedelta(hours=hours, minutes=minutes)
    return timezone(-east if offset.startswith("-") else east) if east < timedelta(days=1) else None


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > len("24"):
        return year
    return year + (2000 if year < _CENTURY_TURN else 1900)
