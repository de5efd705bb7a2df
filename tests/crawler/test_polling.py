"""When an endpoint is asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawler.polling import FRESH_AT_MOST, LONGEST, SHORTEST, WORTH, Answer, Past, learn_rhythm, plan_poll

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def every(step, *, since=28 * DAY, until=MONDAY):
    """Moments *step* apart over the four weeks before."""
    return [until - n * step for n in range(int(since / step))]


def plan(published=(), *, status=200, past=None, now=MONDAY, timezone=UTC, url="https://tin.example/feed", **answer):
    given = Answer(status=status, **answer)
    return plan_poll(past or Past(), given, published, now=now, timezone=timezone, url=url)


def wait(*arguments, now=MONDAY, **options):
    return plan(*arguments, now=now, **options).at - now


@pytest.mark.parametrize(
    "step",
    [pytest.param(10 * MINUTE, id="agency"), pytest.param(HOUR, id="hourly"), pytest.param(3 * HOUR, id="daily")],
)
def test_a_steady_rate_is_asked_by_its_square_root(step):
    rhythm = learn_rhythm(every(step * 1.01), now=MONDAY, timezone=UTC)
    assert rhythm

    # Rates of single half hours lie about the mean, and which one it is asked in matters: it holds on average.
    waits = [rhythm.wait(MONDAY + n * 37 * MINUTE) / MINUTE for n in range(300)]

    assert sum(waits) / len(waits) == pytest.approx((2 * (WORTH / MINUTE) * (step / MINUTE)) ** 0.5, rel=0.1)


def test_a_daily_burst_is_waited_for_and_met():
    mornings = [MONDAY + 7 * HOUR + n * MINUTE - days * DAY for days in range(1, 28) for n in range(0, 25, 5)]

    late = wait(mornings, now=MONDAY + 8 * HOUR)
    at_six = MONDAY + 6 * HOUR
    soon = plan(mornings, now=at_six).at

    assert late > 4 * HOUR
    assert at_six + HOUR < soon < at_six + HOUR + 40 * MINUTE


def test_the_burst_is_where_the_sources_own_clock_has_it():
    mornings = [datetime(2026, 11, day, 7, n, tzinfo=SHANGHAI) for day in range(1, 23) for n in range(0, 25, 5)]
    six = datetime(2026, 11, 23, 6, tzinfo=SHANGHAI)

    soon = plan(mornings, now=six, timezone=SHANGHAI).at

    assert six + HOUR < soon < six + HOUR + 40 * MINUTE


def test_a_weekend_without_stories_is_left_alone():
    working = [moment for moment in every(HOUR) if moment.weekday() < 5 and 8 <= moment.hour < 18]

    saturday, wednesday = MONDAY - 2 * DAY + 9 * HOUR, MONDAY - 5 * DAY + 9 * HOUR

    assert wait(working, now=saturday) > 2.5 * wait(working, now=wednesday)


def test_without_clock_times_news_halves_the_interval_and_silence_lengthens_it():
    past = Past(interval=4 * HOUR)

    assert plan(new=3, past=past).past.interval == 2 * HOUR
    assert plan(new=0, past=past).past.interval == 6 * HOUR
    assert plan(status=304, past=past).past.interval == 6 * HOUR
    assert plan(every(HOUR, since=2 * HOUR), new=3, past=past).past.interval == 2 * HOUR, "two are no rhythm"


@pytest.mark.parametrize("new", [0, 9])
def test_the_interval_stays_within_its_bounds(new):
    past = Past(interval=SHORTEST if new else LONGEST)

    for number in range(50):
        moment = MONDAY + number * HOUR
        assert SHORTEST <= wait(new=new, past=past, now=moment) <= LONGEST
    assert SHORTEST <= wait(every(MINUTE / 2, since=DAY)) <= LONGEST


def test_failures_double_the_interval_up_to_a_day():
    past, waits = Past(interval=HOUR), []
    for _ in range(7):
        after = plan(status=503, past=past)
        waits.append((after.at - MONDAY) / HOUR)
        past = after.past

    assert waits == [pytest.approx(hours, rel=0.11) for hours in (2, 4, 8, 16, 24, 24, 24)]
    assert plan(status=200, new=1, past=past).past == Past(interval=HOUR / 2), "and one good answer ends it"


def test_no_answer_at_all_is_a_failure():
    assert plan(status=None).past.failures == 1


@pytest.mark.parametrize("status", [404, 410])
def test_what_is_gone_is_asked_daily(status):
    assert wait(status=status) == pytest.approx(DAY, rel=0.11)
    assert wait(every(HOUR), status=status) <= LONGEST


@pytest.mark.parametrize(
    ("asked", "least"),
    [
        pytest.param({"retry_after": 3 * HOUR, "status": 503}, 3 * HOUR, id="Retry-After"),
        pytest.param({"retry_after": 999 * DAY, "status": 429}, LONGEST, id="Retry-After without end"),
        pytest.param({"fresh_for": 2 * HOUR}, 2 * HOUR, id="max-age"),
        pytest.param({"fresh_for": 30 * DAY}, FRESH_AT_MOST, id="a preset"),
    ],
)
def test_it_is_never_sooner_than_the_server_asks(asked, least):
    busy = every(6 * MINUTE)

    assert wait(busy) < HOUR
    assert least <= wait(busy, **asked) <= LONGEST


def test_endpoints_do_not_keep_step_and_the_same_question_has_one_answer():
    moments = {wait(url=f"https://tin.example/feed/{n}") for n in range(20)}

    assert len(moments) == 20
    assert wait() == wait()
    assert max(moments) < min(moments) * 1.25


def test_a_source_that_died_is_asked_less_and_less():
    alive = every(HOUR, until=MONDAY)

    past, waits = Past(), []
    for days in (0, 14, 27, 40, 41, 42):
        after = plan(alive, now=MONDAY + days * DAY, past=past)
        waits.append(after.past.interval)
        past = after.past

    assert waits == sorted(waits)
    assert waits[2] > 3 * waits[0]
