"""The heading as printed, weighed against what the head of the page states."""

import json

import pytest

from crawler.extract.document import page_blocks, parse_html
from crawler.extract.headlines import heading, headlines
from crawler.extract.structured import structured_data
from crawler.sources import Select


def read(head="", body="", kind=None, headline=None, **more):
    stated = json.dumps({"@type": kind, "headline": headline, **more})
    script = f'<script type="application/ld+json">{stated}</script>' if kind else ""
    root = parse_html(f"<html><head>{script}{head}</head><body><p>-</p>{body}</body></html>")
    blocks = page_blocks(root)[0]
    found = headlines(root, structured_data(root), blocks, Select())
    return found, blocks


@pytest.mark.parametrize(
    ("head", "body", "want"),
    [
        pytest.param(
            "<title>Tin rises | Ore Post</title>",
            "<h1><span class=kicker>Metals</span> Tin rises</h1>",
            "Tin rises",
            id="kicker-by-its-class",
        ),
        pytest.param(
            "<title>Zinn steigt</title>",
            "<h1><em>Metalle</em><b>Zinn steigt</b></h1>",
            "Zinn steigt",
            id="kicker-by-the-title",
        ),
        pytest.param(
            "<title>Tin rises</title>", "<h1>Tin rises <small>Stocks are low</small></h1>", "Tin rises", id="subtitle"
        ),
        pytest.param(
            "<title>Tin rises</title>",
            "<h1><span class=headline-label>Tin rises</span></h1>",
            "Tin rises",
            id="all-of-it-in-one-element",
        ),
        pytest.param(
            "<title>Metals: Tin rises</title>",
            "<h1><span>Metals</span>: Tin rises</h1>",
            "Metals: Tin rises",
            id="the-title-states-it-whole",
        ),
        pytest.param("", "<h1><span class=overline>铜价</span>锡价上涨</h1>", "锡价上涨", id="chinese-kicker"),
        pytest.param(
            "<title>Ore Post » El estaño sube</title>",
            "<h2>El estaño sube</h2><h2>Zinc</h2>",
            "El estaño sube",
            id="site-before-it",
        ),
        pytest.param(
            "<title>锡价上涨！-矿业网</title>", "<div>锡价上涨！</div>", "锡价上涨！", id="chinese-site-behind-a-dash"
        ),
        pytest.param(
            "<title>Leasing or buying – what a smelter saves</title>",
            "<p>Leasing or buying</p><h1>Leasing or buying – what a smelter saves</h1>",
            "Leasing or buying – what a smelter saves",
            id="a-breadcrumb-is-a-part-of-it",
        ),
        pytest.param(
            "<title>Tin rises</title>",
            "<h1>Ore Post</h1><h1>Tin rises as stocks fall</h1>",
            "Tin rises as stocks fall",
            id="of-two-h1-the-one-like-the-title",
        ),
    ],
)
def test_finds_the_heading_without_its_kicker(head, body, want):
    assert read(head, body)[0][0].value == want


@pytest.mark.parametrize(
    ("kind", "stated", "title", "h1", "want"),
    [
        pytest.param(
            "NewsArticle",
            "Smelters cut tin output again",
            "Tin | Ore Post",
            "LIVE: Metals",
            "Smelters cut tin output again",
            id="another-by-the-newsroom",
        ),
        pytest.param(
            "BlogPosting",
            "5 smelters to watch",
            "5 smelters to watch",
            "The smelters of the year",
            "The smelters of the year",
            id="search-title-of-a-blog",
        ),
        pytest.param(
            "NewsArticle", "Tin rises - Ore Post", "Tin rises - Ore Post", "Tin rises", "Tin rises", id="site-name"
        ),
        pytest.param(
            "NewsArticle", "Metals: Tin rises", "Metals: Tin rises", "Tin rises", "Tin rises", id="kicker-in-the-data"
        ),
        pytest.param(
            "NewsArticle",
            "Tin rises as stocks in...",
            "Tin | Ore Post",
            "Tin gains on low stocks",
            "Tin gains on low stocks",
            id="cut-off",
        ),
        pytest.param(
            "Article",
            "Tin rises as stocks fall",
            "Tin rises as stocks fall",
            "Ore Post",
            "Tin rises as stocks fall",
            id="logo-as-h1",
        ),
    ],
)
def test_weighs_the_stated_headline_against_the_printed_one(kind, stated, title, h1, want):
    found, _ = read(f"<title>{title}</title>", f"<h1>{h1}</h1>", kind=kind, headline=stated, url="https://a.example/x")

    assert found[0].value == want


def test_the_heading_on_the_page_is_found_where_another_headline_is_believed():
    body = "<h1>LIVE: Metals</h1>"
    found, blocks = read(
        "<title>Tin</title>", body, kind="NewsArticle", headline="Smelters cut tin output", datePublished="2026-01-02"
    )

    assert found[0].value == "Smelters cut tin output"
    assert heading(found, blocks) == "LIVE: Metals"


def test_entities_in_the_data_are_undone():
    found, _ = read(kind="NewsArticle", headline="Tin &amp;amp; zinc: R&uuml;ckgang")

    assert found[0].value == "Tin & zinc: Rückgang"


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<h1>Tin</h1>" * 60_000, id="60,000-headings"),
        pytest.param("<h1>" + "<span>a</span>" * 60_000 + "</h1>", id="60,000-pieces"),
        pytest.param("<h1>" + "Tin | " * 100_000 + "</h1>", id="100,000-bars"),
        pytest.param("<h1>" + "<b>" * 5_000 + "Tin" + "</b>" * 5_000 + "</h1>", id="deep"),
    ],
)
def test_a_hostile_heading_is_read_in_time(body):
    root = parse_html(f"<title>{'Tin - ' * 50_000}</title><body>{body}")

    assert headlines(root, structured_data(root), [], Select())
