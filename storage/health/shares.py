"""Where something that stories used to have goes missing: a field, a full text, a page that answers. Pure.

The newest stories are held against all that came before, in windows of 5 to 80 of them, so that a break is seen at once
and a drift in time. An alarm needs three things, each for a reason:

- by chance, so few would come less than once in 100,000 times (binomial): 40 sources with nine fields are looked at daily;
- fewer than in any window of that size before: what comes in waves (a day of market flashes without a byline) has had
  its waves;
- at least a fifth of all stories less: what is smaller is no broken selector.

A busy source's stories are thinned to eight a day: twenty flashes of one hour are one piece of evidence, not twenty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, groupby, islice
from math import comb
from typing import TypeVar

T = TypeVar("T")

A_DAY = 8
"""As many stories of a day are looked at."""

_WINDOWS = (5, 10, 20, 40, 80)
_BEFORE = 20  # stories, at least: a source with fewer is too young to have a past
_CHANCE = 1e-5
_LEAST_DROP = 0.2
_SPAN = timedelta(hours=20)  # from the first to the last story of a window: one bad night is weather


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """A story, or the pages of a day."""

    moment: datetime
    """When it was seen, UTC."""
    had: int
    """In how many it was there."""
    of: int
    """Of how many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A share that fell."""

    since: datetime
    """The first story after the change, as well as can be told."""
    had: int
    """In how many of the newest it is still there."""
    of: int
    """Of how many of the newest."""
    had_before: int
    """In how many of the others it was."""
    of_before: int
    """Of how many others."""


def drop(buckets: Sequence[Bucket]) -> Drop | None:
    """Return how the share fell, None where it did not. *buckets*: newest first."""
    for size in _WINDOWS:
        length = _reach(buckets, 0, size)
        if length is None or buckets[0].moment - buckets[length - 1].moment < _SPAN:
            continue
        recent, before = buckets[:length], buckets[length:]
        had, of = _sums(recent)
        # The older half alone: it does not know the slow drift that the newer one has seen.
        for past in (before, before[len(before) // 2 :]):
            had_past, of_past = _sums(past)
            if (
                of_past >= max(_BEFORE, size)
                and _is_drop(had, of, had_past, of_past)
                and _is_lowest(had / of, past, size)
            ):
                return Drop(since=turn(buckets), had=had, of=of, had_before=had_past, of_before=of_past)
    return None


def turn(buckets: Sequence[Bucket]) -> datetime:
    """Return the story from which on the share is lower: where the sum of differences from the mean turns (CUSUM)."""
    had, of = _sums(buckets)
    mean = had / of
    missing = list(accumulate(bucket.of * mean - bucket.had for bucket in buckets))
    return buckets[missing.index(max(missing))].moment


def thinned(rows: Sequence[T], days: Sequence[object], most: int = A_DAY) -> list[T]:
    """Return at most *most* rows of each day, evenly spread over it. *days*: the day of each row; rows of one stand together."""
    found: list[T] = []
    for _, group in groupby(zip(days, rows, strict=True), key=lambda pair: pair[0]):
        several = [row for _, row in group]
        step = max(1.0, len(several) / most)
        found += [several[int(number * step)] for number in range(min(most, len(several)))]
    return found


def _is_drop(had: int, of: int, had_before: int, of_before: int) -> bool:
    share = (had_before + 0.5) / (of_before + 1)
    return had_before / of_before - had / of >= _LEAST_DROP and _at_most(had, of, share) < _CHANCE


def _at_most(had: int, of: int, share: float) -> float:
    """How likely *had* or fewer of *of* are where each has it with probability *share*."""
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(had + 1))


def _is_lowest(share: float, past: Sequence[Bucket], size: int) -> bool:
    return all(share < lower for lower in _window_shares(past, size))


def _window_shares(past: Sequence[Bucket], size: int) -> Iterator[float]:
    for start in range(len(past)):
        length = _reach(past, start, size)
        if length is None:
            return
        had, of = _sums(past[start : start + length])
        yield had / of


def _reach(buckets: Sequence[Bucket], start: int, size: int) -> int | None:
    """How many buckets from *start* on hold *size* stories; None where all together do not."""
    of = 0
    for number, bucket in enumerate(islice(buckets, start, None), 1):
        of += bucket.of
        if of >= size:
            return number
    return None


def _sums(buckets: Sequence[Bucket]) -> tuple[int, int]:
    return sum(bucket.had for bucket in buckets), sum(bucket.of for bucket in buckets)
