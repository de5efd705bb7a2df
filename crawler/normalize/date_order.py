"""Decides which number of 03/04/2026 is the day: by the calendar, the future, a weekday beside it, then custom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

_MONTH_FIRST: Final = """
    America/New_York America/Chicago America/Denver America/Phoenix America/Los_Angeles America/Anchorage
    America/Detroit America/Boise America/Juneau America/Adak Pacific/Honolulu Pacific/Guam America/Puerto_Rico
    Asia/Manila America/Toronto America/Vancouver America/Winnipeg America/Edmonton America/Halifax America/Regina
    America/Montreal America/St_Johns America/Whitehorse America/Yellowknife EST5EDT CST6CDT MST7MDT PST8PDT UTC Etc/UTC
"""
MONTH_FIRST_ZONES: Final = frozenset(_MONTH_FIRST.split())
"""Where English text writes the month first. UTC is the zone of who does not say; CLDR's plain English is American."""

MONTH_FIRST_FAMILIES: Final = ("US/", "Canada/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/")
YEAR_FIRST_LANGUAGES: Final = frozenset({"zh", "ja", "ko", "hu", "mn", "lt"})
MONTH_FIRST_REGIONS: Final = frozenset({"us", "ph"})

_WEEKDAY: Final = re.compile(r"<w(\d)>")
_YEAR_DIGITS: Final = 4
_CENTURY_TURN: Final = 90
_ORDERS: Final = {"ymd": ("a", "b", "c"), "mdy": ("c", "a", "b"), "dmy": ("c", "b", "a")}


def numeric_day(
    fields: Mapping[str, str], *, marked: str, timezone: ZoneInfo, languages: Sequence[str] | None, latest: date
) -> tuple[date, bool] | None:
    """Return the day of ``a``, ``b``, ``c`` as printed with ``s`` between, and whether another reading stands.

    None where no order gives a day up to *latest*. Between dots the day comes first wherever it can.
    """
    custom = _customary_order(fields, timezone, languages)
    orders = [custom, "dmy", "mdy"]
    if fields["s"] == "." and len(fields["c"]) < _YEAR_DIGITS:
        orders = [order for order in orders if order != "mdy"]  # "3.14.15" is a version
    days = [day for order in dict.fromkeys(orders) if (day := _day(fields, order, latest))]
    if fields["s"] == "." and custom != "ymd" and (day_first := _day(fields, "dmy", latest)):
        days = [day_first]  # month.day.year is custom nowhere, only a slip
    if weekday := _WEEKDAY.search(marked):
        days = [day for day in days if day.weekday() == int(weekday[1])] or days
    return (days[0], any(day != days[0] for day in days)) if days else None


def full_year(printed: str, latest: date) -> int:
    """Return the year of two or four printed digits: 19 is 2019, 97 is 1997. Raises ValueError for the future."""
    year = int(printed)
    if len(printed) == 1:
        raise ValueError(f"year {printed}: one digit")
    if len(printed) == _YEAR_DIGITS:
        return year
    if year >= _CENTURY_TURN:
        return 1900 + year
    if 2000 + year > latest.year:
        raise ValueError(f"year {printed}: neither of the 1990s nor past")
    return 2000 + year


def _customary_order(fields: Mapping[str, str], timezone: ZoneInfo, languages: Sequence[str] | None) -> str:
    language, _, region = (languages[0] if languages else "").lower().replace("_", "-").partition("-")
    if language in YEAR_FIRST_LANGUAGES and len(fields["c"]) < _YEAR_DIGITS:
        return "ymd"
    if region and language == "en":
        return "mdy" if region in MONTH_FIRST_REGIONS else "dmy"
    zone = timezone.key or ""
    american = zone in MONTH_FIRST_ZONES or zone.startswith(MONTH_FIRST_FAMILIES)
    return "mdy" if american and language in ("", "en") else "dmy"


def _day(fields: Mapping[str, str], order: str, latest: date) -> date | None:
    year, month, day = (fields[part] for part in _ORDERS[order])
    try:
        read = date(full_year(year, latest), int(month), int(day))
    except ValueError:
        return None
    return read if read <= latest else None
