from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import Article, ArticleStore
from storage.frontier import GAVE_UP, MAX_ATTEMPTS, FrontierItem, SqliteFrontier
from storage.memory_frontier import MemoryFrontier

SOURCE = "example.org"
STORED = Article(url="https://example.org/stored", identifier="example:stored", headline="Stored")


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 23, 8, tzinfo=UTC)

    def __call__(self):
        return self.now

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["sqlite", "memory"])
def frontier(request, clock):
    if request.param == "memory":
        yield MemoryFrontier(
            is_stored=lambda key, url: key == STORED.identifier or url == STORED.url,
            clock=clock,
        )
        return
    with ArticleStore(":memory:") as store:
        store.save(STORED)
        yield SqliteFrontier(store, clock=clock)


def item(key, **fields):
    return FrontierItem(**({"key": key, "url": f"https://example.org/{key}"} | fields))


def leased_keys(frontier, limit=10, **options):
    return [lease.key for lease in frontier.lease(SOURCE, limit, **options)]


def test_add_returns_the_keys_that_were_new(frontier):
    assert frontier.add(SOURCE, [item("a"), item("b"), item("a")]) == ["a", "b"]
    assert frontier.add(SOURCE, [item("b"), item("c")]) == ["c"]
    assert frontier.add("other.org", [item("a")]) == ["a"]
    assert frontier.pending(SOURCE) == 3


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(item("example:stored"), id="by-identifier"),
        pytest.param(item("x", url="https://example.org/stored"), id="by-address"),
    ],
)
def test_a_stored_article_is_known(frontier, known):
    assert frontier.add(SOURCE, [known]) == []
    assert frontier.pending(SOURCE) == 0


def test_a_listing_at_the_address_of_an_article_is_not_known(frontier):
    assert frontier.add(SOURCE, [item("x", url="https://example.org/stored", kind="listing")]) == ["x"]


def test_an_article_is_known_in_whatever_state(frontier):
    frontier.add(SOURCE, [item("done"), item("failed"), item("leased"), item("queued")])
    done, failed, _ = frontier.lease(SOURCE, 3)
    frontier.done(done.id)
    frontier.failed(failed.id, "gone", retry=False)

    assert frontier.add(SOURCE, [item("done"), item("failed"), item("leased"), item("queued")]) == []
    assert frontier.pending(SOURCE) == 2


def test_a_listing_that_ended_is_queued_again(frontier):
    frontier.add(SOURCE, [item("done", kind="listing"), item("failed", kind="listing"), item("held", kind="listing")])
    done, failed, _ = frontier.lease(SOURCE, 3)
    frontier.done(done.id)
    frontier.failed(failed.id, "timeout", retry=True)

    again = frontier.add(SOURCE, [item(key, kind="listing", priority=5) for key in ("done", "failed", "held")])

    assert again == ["done", "failed"]
    assert [(lease.key, lease.attempts) for lease in frontier.lease(SOURCE, 5)] == [("done", 1), ("failed", 1)]


def test_a_lease_carries_all_that_was_added(frontier):
    entry = {"title": "铜", "published": None, "lone": "\ud800"}
    frontier.add(SOURCE, [item("a", kind="listing", entry=entry, depth=2, priority=1)])

    (lease,) = frontier.lease(SOURCE, 1)

    assert (lease.source, lease.key, lease.url) == (SOURCE, "a", "https://example.org/a")
    assert (lease.kind, lease.entry, lease.depth, lease.attempts) == ("listing", entry, 2, 1)


def test_leases_go_by_priority_then_age(frontier):
    frontier.add(SOURCE, [item("low"), item("high", priority=9), item("low2"), item("high2", priority=9)])

    assert leased_keys(frontier, 3) == ["high", "high2", "low"]
    assert leased_keys(frontier, 3) == ["low2"]
    assert leased_keys(frontier, 3) == []


def test_nothing_is_leased_when_nothing_is_asked_for(frontier):
    frontier.add(SOURCE, [item("a")])

    assert leased_keys(frontier, 0) == []
    assert leased_keys(frontier, -1) == []
    assert [lease.source for lease in frontier.lease("other.org", 5)] == []


