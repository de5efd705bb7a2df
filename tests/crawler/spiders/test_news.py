from __future__ import annotations

import json
import re
import signal
import sqlite3
from contextlib import closing
from time import monotonic, sleep

import pytest

from crawler.sample_site.articles import LODESTAR, LODESTAR_HOST, sample_articles
from crawler.sample_site.designs.lodestar import listing_html
from crawler.sample_site.gold import differences
from storage import ArticleStore

STORIES = sample_articles(LODESTAR)
ALL = sorted(story.id for story in STORIES)
LISTINGS = ["/en/", "/en/?page=2", "/en/?page=3", "/en/?page=4"]


@pytest.fixture
def crawl(request, crawl_sample, run_scrapy, sample_server, sample_sources, store_path):
    """One crawl of the sample site, by the command that the test's parameter names; ``orewire`` where it names none."""
    if getattr(request, "param", "orewire") == "orewire":
        return crawl_sample
    hosts = dict.fromkeys((LODESTAR_HOST, LODESTAR_HOST.replace("news.", "www.", 1)), f"127.0.0.1:{sample_server.port}")
    settings = {"OREWIRE_CONNECT_TO": json.dumps(hosts), "OREWIRE_SOURCES": sample_sources, "OREWIRE_DB": store_path}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    return lambda *arguments, **given: run_scrapy("crawl", LODESTAR, *options, *arguments, **given)


both_commands = pytest.mark.parametrize("crawl", ["orewire", "scrapy"], indirect=True)


def frontier(path):
    """Path of each story -> what became of it: ``done``, or the reason of its failure."""
    with ArticleStore(path, readonly=True) as store:
        rows = store.connection.rows("SELECT url, state, reason FROM frontier WHERE kind = 'article'")
    return {url.split("://", 1)[1].partition("/")[2]: reason or state for url, state, reason in rows}


def outcome(path, story):
    return frontier(path)[story.path.removeprefix("/")]


def summary(result):
    (row,) = json.loads(result.stdout)
    return row


def numbers(addresses):
    """The stories' own numbers in addresses, sorted."""
    return sorted(int(re.search(r"/newscontent/(\d+)", address).group(1)) for address in addresses)


def count(path, table):
    with ArticleStore(path, readonly=True) as store:
        return store.connection.row(f"SELECT count(*) FROM {table}")[0]  # noqa: S608  # a table of ours


def wrong(path, stories=STORIES):
    with ArticleStore(path, readonly=True) as store:
        return {story.id: found for story in stories if (found := differences(story, store))}


def wait_until(condition, seconds=20.0):
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "waited too long"
        sleep(0.01)


@both_commands
def test_stores_every_story_once_as_its_editors_wrote_it(crawl, sample_server, store_path):
    result = crawl()

    assert result.returncode == 0, result.stderr
    assert wrong(store_path) == {}
    assert count(store_path, "articles") == count(store_path, "changes") == 48
    assert numbers(sample_server.stories) == ALL  # listings name some at four addresses; each is fetched once


@both_commands
def test_asks_the_second_time_for_one_listing_only_and_only_whether_it_has_changed(crawl, sample_server, crawled_store):
    changes = count(crawled_store, "changes")

    result = crawl()

    assert result.returncode == 0, result.stderr
    assert sample_server.requested == ["/en/"]
    assert sample_server.headers[0]["if-none-match"]
    assert count(crawled_store, "changes") == changes == 48


def test_a_crawl_is_polite_and_anonymous(crawl, sample_server, answer):
    page = listing_html(STORIES[:3], 1).encode()
    sample_server.answers["/en/"] = answer(headers={"Set-Cookie": "id=1; Path=/"}, body=page)

    assert crawl(env={"OREWIRE_CONTACT": "you@example.org"}).returncode == 0

    assert sample_server.requested[:2] == ["/robots.txt", "/en/"]
    assert len(sample_server.headers) > 3
    for headers in sample_server.headers:
        assert headers["user-agent"].endswith("(+you@example.org)")
        assert not headers.keys() & {"cookie", "referer", "authorization", "from"}


