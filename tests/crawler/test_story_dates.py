"""Which of several dates of a page is its story's."""

import time
from datetime import UTC, datetime

import pytest

from crawler.parse import parse_article, read_page

NOW = datetime(2026, 11, 23, 12, 34, 20, tzinfo=UTC)
TITLE = "Tin falls on weak demand"
PROSE = (
    "<p>Stocks of tin in exchange warehouses fell again last week, to 41,200 tonnes, traders in London said.</p>"
    "<p>Buyers waited for lower prices, and two smelters that had closed for repairs will open again soon, they said.</p>"
)
DEUTSCH = (
    "<p>Die Bestände an Zinn in den Lagern der Börse sind in der vergangenen Woche wieder gefallen, wie Händler sagten.</p>"
    "<p>Die Käufer warten auf niedrigere Preise, und zwei Hütten, die wegen Reparaturen geschlossen waren, öffnen bald.</p>"
)


def ld(**dates):
    inside = "".join(f',"{key}":"{value}"' for key, value in dates.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{TITLE}"{inside}}}</script>'


def meta(name, value):
    return f'<meta property="{name}" content="{value}">'


def article(below="", head="", *, url="https://news.example/tin", prose=PROSE, end="", lang="en"):
    page = (
        f"<html lang={lang}><head><title>{TITLE}</title>{head}</head><body><article><h1>{TITLE}</h1>{below}{prose}</article>"
        f"{end}</body></html>"
    )
    return parse_article(page.encode(), url=url, content_type="text/html; charset=utf-8", retrieved_at=NOW)


def published(*args, **options):
    found = article(*args, **options)
    return found.date_published.strftime("%Y-%m-%d %H:%M ") + found.date_precision if found.date_published else None


@pytest.mark.parametrize(
    ("below", "head", "url", "want"),
    [
        pytest.param("", ld(datePublished="2026-11-20T08:15:00+01:00"), "", "2026-11-20 07:15 second", id="json-ld"),
        pytest.param("<p>20.11.2026</p>", ld(datePublished="2026-11-20T08:15:00+01:00"), "", "2026-11-20 07:15 second",
                     id="a-day-does-not-beat-the-same-day-with-minutes"),
        pytest.param("<p>Nov 20, 2026, 8:15 am</p>", ld(datePublished="2026-11-20"), "", "2026-11-20 08:15 minute",
                     id="printed-minutes-beat-a-told-day"),
        pytest.param("<p>Nov 20, 2026, 8:15 am</p>", ld(datePublished="2026-11-20T13:15:07Z"), "", "2026-11-20 13:15 second",
                     id="the-same-minute-with-a-zone-beats-one-without"),
        pytest.param("<p>5 hours ago</p>", ld(datePublished="2026-11-23T07:15:07Z"), "", "2026-11-23 07:15 second",
                     id="a-moment-beats-an-age"),
        pytest.param("<p>Nov 20, 2026</p>", meta("date", "2026-11-23T12:34:02Z"), "", "2026-11-20 00:00 day",
                     id="the-minute-of-the-fetch-loses"),
        pytest.param("<p>Nov 20, 2026</p>", meta("article:published_time", "2026-11-24T09:00:00Z"), "",
                     "2026-11-20 00:00 day", id="the-future-loses"),
        pytest.param("<p>Nov 20, 2026</p>", meta("article:published_time", "1970-01-01T00:00:00Z"), "",
                     "2026-11-20 00:00 day", id="before-1990-loses"),
        pytest.param("<p>Nov 20, 2026</p>", meta("article:modified_time", "2026-11-21T09:00:00Z"), "",
                     "2026-11-20 00:00 day", id="a-change-is-no-publication"),
        pytest.param("", meta("article:modified_time", "2026-11-21T09:00:00Z"), "", "2026-11-21 09:00 second",
                     id="a-change-where-nothing-else-is-told"),
        pytest.param("", ld(datePublished="2026-11-19T10:00:00Z", dateModified="2026-11-21T09:00:00Z")
                     + meta("article:published_time", "2026-11-21T09:00:00Z"), "", "2026-11-19 10:00 second",
                     id="the-moment-of-the-change-under-the-wrong-name"),
        pytest.param("<p>Published Nov 19, 2026 | Updated Nov 21, 2026</p>", "", "", "2026-11-19 00:00 day", id="both-in-a-line"),
        pytest.param("<p>Updated Nov 21, 2026</p><p>Nov 19, 2026</p>", "", "", "2026-11-19 00:00 day", id="change-printed-first"),
        pytest.param("<p>Written: 2026-11-19 15:03 / Updated: 2026-11-21 15:30</p>", "", "", "2026-11-19 15:03 minute",
                     id="written-and-updated"),
        pytest.param("", meta("date", "2026-11-19"), "2026/11/20/tin", "2026-11-20 00:00 day",
                     id="the-address-beats-a-loose-name"),
        pytest.param("<p>Nov 20, 2026</p>", meta("article:published_time", "2026-11-12T01:00:00Z"), "2026/11/20/tin",
                     "2026-11-20 00:00 day", id="two-that-agree-beat-one"),
        pytest.param("<p>03/10/2026</p>", "", "2026/october/03/tin", "2026-10-03 00:00 day", id="day-and-month-settled"),
        pytest.param("<p>Mon, 18 May 2026</p>", ld(datePublished="2026-05-17T19:30:02+02:00"), "2026/05/18/tin",
                     "2026-05-17 17:30 second", id="tomorrow-s-edition"),
        pytest.param("<p>Nov 20, 2026</p><p>Jan 1, 2020</p>", "", "", "2026-11-20 00:00 day", id="nearest-to-the-headline"),
        pytest.param("<p>Nov 20, 2026, 8:15 am</p>", meta("article:modified_time", "2026-11-21T09:00:00-05:00"), "",
                     "2026-11-20 13:15 minute", id="the-zone-of-another-moment"),
        pytest.param("<p>Jun 20, 2026, 8:15 am</p>", meta("article:modified_time", "2026-11-21T09:00:00-05:00"), "",
                     "2026-06-20 08:15 minute", id="but-not-of-another-season"),
        pytest.param("<p>By A. Smith in Markets on 3 May 2021, 3 comments</p>", "", "", "2021-05-03 00:00 day", id="among-words"),
        pytest.param("", '<script>{"publishedAt":"2026-11-20T08:00:00Z"}</script>', "", "2026-11-20 08:00 second", id="any-json"),
    ],
)  # fmt: skip
def test_weighs_dates_against_each_other(below, head, url, want):
    assert published(below, head, url=f"https://news.example/{url or 'tin'}") == want


@pytest.mark.parametrize(
    ("line", "want"),
    [
        pytest.param("Stand: 12.03.2021, 14:30 Uhr", "2021-03-12 14:30 minute", id="stand"),
        pytest.param("Veröffentlicht am 12. März 2021 um 14:30 Uhr", "2021-03-12 14:30 minute", id="german"),
        pytest.param("Publié le 12 mars 2021 à 14h30", "2021-03-12 14:30 minute", id="french"),
        pytest.param("Publicado el 12 de marzo de 2021", "2021-03-12 00:00 day", id="spanish"),
        pytest.param("12 marca 2021, 14:30", "2021-03-12 14:30 minute", id="polish"),
        pytest.param("piątek, 12 marca 2021", "2021-03-12 00:00 day", id="polish-weekday"),
        pytest.param("12. března 2021", "2021-03-12 00:00 day", id="czech"),
        pytest.param("vineri, 12 martie 2021, 14:30", "2021-03-12 14:30 minute", id="romanian"),
        pytest.param("2021. március 12., 14:30", "2021-03-12 14:30 minute", id="hungarian"),
        pytest.param("12 березня 2021, 14:30", "2021-03-12 14:30 minute", id="ukrainian"),
        pytest.param("12 март 2021", "2021-03-12 00:00 day", id="bulgarian"),
        pytest.param("12 Μαρτίου 2021", "2021-03-12 00:00 day", id="greek"),
        pytest.param("12 مارس 2021", "2021-03-12 00:00 day", id="arabic"),
        pytest.param("12. maaliskuuta 2021", "2021-03-12 00:00 day", id="finnish"),
        pytest.param("2021年3月12日 14:30", "2021-03-12 14:30 minute", id="chinese"),
    ],
)
def test_reads_the_line_below_the_headline(line, want):
    assert published(f"<p>{line}</p>") == want


@pytest.mark.parametrize(
    ("lang", "prose", "host", "want"),
    [
        pytest.param("en", PROSE, "news.example", "2021-03-04 00:00 day", id="english-month-first"),
        pytest.param("en-GB", PROSE, "news.example", "2021-04-03 00:00 day", id="british"),
        pytest.param("en-US", PROSE, "news.co.uk", "2021-04-03 00:00 day", id="a-british-address"),
        pytest.param("de", DEUTSCH, "news.example", "2021-04-03 00:00 day", id="german"),
        pytest.param("en", DEUTSCH * 2, "news.example", "2021-04-03 00:00 day", id="german-in-an-english-template"),
    ],
)
def test_reads_day_and_month_as_the_language_orders_them(lang, prose, host, want):
    assert published("<p>03/04/2021</p>", lang=lang, prose=prose, url=f"https://{host}/tin") == want


@pytest.mark.parametrize(
    "end",
    [
        pytest.param("<aside><time datetime=2026-11-01>Nov 1</time></aside>", id="sidebar"),
        pytest.param("<nav>November 1, 2026</nav>", id="navigation"),
        pytest.param("<footer><p>Last visit: November 1, 2026</p></footer>", id="footer"),
        pytest.param("<div id=comments><p>Anna, November 1, 2026</p></div>", id="comments"),
        pytest.param("<div class=related><h3>Zinc up</h3><time datetime=2026-11-01>Nov 1</time></div>", id="related"),
        pytest.param("<p>Copyright 2020-2026 News Ltd.</p>", id="copyright"),
    ],
)
def test_takes_no_date_of_something_else(end):
    assert published(end=end) is None
    assert published("<p>May 3, 2021</p>", end=end) == "2021-05-03 00:00 day"


@pytest.mark.parametrize(
    ("below", "head", "want"),
    [
        pytest.param("", ld(datePublished="2026-11-19", dateModified="2026-11-21T09:00:00Z"), "2026-11-21 09:00", id="json-ld"),
        pytest.param("<p>Published Nov 19, 2026 | Updated Nov 21, 2026 10:15</p>", "", "2026-11-21 10:15", id="line"),
        pytest.param("<p>Nov 19, 2026</p><p>Last updated: <time datetime=2026-11-21T09:00Z>x</time></p>", "",
                     "2026-11-21 09:00", id="time"),
        pytest.param("<p>Nov 19, 2026</p>", meta("article:modified_time", "2025-01-01T00:00:00Z"), None, id="too-early"),
        pytest.param("<p>Nov 19, 2026</p>", "", None, id="none"),
    ],
)  # fmt: skip
def test_tells_the_last_change(below, head, want):
    found = article(below, head)

    assert (found.date_modified.strftime("%Y-%m-%d %H:%M") if found.date_modified else None) == want
    assert found.date_published.date().isoformat() == "2026-11-19"


@pytest.mark.parametrize(
    ("line", "flagged"),
    [
        pytest.param("Nov 20, 2026", False, id="same-day"),
        pytest.param("Nov 21, 2026", False, id="a-day-apart"),
        pytest.param("Nov 12, 2026", True, id="a-week-apart"),
    ],
)
def test_flags_dates_that_disagree(line, flagged):
    found = article(f"<p>{line}</p>", ld(datePublished="2026-11-20T08:15:00Z"))

    assert ("dates-disagree" in found.flags) is flagged


@pytest.mark.parametrize(
    ("below", "head", "raw", "origin"),
    [
        pytest.param("", ld(datePublished="2026-11-20"), "2026-11-20", "json-ld", id="json-ld"),
        pytest.param(
            "", meta("article:published_time", "2026-11-20"), "2026-11-20", "meta:article:published_time", id="meta"
        ),
        pytest.param("<p><time datetime=2026-11-20>Nov 20</time></p>", "", "2026-11-20", "time", id="time"),
        pytest.param("<p>Nov 20, 2026</p>", "", "Nov 20, 2026", "text:line 2", id="line"),
    ],
)
def test_says_where_the_date_was_found(below, head, raw, origin):
    found = article(below, head)

    assert (found.date_published_raw, found.provenance["date_published"]) == (raw, origin)


@pytest.mark.parametrize(
    "below",
    [
        pytest.param("<p>99.99.2026</p><p>31.02.2026 25:61</p>", id="no-such-days"),
        pytest.param("<time datetime='2026-13-45T99:99:99+99:99'>x</time>", id="no-such-moment"),
        pytest.param("<p>" + "01.02." * 20 + "</p>", id="a-chain-of-numbers"),
        pytest.param("<p>\u0661\u0662 \u0645\u0627\u0631\u0633</p>", id="arabic-digits-without-a-year"),
        pytest.param(f"<p>{'1 ' * 40}Jan 2020 {'9' * 30}</p>", id="digits"),
    ],
)
def test_survives_what_is_no_date(below):
    assert article(below) is not None


@pytest.mark.parametrize("lang", ["en", "hi", "pl"])
@pytest.mark.parametrize(
    "line",
    [
        pytest.param("<p><time datetime=2026-11-20>x</time> 3.4.{}</p>", id="times"),
        pytest.param("<p>{} abcde 3 fghij 2021</p>", id="words-like-months"),
        pytest.param("<div class=date>{} 3 listopadu 2021</div>", id="a-month-of-two-meanings"),
    ],
)
def test_reads_few_of_many_dates(lang, line):
    lines = "".join(line.format(number) for number in range(3000))
    page = f"<html lang={lang}><body><h1>{TITLE}</h1>{lines}{PROSE}</body></html>"
    start = time.process_time()

    read_page(page.encode(), url="https://news.example/a", retrieved_at=NOW)

    assert time.process_time() - start < 5  # most of it for the blocks
