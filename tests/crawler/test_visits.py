"""When a stored story is looked at again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.visits import STEPS, is_whole, next_visit, visits_of

OUT = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("age", "at"),
    [
        pytest.param(timedelta(0), HOUR, id="just out"),
        pytest.param(50 * HOUR / 60, 4 * HOUR, id="too close to the first step"),
        pytest.param(HOUR, 4 * HOUR, id="after the first"),
        pytest.param(5 * HOUR, DAY, id="missed two"),
        pytest.param(2 * DAY, 3 * DAY, id="days old"),
        pytest.param(8 * DAY, 30 * DAY, id="weeks old"),
        pytest.param(29 * DAY, None, id="history"),
        pytest.param(400 * DAY, None, id="archive"),
        pytest.param(-5 * HOUR, -5 * HOUR + HOUR, id="dated in the future"),
    ],
)
def test_the_steps_count_from_publication(age, at):
    assert next_visit(OUT, visits=0, now=OUT + age) == (OUT + at if at else None)


def test_without_a_clock_time_they_count_from_when_it_was_found():
    now, seen = OUT, []
    for visits in range(9):
        following = next_visit(None, visits=visits, now=now)
        if following is None:
            break
        seen.append(following - OUT)
        now = following

    assert tuple(seen) == STEPS


def test_every_third_visit_takes_the_whole_page():
    assert [is_whole(number) for number in range(1, 7)] == [False, False, True, False, False, True]


def test_visits_take_a_fifth_of_a_crawl():
    assert visits_of(500) == 100