def test_every_fault_of_a_page_is_a_reason_on_record_and_costs_no_other_page(crawl, sample_server, store_path, answer):
    faults = {
        "gone": answer(status=410),
        "http-403": answer(status=403),
        "http-500": answer(status=500),
        "max redirections reached": answer(status=302, headers={"Location": "/newscontent/1?again"}),
        "http-302": answer(status=302, headers={"Location": "file:///etc/passwd"}),
        "ResponseDataLossError": answer(headers={"Content-Length": "9999"}, body=b"<html><p>cut"),
    }
    sample_server.answers["/newscontent/1?again"] = answer(status=302, headers={"Location": "/newscontent/1?again"})
    ill = dict(zip(faults, STORIES, strict=False))
    for reason, story in ill.items():
        sample_server.answers[story.path] = faults[reason]

    result = crawl()

    assert result.returncode == 0, result.stderr
    assert wrong(store_path, STORIES[len(ill) :]) == {}
    assert count(store_path, "articles") == 48 - len(ill)
    assert {reason: outcome(store_path, story) for reason, story in ill.items()} == {reason: reason for reason in ill}
    assert summary(result)["failed"] == len(ill)
    assert sample_server.requested.count("/newscontent/1?again") == 5


def test_a_page_that_comes_in_the_end_is_stored_like_any_other(crawl, sample_server, store_path, answer):
    late, later, moved, renamed = STORIES[:4]
    sample_server.answers[late.path] = answer(status=500, times=1)
    sample_server.answers[later.path] = answer(status=503, times=2)
    sample_server.answers[moved.path] = answer(status=301, headers={"Location": f"{moved.path}?moved"})
    sample_server.answers[renamed.path] = answer(
        status=302, headers={"Location": f"https://{LODESTAR_HOST}{renamed.path}?renamed"}
    )

    result = crawl()

    assert result.returncode == 0, result.stderr
    assert wrong(store_path) == {}
    assert set(frontier(store_path).values()) == {"done"}
    assert sample_server.requested.count(later.path) == 3


def test_the_next_crawl_asks_again_for_what_may_have_recovered_only(crawl, sample_server, store_path, answer):
    down, gone = STORIES[:2]
    sample_server.answers[down.path] = answer(status=503)
    sample_server.answers[gone.path] = answer(status=404)
    crawl()
    assert (outcome(store_path, down), outcome(store_path, gone)) == ("http-503", "gone")
    sample_server.answers.clear()
    sample_server.forget_requests()

    result = crawl()

    assert result.returncode == 0, result.stderr
    assert sample_server.stories == [down.path]
    assert outcome(store_path, down) == "done"


def test_a_redirect_to_another_site_is_not_followed(crawl, sample_server, store_path, answer):
    left, other = STORIES[:2]
    sample_server.answers[left.path] = answer(status=302, headers={"Location": "http://elsewhere.example/story"})
    sample_server.answers[other.path] = answer(status=301, headers={"Location": "http://93.184.216.34/newscontent/1"})

    result = crawl()  # the fixture fails where a name is asked for or an address is dialed

    assert result.returncode == 0, result.stderr
    assert not {outcome(store_path, story) for story in (left, other)} & {"done", "leased", "queued"}
    assert count(store_path, "articles") == 46


_LOOPBACK = (
    "127.0.0.1", "127.1", "2130706433", "0x7f000001", "017700000001", "0.0.0.0", "localhost", "[::1]",  # noqa: S104
    "[::ffff:127.0.0.1]", "①②⑦.⓪.⓪.①", "127.0.0.1.", "[::ffff:7f00:1]",
)  # fmt: skip
_PRIVATE = ("169.254.169.254", "10.0.0.1", "100.64.0.1", "[fd00::1]", "[64:ff9b::7f00:1]")


