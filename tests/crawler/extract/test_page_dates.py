"""Which strings of a page may date its story, and which belong to something else on it."""

import time

import pytest

from crawler.extract.document import page_blocks, parse_html
from crawler.extract.page_dates import page_dates
from crawler.extract.structured import structured_data
from crawler.sources import Select

LD = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Tin","datePublished":"2026-11-20",%s}</script>'
PROSE = "<p>Stocks of tin in exchange warehouses fell again last week, to 41,200 tonnes, traders in London said.</p>"


def dates(body="", head="", select=None, headline="Tin falls"):
    page = f"<html lang=en><head>{head}</head><body>{body}</body></html>"
    root = parse_html(page)
    return page_dates(
        root, structured_data(root), page_blocks(root)[0], select or Select(), text=page, headline=headline
    )


def published(*args, **options):
    return [(found.value, found.origin) for found in dates(*args, **options)[0]]


def modified(*args, **options):
    return [(found.value, found.origin) for found in dates(*args, **options)[1]]


@pytest.mark.parametrize(
    ("head", "body", "want"),
    [
        pytest.param(LD % '"x":1', "", ("2026-11-20", "json-ld"), id="json-ld"),
        pytest.param('<meta property="article:published_time" content="2026-11-19T01:02Z">', "",
                     ("2026-11-19T01:02Z", "meta:article:published_time"), id="meta"),
        pytest.param('<meta name=Date content="2026-11-19">', "", ("2026-11-19", "meta:date:loose"), id="loose-meta"),
        pytest.param('<meta itemprop="datePublished" content="2026-11-18">', "",
                     ("2026-11-18", "meta:datepublished"), id="itemprop-of-meta"),
        pytest.param("", '<span itemprop="datePublished" content="2026-11-18">Wed</span>',
                     ("2026-11-18", "itemprop:datePublished"), id="itemprop"),
        pytest.param("", '<span property="dc:date" content="2026-11-18">Wed</span>',
                     ("2026-11-18", "itemprop:dc:date"), id="rdfa"),
        pytest.param("", "<h1>Tin falls</h1><p><time datetime=2026-11-17>Nov 17</time></p>",
                     ("2026-11-17", "time"), id="time-below-the-headline"),
        pytest.param("", "<time datetime=2026-11-17 pubdate>Nov 17</time>", ("2026-11-17", "time"), id="pubdate"),
        pytest.param("", "<time datetime=2026-11-17>Nov 17</time>", ("2026-11-17", "time:elsewhere"), id="any-time"),
        pytest.param("", "<time>Nov 17, 2026</time>", ("Nov 17, 2026", "time:elsewhere"), id="time-without-attribute"),
        pytest.param("", "<abbr class=published title=2026-11-17>Tue</abbr>", ("2026-11-17", "time:elsewhere"), id="hatom"),
        pytest.param("", f"<h1>Tin falls</h1><div>By A. Smith, 17.11.2026</div>{PROSE}",
                     ("By A. Smith, 17.11.2026", "text"), id="line-below-the-headline"),
        pytest.param("", f"<div>17.11.2026</div><h1>Tin falls</h1>{PROSE}", ("17.11.2026", "text"), id="line-above-it"),
        pytest.param("", f"<h1>Tin falls</h1>{PROSE * 5}<p>Stand: 17.11.2026</p>",
                     ("Stand: 17.11.2026", "text:elsewhere"), id="line-below-the-story"),
        pytest.param("", f"<h1>Tin falls</h1>{PROSE * 5}<div class=entry-footer>On 17.11.2026</div>",
                     ("On 17.11.2026", "text:elsewhere"), id="the-entry-s-own-footer"),
        pytest.param("", f"<div class=sidebar_content><h1>Tin falls</h1>{PROSE * 5}<div>17.11.2026</div></div>",
                     ("17.11.2026", "text:elsewhere"), id="a-sidebar-that-holds-the-headline-is-none"),
        pytest.param('<script>var x = {"publishedAt":"2026-11-16T08:00:00Z"}</script>', "",
                     ("2026-11-16T08:00:00Z", "json:any"), id="state-of-an-application"),
        pytest.param('<script>x("{\\"datePublished\\":\\"2026-11-16\\"}")</script>', "", ("2026-11-16", "json:any"),
                     id="json-in-a-string"),
        pytest.param('<script type="application/ld+json">{"datePublished": "2026-11-16", oops}</script>', "",
                     ("2026-11-16", "json:any"), id="broken-json-ld"),
    ],
)  # fmt: skip
def test_finds_a_date(head, body, want):
    assert want in published(body, head)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<aside><time datetime=2026-11-17>x</time></aside>", id="time-in-a-sidebar"),
        pytest.param("<nav><time datetime=2026-11-17>x</time></nav>", id="time-in-navigation"),
        pytest.param("<footer><p>17.11.2026</p></footer>", id="line-in-the-footer"),
        pytest.param("<div class=comments><p><time datetime=2026-11-17>x</time></p></div>", id="time-of-a-comment"),
        pytest.param("<div id=related-posts><div>17.11.2026</div></div>", id="line-of-a-related-story"),
        pytest.param("<div class='teaser big'><span>17.11.2026</span></div>", id="line-of-a-teaser"),
        pytest.param("<ul class=widget><li>17.11.2026</li></ul>", id="line-of-a-widget"),
        pytest.param("<p hidden>17.11.2026</p>", id="hidden"),
        pytest.param("<p><a href=/a>Zinc up, 17.11.2026</a></p>", id="a-link"),
        pytest.param("<p>Sold 17 of 2026</p>", id="numbers"),
        pytest.param("<time>soon</time>", id="time-without-digits"),
        pytest.param("<p>" + "word " * 200 + "17.11.2026</p>", id="a-long-paragraph"),
    ],
)
def test_leaves_out_what_is_no_date_of_the_story(body):
    assert published(f"<h1>Tin falls</h1>{PROSE * 5}{body}") == []


