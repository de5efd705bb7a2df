"""When an endpoint is asked again, from its own rhythm. Pure: values in, a moment out; no clock, no store, no network.

A request is worth `WORTH` of waiting: the next one is due when the stories that are likely out by then have waited that
long together. At a steady rate r (stories an hour) that is an interval of sqrt(2 * WORTH / r): requests rise with the
square root of what a source publishes, which spends a given number of them with the least waiting (Sia, Cho, Cho:
Efficient Monitoring Algorithm for Fast News Alerts, 2007). Rates differ by the hour of the local day, and between working
days and weekends: they are counted over the last `WINDOW` of the endpoint's own stories. Where too few of these have a
clock time, the interval is halved when a poll brought news and grows by half when it brought none (as Media Cloud does).

The other way in the field, a fixed share of the week's count (miniflux), asks an agency as often at night as by day and a
monthly as rarely before its day as after: `benchmarks/polling.py` compares them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from math import sqrt

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=24)
"""No interval is outside of these, whatever the rhythm; what a server asks for may only lengthen it."""
FIRST = timedelta(hours=1)
"""Interval of an endpoint of which nothing is known yet."""
FRESH_AT_MOST = timedelta(hours=6)
"""A max-age or ttl of a day or a month is a preset of somebody's machine, not a publisher's wish to be read late."""
WORTH = timedelta(minutes=15)
"""Waiting of stories that one more request is worth saving."""
WINDOW = timedelta(days=28)
"""How far back the rhythm is read: four weekends."""
MOST_STORIES = 3000
"""How many stories of the window are looked at, the newest: an agency's 100 a day over all of it."""
SLOTS = 48
"""Parts of a day with a rate each: half hours."""

_FEWEST = (
    3  # stories with a clock time: a weekly has four in the window, and waits 2 hours in place of 8 when they count
)
_PRIOR_HOURS = 1.0  # how long a slot must have been watched to be believed as much as the mean; 0.5 to 4 differ little
_JITTER = 0.1
_SATURDAY = 5
_OK, _NOT_MODIFIED = 200, 304
_GONE = frozenset({404, 410})


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is remembered of an endpoint from poll to poll."""

    interval: timedelta = FIRST
    """The interval decided last, before jitter and before what the server asked for."""
    failures: int = 0
    """Polls in a row that led to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a poll came to."""

    status: int | None
    """HTTP status; None where no answer came."""
    new: int = 0
    """Stories it listed that were not known before."""
    retry_after: timedelta | None = None
    """What a Retry-After header asks for; None where there is none."""
    fresh_for: timedelta | None = None
    """The longest of what Cache-Control, ttl and sy:updatePeriod ask for; None where none of them says anything."""

    @property
    def is_good(self) -> bool:
        """Whether it said something, be it that nothing has changed."""
        return self.status in (_OK, _NOT_MODIFIED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What was decided."""

    at: datetime
    """When to ask next, aware, UTC."""
    past: Past
    """What to remember for the next decision."""