def test_a_lease_that_ran_out_is_given_again_after_what_is_queued(frontier, clock):
    frontier.add(SOURCE, [item("lost", priority=9)])
    frontier.lease(SOURCE, 1, seconds=60)
    frontier.add(SOURCE, [item("fresh")])
    clock.wait(59)
    assert leased_keys(frontier) == ["fresh"]

    clock.wait(1)
    (again,) = frontier.lease(SOURCE, 10)

    assert (again.key, again.attempts) == ("lost", 2)


def test_what_was_leased_five_times_is_given_up(frontier, clock):
    frontier.add(SOURCE, [item("poison")])
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert [lease.attempts for lease in frontier.lease(SOURCE, 1, seconds=60)] == [attempt]
        clock.wait(60)

    assert leased_keys(frontier) == []
    assert frontier.pending(SOURCE) == 0
    assert frontier.resume(SOURCE) == 0


def test_released_leases_do_not_count(frontier):
    frontier.add(SOURCE, [item("a"), item("b")])
    for _ in range(MAX_ATTEMPTS + 2):
        leases = frontier.lease(SOURCE, 2)
        assert [lease.attempts for lease in leases] == [1, 1]
        frontier.release([lease.id for lease in leases])

    assert frontier.pending(SOURCE) == 2


def test_done_is_final(frontier, clock):
    frontier.add(SOURCE, [item("a")])
    (lease,) = frontier.lease(SOURCE, 1, seconds=1)
    frontier.done(lease.id)
    frontier.failed(lease.id, "late", retry=True)
    frontier.release([lease.id])
    clock.wait(10)

    assert leased_keys(frontier) == []
    assert frontier.pending(SOURCE) == 0
    assert frontier.resume(SOURCE) == 0


def test_a_failure_with_retry_waits_for_the_next_round(frontier):
    frontier.add(SOURCE, [item("again"), item("never")])
    again, never = frontier.lease(SOURCE, 2)
    frontier.failed(again.id, "timeout", retry=True)
    frontier.failed(never.id, "410", retry=False)
    assert leased_keys(frontier) == []

    assert frontier.resume(SOURCE) == 1
    assert [(lease.key, lease.attempts) for lease in frontier.lease(SOURCE, 5)] == [("again", 2)]


def test_a_failure_is_retried_until_its_attempts_are_used_up(frontier):
    frontier.add(SOURCE, [item("a")])
    rounds = 0
    while leases := frontier.lease(SOURCE, 1):
        rounds += 1
        frontier.failed(leases[0].id, "503", retry=True)
        frontier.resume(SOURCE)

    assert rounds == MAX_ATTEMPTS


def test_resume_takes_back_what_a_dead_process_held(frontier):
    frontier.add(SOURCE, [item("a"), item("b")])
    frontier.add("other.org", [item("c")])
    frontier.lease(SOURCE, 2)
    frontier.lease("other.org", 1)

    assert frontier.resume(SOURCE) == 2

    assert leased_keys(frontier) == ["a", "b"]
    assert frontier.lease("other.org", 1) == []


def test_an_unknown_lease_is_no_error(frontier):
    frontier.done(99)
    frontier.failed(99, "x", retry=True)
    frontier.release([99])

    assert frontier.pending(SOURCE) == 0


def test_done_is_undone_with_the_transaction_it_was_part_of(clock):
    with ArticleStore(":memory:") as store:
        frontier = SqliteFrontier(store, clock=clock)
        frontier.add(SOURCE, [item("a")])
        (lease,) = frontier.lease(SOURCE, 1)

        def cut_off():
            with store.transaction():
                store.save(STORED)
                frontier.done(lease.id)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            cut_off()

        assert frontier.pending(SOURCE) == 1
        assert store.get(STORED.identifier) is None


