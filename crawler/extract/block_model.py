"""The learned part of the block engine: two rounds of oblivious decision trees, read from ``crawler/data/block_model.json``.

A tree asks the same question of every block on one level, so the answers on its levels, as bits, are the number of its
leaf. All answers to all trees' questions about one measure are bits of one whole number, looked up by the measure's
value: a block costs a bisection and an OR a measure, and a look into a table a tree (measured: 8 microseconds for 180
trees). ``benchmarks/train_blocks.py`` makes the file.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from operator import getitem
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockModel:
    """What was learnt of blocks and of the names of elements."""

    name_weights: Mapping[str, float]
    """Word of an element's names -> log-odds that a block in it is part of a story, 0 for an average word."""
    first: Trees
    """For the measures of `features`."""
    second: Trees
    """For these and those of `surroundings`."""
    threshold: float
    """Log-odds of the second round from which on a block is part of the story."""
    confidence: Sequence[tuple[float, float]]
    """Points of the curve from a page's mean certainty to how well such pages were read, both 0 to 1."""


class Trees:
    """A sum of oblivious trees of up to eight levels."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        """*given*: ``bias``, and ``trees``: each a list of ``[measure, border]`` and a list of leaf values."""
        self.bias = float(given["bias"])
        same: dict[
            float, float
        ] = {}  # equal values are one object: four fifths less memory to go through for each block
        self._leaves = [tuple(same.setdefault(v, v) for v in map(float, leaves)) for _, leaves in given["trees"]]
        questions: dict[int, dict[float, int]] = {}
        for tree, (splits, _) in enumerate(given["trees"]):
            for level, (measure, border) in enumerate(splits):
                at = questions.setdefault(int(measure), {})
                at[float(border)] = at.get(float(border), 0) | 1 << (8 * tree + level)
        self._tables = [(measure, *_table(at)) for measure, at in sorted(questions.items())]
        self._size = len(self._leaves)

    def score(self, row: Sequence[float]) -> float:
        """Return the log-odds that a block with these measures is part of the story."""
        answers = 0
        for measure, borders, bits in self._tables:
            answers |= bits[bisect_left(borders, row[measure])]
        return self.bias + sum(map(getitem, self._leaves, answers.to_bytes(self._size, "little")))


def _table(questions: Mapping[float, int]) -> tuple[list[float], list[int]]:
    """Borders in order, and the answers (greater than the border: 1) of a value behind none, one, two ... of them."""
    borders = sorted(questions)
    bits = [0]
    for border in borders:
        bits.append(bits[-1] | questions[border])
    return borders, bits


@lru_cache(maxsize=1)
def load_block_model() -> BlockModel:
    """Return the shipped model."""
    given = json.loads((files("crawler.data") / "block_model.json").read_text(encoding="utf-8"))
    return BlockModel(
        name_weights=given["name_weights"],
        first=Trees(given["first"]),
        second=Trees(given["second"]),
        threshold=given["threshold"],
        confidence=[(float(x), float(y)) for x, y in given["confidence"]],
    )
