from __future__ import annotations

from types import SimpleNamespace

import pytest
import scrapy
from scrapy import Request
from scrapy.settings import Settings

from crawler.fetch.handover import StoreHandover
from crawler.fetch.scheduler import BATCH, FrontierScheduler
from crawler.sources import load_sources
from crawler.spiders.loader import spider_for
from crawler.work import EntriesFound
from storage import ArticleStore
from storage.frontier import FrontierItem

SOURCE = "lodestar-metals.example"


class Counting(StoreHandover):
    """The real handover, which counts how often it is asked for leases."""

    asked = 0

    def lease(self, limit):
        self.asked += 1
        return super().lease(limit)


IDLE = SimpleNamespace(settings=Settings(), engine=None)
"""A crawler that has not begun."""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.db"


@pytest.fixture
def handover(path):
    made = Counting(path, SOURCE, tags=())
    made.open()
    yield made
    made.close("finished", {})


@pytest.fixture
def scheduler(handover, sample_sources):
    spider = spider_for(load_sources(sample_sources)[SOURCE])()
    spider.handover = handover
    made = FrontierScheduler.from_crawler(IDLE)
    made.open(spider)
    return made


def queue(handover, count, start=0):
    items = [
        FrontierItem(key=f"k{n}", url=f"https://lodestar-metals.example/newscontent/{n}")
        for n in range(start, start + count)
    ]
    handover.submit(EntriesFound(source=SOURCE, items=items))


def states(path):
    with ArticleStore(path, readonly=True) as store:
        return [state for (state,) in store.connection.rows("SELECT state FROM frontier ORDER BY id")]


def drained(scheduler):
    return list(iter(scheduler.next_request, None))


def test_an_empty_frontier_has_nothing(scheduler):
    assert scheduler.next_request() is None
    assert scheduler.has_pending_requests() is False


def test_every_queued_story_is_given_out_once_in_order(scheduler, handover):
    queue(handover, 100)

    requests = drained(scheduler)

    assert [request.meta["lease"].key for request in requests] == [f"k{n}" for n in range(100)]
    assert scheduler.has_pending_requests() is False


def test_an_idle_engine_does_not_ask_the_store_again_and_again(scheduler, handover):
    queue(handover, 3)
    drained(scheduler)
    asked = handover.asked

    for _ in range(100):
        assert scheduler.next_request() is None

    assert handover.asked == asked


def test_the_store_is_asked_once_a_batch(scheduler, handover):
    queue(handover, 10 * BATCH)

    drained(scheduler)

    assert handover.asked <= 12


def test_what_is_added_later_is_given_out(scheduler, handover):
    queue(handover, 2)
    drained(scheduler)
    queue(handover, 2, start=2)

    assert [request.meta["lease"].key for request in drained(scheduler)] == ["k2", "k3"]


def test_what_is_added_while_leases_wait_is_given_out_too(scheduler, handover):
    queue(handover, 2)
    scheduler.next_request()
    queue(handover, 2, start=2)

    assert len(drained(scheduler)) == 3


def test_before_it_says_that_nothing_waits_it_asks_the_store(scheduler, handover):
    drained(scheduler)
    queue(handover, 1)

    assert scheduler.has_pending_requests() is True
    assert len(drained(scheduler)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"meta": {"redirect_times": 1}, "url": "https://lodestar-metals.example/newscontent/0/slug"}, id="redirect"
        ),
        pytest.param({"meta": {"retry_times": 1}}, id="retry"),
    ],
)
def test_retries_and_redirects_wait_in_memory_under_the_first_lease(scheduler, handover, path, changes):
    queue(handover, 1)
    first = scheduler.next_request()
    meta = {**first.meta, **changes["meta"]}

    scheduler.enqueue_request(first.replace(**{**changes, "meta": meta}))

    assert scheduler.has_pending_requests() is True
    assert states(path) == ["leased"]
    again = scheduler.next_request()
    assert again.meta["lease"] == first.meta["lease"]
    assert again.callback == first.callback
    assert scheduler.next_request() is None


def test_requests_in_memory_go_first_the_more_important_before_the_others(scheduler, handover):
    queue(handover, 1)
    for priority in (0, 10, 5, 10):
        scheduler.enqueue_request(Request(f"https://lodestar-metals.example/{priority}", priority=priority))

    assert [request.priority for request in drained(scheduler)] == [10, 10, 5, 0, 0]


def test_requests_of_one_importance_keep_their_order(scheduler):
    for number in range(5):
        scheduler.enqueue_request(Request(f"https://lodestar-metals.example/{number}"))

    assert [request.url[-1] for request in drained(scheduler)] == list("01234")


def test_closing_gives_back_what_was_not_asked_for(scheduler, handover, path):
    queue(handover, BATCH)
    asked = [scheduler.next_request() for _ in range(3)]
    scheduler.enqueue_request(asked[0])  # a retry that comes too late
    scheduler.enqueue_request(Request("https://lodestar-metals.example/robots.txt"))  # without a lease

    scheduler.close("shutdown")

    assert states(path) == ["queued", "leased", "leased", *["queued"] * (BATCH - 3)]


def test_what_was_given_back_costs_no_attempt(scheduler, handover, path):
    queue(handover, 2)
    assert scheduler.has_pending_requests() is True  # both are leased now
    scheduler.next_request()

    scheduler.close("shutdown")

    with ArticleStore(path, readonly=True) as store:
        assert store.connection.rows("SELECT attempts FROM frontier") == [(1,), (0,)]


def test_serves_no_spider_of_another_kind():
    with pytest.raises(TypeError, match="serves NewsSpider only, not Spider"):
        FrontierScheduler.from_crawler(IDLE).open(scrapy.Spider(name="other"))


def test_no_more_is_handed_out_than_the_site_is_asked_at_once():
    busy = SimpleNamespace(
        settings=Settings({"CONCURRENT_REQUESTS_PER_DOMAIN": 1}),
        engine=SimpleNamespace(downloader=SimpleNamespace(active={1, 2})),
    )
    waiting = FrontierScheduler.from_crawler(busy)
    waiting.enqueue_request(scrapy.Request("https://tin.example/1"))

    assert waiting.next_request() is None
    assert waiting.has_pending_requests()

    busy.engine.downloader.active.pop()
    assert waiting.next_request().url == "https://tin.example/1"
