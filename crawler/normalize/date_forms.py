"""Finds dates and clock times in text whose words are marked (`date_words.mark_words`): the grammar of printed dates.

Knows no clock and no zone of its own: what cannot be said without them (day words, two readings of 03/04/2026) is
returned as printed, and `dates` decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from crawler.normalize.date_zones import zone_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A clock time as printed."""

    hour: int
    """0 to 24; 24 is the next midnight."""
    minute: int
    """0 to 59."""
    second: int | None
    """0 to 59 (a leap second counts as 59); None where none is printed."""
    zone: tzinfo | None
    """The zone printed with it; None: the source's."""
    unclear: bool
    """Whether a zone is printed that is not known, or names several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDate:
    """A date found in a text, not yet checked against the calendar."""

    form: str
    """The name of the form in `FORMS`."""
    fields: dict[str, str]
    """The form's named parts: ``y``, ``m``, ``d``; ``a``, ``b``, ``c`` of a numeric date; ``ago`` of a day word."""
    clock: Clock | None
    """The time printed beside it."""
    start: int
    """Where date and time begin in the text."""
    end: int
    """Where they end."""


_GAP: Final = r"(?:[ ,./-]|<at>){0,6}"
_GAP1: Final = r"(?:[ ,./-]|<at>){1,6}"
_FREE: Final = r"(?<!\d)(?<!\d[.,:/-])"
_YEAR: Final = r"(?P<y>(?:19|20)\d\d)(?!\d)"
_ORDINAL: Final = r"(?:[oae]|eme)?"

FORMS: Final = {
    "2019-10-17": rf"{_FREE}{_YEAR} ?(?P<s>[-/.]) ?(?P<m>\d{{1,2}}) ?(?P=s) ?(?P<d>\d{{1,2}})(?!\d|[-/]\d)",
    "2019年10月17日": r"(?<!\d)(?P<y>(?:19|20)?\d\d) ?<年> ?(?P<m>\d{1,2}) ?<月> ?(?P<d>\d{1,2})(?!\d)(?: ?<日>)?",
    "17 Oct 2019": rf"{_FREE}(?P<d>\d{{1,2}}){_ORDINAL}{_GAP}<(?P<m>\d\d)>{_GAP}{_YEAR}",
    "Oct 17, 2019": rf"<(?P<m>\d\d)>{_GAP}(?P<d>\d{{1,2}}){_ORDINAL}{_GAP1}{_YEAR}",
    "2019 Oct 17": rf"{_FREE}{_YEAR}{_GAP}<(?P<m>\d\d)>{_GAP}(?P<d>\d{{1,2}})(?![\d:])",
    "17-Oct-19": rf"{_FREE}(?P<d>\d{{1,2}})(?P<s>[-/ ])<(?P<m>\d\d)>(?P=s)'?(?P<y>\d\d)(?![\d:.])",
    "17/10/2019": rf"{_FREE}(?P<a>\d{{1,2}}) ?(?P<s>[-/.]) ?(?P<b>\d{{1,2}}) ?(?P=s) ?"
    r"(?P<c>(?:19|20)?\d\d|(?<=\. )\d(?=\.))(?!\d|[-/.,:]\d)",
    "today": r"<d(?P<ago>\d)>",
}
"""Each form of a whole date by an example, in order of trust."""

LOOSE_FORMS: Final = {
    "Oct 2019": rf"<(?P<m>\d\d)>{_GAP}{_YEAR}(?!-\d)",
    "2019年10月": r"(?<!\d)(?P<y>(?:19|20)\d\d) ?<年> ?(?P<m>\d{1,2}) ?<月>",
    "2019-10": rf"{_FREE}{_YEAR} ?[-/.] ?(?P<m>\d\d)(?!\d|[-/.:]\d)",
    "10/2019": rf"{_FREE}(?P<m>\d\d)[-/.]{_YEAR}",
    "2019": rf"{_FREE}{_YEAR}",
}
"""Forms that name a month or a year; believed only where nothing else is printed but a label."""

_Forms = list[tuple[str, re.Pattern[str]]]
_WHOLE: Final = {name: re.compile(pattern) for name, pattern in FORMS.items()}
_LOOSE: Final[_Forms] = [(name, re.compile(pattern)) for name, pattern in LOOSE_FORMS.items()]
_NEEDED: Final = (
    (re.compile(r"\d ?[-/.] ?\d"), ("2019-10-17", "17/10/2019")),
    (re.compile("<年>"), ("2019年10月17日",)),
    (re.compile(r"<\d"), ("17 Oct 2019", "Oct 17, 2019", "2019 Oct 17", "17-Oct-19")),
    (re.compile("<d"), ("today",)),
)
"""What a text must hold for some forms to be looked for: most texts hold one of these."""
_MORE: Final = re.compile(r"\d|<d")

