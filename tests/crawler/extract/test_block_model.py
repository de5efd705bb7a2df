"""Oblivious trees: their sums by hand, and what the shipped file holds."""

import math
from itertools import pairwise

import pytest

from crawler.extract import features, surroundings
from crawler.extract.block_model import BlockModel, Trees, load_block_model

MEASURES = [len(features.NAMES), len(features.NAMES) + len(surroundings.NAMES)]


@pytest.mark.parametrize(
    ("row", "want"),
    [
        pytest.param([0.0, 0.0], 0.5 + 1.0, id="no-to-both"),
        pytest.param([2.0, 0.0], 0.5 + 2.0, id="yes-to-the-first-question"),
        pytest.param([0.0, 9.0], 0.5 + 4.0, id="yes-to-the-second"),
        pytest.param([2.0, 9.0], 0.5 + 8.0, id="yes-to-both"),
        pytest.param([1.0, 3.0], 0.5 + 1.0, id="a-border-itself-is-not-above-it"),
        pytest.param([True, 3.1], 0.5 + 4.0, id="truth-values-are-numbers"),
    ],
)
def test_a_leaf_s_number_has_a_bit_a_level(row, want):
    trees = Trees({"bias": 0.5, "trees": [[[[0, 1.0], [1, 3.0]], [1.0, 2.0, 4.0, 8.0]]]})

    assert trees.score(row) == pytest.approx(want)


@pytest.mark.parametrize(
    ("row", "want"),
    [
        pytest.param([0.0], -1 + 10 + 0.1, id="below-all-borders"),
        pytest.param([1.5], -1 + 20 + 0.1, id="between"),
        pytest.param([2.5], -1 + 20 + 0.2, id="above-all"),
    ],
)
def test_trees_that_ask_of_the_same_measure_do_not_mix(row, want):
    trees = Trees({"bias": -1, "trees": [[[[0, 1.0]], [10, 20]], [[[0, 2.0]], [0.1, 0.2]]]})

    assert trees.score(row) == pytest.approx(want)


def test_two_levels_may_ask_the_same_question():
    trees = Trees({"bias": 0, "trees": [[[[0, 1.0], [0, 1.0]], [1, 2, 3, 4]]]})

    assert (trees.score([0]), trees.score([2])) == (1, 4)


def test_a_tree_has_up_to_eight_levels():
    trees = Trees({"bias": 0, "trees": [[[[level, 0.5] for level in range(8)], list(range(256))]]})

    assert trees.score([1] * 8) == 255
    assert trees.score([0, 1, 0, 0, 0, 0, 0, 1]) == 2 + 128


def test_a_single_leaf_asks_nothing():
    assert Trees({"bias": 0.25, "trees": [[[], [3.0]]]}).score([]) == pytest.approx(3.25)


def test_no_tree_is_the_bias_alone():
    assert Trees({"bias": 0.25, "trees": []}).score([1, 2]) == pytest.approx(0.25)


def test_measures_that_no_tree_asks_for_do_not_count():
    trees = Trees({"bias": 0, "trees": [[[[1, 0.0]], [5, 7]]]})

    assert trees.score([math.inf, 1, -math.inf]) == trees.score([0, 1, 0]) == 7


def test_the_shipped_model_is_read_once():
    model = load_block_model()

    assert isinstance(model, BlockModel)
    assert load_block_model() is model


def test_the_shipped_names_are_weighed_as_they_are_looked_up():
    weights = load_block_model().name_weights

    assert len(weights) > 500
    assert all(word == word.lower() and word == " ".join(word.split()) and len(word) > 1 for word in weights)
    assert all(math.isfinite(weight) and abs(weight) < 10 for weight in weights.values())
    assert all(weights[word] < 0 for word in ("comment", "related", "newsletter", "sidebar"))
    assert weights["article body"] > 0 or weights["body"] > 0 or weights["article"] > 0


@pytest.mark.parametrize(("name", "count"), [*zip(("first", "second"), MEASURES, strict=True)])
def test_the_shipped_trees_ask_for_measures_there_are(name, count):
    trees = getattr(load_block_model(), name)
    for value in (0.0, 1.0, -1.0, 1e9):
        assert math.isfinite(trees.score([value] * count))

    asked = Recorder(count)
    trees.score(asked)

    assert asked.asked
    assert max(asked.asked) < count


class Recorder:
    """A row that remembers which of its values were asked for."""

    def __init__(self, count):
        self.asked, self.count = set(), count

    def __len__(self):
        return self.count

    def __getitem__(self, index):
        if not 0 <= index < self.count:
            raise IndexError(index)
        self.asked.add(index)
        return 0.0


def test_the_second_look_uses_what_the_first_thought():
    asked = Recorder(MEASURES[1])
    load_block_model().second.score(asked)

    assert {at for at in asked.asked if at >= MEASURES[0]}


def test_the_shipped_threshold_and_curve_are_sane():
    model = load_block_model()

    assert -2 < model.threshold < 2
    assert model.confidence
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in model.confidence)
    assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(model.confidence)), "more certain is better read"
