"""Why a page holds no story, and what only looks like a reason."""

import pytest

from crawler.extract.document import page_blocks, parse_html
from crawler.extract.refusal import refusal

TIN = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday, and traders expect more."
SCRIPTED = "You need to enable JavaScript to run this app."


def reason(title, markup="", noscript=""):
    blocks = page_blocks(parse_html(f"<body>{markup or '<p>-</p>'}</body>"))[0]
    return refusal(title, blocks, noscript)


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


def test_tells_a_page_that_needs_a_browser():
    assert reason("Ore Post", "<div id=root></div>", SCRIPTED) == "needs-javascript"
    assert reason("Ore Post", f"<p>{SCRIPTED}</p>") == "needs-javascript"


def test_a_story_beside_such_a_notice_is_a_story():
    assert reason("Tin falls", f"<p>{TIN}</p>", SCRIPTED) is None


def test_tells_a_list_of_links():
    links = "".join(f"<p><a href=/{number}>Story number {number}</a></p>" for number in range(20))

    assert reason("Latest", links) == "listing"
    assert reason("Latest", f"{links}<p>{TIN}</p>") is None
