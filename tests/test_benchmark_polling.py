"""The simulation of asking: a small one, on the same outlets and decisions as the printed figures."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

PATH = Path(__file__).parents[1] / "benchmarks" / "polling.py"


@pytest.fixture(scope="module")
def polling():
    spec = importlib.util.spec_from_file_location("benchmark_polling", PATH)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def tables(polling):
    return polling.simulate(10, days=14, seed=3)


def test_a_quarter_of_the_requests_of_a_fixed_interval_leave_no_story_out(tables):
    ours, fixed = tables["ours"]["all"], tables["15 minutes"]["all"]

    assert fixed.requests == 96
    assert ours.requests < 24
    assert ours.lost == 0
    assert ours.median < 15
    assert ours.p95 < 60


def test_stories_wait_less_than_by_a_share_of_the_weeks_count(tables):
    ours, miniflux = tables["ours"], tables["miniflux"]

    assert miniflux["all"].lost > 0
    assert {kind for kind in ours if ours[kind].p95 > miniflux[kind].p95} <= {"monthly"}


def test_a_seed_decides_everything(polling, tables):
    again = polling.simulate(2, days=3, seed=3)

    assert again == polling.simulate(2, days=3, seed=3)
    assert again != polling.simulate(2, days=3, seed=4)
    assert set(tables) == {"ours", "15 minutes", "miniflux"}
