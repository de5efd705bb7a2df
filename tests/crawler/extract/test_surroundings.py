"""The second look's measures: what the first thought of the neighbours, and of those in the same place."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.data.cues import load_cues
from crawler.extract import features
from crawler.extract.document import page_blocks, parse_html
from crawler.extract.features import Witness, measured
from crawler.extract.surroundings import NAMES, surroundings

LINE = "Stocks of tin in exchange warehouses fell again to a low on Monday, line {}."


def page(count, extra=""):
    lines = "".join(f"<p>{LINE.format(n)}</p>" for n in range(count))
    blocks = page_blocks(parse_html(f"<body><div class=story>{lines}</div>{extra}</body>"))[0]
    return measured(blocks, Witness(), load_cues(), {})


def rows_of(scores, measures):
    found = surroundings(scores, measures)
    return [dict(zip(NAMES, row[len(features.NAMES) :], strict=True)) for row in found]


def chance(score):
    return 1 / (1 + math.exp(-score))


def test_names_are_their_own():
    assert len({*NAMES, *features.NAMES}) == len(NAMES) + len(features.NAMES)


def test_leaves_the_first_measures_as_they_are():
    measures = page(3)

    assert [row[: len(features.NAMES)] for row in surroundings([1.0, 2.0, 3.0], measures)] == measures.rows


def test_tells_the_scores_of_the_neighbours():
    first, second, third = rows_of([1.0, -2.0, 3.0], page(3))

    assert (second["score_before"], second["score"], second["score_after"]) == (1.0, -2.0, 3.0)
    assert (first["score_after"], first["score_after_2"]) == (-2.0, 3.0)
    assert (third["score_before"], third["score_before_2"]) == (-2.0, 1.0)
    assert first["best_after"] == 3.0
    assert third["best_before"] == 1.0


def test_beyond_the_page_stands_no_story():
    (only,) = rows_of([2.0], page(1))

    assert {only[name] for name in NAMES if name.startswith(("score_", "best_"))} == {only["score_before"]}
    assert only["score_before"] < -3
    assert only["holder_score"] < -1


def test_links_far_away_count_as_unknown_neighbours():
    measures = page(2, extra="<ul><li><a href=/>Home</a></li></ul><p>Imprint and contact</p>")
    assert len(measures.candidates) == 3

    rows = rows_of([1.0, 2.0, -5.0], measures)

    assert rows[1]["score_after"] < -5.5
    assert rows[1]["score_after_2"] == -5.0


def test_tells_how_much_of_the_story_has_been_told():
    rows = rows_of([0.0, 0.0, 0.0, 0.0], page(4))

    assert [row["story_before"] for row in rows] == pytest.approx([0.25, 0.5, 0.75, 1.0])
    assert [row["story_after"] for row in rows] == pytest.approx([0.75, 0.5, 0.25, 0.0])


def test_tells_how_far_the_kept_ones_are():
    rows = rows_of([-1.0, 2.0, 2.0, -1.0], page(4))

    assert [row["from_first_kept"] for row in rows] == [-1, 0, 1, 2]
    assert [row["to_last_kept"] for row in rows] == [2, 1, 0, -1]


def test_tells_the_mean_of_the_others_in_the_same_place():
    rows = rows_of([1.0, 3.0, 5.0], page(3))

    assert [row["holder_score"] for row in rows] == pytest.approx([4.0, 3.0, 2.0])
    assert [row["alike_score"] for row in rows] == pytest.approx([4.0, 3.0, 2.0])


def test_tells_the_size_of_the_story():
    rows = rows_of([1.0, -1.0], page(2))

    words = features.words_in(LINE.format(0))
    assert rows[0]["blocks_kept"] == pytest.approx(chance(1) + chance(-1))
    assert rows[0]["story_words"] == pytest.approx(words * (chance(1) + chance(-1)))


def test_a_page_without_candidates_has_no_rows():
    assert surroundings([], page(0)) == []


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=7, max_size=7))
@settings(deadline=None)
def test_rows_are_whole_and_finite_whatever_the_scores(scores):
    rows = surroundings(scores, page(7))

    assert all(len(row) == len(features.NAMES) + len(NAMES) for row in rows)
    assert all(0 <= row["mean_before"] <= 1 and 0 <= row["mean_after"] <= 1 for row in rows_of(scores, page(7)))
