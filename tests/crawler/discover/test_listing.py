"""Listing pages to entries: which links are stories, and what stands beside them."""

import time
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discover import listing_entries
from crawler.sample_site.articles import LODESTAR, sample_articles
from crawler.sample_site.designs.lodestar import PAGE_SIZE, listing_html
from crawler.sources import load_source

URL = "https://news.orepost.example/en/"
DEFINITION = """
name = "Ore Post"
homepage = "https://news.orepost.example/"
language = "en"
timezone = "Asia/Shanghai"
hosts = ["orepost.example"]
[discover]
listings = ["https://news.orepost.example/en/"]
next_page = "a[rel=next]"
article_url = ['/story/\\d+']
ignore = ['/sponsored/']
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    file = tmp_path_factory.mktemp("sources") / "orepost.example.toml"
    file.write_text(DEFINITION, encoding="utf-8")
    return load_source(file)


@pytest.fixture
def entries(source):
    def read(markup, **more):
        body = markup if isinstance(markup, bytes) else f"<meta charset=utf-8>{markup}".encode()
        return listing_entries(body, url=URL, source=source, **more)

    return read


def only(found):
    (entry,) = found
    return entry


def test_reads_cards_with_title_and_date_in_page_order(entries):
    found = entries(
        '<div><a href="/story/2"><div>Tin rises</div></a><div>7 hours ago</div></div>'
        '<div><a href="/story/1-zinc">Zinc falls</a><p>Nov 3, 2026 10:00</p></div>'
    )

    assert [(entry.url, entry.title, entry.published_raw, entry.kind) for entry in found] == [
        ("https://news.orepost.example/story/2", "Tin rises", "7 hours ago", "article"),
        ("https://news.orepost.example/story/1-zinc", "Zinc falls", "Nov 3, 2026 10:00", "article"),
    ]
    assert {entry.published for entry in found} == {None}


@pytest.mark.parametrize(
    "printed",
    [
        "7 hours ago",
        "Yesterday",
        "Oct 17,2019",
        "2026-11-23",
        "09:41",
        "Dec17",
        "3小时前",
        "昨天",
        "11月23日",
        "12 minutes ago",
    ],
)
def test_keeps_a_date_as_printed(entries, printed):
    assert only(entries(f'<li><a href="/story/1">Tin rises</a><span> {printed} </span></li>')).published_raw == printed


def test_prefers_the_machine_s_date(entries):
    found = entries('<li><a href="/story/1">Tin</a><time datetime="2026-11-20T10:00Z">3 days ago</time></li>')

    assert only(found).published_raw == "2026-11-20T10:00Z"


def test_takes_no_date_of_another_story(entries):
    found = entries('<ul><li><a href="/story/1">Tin</a></li><li><a href="/story/2">Zinc</a><i>2 days ago</i></li></ul>')

    assert [entry.published_raw for entry in found] == [None, "2 days ago"]


def test_takes_no_headline_for_a_date(entries):
    found = entries('<div><a href="/story/1">Copper at a high of 2026</a><span>2 days ago</span></div>')

    assert (only(found).title, only(found).published_raw) == ("Copper at a high of 2026", "2 days ago")


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        pytest.param('<a href="/story/1">  Tin \n rises </a>', "Tin rises", id="spaces"),
        pytest.param('<a href="/story/1" title="Tin rises for a third week">Tin rises…</a>', "Tin rises for a third week",
                     id="title-attribute"),
        pytest.param('<a href="/story/1"><h3>Tin rises</h3><p>Stocks fell.</p></a>', "Tin rises", id="card-with-summary"),
        pytest.param('<a href="/story/1"><h3>Tin <em>rises</em> 5%</h3><p>Stocks fell.</p></a>', "Tin rises 5%",
                     id="emphasis"),
        pytest.param('<a href="/story/1"><img src=x></a><a href="/story/1">Tin rises</a>', "Tin rises", id="picture-first"),
        pytest.param('<a href="/story/1">Tin rises</a><a href="/story/1">Read more</a>', "Tin rises", id="button-behind"),
        pytest.param('<a href="/story/1">Read more</a><h3><a href="/story/1">Tin rises</a></h3>', "Tin rises",
                     id="button-before"),
        pytest.param('<a href="/story/1"><div>Nov 20, 2026</div><div>Tin rises</div></a>', "Tin rises", id="date-before"),
        pytest.param('<a href="/story/1"><img src=x></a>', None, id="picture-alone"),
    ],
)  # fmt: skip
def test_chooses_the_title(entries, markup, title):
    assert only(entries(markup)).title == title


@pytest.mark.parametrize(
    "href",
    [
        pytest.param("https://other.example/story/1", id="other-site"),
        pytest.param("https://notorepost.example/story/1", id="host-that-ends-alike"),
        pytest.param("/about", id="no-story"),
        pytest.param("/sponsored/story/1", id="ignored"),
        pytest.param("javascript:open('/story/1')", id="script"),
        pytest.param("mailto:desk@orepost.example?subject=/story/1", id="mail"),
        pytest.param("#/story/1", id="fragment"),
        pytest.param("http://[/story/1", id="no-address"),
        pytest.param("ftp://news.orepost.example/story/1", id="ftp"),
        pytest.param("", id="empty"),
    ],
)
def test_leaves_other_links_alone(entries, href):
    assert entries(f'<a href="{href}">Tin rises</a><a>Zinc</a>') == []


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        pytest.param('<a href=" /story/1#top ">x</a>', "https://news.orepost.example/story/1", id="spaces-and-fragment"),
        pytest.param('<a href="story/1">x</a>', "https://news.orepost.example/en/story/1", id="relative"),
        pytest.param('<a href="//www.orepost.example/story/1">x</a>', "https://www.orepost.example/story/1", id="other-host"),
        pytest.param('<base href="/zh/x/"><a href="../story/1">x</a>', "https://news.orepost.example/zh/story/1", id="base"),
        pytest.param('<base href="http://["><a href="/story/1">x</a>', "https://news.orepost.example/story/1",
                     id="base-that-is-none"),
    ],
)  # fmt: skip
def test_resolves_addresses(entries, markup, url):
    assert [entry.url for entry in entries(markup)] == [url]


def test_names_each_address_once(entries):
    assert len(entries('<a href="/story/1">Tin</a><a href="/story/1#c">Tin</a><a href="/story/1">Tin</a>')) == 1


@pytest.mark.parametrize(
    ("markup", "older"),
    [
        pytest.param('<a rel=next href="?page=2">More</a>', ["https://news.orepost.example/en/?page=2"], id="relative"),
        pytest.param('<a rel=next href="?p=2">1</a><a rel=next href="?p=3">2</a>', ["https://news.orepost.example/en/?p=2"],
                     id="the-first-of-two"),
        pytest.param('<a rel=next href="/en/">More</a>', [], id="this-page"),
        pytest.param('<a rel=next href="https://other.example/2">More</a>', [], id="other-site"),
        pytest.param("<a rel=next>More</a>", [], id="without-address"),
        pytest.param('<a rel=prev href="?page=0">Newer</a>', [], id="newer"),
    ],
)  # fmt: skip
def test_finds_the_older_page_last(entries, markup, older):
    found = entries(f'{markup}<a href="/story/1">Tin</a>')

    assert [entry.kind for entry in found] == ["article", *["listing"] * len(older)]
    assert [entry.url for entry in found if entry.kind == "listing"] == older


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        pytest.param('<a href="/story/1">铜价上涨</a>'.encode(), None, id="utf-8-undeclared"),
        pytest.param('<a href="/story/1">铜价上涨</a>'.encode(), "text/html; charset=gbk", id="utf-8-labelled-gbk"),
        pytest.param('<a href="/story/1">铜价上涨</a>'.encode("gbk"), "text/html; charset=gbk", id="gbk"),
        pytest.param('<meta charset=gbk><a href="/story/1">铜价上涨</a>'.encode("gbk"), None, id="gbk-in-the-page"),
        pytest.param(
            '<meta charset=utf-8><a href="/story/1">铜价上涨</a>'.encode(), "text/html; charset=rot13", id="rot13"
        ),
        pytest.param('<a href="/story/1">铜价上涨</a>'.encode("utf-16"), None, id="utf-16"),
    ],
)
def test_reads_titles_in_any_charset(entries, body, content_type):
    assert only(entries(body, content_type=content_type)).title == "铜价上涨"


@pytest.mark.parametrize("body", [b"", b" ", b"\x00\xff" * 50, b"<" * 1000, b"<!--", b"{}", b"<a href", b"\xff\xfe"])
def test_garbage_holds_no_stories(entries, body):
    assert entries(body) == []


@given(st.binary(max_size=200), st.one_of(st.none(), st.text(max_size=30)))
@settings(deadline=None)
def test_never_raises(source, body, content_type):
    assert listing_entries(body, url=URL, source=source, content_type=content_type) == []


def test_takes_time_in_proportion_to_the_links(entries):
    def seconds(count):
        page = "".join(f'<div><a href="/story/{number}">Tin {number}</a></div>' for number in range(count))
        start = time.process_time()
        entries(page)
        return time.process_time() - start

    seconds(10)

    assert seconds(240) < 16 * seconds(40) + 0.1  # 6 times the links; a square would be 36 times the time


def test_reads_the_sample_outlet_s_listing_page_by_page():
    sample_source = load_source(files("crawler.sample_site") / "sources" / f"{LODESTAR}.toml")
    articles = sample_articles(LODESTAR)
    home = sample_source.discover.listings[0]
    seen, page, url = {}, 1, home
    while url:
        found = listing_entries(listing_html(articles, page).encode(), url=url, source=sample_source)
        seen |= {entry.url: entry for entry in found if entry.kind == "article"}
        url, page = next((entry.url for entry in found if entry.kind == "listing"), None), page + 1

    assert page - 1 == -(-len(articles) // PAGE_SIZE)
    assert {article.url: article.printed_headline for article in articles}.items() <= {
        address: entry.title for address, entry in seen.items()
    }.items()


class TestSelectors:
    """What a table ``[listing]`` names is looked for there."""

    PAGE = """
    <div class=top><a href="/story/9">Most read</a> 2 days ago</div>
    <div class=card><a href="/topic/tin">Tin</a><a class=more href="/story/1">Go</a><b>Tin rises</b><i>3.11. morning</i></div>
    <div class=card><a class=more href="/story/2">Go</a><b>Zinc falls</b><i datetime="2026-11-02">x</i></div>
    """

    @pytest.fixture
    def chosen(self, tmp_path):
        def read(table, markup=self.PAGE):
            file = tmp_path / "orepost.example.toml"
            file.write_text(f"{DEFINITION}[listing]\n{table}", encoding="utf-8")
            found = listing_entries(f"<meta charset=utf-8>{markup}".encode(), url=URL, source=load_source(file))
            return [(entry.url.rpartition("/")[2], entry.title, entry.published_raw) for entry in found]

        return read

    @pytest.mark.parametrize(
        ("table", "want"),
        [
            pytest.param('item = ".card"\ntitle = "b"\ndate = "i"',
                         [("1", "Tin rises", "3.11. morning"), ("2", "Zinc falls", "2026-11-02")], id="all"),
            pytest.param('item = ".card"', [("1", "Go", None), ("2", "Go", None)], id="item"),
            pytest.param('link = "a.more"', [("1", "Go", None), ("2", "Go", None)], id="link"),
            pytest.param('link = "a.more"\ntitle = "b"', [("1", "Tin rises", None), ("2", "Zinc falls", None)], id="both"),
            pytest.param('date = "i"', [("9", "Most read", "2 days ago"), ("1", "Go", "3.11. morning"), ("2", "Go", "2026-11-02")],
                         id="date"),
            pytest.param('item = ".gone"', [], id="nothing-there"),
            pytest.param('title = ".gone"\ndate = ".gone"',
                         [("9", "Most read", "2 days ago"), ("1", "Go", None), ("2", "Go", None)],
                         id="generic-where-it-finds-nothing"),
        ],
    )  # fmt: skip
    def test_a_selector_decides_and_the_engine_does_the_rest(self, chosen, table, want):
        assert chosen(table) == want

    def test_an_item_may_be_the_link_itself(self, chosen):
        page = '<a class=card href="/story/1"><b>Tin rises</b><i>3 hours ago</i></a><a href="/story/2">Zinc</a>'

        assert chosen('item = "a.card"\ntitle = "b"', page) == [("1", "Tin rises", "3 hours ago")]

    def test_of_nested_items_the_inmost_counts(self, chosen):
        page = '<div class=c><b>Week</b><div class=c><b>Tin rises</b><a href="/story/1">Go</a></div></div>'

        assert chosen('item = ".c"\ntitle = "b"', page) == [("1", "Tin rises", None)]
