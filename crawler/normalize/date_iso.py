"""Reads the date forms that machines write: ISO 8601 in its basic and extended forms, epoch seconds, compact digits.

Only a string that is nothing else counts. Contains no words: `date_forms` reads what people write.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final

from crawler.normalize.date_zones import offset_zone

_ISO: Final = re.compile(
    r"""(?P<year>(?:19|20)\d\d)
    (?:-(?P<month>\d\d)(?:-(?P<day>\d\d))? | -?W(?P<week>\d\d)(?:-?(?P<weekday>[1-7])) | -?(?P<ordinal>\d{3})(?!\d)
      | (?P<bmonth>\d\d)(?P<bday>\d\d) )
    (?: (?P<t>[Tt_]|\ )? (?P<hour>\d\d)
        (?: :?(?P<minute>\d\d) (?: :?(?P<second>\d\d) (?:[.,]\d{1,9})? )? )? )?
    (?: \ ?(?P<zulu>[Zz]|UTC|GMT) | \ ?(?P<sign>[+-])(?P<oh>\d\d)(?::?(?P<om>\d\d))? )?
    (?: \[[\w/+-]+\] )?""",
    re.VERBOSE | re.ASCII,
)
_EPOCH: Final = re.compile(r"(?:/Date\()?(?P<seconds>\d{10})(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?(?:\)/)?", re.ASCII)
_CLOCK_WITHOUT_T: Final = (12, 14)
"""How many digits date and clock may have when run together: 201910171532, 20191017153208; ten are epoch seconds."""


def machine_date(text: str) -> tuple[datetime, str, bool] | None:
    """Return the moment, its precision and whether it is in a printed zone (else naive), or None for another form.

    Raises ValueError where the form fits but the calendar does not (30 February): nothing else may guess at it then.

    >>> machine_date("2019-10-17T08:15Z")
    (datetime.datetime(2019, 10, 17, 8, 15, tzinfo=datetime.timezone.utc), 'minute', True)
    """
    if match := _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(match["seconds"]), UTC), "second", True
    match = _ISO.fullmatch(text)
    if not match or not _is_iso_shape(match):
        return None
    zone = _zone(match)
    moment = datetime.combine(_day(match), datetime.min.time(), zone) + _clock(match)
    return moment, _precision(match), zone is not None


def _is_iso_shape(match: re.Match[str]) -> bool:
    """Return whether the parts go together: a clock and an offset need a day, a clock without a T one run of digits."""
    clock, run = match["hour"] is not None, match["t"] is None
    if clock and run:
        return len(match[0]) - len(match[0].lstrip("0123456789")) in _CLOCK_WITHOUT_T
    if clock and not (match["day"] or match["bday"] or match["weekday"] or match["ordinal"]):
        return False
    if match["t"] == " " and clock and (match["minute"] is None or (match["sign"] == "-" and not match["second"])):
        return False  # "2019-10-17 10:00-11:00" is a span of time
    return clock or match["day"] is not None or not (match["sign"] or match["zulu"])


def _day(match: re.Match[str]) -> date:
    year = int(match["year"])
    if match["week"]:
        return date.fromisocalendar(year, int(match["week"]), int(match["weekday"]))
    if match["ordinal"]:
        day = date(year, 1, 1) + timedelta(days=int(match["ordinal"]) - 1)
        if day.year != year:
            raise ValueError(f"{match[0]}: no such day of the year")
        return day
    return date(year, int(match["month"] or match["bmonth"]), int(match["day"] or match["bday"] or 1))


def _clock(match: re.Match[str]) -> timedelta:
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):  # noqa: PLR2004 - a clock's own limits
        raise ValueError(f"{match[0]}: no such time of day")
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59))  # datetime has no leap second


def _zone(match: re.Match[str]) -> tzinfo | None:
    if match["zulu"]:
        return UTC
    return offset_zone(match["sign"], match["oh"], match["om"]) if match["sign"] else None


def _precision(match: re.Match[str]) -> str:
    if match["second"]:
        return "second"
    if match["hour"]:
        return "minute"
    has_day = match["day"] or match["bday"] or match["weekday"] or match["ordinal"]
    return "day" if has_day else "month"
