"""What a backfill wants."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.backfilling import Days, span_in_address
from crawler.model import Entry

MARCH = Days(since=date(2026, 3, 1), until=date(2026, 3, 31), timezone=ZoneInfo("Asia/Shanghai"))


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        pytest.param({"published": "2026-03-10"}, True, id="within"),
        pytest.param({"published": "2026-03-31T15:59"}, True, id="last minute of the source's own day"),
        pytest.param({"published": "2026-03-31T16:00"}, False, id="next day there"),
        pytest.param({"published": "2026-02-28T16:00"}, True, id="first day there"),
        pytest.param({"updated": "2026-02-10"}, False, id="last changed before"),
        pytest.param({"updated": "2026-09-10"}, True, id="changed later, came out any time"),
        pytest.param({"published": "2026-02-10", "updated": "2026-03-10"}, False, id="came out before"),
        pytest.param({}, True, id="nobody says"),
    ],
)
def test_a_story_is_wanted_by_the_day_on_which_it_came_out(said, wanted):
    assert MARCH.holds(Entry(**{name: moment(text) for name, text in said.items()})) is wanted


@pytest.mark.parametrize(
    ("url", "updated", "wanted"),
    [
        pytest.param("https://tin.example/archive/2026-03.xml.gz", None, True, id="the month"),
        pytest.param("https://tin.example/archive/2026-04.xml", None, True, id="a zone away"),
        pytest.param("https://tin.example/archive/2026-05.xml", None, False, id="a later month"),
        pytest.param("https://tin.example/sitemap-2025.xml", None, False, id="another year"),
        pytest.param("https://tin.example/sitemap?yyyy=2026", None, True, id="the year"),
        pytest.param("https://tin.example/map/20260315.xml", None, True, id="a day"),
        pytest.param("https://tin.example/map/20260515.xml", None, False, id="another day"),
        pytest.param("https://tin.example/post-sitemap12.xml", "2026-03-02", True, id="changed since"),
        pytest.param("https://tin.example/post-sitemap11.xml", "2026-02-02", False, id="not changed since"),
        pytest.param("https://tin.example/post-sitemap11.xml", None, True, id="nobody says"),
    ],
)
def test_a_sitemap_is_asked_where_it_may_list_such_stories(url, updated, wanted):
    assert MARCH.may_be_in(Entry(url=url, updated=updated and moment(updated))) is wanted


def test_a_february_ends_when_it_does():
    assert span_in_address("https://tin.example/2024/02/") == (date(2024, 2, 1), date(2024, 2, 29))
    assert span_in_address("https://tin.example/12024023/x") is None


@pytest.mark.parametrize(
    ("days", "further"),
    [
        pytest.param(["2026-04-02", "2026-04-01"], True, id="newer"),
        pytest.param(["2026-03-01", "2026-02-27"], True, id="at the border"),
        pytest.param(["2026-02-27", "2026-02-20"], False, id="older"),
        pytest.param([None, "2026-02-20"], False, id="one prints none"),
        pytest.param([None], True, id="none printed"),
    ],
)
def test_older_pages_are_asked_for_until_they_are_older_than_the_range(days, further):
    assert MARCH.goes_on([Entry(published=day and moment(day)) for day in days]) is further


def test_what_was_left_out_is_found_by_its_day():
    first, last = MARCH.reasons()

    assert first <= MARCH.out_of_range(moment("2026-03-10")) <= last
    assert not first <= MARCH.out_of_range(moment("2026-04-10")) <= last
    assert MARCH.is_before(moment("2026-02-10"))
    assert MARCH.holds_moment(None)