def test_settled_is_what_no_crawl_will_fetch_again(clock):
    with ArticleStore(":memory:") as store:
        frontier = SqliteFrontier(store, clock=clock)
        frontier.add(SOURCE, map(item, ("done", "refused", "later", "leased")))
        done, refused, later, _ = frontier.lease(SOURCE, 4)
        frontier.add(SOURCE, [item("queued")])
        frontier.done(done.id)
        frontier.failed(refused.id, "no-body", retry=False)
        frontier.failed(later.id, "http-500", retry=True)

        settled = [
            key
            for key in ("done", "refused", "later", "leased", "queued", "unknown")
            if frontier.is_settled(SOURCE, key)
        ]

        assert settled == ["done", "refused"]
        assert not frontier.is_settled("other.org", "done")


def test_the_reason_of_a_failure_is_kept(clock):
    with ArticleStore(":memory:") as store:
        frontier = SqliteFrontier(store, clock=clock)
        frontier.add(SOURCE, [item("a"), item("b")])
        a, _ = frontier.lease(SOURCE, 2, seconds=0)
        frontier.failed(a.id, "404\x00", retry=False)
        for _ in range(MAX_ATTEMPTS):
            frontier.lease(SOURCE, 1, seconds=0)

        rows = store.db.execute("SELECT key, state, reason FROM frontier ORDER BY id").fetchall()

        assert rows == [("a", "failed", "404"), ("b", "failed", GAVE_UP)]


def test_leasing_uses_its_index():
    with ArticleStore(":memory:") as store:
        plan = store.db.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM frontier WHERE source = 'a' AND state = 'queued'"
            " ORDER BY priority DESC, id LIMIT 5"
        ).fetchall()

    assert "USING COVERING INDEX frontier_waiting" in plan[0][-1]
    assert len(plan) == 1


def test_a_lease_that_its_process_took_along_is_no_attempt(frontier):
    frontier.add(SOURCE, [item("a")])
    for _ in range(3 * MAX_ATTEMPTS):
        assert [lease.attempts for lease in frontier.lease(SOURCE, 1)] == [1]
        frontier.resume(SOURCE)


def test_what_was_said_of_a_page_outlives_its_fetching(clock):
    with ArticleStore(":memory:") as store:
        frontier = SqliteFrontier(store, clock=clock)
        frontier.add(SOURCE, [item("a"), item("b", entry={"title": "Tin"}), item("c", entry={"title": "Zinc"})])
        for lease in frontier.lease(SOURCE, 10):
            frontier.done(lease.id)

        assert frontier.entry(SOURCE, ["x", "a", "b", "c"]) == {"title": "Tin"}
        assert frontier.entry(SOURCE, ["a", "x"]) is None
        assert frontier.entry("other.org", ["b"]) is None


class TestFullText:
    """A feed may carry the text of a story that was queued before, or whose page refused."""

    PLAIN, WHOLE = {"url": "https://example.org/1"}, {"url": "https://example.org/1", "content": "<p>Tin rose.</p>"}

    @pytest.fixture
    def queue(self, clock):
        with ArticleStore(":memory:") as store:
            yield SqliteFrontier(store, clock=clock)

    def item(self, entry):
        return FrontierItem(key="a", url="https://example.org/1", entry=entry)

    def test_a_queued_story_takes_it(self, queue):
        queue.add(SOURCE, [self.item(self.PLAIN)])

        assert queue.add(SOURCE, [self.item(self.WHOLE)]) == []
        (lease,) = queue.lease(SOURCE, 5)
        assert lease.entry == self.WHOLE

    def test_a_story_that_was_refused_waits_again_and_only_once(self, queue):
        queue.add(SOURCE, [self.item(None)])
        (lease,) = queue.lease(SOURCE, 5)
        queue.failed(lease.id, "http-403", retry=False)

        queue.add(SOURCE, [self.item(self.WHOLE)])
        (again,) = queue.lease(SOURCE, 5)
        queue.failed(again.id, "http-403", retry=False)
        queue.add(SOURCE, [self.item(self.WHOLE)])

        assert (again.entry, again.attempts) == (self.WHOLE, 1)
        assert queue.lease(SOURCE, 5) == []

    def test_a_story_that_is_done_does_not(self, queue):
        queue.add(SOURCE, [self.item(self.PLAIN)])
        queue.done(queue.lease(SOURCE, 5)[0].id)

        queue.add(SOURCE, [self.item(self.WHOLE)])

        assert queue.entry(SOURCE, ["a"]) == self.PLAIN
        assert queue.pending(SOURCE) == 0

    def test_goes_when_the_page_has_it(self, queue):
        queue.add(SOURCE, [self.item(self.WHOLE), FrontierItem(key="b", url="https://example.org/2")])
        for lease in queue.lease(SOURCE, 5):
            queue.drop_text(lease.id)

        assert queue.entry(SOURCE, ["a"]) == self.PLAIN
        assert queue.entry(SOURCE, ["b"]) is None


