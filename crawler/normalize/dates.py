"""Reads the dates that pages and feeds print. Contains no clock and no I/O: `now` is an argument.

The strict forms come first: what machines write (`date_iso`), ages (`date_relative`), what people write (`date_forms`
over the words of `date_words`). dateparser reads only what names a month in another language, and only when the page's
language is known: *listopad* is October in Croatian and November in Polish. A date without a year is None: a page may
be years old when it is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from crawler.model import ParsedDate
from crawler.normalize.date_foreign import foreign_date
from crawler.normalize.date_forms import Clock, PrintedDate, dates_in
from crawler.normalize.date_iso import machine_date
from crawler.normalize.date_order import full_year, numeric_day
from crawler.normalize.date_relative import age_in
from crawler.normalize.date_setting import SPOT, stands_alone
from crawler.normalize.date_words import LOCAL_WORDS, fold, kind_of_word, mark_words
from crawler.normalize.date_zone_names import plain_zones

MAX_CHARS: Final = 100
_MAX_RAW_CHARS: Final = 1000  # white space of the markup is folded before the cut to MAX_CHARS
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
LATEST_AFTER_NOW: Final = timedelta(days=1)
_FAR_YEAR: Final = 2200
MAX_CHARS_WITHOUT_NUMBER: Final = 40  # "Zuletzt aktualisiert: vor einer Stunde" has 38
_DIGIT: Final = re.compile(r"\d")
_MACHINE: Final = frozenset("0123456789/")
_FOUR_DIGITS: Final = re.compile(r"\d{4}")
_BAR: Final = re.compile(r"[|·•]")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_LABEL: Final = re.compile(r"<(pub|mod)>")
_DOTTED_CLOCKS: Final = frozenset({"id", "ms", "da", "fi"})
"""Languages that print 08.15 for a quarter past eight; with a third number of two digits it is no date for certain."""
_DOTTED_CLOCK: Final = re.compile(r"(?<![\d.,])(?:[01]?\d|2[0-3])\.[0-5]\d(?:\.[0-5]\d)?(?![\d.,%])")
_DAY_WORD: Final = "today"  # names of forms of `date_forms`
_YEAR: Final = "2019"


def parse_date(
    raw: str, *, timezone: ZoneInfo, languages: Sequence[str] | None = None, now: datetime
) -> ParsedDate | None:
    """Return the moment *raw* names, or None when no date can be read with certainty.

    The value is aware and in UTC; a date without a clock time is midnight in *timezone*, the source's own, with
    precision "day". "3 hours ago" counts back from *now*, in whole minutes and whatever the zone; "2 days ago" and
    "yesterday" are days of *timezone*. Of "Published ... | Updated ..." the publication is returned. *languages* (BCP
    47) decide between day and month; None: the zone alone does. Only the first 100 characters are read. A moment before
    1990 or more than a day after *now* is a misreading: None. Raises nothing, whatever the string.

    >>> now = datetime(2026, 11, 23, tzinfo=UTC)
    >>> found = parse_date("Oct 17,2019 15:32CST", timezone=ZoneInfo("Asia/Shanghai"), now=now)
    >>> found.value.isoformat(), found.precision, found.zone
    ('2019-10-17T07:32:00+00:00', 'minute', 'printed')

    Sources: RFC 4287 section 3.3 and RFC 5322 section 3.3 for the forms feeds use; pages of the registered sources.
    """
    text = _shortened(raw)
    if len(text) > MAX_CHARS_WITHOUT_NUMBER and not _DIGIT.search(text):
        return None
    try:
        found = _read(text, timezone, languages, now)
    except (OverflowError, ValueError):  # a day or an hour that no calendar has: 30 February, 25:61
        return None
    return found if found and EARLIEST <= found.value <= latest(now) else None


def date_beyond(
    raw: str, *, timezone: ZoneInfo, languages: Sequence[str] | None = None, now: datetime
) -> ParsedDate | None:
    """Return the moment that *raw* names where `parse_date` does not believe it: before 1990, or too far ahead of *now*.

    >>> day = dict(timezone=ZoneInfo("UTC"), now=datetime(2026, 11, 23, tzinfo=UTC))
    >>> date_beyond("2099-01-01", **day).value.year, date_beyond("2019-10-17", **day), date_beyond("Copper", **day)
    (2099, None, None)
    """
    far = now.replace(year=_FAR_YEAR, month=1, day=1)
    text = _shortened(raw)
    if not _FOUR_DIGITS.search(text):  # no age, no year of two digits: what those mean hangs on the clock
        return None
    try:
        found = _read(text, timezone, languages, far)
    except (OverflowError, ValueError):
        return None
    return found if found and not EARLIEST <= found.value <= latest(now) else None


def latest(now: datetime) -> datetime:
    """Return the last moment that a page fetched at *now* may be of: a day ahead, for the clocks and zones of others."""
    return now + LATEST_AFTER_NOW


def date_within(
    raw: str, *, timezone: ZoneInfo, languages: Sequence[str] | None = None, now: datetime
) -> ParsedDate | None:
    """Return the first whole day (with its time, if any) that stands in *raw*, whatever words are around it.

    For lines that are known to tell a date ("Written by A. Smith on 3 May 2021 in Markets, 3 comments"); as `parse_date`
    otherwise, and weaker: a sentence may tell of another day. Of a clock in a zone that is not known, the day remains.
    """
    try:
        text = plain_zones(_shortened(raw), source=timezone)
        marked, dates = dates_in(mark_words(text), source=timezone)
        chosen = _published_one(marked, dates) or next(iter(dates), None)
        whole = chosen is not None and ({"d", "y"} <= chosen.fields.keys() or "a" in chosen.fields)
        if chosen and chosen.clock and chosen.clock.unclear:
            chosen = replace(chosen, clock=None)
        found = _on_calendar(chosen, marked, timezone, languages, now) if chosen and whole else None
    except (OverflowError, ValueError):
        return None
    return found if found and EARLIEST <= found.value <= latest(now) else None


def labels_in(raw: str, *, timezone: ZoneInfo) -> tuple[str | None, str | None]:
    """Return what the words of *raw* call its first date (``published``, ``modified``, None), and the part on a change.

    >>> labels_in("Published 12 Mar 2021 | Updated 13 Mar 2021", timezone=ZoneInfo("UTC"))
    ('published', 'Updated 13 Mar 2021')
    >>> labels_in("Zuletzt aktualisiert: 12.03.2021", timezone=ZoneInfo("UTC"))
    ('modified', 'aktualisiert: 12.03.2021')
    """
    marked = mark_words(_shortened(raw))
    published = "<pub>" in marked
    if "<mod>" not in marked:
        return ("published" if published else None), None
    try:
        dates = dates_in(marked, source=timezone)[1]
    except (OverflowError, ValueError):
        dates = []
    later = len(dates) > 1 and "<mod>" not in marked[: dates[0].start]
    return ("published" if published else None if later else "modified"), _change_in(raw)


def _change_in(raw: str) -> str | None:
    kinds = [(m.start(), kind_of_word(fold(m[0]))) for m in _WORDS.finditer(raw[:_MAX_RAW_CHARS])]
    begin = next((start for start, kind in kinds if kind == "mod"), None)
    end = next((start for start, kind in kinds if kind == "pub" and begin is not None and start > begin), None)
    return None if begin is None else raw[begin:end].strip(" |·•-–/,(")


def local_date(value: datetime, precision: str, timezone: ZoneInfo) -> str:
    """Return the date of *value* in *timezone*, the source's own, cut to *precision*: ``2019-10-17`` or ``2019-10``.

    >>> local_date(datetime(2019, 10, 16, 16, tzinfo=UTC), "day", ZoneInfo("Asia/Shanghai"))
    '2019-10-17'
    """
    day = value.astimezone(timezone).date().isoformat()
    return day[: {"year": len("2019"), "month": len("2019-10")}.get(precision, len(day))]


def _shortened(raw: str) -> str:
    text = fold(raw[:_MAX_RAW_CHARS])
    if len(raw) <= _MAX_RAW_CHARS and len(text) <= MAX_CHARS:
        return text
    return text[:MAX_CHARS].rpartition(" ")[0]  # half a word may be half a number: 2019-10-1


def _read(text: str, timezone: ZoneInfo, languages: Sequence[str] | None, now: datetime) -> ParsedDate | None:
    if text[:1] in _MACHINE and (machine := machine_date(text)):
        moment, precision, printed = machine
        return _parsed(moment if printed else moment.replace(tzinfo=timezone), precision, printed=printed)
    if not _FOUR_DIGITS.search(text) and (age := age_in(text)):
        return _moment_of_age(age, timezone, now)
    if languages:
        text = _in_language(text, languages[0])
    marked, dates = dates_in(mark_words(plain_zones(text, source=timezone)), source=timezone)
    if chosen := _believed(marked, dates):
        if chosen.clock and chosen.clock.unclear:
            return None
        return _on_calendar(chosen, marked, timezone, languages, now)
    if dates and dates[0].form != _YEAR:
        return None
    if age := _age_beside_names(text):
        return _moment_of_age(age, timezone, now)
    return foreign_date(text, marked, timezone=timezone, languages=languages)


def _in_language(text: str, language: str) -> str:
    """Return *text* with what only its language tells written so that all do."""
    name = language[:3].lower().rstrip("-_")
    if name in _DOTTED_CLOCKS:
        text = _DOTTED_CLOCK.sub(_with_colons, text)
    if words := LOCAL_WORDS.get(name):
        return _WORDS.sub(lambda match: words.get(match[0].lower(), match[0]), text)
    return text


def _with_colons(clock: re.Match[str]) -> str:
    return clock[0].replace(".", ":")


def _age_beside_names(text: str) -> dict[str, int] | None:
    """Return the age in "SMM | 3 hours ago"."""
    parts = _BAR.split(text)
    ages = [(age, place) for place, part in enumerate(parts) if (age := age_in(part))]
    if len(ages) != 1:
        return None
    age, place = ages[0]
    return age if stands_alone("|".join(parts[:place] + parts[place + 1 :]), strictly=False) else None


def _moment_of_age(age: dict[str, int], timezone: ZoneInfo, now: datetime) -> ParsedDate:
    day = now.astimezone(timezone).date()
    if years_months := age.get("year", 0) * 12 + age.get("month", 0):
        months = day.year * 12 + day.month - 1 - years_months
        precision = "month" if "month" in age else "year"
        first = date(months // 12, months % 12 + 1 if precision == "month" else 1, 1)
        return _parsed(_midnight(first, timezone), precision, printed=False)
    if "day" in age or "week" in age:
        day -= timedelta(days=age.get("day", 0) + 7 * age.get("week", 0))
        return _parsed(_midnight(day, timezone), "day", printed=False)
    back = timedelta(hours=age.get("hour", 0), minutes=age.get("minute", 0), seconds=age.get("second", 0))
    return _parsed((now - back).replace(second=0, microsecond=0), "minute", printed=True)


def _believed(marked: str, dates: list[PrintedDate]) -> PrintedDate | None:
    chosen = _published_one(marked, dates)
    if chosen is None or (chosen.form == _YEAR and not _LABEL.search(marked)):
        return None
    return chosen if stands_alone(_with_spots(marked, dates), strictly=_is_common_in_prose(chosen)) else None


def _published_one(marked: str, dates: list[PrintedDate]) -> PrintedDate | None:
    """Return the date of publication among several: the one labeled so, else the only one not labeled as a change."""
    if len(dates) < 2:  # noqa: PLR2004 - several
        return dates[0] if dates else None
    ends = [0, *(found.end for found in dates)]
    labels = [_LABEL.findall(marked, begin, found.start) for begin, found in zip(ends, dates, strict=False)]
    published = [found for found, label in zip(dates, labels, strict=True) if "pub" in label[-1:]]
    unlabeled = [found for found, label in zip(dates, labels, strict=True) if not label]
    if published:
        return published[0]
    return unlabeled[0] if len(unlabeled) == 1 and len(unlabeled) < len(dates) else None


def _with_spots(marked: str, dates: list[PrintedDate]) -> str:
    for found in reversed(dates):
        marked = marked[: found.start] + SPOT + marked[found.end :]
    return marked


def _is_common_in_prose(found: PrintedDate) -> bool:
    return found.form == _DAY_WORD or ("d" not in found.fields and "a" not in found.fields)


def _on_calendar(
    found: PrintedDate, marked: str, timezone: ZoneInfo, languages: Sequence[str] | None, now: datetime
) -> ParsedDate | None:
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
    return _parsed(_midnight(day, timezone), precision, printed=False, ambiguous=ambiguous)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _at(day: date, clock: Clock, timezone: ZoneInfo, *, ambiguous: bool) -> ParsedDate:
    if clock.hour > 24:  # noqa: PLR2004 - a day's own length
        raise ValueError(f"{clock.hour} hours: no such time of day")
    zone: tzinfo = clock.zone or timezone
    wall = datetime(day.year, day.month, day.day, tzinfo=zone)
    wall += timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second or 0)
    precision = "minute" if clock.second is None else "second"
    return _parsed(wall, precision, printed=clock.zone is not None, ambiguous=ambiguous)


def _parsed(moment: datetime, precision: str, *, printed: bool, ambiguous: bool = False) -> ParsedDate:
    zone = "printed" if printed else "source"
    return ParsedDate(value=moment.astimezone(UTC), precision=precision, zone=zone, ambiguous=ambiguous)
