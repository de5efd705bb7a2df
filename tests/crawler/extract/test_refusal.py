"""Why a page holds no story, and what only looks like a reason."""

import doctest
import time
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.data import load_knowledge
from crawler.extract import wordings
from crawler.extract.document import page_blocks, parse_html
from crawler.extract.refusal import refusal
from crawler.extract.structured import structured_data
from crawler.parse import read_page

TIN = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday, and traders expect more."
SCRIPTED = "You need to enable JavaScript to run this app."
PAGES = Path(__file__).parents[2] / "pages" / "refused"
LABELS = tomllib.loads((PAGES / "labels.toml").read_text(encoding="utf-8"))
REASONS = {"listing", "soft-404", "login", "captcha", "consent", "needs-javascript", "no-body"}
CARD = '<div class="card"><h3><a href="/{0}">Tin miners sign joint sales deal number {0}</a></h3><p>{1}</p></div>'


def reason(title, markup="", *, url="", head=""):
    root = parse_html(
        f"<html><head><title>{title or ''}</title>{head}</head><body>{markup or '<p>-</p>'}</body></html>"
    )
    blocks = page_blocks(root)[0]
    return refusal(root, blocks, structured_data(root), title=title or "", url=url, refusals=load_knowledge().refusals)


def card_list(number):
    return "".join(CARD.format(index, TIN) for index in range(number))


@pytest.mark.parametrize("name", sorted(LABELS))
def test_refuses_what_is_no_article_and_reads_what_only_looks_like_it(name):
    label = LABELS[name]
    page = (PAGES / f"{name}.html").read_bytes()

    reading = read_page(page, url=label["url"], retrieved_at=datetime(2026, 11, 23, tzinfo=UTC))

    assert ("article" if reading.article else reading.refusal) == label["want"]


def test_the_pages_are_labelled_with_the_contract_s_words():
    assert {path.stem for path in PAGES.glob("*.html")} == set(LABELS)
    assert {label["want"] for label in LABELS.values()} == REASONS | {"article"}


@pytest.mark.parametrize(
    ("title", "want"),
    [
        pytest.param("404 Not Found", "soft-404", id="404"),
        pytest.param("Error 404", "soft-404", id="error-404"),
        pytest.param("Page not found | Ore Post", "soft-404", id="page-not-found"),
        pytest.param("This article is no longer available", "soft-404", id="no-longer-available"),
        pytest.param("页面不存在", "soft-404", id="chinese-not-found"),
        pytest.param("Just a moment...", "captcha", id="just-a-moment"),
        pytest.param("Attention Required! | Cloudflare", "captcha", id="attention-required"),
        pytest.param("Access Denied", "captcha", id="access-denied"),
        pytest.param("Are you a robot?", "captcha", id="robot"),
        pytest.param("Log in - Ore Post", "login", id="log-in"),
        pytest.param("Sign in", "login", id="sign-in"),
        pytest.param("登录", "login", id="chinese-login"),
        pytest.param("Before you continue to Ore Post", "consent", id="consent"),
        pytest.param("Tin falls in Gejiu", None, id="headline"),
        pytest.param(None, None, id="no-title"),
    ],
)
def test_tells_from_the_title_what_was_served_instead(title, want):
    assert reason(title) == want


@pytest.mark.parametrize(
    "title",
    [
        pytest.param("Chile ships 410 kt of copper in May", id="410-kilotonnes"),
        pytest.param("Zinc stocks rise by 404 mt", id="404-tonnes"),
        pytest.param("Mine security check delays restart", id="security-check"),
    ],
)
def test_reads_a_flash_whose_headline_holds_such_words(title):
    assert reason(title, f"<h1>{title}</h1><p>{TIN}</p>") is None


def test_reads_a_flash_below_a_menu_with_a_login_link():
    menu = '<div><a href="/">Home</a><a href="/news">News</a><a href="/login">Log in</a></div>'

    assert reason("Tin falls in Gejiu", f"{menu}<h1>Tin falls in Gejiu</h1><p>{TIN}</p>") is None


def test_a_long_story_may_be_about_any_of_this():
    assert reason("404 Not Found: the story of a lost mine", f"<p>{TIN}</p>" * 3) is None
    assert reason("Access denied", f"<p>{TIN}</p>" * 9) is None


def test_what_the_page_says_to_machines_weighs_more_than_its_title():
    stated = '<meta property="article:published_time" content="2026-11-12T08:30:00Z">'

    assert reason("Access denied", f"<p>{TIN}</p>", head=stated) is None
    assert reason("Access denied", head=stated) == "captcha"


def test_the_data_of_a_listed_story_makes_no_story_of_the_list():
    listed = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Tin miners sign joint sales deal"}</script>'
    own = listed.replace("Tin miners sign joint sales deal", "Tin falls in Gejiu")

    assert reason("Tin", f"<h1>Tin</h1>{card_list(8)}", head=listed) == "listing"
    assert reason("Tin falls in Gejiu", f"<h1>Tin falls in Gejiu</h1>{card_list(8)}", head=own) is None


