"""Where authors are named on a page, and where names are others'."""

import time

import pytest

from crawler.extract.bylines import authors
from crawler.extract.document import page_blocks, parse_html
from crawler.extract.structured import structured_data
from crawler.sources import Select

STORY = (
    "<p>Tin rose to a high of nine months on Monday, as stocks in warehouses fell for the sixth week in a row.</p>" * 3
)


def read(body, head="", headline="Tin rises", select=None):
    root = parse_html(f"<html><head>{head}</head><body><div><h1>Tin rises</h1>{body}{STORY}</div></body></html>")
    blocks = page_blocks(root)[0]
    return [
        (found.origin, found.value)
        for found in authors(root, structured_data(root), select or Select(), blocks, headline)
    ]


@pytest.mark.parametrize(
    ("body", "want"),
    [
        pytest.param("<a rel=author href=/a>Ann Tin</a>", ("rel=author", "Ann Tin"), id="rel"),
        pytest.param("<p class=byline><a href=/x>Ann Tin</a></p>", ("class=author", "Ann Tin"), id="byline-class"),
        pytest.param("<span class='author vcard'><a class='url fn n' href=/x>Ann Tin</a></span>", ("class=author", "Ann Tin"),
                     id="vcard"),
        pytest.param("<div class=article__author-name>Ann Tin</div>", ("class=author", "Ann Tin"), id="bem-class"),
        pytest.param("<div class=articleAuthor>Ann Tin</div>", ("class=author", "Ann Tin"), id="camel-case-class"),
        pytest.param("<span itemprop=author><b itemprop=name>Ann Tin</b> <i>Reporter of the year</i></span>",
                     ("microdata", "Ann Tin"), id="microdata"),
        pytest.param("<a href=/autoren/jan-zinn>Jan Zinn</a>", ("author-link", "Jan Zinn"), id="author-page"),
        pytest.param("<p>By Ann Tin</p>", ("text:byline", "By Ann Tin"), id="english-line"),
        pytest.param("<p>Von Jan Zinn und Eva Blei</p>", ("text:byline", "Von Jan Zinn und Eva Blei"), id="german-line"),
        pytest.param("<p>Par Ève Plomb</p>", ("text:byline", "Par Ève Plomb"), id="french-line"),
        pytest.param("<p>Por Eva Plomo</p>", ("text:byline", "Por Eva Plomo"), id="spanish-line"),
        pytest.param("<p>Автор: Анна Цинк</p>", ("text:byline", "Автор: Анна Цинк"), id="russian-line"),
        pytest.param("<p>记者 杨晶</p>", ("text:byline", "记者 杨晶"), id="chinese-line"),
        pytest.param("<p>作者：杨晶</p>", ("text:byline", "作者：杨晶"), id="chinese-line-with-colon"),
        pytest.param("<div>Written by</div><div>Ann Tin</div>", ("text:byline", "Written by Ann Tin"), id="name-in-the-next-line"),
    ],
)  # fmt: skip
def test_finds_the_byline(body, want):
    assert want in read(body)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<aside><a rel=author href=/a>Tom Ore</a></aside>", id="sidebar"),
        pytest.param("<nav><a href=/authors/tom>Tom Ore</a></nav>", id="menu"),
        pytest.param("<div class=related-posts><span class=author>Tom Ore</span></div>", id="teaser"),
        pytest.param("<ol class=comment-list><li><b class=comment-author>Tom Ore</b></li></ol>", id="comment"),
        pytest.param("<p>By the way, nobody was hurt</p>", id="no-name-behind-it"),
        pytest.param("<p>by 2030, output will double</p>", id="a-year-behind-it"),
        pytest.param("<p>责任编辑：杨晶</p>", id="editor-in-charge"),
        pytest.param("<div class=author-bio>Tom Ore has written of metals since 1999.</div>", id="biography"),
        pytest.param("<p class=authorized>Tom Ore</p>", id="another-word"),
    ],
)
def test_passes_over_the_names_of_others(body):
    assert read(body) == []


def test_several_authors_side_by_side_are_all_named():
    body = "<ul><li><a class=author href=/a>Ann Tin</a></li><li><a class=author href=/b>Tom Ore</a></li></ul>"

    assert [value for origin, value in read(body) if origin == "class=author"] == ["Ann Tin", "Tom Ore"]


def test_names_without_signs_between_them_stay_apart():
    body = "<div class=byline><div><span>Ann Tin</span><span>Tom Ore</span></div></div>"

    assert [value for _, value in read(body)] == ["Ann Tin", "Tom Ore"]


def test_a_selector_alone_counts_where_it_finds_any():
    body = "<p class=byline>Ann Tin</p><p class=who>Tom Ore</p>"

    assert read(body, select=Select(authors=(".who",))) == [("selector:.who", "Tom Ore")]


def test_a_preview_card_names_the_author():
    head = "<meta name=twitter:label1 content='Verfasst von'><meta name=twitter:data1 content='Jan Zinn'>"
    other = "<meta name=twitter:label1 content='Est. reading time'><meta name=twitter:data1 content='3 minutes'>"

    assert read("", head) == [("meta:twitter:data1", "Jan Zinn")]
    assert read("", other) == []


def test_a_page_that_names_nobody_near_the_heading_is_searched_whole():
    root = parse_html(f"<body><h1>Tin rises</h1>{STORY * 8}<div><footer><p class=byline>Ann Tin</p></footer></div>")
    blocks = page_blocks(root)[0]

    assert (
        authors(root, structured_data(root), Select(), blocks, "Tin rises") == []
    )  # the page's own footer is no story's

    root = parse_html(f"<body><h1>Tin rises</h1>{STORY * 8}<p class=byline>Ann Tin</p>")
    found = authors(root, structured_data(root), Select(), page_blocks(root)[0], "Tin rises")

    assert [item.value for item in found] == ["Ann Tin"]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<a rel=author class=author href=/author/x>A</a>" * 60_000, id="60,000-authors"),
        pytest.param("<div class=author>" * 240 + "x" + "</div>" * 240, id="deep"),
        pytest.param(f"<p class='{'author ' * 50_000}'>Ann</p>", id="endless-class"),
        pytest.param("<p class=byline>" + "<i>x</i>" * 60_000 + "</p>", id="60,000-parts"),
        pytest.param(f"<p>By {'A' * 1_000_000}</p>", id="endless-name"),
    ],
)
def test_a_hostile_page_is_read_in_time(body):
    start = time.process_time()

    read(body)

    assert time.process_time() - start < 10  # seconds; under two on a quiet machine