def test_no_redirect_reaches_this_machine_or_a_private_net(crawl, sample_server, store_path, answer):
    targets = dict(zip((*_LOOPBACK, *_PRIVATE), STORIES, strict=False))
    for host, story in targets.items():
        location = f"http://{host}/reached/".encode().decode("latin-1")  # UTF-8, as servers send it
        sample_server.answers[story.path] = answer(status=302, headers={"Location": location})

    result = crawl()

    assert result.returncode == 0, result.stderr
    reasons = {host: outcome(store_path, story) for host, story in targets.items()}
    assert reasons == dict.fromkeys(targets, "private-address")
    assert "/reached/" not in sample_server.requested
    assert count(store_path, "articles") == 48 - len(targets)


def test_stops_at_the_first_listing_that_brings_nothing_new(crawl, sample_server, store_path, answer):
    sample_server.answers["/en/"] = answer(body=listing_html(STORIES[6:], 1).encode())
    crawl()
    sample_server.answers.clear()
    sample_server.forget_requests()

    result = crawl()

    assert result.returncode == 0, result.stderr
    assert [path for path in sample_server.requested if path in LISTINGS] == LISTINGS[:2]
    assert sorted(sample_server.stories) == sorted(story.path for story in STORIES[:6])
    assert wrong(store_path) == {}


def test_older_pages_behind_a_listing_that_failed_are_not_lost(crawl, sample_server, store_path, answer):
    sample_server.answers["/en/?page=2"] = answer(status=500)
    crawl()
    assert count(store_path, "articles") == 12
    sample_server.answers.clear()

    crawl()

    assert wrong(store_path) == {}


def test_a_limit_fetches_that_many_and_leaves_the_rest_for_later(crawl, sample_server, store_path):
    result = crawl("--limit", "5")

    assert result.returncode == 0, result.stderr
    assert len(sample_server.stories) == count(store_path, "articles") == 5

    crawl()
    assert wrong(store_path) == {}
    assert len(sample_server.stories) == 48


def test_a_page_that_is_no_story_is_dropped_with_its_reason(crawl, sample_server, store_path, answer):
    empty = STORIES[0]
    sample_server.answers[empty.path] = answer(body=b"<html><title>News</title><body></body></html>")

    result = crawl()

    assert summary(result)["dropped"] == 1
    assert summary(result)["new"] == 47
    assert outcome(store_path, empty) in summary(result)["why"]


def test_a_site_that_forbids_itself_is_left_alone(crawl, sample_server, answer):
    sample_server.answers["/robots.txt"] = answer(
        headers={"Content-Type": "text/plain"}, body=b"User-agent: *\nDisallow: /\n"
    )

    result = crawl()

    assert sample_server.requested == ["/robots.txt"]
    assert "Traceback" not in result.stderr
    assert result.returncode == 3
    assert summary(result)["why"] == "robots 1"


def test_a_site_that_does_not_answer_is_a_failed_source(crawl, sample_server, answer):
    sample_server.answers["/en/"] = answer(status=500)

    result = crawl()

    assert result.returncode == 3
    assert sample_server.requested.count("/en/") == 3
    assert "http-500" in summary(result)["why"]


class TestDryRun:
    def test_names_what_would_be_fetched_and_stores_nothing(self, crawl, sample_server, store_path):
        result = crawl("--dry-run")

        assert result.returncode == 0, result.stderr
        assert numbers(row["url"] for row in json.loads(result.stdout)) == ALL
        assert sample_server.stories == []
        assert [path for path in sample_server.requested if path in LISTINGS] == LISTINGS
        assert list(store_path.parent.glob("news*")) == []

    def test_names_nothing_that_is_stored(self, crawl, sample_server, crawled_store):
        before = crawled_store.read_bytes()

        result = crawl("--dry-run")

        assert json.loads(result.stdout) == []
        assert sample_server.requested == ["/robots.txt", "/en/"]
        assert crawled_store.read_bytes() == before

    def test_names_nothing_that_failed_for_good(self, crawl, sample_server, answer):
        empty, away = STORIES[0], STORIES[1]
        sample_server.answers[empty.path] = answer(body=b"<html><title>News</title><body></body></html>")
        sample_server.answers[away.path] = answer(status=500)
        crawl()

        result = crawl("--dry-run")

        assert [row["url"] for row in json.loads(result.stdout)] == [away.url]


