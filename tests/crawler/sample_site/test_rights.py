"""What the sample web's outlets reserve, each in its own way, is stored with their stories."""

from __future__ import annotations

import pytest

from storage import ArticleStore
from storage.archive import PageArchive


@pytest.mark.parametrize(
    ("source", "reserved", "signal"),
    [
        pytest.param(
            "steelyard.example", True, "tdmrep-header:1 https://www.steelyard.example/tdm-policy.json", id="header"
        ),
        pytest.param("alloywire.example", True, "tdmrep-file:1 https://alloywire.example/licences", id="tdmrep.json"),
        pytest.param("northquarry.example", True, "ai.txt:Disallow: *.html", id="ai.txt"),
        pytest.param(
            "mineriaaustral.example", True, "robots.txt:Content-Signal: search=yes, ai-train=no", id="robots.txt"
        ),
        pytest.param("rudaimetall.example", None, None, id="nothing"),
    ],
)
def test_what_an_outlet_says_of_all_its_stories(recorded_demo, source, reserved, signal):
    with ArticleStore(recorded_demo / "news.db", readonly=True) as store:
        found = list(store.articles(source=source))

    assert len(found) >= 14
    assert {(article.tdm_reserved, *article.rights) for article in found} == {(reserved, *([signal] if signal else []))}


def test_what_single_stories_say(recorded_demo):
    with ArticleStore(recorded_demo / "news.db", readonly=True) as store:
        said = {
            (a.source, a.tdm_reserved, *a.rights): a for a in store.articles() if "robots-meta" in "".join(a.rights)
        }
    with PageArchive(recorded_demo / "news-pages.db", readonly=True) as archive:
        kept = set(archive.urls())

    assert said.keys() == {
        ("theassayer.example", True, "robots-meta:noai"),
        ("meltshop-notes.example", None, "robots-meta:noarchive"),
    }
    assert [article.url in kept for article in said.values()] == [
        a.source == "theassayer.example" for a in said.values()
    ]


def test_an_outlet_that_asks_for_a_pause_gets_it(recorded_demo):
    with ArticleStore(recorded_demo / "news.db", readonly=True) as store:
        paced = {crawl.source for crawl in store.last_crawls() if crawl.counts.get("requests/paced/hosts")}

    assert paced == {"mineriaaustral.example"}