def test_tells_a_page_that_needs_a_browser():
    assert reason("Ore Post", f"<div id=root></div><noscript>{SCRIPTED}</noscript>") == "needs-javascript"
    assert reason("Ore Post", f"<p>{SCRIPTED}</p>") == "needs-javascript"
    assert reason("Ore Post", "<div id=app></div><script src=/app.js></script>") == "needs-javascript"


def test_a_story_beside_such_a_notice_is_a_story():
    assert reason("Tin falls", f"<p>{TIN}</p><noscript>{SCRIPTED}</noscript>") is None


def test_a_story_that_waits_hidden_for_its_script_is_no_empty_shell():
    assert reason("Tin falls", f"<div hidden><p>{TIN * 3}</p></div><script src=/app.js></script>") is None


def test_tells_a_list_of_links():
    links = "".join(f"<p><a href=/{number}>Story number {number}</a></p>" for number in range(20))

    assert reason("Latest", links) == "listing"
    assert reason("Tin falls", f"{links}<p>{TIN}</p>") is None


def test_tells_cards_with_teasers():
    assert reason("Ore Post", card_list(8)) == "listing"


def test_an_address_that_is_none_is_no_evidence():
    assert reason("Ore Post", card_list(8), url="http://[") == "listing"
    assert reason("Tin falls", f"<p>{TIN}</p>{card_list(8)}", url="http://[") is None


def test_a_story_above_cards_is_a_story():
    assert reason("Tin falls in Gejiu", f"<h1>Tin falls in Gejiu</h1><p>{TIN}</p>{card_list(8)}") is None


@pytest.mark.parametrize(
    ("title", "url", "head"),
    [
        pytest.param("Ore Post", "https://orepost.example/", "", id="front-page"),
        pytest.param("Tin", "https://orepost.example/tag/tin/page/2/", "", id="tag"),
        pytest.param("Ore Post", "https://orepost.example/?s=tin", "", id="search"),
        pytest.param("Tin Archives - Ore Post", "", "", id="title"),
        pytest.param("Tin", "", '<script type="application/ld+json">{"@type":"CollectionPage"}</script>', id="json-ld"),
    ],
)
def test_an_introduction_above_cards_makes_no_story_where_the_page_calls_itself_a_list(title, url, head):
    assert reason(title, f"<p>{TIN}</p>{card_list(8)}", url=url, head=head) == "listing"


@pytest.mark.parametrize("url", ["https://orepost.example/tinprice", "https://orepost.example/topics/tin-stocks-fall"])
def test_a_headline_above_a_short_story_makes_no_section_of_it(url):
    title = "Tin stocks fall for the fifth week"

    assert reason(title, f"<h1>{title}</h1><p>{TIN}</p>{card_list(20)}", url=url) is None


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(
            "<table><tr><td>Nov {0}</td><td><a href=/{0}>Tin miners sign sales deal {0}</a></td></tr></table>",
            id="rows",
        ),
        pytest.param("<li><i>Nov {0}</i> <a href=/{0}>Tin miners sign sales deal {0}</a></li>", id="dated-items"),
        pytest.param("<a href=/{0}><div>Tin miners sign sales deal {0}</div><div>Nov {0}</div></a>", id="whole-links"),
    ],
)
def test_tells_lists_of_headlines_without_teasers(item):
    markup = "".join(item.format(number) for number in range(1, 7))

    assert reason("Ore Post", markup, url="https://orepost.example/news/") == "listing"
    assert reason("Tin", f"<p>{TIN}</p>{markup}", url="https://orepost.example/news/tin-falls-in-gejiu") is None


def test_paragraphs_side_by_side_are_a_story_whatever_the_address_says():
    story = f"<div>{f'<p>{TIN} {TIN}</p>' * 20}</div>"

    assert reason("Tin falls", f"{story}{card_list(8)}", url="https://orepost.example/tag/tin/") is None


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param('<a href="/x">A headline of a story that is linked</a> ' * 60_000, id="links"),
        pytest.param('<div><h3><a href="/x">A headline of a story here</a></h3><p>' + TIN * 40_000, id="long-text"),
        pytest.param("".join(CARD.format(n, TIN) for n in range(20_000)), id="cards"),
        pytest.param("<h1>" + "page not " * 100_000 + "</h1>", id="long-heading"),
    ],
)
def test_a_hostile_page_costs_no_time(markup):
    root = parse_html(f"<title>{'oops ' * 100_000}</title><body>{markup}")
    blocks = page_blocks(root)[0]
    data = structured_data(root)
    reason("Ore Post")  # compiles the wordings
    begin = time.process_time()

    refusal(
        root, blocks, data, title="x", url="https://a.example/" + "tag/" * 10_000, refusals=load_knowledge().refusals
    )

    assert time.process_time() - begin < 1


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(wordings).failed == 0
