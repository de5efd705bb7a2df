"""``--record`` and ``--replay``: a recorded crawl replays to the same store, and what was not recorded is never "gone"."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing

import pytest

from crawler.sample_site.articles import sample_articles, sample_outlets

STORIES = len(sample_articles())
_OWN = {"id", "first_seen_at", "row_sha256"}  # row numbers follow the order of answers; the hash covers first_seen_at


def content(path):
    """The named tables of a store, without row numbers and clocks."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row

        def rows(sql):
            return [dict(row) for row in connection.execute(sql)]

        known = {row["id"]: row["identifier"] for row in rows("SELECT id, identifier FROM articles")}
        return {
            "articles": {
                row["identifier"]: {name: value for name, value in row.items() if name not in _OWN}
                for row in rows("SELECT * FROM articles")
            },
            "article_urls": {(row["url"], known[row["article_id"]]) for row in rows("SELECT * FROM article_urls")},
            "article_tags": {(known[row["article_id"]], row["tag"]) for row in rows("SELECT * FROM article_tags")},
            "changes": sorted((row["kind"], row["cause"], known[row["article_id"]]) for row in rows("SELECT * FROM changes")),
            "revisions": rows("SELECT number FROM revisions"),
            "endpoints": {
                tuple(row.values())
                for row in rows(
                    "SELECT url, source, kind, status, entries, etag, last_modified, found_at FROM endpoints"
                    " WHERE url NOT IN (SELECT url FROM frontier WHERE kind = 'listing')"  # asked where page 1 had news
                )
            },
            "frontier": {
                tuple(row.values())
                for row in rows("SELECT source, key, url, kind, state, reason FROM frontier WHERE kind = 'article'")
            },
            "dead_letters": rows("SELECT url, reason FROM dead_letters"),
            "tags": rows("SELECT * FROM tags ORDER BY id"),
        }  # fmt: skip


@pytest.fixture
def replayed(run_orewire, recorded_demo, tmp_path):
    def run(*options, db="news.db"):
        return run_orewire("demo", "--replay", recorded_demo / "demo.warc.gz", "--db", tmp_path / db, *options)

    return run


def test_a_recorded_demo_replays_equal(replayed, recorded_demo, tmp_path):
    done = replayed()

    assert done.returncode == 0, done.stdout
    assert f"{STORIES} of {STORIES} stories are stored exactly" in done.stdout
    was, now = content(recorded_demo / "news.db"), content(tmp_path / "news.db")
    for table in was:
        assert was[table] == now[table], table
    assert len(was["articles"]) == STORIES
    assert was["endpoints"]


def test_the_same_pages_are_in_the_archive(replayed, recorded_demo, tmp_path):
    replayed()

    def pages(folder):
        with closing(sqlite3.connect(folder / "news-pages.db")) as connection:
            return set(connection.execute("SELECT url, status, headers, body_sha256, retrieved_at FROM pages"))

    recorded = pages(recorded_demo)
    names = ("/robots.txt", "/ai.txt", "/.well-known/tdmrep.json")
    files = {page for page in recorded if page[0].endswith(names)}
    assert pages(tmp_path) == recorded - files, "what a site allows and reserves is not learnt from a recording"
    assert len(files) == len(names) * len(sample_outlets()), "asked once a day, or a week"


def test_warcio_accepts_the_file_and_holds_request_and_response_of_each_answer(recorded_demo):
    warcio, file = [sys.executable, "-m", "warcio.cli"], str(recorded_demo / "demo.warc.gz")
    checked = subprocess.run([*warcio, "check", file], capture_output=True, text=True, check=False)
    indexed = subprocess.run(
        [*warcio, "index", "-f", "warc-type,warc-target-uri", file], capture_output=True, text=True, check=True
    )
    records = [json.loads(line) for line in indexed.stdout.splitlines()]
    kinds = [record["warc-type"] for record in records]

    assert checked.returncode == 0, checked.stdout
    assert kinds[0] == "warcinfo"
    assert kinds.count("request") == kinds.count("response") > STORIES
    assert any(record.get("warc-target-uri") == "https://alloywire.example/atom.xml" for record in records)


def test_what_was_not_recorded_is_told_so_and_tried_again(run_orewire, recorded_demo, sample_sources, tmp_path):
    folder, db = tmp_path / "sources", tmp_path / "news.db"
    folder.mkdir()
    text = (sample_sources / "theassayer.example.toml").read_text(encoding="utf-8")
    further = 'sitemap_index.xml", "https://www.theassayer.example/other.xml"'
    (folder / "theassayer.example.toml").write_text(text.replace('sitemap_index.xml"', further), encoding="utf-8")

    done = run_orewire(
        "crawl",
        "theassayer.example",
        "--sources",
        folder,
        "--db",
        db,
        "--json",
        "--replay",
        recorded_demo / "demo.warc.gz",
    )

    (row,) = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert (row["failed"], row["why"]) == (1, "not-recorded 1")


