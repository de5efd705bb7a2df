"""Sites that make a survey hard: it asks little, takes little time, and proposes nothing that is not so."""

from __future__ import annotations

import asyncio
import time
import tomllib
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest

from crawler.data import load_knowledge
from crawler.data.discover import usual_places
from crawler.propose import Answer, NothingUsable, as_toml, survey
from crawler.sources import source_of

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOST = "https://ore.example"
TEXT = "Tin stocks in exchange warehouses fell by 310 tonnes to 4,120 tonnes in the week, the lowest since May, traders said. "


def surveyed(answer, start=f"{HOST}/"):
    asked = []

    async def ask(url):
        asked.append(url)
        return answer(url)

    told = asyncio.run(survey(start, ask, places=usual_places(), knowledge=load_knowledge(None), now=NOW))
    return told, asked


def page(url, body, status=200, content_type="text/html; charset=utf-8"):
    return Answer(url=url, status=status, body=body.encode(), content_type=content_type, retrieved_at=NOW)


def story(url):
    words = urlsplit(url).path.strip("/").rpartition("/")[2].replace("-", " ").capitalize()
    return page(
        url,
        f"<html lang=en><head><title>{words}</title></head><body><div><a href='/'>Home</a></div><article><h1>{words}</h1>"
        f"<time datetime='2026-11-20T08:00:00Z'>20 Nov 2026</time><p>{TEXT}{words}.</p><p>{TEXT * 2}</p></article></body></html>",
    )


def missing(url):
    """What a site with soft 404s answers for whatever it does not know."""
    return page(
        url, "<html><head><title>Page not found</title></head><body><h1>Page not found</h1><p>Sorry.</p>"
        "<a href='/'>Home</a> <a href='/news'>News</a> <a href='/contact'>Contact</a></body></html>",
    )  # fmt: skip


def rss(*links):
    items = "".join(
        f"<item><title>Story of the day {n}</title><link>{link}</link></item>" for n, link in enumerate(links)
    )
    return f'<rss version="2.0"><channel><title>Ore</title>{items}</channel></rss>'


def links(paths):
    return "".join(f"<li><a href='{path}'>{path.rpartition('/')[2].replace('-', ' ')}</a></li>" for path in paths)


STORIES = [f"/news/tin-stocks-fall-again-in-week-{n}" for n in range(12)]


def test_a_front_page_that_robots_txt_forbids_is_told_in_a_line():
    def answer(url):
        if urlsplit(url).path == "/robots.txt":
            return page(url, "User-agent: *\nDisallow: /\n", content_type="text/plain")
        return Answer(url=url, reason="robots")

    with pytest.raises(NothingUsable, match=r"its robots\.txt forbids") as caught:
        surveyed(answer)

    assert "\n" not in str(caught.value)


def test_a_site_that_answers_200_to_everything_is_read_by_its_lists():
    def answer(url):
        path = urlsplit(url).path
        if path in ("/", "/news"):
            return page(url, f"<html lang=en><body><a href='/news'>News</a>{links(STORIES)}</body></html>")
        return story(url) if path in STORIES else missing(url)

    told, asked = surveyed(answer)

    assert (told.feeds, told.sitemaps) == ((), ())
    assert set(told.listings) <= {f"{HOST}/", f"{HOST}/news"}
    assert told.listings
    assert all(source_of(tomllib.loads(as_toml(told)), file="x.toml").is_article(HOST + path) for path in STORIES)
    assert len(asked) <= 26


def test_a_site_that_answers_not_found_to_everything_has_nothing():
    with pytest.raises(NothingUsable, match="no feed, sitemap or page lists its stories"):
        surveyed(missing)


def test_a_front_page_of_2000_links_takes_no_time():
    stories = [f"/news/tin-stocks-fall-again-in-week-{n}" for n in range(1800)]
    others = [f"/topics/{word}{n}" for word in ("tin", "zinc") for n in range(100)]

    def answer(url):
        path = urlsplit(url).path
        if path in ("/", "/news", "/latest", "/archive"):
            front = "<a href='/news'>News</a><a href='/latest'>Latest</a><a href='/archive'>Archive</a>"
            return page(url, f"<html lang=en><body>{front}{links(stories + others)}</body></html>")
        return story(url) if path.startswith("/news/") else page(url, "no", 404)

    before = time.process_time()
    told, asked = surveyed(answer)

    assert time.process_time() - before < 15
    assert len(asked) <= 26
    assert told.listings
    source = source_of(tomllib.loads(as_toml(told)), file="x.toml")
    assert not any(source.is_article(HOST + path) for path in others)


def test_a_sitemap_of_16_megabytes_takes_seconds():
    rows = "".join(
        f"<url><loc>{HOST}/news/tin-stocks-fall-again-in-week-{n}</loc><lastmod>2026-11-20</lastmod>"
        f"<news:news><news:title>Tin stocks fall again in week {n}</news:title></news:news></url>"
        for n in range(90_000)
    )
    body = (
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        f' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{rows}</urlset>'
    )

    def answer(url):
        path = urlsplit(url).path
        if path == "/sitemap.xml":
            return page(url, body, content_type="application/xml")
        if path == "/":
            return page(url, f"<html lang=en><body><a href='/about'>About</a>{links(STORIES)}</body></html>")
        return story(url) if path.startswith("/news/") else page(url, "no", 404)

    before = time.process_time()
    told, asked = surveyed(answer)

    assert len(body) > 16_000_000
    assert time.process_time() - before < 30
    assert told.sitemaps == (f"{HOST}/sitemap.xml",)
    assert len(asked) <= 26


