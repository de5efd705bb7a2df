"""What a page says of itself for machines, and how much of it is too broken or too deep to be read."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.document import parse_html
from crawler.extract.structured import structured_data

STORY = {"@type": "NewsArticle", "headline": "Tin rises", "author": {"name": "Ann Tin"}}


def data(*scripts, head=""):
    tags = "".join(f'<script type="application/ld+json">{script}</script>' for script in scripts)
    return structured_data(parse_html(f"<html><head>{head}{tags}</head><body><p>x</p></body></html>"))


def values(found):
    return [item.value for item in found]


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(STORY, id="alone"),
        pytest.param([{"@type": "Organization", "name": "Ore Post"}, STORY], id="in-a-list"),
        pytest.param({"@graph": [{"@type": "WebPage"}, STORY]}, id="in-a-graph"),
        pytest.param({"@type": "WebPage", "mainEntity": STORY}, id="main-entity"),
        pytest.param({**STORY, "@type": ["Thing", "NewsArticle"]}, id="several-types"),
        pytest.param({**STORY, "@type": "https://schema.org/ReportageNewsArticle"}, id="type-as-address"),
        pytest.param({**STORY, "@type": "newsarticle"}, id="type-in-lower-case"),
    ],
)
def test_finds_the_story_among_the_objects(value):
    found = data(json.dumps(value))

    assert (values(found.from_article("headline")), values(found.from_article("author"))) == (
        ["Tin rises"],
        ["Ann Tin"],
    )


@pytest.mark.parametrize("kind", ["WebPage", "Organization", "BreadcrumbList", "Product", None, 7])
def test_takes_no_other_object_for_the_story(kind):
    assert data(json.dumps({"@type": kind, "headline": "x"})).article == {}


def test_prefers_the_fuller_of_two_stories():
    teaser = {"@type": "NewsArticle", "headline": "Zinc"}

    assert values(data(json.dumps(teaser), json.dumps(STORY)).from_article("headline")) == ["Tin rises"]


@pytest.mark.parametrize(
    "script",
    [
        pytest.param('{"@type": "NewsArticle", "headline": "Tin', id="cut-off"),
        pytest.param("", id="empty"),
        pytest.param("null", id="null"),
        pytest.param("[" * 100_000, id="lists-within-lists"),
        pytest.param('{"@graph":' * 100_000, id="objects-within-objects"),
        pytest.param("[" * 900 + "]" * 900, id="deep-but-whole"),
        pytest.param('{"@type": "NewsArticle", "datePublished": ' + "9" * 10_000 + "}", id="endless-number"),
        pytest.param("\ufeff\x01", id="no-json"),
        pytest.param('"' + "x" * 1_000_001 + '"', id="too-long"),
    ],
)
def test_passes_over_what_it_cannot_read(script):
    assert values(data(script, json.dumps(STORY)).from_article("headline")) == ["Tin rises"]


def test_reads_raw_line_ends_and_a_semicolon_behind_it():
    script = '{"@type": "NewsArticle", "headline": "Tin\n rises"};'

    assert values(data(script).from_article("headline")) == ["Tin rises"]


def test_does_not_go_deeper_than_pages_do():
    story = STORY
    for _ in range(200):
        story = {"@graph": [story]}

    assert data(json.dumps(story)).article == {}


@pytest.mark.parametrize(
    ("value", "want"),
    [
        pytest.param("Ann Tin", ["Ann Tin"], id="text"),
        pytest.param({"@type": "Person", "name": "Ann Tin"}, ["Ann Tin"], id="object"),
        pytest.param([{"name": "Ann Tin"}, "Tom Ore"], ["Ann Tin", "Tom Ore"], id="list"),
        pytest.param({"url": "https://example.com/ann"}, ["https://example.com/ann"], id="address"),
        pytest.param(5, [], id="number"),
        pytest.param(None, [], id="null"),
        pytest.param(["", " ", None, {}], [], id="empty-values"),
    ],
)
def test_reads_texts_and_named_objects(value, want):
    assert values(data(json.dumps({**STORY, "author": value})).from_article("author")) == want


def test_reads_meta_by_any_of_its_names_in_the_order_asked():
    found = data(
        head='<meta property="OG:Title" content=" Tin \n rises "><meta name=author content="Ann Tin">'
        '<meta itemprop=datePublished content="2026-11-20"><meta name=keywords content=""><meta charset=utf-8>'
    )

    assert [(f.value, f.origin) for f in found.from_meta("author", "og:title", "datepublished", "keywords")] == [
        ("Ann Tin", "meta:author"),
        ("Tin rises", "og"),
        ("2026-11-20", "meta:datepublished"),
    ]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["@type", "@graph", "author", "name", "headline", "mainEntity"]), inner, max_size=4
            )
        ),
    )
)
@settings(deadline=None)
def test_never_raises_on_any_json(value):
    found = data(json.dumps({"@type": "NewsArticle", "author": value, "@graph": value}).replace("<", ""))

    assert all(isinstance(text, str) for text in values(found.from_article("author")))
