from __future__ import annotations

import pytest
from scrapy.resolver import dnscache
from twisted.internet.base import ThreadedResolver
from twisted.internet.defer import fail, succeed
from twisted.internet.error import DNSLookupError

from crawler.fetch.resolver import GuardedResolver


@pytest.fixture(autouse=True)
def empty_cache():
    dnscache.clear()
    yield
    dnscache.clear()


@pytest.fixture
def names(monkeypatch):
    """Name -> the answers of the name server, one after the other; the last one stays."""
    answers = {}

    def look_up(_resolver, name, _timeout=()):
        given = answers[name]
        return succeed(given.pop(0) if len(given) > 1 else given[0])

    monkeypatch.setattr(ThreadedResolver, "getHostByName", look_up)
    return answers


def outcome(deferred):
    """The address a Deferred has, or the error it failed with."""
    results = []
    deferred.addCallbacks(results.append, lambda failure: results.append(failure.value))
    assert results, "no answer yet"
    return results[0]


def resolver(*, cache=100, loopback_open=False):
    made = GuardedResolver(None, cache, 10.0)
    made.loopback_open = loopback_open
    return made


def test_a_public_answer_is_passed_on(names):
    names["example.org"] = ["93.184.216.34"]

    assert outcome(resolver().getHostByName("example.org")) == "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("127.0.0.1", id="loopback"),
        pytest.param("127.8.8.8", id="loopback-net"),
        pytest.param("0.0.0.0", id="any"),  # noqa: S104  # an answer, not a socket of ours
        pytest.param("10.0.0.1", id="private"),
        pytest.param("169.254.169.254", id="cloud-metadata"),
        pytest.param("100.64.0.1", id="carrier"),
        pytest.param("224.0.0.1", id="multicast"),
    ],
)
def test_a_name_that_leads_to_a_private_address_is_refused(names, address):
    names["rebind.test"] = [address]

    error = outcome(resolver().getHostByName("rebind.test"))

    assert isinstance(error, DNSLookupError)
    assert f"rebind.test leads to the private address {address}" in str(error)


def test_a_name_that_turns_private_is_refused_from_then_on(names):
    names["rebind.test"] = ["93.184.216.34", "127.0.0.1"]
    uncached = resolver(cache=0)

    assert outcome(uncached.getHostByName("rebind.test")) == "93.184.216.34"
    assert isinstance(outcome(uncached.getHostByName("rebind.test")), DNSLookupError)


def test_a_cached_private_answer_is_refused_again(names):
    names["rebind.test"] = ["127.0.0.1"]
    cached = resolver()

    answers = [outcome(cached.getHostByName("rebind.test")) for _ in range(2)]

    assert [type(answer) for answer in answers] == [DNSLookupError, DNSLookupError]


def test_loopback_by_number_is_open_only_where_connect_to_asked_for_it(names):
    names["127.0.0.1"] = ["127.0.0.1"]

    assert outcome(resolver(loopback_open=True).getHostByName("127.0.0.1")) == "127.0.0.1"
    assert isinstance(outcome(resolver().getHostByName("127.0.0.1")), DNSLookupError)


def test_connect_to_opens_no_name_that_leads_to_loopback(names):
    names["rebind.test"] = ["127.0.0.1"]

    assert isinstance(outcome(resolver(loopback_open=True).getHostByName("rebind.test")), DNSLookupError)


def test_a_name_that_does_not_exist_stays_what_it_is(monkeypatch):
    missing = DNSLookupError("no such name")
    monkeypatch.setattr(ThreadedResolver, "getHostByName", lambda *_: fail(missing))

    assert outcome(resolver().getHostByName("gone.test")) is missing


_FETCH = """
import json, socket, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

answers = json.loads(sys.argv[1])
def look_up(name):
    print("asked", name)
    return answers[name]
socket.gethostbyname = look_up

class Probe(scrapy.Spider):
    name = "probe"
    async def start(self):
        for url in sys.argv[2:]:
            yield scrapy.Request(url, callback=self.got, errback=self.failed, dont_filter=True)
    def got(self, response):
        print("reached", response.url)
    def failed(self, failure):
        print("refused", failure.value)

settings = Settings()
settings.setmodule("crawler.settings", priority="project")
settings.update({
    "SCHEDULER": "scrapy.core.scheduler.Scheduler", "ITEM_PIPELINES": {}, "ROBOTSTXT_OBEY": False, "RETRY_ENABLED": False,
    "SPIDER_LOADER_CLASS": "scrapy.spiderloader.SpiderLoader", "LOG_LEVEL": "CRITICAL", "DOWNLOAD_DELAY": 0,
    "OREWIRE_CONNECT_TO": {"open.test": "127.0.0.1:1"},
}, priority="cmdline")
process = AsyncCrawlerProcess(settings)
process.crawl(Probe)
process.start()
"""


def test_scrapy_asks_this_resolver_before_it_connects(run_python):
    result = run_python(
        _FETCH, '{"rebind.test": "127.0.0.1", "ten.test": "10.0.0.1"}', "http://rebind.test/", "https://ten.test/"
    )

    lines = result.stdout.splitlines()
    assert result.returncode == 0, result.stderr
    assert sorted(line for line in lines if line.startswith("asked")) == ["asked rebind.test", "asked ten.test"]
    assert sum(line.startswith("refused") for line in lines) == 2
    assert not any(line.startswith("reached") for line in lines)
