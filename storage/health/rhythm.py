"""When a source is silent for longer than its rhythm explains. Pure: moments in, a verdict out.

Silence is not measured in hours but in the publications that it would have brought: a Saturday brings a weekday paper
nothing, so it is no silence. The clock for that is learnt from the source's own last weeks, by weekday and by hour (UTC);
days on which newsrooms rest count for nothing, until the source is seen to work on them.

An alarm is due when the present silence is worth more than the longest one in the source's past and four times the
spread of its silences on top. The reason: at random times, silences have an exponential tail, and each further spread
makes one e times rarer (so a source that publishes by chance has 1 in 50 silences as long as its longest, times e^-4);
a regular source has a small spread, and is missed soon. A rejected way: three times the longest gap in hours, which
knows no weekend, and waits nine days where a weekday paper stops on a Friday.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate, pairwise
from statistics import pstdev

_SPREADS = 4
_LEAST_DUE = 2.5  # publications, of a source with no spread at all: a holiday and a late morning are two
_HOUR = timedelta(hours=1)
_LEAST = timedelta(days=14)  # of past: two of each weekday
_FEWEST = 8  # publications
_WINDOW, _LONG_WINDOW = timedelta(days=56), timedelta(days=400)  # the latter for who publishes less than daily
_PLENTY = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A silence that the rhythm does not explain."""

    since: datetime
    """The last sign of life, UTC."""
    due: float
    """How many publications the rhythm would have brought since."""
    longest: float
    """The longest silence of the past, measured likewise."""


def silence(
    moments: Sequence[datetime],
    *,
    since: datetime,
    asked: datetime,
    quiet_days: Collection[date] = frozenset(),
    unwatched: Sequence[tuple[datetime, datetime]] = (),
) -> Silence | None:
    """Return the present silence where it is an alarm, None where the rhythm explains it or there is no past to tell.

    *moments*: when stories were published, in any order. *since*: when the last one was seen; *asked*: when the source
    last answered. *unwatched*: stretches in which nobody asked; a gap that reaches into one tells nothing. All aware.
    """
    past = _publications(moments, since)
    if len(past) < _FEWEST or past[-1] - past[0] < _LEAST:
        return None
    worth = _Clock(past, end=asked, quiet_days=quiet_days)
    gaps = [
        worth.after(early, late)
        for early, late in pairwise(past)
        if not any(start < late and early < end for start, end in unwatched)
    ]
    if len(gaps) < _FEWEST - 1:
        return None
    due, longest = worth.after(since, asked), max(gaps)
    if due < max(_LEAST_DUE, longest + _SPREADS * pstdev(gaps)):
        return None
    return Silence(since=since, due=due, longest=longest)


def _publications(moments: Sequence[datetime], since: datetime) -> list[datetime]:
    """One an hour, in order: what comes in a burst is one publication. Of the last weeks; of a year where these are few."""
    hours = sorted({moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0) for moment in moments})
    hours = [hour for hour in hours if since - _LONG_WINDOW <= hour <= since]
    recent = [hour for hour in hours if hour >= since - _WINDOW]
    return recent if len(recent) >= _PLENTY else hours


class _Clock:
    """Counts, between two moments, the publications that are due by the rhythm of *past*."""

    def __init__(self, past: Sequence[datetime], *, end: datetime, quiet_days: Collection[date]) -> None:
        self._start = past[0]
        size = int((max(end, past[-1]) - self._start) / _HOUR) + 2
        hours = [self._start + number * _HOUR for number in range(size)]
        quiet = _worth_of_rest(past, quiet_days)
        rest = [quiet if hour.date() in quiet_days else 1.0 for hour in hours]
        known = int((past[-1] - self._start) / _HOUR) + 1
        weeks: Counter[int] = Counter()  # how many of each weekday there were, days of rest for less
        for hour, weight in zip(hours[:known], rest, strict=False):
            weeks[hour.weekday()] += weight / 24  # type: ignore[assignment]  # a Counter of shares
        # One publication more than was seen in each cell: of what was never seen, one may come.
        by_day, by_hour = Counter(hour.weekday() for hour in past), Counter(hour.hour for hour in past)
        days = [(by_day[day] + 1) / (weeks[day] + 1) for day in range(7)]
        rates = [
            days[hour.weekday()] * (by_hour[hour.hour] + 1) * weight for hour, weight in zip(hours, rest, strict=True)
        ]
        scale = (len(past) - 1) / sum(rates[: known - 1])
        self._sums = [0.0, *accumulate(rate * scale for rate in rates)]

    def after(self, early: datetime, late: datetime) -> float:
        """How many were due between a publication at *early*, its own hour left out, and *late*."""
        return max(0.0, self._at(late) - self._at(early.replace(minute=0, second=0, microsecond=0) + _HOUR))

    def _at(self, moment: datetime) -> float:
        place = max(0.0, (moment - self._start) / _HOUR)
        whole = min(int(place), len(self._sums) - 2)
        return self._sums[whole] + (self._sums[whole + 1] - self._sums[whole]) * min(1.0, place - whole)


def _worth_of_rest(past: Sequence[datetime], quiet_days: Collection[date]) -> float:
    """What a day of rest counts, by the days of rest on which the source published; the first two may be a half day each."""
    days = sum(past[0].date() <= day <= past[-1].date() for day in quiet_days)
    worked = len({moment.date() for moment in past} & set(quiet_days))
    return max(0, worked - 2) / (days + 1)


def unwatched(asks: Sequence[date]) -> list[tuple[datetime, datetime]]:
    """Return the stretches in which nobody asked, of the days on which somebody did: more than two, or thrice the usual."""
    days = sorted(set(asks))
    steps = sorted((late - early).days for early, late in pairwise(days))
    usual = steps[len(steps) // 2] if steps else 1
    return [
        (_midnight(early) + timedelta(days=1), _midnight(late))
        for early, late in pairwise(days)
        if (late - early).days > max(2, 3 * usual)
    ]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
