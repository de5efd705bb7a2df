"""``crawl`` as a command: what it wants, how it ends, and that it goes on where it was cut off."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sysconfig
import time

import pytest

from crawler.sample_site.articles import LODESTAR, sample_articles
from crawler.sample_site.gold import differences
from storage import ArticleStore
from storage.lock import crawl_lock

CONTACT = "set OREWIRE_CONTACT=you@example.org: the sites you visit see it"
STORIES = len(sample_articles(LODESTAR))


def stored(path) -> int:
    with ArticleStore(path, readonly=True) as store:
        return sum(1 for _ in store.articles())


def test_a_crawl_of_nothing_says_how_to_choose_a_source(run_orewire, tmp_path):
    done = run_orewire("crawl", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "orewire sources list" in done.stderr
    assert "orewire sources enable metal.com" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_source_nobody_knows_is_met_with_the_nearest(run_orewire, tmp_path):
    done = run_orewire("crawl", "metal.cmo", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr == 'orewire: no source "metal.cmo"; did you mean "metal.com"?\n'
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("options", "contact"),
    [
        pytest.param([], {}, id="unset"),
        pytest.param([], {"OREWIRE_CONTACT": " "}, id="blank"),
        pytest.param(["--dry-run"], {}, id="dry run"),
    ],
)
def test_nobody_is_visited_without_a_contact(run_orewire, tmp_path, options, contact):
    done = run_orewire("crawl", "metal.com", *options, cwd=tmp_path, env=contact)

    assert done.returncode == 2
    assert done.stderr == f"orewire: {CONTACT}\n"
    assert list(tmp_path.iterdir()) == []


def test_a_broken_source_file_stops_it_with_one_line(run_orewire, tmp_path):
    (tmp_path / "my.example.toml").write_text('name = "Mine"\nhomepge = "https://my.example/"\n', encoding="utf-8")

    done = run_orewire("crawl", "my.example", "--sources", tmp_path, "--db", tmp_path / "news.db")

    assert done.returncode == 2
    assert done.stderr == 'orewire: my.example.toml: unknown key "homepge"; did you mean "homepage"?\n'
    assert not (tmp_path / "news.db").exists()


def test_a_store_that_another_crawl_holds_is_left_to_it(crawl_sample, tmp_path):
    with ArticleStore(tmp_path / "news.db"):
        pass

    with crawl_lock(tmp_path / "news.db"):
        done = crawl_sample()

    assert done.returncode == 75
    assert "another crawl holds" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_second_crawl_finds_nothing_new(crawl_sample, tmp_path):
    (first,) = json.loads(crawl_sample().stdout)
    again = crawl_sample("--quiet")
    (second,) = json.loads(again.stdout)

    assert (first["source"], first["outcome"], first["new"]) == (LODESTAR, "finished", STORIES)
    assert (second["new"], second["changed"], second["fetched"]) == (0, 0, 0)
    assert (again.returncode, again.stderr) == (0, "")
    assert stored(tmp_path / "news.db") == STORIES


def test_a_limit_leaves_the_rest_for_later_and_a_rehearsal_names_it(crawl_sample, tmp_path):
    path = tmp_path / "news.db"
    (first,) = json.loads(crawl_sample("--limit", "5").stdout)
    kept = stored(path)
    rest = json.loads(crawl_sample("--dry-run").stdout)

    with ArticleStore(path, readonly=True) as store:
        assert [item["url"] for item in rest if store.get(item["url"]) or store.get(item["key"])] == []
    assert (first["fetched"], first["new"], kept, stored(path)) == (5, 5, 5, 5)
    assert len({item["key"] for item in rest}) == STORIES - 5

    crawl_sample()

    assert stored(path) == STORIES


def test_a_rehearsal_says_what_would_be_fetched_and_leaves_nothing(crawl_sample, sample_server, tmp_path):
    done = crawl_sample("--dry-run")

    found = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert {item["source"] for item in found} == {LODESTAR}
    assert sample_server.stories == []
    assert list(tmp_path.iterdir()) == []
    assert len({item["key"] for item in found}) == STORIES
    assert len(found) == STORIES, "a story under two addresses is one story"


def test_a_source_whose_listing_fails_is_a_failed_source(crawl_sample, sample_server, answer):
    sample_server.answers["/en/"] = answer(status=404)

    done = crawl_sample()

    (row,) = json.loads(done.stdout)
    assert done.returncode == 3
    assert (row["new"], row["failed"]) == (0, 1)
    assert row["why"]
    assert "Traceback" not in done.stderr


def test_a_story_that_is_gone_is_told_and_does_not_fail_the_source(crawl_sample, sample_server, answer):
    sample_server.answers[sample_articles(LODESTAR)[0].path] = answer(status=410)

    done = crawl_sample()

    (row,) = json.loads(done.stdout)
    assert done.returncode == 0
    assert (row["new"], row["failed"], row["why"]) == (STORIES - 1, 1, "gone 1")


def test_a_store_that_cannot_be_written_stops_it_before_the_first_request(crawl_sample, sample_server, tmp_path):
    (tmp_path / "news.db").write_bytes(b"not a database, but long enough to look like a file of somebody else's" * 20)

    done = crawl_sample()

    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1
    assert "not a SQLite database" in done.stderr
    assert sample_server.requested == []


def test_a_crawl_into_no_folder_is_one_line(crawl_sample, tmp_path):
    done = crawl_sample("--db", tmp_path / "nowhere" / "news.db")

    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1
    assert "nowhere" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("signals", [1, 2], ids=["once", "twice"])
def test_ctrl_c_is_130_and_the_next_crawl_goes_on(
    commands, crawl_sample, sample_server, sample_sources, tmp_path, signals
):
    """Scrapy ends what is under way after the first Ctrl-C, and at once after a second one."""
    path = tmp_path / "news.db"
    sample_server.delay = 0.05
    command = [
        f"{sysconfig.get_path('scripts')}/orewire",
        "crawl",
        LODESTAR,
        "--db",
        path,
        "--sources",
        sample_sources,
    ]
    with subprocess.Popen(
        list(map(str, [*command, *sample_server.connect_to])),
        env=commands.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        try:
            wait_for(lambda: len(sample_server.stories) >= 6, process)
            for _ in range(signals):
                process.send_signal(signal.SIGINT)
                time.sleep(0.02)
            said = process.communicate(timeout=30)[1].decode()
        finally:
            process.kill()

    assert process.returncode == 130, said
    assert "Traceback" not in said
    cut_off = stored(path)
    assert cut_off < STORIES

    sample_server.delay = 0
    done = crawl_sample()

    assert done.returncode == 0, done.stderr
    assert stored(path) == STORIES
    assert len(sample_server.stories) <= STORIES + 32, "what was stored is not fetched again"
    with ArticleStore(path, readonly=True) as store:
        assert [article.id for article in sample_articles(LODESTAR) if differences(article, store)] == []
        assert [change.kind for change in store.changes()] == ["new"] * STORIES


def wait_for(condition, process, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert process.poll() is None, "the crawl ended before it was interrupted"
        assert time.monotonic() < end, "the crawl did not get far enough"
        time.sleep(0.01)


def failing(sample_server, answer):
    sample_server.answers["/en/"] = answer(status=404)


@pytest.mark.parametrize(("fail_on", "codes"), [("new", (3, 0)), ("all", (3, 3)), ("never", (0, 0))])
def test_a_source_that_failed_before_fails_a_run_again_only_where_asked_for(
    crawl_sample, sample_server, answer, fail_on, codes
):
    failing(sample_server, answer)

    runs = [crawl_sample("--fail-on", fail_on) for _ in range(2)]

    assert tuple(done.returncode for done in runs) == codes
    assert all(json.loads(done.stdout)[0]["failed"] == 1 for done in runs)


def test_a_source_that_works_again_and_breaks_again_is_news(crawl_sample, sample_server, answer):
    codes = []
    for breaks in (True, False, True):
        sample_server.answers.clear()
        if breaks:
            failing(sample_server, answer)
        codes.append(crawl_sample().returncode)

    assert codes == [3, 0, 3]


def test_a_store_of_an_older_orewire_is_brought_up_to_date_by_crawling(crawl_sample, tmp_path):
    with ArticleStore(tmp_path / "news.db") as store:
        for column in ("read_at", "found_at", "read_as"):
            store.db.execute(f"ALTER TABLE endpoints DROP COLUMN {column}")
        store.db.execute("DELETE FROM _sqlite_migrations WHERE name = '0007_endpoints_read'")

    done = crawl_sample("--limit", "1")

    assert done.returncode == 0, done.stderr
    assert stored(tmp_path / "news.db") == 1


def test_a_log_for_machines_tells_events_with_counts_and_leaves_stdout_to_the_data(crawl_sample):
    done = crawl_sample("--log-json", "-v", "--limit", "3")

    lines = [json.loads(line) for line in done.stderr.splitlines()]
    ours = [line for line in lines if line["logger"] == "orewire.crawl"]
    (row,) = json.loads(done.stdout)
    assert [(line["event"], line["source"]) for line in ours] == [("started", LODESTAR), ("ended: finished", LODESTAR)]
    assert (ours[-1]["counts"]["fetched"], ours[-1]["counts"]["bytes"]) == (3, row["bytes"])
    assert any(line["logger"].startswith("scrapy") and line.get("source") == LODESTAR for line in lines)
    assert all({"time", "level", "logger", "event"} <= set(line) for line in lines)


def test_a_source_that_ends_is_a_quiet_line(crawl_sample):
    done = crawl_sample("--limit", "3")

    assert re.fullmatch(rf"{LODESTAR}: finished: \d+ found, \d+ known, 3 fetched, 3 new; \d+ s\n", done.stderr), (
        done.stderr
    )
