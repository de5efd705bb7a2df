"""The stories of the sample web, tagged by a reader who saw no tagger: precision and recall do not fall."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from crawler.data import load_knowledge
from crawler.normalize import canonical_tags
from crawler.sample_site.articles import sample_articles

LABELS = tomllib.loads((Path(__file__).parent / "sample_tags.toml").read_text(encoding="utf-8"))
FACETS = {tag.id: tag.facet for tag in load_knowledge().tags}
FLOORS = {
    # keywords printed, facet: precision, recall; a point or two below what benchmarks/tags.py prints
    (True, "metal"): (0.98, 0.97),
    (True, "topic"): (0.94, 0.88),
    (True, "place"): (0.96, 0.88),
    (False, "metal"): (0.98, 0.95),
    (False, "topic"): (0.94, 0.77),
    (False, "place"): (0.97, 0.83),
}


def wanted(story):
    return {tag for name, tags in LABELS[story.identifier].items() if name != "doubtful" for tag in tags}


def found(story, *, is_printed):
    gold = story.gold()
    tags = canonical_tags(
        keywords=gold["keywords"] if is_printed else [],
        headline=f"{story.data.get('kicker', '')} {gold['headline']}",
        body=gold["article_body"],
        language=gold["in_language"],
    )
    return {tag.id for tag in tags} - set(LABELS[story.identifier].get("doubtful", ()))


def test_every_story_is_labelled_with_tags_that_exist():
    assert {story.identifier for story in sample_articles()} == set(LABELS)
    assert {tag for story in sample_articles() for tag in wanted(story)} <= set(FACETS)


@pytest.mark.parametrize("is_printed", [pytest.param(True, id="keywords"), pytest.param(False, id="text-alone")])
def test_precision_and_recall_do_not_fall(is_printed):
    right, given, labelled = Counter(), Counter(), Counter()
    for story in sample_articles():
        tags, labels = found(story, is_printed=is_printed), wanted(story)
        right.update(FACETS[tag] for tag in tags & labels)
        given.update(FACETS[tag] for tag in tags)
        labelled.update(FACETS[tag] for tag in labels)

    low = {
        facet: (right[facet] / given[facet], right[facet] / labelled[facet])
        for (printed, facet), (precision, recall) in FLOORS.items()
        if printed == is_printed
        and (right[facet] < precision * given[facet] or right[facet] < recall * labelled[facet])
    }
    assert low == {}


def test_fictitious_companies_are_none_that_the_taxonomy_knows():
    tags = {tag for story in sample_articles() for tag in found(story, is_printed=True)}

    assert {tag for tag in tags if FACETS[tag] == "company"} == set()
