"""A crawl of an outlet whose pages refuse: what its feed carries whole is stored, and how each story was come by is told."""

from __future__ import annotations

import json
from importlib.resources import files

from crawler.sample_site.articles import sample_articles
from crawler.sample_site.gold import differences
from crawler.sample_site.server import serve
from storage import ArticleStore

OUTLET = "gossanreview.example"


def crawl(run_orewire, server, path):
    hosts = [f"--connect-to={host}={address}" for host, address in server.connect_to.items() if host == OUTLET]
    folder = files("crawler.sample_site") / "sources"
    return run_orewire("crawl", OUTLET, "--sources", folder, "--db", path, *hosts, "--json", "-c", "new", "-c", "why")


def test_stories_that_their_pages_refuse_come_from_the_feed(run_orewire, tmp_path):
    path = tmp_path / "news.db"
    with serve() as server:
        first = crawl(run_orewire, server, path)
        asked = len(server.answered)
        second = crawl(run_orewire, server, path)
        now, again = server.clock(), server.answered[asked:]

    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert json.loads(first.stdout) == [{"new": 8, "why": "http-403 1"}]
    stories = [article.at(now) for article in sample_articles(OUTLET)]
    with ArticleStore(path, readonly=True) as store:
        assert {story.id: found for story in stories if (found := differences(story, store))} == {}
        told = {story.id for story in stories if "body-from-feed" in store.get(story.identifier).flags}
        assert told == {story.id for story in stories if story.data.get("access")}
        # The text of an entry is kept for as long as it is the only one, so that the story can be read anew.
        kept = store.connection.rows("SELECT url FROM frontier WHERE json_extract(entry, '$.content') IS NOT NULL")
        assert {story.id for story in stories if (story.url,) in kept} == told
        states = store.connection.rows("SELECT DISTINCT state FROM frontier WHERE kind = 'article'")
        assert states == [("done",)]
        assert {endpoint.kind for endpoint in store.endpoints(OUTLET)} >= {"feed", "listing", "robots", "sitemap"}
    assert json.loads(second.stdout) == [{"new": 0, "why": ""}]
    assert {(status, conditional) for _, _, status, conditional in again} == {(304, True)}
