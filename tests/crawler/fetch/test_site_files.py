"""What a site says of all its pages is known before its first story is read, asked once a week, and kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from crawler.sample_site.articles import LODESTAR, LODESTAR_HOST, sample_articles
from storage import ArticleStore
from storage.archive import PageArchive, archive_path

STORIES = sample_articles(LODESTAR)
TDMREP = "/.well-known/tdmrep.json"
RESERVED = json.dumps([{"location": "/*newscontent/", "tdm-reservation": 1}]).encode()
HOST = f"https://{LODESTAR_HOST}"


@pytest.fixture
def stored(store_path):
    """The stored articles; those of one address where it is given."""

    def read(url=None):
        with ArticleStore(store_path, readonly=True) as store:
            return store.get(url) if url else list(store.articles())

    return read


def pages(store_path):
    with PageArchive(archive_path(store_path), readonly=True) as archive:
        return set(archive.urls())


def test_the_files_come_before_the_first_story_and_once_a_week(crawl_sample, sample_server, answer, stored):
    sample_server.answers[TDMREP] = answer(body=RESERVED)
    sample_server.pace = lambda path: 0.5 if path == TDMREP else 0.0

    crawl_sample("--limit", "6")
    crawl_sample("--limit", "2")

    asked = sample_server.requested
    assert [asked.count(path) for path in (TDMREP, "/ai.txt", "/robots.txt")] == [1, 1, 1]
    assert max(asked.index(TDMREP), asked.index("/ai.txt")) < asked.index(sample_server.stories[0])
    assert [(article.tdm_reserved, article.rights) for article in stored()] == [(True, ["tdmrep-file:1"])] * 8


def test_after_a_week_they_are_asked_again_and_in_trouble_the_last_word_counts(
    crawl_sample, sample_server, answer, stored, store_path
):
    sample_server.answers[TDMREP] = answer(body=RESERVED)
    crawl_sample("--limit", "1")
    with PageArchive(archive_path(store_path)) as archive:
        old = (datetime.now(UTC) - timedelta(days=8)).isoformat()
        archive.connection.run("UPDATE pages SET last_seen_at = ? WHERE url LIKE '%tdmrep.json'", (old,))
    sample_server.answers[TDMREP] = answer(status=503)

    crawl_sample("--limit", "1")

    assert sample_server.requested.count(TDMREP) == 2, "one request each, not repeated at once"
    assert [article.tdm_reserved for article in stored()] == [True, True]


def test_a_file_that_robots_txt_forbids_is_not_asked_for(crawl_sample, sample_server, answer, stored):
    body = b"User-agent: *\nDisallow: /.well-known/\nContent-Signal: ai-train=no\n"
    sample_server.answers["/robots.txt"] = answer(headers={"Content-Type": "text/plain"}, body=body)

    done = crawl_sample("--limit", "1")

    assert TDMREP not in sample_server.requested
    assert json.loads(done.stdout)[0]["failed"] == 0
    assert stored()[0].rights == ["robots.txt:Content-Signal: ai-train=no"]


def test_noarchive_keeps_the_story_and_no_copy_of_its_page_and_a_recording_is_the_users_wish(
    crawl_sample, run_orewire, sample_server, sample_sources, answer, stored, store_path, tmp_path
):
    story, *_ = STORIES
    page = sample_server.web.answer(LODESTAR_HOST, story.path, datetime.now(UTC)).body
    sample_server.answers[story.path] = answer(headers={"X-Robots-Tag": "noarchive, noai"}, body=page)
    sample_server.answers[TDMREP] = answer(body=RESERVED)

    crawl_sample("--limit", "4", "--record", tmp_path / "tin.warc.gz")

    said = ["x-robots-tag:noarchive", "x-robots-tag:noai", "tdmrep-file:1"]
    assert stored(story.url).rights == said
    assert story.url not in pages(store_path)
    assert sum("newscontent" in url for url in pages(store_path)) == 3

    other = tmp_path / "other.db"
    added = run_orewire("add", tmp_path / "tin.warc.gz", "--db", other, "--sources", sample_sources)
    assert added.returncode == 0, added.stderr
    with ArticleStore(other, readonly=True) as store:
        assert store.get(story.url).rights == said
    assert story.url not in pages(other)


def test_a_recording_without_them_is_replayed_without_a_failure(crawl_sample, run_orewire, sample_sources, tmp_path):
    recorded = tmp_path / "tin.warc"
    crawl_sample("--limit", "1", "--record", recorded)
    data = recorded.read_bytes().replace(b"/ai.txt", b"/ai.old").replace(b"tdmrep.json", b"tdmrep.gone")
    recorded.write_bytes(data)
    crawl = ("crawl", LODESTAR, "--sources", sample_sources, "--db", tmp_path / "replayed.db", "--limit", "1", "--json")

    done = run_orewire(*crawl, "--replay", recorded)

    (row,) = json.loads(done.stdout)
    assert (row["new"], row["failed"]) == (1, 0)
