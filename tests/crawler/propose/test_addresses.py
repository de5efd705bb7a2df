"""Which addresses are stories: the simplest expressions that take them and leave a site's other pages out."""

from __future__ import annotations

import re

import pytest

from crawler.propose.addresses import story_like, told_apart

SITE = "https://site.example"
SHAPES = [
    pytest.param(
        ["/2026/11/copper-rises-again-on-strike/", "/2026/11/zinc-falls/", "/2026/10/tin-smelter-stops-work/"],
        ["/about/", "/category/copper/", "/2026/", "/2026/11/", "/author/ann-lee/"],
        ["/2026/09/lead/"],
        id="year and month",
    ),
    pytest.param(
        ["/copper-price-hits-new-record-high/", "/zinc-smelter-in-peru-halts-output/", "/lithium-prices-fall-again/"],
        ["/about-us/", "/advertise/", "/privacy-policy/", "/category/copper/", "/terms-and-conditions-of-use/"],
        ["/gold-miners-meet-in-denver/"],
        id="title at the root",
    ),
    pytest.param(
        ["/news/12345-copper-up", "/news/12346-zinc-down-again", "/news/12399-tin"],
        ["/news/", "/news/page/2", "/tags/copper"],
        ["/news/13000-lead-and-zinc"],
        id="number and title",
    ),
    pytest.param(
        ["/copper/mine-in-chile-opens-soon", "/zinc/smelter-in-spain-cuts-output", "/tin/indonesia-halts-all-exports"],
        ["/copper", "/zinc", "/about/contact-us-today", "/events/lme-week-2026-in-london"],
        ["/tin/bolivia-pays-less-for-ore"],
        id="sections",
    ),
    pytest.param(
        ["/article/3f2504e0-4f89-11d3-9a0c-0305e82c3301", "/article/3f2504e0-4f89-11d3-9a0c-0305e82c3302"],
        ["/article", "/topics/copper"],
        ["/article/00000000-4f89-11d3-9a0c-0305e82c33ff"],
        id="uuid",
    ),
    pytest.param(
        ["/show.php?id=123", "/show.php?id=124", "/show.php?id=129"],
        ["/list.php?id=3", "/show.php"],
        ["/show.php?id=9000"],
        id="parameter",
    ),
    pytest.param(
        ["/news/20261105/334455.html", "/news/20261105/334456.html", "/news/20261106/334459.html"],
        ["/news/", "/news/list_2.html", "/about.html"],
        ["/news/20270101/335000.html"],
        id="day and number",
    ),
    pytest.param(
        ["/c/2026-11-05/doc-inaabc123.shtml", "/c/2026-11-06/doc-inaabc999.shtml"],
        ["/c/", "/roll/"],
        ["/c/2026-12-06/doc-inzzzz111.shtml"],
        id="day and name, shtml",
    ),
    pytest.param(
        ["/newscontent/100/slug-a-b/", "/newscontent/101-slug", "/en/newscontent/102-slug", "/zh/newscontent/102-slug"],
        ["/en/", "/en/copper", "/price/101"],
        ["/vn/newscontent/999-x", "/newscontent/12345"],
        id="a number behind a word, editions",
    ),
    pytest.param(
        ["/ru/news/123456", "/ru/news/123457"], ["/ru/news?pn=2", "/ru/news"], ["/ru/news/9"], id="number alone"
    ),
    pytest.param(
        ["/news/latest/steel-up-in-turkey-70001.htm", "/news/latest/scrap-70002.htm"],
        ["/news/latest/?page=2", "/print/news/latest/archive-70001.htm", "/news/latest/"],
        ["/news/latest/ore-73000.htm"],
        id="title and number, htm",
    ),
    pytest.param(
        ["/news/2026-11-05/copper-rises", "/news/2026-11-06/zinc-falls-hard"],
        ["/news", "/news/2026-11-05", "/events/2026-11-05/expo"],
        ["/news/2026-12-01/tin"],
        id="day and title",
    ),
    pytest.param(
        ["/html/2026/11/1001.html", "/html/2026/11/1002.html", "/html/2026/10/999.html"],
        ["/html/", "/list_2.html"],
        ["/html/2027/01/1500.html"],
        id="month and number",
    ),
    pytest.param(
        ["/notas/%E9%93%9C-copper", "/notas/el-cobre-sube-hoy"],
        ["/notas", "/autor/juan"],
        ["/notas/x-y-z"],
        id="percent",
    ),
    pytest.param(
        ["/r/1001", "/story/1001-copper-up", "/r/1002", "/story/1002-zinc", "/story/1003-tin"],
        ["/latest", "/"],
        ["/r/1", "/story/2-x"],
        id="a counter that redirects",
    ),
    pytest.param(
        ["/en/2026/11/05/a-b-c", "/en/2026/11/04/d-e-f"],
        ["/en/2026/11/05"],
        ["/en/2026/12/31/g-h-i"],
        id="language, day",
    ),
    pytest.param(
        ["/2026/1105/123456.html", "/2026/1104/123450.html"],
        ["/index.html", "/2026/"],
        ["/2027/0101/9.html"],
        id="mmdd",
    ),
    pytest.param(
        ["/articles/copper", "/articles/tin-and-zinc-today", "/articles/lead-smelter-halts-in-peru"],
        ["/articles", "/authors/x"],
        ["/articles/nickel"],
        id="short titles among long ones",
    ),
    pytest.param(
        ["/detail/1928374", "/detail/1928377"], ["/detail", "/price/1928374"], ["/detail/2000000"], id="detail"
    ),
    pytest.param(
        ["/a/202611/t20261105_123.html", "/a/202611/t20261106_124.html"], ["/a/202611/", "/a/"], [], id="glued day"
    ),
    pytest.param(
        ["/story.php?sid=9&lang=en", "/story.php?sid=10&lang=en"],
        ["/story.php", "/list.php?sid=9&lang=en"],
        ["/story.php?sid=77&lang=en"],
        id="two parameters",
    ),
]


