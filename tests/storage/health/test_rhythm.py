"""Silence by rhythm: what a weekend, a night and a feast explain, and what they do not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from storage.health.rhythm import silence, unwatched

MONDAY = datetime(2026, 9, 7, tzinfo=UTC)


def at(days, hour=8.0):
    return MONDAY + timedelta(days=days, hours=hour)


def paper(weeks, hours=(8,), weekdays=range(5)):
    """A paper that publishes on its weekdays at its hours, for some weeks from a Monday on."""
    return [at(7 * week + day, hour) for week in range(weeks) for day in weekdays for hour in hours]


WEEKDAYS = paper(8)
HOURLY = paper(8, hours=range(7, 19))
AGENCY = paper(8, hours=range(24), weekdays=range(7))
FRIDAY = at(7 * 7 + 4)


@pytest.mark.parametrize(
    ("moments", "since", "asked", "is_silent"),
    [
        pytest.param(WEEKDAYS, FRIDAY, at(56, 7), False, id="weekday paper over a weekend"),
        pytest.param(WEEKDAYS, FRIDAY, at(57, 12), False, id="weekday paper over a long weekend"),
        pytest.param(WEEKDAYS, FRIDAY, at(58, 12), True, id="weekday paper that misses three days"),
        pytest.param(HOURLY, at(53, 18), at(56, 8.5), False, id="hourly over a weekend"),
        pytest.param(HOURLY, at(53, 18), at(56, 12), True, id="hourly that misses a morning"),
        pytest.param(AGENCY, at(55, 23), at(56, 1), False, id="agency for two hours"),
        pytest.param(AGENCY, at(55, 23), at(56, 4), True, id="agency for five"),
        pytest.param(paper(10, weekdays=(1,)), at(64), at(71, 7), False, id="weekly before its day"),
        pytest.param(paper(10, weekdays=(1,)), at(64), at(86), True, id="weekly that misses three"),
        pytest.param(paper(1), at(4), at(60), False, id="too young"),
    ],
)
def test_a_silence_is_held_against_the_rhythm(moments, since, asked, is_silent):
    assert (silence(moments, since=since, asked=asked) is not None) is is_silent


def test_a_silence_is_told_in_publications():
    found = silence(WEEKDAYS, since=FRIDAY, asked=at(63))

    assert (found.since, round(found.due), round(found.longest, 1)) == (FRIDAY, 6, 0.6)


def test_a_burst_is_one_publication():
    burst = [moment + timedelta(minutes=minute) for moment in WEEKDAYS for minute in range(20)]

    assert silence(burst, since=FRIDAY, asked=at(57, 12)) is None


def test_who_publishes_by_chance_is_given_more_time_than_who_keeps_his_days():
    chance = [
        at(day) for day in (0, 1, 2, 4, 9, 10, 11, 12, 16, 17, 20, 23, 24, 25, 30, 31, 36, 37, 38, 39, 44, 45, 50)
    ]
    every_other_day = [at(day) for day in range(0, 51, 2)]

    assert silence(chance, since=at(50), asked=at(57)) is None
    assert silence(every_other_day, since=at(50), asked=at(57)) is not None


REST = {date(2026, 11, 2) + timedelta(days=number) for number in range(10)}


def test_a_feast_is_no_silence_for_who_keeps_it():
    assert silence(WEEKDAYS, since=FRIDAY, asked=at(65, 7), quiet_days=REST) is None
    assert silence(WEEKDAYS, since=FRIDAY, asked=at(70, 7), quiet_days=REST) is not None, "it is over"


def test_who_worked_on_feasts_is_missed_on_them():
    works = [*AGENCY, *(at(56 + day, hour) for day in range(5) for hour in range(24))]

    assert silence(works, since=at(60, 23), asked=at(62), quiet_days=REST) is not None


def test_a_gap_in_which_nobody_asked_is_no_silence_of_the_source():
    hole = [moment for moment in WEEKDAYS if not at(20) <= moment <= at(34)]
    away = [(at(21, 0), at(34, 0))]

    assert silence(hole, since=FRIDAY, asked=at(63)) is None, "by that gap it is used to silence"
    assert silence(hole, since=FRIDAY, asked=at(63), unwatched=away) is not None


@pytest.mark.parametrize(
    ("days", "stretches"),
    [
        pytest.param([1, 2, 3, 4], [], id="daily"),
        pytest.param([1, 2, 4], [], id="a day left out"),
        pytest.param([1, 2, 3, 9, 10], [(4, 9)], id="a week away"),
        pytest.param([1, 8, 15, 22], [], id="asked weekly"),
        pytest.param([], [], id="never"),
    ],
)
def test_stretches_in_which_nobody_asked(days, stretches):
    found = unwatched([date(2026, 11, day) for day in days])

    assert [(start.day, end.day) for start, end in found] == stretches
