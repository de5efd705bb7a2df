"""``status``: how the last crawls went; ``migrate``: a store of yesterday under today's code."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import get_args

import click
import pytest
from prometheus_client.parser import text_string_to_metric_families

from crawler.cli import orewire
from crawler.cli.prometheus import metrics
from crawler.cli.status import next_command
from storage import Article, ArticleStore
from storage.crawls import Crawl
from storage.figures import SourceFigures
from storage.frontier import FrontierItem, SqliteFrontier
from storage.health.alarm import Alarm, Kind


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

    assert lines[0].split() == ["source", "health", "last", "day", "week", "queue"]
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


@pytest.fixture
def silent(tmp_path):
    """A store of a source that told a story a day for 40 days and then none for ten, though it was asked."""
    clock = Clock()
    clock.now -= timedelta(days=50)  # no feast is near: a silence would be explained by it
    with ArticleStore(tmp_path / "news.db", clock=clock) as store:
        for day in range(50):
            clock.now += timedelta(days=1)
            crawl = store.begin_crawl("metal.com")
            if day < 40:
                url = f"https://metal.com/{day}"
                store.save(Article(url=url, source="metal.com", headline="Tin", date_published=clock.now))
            store.finish_crawl(crawl, "finished", {"endpoints/read": 1, "requests/failed/http-403": 1})
    return tmp_path / "news.db"


def test_a_source_that_fell_silent_is_exit_code_4_with_the_next_command(run_here, silent):
    done = run_here("status", "--db", silent)

    assert done.returncode == 4
    assert done.stdout.splitlines()[2].split()[:2] == ["metal.com", "ALARM"]
    assert done.stdout.splitlines()[2].rstrip().endswith("silent")
    assert "alarm: metal.com: no new story for 10 days: by its rhythm" in done.stdout
    assert done.stdout.splitlines()[-1] == "  next: orewire sources check metal.com"


def test_programs_get_alarms_as_values(run_here, silent):
    done = run_here("status", "--json", "--db", silent)

    (row,) = json.loads(done.stdout)
    (alarm,) = row["alarms"]
    assert done.returncode == 4
    assert (row["health"], row["stories"], row["last_day"], row["last_week"], row["waiting"]) == ("alarm", 40, 0, 0, 0)
    assert (alarm["kind"], alarm["field"], alarm["next"]) == ("silent", None, "orewire sources check metal.com")
    assert alarm["since"] == row["last_story_at"]
    assert "alarm: metal.com: no new story" in done.stderr


def test_what_is_new_is_counted_by_day_and_week(run_here, tmp_path):
    clock = Clock()
    with ArticleStore(tmp_path / "news.db", clock=clock) as store:
        crawl = store.begin_crawl("metal.com")
        for number, days in enumerate((0, 0, 3, 30)):
            clock.now = datetime.now(UTC) - timedelta(days=days)
            store.save(Article(url=f"https://metal.com/{number}", source="metal.com", headline="Tin"))
        store.finish_crawl(crawl, "finished", {"endpoints/read": 1})
        frontier = SqliteFrontier(store)
        frontier.add("metal.com", [FrontierItem(key=name, url=f"https://metal.com/{name}") for name in "ab"])

    (row,) = json.loads(run_here("status", "--json", "--db", tmp_path / "news.db").stdout)

    assert [row[name] for name in ("stories", "last_day", "last_week", "waiting")] == [4, 2, 3, 2]


def test_an_enabled_source_that_was_never_crawled_has_its_line(run_here, store):
    (store.parent / "orewire.toml").write_text('enabled = ["metal.com", "never.example"]\n', encoding="utf-8")

    lines = run_here("status", "--db", store).stdout.splitlines()

    assert [line.split()[:2] for line in lines[2:]] == [
        ["metal.com", "ok"], ["mining.com", "cut"], ["never.example", "never"],
    ]  # fmt: skip


def test_the_next_poll_is_told_where_the_store_plans_it(run_here, store):
    with ArticleStore(store) as opened:
        opened.note_endpoint("https://metal.com/feed", source="metal.com", kind="feed", status=200, entries=3)
        if "next_poll" not in opened.db["endpoints"].columns_dict:
            opened.db.conn.execute("ALTER TABLE endpoints ADD COLUMN next_poll TEXT")
        soon = (datetime.now(UTC) + timedelta(minutes=20, seconds=30)).strftime("%Y-%m-%dT%H:%M:%SZ")
        opened.db.conn.execute("UPDATE endpoints SET next_poll = ?", (soon,))

    line = next(line for line in run_here("status", "--db", store).stdout.splitlines() if line.startswith("metal.com"))

    assert line.rstrip().endswith("20 min")


@pytest.mark.parametrize("width", [80, 100, 120])
def test_forty_sources_are_a_line_each(tmp_path, run_here, width):
    with ArticleStore(tmp_path / "news.db") as store:
        for number in range(40):
            crawl = store.begin_crawl(f"a-rather-long-name-{number}.example")
            store.finish_crawl(crawl, "finished", {"endpoints/read": 1, "requests/failed/http-403": 1})

    lines = run_here("status", "--db", tmp_path / "news.db", env={"COLUMNS": str(width)}).stdout.splitlines()

    assert len(lines) == 42
    assert max(map(len, lines)) <= width


def test_prometheus_reads_the_metrics(run_here, silent, tmp_path):
    path = tmp_path / "orewire.prom"

    done = run_here("status", "--prometheus", path, "--db", silent)

    families = {family.name: family for family in text_string_to_metric_families(path.read_text(encoding="utf-8"))}
    values = {name: [(s.labels, s.value) for s in family.samples] for name, family in families.items()}
    assert (done.returncode, done.stdout) == (4, "")
    assert all(family.documentation and family.type == "gauge" for family in families.values())
    assert values["orewire_articles"] == [({"source": "metal.com"}, 40.0)]
    assert values["orewire_alarms"] == [({"source": "metal.com"}, 1.0)]
    assert values["orewire_last_crawl_lost_pages"] == [({"source": "metal.com", "reason": "http-403"}, 1.0)]
    ((labels, since),) = values["orewire_alarm_since_timestamp_seconds"]
    assert labels == {"source": "metal.com", "kind": "silent", "field": ""}
    assert since == (Clock().now - timedelta(days=10)).timestamp()
    assert [other.name for other in tmp_path.iterdir() if ".part" in other.name] == []


def test_metrics_go_to_stdout_where_asked_for(run_here, store):
    done = run_here("status", "--prometheus", "-", "--db", store)

    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "# HELP orewire_status_timestamp_seconds When this was written.",
    )


def test_metrics_for_no_folder_are_one_line(run_here, store):
    done = run_here("status", "--prometheus", store.parent / "nowhere" / "x.prom", "--db", store)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "mkdir -p" in done.stderr


def test_labels_are_escaped():
    counts = {'requests/failed/a "b"\\c\nd': 2}
    crawl = Crawl(id=1, source="x", started_at=Clock().now, finished_at=None, outcome=None, counts=counts)
    one = SourceFigures(
        source="x", crawl=crawl, stories=0, last_day=0, last_week=0, last_story_at=None, waiting=0, next_poll_at=None
    )

    text = metrics([one], [], now=Clock().now)

    family = next(f for f in text_string_to_metric_families(text) if f.name == "orewire_last_crawl_lost_pages")
    assert family.samples[0].labels == {"source": "x", "reason": 'a "b"\\c\nd'}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_the_next_command_of_each_alarm_can_be_typed(kind):
    alarm = Alarm(source="metal.com", kind=kind, field=None, since=Clock().now, detail="")

    for text in next_command(alarm).split("; once its file is mended: "):
        _, name, *words = text.split()
        command = orewire.get_command(click.Context(orewire), name)
        with command.make_context(name, words):
            pass


def test_what_nobody_crawls_any_more_raises_no_alarm(run_here, tmp_path):
    at = datetime.now(UTC) - timedelta(days=200)
    with ArticleStore(tmp_path / "news.db", clock=lambda: at) as store:
        for _ in range(60):
            at += timedelta(hours=1)
            store.finish_crawl(store.begin_crawl("old.example"), "finished", {"endpoints/failed": 1})

    done = run_here("status", "--json", cwd=tmp_path)
    (tmp_path / "orewire.toml").write_text('enabled = ["old.example", "never.example"]', encoding="utf-8")
    enabled = run_here("status", "--json", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert enabled.returncode == 4
    assert [row["source"] for row in json.loads(enabled.stdout)] == ["never.example", "old.example"]
