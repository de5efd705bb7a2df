"""Date strings as CLDR writes them in each language, with the moment each names. Needs Babel; no sites, no files.

What `parse_date` must not be tuned to by hand: the forms come from the Unicode consortium's tables, in full, long, medium and
short, as skeletons, with and without clock and zone, for days chosen so that every month and weekday occurs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime

from crawler.model import ParsedDate

NOW: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
LOCALES: Final = {
    "en": "America/New_York",
    "en_GB": "Europe/London",
    "en_AU": "Australia/Sydney",
    "en_CA": "America/Toronto",
    "en_IN": "Asia/Kolkata",
    "en_ZA": "Africa/Johannesburg",
    "zh": "Asia/Shanghai",
    "zh_Hant": "Asia/Taipei",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
    "de": "Europe/Berlin",
    "de_AT": "Europe/Vienna",
    "fr": "Europe/Paris",
    "fr_CA": "America/Montreal",
    "es": "Europe/Madrid",
    "es_MX": "America/Mexico_City",
    "es_CL": "America/Santiago",
    "es_PE": "America/Lima",
    "pt": "America/Sao_Paulo",
    "pt_PT": "Europe/Lisbon",
    "ru": "Europe/Moscow",
    "tr": "Europe/Istanbul",
    "it": "Europe/Rome",
    "nl": "Europe/Amsterdam",
    "pl": "Europe/Warsaw",
    "id": "Asia/Jakarta",
    "vi": "Asia/Ho_Chi_Minh",
    "ar": "Asia/Riyadh",
}
"""Locale -> zone of a site that writes it."""
DAYS: Final = tuple(
    datetime.fromisoformat(moment)
    for moment in (
        "2019-10-17 08:15:00",
        "2020-01-19 00:05:30",
        "2024-02-29 23:59:59",
        "2021-03-12 14:30:05",
        "2026-04-03 12:00:00",
        "2025-05-05 09:03:10",
        "2018-06-30 18:45:22",
        "2026-07-28 07:20:00",
        "2023-08-06 21:09:08",
        "2026-09-03 13:59:07",
        "2024-11-11 10:53:41",
        "2009-12-31 16:06:00",
    )
)
LENGTHS: Final = ("full", "long", "medium", "short")
CLOCKS: Final = ("HH:mm", "HH:mm:ss", "h:mm a")
ZONES: Final = ("z", "zzzz", "Z", "ZZZZ", "xxx")
FOREIGN_ZONES: Final = ("Asia/Shanghai", "America/New_York", "Europe/London", "UTC")
SKELETONS: Final = {
    "yMd": "day",
    "yMEd": "day",
    "yMMMd": "day",
    "yMMMEd": "day",
    "yMMMMd": "day",
    "yMMMMEEEEd": "day",
    "yMMM": "month",
    "yMMMM": "month",
    "y": None,
    "yQQQ": None,
    "yQQQQ": None,
    "yw": None,
    "MMMd": None,
    "MMMMd": None,
    "MMMEd": None,
    "Md": None,
    "MEd": None,
    "E": None,
    "Ed": None,
    "Hm": None,
    "Hms": None,
    "hm": None,
    "MMM": None,
}
"""Skeleton -> precision; None: no date without guessing, as no year is printed, or nothing but one."""


class Form(NamedTuple):
    """One printed date."""

    raw: str
    """As CLDR prints it."""
    locale: str
    """CLDR's name of the locale: ``en_GB``; empty where nobody tells it."""
    kind: str
    """What was asked of CLDR: ``full``, ``yMMMd``, ``medium HH:mm z``."""
    zone: str
    """The zone of the site that prints it."""
    value: datetime | None
    """The moment it names, cut to *precision*, aware; None where it is no whole date."""
    precision: str | None
    """``second``, ``minute``, ``day`` or ``month``."""

    @property
    def languages(self) -> list[str] | None:
        """The locale as BCP 47; None where it is not told."""
        return [self.locale.replace("_", "-")] if self.locale else None


def cldr_forms(locales: Sequence[str] = tuple(LOCALES), days: Sequence[datetime] = DAYS) -> Iterator[Form]:
    """Yield every form of every day in every locale, each string once a locale."""
    for name in locales:
        seen = set[str]()
        for day in days:
            for form in _forms(name, day):
                if form.raw not in seen:
                    seen.add(form.raw)
                    yield form


def verdict(form: Form, found: ParsedDate | None) -> str:
    """Return ``exact``, ``none`` (a date not read), ``flagged`` (another date, marked ambiguous) or ``wrong``.

    Exact is the moment and the precision, and None for what is no date.
    """
    if found is None:
        return "exact" if form.value is None else "none"
    if form.value == found.value and form.precision == found.precision:
        return "exact"
    return "flagged" if found.ambiguous and form.value is not None else "wrong"


def _forms(name: str, wall: datetime) -> Iterator[Form]:
    locale, zone = Locale.parse(name), LOCALES[name]
    moment = wall.replace(tzinfo=ZoneInfo(zone))

    def form(kind: str, pattern: str, precision: str | None, at: datetime = moment) -> Form:
        raw = format_datetime(at, pattern, tzinfo=at.tzinfo, locale=locale)
        return Form(raw, name, kind, zone, _cut(at, precision), precision)

    for skeleton, precision in SKELETONS.items():
        if skeleton in locale.datetime_skeletons:
            yield form(skeleton, locale.datetime_skeletons[skeleton].pattern, precision)
    for length in LENGTHS:
        yield form(length, locale.date_formats[length].pattern, "day")
    for length, other in product(LENGTHS, LENGTHS):
        clock = locale.time_formats[other].pattern
        joined = _joined(locale, length, clock)
        if "z" in clock:
            yield form(f"{length} {other} in London", joined, "second", moment.astimezone(ZoneInfo("Europe/London")))
        yield form(f"{length} {other}", joined, "second" if "s" in clock else "minute")
    for length, clock in product(LENGTHS, CLOCKS):
        yield form(f"{length} {clock}", _joined(locale, length, clock), "second" if "s" in clock else "minute")
        yield form(f"{length}, {clock}", f"{locale.date_formats[length].pattern} {clock}", _clock_of(clock))
    for foreign, printed in product((zone, *FOREIGN_ZONES), ZONES):
        at = moment.astimezone(ZoneInfo(foreign))
        yield form(f"medium HH:mm {printed} {foreign}", _joined(locale, "medium", f"HH:mm {printed}"), "minute", at)


def _clock_of(pattern: str) -> str:
    return "second" if "s" in pattern else "minute"


def _joined(locale: Locale, length: str, clock: str) -> str:
    return (
        str(locale.datetime_formats[length]).replace("{1}", locale.date_formats[length].pattern).replace("{0}", clock)
    )


def _cut(moment: datetime, precision: str | None) -> datetime | None:
    match precision:
        case None:
            return None
        case "month":
            moment = moment.replace(day=1, hour=0, minute=0, second=0)
        case "day":
            moment = moment.replace(hour=0, minute=0, second=0)
        case "minute":
            moment -= timedelta(seconds=moment.second)
    return moment.astimezone(UTC)