@pytest.mark.parametrize(("stories", "others", "unseen"), SHAPES)
def test_takes_every_story_and_no_other_page(stories, others, unseen):
    told = told_apart([SITE + path for path in stories], [SITE + path for path in others])

    def is_story(path):
        found = any(re.search(pattern, SITE + path) for pattern in told.article_url)
        return found and not any(re.search(pattern, SITE + path) for pattern in told.ignore)

    assert [path for path in [*stories, *unseen] if not is_story(path)] == []
    assert [path for path in others if is_story(path)] == []


@pytest.mark.parametrize(
    ("stories", "identity"),
    [
        pytest.param(["/newscontent/100/a", "/newscontent/101-b"], "/newscontent/(\\d+)", id="behind a word"),
        pytest.param(
            ["/x/a-b-1001.htm", "/x/c-d-1002.htm"], r"^https?://[^/]+/x/[^/]+[-_](\d+)\.htm/?$", id="behind a title"
        ),
        pytest.param(["/show.php?id=11", "/show.php?id=12"], r"^https?://[^/]+/show\.php\?id=(\d+)$", id="parameter"),
        pytest.param(["/2026/11/05/a-b-c", "/2026/11/06/d-e-f"], None, id="a day is no number of a story"),
        pytest.param(["/issue/500-a-b-c", "/issue/500-d-e-f"], None, id="shared by several"),
    ],
)
def test_the_number_of_a_story_is_its_identity(stories, identity):
    assert told_apart([SITE + path for path in stories], []).identity == identity


def test_editions_are_languages_that_share_numbers():
    told = told_apart([f"{SITE}/{e}/newscontent/{n}-x" for e in ("en", "zh") for n in (100, 101)], [])

    assert told.editions == ("en", "zh")


def test_tells_nothing_of_nothing():
    assert told_apart([], [f"{SITE}/about"]) is None


def test_stories_look_like_stories():
    headline = "Copper smelter in Peru halts output"
    links = [(f"{SITE}/{path}", text) for path, text in [
        ("", "Home"), ("about", "About us"), ("c/1", "Copper"), ("2026/11/a-b-c", headline), ("2026/11/d-e-f", headline),
        ("2026/11/g-h-i", headline), ("2026/11/g-h-i", ""), ("tags/copper-and-zinc-news", "Tag"),
    ]]  # fmt: skip

    assert story_like(links) == [f"{SITE}/2026/11/{slug}" for slug in ("a-b-c", "d-e-f", "g-h-i")]


def test_two_links_of_one_shape_are_chance():
    assert story_like([(f"{SITE}/2026/11/a-b-{n}", "Copper smelter halts output") for n in "cd"]) == []