def test_stories_of_other_sites_in_a_feed_are_not_this_one_s():
    foreign = [f"https://other.example/news/zinc-climbs-for-day-{n}" for n in range(8)]

    def answer(url):
        path = urlsplit(url).path
        if url.startswith("https://other"):
            raise AssertionError("asked another site")
        if path == "/feed/":
            return page(url, rss(*foreign), content_type="application/rss+xml")
        if path == "/":
            feed = "<link rel=alternate type='application/rss+xml' href='/feed/'>"
            return page(url, f"<html lang=en><head>{feed}</head><body>{links(STORIES)}</body></html>")
        return story(url) if path in STORIES else page(url, "no", 404)

    told, asked = surveyed(answer)

    assert told.feeds == ()
    assert told.listings == (f"{HOST}/",)
    assert f"{HOST}/feed/" in asked
    assert f"feed {HOST}/feed/ lists stories of other sites and none of its own: other.example 8" in told.notes


def test_a_site_that_lists_only_other_sites_stories_is_told_to_be_one():
    foreign = [f"https://{site}.example/news/zinc-climbs-for-day-{n}" for n in range(4) for site in ("one", "two")]

    def answer(url):
        path = urlsplit(url).path
        if not url.startswith(HOST):
            raise AssertionError("asked another site")
        if path == "/feed/":
            return page(url, rss(*foreign), content_type="application/rss+xml")
        return page(url, "<html lang=en><body><a href='/about'>About</a></body></html>", 200 if path == "/" else 404)

    with pytest.raises(NothingUsable, match=r"its feed lists stories of other sites: one\.example 4, two\.example 4"):
        surveyed(answer)


def test_a_feed_that_mixes_its_own_with_others_is_taken_with_its_own():
    mixed = [f"{HOST}{path}" for path in STORIES[:6]] + [f"https://other.example{path}" for path in STORIES[6:]]

    def answer(url):
        path = urlsplit(url).path
        if url.startswith("https://other"):
            raise AssertionError("asked another site")
        if path == "/feed/":
            return page(url, rss(*mixed), content_type="application/rss+xml")
        return story(url) if path in STORIES else page(url, "<html><body></body></html>", 200 if path == "/" else 404)

    told, _ = surveyed(answer)

    assert told.feeds == (f"{HOST}/feed/",)
    assert f"feed {HOST}/feed/: 6 addresses; and 6 of other sites, which are left out" in told.notes


@pytest.mark.parametrize(("status", "most"), [(429, 1), (403, 5), (401, 5)])
def test_a_site_that_refuses_is_left_alone(status, most):
    asked = []

    def answer(url):
        asked.append(url)
        return page(url, "<html lang=en><p>Ore</p></html>") if url == f"{HOST}/" else page(url, "", status)

    with pytest.raises(NothingUsable, match="it refuses us, and that is its right"):
        surveyed(answer)

    assert len(asked) == 1 + most


def whole(content):
    paths = [f"2026/11/metal-{word}-rises-again" for word in ("tin", "zinc", "lead", "nickel", "cobalt", "copper")]
    items = "".join(
        f"<item><title>Metal rises</title><link>{HOST}/{path}</link><pubDate>Fri, 20 Nov 2026 08:00:00 GMT</pubDate>"
        f"{f'<content:encoded>{TEXT * 3}</content:encoded>' if content else ''}</item>"
        for path in paths
    )
    return (
        f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>{items}</channel></rss>'
    )


def refusing_pages(content):
    def answer(url):
        if url == f"{HOST}/":
            return page(
                url, "<html lang=en><title>Ore</title><link rel=alternate type=application/rss+xml href=/feed/></html>"
            )
        if url == f"{HOST}/feed/":
            return page(url, whole(content), content_type="application/rss+xml")
        return page(url, "", 403 if "/2026/" in url else 404)

    return answer


def test_pages_that_refuse_are_proposed_where_the_feed_has_their_stories_whole():
    told, _ = surveyed(refusing_pages(content=True))

    source = source_of(tomllib.loads(as_toml(told)), file="ore.example.toml")
    assert (source.status, source.discover.feeds) == ("blocked", (f"{HOST}/feed/",))


def test_pages_that_refuse_are_told_with_what_lists_them():
    with pytest.raises(
        NothingUsable, match=r"ore\.example: 1 endpoints list its stories, but of those tried none could be read"
    ):
        surveyed(refusing_pages(content=False))


@pytest.mark.parametrize(
    ("host", "site"),
    [("www.mch.cl", "mch.cl"), ("www.smm.cn", "smm.cn"), ("news.ore.co.uk", "ore.co.uk"), ("www.ore.com", "ore.com")],
)
def test_a_site_is_told_from_the_ending_below_a_country(host, site):
    told, _ = surveyed(lambda url: story(url) if "/2026/" in url else listing(url, host), start=f"https://{host}/")

    assert told.hosts == (site,)


def listing(url, host):
    words = ("tin", "zinc", "lead", "nickel")
    links = "".join(f"<a href='https://{host}/2026/11/metal-{w}-rises-again'>Metal {w} rises again</a>" for w in words)
    return page(url, f"<html lang=en><title>Ore</title>{links}</html>", 200 if urlsplit(url).path == "/" else 404)