class TestInterruption:
    def test_an_interrupted_crawl_fetches_nothing_twice(
        self, commands, crawl_command, crawl, sample_server, store_path
    ):
        sample_server.pace = lambda _path: 0.05
        with commands.started(*crawl_command) as process:
            wait_until(lambda: len(sample_server.stories) >= 8)
            process.send_signal(signal.SIGINT)
            code = process.wait(20)
        assert code == 130
        assert 8 <= count(store_path, "articles") == len(sample_server.stories) < 48
        sample_server.pace = lambda _path: 0

        assert crawl().returncode == 0
        assert wrong(store_path) == {}
        assert len(sample_server.stories) == 48

    def test_a_second_crawl_of_a_busy_store_is_refused_in_one_line(self, commands, crawl_command, crawl, sample_server):
        sample_server.pace = lambda _path: 0.2
        with commands.started(*crawl_command):
            wait_until(lambda: len(sample_server.stories) >= 1)
            result = crawl()

        assert result.returncode == 75
        assert result.stdout == ""
        assert result.stderr.startswith("orewire: another crawl holds ")
        assert len(result.stderr.splitlines()) == 1

    @both_commands
    def test_a_store_that_cannot_be_written_any_more_ends_the_crawl(self, crawl, sample_server, store_path):
        class Sabotage(dict):
            """Takes a table away while the crawl runs."""

            def get(self, path, default=None):
                if path == STORIES[3].path:
                    with closing(sqlite3.connect(store_path, timeout=10)) as connection:
                        connection.execute("DROP TABLE IF EXISTS changes")
                return super().get(path, default)

        sample_server.answers = Sabotage()
        sample_server.pace = lambda _path: 0.1

        result = crawl(timeout=20)

        assert (
            result.returncode == 1 or "Spider closed (writer-failed)" in result.stderr
        )  # scrapy has no such exit code
        assert "no such table: changes" in result.stderr
        assert len(sample_server.stories) < 30  # no more than was under way


@pytest.mark.parametrize("command", ["orewire", "scrapy"])
def test_nothing_is_asked_of_the_open_web_without_a_contact(command, run_orewire, run_scrapy, store_path):
    if command == "orewire":
        result = run_orewire("crawl", "metal.com", "--db", store_path)
        assert result.returncode == 2
    else:
        result = run_scrapy("crawl", "metal.com", env={"OREWIRE_DB": str(store_path)})

    assert "set OREWIRE_CONTACT=you@example.org: the sites you visit see it" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_page_that_breaks_our_own_code_is_a_failure_not_a_loss(run_python, sample_server, sample_sources, store_path):
    code = """
import sys
from crawler import parse
from crawler.spiders import news
real = news.read_page
def broken(body, *, url, **given):
    if url.endswith(sys.argv[3]):
        raise RuntimeError("a bug of ours")
    return real(body, url=url, **given)
news.read_page = broken
from pathlib import Path
from crawler.cli.crawling import run_crawl
from crawler.cli.options import Given
from crawler.sources import load_sources
hosts = dict(pair.split("=") for pair in sys.argv[4:])
source = load_sources(Path(sys.argv[1]))["lodestar-metals.example"]
(result,) = run_crawl([source], Given(db=Path(sys.argv[2]), connect_to=hosts))
print(result.reasons)
"""
    hosts = [part for part in sample_server.connect_to if part != "--connect-to"]

    result = run_python(code, sample_sources, store_path, STORIES[0].path, *hosts)

    assert result.returncode == 0, result.stderr
    assert "callback-RuntimeError" in result.stdout
    assert outcome(store_path, STORIES[0]) == "callback-RuntimeError"
    assert count(store_path, "articles") == 47
