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
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from crawler.model import ParsedDate
from crawler.normalize.date_calendar import EARLIEST, latest, moment_of_age, on_calendar, parsed
from crawler.normalize.date_foreign import foreign_date
from crawler.normalize.date_forms import PrintedDate, dates_in
from crawler.normalize.date_iso import machine_date
from crawler.normalize.date_relative import age_in
from crawler.normalize.date_setting import SPOT, stands_alone
from crawler.normalize.date_vocabulary import OTHER_DAYS
from crawler.normalize.date_words import fold, kind_of_word, mark_words, with_local_words
from crawler.normalize.date_zone_names import plain_zones

MAX_CHARS: Final = 100
_MAX_RAW_CHARS: Final = 1000  # white space of the markup is folded before the cut to MAX_CHARS
_FAR_YEAR: Final = 2200
MAX_CHARS_WITHOUT_NUMBER: Final = 40  # "Zuletzt aktualisiert: vor einer Stunde" has 38
_DIGIT: Final = re.compile(r"\d")
_SEVEN_DIGITS: Final = re.compile(r"\d{7}")  # a date with a digit lost, or the number of a page
_MACHINE: Final = frozenset("0123456789/")
_FOUR_DIGITS: Final = re.compile(r"\d{4}")
_BAR: Final = re.compile(r"[|·•]")
_WORDS: Final = re.compile(r"[^\W\d_]+")
_LABEL: Final = re.compile(r"<(pub|mod)>")
_DAY_WORD: Final = "today"  # names of forms of `date_forms`
_YEAR: Final = "2019"


def parse_date(
    raw: str, *, timezone: ZoneInfo, languages: Sequence[str] | None = None, now: datetime
) -> ParsedDate | None:
    """Return the moment *raw* names, or None when no date can be read with certainty.

    The value is aware and in UTC; a date without a clock time is midnight in *timezone*, the source's own, with
    precision "day". "3 hours ago" counts back from *now*, in whole minutes and whatever the zone; "2 days ago" and
    "yesterday" are days of *timezone*. Of "Published ... | Updated ..." the publication is returned. *languages* (BCP
    47) decide between day and month, and explain words that mean something else in another; None: the zone alone does. A
    clock in a zone that is not known, or in one of several (``CST`` in London), is None: it would be hours off. Only the
    first 100 characters are read. A moment before 1990 or more than a day after *now* is a misreading: None. Raises
    nothing, whatever the string.

    >>> now = datetime.fromisoformat("2026-11-23T00:00Z")
    >>> found = parse_date("Oct 17,2019 15:32CST", timezone=ZoneInfo("Asia/Shanghai"), now=now)
    >>> found.value.isoformat(), found.precision, found.zone
    ('2019-10-17T07:32:00+00:00', 'minute', 'printed')

    Sources: RFC 4287 section 3.3 and RFC 5322 section 3.3 for the forms feeds use; pages of the registered sources.
    """
    text = _shortened(raw)
    if len(text) > MAX_CHARS_WITHOUT_NUMBER and not _DIGIT.search(text):
        return None
    if OTHER_DAYS.match(text) or _SEVEN_DIGITS.fullmatch(text):
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

    >>> day = dict(timezone=ZoneInfo("UTC"), now=datetime.fromisoformat("2026-11-23T00:00Z"))
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
        found = on_calendar(chosen, marked, timezone, languages, now) if chosen and whole else None
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

    >>> local_date(datetime.fromisoformat("2019-10-16T16:00Z"), "day", ZoneInfo("Asia/Shanghai"))
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
        return parsed(moment if printed else moment.replace(tzinfo=timezone), precision, printed=printed)
    if not _FOUR_DIGITS.search(text) and (age := age_in(text)):
        return moment_of_age(age, timezone, now)
    if languages:
        text = with_local_words(text, languages[0])
    marked, dates = dates_in(mark_words(plain_zones(text, source=timezone)), source=timezone)
    if chosen := _believed(marked, dates):
        unclear = chosen.clock is not None and chosen.clock.unclear
        return None if unclear else on_calendar(chosen, marked, timezone, languages, now)
    if dates and dates[0].form != _YEAR:
        return None
    if age := _age_beside_names(text):
        return moment_of_age(age, timezone, now)
    return foreign_date(text, marked, timezone=timezone, languages=languages)


def _age_beside_names(text: str) -> dict[str, int] | None:
    """Return the age in "SMM | 3 hours ago"."""
    parts = _BAR.split(text)
    ages = [(age, place) for place, part in enumerate(parts) if (age := age_in(part))]
    if len(ages) != 1:
        return None
    age, place = ages[0]
    return age if stands_alone("|".join(parts[:place] + parts[place + 1 :]), strictly=False) else None


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
