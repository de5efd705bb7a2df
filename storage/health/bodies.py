"""When the texts of a source become shorter than they ever were: a selector that takes half of them. Pure.

Medians, so that a run of three flashes moves nothing. An alarm needs a median of the newest stories under three fifths
of the past one, and 15 % under that of any window before: a source that mixes flashes and features has had such a
window. By chance that is rarer than is worth a number of its own: `benchmarks/health.py` counts it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from storage.health.shares import Bucket, turn

_WINDOWS = (10, 20, 40)
_BEFORE = 30
_SHARE = 0.6
_MARGIN = 0.85
_BETWEEN = 0.8  # of the past median: what is longer is counted as before the change
_SPAN = timedelta(hours=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shorter:
    """Bodies that became shorter."""

    since: datetime
    """The first of the newest stories, UTC."""
    of: int
    """How many newest stories were looked at."""
    words: int
    """Their median."""
    words_before: int
    """The median of those before."""


def shorter(stories: Sequence[tuple[datetime, int]]) -> Shorter | None:
    """Return how bodies became shorter, None where they did not. *stories*: moment and words, newest first, no empty body."""
    words = [count for _, count in stories]
    for size in _WINDOWS:
        recent, before = words[:size], words[size:]
        if len(before) < max(_BEFORE, size) or stories[0][0] - stories[size - 1][0] < _SPAN:
            continue
        now, usual = median(recent), median(before)
        lowest = min(median(before[start : start + size]) for start in range(len(before) - size + 1))
        if now < _SHARE * usual and now < _MARGIN * lowest:
            marks = [Bucket(moment=moment, had=int(count >= _BETWEEN * usual), of=1) for moment, count in stories]
            return Shorter(since=marks[turn(marks) - 1].moment, of=size, words=round(now), words_before=round(usual))
    return None
