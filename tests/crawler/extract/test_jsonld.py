"""JSON-LD with the faults that pages have."""

import time

import pytest

from crawler.extract.document import parse_html
from crawler.extract.jsonld import is_article, objects
from crawler.extract.structured import describes, structured_data


@pytest.mark.parametrize(
    "script",
    [
        pytest.param('{"@type": "NewsArticle", "headline": "Tin rises",}', id="trailing-comma"),
        pytest.param(
            '{"@type": "NewsArticle", "headline": "Tin rises", "author": ["Ann Tin",],}', id="trailing-commas"
        ),
        pytest.param('<!-- {"@type": "NewsArticle", "headline": "Tin rises"} -->', id="comment-around-it"),
        pytest.param('//<![CDATA[\n{"@type": "NewsArticle", "headline": "Tin rises"}\n//]]>', id="cdata"),
        pytest.param('/*<![CDATA[*/{"@type": "NewsArticle", "headline": "Tin rises"}/*]]>*/', id="cdata-in-comments"),
        pytest.param('{"@type": "NewsArticle", // the kind\n"headline": "Tin rises"}', id="line-comment"),
        pytest.param(
            '{"@type": "Organization", "name": "x"}{"@type": "NewsArticle", "headline": "Tin rises"}', id="no-list"
        ),
        pytest.param('{"@type": "NewsArticle", "headline": "Tin rises", "about": "Ann\\\'s tin"}', id="stray-escape"),
        pytest.param(
            "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;Tin rises&quot;}", id="entities"
        ),
        pytest.param(
            '{"@type": "NewsArticle", "headline": "Tin rises", "description": "a "big" rise"}', id="bare-quotes"
        ),
        pytest.param('{"@type": "NewsArticle", "headline": "Tin rises", "description": "a\nb\tc"}', id="raw-line-ends"),
    ],
)
def test_mends_what_is_cheap_to_mend(script):
    found = [item for item in objects([script]) if is_article(item)]

    assert [item["headline"] for item in found] == ["Tin rises"]


@pytest.mark.parametrize(
    "script",
    [
        pytest.param('{"headline": "' + "x" * 1_000_000, id="cut-off"),
        pytest.param('{"a": ' + "// " * 60_000, id="comments"),
        pytest.param('{"a":1,' + ", " * 90_000, id="commas"),
        pytest.param("{" + "}{" * 90_000, id="brackets"),
        pytest.param('{"author": {' * 15_000, id="authors-within-authors"),
        pytest.param('{"keywords": "' + '\\"' * 90_000, id="escapes"),
        pytest.param("[" * 190_000, id="lists"),
        pytest.param("{" + " " * 190_000 + "}x", id="spaces"),
    ],
)
def test_gives_up_on_broken_scripts_in_time(script):
    started = time.process_time()

    objects([script])

    assert time.process_time() - started < 2


def test_bounds_the_objects_of_a_page():
    assert len(objects(["[" + ",".join(['{"@type": "Article"}'] * 9_000) + "]"])) == 2_000


def data(scripts, head=""):
    tags = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return structured_data(parse_html(f"<html><head>{head}{tags}</head><body><h1>Tin rises</h1></body></html>"))


def test_of_several_stories_the_printed_one_is_the_pages_own():
    teaser = '{"@type": "NewsArticle", "headline": "Zinc", "description": "x", "image": "y", "url": "/zinc"}'

    assert data([teaser, '{"@type": "NewsArticle", "headline": "Tin rises"}']).article["headline"] == "Tin rises"


def test_a_reference_leads_to_its_object():
    graph = (
        '{"@graph": [{"@type": "Article", "headline": "Tin rises", "author": {"@id": "#ann"}, "publisher": {"@id": "#org"}},'
        '{"@type": "Person", "@id": "#ann", "name": "Ann Tin"}, {"@type": "Organization", "@id": "#org", "name": "Ore Post"}]}'
    )
    found = data([graph])

    assert [f.value for f in found.persons()] == ["Ann Tin"]
    assert [f.value for f in found.from_article("publisher")] == ["Ore Post"]


def test_a_reference_to_itself_ends():
    assert data(['{"@type": "Article", "author": {"@id": "#a", "name": {"@id": "#a"}}}']).persons() == []


def test_the_pages_author_stands_in_for_the_storys():
    page = '{"@graph": [{"@type": "WebPage", "author": {"@id": "#ann"}}, {"@type": "Person", "@id": "#ann", "name": "Ann Tin"}]}'

    assert [f.value for f in data([page]).persons()] == ["Ann Tin"]


@pytest.mark.parametrize(
    ("story", "want"),
    [
        pytest.param('{"@type": "NewsArticle", "headline": "Tin rises again"}', True, id="printed"),
        pytest.param('{"@type": "NewsArticle", "headline": "Why tin rises: stocks"}', True, id="half-of-its-words"),
        pytest.param('{"@type": "NewsArticle", "headline": "Zinc mine closes"}', False, id="another-story"),
        pytest.param('{"@type": "NewsArticle", "headline": "Zinc mine closes", "url": "https://a.example/tin"}', True,
                     id="the-pages-address"),
        pytest.param('{"@type": "NewsArticle", "headline": "x y z", "mainEntityOfPage": {"@id": "https://a.example/zinc"}}', False,
                     id="another-address"),
    ],
)  # fmt: skip
def test_tells_the_pages_own_data_from_a_teasers(story, want):
    found = data([story], head='<link rel=canonical href="https://a.example/tin?x=1">')

    assert describes(found, ["Tin rises again, stocks low"]) is want


def test_a_persons_own_site_may_carry_their_name():
    story = (
        '{"@type": "BlogPosting", "headline": "Tin rises", "author": {"@type": "Person", "name": "Ann Tin"},'
        '"publisher": {"@type": ["Person", "Organization"], "name": "Ann Tin"}}'
    )

    assert [(f.value, f.origin) for f in data([story]).persons()] == [("Ann Tin", "json-ld:owner")]
