"""Puts what a text prints onto the calendar: the moment of a printed date or of an age, on a clock that is given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from crawler.model import ParsedDate
from crawler.normalize.date_forms import Clock, PrintedDate
from crawler.normalize.date_order import full_year, numeric_day

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
LATEST_AFTER_NOW: Final = timedelta(days=1)


def latest(now: datetime) -> datetime:
    """Return the last moment that a page fetched at *now* may be of: a day ahead, for the clocks and zones of others."""
    return now + LATEST_AFTER_NOW


def on_calendar(
    found: PrintedDate, marked: str, timezone: ZoneInfo, languages: Sequence[str] | None, now: datetime
) -> ParsedDate | None:
    """Return the moment of a printed date; None where no order of its numbers is a day. Raises ValueError for 30 February."""
    fields, ambiguous = found.fields, False
    last = latest(now).astimezone(timezone).date()
    if "a" in fields:
        numeric = numeric_day(found.fields, marked=marked, timezone=timezone, languages=languages, latest=last)
        if numeric is None:
            return None
        day, ambiguous = numeric
    elif "ago" in fields:
        day = now.astimezone(timezone).date() - timedelta(days=int(fields["ago"]))
    else:
        day = date(full_year(fields["y"], last), int(fields.get("m") or 1), int(fields.get("d") or 1))
    if found.clock:
        return _at(day, found.clock, timezone, ambiguous=ambiguous)
    precision = "day" if "d" in fields or "a" in fields or "ago" in fields else "month" if "m" in fields else "year"
    return parsed(_midnight(day, timezone), precision, printed=False, ambiguous=ambiguous)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _at(day: date, clock: Clock, timezone: ZoneInfo, *, ambiguous: bool) -> ParsedDate:
    if clock.hour > 24:  # noqa: PLR2004 - a day's own length
        raise ValueError(f"{clock.hour} hours: no such time of day")
    zone: tzinfo = clock.zone or timezone
    wall = datetime(day.year, day.month, day.day, tzinfo=zone)
    wall += timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second or 0)
    precision = "minute" if clock.second is None else "second"
    return parsed(wall, precision, printed=clock.zone is not None, ambiguous=ambiguous)


def parsed(moment: datetime, precision: str, *, printed: bool, ambiguous: bool = False) -> ParsedDate:
    """Return a moment of any zone as a value."""
    zone = "printed" if printed else "source"
    return ParsedDate(value=moment.astimezone(UTC), precision=precision, zone=zone, ambiguous=ambiguous)


def moment_of_age(age: Mapping[str, int], timezone: ZoneInfo, now: datetime) -> ParsedDate:
    """Return the moment so long before *now*; of days, weeks and months their first midnight in *timezone*."""
    day = now.astimezone(timezone).date()
    if years_months := age.get("year", 0) * 12 + age.get("month", 0):
        months = day.year * 12 + day.month - 1 - years_months
        precision = "month" if "month" in age else "year"
        first = date(months // 12, months % 12 + 1 if precision == "month" else 1, 1)
        return parsed(_midnight(first, timezone), precision, printed=False)
    if "day" in age or "week" in age:
        day -= timedelta(days=age.get("day", 0) + 7 * age.get("week", 0))
        return parsed(_midnight(day, timezone), "day", printed=False)
    back = timedelta(hours=age.get("hour", 0), minutes=age.get("minute", 0), seconds=age.get("second", 0))
    return parsed((now - back).replace(second=0, microsecond=0), "minute", printed=True)
