"""Shares that fall: a break at once, a drift in time, and no alarm over what comes in waves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.health.bodies import shorter
from storage.health.shares import Bucket, drop, thinned

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)


def stories(*marks, a_day=4):
    """Buckets of one story each, newest first, from marks in the order of time."""
    found = [Bucket(moment=NOW + timedelta(days=n / a_day), had=int(mark), of=1) for n, mark in enumerate(marks)]
    return found[::-1]


ALWAYS = [1] * 100
OFTEN = [1, 1, 1, 0] * 40
WAVES = ([1] * 8 + [0] * 8) * 12


@pytest.mark.parametrize(
    ("marks", "is_drop"),
    [
        pytest.param([*ALWAYS, *[0] * 3], False, id="three are few"),
        pytest.param([*ALWAYS, *[0] * 5], True, id="five of five gone"),
        pytest.param([*OFTEN, *[0] * 5], False, id="five gone of a field in three of four"),
        pytest.param([*OFTEN, *[0] * 20], True, id="twenty gone of it"),
        pytest.param([*ALWAYS, *[1, 0] * 10], True, id="every other one"),
        pytest.param([*ALWAYS, *[1, 1, 1, 1, 1, 1, 1, 1, 1, 0] * 10], False, id="one of ten"),
        pytest.param([*[0] * 100, *[0] * 20], False, id="never had"),
        pytest.param([*[0] * 100, *[1] * 20], False, id="a field that comes"),
        pytest.param([*[1] * 10, *[0] * 10], False, id="too young"),
        pytest.param([*WAVES, *[1] * 8, *[0] * 8], False, id="a wave like others"),
        pytest.param([*WAVES, *[0] * 80], True, id="a wave without end"),
    ],
)
def test_a_drop_is_told_from_chance(marks, is_drop):
    assert (drop(stories(*marks)) is not None) is is_drop


def test_a_drop_names_its_figures_and_its_beginning():
    found = drop(stories(*ALWAYS, *[0] * 12))

    assert (found.had, found.of, found.had_before, found.of_before) == (0, 12, 100, 100)
    assert found.since == NOW + timedelta(days=100 / 4)


def test_a_slow_drift_is_seen():
    drift = [int(number % 20 >= step) for step in range(20) for number in range(20)]

    assert drop(stories(*ALWAYS, *drift[:200])) is not None


def test_one_night_is_weather():
    assert drop(stories(*ALWAYS, *[0] * 20, a_day=100)) is None


def test_a_day_s_pages_count_each():
    days = [Bucket(moment=NOW - timedelta(days=n), had=8 if n > 1 else 2, of=8) for n in range(30)]

    found = drop(days)

    assert (found.had, found.of, found.since) == (4, 16, NOW - timedelta(days=1))


def test_stories_are_thinned_evenly():
    rows = [*(("mon", n) for n in range(20)), ("tue", 1)]

    assert thinned(rows, [day for day, _ in rows], 4) == [("mon", 0), ("mon", 5), ("mon", 10), ("mon", 15), ("tue", 1)]


def texts(*words):
    return [(NOW + timedelta(days=number), count) for number, count in enumerate(words)][::-1]


@pytest.mark.parametrize(
    ("words", "is_shorter"),
    [
        pytest.param([300, 420, 380] * 20 + [190, 160, 210] * 4, True, id="half"),
        pytest.param([300, 420, 380] * 20 + [290, 320, 310] * 4, False, id="a little less"),
        pytest.param([300, 420, 380] * 20 + [60] * 4, False, id="four flashes"),
        pytest.param(([500] * 12 + [80] * 12) * 4 + [500] * 6 + [80] * 12, False, id="runs of flashes as before"),
        pytest.param([300] * 20 + [100] * 10, False, id="too young"),
    ],
)
def test_bodies_become_shorter_than_they_ever_were(words, is_shorter):
    assert (shorter(texts(*words)) is not None) is is_shorter


def test_shorter_bodies_name_their_figures_and_their_beginning():
    found = shorter(texts(*[400] * 60, *[150] * 11))

    assert (found.of, found.words, found.words_before) == (10, 150, 400)
    assert found.since == NOW + timedelta(days=60)
