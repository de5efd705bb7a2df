"""The second look at a block: what the first look thought of those around it, and of those in the same place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import accumulate
from math import exp

from crawler.extract.features import Measures

_UNKNOWN = -6.0  # beyond the page's first and last block stands no story
_ALONE = -3.0  # of a block that shares its place with no other
_NEAR = 5

NAMES = (
    "score", "score_before", "score_after", "score_before_2", "score_after_2", "score_before_3", "score_after_3",
    "best_before", "best_after", "mean_before", "mean_after", "story_before", "story_after", "from_first_kept", "to_last_kept",
    "holder_score", "alike_score", "blocks_kept", "story_words",
)  # fmt: skip
"""Names of these measures, in order; they follow those of `features.NAMES`."""


def surroundings(scores: Sequence[float], measures: Measures) -> list[list[float]]:
    """Return the rows of `measures`, each with what is known now of its surroundings behind it.

    *scores* are the first look's log-odds, one a candidate.
    """
    places, rows = measures.candidates, measures.rows
    count = len(measures.prose)
    words = [row[0] for row in rows]
    chances = [1 / (1 + exp(-max(-30.0, min(30.0, score)))) for score in scores]
    held, alike = _groups(measures.holders, scores, words), _groups(measures.alike, scores, words)
    kept = [place for place, score in zip(places, scores, strict=True) if score > 0]
    first, last = (kept[0], kept[-1]) if kept else (0, 0)
    story = sum(chance * length for chance, length in zip(chances, words, strict=True)) or 1.0
    likely = sum(chances)
    wide, sums = [_UNKNOWN] * (count + 6), [0.0] * (count + 1)
    for place, score, chance in zip(places, scores, chances, strict=True):
        wide[place + 3] = score
        sums[place + 1] = chance
    sums = list(accumulate(sums))
    found, told = [], 0.0
    for i, place in enumerate(places):
        told += chances[i] * words[i]
        b3, b2, b1, score, a1, a2, a3 = wide[place : place + 7]
        start, stop = max(0, place - _NEAR), min(count, place + 1 + _NEAR)
        found.append([
            *rows[i], score, b1, a1, b2, a2, b3, a3, max(b1, b2, b3), max(a1, a2, a3),
            (sums[place] - sums[start]) / _NEAR, (sums[stop] - sums[place + 1]) / _NEAR,
            told / story, (story - told) / story, place - first, last - place,
            _others(held[measures.holders[i]], score, words[i]), _others(alike[measures.alike[i]], score, words[i]),
            likely, story,
        ])  # fmt: skip
    return found


def _groups(keys: Sequence[object], scores: Sequence[float], words: Sequence[float]) -> dict[object, list[float]]:
    """Weighted sum of scores, sum of weights and number of blocks by group."""
    groups: dict[object, list[float]] = defaultdict(lambda: [0.0, 0.0, 0])
    for key, score, length in zip(keys, scores, words, strict=True):
        group = groups[key]
        group[0] += score * length
        group[1] += length
        group[2] += 1
    return groups


def _others(group: Sequence[float], score: float, length: float) -> float:
    """Mean score of the others of a group."""
    total, weight, number = group
    return (total - score * length) / (weight - length) if number > 1 and weight > length else _ALONE