@pytest.mark.parametrize(
    ("body", "head", "want"),
    [
        pytest.param("", LD % '"dateModified":"2026-11-21"', ("2026-11-21", "json-ld"), id="json-ld"),
        pytest.param("", "<meta name=last-modified content=2026-11-21>", ("2026-11-21", "meta:last-modified"), id="meta"),
        pytest.param("<i itemprop=dateModified content=2026-11-21>x</i>", "", ("2026-11-21", "itemprop:dateModified"),
                     id="itemprop"),
        pytest.param("<time class=updated datetime=2026-11-21>x</time>", "", ("2026-11-21", "time"), id="class"),
        pytest.param("<p>Updated: <time datetime=2026-11-21>x</time></p>", "", ("2026-11-21", "time"), id="word-before"),
        pytest.param("<p>Zuletzt aktualisiert: <time datetime=2026-11-21>x</time></p>", "", ("2026-11-21", "time"),
                     id="german-word-before"),
        pytest.param("<h1>Tin falls</h1><div class=lastmodified>21.11.2026</div>", "", ("21.11.2026", "text"),
                     id="class-of-a-line"),
    ],
)  # fmt: skip
def test_tells_the_date_of_a_change(body, head, want):
    assert want in modified(body, head)
    assert want[0] not in [value for value, _ in published(body, head)]


def test_a_source_s_own_selector_comes_first():
    found = published("<b class=d>2026-11-17</b>", LD % '"x":1', select=Select(date_published=["b.d"]))

    assert found[0] == ("2026-11-17", "selector:b.d")


def test_shows_a_long_line_from_a_little_before_its_date():
    line = (
        "A word and another and more words before it, written by somebody whose name is long, " * 2
        + "on 17.11.2026 at noon"
    )

    [found] = [value for value, _ in published(f"<h1>Tin falls</h1><div>{line}</div>")]

    assert len(found) <= 100
    assert found.endswith("17.11.2026 at noon")


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<time datetime=2026-11-17>x</time>" * 60_000, id="times"),
        pytest.param("<p>17.11.2026</p>" * 30_000, id="lines"),
        pytest.param('<i itemprop="datePublished">2026</i>' * 30_000, id="microdata"),
        pytest.param('<script>{"publishedAt":</script>' * 30_000, id="json-keys"),
        pytest.param("<time datetime='" + "1" * 1_000_000 + "'>x</time>", id="a-long-attribute"),
        pytest.param("<p>" + "1 " * 500_000 + "</p>", id="a-long-line"),
        pytest.param("<meta name=date content='" + "2026-" * 200_000 + "'>", id="a-long-meta"),
    ],
)
def test_stays_fast_on_hostile_pages(body):
    page = f"<html><body><h1>Tin falls</h1>{body}</body></html>"
    root = parse_html(page)
    data, blocks = structured_data(root), page_blocks(root)[0]
    start = time.process_time()

    published, modified = page_dates(root, data, blocks, Select(), text=page, headline="Tin falls")

    assert time.process_time() - start < 2
    assert len(published) + len(modified) < 200