_SECOND: Final = r"(?:(?::|<m> ?| min )(?P<s>[0-5]\d|60|\d(?=<s>))(?: ?<s>| s\b)?(?:[.,]\d{1,9})?)"
_AFTER: Final = r" *<(?P<after>[ap]m|noon|night)>"
_BEFORE: Final = r"(?:<(?P<before>[ap]m|noon|night)> *)?"
_TIMES: Final = (
    (
        rf"{_BEFORE}(?P<h>\d{{1,2}})(?::| ?<h> ?| <uhr> (?=\d\d\b))(?P<mi>[0-5]\d|\d(?=<m>)){_SECOND}?(?:<m>| min\b)?(?!\d)"
        rf"(?:{_AFTER})?(?: ?<(?:uhr|h)>)?"
    ),
    rf"(?P<h>\d{{1,2}})\.(?P<mi>[0-5]\d)(?!\d)(?:{_AFTER}| ?<(?:uhr|h)>|(?= [A-Z]{{3,4}}\b))",
    r"(?<=<at> )(?P<h>\d{1,2})\.(?P<mi>[0-5]\d)(?!\d)",
    r"(?P<h>[01]\d|2[0-3])(?P<mi>[0-5]\d)(?: ?<uhr>|(?= (?:GMT|UTC)\b))",
    rf"{_BEFORE}(?P<h>\d{{1,2}}) ?<(?:uhr|h)>",
    rf"(?P<h>\d{{1,2}}){_AFTER}",
)
_CLOCK: Final = [re.compile(pattern) for pattern in _TIMES]
_EVENING: Final = 5
_AFTER_DATE: Final = re.compile(r"(?:[ ,|@·•()–—/.-]|T(?=\d)|<at>|<w\d>)*")
_BEFORE_DATE: Final = re.compile(r"[ ,|·•()–—-]*(?:<at>|<w\d>|[ ,|·•–—-])*")
_CLOCK_BEFORE: Final = re.compile(r"(?<![\d.:/-])\d{1,2}[:.h]\d\d")
_ASCTIME: Final = re.compile(
    r"(<\d\d> +\d{1,2}),? (\d\d?:\d\d(?::\d\d)?(?: <[ap]m>)?)( [A-Z]{3,5}| [+-]\d{4})? ((?:19|20)\d\d)(?!\d)"
)


def dates_in(marked: str, *, source: ZoneInfo) -> tuple[str, list[PrintedDate]]:
    """Return the text with each year moved beside its month, and the dates in it, in order.

    Months and years without a day are looked for only where there is no whole date. Raises ValueError for a clock time
    or an offset that cannot be.
    """
    text = _ASCTIME.sub(r"\1 \4 \2\3", marked)
    whole = [(name, _WHOLE[name]) for needed, names in _NEEDED if needed.search(text) for name in names]
    found = list(_walk(text, whole, source)) or list(_walk(text, _LOOSE, source))
    return text, found


def _walk(text: str, forms: _Forms, source: ZoneInfo) -> Iterator[PrintedDate]:
    position = 0
    while _MORE.search(text, position) and (found := _first(text, position, forms)):
        name, match = found
        clock, start, end = _clock_beside(text, position, match, source)
        yield PrintedDate(form=name, fields=match.groupdict(), clock=clock, start=start, end=end)
        position = end


def _first(text: str, position: int, forms: _Forms) -> tuple[str, re.Match[str]] | None:
    best: tuple[str, re.Match[str]] | None = None
    for name, pattern in forms:
        match = pattern.search(text, position)
        if match and (best is None or match.start() < best[1].start()):
            best = name, match
    return best


def _clock_beside(text: str, position: int, date: re.Match[str], source: ZoneInfo) -> tuple[Clock | None, int, int]:
    """Return the clock time after the date, or else before it, and where date and time together begin and end."""
    gap = _AFTER_DATE.match(text, date.end())
    if gap and (clock := _clock_at(text, gap.end(), source)):
        return clock[0], date.start(), clock[1]
    for match in _CLOCK_BEFORE.finditer(text, position, date.start()):
        clock = _clock_at(text, match.start(), source)
        gap = clock and _BEFORE_DATE.match(text, clock[1])
        if clock and gap and gap.end() >= date.start():
            return clock[0], match.start(), date.end()
    return None, date.start(), date.end()


def _clock_at(text: str, position: int, source: ZoneInfo) -> tuple[Clock, int] | None:
    for pattern in _CLOCK:
        if match := pattern.match(text, position):
            parts = match.groupdict()
            second = parts.get("s")
            hour = _hour(int(parts["h"]), parts.get("before") or parts.get("after"))
            zone, end, unclear = zone_at(text, match.end(), source=source, hour=hour, with_seconds=second is not None)
            clock = Clock(
                hour=hour,
                minute=int(parts.get("mi") or 0),
                second=None if second is None else min(int(second), 59),
                zone=zone,
                unclear=unclear,
            )
            return clock, end
    return None


def _hour(printed: int, meridiem: str | None) -> int:
    noon = 12
    if meridiem is None or printed > noon:  # "15:32 pm" is printed by sites that keep the 24-hour clock
        return printed
    if meridiem == "noon":
        return printed if printed >= noon - 1 else printed + noon
    if meridiem == "night" and (printed == noon or printed < _EVENING):
        raise ValueError(f"{printed} at night: of this day or the next")
    return printed % noon + (0 if meridiem == "am" else noon)
