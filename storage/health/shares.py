"""Where something that stories used to have goes missing: a field, a full text, a page that answers. Pure.

The newest stories are held against all that came before, in windows of 5 to 80 of them, so that a break is seen at once
and a drift in time. An alarm needs three things, each for a reason:

- by chance, so few would come less than once in a million times: 40 sources with nine shares are looked at all day long.
  The chance is binomial, of as many stories as the past's own days are worth: where their shares vary twice as much as
  chance would have it (a day of flashes without a byline), two stories count as one;
- a tenth fewer than in any window of that size before: what comes in waves has had its waves;
- at least a fifth of all stories less: what is smaller is no broken selector.

A busy source's stories are thinned to eight a day: twenty flashes of one hour are one piece of evidence, not twenty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, groupby
from math import ceil, comb
from typing import TypeVar

T = TypeVar("T")

A_DAY = 8
"""As many stories of a day are looked at."""

_WINDOWS = (5, 10, 20, 40, 80)
_BEFORE = 20  # stories, at least: a source with fewer is too young to have a past
_OLDER_DAYS = (
    20  # with stories, before the older half of the past counts by itself: a fortnight may be a run of good ones
)
_CHANCE = 1e-6
_LEAST_DROP = 0.2
_MARGIN = 0.1
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
    """In how many stories since then it is still there."""
    of: int
    """Of how many."""
    had_before: int
    """In how many of those before it was."""
    of_before: int
    """Of how many."""


def drop(buckets: Sequence[Bucket]) -> Drop | None:
    """Return how the share fell, None where it did not. *buckets*: newest first, none of nothing."""
    for size in _WINDOWS:
        length = _reach(buckets, size)
        if length is None or buckets[0].moment - buckets[length - 1].moment < _SPAN:
            continue
        recent, before = buckets[:length], buckets[length:]
        had, of = _sums(recent)
        older = before[len(before) // 2 :]  # it does not know a slow drift that the newer half has seen
        for past in (before, older) if len({bucket.moment.date() for bucket in older}) >= _OLDER_DAYS else (before,):
            is_old = _sums(past)[1] >= max(_BEFORE, size)
            if is_old and _is_rare(had, of, past, usual=older) and had / of <= _lowest(older, size) - _MARGIN:
                return _told(buckets)
    return None


def turn(buckets: Sequence[Bucket]) -> int:
    """Return how many of the newest came after the change: where the sum of differences from the mean turns (CUSUM)."""
    had, of = _sums(buckets)
    mean = had / of
    missing = list(accumulate(bucket.of * mean - bucket.had for bucket in buckets))
    return missing.index(max(missing)) + 1


def thinned(rows: Sequence[T], days: Sequence[object], most: int = A_DAY) -> list[T]:
    """Return at most *most* rows of each day, evenly spread over it. *days*: the day of each row; rows of one stand together."""
    found: list[T] = []
    for _, group in groupby(zip(days, rows, strict=True), key=lambda pair: pair[0]):
        several = [row for _, row in group]
        step = max(1.0, len(several) / most)
        found += [several[int(number * step)] for number in range(min(most, len(several)))]
    return found


def _told(buckets: Sequence[Bucket]) -> Drop:
    place = turn(buckets)
    (had, of), (had_before, of_before) = _sums(buckets[:place]), _sums(buckets[place:])
    return Drop(since=buckets[place - 1].moment, had=had, of=of, had_before=had_before, of_before=of_before)


def _is_rare(had: int, of: int, past: Sequence[Bucket], *, usual: Sequence[Bucket]) -> bool:
    had_before, of_before = _sums(past)
    if had_before / of_before - had / of < _LEAST_DROP:
        return False
    share = (had_before + 0.5) / (of_before + 1)
    worth = _stories_in_one(usual)
    return _at_most(ceil(had / worth), ceil(of / worth), share) < _CHANCE


def _stories_in_one(past: Sequence[Bucket]) -> float:
    """How many stories count as one: the variance of the days' shares over that of chance; 1 where they vary by chance."""
    days = [_sums(list(group)) for _, group in groupby(past, key=lambda bucket: bucket.moment.date())]
    had_all, of_all = _sums(past)
    share = had_all / of_all
    by_chance = share * (1 - share)
    if len(days) < 2 or not by_chance:  # noqa: PLR2004  # one has no variance
        return 1.0
    return max(1.0, sum((had - of * share) ** 2 / (of * by_chance) for had, of in days) / (len(days) - 1))


def _at_most(had: int, of: int, share: float) -> float:
    """How likely *had* or fewer of *of* are where each has it with probability *share*."""
    return sum(comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(had + 1))


def _lowest(past: Sequence[Bucket], size: int) -> float:
    """The lowest share in any window of *size* stories."""
    had = [0, *accumulate(bucket.had for bucket in past)]
    of = [0, *accumulate(bucket.of for bucket in past)]
    shares, end = [1.0], 0
    for start in range(len(past)):
        while end < len(past) and of[end] - of[start] < size:
            end += 1
        if of[end] - of[start] < size:
            break
        shares.append((had[end] - had[start]) / (of[end] - of[start]))
    return min(shares)


def _reach(buckets: Sequence[Bucket], size: int) -> int | None:
    """How many buckets hold *size* stories; None where all together do not."""
    return next((number for number, of in enumerate(accumulate(b.of for b in buckets), 1) if of >= size), None)


def _sums(buckets: Sequence[Bucket]) -> tuple[int, int]:
    return sum(bucket.had for bucket in buckets), sum(bucket.of for bucket in buckets)
