"""SIGKILL, twenty times over, at the real command: nothing lost, nothing twice, nothing damaged."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from contextlib import closing
from random import Random
from time import monotonic, sleep

import pytest

from crawler.sample_site.articles import sample_articles
from crawler.sample_site.gold import differences
from storage import ArticleStore
from storage.archive import archive_path

STORIES = sample_articles()
KILLS = 20
DELAY = 0.25  # seconds a page: twenty crawls of at most half a second each leave some of the 48 stories to do
AT_ONCE = 4  # requests of the sample source under way
UNFLUSHED = 4  # pages that arrive in the 250 ms before a commit, at that pace


def wait_for(count, requested, process, seconds=20.0):
    """Wait until so many requests have come, or the crawl has ended by itself."""
    end = monotonic() + seconds
    while len(requested()) < count and process.poll() is None:
        assert monotonic() < end, "the crawl asked for nothing"
        sleep(0.005)


def rows(path, sql):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.timeout(120)
def test_twenty_kills_lose_nothing_and_store_nothing_twice(commands, crawl_command, crawl_sample, sample_server, store_path):
    moments = Random(20191017)  # noqa: S311  # the same kills on every run
    sample_server.delay = DELAY
    asked: Counter[str] = Counter()
    kills = 0
    for _ in range(KILLS):
        sample_server.forget_requests()
        with commands.started(*crawl_command) as process:
            wait_for(1, lambda: sample_server.requested, process)
            wait_for(moments.randint(0, 4), lambda: sample_server.stories, process)
            sleep(moments.uniform(0.0, 0.2))
            kills += process.poll() is None
            process.kill()
            process.wait(10)
        asked.update(re.findall(r"/newscontent/(\d+)", " ".join(sample_server.stories)))
    before = rows(store_path, "SELECT count(*) FROM articles")[0][0]
    sample_server.forget_requests()
    sample_server.delay = 0

    result = crawl_sample()
    asked.update(re.findall(r"/newscontent/(\d+)", " ".join(sample_server.stories)))

    assert result.returncode == 0, result.stderr
    with ArticleStore(store_path, readonly=True) as store:
        assert {story.id: found for story in STORIES if (found := differences(story, store))} == {}
    assert rows(store_path, "SELECT count(*), count(DISTINCT identifier) FROM articles") == [(48, 48)]
    assert rows(store_path, "SELECT kind, count(*) FROM changes GROUP BY kind") == [("new", 48)]
    assert rows(store_path, "SELECT state, count(*) FROM frontier WHERE kind = 'article' GROUP BY state") == [("done", 48)]
    assert rows(store_path, "SELECT DISTINCT state FROM frontier") == [("done",)]
    assert rows(store_path, "SELECT count(*) FROM dead_letters") == [(0,)]
    for path in (store_path, archive_path(store_path)):
        assert rows(path, "PRAGMA integrity_check") == [("ok",)]
    assert rows(store_path, "INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')") == []
    assert rows(store_path, "SELECT count(*) FROM articles_fts('copper OR tin OR price* OR 铜')")[0][0] > 0
    assert len(asked) == len(STORIES)
    assert asked.total() <= len(STORIES) + kills * (AT_ONCE + UNFLUSHED)
    assert kills == KILLS  # each came before the crawl was done
    assert 0 < before < len(STORIES)
