"""robots.txt is obeyed whatever the server answers for it, and its delay is kept."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.test import get_crawler

from crawler.fetch.asked import asked_for
from crawler.fetch.guard import AddressGuard
from crawler.fetch.robots import RobotsRules, robots_answer
from storage import ArticleStore

URL = "https://tin.example/news/1"
FORBIDDEN = b"User-agent: *\nDisallow: /\n"


@pytest.mark.parametrize(
    ("status", "meaning"),
    [(200, "rules"), (301, "absent"), (404, "absent"), (403, "absent"), (429, "unreachable"), (500, "unreachable")],
)
def test_what_the_status_of_a_robots_txt_means(status, meaning):
    assert robots_answer(status) == meaning


def test_a_site_whose_robots_txt_is_in_trouble_is_not_asked_and_the_next_crawl_asks_again(
    crawl_sample, sample_server, answer, store_path
):
    sample_server.answers["/robots.txt"] = answer(status=503)

    done = crawl_sample("--limit", "1")

    assert done.returncode == 3, done.stderr
    assert set(sample_server.requested) == {"/robots.txt"}
    assert json.loads(done.stdout)[0]["why"] == "robots-http-503 1"
    with ArticleStore(store_path, readonly=True) as store:
        counts = store.last_crawls()[0].counts
    assert {name: n for name, n in counts.items() if "/asked/" in name} == {
        "requests/asked/robots": 1,
        "requests/asked/retry": 2,
    }
    sample_server.answers.clear()
    assert json.loads(crawl_sample("--limit", "1").stdout)[0]["new"] == 1


def test_the_page_of_a_missing_robots_txt_holds_no_rules(crawl_sample, sample_server, answer):
    sample_server.answers["/robots.txt"] = answer(status=404, body=FORBIDDEN)

    assert json.loads(crawl_sample("--limit", "1").stdout)[0]["new"] == 1


def rules(*, delay=1.0, replay=""):
    crawler = get_crawler(settings_dict={"ROBOTSTXT_OBEY": True, "DOWNLOAD_DELAY": delay, "OREWIRE_REPLAY": replay})
    slot = SimpleNamespace(delay=delay, jitter=0.5, concurrency=4)
    downloader = SimpleNamespace(
        slots={"tin.example": slot}, per_slot_settings={}, get_slot_key=lambda _: "tin.example"
    )
    crawler.engine = SimpleNamespace(downloader=downloader)
    return RobotsRules.from_crawler(crawler), slot, downloader


@pytest.mark.parametrize(("asked", "seconds"), [(5.0, 5.0), (1.5, 1.5), (86400.0, 60.0)])
def test_a_crawl_delay_holds_for_slots_there_are_and_slots_to_come(asked, seconds):
    middleware, slot, downloader = rules()
    request = Request(URL)

    middleware.pace(request, asked)

    assert (slot.delay, slot.jitter, slot.concurrency) == (seconds, 0, 1)
    assert downloader.per_slot_settings == {"tin.example": {"delay": seconds, "jitter": 0, "concurrency": 1}}
    assert request.meta["autothrottle_dont_adjust_delay"], "it would make the delay shorter again"


@pytest.mark.parametrize(
    ("asked", "settings"),
    [
        pytest.param(None, {}, id="it does not say"),
        pytest.param(2.0, {"delay": 3.0}, id="its source is slower anyway"),
        pytest.param(5.0, {"replay": "tin.warc.gz"}, id="a file needs no politeness"),
    ],
)
def test_the_pace_stays_as_it_is(asked, settings):
    middleware, slot, downloader = rules(**settings)
    request = Request(URL)

    middleware.pace(request, asked)

    assert slot.jitter == 0.5
    assert downloader.per_slot_settings == request.meta == {}


def test_a_robots_txt_may_be_redirected_to_another_site_but_not_to_this_machine():
    crawler = get_crawler()
    crawler.spider = SimpleNamespace(source=SimpleNamespace(owns=lambda url: "tin.example" in url))
    guard = AddressGuard.from_crawler(crawler)
    robots = {"dont_obey_robotstxt": True}

    guard.process_request(Request("https://zinc.example/robots.txt", meta=robots))
    with pytest.raises(IgnoreRequest, match="private-address"):
        guard.process_request(Request("http://127.0.0.1/robots.txt", meta=robots))
    with pytest.raises(IgnoreRequest, match="off-site"):
        guard.process_request(Request("https://zinc.example/robots.txt"))


@pytest.mark.parametrize(
    ("meta", "word"),
    [
        pytest.param({"dont_obey_robotstxt": True}, "robots", id="robots"),
        pytest.param({"endpoint": "feed"}, "feed", id="feed"),
        pytest.param(
            {"endpoint": "listing", "lease": SimpleNamespace(kind="listing")}, "listing", id="older list page"
        ),
        pytest.param({"lease": SimpleNamespace(kind="article")}, "story", id="story"),
        pytest.param({"lease": SimpleNamespace(kind="article"), "revisit": True}, "revisit", id="revisit"),
        pytest.param({"site_file": "ai-txt"}, "ai-txt", id="file of a site"),
        pytest.param({"endpoint": "feed", "retry_times": 1}, "retry", id="retry"),
        pytest.param({"endpoint": "feed", "redirect_times": 2}, "redirect", id="redirect"),
        pytest.param({}, "page", id="named by a person"),
    ],
)
def test_what_a_request_is_for(meta, word):
    assert asked_for(Request(URL, meta=meta)) == word