def test_a_replay_needs_no_contact_and_asks_nobody(run_orewire, commands, recorded_demo, sample_sources, tmp_path):
    done = run_orewire(
        "crawl", "steelyard.example", "--sources", sample_sources, "--db", tmp_path / "n.db",
        "--replay", recorded_demo / "demo.warc.gz",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert commands.left_loopback == []


def test_one_page_is_extracted_and_added_from_a_recording(run_orewire, recorded_demo, sample_sources, tmp_path):
    replay = ("--replay", recorded_demo / "demo.warc.gz", "--sources", sample_sources)
    url = "https://rudaimetall.example/ru/news/73118"

    shown = run_orewire("extract", url, "--json", *replay)
    added = run_orewire("add", url, "--db", tmp_path / "n.db", *replay)
    lacking = run_orewire("extract", "https://rudaimetall.example/ru/news/1", *replay)

    assert json.loads(shown.stdout)["retrieved_at"] < "2100", shown.stderr
    assert json.loads(shown.stdout)["headline"].startswith("Обзор рынка: Медь держится выше 9,6")
    assert added.stdout.startswith("new: Обзор рынка")
    assert lacking.returncode == 1
    assert "not recorded in" in lacking.stderr


def test_a_recording_is_added_to_and_answers_in_its_order(run_orewire, sample_server, sample_sources, tmp_path):
    crawl = ("crawl", "lodestar-metals.example", "--limit", "1", "--sources", sample_sources, "--json")
    file = tmp_path / "two.warc.gz"

    for db in ("a.db", "b.db"):
        done = run_orewire(*crawl, "--db", tmp_path / db, "--record", file, *sample_server.connect_to)
        assert done.returncode == 0, done.stderr
    size = file.stat().st_size
    again = run_orewire(*crawl, "--db", tmp_path / "c.db", "--replay", file)

    assert json.loads(again.stdout)[0]["new"] == 1
    assert file.stat().st_size == size


@pytest.mark.parametrize("option", ["--record", "--replay"])
def test_a_file_that_is_no_recording_is_left_alone_and_told(run_orewire, sample_sources, tmp_path, option):
    file = tmp_path / "notes.warc.gz"
    file.write_text("shopping: tin, zinc", encoding="utf-8")

    done = run_orewire(
        "crawl", "steelyard.example", "--sources", sample_sources, "--db", tmp_path / "n.db", option, file,
        "--connect-to", "www.steelyard.example=127.0.0.1:9",
    )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "is no WARC file" in done.stderr
    assert file.read_text(encoding="utf-8") == "shopping: tin, zinc"


def test_a_recording_is_whole_although_the_store_has_validators(run_orewire, sample_server, sample_sources, tmp_path):
    crawl = ("crawl", "lodestar-metals.example", "--limit", "1", "--sources", sample_sources, "--db", tmp_path / "n.db")
    run_orewire(*crawl, *sample_server.connect_to)
    sample_server.forget_requests()

    run_orewire(*crawl, *sample_server.connect_to, "--record", tmp_path / "a.warc.gz")

    assert sample_server.requested[:2] == ["/robots.txt", "/en/"]
    assert not any("if-none-match" in headers for headers in sample_server.headers)


def test_a_recording_has_the_name_of_one(run_here, tmp_path):
    done = run_here("crawl", "metal.com", "--record", tmp_path / "notes.txt")

    assert (done.returncode, done.stderr) == (
        2,
        f"orewire: --record {tmp_path / 'notes.txt'}: name it *.warc.gz, which is what it will be\n",
    )


def test_record_and_replay_exclude_each_other(run_here, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(b"")

    done = run_here("crawl", "metal.com", "--record", tmp_path / "b.warc.gz", "--replay", tmp_path / "a.warc.gz")

    assert (done.returncode, done.stderr) == (
        2,
        "orewire: --record and --replay exclude each other: a replay asks nobody\n",
    )


def test_a_second_demo_asks_only_whether_endpoints_have_changed(run_python, tmp_path):
    code = """
import json, sys
from importlib.resources import files
from pathlib import Path
from crawler.cli.crawling import run_crawl
from crawler.cli.options import Given
from crawler.sample_site.server import serve
from crawler.sources import load_sources
sources = [s for s in load_sources(Path(str(files("crawler.sample_site") / "sources"))).values() if s.hosts[0].endswith(".example")]
with serve() as server:
    run_crawl(sources, Given(db=Path(sys.argv[1]), connect_to=server.connect_to))
print(json.dumps(server.answered))
"""
    path = tmp_path / "news.db"
    first, second = (json.loads(run_python(code, path).stdout.splitlines()[-1]) for _ in range(2))

    asked = Counter(host for host, path, _, _ in first if path == "/robots.txt")
    assert asked == {outlet.host: 1 for outlet in sample_outlets()} | {
        "gossanreview.example": 2
    }  # for its sitemaps, too
    assert {status for _, _, status, _ in first} == {200, 302, 403, 404}
    assert all(conditional for *_, conditional in second), second
    assert {status for _, _, status, _ in second} == {304}
    assert len(second) == 19, "each endpoint of each source, and the sitemaps that their indexes name"
