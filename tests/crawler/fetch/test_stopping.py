"""A crawl stops where it is refused or asked to wait, and what it did not fetch waits for the next."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.fetch import stopping
from crawler.fetch.stopping import MOST_REFUSALS, PARKED_SECONDS, StopRules, park_time
from crawler.sample_site.articles import LODESTAR, sample_articles
from crawler.work import PageRead
from storage import Article, ArticleStore

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
URL = "https://tin.example/news/1"
STORIES = sample_articles(LODESTAR)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        pytest.param("120", 120, id="seconds"),
        pytest.param(" 99999999 ", 86400, id="at most a day"),
        pytest.param("9" * 5000, 86400, id="digits without end"),
        pytest.param("Mon, 23 Nov 2026 08:10:00 GMT", 600, id="date"),
        pytest.param("Mon, 23 Nov 2026 08:10:00 -0000", 600, id="date without a zone"),
        pytest.param("Mon, 23 Nov 2020 08:10:00 GMT", None, id="past"),
        pytest.param("0", None, id="no time"),
        pytest.param("soon", None, id="word"),
        pytest.param("-5", None, id="negative"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="no header"),
    ],
)
def test_how_long_a_site_asks_to_wait(value, seconds):
    assert park_time(value, NOW) == (timedelta(seconds=seconds) if seconds else None)


def last_crawl(store_path):
    with ArticleStore(store_path, readonly=True) as store:
        return store.last_crawls()[0]


def test_a_site_that_refuses_story_after_story_is_left_alone(crawl_sample, sample_server, answer, store_path):
    for story in STORIES:
        sample_server.answers[story.path] = answer(status=403)

    refused = crawl_sample()

    assert refused.returncode == 3, refused.stderr
    assert last_crawl(store_path).outcome == "refused"
    assert MOST_REFUSALS <= len(sample_server.stories) < 20, "of 48; up to 8 were under way"
    sample_server.forget_requests()
    rests = crawl_sample("--due")
    assert sample_server.requested == []
    assert "nothing is due; next: lodestar-metals.example in 6 h" in rests.stderr.replace("5 h 59 min", "6 h")
    sample_server.answers.clear()
    again = crawl_sample()
    assert json.loads(again.stdout)[0]["new"] == 48, "what was refused is asked for once more"


def test_a_site_that_asks_to_come_back_later_is_not_asked_again_in_this_crawl(
    crawl_sample, sample_server, answer, store_path
):
    sample_server.answers["/en/?page=2"] = answer(status=503, headers={"Retry-After": "1800"})

    done = crawl_sample("--limit", "1")

    crawl = last_crawl(store_path)
    assert done.returncode == 0, done.stderr
    assert crawl.outcome == "parked"
    assert crawl.counts[PARKED_SECONDS] == 1800
    assert sample_server.requested.count("/en/?page=2") == 1, "Scrapy would have tried three times at once"


class Crawl:
    """The rules of a crawl without a web: what they would end it with."""

    def __init__(self, monkeypatch, *, is_source=True, **settings):
        self.outcomes = []
        monkeypatch.setattr(stopping, "deferred_from_coro", self.outcomes.append)
        crawler = get_crawler(settings_dict=settings)
        crawler.spider = SimpleNamespace(source="tin.example") if is_source else SimpleNamespace()
        crawler.engine = SimpleNamespace(close_spider_async=lambda reason: reason)
        self.rules = StopRules.from_crawler(crawler)

    def answered(self, status, *, size=10, meta=None, **headers):
        request = Request(URL, meta=meta)
        self.rules.process_response(request, Response(URL, status=status, body=b"x" * size, headers=headers))
        return request

    def read(self, refusal=None):
        article = None if refusal else Article(url=URL, headline="Tin waits")
        self.rules.item_read(PageRead(source="tin", page=None, article=article, refusal=refusal, lease_id=1))


def test_pages_that_ask_whether_we_are_human_are_refusals_and_a_story_ends_their_row(monkeypatch):
    crawl = Crawl(monkeypatch)
    for _ in range(3):
        crawl.read("captcha")
        crawl.answered(401)
    assert crawl.outcomes == ["refused"]

    crawl = Crawl(monkeypatch)
    for _ in range(9):
        crawl.answered(429)
        crawl.read()
        crawl.answered(404)
        crawl.read("listing")
    assert crawl.outcomes == []


def test_a_file_of_the_site_neither_refuses_nor_parks(monkeypatch):
    crawl = Crawl(monkeypatch)
    for _ in range(9):
        crawl.answered(403, meta={"site_file": "ai-txt"})
        crawl.answered(403, meta={"dont_obey_robotstxt": True})
        crawl.answered(503, meta={"site_file": "ai-txt"}, **{"Retry-After": "60"})

    assert crawl.outcomes == []


def test_pages_that_a_person_named_are_asked_for_one_and_all(monkeypatch):
    crawl = Crawl(monkeypatch, is_source=False)
    for _ in range(9):
        crawl.answered(403)

    assert crawl.outcomes == []


def test_a_source_has_its_megabytes(monkeypatch):
    crawl = Crawl(monkeypatch, OREWIRE_MEGABYTES=1)
    crawl.answered(200, size=999_999)
    assert crawl.outcomes == []

    crawl.answered(200)
    crawl.answered(200)

    assert crawl.outcomes == ["closespider_megabytes"]


def test_a_recording_that_says_later_is_read_on(monkeypatch):
    crawl = Crawl(monkeypatch, OREWIRE_REPLAY="tin.warc.gz")
    crawl.answered(503, **{"Retry-After": "60"})

    assert crawl.outcomes == []
