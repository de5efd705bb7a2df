"""Lodestar, the SMM-like outlet: its data, its pages in four designs, and how they are served."""

from dataclasses import replace
from http.client import HTTPConnection
from importlib.resources import files

import pytest

from crawler.extract.document import page_blocks, parse_html
from crawler.sample_site.articles import LODESTAR, LODESTAR_HOST, sample_articles
from crawler.sample_site.designs.lodestar import PAGE_SIZE, article_html, article_text, listing_html
from crawler.sample_site.gold import differences, unlike
from crawler.sample_site.server import serve
from crawler.sources import load_source
from storage import Article, ArticleStore

SOURCE = load_source(files("crawler.sample_site") / "sources" / f"{LODESTAR}.toml")
ARTICLES = sample_articles(LODESTAR)

every_article = pytest.mark.parametrize("article", [pytest.param(a, id=f"{a.era}-{a.id}") for a in ARTICLES])


def others(article):
    return [other for other in ARTICLES if other.id != article.id][:2]


def as_gold(article):
    """The article that a perfect reading stores."""
    gold = article.gold()
    names = ("identifier", "source", "headline", "description", "article_body", "block_types", "date_precision",
             "date_published_local", "keywords", "tags", "genre", "in_language", "dateline_place", "source_credit")  # fmt: skip
    return Article(
        url=article.url,
        **{name: gold[name] for name in names},
        date_published=article.published_at,
        prices=[{"name": name, "raw": []} for name in gold["prices"]],
    )


def get(server, path):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.getheader("Content-Type"), response.read().decode()
    finally:
        connection.close()


def test_articles_are_newest_first_and_unique():
    numbers = [article.id for article in ARTICLES]

    assert numbers == sorted(set(numbers), reverse=True)


def test_all_four_designs_and_both_languages_are_there():
    assert {article.era for article in ARTICLES} == set("ABCD")
    assert {article.language for article in ARTICLES} == {"en", "zh"}


def test_some_article_has_each_of_the_traps():
    assert any(article.published is None for article in ARTICLES)
    assert any(article.data.get("prints_zone") for article in ARTICLES)
    assert any(str(article.data.get("lead_in")).startswith("LMM7, 29 March") for article in ARTICLES)
    assert any(article.data.get("announcement") for article in ARTICLES)


@every_article
def test_every_address_belongs_to_the_bundled_source(article):
    assert article.url.startswith(f"https://{LODESTAR_HOST}/")
    assert SOURCE.is_article(article.url)


@every_article
def test_the_page_prints_the_story_and_in_both_forms_the_same(article):
    text = article_text(article, others(article))
    root = parse_html(article_html(article, others(article), seed=1))
    printed = "\n".join(block.text for block in page_blocks(root)[0])

    for _, paragraph in article.blocks():
        assert paragraph in text
        assert paragraph in printed


@every_article
def test_a_seed_decides_the_markup_and_nothing_else(article):
    page = article_html(article, others(article), seed=3)

    assert page == article_html(article, others(article), seed=3)
    assert page != article_html(article, others(article), seed=4)


def test_no_class_name_outlives_a_build():
    names = {
        article_html(ARTICLES[0], others(ARTICLES[0]), seed=seed).split('class="')[1].split('"')[0] for seed in range(9)
    }

    assert len(names) == 9


def test_the_listing_shows_every_story_once_and_ends():
    pages = -(-len(ARTICLES) // PAGE_SIZE)
    shown = [listing_html(ARTICLES, page).split("<aside>")[0] for page in range(1, pages + 1)]

    for article in ARTICLES:
        assert sum(article.path in page for page in shown) == 1
    assert ['rel="next"' in page for page in shown] == [True] * (pages - 1) + [False]


@every_article
def test_gold_compares_equal_with_itself_and_names_what_differs(article):
    perfect = as_gold(article)

    assert unlike(article, perfect) == []
    assert unlike(article, replace(perfect, headline="x", tags=["x"])) == ["headline", "tags"]


def test_names_what_the_store_has_otherwise_or_not_at_all(tmp_path):
    first, second, third = ARTICLES[:3]

    with ArticleStore(tmp_path / "news.db") as store:
        store.save(as_gold(first))
        store.save(replace(as_gold(second), genre="x"))

        assert differences(first, store) == []
        assert differences(second, store) == ["genre"]
        assert differences(third, store) == ["missing"]


def test_serves_listing_stories_and_robots_on_loopback():
    with serve(seed=2) as server:
        listing, robots = get(server, "/en/?page=2"), get(server, "/robots.txt")
        story = get(server, ARTICLES[0].path)

    assert listing == (200, "text/html; charset=utf-8", listing_html(ARTICLES, 2))
    assert robots[0] == 200
    assert "Disallow: /x/" in robots[2]
    assert story == (200, "text/html; charset=utf-8", article_html(ARTICLES[0], others(ARTICLES[0]), seed=2))


@pytest.mark.parametrize(
    "path",
    [
        f"/newscontent/{ARTICLES[5].id}",
        f"/en/newscontent/{ARTICLES[5].id}",
        f"/Quotes%2520for/newscontent/{ARTICLES[5].id}-x",
    ],
)
def test_serves_a_story_under_all_its_addresses(path):
    with serve() as server:
        assert ARTICLES[5].data["headline"] in get(server, path)[2]


@pytest.mark.parametrize("path", ["/newscontent/1", "/about", "/en/nothing", "/newscontent/"])
def test_does_not_find_what_is_not_there(path):
    with serve() as server:
        assert get(server, path)[0] == 404


@pytest.mark.parametrize("path", ["/en/?page=x", "/en/?page=99", "/en/?page=0", "/en/?page=²", "/?page="])
def test_answers_odd_page_numbers(path):
    with serve() as server:
        assert get(server, path.replace("²", "%C2%B2"))[0] == 200


def test_counts_what_was_asked_for_and_lets_the_port_go():
    with serve() as server:
        get(server, "/robots.txt")
        get(server, "/en/")
        port = server.port

    assert server.requested == ["/robots.txt", "/en/"]
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection("127.0.0.1", port, timeout=5).connect()
