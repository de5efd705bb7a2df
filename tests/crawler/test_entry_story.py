"""The story as its feed carries it, where the page refuses or has less."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.entry_rows import MAX_CONTENT, entry_from_row, entry_to_row
from crawler.model import Entry
from crawler.parse import read_entry, read_page

URL = "https://tin.example/news/1"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXT = [
    "Two smelters in Peru bought tin concentrate from Brazil last week, the first such sale since the spring of 2024.",
    "The cargo of 1,400 tonnes left Santos on Friday. It will be treated at a plant south of Lima, three traders said.",
    "Buyers paid $180 a tonne less than in the last tender, because the ore holds more arsenic than the plant likes.",
    "A second cargo of the same size is due in January, according to the miner, which did not name its customer.",
]
CONTENT = "".join(f"<p>{text}</p>" for text in TEXT)
ENTRY = Entry(
    url=URL, title="Peru buys Brazilian tin again", published=datetime(2026, 11, 23, 9, 30, tzinfo=UTC), content=CONTENT,
    authors=("Ann Ore",), keywords=("Tin", "Peru"), found_in="feed",
)  # fmt: skip
WALL = "Subscribe to continue reading."
LOGIN = "<title>Sign in</title><h1>Sign in to continue</h1><form><input type=password name=p></form>"
SHELL = "<title>Tin</title><div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>"


def story(paragraphs, head=""):
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    title = "Peru buys Brazilian tin again"
    return (
        f"<html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p><a rel=author href=/people/2>Ben Page</a></p>{body}</article></body></html>"
    )


def read(page, entry=ENTRY):
    return read_page(page.encode(), url=URL, content_type="text/html; charset=utf-8", entry=entry, retrieved_at=NOW)


@pytest.mark.parametrize(
    "page", [pytest.param(LOGIN, id="login"), pytest.param(SHELL, id="script"), pytest.param("", id="empty")]
)
def test_a_page_that_refuses_gives_way_to_the_feed(page):
    assert read(page, entry=None).article is None

    article = read(page).article

    assert article is not None
    assert (article.headline, article.article_body) == (ENTRY.title, "\n\n".join(TEXT))
    assert (article.date_published, article.authors, article.keywords) == (
        ENTRY.published,
        ["Ann Ore"],
        ["Tin", "Peru"],
    )
    assert "body-from-feed" in article.flags
    assert article.is_truncated is None
    assert {
        article.provenance[name] for name in ("article_body", "headline", "authors", "keywords", "date_published")
    } == {"feed"}


def test_a_list_in_place_of_the_story_is_none():
    links = "".join(
        f'<li><a href="/news/{n}">Tin traders wait for news number {n} of this week</a></li>' for n in range(40)
    )

    assert read(f"<title>News</title><h1>News</h1><ul>{links}</ul>").refusal == "listing"


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param(TEXT[:1], id="nobody-says-so"),
        pytest.param([*TEXT[:1], WALL], id="wall"),
        pytest.param([*TEXT[:3], WALL], id="wall-near-the-end"),
    ],
)
def test_a_teaser_is_completed_from_the_feed(shown):
    article = read(story(shown)).article

    assert article.article_body == "\n\n".join(TEXT)
    assert article.authors == ["Ben Page"]  # the page's own word goes first where there is one
    assert "body-from-feed" in article.flags
    assert article.is_truncated is None
    assert article.provenance["article_body"] == "feed"


def test_the_wall_of_structured_data_is_seen():
    data = '{"@type": "NewsArticle", "headline": "Peru buys Brazilian tin again", "isAccessibleForFree": false}'
    page = story(TEXT[:3], head=f'<script type="application/ld+json">{data}</script>')

    assert read(page, entry=None).article.is_truncated is True
    assert read(page).article.article_body == "\n\n".join(TEXT)
    assert read(page).article.is_truncated is None


def test_a_feed_that_breaks_off_leaves_a_truncated_page_truncated():
    page = story([TEXT[0], WALL])

    article = read(page, entry=replace(ENTRY, content=f"<p>{TEXT[0]}</p><p>{TEXT[1][:60]} […]</p>")).article

    assert article.is_truncated is True
    assert article.article_body.startswith(f"{TEXT[0]}\n\n{TEXT[1][:60]}")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(None, id="summary-alone"),
        pytest.param(f"<p>{TEXT[0]}</p>", id="less-than-the-page"),
        pytest.param("".join(f"<p>{text}</p><p>Related: other {n}</p>" for n, text in enumerate(TEXT)), id="clutter"),
        pytest.param("<p>Another story of another kind, and of many words.</p>" * 40, id="another-story"),
        pytest.param("x" * (MAX_CONTENT + 1), id="too-long"),
    ],
)
def test_a_whole_page_is_kept(content):
    entry = replace(ENTRY, content=content)

    assert read(story(TEXT), entry=entry) == read(story(TEXT), entry=replace(ENTRY, content=None))


class TestEntryAlone:
    def test_is_read_like_a_page(self):
        reading = read_entry(ENTRY, url=URL, retrieved_at=NOW)

        assert reading.article.article_body == "\n\n".join(TEXT)
        assert reading.flags == ["body-from-feed"]
        assert reading.article.date_modified is None

    def test_boilerplate_goes(self):
        content = (
            f"{CONTENT}<p>The post Peru buys Brazilian tin again appeared first on Tin Daily.</p><script>x()</script>"
        )

        assert read_entry(
            replace(ENTRY, content=content), url=URL, retrieved_at=NOW
        ).article.article_body == "\n\n".join(TEXT)

    def test_plain_text_has_paragraphs(self):
        entry = replace(ENTRY, content="\n\n".join(TEXT), updated=NOW)

        article = read_entry(entry, url=URL, retrieved_at=NOW).article

        assert article.article_body == "\n\n".join(TEXT)
        assert article.date_modified == NOW

    @pytest.mark.parametrize(
        "content",
        [
            pytest.param(None, id="none"),
            pytest.param("", id="empty"),
            pytest.param(f"<p>{TEXT[0]}</p><p>{TEXT[1][:50]}…</p>", id="ellipsis"),
            pytest.param(f"<p>{TEXT[0]} [&hellip;]</p>", id="brackets"),
            pytest.param(f"<p>{TEXT[0]} ...</p>", id="dots"),
            pytest.param("<img src=x>", id="picture"),
            pytest.param("<p>\x00</p>" * 100, id="nothing"),
        ],
    )
    def test_a_teaser_is_no_story(self, content):
        reading = read_entry(replace(ENTRY, content=content), url=URL, retrieved_at=NOW, refusal="login")

        assert reading.article is None
        assert reading.refusal in ("login", "no-body")


def test_an_entry_keeps_its_text_authors_and_keywords_in_its_row():
    entry = replace(ENTRY, summary="Short.", id="1")

    assert entry_from_row(entry_to_row(entry, "https://tin.example/feed")) == entry
    assert entry_from_row(entry_to_row(replace(entry, content="x" * (MAX_CONTENT + 1)), "u")).content is None
