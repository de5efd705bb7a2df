"""When a source is due, and stories to be looked at again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import Article, ArticleStore
from storage.frontier import FrontierItem, SqliteFrontier, pause
from storage.schedule import Schedule, steps_to
from storage.visits import Visits

SOURCE, FEED = "tin.example", "https://tin.example/feed"
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(clock):
    with ArticleStore(":memory:", clock=clock) as opened:
        yield opened


@pytest.fixture
def frontier(store, clock):
    return SqliteFrontier(store, clock=clock)


@pytest.fixture
def visits(store, clock):
    return Visits(store, clock=clock)


@pytest.fixture
def schedule(store):
    return Schedule(store)


def item(number, **fields):
    url = f"https://tin.example/{number}"
    return FrontierItem(**{"key": url, "url": url, "endpoint": FEED} | fields)


def asked(store, schedule, *, url=FEED, at=NOW + HOUR, found_at=None):
    store.note_endpoint(url, source=SOURCE, kind="feed", status=200, found_at=found_at)
    schedule.plan(url, next_poll=at, interval=HOUR, failures=0)


@pytest.fixture
def stored(store, frontier, visits):
    """Lease of a story that is stored and done; look again in an hour."""
    frontier.add(SOURCE, [item(1)])
    (lease,) = frontier.lease(SOURCE, 1)
    store.save(Article(url=lease.url, headline="Tin", date_published=NOW, date_precision="minute"))
    visits.settle(lease.id, NOW + HOUR)
    return lease


def test_an_endpoint_that_was_never_asked_is_due(store, schedule):
    assert schedule.due_at(SOURCE, [FEED], now=NOW) == NOW
    asked(store, schedule)
    assert schedule.due_at(SOURCE, [FEED], now=NOW) == NOW + HOUR
    assert schedule.due_at(SOURCE, [FEED, f"{FEED}/2"], now=NOW) == NOW


def test_an_endpoint_that_the_definition_names_no_more_does_not_count_but_a_found_sitemap_does(store, schedule):
    asked(store, schedule, at=NOW + 3 * HOUR)
    asked(store, schedule, url="https://tin.example/old", at=NOW - HOUR)
    assert schedule.due_at(SOURCE, [FEED], now=NOW) == NOW + 3 * HOUR

    index = "https://tin.example/index"
    asked(store, schedule, url=index, at=NOW + 3 * HOUR)
    asked(store, schedule, url="https://tin.example/map", at=NOW + 2 * HOUR, found_at=index)

    assert schedule.due_at(SOURCE, [FEED, index], now=NOW) == NOW + 2 * HOUR
    assert schedule.due_at(SOURCE, [FEED], now=NOW) == NOW + 3 * HOUR


def test_a_moment_that_a_wrong_clock_wrote_is_not_waited_for(store, schedule):
    asked(store, schedule, at=NOW + 9 * 365 * 24 * HOUR)

    assert schedule.due_at(SOURCE, [FEED], now=NOW) == NOW


def test_steps_count_the_indexes_between_a_sitemap_and_the_definition():
    found = {"a": None, "b": "a", "c": "b", "lost": "gone", "x": "y", "y": "x"}

    assert steps_to(found, ["a"]) == {"a": 0, "b": 1, "c": 2}


def test_what_waits_in_the_frontier_is_due_at_once_and_what_failed_when_it_has_rested(store, schedule, frontier, clock):
    asked(store, schedule, at=NOW + 20 * HOUR)
    frontier.add(SOURCE, [item(1)])
    assert schedule.due_at(SOURCE, [FEED], now=NOW) == NOW

    for rest in (15 * MINUTE, HOUR, 4 * HOUR):
        (lease,) = frontier.lease(SOURCE, 1)
        frontier.failed(lease.id, "http-503", retry=True)
        assert schedule.due_at(SOURCE, [FEED], now=clock.now) == clock.now + rest
        clock.now += rest - MINUTE
        assert frontier.resume(SOURCE, patient=True) == 0
        clock.now += MINUTE
        assert frontier.resume(SOURCE, patient=True) == 1


def test_without_patience_what_failed_is_tried_again_at_once(frontier):
    frontier.add(SOURCE, [item(1)])
    (lease,) = frontier.lease(SOURCE, 1)
    frontier.failed(lease.id, "http-503", retry=True)

    assert frontier.resume(SOURCE) == 1
    assert [pause(n) for n in (1, 2, 3, 4)] == [15 * MINUTE, HOUR, 4 * HOUR, 16 * HOUR]


def test_a_parked_source_has_nothing_due_before(schedule):
    schedule.park(SOURCE, until=NOW + 5 * HOUR, reason="http-429")
    schedule.park(SOURCE, until=NOW + 2 * HOUR, reason="http-503")

    assert schedule.due_at(SOURCE, [FEED], now=NOW) == NOW + 5 * HOUR
    assert schedule.due_at(SOURCE, [FEED], now=NOW + 9 * HOUR) == NOW + 9 * HOUR
    assert schedule.due_at("lead.example", [], now=NOW) == NOW + DAY


def test_a_story_to_look_at_again_makes_its_source_due(store, schedule, stored):
    assert stored
    asked(store, schedule, at=NOW + 9 * HOUR)

    assert schedule.due_at(SOURCE, [FEED], now=NOW) == NOW + HOUR


def test_the_rhythm_is_read_from_what_an_endpoint_listed_first(frontier, schedule):
    said = {"published": "2026-11-22T09:30:00+00:00"}
    frontier.add(SOURCE, [item(1, entry=said), item(2, entry={"published": "2026-11-22T00:00:00+00:00"}), item(3)])
    frontier.add(SOURCE, [item(4, entry=said, endpoint="https://tin.example/map")])

    found = schedule.published(FEED, since=datetime(2020, 1, 1, tzinfo=UTC), limit=10)

    assert found == [datetime(2026, 11, 22, 9, 30, tzinfo=UTC)], "midnight is no clock time"


def test_a_date_that_the_page_alone_prints_counts_too(schedule, stored):
    assert stored
    assert schedule.published(FEED, since=datetime(2020, 1, 1, tzinfo=UTC), limit=10) == [NOW]


def test_a_story_is_leased_again_when_its_time_has_come_and_once(visits, frontier, stored, clock):
    assert visits.lease(SOURCE, 9) == []

    clock.now += HOUR
    (lease,) = visits.lease(SOURCE, 9)

    assert (lease.key, lease.visits, lease.attempts) == (stored.key, 1, 1)
    assert visits.lease(SOURCE, 9) == []
    assert frontier.add(SOURCE, [item(1)]) == []


def test_a_visit_that_was_cut_off_stays_a_visit(visits, frontier, stored, clock):
    assert stored
    clock.now += HOUR
    (lease,) = visits.lease(SOURCE, 9)

    assert frontier.resume(SOURCE) == 1

    (again,) = frontier.lease(SOURCE, 9)
    assert (again.id, again.visits) == (lease.id, 1)


def test_a_page_that_is_gone_is_noted_once_each_time_it_goes(store, visits, stored):
    def story():
        return visits.story(stored.id)

    assert visits.gone(stored.id, story())
    assert not visits.gone(stored.id, story())
    assert story().gone_at == NOW
    assert visits.back(stored.id, story(), is_logged=False)
    assert not visits.back(stored.id, story(), is_logged=False)
    assert visits.gone(stored.id, story())
    assert visits.back(stored.id, story(), is_logged=True)

    assert [change.kind for change in store.changes()] == ["new", "gone", "changed", "gone"]
    assert store.get(stored.key)


@pytest.mark.parametrize(
    ("updated", "due"),
    [
        pytest.param(NOW + HOUR, True, id="since it was fetched"),
        pytest.param(NOW - HOUR, False, id="before it was fetched"),
        pytest.param(NOW + 9 * DAY, False, id="in days to come"),
    ],
)
def test_a_story_that_was_updated_is_due_at_once(visits, stored, clock, updated, due):
    visits.settle(stored.id, NOW + 30 * DAY)
    clock.now += 2 * HOUR

    assert visits.edited(SOURCE, stored.key, updated) is due
    assert len(visits.lease(SOURCE, 9)) == due


def test_an_update_is_believed_once_an_hour(visits, stored, clock):
    clock.now += 30 * MINUTE
    assert not visits.edited(SOURCE, stored.key, NOW + 20 * MINUTE)


def test_the_change_log_keeps_its_numbers_when_its_kinds_grow(tmp_path):
    path = tmp_path / "news.db"
    with ArticleStore(path) as store:
        for number in range(3):
            store.save(Article(url=f"https://tin.example/{number}", headline="Tin"))
        store.db.execute("DELETE FROM changes WHERE seq = 3")
        before = store.connection.rows("SELECT * FROM changes")
        store.db.execute("DELETE FROM _sqlite_migrations WHERE name = '0011_change_kinds'")

    with ArticleStore(path) as store:
        assert store.connection.rows("SELECT * FROM changes") == before
        store.save(Article(url="https://tin.example/9", headline="Tin"))
        assert [change.seq for change in store.changes()] == [1, 2, 4]
