"""Dates in addresses: a whole day or nothing."""

import doctest
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalize import paths
from crawler.normalize.paths import date_in_path


@pytest.mark.parametrize(
    ("path", "want"),
    [
        pytest.param("/news/2026/11/23/tin-rises/", "2026-11-23", id="folders"),
        pytest.param("/article/tin-rises-2026-11-23", "2026-11-23", id="behind-the-slug"),
        pytest.param("/r/2019-07-29/1.html", "2019-07-29", id="one-folder"),
        pytest.param("/t20261123_5.html", "2026-11-23", id="compact"),
        pytest.param("/2026/1/3/tin", "2026-01-03", id="one-digit"),
        pytest.param("/news/2026/nov/3/tin", "2026-11-03", id="month-by-name"),
        pytest.param("/blog/2026/october/03/tin", "2026-10-03", id="month-in-full"),
        pytest.param("/2026/marble/03/tin", None, id="a-word-like-a-month"),
        pytest.param("/2026/11/", None, id="month-alone"),
        pytest.param("/newscontent/100982475/tin", None, id="number-of-a-story"),
        pytest.param("/2026/11-23/", None, id="mixed-separators"),
        pytest.param("/2026/13/01/", None, id="no-such-month"),
        pytest.param("/2026/11/32/", None, id="no-such-day"),
        pytest.param("/2026/02/31/tin", None, id="no-such-day-of-the-month"),
        pytest.param("/120261123/", None, id="digits-before"),
        pytest.param("/202611234/", None, id="digits-behind"),
        pytest.param("/1826/11/23/", None, id="before-the-web"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_reads_a_day_or_nothing(path, want):
    assert date_in_path(path) == want


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31)), st.sampled_from(["/", "-", "_", ""]))
def test_reads_every_day(day, separator):
    assert date_in_path(f"/news/{day:%Y{separator}%m{separator}%d}/tin") == day.isoformat()


@given(st.text(alphabet="0123456789/-_", max_size=24))
def test_gives_a_day_of_the_calendar_or_nothing(path):
    found = date_in_path(path)

    assert found is None or date.fromisoformat(found)


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(paths).failed == 0
