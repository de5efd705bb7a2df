"""``tags``: what stories are tagged with, and why."""

from __future__ import annotations

import json

import pytest

from crawler.data import load_knowledge
from storage import Article, ArticleStore

STORY = Article(
    url="https://example.org/1",
    source="example.org",
    headline="Tin stocks fall",
    tags=["inventories", "tin"],
    date_published_local="2026-11-20",
    provenance={"tags": "inventories <- keyword:stocks; tin <- headline:Tin"},
)


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "news.db"
    with ArticleStore(path) as opened:
        opened.save(STORY)
    return path


def listed(done):
    assert done.returncode == 0, done.stderr
    return {row["id"]: row for row in json.loads(done.stdout)}


def test_the_list_holds_every_tag_and_no_genre(run_here):
    rows = listed(run_here("tags", "list", "--json"))

    assert list(rows) == [tag.id for tag in load_knowledge().tags if tag.facet != "genre"]
    assert rows["lithium-carbonate"] == {
        "id": "lithium-carbonate",
        "label": "Lithium carbonate",
        "facet": "metal",
        "broader": "lithium",
    }


def test_one_facet_alone(run_here):
    rows = listed(run_here("tags", "list", "--facet", "place", "--json"))

    assert {row["facet"] for row in rows.values()} == {"place"}


def test_with_a_store_the_list_counts_its_articles(run_here, store):
    rows = listed(run_here("tags", "list", "--db", store, "--json"))

    assert (rows["tin"]["articles"], rows["zinc"]["articles"]) == (1, 0)


def test_the_list_is_a_table_for_people(run_here, store):
    lines = run_here("tags", "list", "--db", store).stdout.splitlines()

    assert lines[0].split() == ["id", "label", "facet", "broader", "articles"]
    assert any(line.split() == ["tin", "Tin", "metal", "base-metals", "1"] for line in lines)


def test_a_store_that_was_named_and_is_not_there_is_an_error(run_here, tmp_path):
    done = run_here("tags", "list", "--db", tmp_path / "absent.db")

    assert done.returncode == 2
    assert "absent.db" in done.stderr
    assert not (tmp_path / "absent.db").exists()


def test_a_tag_is_explained_with_its_words_its_place_and_its_conditions(run_here):
    said = run_here("tags", "explain", "tin").stdout

    for line in ("Tin (tin)", "symbol: Sn", "broader: base-metals", "words in zh: 锡", "words in de: Zinn"):
        assert line in said
    assert "in running text beside one of: metal" in said
    assert "tin can" in said
    assert "articles" not in said


def test_a_group_is_explained_with_what_is_below_it(run_here):
    values = json.loads(run_here("tags", "explain", "pgm", "--json").stdout)

    assert {"platinum", "palladium", "rhodium"} <= set(values["narrower"])
    assert values["labels"]["zh"][0] == "铂族金属"


def test_with_a_store_it_shows_the_latest_stories_with_their_evidence(run_here, store):
    said = run_here("tags", "explain", "tin", "--db", store).stdout

    assert "articles: 1" in said
    assert "2026-11-20  example.org  #1  Tin stocks fall" in said
    assert "headline:Tin" in said


def test_a_story_without_evidence_is_shown_as_such(run_here, store):
    with ArticleStore(store) as opened:
        opened.save(Article(url="https://example.org/2", headline="Zinc", tags=["zinc"]))

    assert "no evidence kept" in run_here("tags", "explain", "zinc", "--db", store).stdout


def test_an_unknown_tag_is_one_line_with_the_nearest(run_here):
    done = run_here("tags", "explain", "aluminum")

    assert done.returncode == 2
    assert done.stderr == 'orewire: no tag "aluminum"; did you mean "aluminium"?; `orewire tags list` shows them\n'


def test_a_taxonomy_of_one_s_own_lies_over_the_shipped_one(run_here, tmp_path):
    (tmp_path / "taxonomy").mkdir()
    own = 'facet = "topic"\n[tag.tin-snips]\nlabel = "Tin snips"\n'
    (tmp_path / "taxonomy" / "own.toml").write_text(own, encoding="utf-8")

    assert "Tin snips" in run_here("tags", "explain", "tin-snips", "--data", tmp_path).stdout