def test_pages_of_a_backfill_are_given_to_a_backfill_only_and_again_when_they_are_added_again(frontier):
    page = item("2024 page", kind="older")
    frontier.add(SOURCE, [page, item("a")])

    assert leased_keys(frontier) == ["a"]
    (lease,) = frontier.lease(SOURCE, 9, older=True)
    assert lease.kind == "older"
    frontier.done(lease.id)
    assert frontier.add(SOURCE, [page]) == ["2024 page"]


def test_what_failed_rests_longer_each_time_where_the_crawl_is_patient(frontier, clock):
    frontier.add(SOURCE, [item("a")])
    for minutes in (15, 60, 240):
        (lease,) = frontier.lease(SOURCE, 1)
        frontier.failed(lease.id, "http-503", retry=True)
        clock.wait(minutes * 60 - 1)
        assert frontier.resume(SOURCE, patient=True) == 0
        clock.wait(1)
        assert frontier.resume(SOURCE, patient=True) == 1


def test_what_a_backfill_left_out_is_queued_again_by_its_day(clock):
    with ArticleStore(":memory:") as store:
        frontier = SqliteFrontier(store, clock=clock)
        frontier.add(SOURCE, [item("a"), item("b"), item("c")])
        for lease, reason in zip(
            frontier.lease(SOURCE, 3), ("out-of-range:2026-03-10", "out-of-range:2026-04-10", "gone"), strict=True
        ):
            frontier.failed(lease.id, reason, retry=False)

        assert frontier.reopen(SOURCE, "out-of-range:2026-03-01", "out-of-range:2026-03-31") == 1
        assert leased_keys(frontier) == ["a"]


def test_a_walk_under_way_is_known_by_its_range(clock):
    with ArticleStore(":memory:") as store:
        frontier = SqliteFrontier(store, clock=clock)
        frontier.add(SOURCE, [item("2026-03-01..2026-03-31 page", kind="older")])

        assert frontier.has_older(SOURCE, "2026-03-01..2026-03-31 ")
        assert not frontier.has_older(SOURCE, "2026-04-01..2026-04-30 ")


def test_stories_of_a_site_that_refused_all_have_not_used_up_a_try(clock):
    with ArticleStore(":memory:", clock=clock) as store:
        frontier = SqliteFrontier(store, clock=clock)
        frontier.add(SOURCE, [item("a"), item("b")])
        for _ in range(9):
            store.begin_crawl(SOURCE)
            frontier.resume(SOURCE)
            for lease in frontier.lease(SOURCE, 5):
                frontier.failed(lease.id, "http-403", retry=True)
            clock.wait(60)
            frontier.forgive(SOURCE)

        frontier.resume(SOURCE)
        assert leased_keys(frontier) == ["a", "b"]


def test_a_backfill_is_not_given_what_a_crawl_left_waiting(clock):
    with ArticleStore(":memory:") as store:
        frontier = SqliteFrontier(store, clock=clock)
        mine = FrontierItem(key="mine", url="https://example.org/mine")
        crawls = FrontierItem(key="crawls", url="https://example.org/2", endpoint="https://example.org/feed")
        frontier.add(SOURCE, [crawls, mine])

        assert [lease.key for lease in frontier.lease(SOURCE, 9, older=True)] == ["mine"]
        assert leased_keys(frontier) == ["crawls"]
