"""The simulation of outlets behind the alarms' rules runs; a small one of its kind holds what the README says of all."""

from __future__ import annotations

import importlib.util
import random
import sys
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def health():
    path = Path(__file__).parents[1] / "benchmarks" / "health.py"
    spec = importlib.util.spec_from_file_location("benchmark_health", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.mark.parametrize("rhythm", ["one a weekday", "daily burst at 7", "weekly on Tuesday"])
def test_healthy_outlets_raise_no_alarm_over_christmas_and_silent_ones_do(health, rhythm):
    outlet = next(outlet for outlet in health.RHYTHMS if outlet.rhythm == rhythm)
    chance = random.Random(6)  # noqa: S311  # a simulation
    stories = health.publish(outlet, health.WARM_UP + 80, chance)

    alarms = [alarm for _, found in health.checks(outlet, stories, 60, 80) for alarm in found]
    days = health.days_until(health.FAULTS[0], outlet, stories, 80, chance)

    assert [alarm for alarm in alarms if alarm.kind == "silent"] == []
    assert days <= (15 if rhythm == "weekly on Tuesday" else 3)