def plan_poll(
    past: Past, answer: Answer, published: Sequence[datetime], *, now: datetime, timezone: tzinfo, url: str
) -> Plan:
    """Return when to ask the endpoint at *url* next, after *answer* at *now*.

    *published*: when its own stories came out, those whose clock time is known, in any order. *timezone*: the source's.

    Failures double the interval up to a day; 404 and 410 are asked again daily. The interval is 5 minutes to 24 hours,
    moved by up to a tenth either way, the same for the same address and moment; then it is made long enough for what the
    server asks: Retry-After up to a day, max-age and ttl up to `FRESH_AT_MOST`.
    """
    if answer.status in _GONE:
        remembered = Past(interval=LONGEST, failures=past.failures + 1)
        interval = LONGEST
    elif not answer.is_good:
        remembered = Past(interval=past.interval, failures=past.failures + 1)
        interval = past.interval * 2 ** min(remembered.failures, 10)
    else:
        interval = _from_rhythm(published, now, timezone) or _from_change(past, answer)
        interval = min(max(interval, SHORTEST), LONGEST)
        remembered = Past(interval=interval)
    moved = interval * (1 + _JITTER * _lot(f"{url} {now.isoformat()}"))
    wait = max(
        min(max(moved, SHORTEST), LONGEST),
        min(answer.retry_after or timedelta(0), LONGEST),
        min(answer.fresh_for or timedelta(0), FRESH_AT_MOST),
    )
    return Plan(at=now + wait, past=remembered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """Stories an hour, for each slot of a working day and of a day of the weekend."""

    rates: tuple[tuple[float, ...], tuple[float, ...]]
    """Working days, weekend: `SLOTS` rates each, from local midnight on."""
    timezone: tzinfo
    """The source's zone."""

    def wait(self, now: datetime, worth: timedelta = WORTH) -> timedelta:
        """Return after how long the stories likely out since *now* have waited *worth* together; a day at most."""
        local = now.astimezone(self.timezone)
        hours, expected, waited = 0.0, 0.0, 0.0
        left = worth / timedelta(hours=1)
        while hours < LONGEST / timedelta(hours=1):
            moment = local + timedelta(hours=hours)
            begun = (moment.hour + moment.minute / 60 + moment.second / 3600) * SLOTS / 24
            rate = self.rates[moment.weekday() >= _SATURDAY][int(begun)]
            length = max((int(begun) + 1 - begun) * 24 / SLOTS, 1 / 3600)
            if waited + expected * length + rate * length**2 / 2 >= left:
                return timedelta(hours=hours + _first_moment(rate, expected, left - waited))
            waited += expected * length + rate * length**2 / 2
            expected += rate * length
            hours += length
        return LONGEST


def learn_rhythm(published: Iterable[datetime], *, now: datetime, timezone: tzinfo) -> Rhythm | None:
    """Return the rhythm of stories that came out at these moments; None where fewer than three did within `WINDOW`.

    A slot's rate is drawn to the mean of all, the more the shorter the slot has been watched: its stories and an hour of
    the mean, over the hours watched and one. With one rate for all hours the same requests leave a story of a morning
    burst waiting 40 minutes in place of 9 (`benchmarks/polling.py`).
    """
    times = [moment.astimezone(timezone) for moment in published if now - WINDOW < moment <= now]
    if len(times) < _FEWEST:
        return None
    # The oldest story begins the time watched; less than a day says nothing of a day.
    begin = min(*times, now.astimezone(timezone) - timedelta(days=1))
    watched = _watched(begin, now.astimezone(timezone))
    mean = len(times) / max(sum(map(sum, watched)), 1.0)
    counts = [[0] * SLOTS, [0] * SLOTS]
    for moment in times:
        counts[moment.weekday() >= _SATURDAY][(moment.hour * 60 + moment.minute) * SLOTS // 1440] += 1
    working, weekend = (
        tuple(
            (count + mean * _PRIOR_HOURS) / (hours + _PRIOR_HOURS) for count, hours in zip(day, watching, strict=True)
        )
        for day, watching in zip(counts, watched, strict=True)
    )
    return Rhythm(rates=(working, weekend), timezone=timezone)


def _from_rhythm(published: Sequence[datetime], now: datetime, timezone: tzinfo) -> timedelta | None:
    rhythm = learn_rhythm(published, now=now, timezone=timezone)
    return rhythm.wait(now) if rhythm else None


def _from_change(past: Past, answer: Answer) -> timedelta:
    return past.interval / 2 if answer.new else past.interval * 1.5


def _watched(begin: datetime, end: datetime) -> tuple[list[float], list[float]]:
    """Hours that each slot was watched between two local moments, to a slot's precision at both ends."""
    hours = 24 / SLOTS
    found = ([0.0] * SLOTS, [0.0] * SLOTS)
    for number in range((end.date() - begin.date()).days + 1):
        day = begin.date() + timedelta(days=number)
        first = (begin.hour * 60 + begin.minute) * SLOTS // 1440 if day == begin.date() else 0
        last = (end.hour * 60 + end.minute) * SLOTS // 1440 if day == end.date() else SLOTS - 1
        slots = found[day.weekday() >= _SATURDAY]
        for slot in range(first, last + 1):
            slots[slot] += hours
    return found


def _first_moment(rate: float, expected: float, left: float) -> float:
    """Hours until expected * t + rate * t² / 2 reaches *left*."""
    return (sqrt(expected**2 + 2 * rate * left) - expected) / rate if rate else left / expected


def _lot(text: str) -> float:
    """A number from -1 to 1 that *text* decides: no two endpoints keep step, and each test sees the same."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) / 2**31 - 1
