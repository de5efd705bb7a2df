"""``backfill``: stories of some days, by listings and sitemaps; what was cut off goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.sample_site import articles as sample
from crawler.sample_site.articles import LODESTAR, sample_articles, sample_outlets
from crawler.sample_site.server import serve
from storage import ArticleStore

SOURCES = Path(sample.__file__).with_name("sources")


def days(outlet):
    """The outlet's own day of each story that has one, in order."""
    return sorted(story.published_at.date() for story in sample_articles(outlet) if story.published_at)


def stored(path):
    with ArticleStore(path, readonly=True) as store:
        return {article.url: article.date_published_local for article in store.articles()}


@pytest.fixture
def backfill(run_orewire, tmp_path):
    with serve() as server:
        mapped = [part for host, port in server.connect_to.items() for part in ("--connect-to", f"{host}={port}")]

        def run(source, since, until, *more, sources=SOURCES, command="backfill"):
            span = ("--since", since, "--until", until) if command == "backfill" else ()
            done = run_orewire(
                command, source, *span, "--db", tmp_path / "news.db", "--sources", sources, "--json", *mapped, *more
            )
            assert done.returncode == 0, done.stderr
            return json.loads(done.stdout)[0], done.stderr

        run.server = server
        run.db = tmp_path / "news.db"
        yield run


@pytest.mark.parametrize("outlet", [outlet.id for outlet in sample_outlets()])
def test_every_story_of_the_range_is_stored_and_no_other(backfill, outlet):
    dates = days(outlet)
    since, until = dates[len(dates) // 4], dates[len(dates) // 2]

    row, _ = backfill(outlet, since, until)

    found = stored(backfill.db)
    wanted = sum(since <= day <= until for day in dates)
    assert row["new"] == len(found)
    assert len(found) >= wanted - 1, "a day's border lies elsewhere in another zone"
    # Pages that print no date cannot be left out for it.
    assert {day for day in found.values() if day and not str(since) <= day <= str(until)} == set()
    assert sum(day is not None for day in found.values()) <= wanted + 1


def test_a_backfill_hides_nothing_from_the_next_crawl(backfill):
    dates = days(LODESTAR)
    backfill(LODESTAR, dates[0], dates[3])

    backfill(LODESTAR, None, None, command="crawl")

    with ArticleStore(backfill.db, readonly=True) as store:
        left = store.connection.rows("SELECT kind, reason FROM frontier WHERE state NOT IN ('done')")
    assert len(stored(backfill.db)) + sum(reason.startswith("out-of-range") for _, reason in left) == 48


def test_another_range_fetches_what_the_first_left_out(backfill):
    dates = days(LODESTAR)
    backfill(LODESTAR, dates[0], dates[3])
    few = len(stored(backfill.db))

    backfill(LODESTAR, dates[0], dates[-1])

    assert few < 24
    assert len(stored(backfill.db)) == 48, "two print no date"


def test_a_budget_ends_it_and_the_same_command_goes_on(backfill, tmp_path):
    folder = tmp_path / "few"
    folder.mkdir()
    text = (SOURCES / f"{LODESTAR}.toml").read_text(encoding="utf-8").replace("pages = 500", "pages = 8")
    assert "pages = 8" in text
    (folder / f"{LODESTAR}.toml").write_text(text, encoding="utf-8")
    dates = days(LODESTAR)
    said = []
    for _ in range(20):
        row, log = backfill(LODESTAR, dates[0], dates[-1], sources=folder)
        said.append(log)
        if row["outcome"] == "finished":
            break

    assert "run the same command to go on" in said[0]
    assert 3 < len(said) < 20
    assert len(stored(backfill.db)) == 48
    fetched = [path for path in backfill.server.requested if "/newscontent/" in path]
    assert len(fetched) <= 48 + 4 * len(said), "at most what was under way is fetched twice"


def test_days_the_wrong_way_round_are_refused_in_one_line(run_orewire):
    done = run_orewire("backfill", "metal.com", "--since", "2026-03-01", "--until", "2026-02-01")

    assert done.returncode == 2
    assert done.stderr == "orewire: --since 2026-03-01 is after --until 2026-02-01; exchange them\n"
