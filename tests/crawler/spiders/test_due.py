"""Crawls of what is due: endpoints by their next poll, stored stories again, and what an unchanged site is asked."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.sample_site import articles as sample
from crawler.sample_site.articles import LODESTAR
from crawler.sample_site.server import serve
from storage import ArticleStore

STORY = next(story for story in sample.sample_articles(LODESTAR) if story.hours_ago is None)


@contextmanager
def opened(path):
    """The store's connection, to turn its clock by."""
    with ArticleStore(path) as store, store.transaction():
        yield store.connection


def make_due(path, *, visit=None):
    """Everything is due; with *visit*, the story at that path is to be looked at again."""
    with opened(path) as connection:
        connection.run("UPDATE endpoints SET next_poll = '2020-01-01T00:00:00Z'")
        connection.run("DELETE FROM parked")
        if visit:
            assert connection.run(
                "UPDATE frontier SET next_visit = '2020-01-01T00:00:00Z' WHERE url LIKE ?", (f"%{visit}",)
            )


def kinds(path):
    with ArticleStore(path, readonly=True) as store:
        return [change.kind for change in store.changes()][48:]


def headers_of(server, path):
    return server.headers[server.arrived.index(path)]


def values(path, sql):
    with ArticleStore(path, readonly=True) as store:
        return store.connection.row(sql)


def rows(done):
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_unchanged_web_is_asked_conditionally_and_stores_nothing(run_orewire, tmp_path):
    db = tmp_path / "news.db"
    noon = datetime.now(UTC)
    with serve(clock=lambda: noon) as server:
        mapped = [part for host, port in server.connect_to.items() for part in ("--connect-to", f"{host}={port}")]
        sources = Path(sample.__file__).with_name("sources")
        ids = sorted(path.stem for path in sources.glob("*.toml"))
        crawl = ("crawl", *ids, "--db", db, "--sources", sources, "--json", "--fail-on", "never", *mapped)
        assert sum(row["new"] for row in rows(run_orewire(*crawl))) > 150
        before = values(db, "SELECT count(*), max(seq) FROM changes")
        server.answered.clear()

        again = rows(run_orewire(*crawl))

        asked = list(server.answered)
        due = run_orewire(*crawl, "--due")
        nothing = list(server.answered)[len(asked) :]
        with opened(db) as connection:  # each story's third visit is due, which takes the whole page
            connection.run("UPDATE frontier SET next_visit = '2020-01-01T00:00:00Z', visits = 2 WHERE state = 'done'")
        whole = rows(run_orewire(*crawl))

    assert asked
    assert [answer for answer in asked if not answer[3]] == []
    assert {status for _, _, status, _ in asked} == {304}
    assert sum(row["new"] + row["changed"] for row in again) == 0
    assert values(db, "SELECT count(*), max(seq) FROM changes") == before
    assert nothing == []
    assert json.loads(due.stdout) == []
    assert "nothing is due; next: " in due.stderr
    refusing = 1  # a page of the review's answers 403: its feed has the story
    assert sum(row["unchanged"] for row in whole) == before[0] - refusing
    assert sum(row["new"] + row["changed"] + row["gone"] for row in whole) == 0, "no false version"


@pytest.mark.usefixtures("crawled_store")
def test_what_is_not_due_is_not_asked(crawl_sample, sample_server, store_path):
    idle = crawl_sample("--due")

    assert rows(idle) == []
    assert f"nothing is due; next: {LODESTAR} in " in idle.stderr
    assert sample_server.requested == []

    make_due(store_path)

    assert [row["source"] for row in rows(crawl_sample("--due"))] == [LODESTAR]
    assert sample_server.requested == ["/en/"]
    (due,) = values(store_path, "SELECT next_poll FROM endpoints WHERE url LIKE '%/en/'")
    assert datetime.fromisoformat(due) > datetime.now(UTC) + timedelta(minutes=4)


@pytest.mark.usefixtures("crawled_store")
def test_a_story_that_has_not_changed_is_asked_conditionally_and_visited_less(crawl_sample, sample_server, store_path):
    make_due(store_path, visit=STORY.path)

    (row,) = rows(crawl_sample("--due"))

    assert sorted(sample_server.requested) == sorted(["/en/", STORY.path])
    assert "if-none-match" in headers_of(sample_server, STORY.path)
    assert (row["changed"], row["fetched"]) == (0, 0)
    assert kinds(store_path) == []
    assert values(store_path, "SELECT state, visits FROM frontier WHERE visits") == ("done", 1)


@pytest.mark.usefixtures("crawled_store")
def test_an_edit_is_a_new_version(crawl_sample, sample_server, store_path, answer):
    make_due(store_path, visit=STORY.path)
    page = sample_server.web.answer("news.lodestar-metals.example", STORY.path, datetime.now(UTC)).body.decode()
    edited = page.replace(STORY.headline, "Corrected: tin is not lead")
    sample_server.answers[STORY.path] = answer(body=edited.encode())

    (row,) = rows(crawl_sample("--due"))

    assert (row["changed"], row["new"]) == (1, 0)
    assert kinds(store_path) == ["changed"]
    assert values(store_path, "SELECT count(*) FROM revisions") == (1,)


@pytest.mark.usefixtures("crawled_store")
@pytest.mark.parametrize("status", [404, 410])
def test_a_story_whose_page_is_gone_stays_and_is_noted_once_and_again_when_it_is_back(
    crawl_sample, sample_server, store_path, answer, status
):
    sample_server.answers[STORY.path] = answer(status=status)
    for number in range(3):
        if number == 2:
            sample_server.answers.clear()
        make_due(store_path, visit=STORY.path)
        rows(crawl_sample("--due"))

    assert kinds(store_path) == ["gone", "changed"]
    assert values(store_path, "SELECT count(*) FROM articles") == (48,)
    assert values(store_path, "SELECT state, gone_at FROM frontier WHERE visits = 3") == ("done", None)


