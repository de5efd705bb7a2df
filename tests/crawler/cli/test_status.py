"""``status``: how the last crawls went; ``migrate``: a store of yesterday under today's code."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from storage import Article, ArticleStore


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def store(tmp_path):
    """Two crawls of one source, of which the last counts, and one of another that was cut off."""
    clock = Clock()
    with ArticleStore(tmp_path / "news.db", clock=clock) as opened:
        for new in (7, 2):
            crawl = opened.begin_crawl("metal.com")
            clock.now += timedelta(seconds=90)
            counts = {"new": new, "found": 9, "articles/dropped/no-body": 1, "articles/dropped/listing": 2}
            opened.finish_crawl(crawl, "finished", counts)
        opened.begin_crawl("mining.com")
    return tmp_path / "news.db"


def test_the_last_crawl_of_each_source_is_a_row(run_here, store):
    rows = {row["source"]: row for row in json.loads(run_here("status", "--json", "--db", store).stdout)}

    assert set(rows) == {"metal.com", "mining.com"}
    metal = rows["metal.com"]
    assert (metal["outcome"], metal["seconds"]) == ("finished", 90)
    assert (metal["started_at"], metal["finished_at"]) == ("2026-11-23T08:01:30Z", "2026-11-23T08:03:00Z")
    assert [metal[name] for name in ("found", "known", "new", "changed", "dropped")] == [9, 0, 2, 0, 3]


def test_a_crawl_that_did_not_end_says_so(run_here, store):
    rows = {row["source"]: row for row in json.loads(run_here("status", "--json", "--db", store).stdout)}

    assert (rows["mining.com"]["outcome"], rows["mining.com"]["finished_at"]) == ("cut off", None)


def test_the_table_has_the_counts_for_people(run_here, store):
    lines = run_here("status", "--db", store).stdout.splitlines()

    assert lines[0].split()[:3] == ["source", "started_at", "outcome"]
    assert {line.split()[0] for line in lines[2:]} == {"metal.com", "mining.com"}


def test_a_store_that_was_never_crawled_has_no_rows(run_here, tmp_path):
    with ArticleStore(tmp_path / "news.db"):
        pass

    done = run_here("status", "--json", "--db", tmp_path / "news.db")

    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_a_true_crawl_is_counted(crawl_sample, run_here, tmp_path):
    (crawled,) = json.loads(crawl_sample("--limit", "3").stdout)

    (row,) = json.loads(run_here("status", "--json", "--db", tmp_path / "news.db").stdout)

    names = ("source", "outcome", "found", "known", "new", "changed", "dropped")
    assert [row[name] for name in names] == [crawled[name] for name in names]
    assert row["counts"]["downloader/request_count"] >= crawled["fetched"]


def test_a_store_of_today_needs_no_migration(run_here, store):
    done = run_here("migrate", "--db", store)

    assert (done.returncode, done.stdout) == (0, "")
    assert "up to date" in done.stderr


def test_a_store_of_yesterday_is_told_and_brought_up_to_date(run_here, tmp_path):
    """As it was before the last step of the schema."""
    path = tmp_path / "news.db"
    with ArticleStore(path) as opened:
        opened.db.conn.execute("DROP VIEW articles_flat")
        opened.db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = '0006_articles_flat'")

    before = run_here("articles", "--db", path)
    migrated = run_here("migrate", "--db", path)
    after = run_here("articles", "--json", "--db", path)

    assert before.returncode in (1, 2)
    assert "orewire migrate" in before.stderr
    assert before.stderr.count("\n") == 1
    assert migrated.returncode == 0, migrated.stderr
    assert json.loads(after.stdout) == []


def test_a_source_that_fell_silent_is_exit_code_4_with_the_next_command(run_here, tmp_path):
    clock = Clock()
    with ArticleStore(tmp_path / "news.db", clock=clock) as store:
        for day in range(20):
            clock.now += timedelta(days=1)
            crawl = store.begin_crawl("metal.com")
            if day < 10:
                url = f"https://metal.com/{day}"
                store.save(Article(url=url, source="metal.com", headline="Tin", date_published=clock.now))
            store.finish_crawl(crawl, "finished", {})

    done = run_here("status", "--json", "--db", tmp_path / "news.db")

    assert done.returncode == 4
    assert json.loads(done.stdout)[0]["alarms"] == ["no new story for 10 days; the longest gap between two was 1"]
    assert done.stderr.count("\n") == 1
    assert "alarm: metal.com: no new story for 10 days" in done.stderr
    assert "orewire sources check metal.com" in done.stderr
