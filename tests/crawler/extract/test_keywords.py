"""Which of a page's lists of tags is the story's."""

import json
import time

import pytest

from crawler.extract.document import page_blocks, parse_html
from crawler.extract.keywords import keywords
from crawler.extract.structured import structured_data
from crawler.sources import Select

STORY = (
    "<p>Tin rose to a high of nine months on Monday, as stocks in warehouses fell for the sixth week in a row.</p>" * 3
)


def tags(body="", head="", headline="Tin rises", **story):
    script = json.dumps({"@type": "NewsArticle", "headline": "Tin rises", **story})
    ld = f'<script type="application/ld+json">{script}</script>' if story else ""
    page = f"<html><head>{head}{ld}</head><body><h1>Tin rises</h1>{STORY}{body}</body></html>"
    root = parse_html(page)
    return [found.value for found in keywords(root, structured_data(root), Select(), page_blocks(root)[0], headline)]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<p><a rel=tag href=/x>Tin</a>, <a rel=tag href=/y>Ore</a></p>", id="rel"),
        pytest.param("<ul class=post-tags><li><a href=/x>Tin</a></li><li><a href=/y>Ore</a></li></ul>", id="class"),
        pytest.param("<ul class=articleTags__list><li><a href=/x>Tin</a><li><a href=/y>Ore</a></ul>", id="camel-case"),
        pytest.param("<div><a href=/tag/tin>#Tin</a><a href=/tag/ore>#Ore</a></div>", id="english-address"),
        pytest.param("<div><a href=/thema/zinn>Tin</a><a href=/thema/erz>Ore</a></div>", id="german-address"),
        pytest.param("<div><a href=/etiquetas/e/>Tin</a><a href=/etiquetas/m/>Ore</a></div>", id="spanish-address"),
        pytest.param("<div><a href='/news?tag=tin'>Tin</a><a href='/news?tag=ore'>Ore</a></div>", id="query"),
        pytest.param("<p>Tags: <a href=/a>Tin</a>, <a href=/b>Ore</a></p>", id="label"),
        pytest.param("<p>Schlagwörter: <a href=/a>Tin</a>, <a href=/b>Ore</a></p>", id="german-label"),
        pytest.param("<p>标签：<a href=/a>Tin</a> <a href=/b>Ore</a></p>", id="chinese-label"),
        pytest.param("<p>Теги: <a href=/a>Tin</a>, <a href=/b>Ore</a></p>", id="russian-label"),
        pytest.param(
            "<h4>Mehr lesen über</h4><ul><li><a href=/a>Tin</a></li><li><a href=/b>Ore</a></li></ul><p><a href=/>Start</a></p>",
            id="label-above",
        ),
        pytest.param(
            "<nav class=article-tags><ul><li><a rel=tag href=/a>Tin</a></li><li><a rel=tag href=/b>Ore</a></li></ul></nav>",
            id="nav-of-tags",
        ),
    ],
)
def test_finds_printed_tags(body):
    assert tags(body) == ["Tin", "Ore"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<nav><a href=/tag/a>Copper</a><a href=/tag/b>Zinc</a></nav>", id="menu"),
        pytest.param(
            "<div class=trending-topics><a href=/topic/a>Copper</a><a href=/topic/b>Zinc</a></div>", id="trending"
        ),
        pytest.param("<div class=tag-cloud><a href=/tag/a>Copper</a><a href=/tag/b>Zinc</a></div>", id="cloud"),
        pytest.param("<div class=sidebar><a href=/tag/a>Copper</a><a href=/tag/b>Zinc</a></div>", id="sidebar"),
        pytest.param(
            "<p>Output of <a href=/tag/a>copper</a> and <a href=/tag/b>zinc</a> fell in all of the regions of Chile.</p>",
            id="links-in-a-sentence",
        ),
        pytest.param(
            "<article class='post tag-tin'><p><a href=/a>Copper</a> <a href=/b>Zinc</a></p></article>",
            id="class-of-a-post",
        ),
        pytest.param("<ul><li><a rel='category tag' href=/a>News</a></li></ul>", id="category"),
        pytest.param("<ul>" + "".join(f"<li><a href=/tag/{i}>T{i}</a>" for i in range(50)) + "</ul>", id="too-many"),
        pytest.param("<a href=/stage/1>Stage</a><a href=/heritage/2>Heritage</a>", id="other-words"),
    ],
)
def test_passes_over_tags_that_are_not_the_storys(body):
    assert tags(body) == []