@pytest.mark.usefixtures("crawled_store")
@pytest.mark.parametrize(
    "trouble",
    [
        pytest.param({"status": 503}, id="503"),
        pytest.param({"status": 403}, id="403"),
        pytest.param({"body": b"<title>Log in</title><form><input type=password></form>"}, id="login"),
        pytest.param({"status": 302, "headers": {"Location": "/"}}, id="home"),
        pytest.param({"status": 304}, id="third visit answered 304"),
    ],
)
def test_trouble_with_a_visit_costs_nothing_stored(crawl_sample, sample_server, store_path, answer, trouble):
    sample_server.answers[STORY.path] = answer(**trouble)
    with opened(store_path) as connection:
        connection.run("UPDATE frontier SET visits = 2 WHERE url LIKE ?", (f"%{STORY.path}",))
    make_due(store_path, visit=STORY.path)

    rows(crawl_sample("--due"))

    assert "if-none-match" not in headers_of(sample_server, STORY.path), "the third visit asks for the whole page"
    assert kinds(store_path) == []
    assert values(store_path, "SELECT state, visits, gone_at FROM frontier WHERE visits") == ("done", 3, None)
    assert values(store_path, "SELECT count(*) FROM frontier WHERE state != 'done'") == (0,)


@pytest.mark.parametrize(
    ("status", "path"), [pytest.param(429, "/en/", id="endpoint"), pytest.param(503, STORY.path, id="page")]
)
def test_a_server_that_asks_for_time_gets_it(crawl_sample, sample_server, store_path, answer, status, path):
    sample_server.answers[path] = answer(status=status, headers={"Retry-After": "99999999"})

    crawl_sample()
    assert sample_server.requested.count(path) == 1
    sample_server.forget_requests()
    idle = crawl_sample("--due")

    assert sample_server.requested == []
    assert f"nothing is due; next: {LODESTAR} in 24 h" in idle.stderr or f"{LODESTAR} in 23 h" in idle.stderr
    (until,) = values(store_path, "SELECT until FROM parked")
    assert timedelta(hours=23) < datetime.fromisoformat(until) - datetime.now(UTC) <= timedelta(hours=24)


def test_only_what_is_announced_as_newer_is_fetched(run_orewire, sample_server, sample_sources, tmp_path, answer):
    folder = tmp_path / "sources"
    folder.mkdir()
    host = "https://news.lodestar-metals.example"
    text = (sample_sources / f"{LODESTAR}.toml").read_text(encoding="utf-8")
    text = text.replace(f'listings    = ["{host}/en/"]', f'feeds = ["{host}/feed"]')
    (folder / f"{LODESTAR}.toml").write_text(text, encoding="utf-8")
    new, old = sample.sample_articles(LODESTAR)[:2]
    yesterday = datetime.now(UTC) - timedelta(days=1)
    items = "".join(
        f"<item><link>{story.url}</link><pubDate>{moment:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for story, moment in ((new, yesterday), (old, yesterday - timedelta(days=9)))
    )
    feed = f"<rss version='2.0'><channel>{items}</channel></rss>".encode()
    sample_server.answers["/feed"] = answer(headers={"ETag": '"1"'}, body=feed)
    db = tmp_path / "news.db"
    crawl = ("crawl", LODESTAR, "--sources", folder, "--db", db, "--json", *sample_server.connect_to)

    (first,) = rows(run_orewire(*crawl, "--since", "2d"))
    sample_server.forget_requests()
    (second,) = rows(run_orewire(*crawl))

    assert (first["new"], second["new"]) == (1, 1)
    assert "if-none-match" not in headers_of(sample_server, "/feed"), "a validator would hide what was left out"


def test_a_story_that_its_feed_says_was_updated_is_looked_at_at_once(
    run_orewire, sample_server, sample_sources, tmp_path, answer
):
    folder, db = tmp_path / "sources", tmp_path / "news.db"
    folder.mkdir()
    host = "https://news.lodestar-metals.example"
    text = (sample_sources / f"{LODESTAR}.toml").read_text(encoding="utf-8")
    text = text.replace(f'listings    = ["{host}/en/"]', f'feeds = ["{host}/feed"]')
    (folder / f"{LODESTAR}.toml").write_text(text, encoding="utf-8")
    crawl = ("crawl", LODESTAR, "--sources", folder, "--db", db, "--json", *sample_server.connect_to)
    asked = []
    for updated in ("2026-01-01T00:00:00Z", f"{datetime.now(UTC) - timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}"):
        feed = f"<entry><link href='{STORY.url}'/><updated>{updated}</updated></entry>"
        body = f"<feed xmlns='http://www.w3.org/2005/Atom'>{feed}</feed>".encode()
        sample_server.answers["/feed"] = answer(body=body)
        sample_server.forget_requests()
        rows(run_orewire(*crawl))
        asked.append(sample_server.requested.count(STORY.path))
        with opened(db) as connection:  # it was fetched two hours ago
            long_ago = f"{datetime.now(UTC) - timedelta(hours=2):%Y-%m-%dT%H:%M:%SZ}"
            connection.run("UPDATE frontier SET changed_at = ?", (long_ago,))

    assert asked == [1, 1]
    assert values(db, "SELECT visits FROM frontier WHERE kind = 'article'") == (1,)


def test_a_since_that_is_no_moment_is_refused_in_one_line(crawl_sample):
    done = crawl_sample("--since", "yesterday")

    assert done.returncode == 2
    assert '"yesterday" is neither an age such as 2d or 36h nor a day such as 2026-01-31' in done.stderr
