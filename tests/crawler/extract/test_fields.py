"""Values as printed: which of several places is believed."""

import pytest

from crawler.extract import fields
from crawler.extract.document import page_blocks, parse_html
from crawler.extract.structured import structured_data
from crawler.sources import Select

LD = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Tin (data)","datePublished":"2026-11-20",%s}</script>'


def page(head="", body=""):
    root = parse_html(f"<html lang=en><head>{head}</head><body><p>-</p>{body}</body></html>")
    return root, structured_data(root)


def headlines(head="", body="", select=None):
    root, data = page(head, body)
    return fields.headlines(root, data, page_blocks(root)[0], select or Select())


def found(what, head="", body="", headline=None):
    root, data = page(head, body)
    return what(root, data, Select(), page_blocks(root)[0], headline)


def values(found):
    return [item.value for item in found]


@pytest.mark.parametrize(
    ("head", "body", "want"),
    [
        pytest.param("<title>Tin falls | Ore Post</title>", "<h1>Tin falls</h1>", "Tin falls", id="title-and-h1"),
        pytest.param("<title>Tin falls | Ore Post</title>", "<div>Tin falls</div>", "Tin falls", id="printed-in-a-div"),
        pytest.param("<title>Tin falls - Ore Post - News</title>", "<div>Tin falls</div>", "Tin falls", id="two-cuts"),
        pytest.param("<title>Pre-tax tin - a review | Ore Post</title>", "<b>Pre-tax tin - a review</b>",
                     "Pre-tax tin - a review", id="longest-cut"),
        pytest.param("<title>TIN FALLS | Ore Post</title>", "<h1>Tin falls</h1>", "Tin falls", id="as-printed"),
        pytest.param("<title>Ore Post</title>", "<h1>Ore Post</h1><h2>x</h2>", "Ore Post", id="site-alone"),
        pytest.param("", "<h1>Tin <i>falls</i></h1>", "Tin falls", id="h1-alone"),
        pytest.param("<title>Tin falls</title>", "", "Tin falls", id="title-alone"),
        pytest.param('<meta property="og:title" content="Tin falls"><title>Home</title>', "", "Tin falls", id="og"),
        pytest.param("<title>Tin falls | Ore Post</title>", "<h1>Ore Post</h1><h2>Tin falls</h2>", "Tin falls",
                     id="h1-is-the-logo"),
        pytest.param("<title>Tin falls</title>", "<h1>Most read</h1><p hidden>Tin falls</p>", "Most read", id="hidden"),
    ],
)  # fmt: skip
def test_finds_the_headline(head, body, want):
    assert headlines(head, body)[0].value == want


def test_believes_a_selector_first():
    found = headlines("<title>Tin falls</title>", "<h1>Tin falls</h1><h2>Zinc</h2>", Select(headline=("h5", "h2")))

    assert (found[0].value, found[0].origin) == ("Zinc", "selector:h2")


def test_has_no_headline_where_the_page_names_none():
    assert headlines() == []


@pytest.mark.parametrize(
    ("head", "body", "want"),
    [
        pytest.param(LD % '"author":[{"name":"Ann Tin"},"Tom Ore"]', "", ["Ann Tin", "Tom Ore"], id="json-ld"),
        pytest.param("", "<a rel=author href=/a>By  Ann Tin</a>", ["By Ann Tin"], id="link"),
        pytest.param("", "<a rel='nofollow author' href=/a>Ann Tin</a>", ["Ann Tin"], id="link-with-two-relations"),
        pytest.param(LD % '"author":{"@type":"Organization","name":"Ore Post"}', "<a rel=author>Ann Tin</a>", ["Ann Tin"],
                     id="outlet-as-author"),
        pytest.param("", "", [], id="none"),
    ],
)  # fmt: skip
def test_finds_authors_in_the_most_trusted_place(head, body, want):
    assert values(found(fields.authors, head, body)) == want


@pytest.mark.parametrize(
    ("head", "body", "want"),
    [
        pytest.param("", "<a rel=tag href=/x>Tin</a><a href=/tag/zinc>Zinc</a>", ["Tin", "Zinc"], id="links"),
        pytest.param("", "<a rel='tag nofollow' href=/x>Tin</a>", ["Tin"], id="link-with-two-relations"),
        pytest.param("", "<nav><a href=/tag/zinc>Zinc</a></nav>", [], id="menu"),
        pytest.param("", "<a href=/stage/1>Stage</a>", [], id="no-tag-page"),
        pytest.param("<meta name=keywords content='Tin, Zinc，Lead'>", "", ["Tin", "Zinc", "Lead"], id="one-list"),
        pytest.param("<meta property='article:tag' content=Tin><meta property='article:tag' content=Zinc>", "",
                     ["Tin", "Zinc"], id="one-each"),
        pytest.param("<meta name=keywords content=Tin>", "<p><a href=/tag/zinc>Zinc</a><a href=/tag/ore>Ore</a></p>",
                     ["Zinc", "Ore"], id="printed-first"),
        pytest.param(LD % '"keywords":"Tin,Zinc"', "", ["Tin", "Zinc"], id="json-ld"),
    ],
)  # fmt: skip
def test_finds_keywords(head, body, want):
    assert values(found(fields.keywords, head, body)) == want


def test_finds_addresses():
    _, data = page('<link rel=Canonical href="/a"><meta property="og:url" content="/b">')

    assert values(fields.canonical_urls(data)) == ["/a", "/b"]


def test_a_selector_reads_an_attribute_before_the_text():
    root, _ = page("", "<time class=d datetime=2026-11-20>yesterday</time><b class=e>now</b>")

    assert values(fields.selected(root, [".x", ".d", ".e"])) == ["2026-11-20"]
    assert fields.selected(root, [".x"]) == []