def meta(name, *values):
    return "".join(f'<meta name="{name}" content="{value}">' for value in values)


@pytest.mark.parametrize(
    ("head", "story", "want"),
    [
        pytest.param(
            meta("keywords", "buy tin, tin price today") + meta("article:tag", "Tin", "Ore"),
            {"keywords": ["Tin", "Ore"]},
            ["Tin", "Ore"],
            id="repeated-against-search-words",
        ),
        pytest.param(
            meta("news_keywords", "Tin, Ore"),
            {"keywords": ["a b c", "Tin", "Ore", "News"]},
            ["a b c", "Tin", "Ore", "News"],
            id="part-of-another",
        ),
        pytest.param(meta("keywords", "Tin;Ore；Zinc"), {}, ["Tin", "Ore", "Zinc"], id="semicolons"),
        pytest.param(
            "",
            {"keywords": ["Tin", "98be933f-38cf-4fba-b6c6-ad438e82010a", "topic:ore:x", "Ore"]},
            ["Tin", "Ore"],
            id="ids",
        ),
        pytest.param(
            meta("og:site_name", "Ore Post") + meta("keywords", "Ore Post, Tin, tin, Ore"),
            {},
            ["Tin", "Ore"],
            id="site-and-twice",
        ),
        pytest.param("", {"keywords": ["topic/tin", "place/chile"]}, ["tin", "chile"], id="prefixes"),
        pytest.param(meta("article:tag", "AER", "AIRL", "CRSH", "GEN", "INDG"), {}, [], id="subject-codes"),
        pytest.param(
            "", {"keywords": [{"@type": "DefinedTerm", "name": "Tin"}, {"name": "Ore"}]}, ["Tin", "Ore"], id="terms"
        ),
        pytest.param(meta("keywords", "Tin rises, Tin"), {}, ["Tin"], id="headline"),
    ],
)
def test_weighs_the_lists_of_the_head(head, story, want):
    assert tags(head=head, **story) == want


def test_what_is_printed_is_taken_as_printed():
    body = "<p class=tags><a href=/tag/tin>Tin</a><a href=/tag/ore>Ore</a></p>"

    assert tags(body, head=meta("keywords", "ore, tin")) == ["Tin", "Ore"]


STATE = {
    "page": {
        "story": {"headline": "Tin rises", "tags": [{"name": "Tin"}, {"name": "Ore"}]},
        "more": [{"title": "x", "tags": ["y"]}],
    }
}


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(
            f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(STATE)}</script>', id="next-data"
        ),
        pytest.param(f"<script>window.__STATE__ = {json.dumps(STATE)};</script>", id="assignment"),
        pytest.param(
            f'<script>var a = [1]; A.b = "c"; window["x"] = {json.dumps(STATE)}; go()</script>', id="later-assignment"
        ),
    ],
)
def test_page_state_is_asked_last(script):
    assert tags(script) == ["Tin", "Ore"]
    assert tags(script, headline="Zinc falls") == []
    assert tags(script, head=meta("keywords", "Lead, Silver")) == ["Lead", "Silver"]


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<p><a rel=tag href=/tag/x>Tin</a></p>" * 60_000, id="60,000-links"),
        pytest.param("<a class='" + "tags " * 60_000 + "' href=/x>Tin</a>", id="endless-class"),
        pytest.param(f"<a href='{'/tag' * 250_000}'>Tin</a>", id="endless-address"),
        pytest.param("<p>Tags:</p>" * 20_000, id="20,000-labels"),
        pytest.param("<div class=tags>" * 240 + "<a href=/x>Tin</a>" + "</div>" * 240, id="deep"),
        pytest.param('<script>window.x = {"tags": ' + "[" * 500_000 + "</script>", id="deep-state"),
        pytest.param('<script>"tags"' + "a={" * 300_000 + "</script>", id="state-that-is-none"),
        pytest.param(
            "<script type=application/json>{"
            + ",".join(f'"k{i}": {{"tags": []}}' for i in range(60_000))
            + "}</script>",
            id="wide-state",
        ),
    ],
)
def test_a_hostile_page_is_read_in_time(body):
    start = time.process_time()

    tags(body)

    assert time.process_time() - start < 10  # seconds; under two on a quiet machine
