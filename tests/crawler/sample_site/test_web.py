"""The sample web: ten outlets of ten kinds, on a clock that can be set, which demo, tests and benchmarks stand on."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection
from importlib.resources import files
from pathlib import Path

import pytest

from crawler.data import load_knowledge
from crawler.discover import feed_entries, listing_entries, robots_sitemaps, sitemap_entries
from crawler.extract.document import page_blocks, parse_html
from crawler.model import Entry
from crawler.parse import read_entry, read_page
from crawler.sample_site.articles import LODESTAR, sample_articles, sample_outlets
from crawler.sample_site.gold import unlike
from crawler.sample_site.server import serve
from crawler.sample_site.web import SampleWeb
from crawler.sources import load_sources

FOLDER = files("crawler.sample_site")
SOURCES = load_sources(FOLDER / "sources")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
OUTLETS = {outlet.id: outlet for outlet in sample_outlets()}
ARTICLES = sample_articles(opened=NOW)
NEWER = [article for article in ARTICLES if article.outlet.id != LODESTAR]

every_outlet = pytest.mark.parametrize("outlet", [pytest.param(o, id=o.id) for o in OUTLETS.values()])
every_article = pytest.mark.parametrize("article", [pytest.param(a, id=f"{a.outlet.id}-{a.id}") for a in ARTICLES])


def answered(web, article, now=NOW):
    return web.answer(article.outlet.host, article.path, now)


def get(server, host, path, **headers):
    connection = HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": host} | headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_there_are_ten_outlets_and_more_than_150_articles():
    assert len(OUTLETS) == 10
    assert len(ARTICLES) > 150
    assert {article.language for article in ARTICLES} == {"en", "zh", "es", "ru"}


def test_it_stays_small():
    size = sum(path.stat().st_size for path in Path(str(FOLDER)).rglob("*") if path.suffix in (".py", ".toml"))

    assert size < 3_000_000


def test_each_outlet_has_a_source_of_its_name_and_no_two_share_a_host():
    assert {name for name in SOURCES if name.endswith(".example")} == set(OUTLETS)
    for outlet in OUTLETS.values():
        owners = [source.id for source in SOURCES.values() if source.owns(outlet.address("/"))]
        assert owners == [outlet.id]
        assert str(SOURCES[outlet.id].timezone) == str(outlet.timezone)


@every_article
def test_gold_tags_and_genres_are_of_the_shipped_taxonomy(article):
    known = {tag.id: tag.facet for tag in load_knowledge().tags}
    gold = article.gold()

    assert [tag for tag in gold["tags"] if known.get(tag) in (None, "genre")] == []
    assert gold["genre"] is None or known.get(gold["genre"]) == "genre"


@every_article
def test_every_address_is_a_storys_by_the_outlets_source(article):
    assert SOURCES[article.outlet.id].is_article(article.url)


def told_whole(outlet, web):
    """What the outlet's feed says of its stories, by their addresses, where it has closed pages; nothing for all others."""
    if not any(article.data.get("access") for article in ARTICLES if article.outlet.id == outlet.id):
        return {}
    url = SOURCES[outlet.id].discover.feeds[0]
    body = web.answer(outlet.host, url.split(outlet.host)[1], NOW).body
    return {entry.url: replace(entry, found_in="feed") for entry in feed_entries(body, url=url)}


@pytest.mark.parametrize("seed", range(5))
@every_outlet
def test_every_build_of_a_page_is_read_as_its_editors_wrote_it(outlet, seed):
    web = SampleWeb(seed=seed, opened=NOW)
    wrong = {}
    for article in NEWER:
        if article.outlet.id != outlet.id:
            continue
        written = article.at(NOW)
        answer, entry = answered(web, article), told_whole(outlet, web).get(article.url)
        given = {"url": article.url, "source": SOURCES[outlet.id], "retrieved_at": NOW}
        reading = (
            read_entry(entry, **given)
            if answer.status == 403
            else read_page(answer.body, content_type=answer.content_type, entry=entry, **given)
        )
        found = unlike(written, reading.article) if reading.article else [reading.refusal]
        if found:
            wrong[article.id] = found

    assert wrong == {}


@every_outlet
def test_a_seed_decides_the_markup_and_nothing_else(outlet):
    article = next(a for a in ARTICLES if a.outlet.id == outlet.id and not a.data.get("access"))
    pages = {seed: answered(SampleWeb(seed=seed, opened=NOW), article).body for seed in range(6)}

    assert answered(SampleWeb(seed=3, opened=NOW), article).body == pages[3]
    assert len(set(pages.values())) == 6


@pytest.mark.parametrize("outlet", [o for o in OUTLETS.values() if o.id != LODESTAR], ids=lambda outlet: outlet.id)
def test_what_stands_around_the_story_is_on_the_page_and_not_in_the_gold(outlet):
    article = next(a for a in ARTICLES if a.outlet.id == outlet.id and a.data.get("notices"))
    encoding = {"kuangyezixun.example": "gbk", "rudaimetall.example": "windows-1251"}.get(outlet.id, "utf-8")
    root = parse_html(answered(SampleWeb(opened=NOW), article).body.decode(encoding))
    printed = [block.text for block in page_blocks(root)[0]]
    line = article.data["notices"][-1]["lines"][0]

    assert any(line in text for text in printed)
    assert line not in article.gold()["article_body"]


def test_every_class_of_boilerplate_is_there_in_many_wordings():
    kinds = Counter(notice["class"] for article in NEWER for notice in article.data.get("notices", ()))

    assert len(kinds) >= 20
    assert sum(kinds.values()) > 500


# --- how stories are announced ----------------------------------------------------------------------------------------


def announced(outlet, web, now=NOW):
    """Addresses of stories by the endpoint that a source's file names, with what an index or a list page leads on to."""
    source, found, todo = SOURCES[outlet.id], {}, list(SOURCES[outlet.id].endpoints())
    for kind, url in todo:
        host, _, path = url.removeprefix("https://").partition("/")
        answer = web.answer(host, f"/{path}", now)
        assert answer.status == 200, url
        if kind == "feed":
            entries = feed_entries(answer.body, url=url, content_type=answer.content_type)
        elif kind == "sitemap":
            entries = sitemap_entries(answer.body, url=url)
        elif kind == "robots":
            entries = [Entry(url=found, kind="sitemap") for found in robots_sitemaps(answer.body, url=url)]
        else:
            entries = listing_entries(answer.body, url=url, source=source, content_type=answer.content_type)
        todo += [(entry.kind, entry.url) for entry in entries if entry.kind in ("sitemap", "listing")]
        found[url] = [entry.url for entry in entries if entry.kind == "article" and source.is_article(entry.url)]
    return found


@every_outlet
def test_the_endpoints_of_its_source_lead_to_all_its_stories(outlet):
    web = SampleWeb(opened=NOW)
    addresses = {url for urls in announced(outlet, web).values() for url in urls}
    reached = set()
    for url in addresses:
        host, _, path = url.removeprefix("https://").partition("/")
        answer = web.answer(host, f"/{path}", NOW)
        reached.add(answer.location or url)

    missing = [a.url for a in ARTICLES if a.outlet.id == outlet.id and a.url not in reached]
    numbers = {number for url in reached for number in re.findall(r"\d{5,}", url)}
    assert [url for url in missing if not numbers & set(re.findall(r"\d{5,}", url))] == []


def test_every_kind_of_endpoint_is_there():
    kinds = {kind for outlet in OUTLETS for kind, _ in SOURCES[outlet].endpoints()}
    bodies = [
        answer.body
        for outlet in OUTLETS.values()
        for _, url in SOURCES[outlet.id].endpoints()
        if (answer := SampleWeb(opened=NOW).answer(outlet.host, url.split(outlet.host, 1)[1], NOW))
    ]

    assert kinds == {"feed", "sitemap", "listing", "robots"}
    marks = (
        b"<rss",
        b"http://www.w3.org/2005/Atom",
        b"jsonfeed.org",
        b"<sitemapindex",
        b'rel="next"',
        b"<content:",
        b'{"data"',
    )
    for mark in marks:
        assert any(mark in body for body in bodies), mark


def test_the_agencys_index_leads_to_a_news_sitemap_and_a_compressed_one():
    web = SampleWeb(opened=NOW)
    index = web.answer("alloywire.example", "/sitemap.xml", NOW).body.decode()
    news = web.answer("alloywire.example", "/news-sitemap.xml", NOW).body.decode()
    archive = gzip.decompress(web.answer("alloywire.example", "/archive/2026-11.xml.gz", NOW).body).decode()

    assert re.findall(r"<loc>(.*?)</loc>", index) == [
        "https://alloywire.example/news-sitemap.xml",
        "https://alloywire.example/archive/2026-11.xml.gz",
    ]
    assert "<news:publication_date>2026-11-20T20:36:00+11:00</news:publication_date>" in news
    assert archive.count("<loc>") == 14


def test_the_json_feed_carries_full_texts():
    feed = json.loads(SampleWeb(opened=NOW).answer("meltshop-notes.example", "/feed.json", NOW).body)
    article = next(a for a in ARTICLES if a.outlet.id == "meltshop-notes.example" and a.id == 1412)
    item = next(item for item in feed["items"] if item["id"] == "1412")

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert article.blocks()[-1][1][:40].split("’")[0] in item["content_html"]


def test_the_review_shuts_its_newest_stories_in_four_ways_and_gives_them_to_its_feed():
    web, outlet = SampleWeb(opened=NOW), OUTLETS["gossanreview.example"]
    shut = {a.data["access"]: a for a in ARTICLES if a.outlet.id == outlet.id and a.data.get("access")}
    told = told_whole(outlet, web)
    answers = {access: answered(web, article) for access, article in shut.items()}
    readings = {
        access: read_page(answer.body, url=shut[access].url, source=SOURCES[outlet.id], retrieved_at=NOW)
        for access, answer in answers.items()
    }

    assert {access: answer.status for access, answer in answers.items()} == {
        "forbidden": 403, "consent": 200, "script": 200, "teaser": 200,
    }  # fmt: skip
    assert (readings["consent"].refusal, readings["script"].refusal) == ("consent", "needs-javascript")
    assert readings["teaser"].article.is_truncated is True
    assert all(article.blocks()[-1][1][-12:] in told[article.url].content for article in shut.values())


# --- the clock --------------------------------------------------------------------------------------------------------


def test_stories_come_out_when_their_moment_has_come():
    web, outlet = SampleWeb(opened=NOW), OUTLETS["theassayer.example"]
    story = next(a for a in ARTICLES if a.outlet.id == outlet.id and a.id == 61394)
    before = story.published_at - timedelta(minutes=1)

    assert answered(web, story, before).status == 404
    assert answered(web, story, story.published_at).status == 200
    assert story.url not in announced(outlet, web, before)["https://www.theassayer.example/feed/"]
    assert story.url in announced(outlet, web, story.published_at)["https://www.theassayer.example/feed/"]


def test_an_edit_is_made_when_its_moment_has_come():
    web = SampleWeb(opened=NOW)
    story = next(a for a in ARTICLES if a.outlet.id == "rudaimetall.example" and a.id == 73157)
    (edit,) = story.data["edits"]
    moment = datetime.fromisoformat(edit["at"]).replace(tzinfo=story.outlet.timezone)
    before, after = (
        answered(web, story, when).body.decode("cp1251") for when in (moment - timedelta(minutes=1), moment)
    )

    assert edit["text"] not in before
    assert edit["text"] in after
    assert story.at(moment).gold()["article_body"] != story.gold()["article_body"]


def test_many_stories_are_edited_and_some_in_the_headline():
    edits = [edit for article in NEWER for edit in article.data.get("edits", ())]

    assert len({article.id for article in NEWER if article.data.get("edits")}) >= 12
    assert any("headline" in edit for edit in edits)


def test_a_fresh_story_prints_its_age_and_a_list_the_age_of_all_of_today():
    web = SampleWeb(opened=NOW)
    fresh = [a for a in ARTICLES if a.hours_ago is not None]
    listed = web.answer("www.kuangyezixun.example", "/list.html", NOW).body.decode("gbk")
    older = web.answer("www.kuangyezixun.example", "/list.html", NOW + timedelta(hours=2)).body.decode("gbk")

    assert [a.hours_ago for a in fresh] == [3, 7, 22]
    for article in fresh:
        assert f"发布时间：{article.hours_ago}小时前" in answered(web, article).body.decode("gbk")
        assert f">{article.hours_ago}小时前<" in listed
    assert ">5小时前<" in older


def test_an_age_may_have_been_read_off_a_list_shortly_before_the_story():
    fresh = next(a for a in ARTICLES if a.hours_ago is not None)
    page = answered(SampleWeb(opened=NOW), fresh)
    found = read_page(page.body, url=fresh.url, source=SOURCES[fresh.outlet.id], retrieved_at=NOW).article

    def with_delay(minutes):
        return replace(found, date_published=found.date_published - timedelta(minutes=minutes))

    assert "date_published" not in unlike(fresh, found)
    assert "date_published" not in unlike(fresh, with_delay(2))
    assert "date_published" in unlike(fresh, with_delay(10))
    assert "date_published" in unlike(fresh, with_delay(-2))


def test_outlets_publish_in_rhythms_of_their_own():
    days = {
        outlet: {a.published.date() for a in NEWER if a.outlet.id == outlet and a.hours_ago is None}
        for outlet in OUTLETS
    }
    weekdays = {outlet: {day.weekday() for day in found} for outlet, found in days.items()}

    assert weekdays["mineriaaustral.example"] > {5, 6}, "weekends, too"
    assert not weekdays["steelyard.example"] & {5, 6}, "workdays only"
    assert max(days["meltshop-notes.example"]) - min(days["meltshop-notes.example"]) > timedelta(days=45)


def test_wire_copy_is_the_agencys_text_whole_or_shortened():
    copies = [article for article in ARTICLES if "wire" in article.data]
    originals = {article.id: article for article in ARTICLES if article.outlet.id == "alloywire.example"}

    assert len(copies) >= 5
    assert len({article.outlet.id for article in copies}) >= 4
    for copy in copies:
        original = originals[copy.data["wire"]["id"]]
        assert copy.headline != original.headline
        assert set(copy.blocks()) <= set(original.blocks())


# --- how it is served -------------------------------------------------------------------------------------------------


@every_outlet
def test_each_outlet_has_a_robots_txt_and_answers_only_as_itself(outlet):
    web = SampleWeb(opened=NOW)
    article = next(a for a in ARTICLES if a.outlet.id == outlet.id)

    assert b"Disallow: /print/" in web.answer(outlet.host, "/robots.txt", NOW).body
    assert web.answer("other.example", article.path, NOW).status == 404


@pytest.mark.parametrize(
    ("host", "path", "status", "leads_to"),
    [
        ("alloywire.example", "/r/730893", 302, "/story/730893-"),
        ("www.theassayer.example", "/?p=61204", 301, "/2026/10/"),
        ("rudaimetall.example", "/news/73118", 301, "/ru/news/73118"),
        (
            "www.mineriaaustral.example",
            "/2026/11/20/exportaciones-de-cobre-de-chile-a-china-suben-en-octubre",
            301,
            "/",
        ),
        ("www.kuangyezixun.example", "/html/2026/11/2999.html", 404, None),
        ("alloywire.example", "/r/1", 404, None),
    ],
)
def test_old_addresses_lead_to_the_story_and_dead_ones_nowhere(host, path, status, leads_to):
    answer = SampleWeb(opened=NOW).answer(host, path, NOW)

    assert answer.status == status
    assert (answer.location is None) if leads_to is None else leads_to in answer.location


def test_an_unchanged_page_is_answered_304_by_either_validator():
    with serve(clock=lambda: NOW) as server:
        host, path = "www.theassayer.example", "/feed/"
        status, headers, body = get(server, host, path)
        by_etag = get(server, host, path, **{"If-None-Match": headers["ETag"]})
        by_date = get(server, host, path, **{"If-Modified-Since": headers["Last-Modified"]})
        other = get(server, host, path, **{"If-None-Match": '"x"', "If-Modified-Since": headers["Last-Modified"]})
        server.clock = lambda: NOW - timedelta(days=10)
        earlier = get(server, host, path, **{"If-None-Match": headers["ETag"]})

    assert (status, by_etag[0], by_date[0], other[0], earlier[0]) == (200, 304, 304, 200, 200)
    assert by_etag[2] == b""
    assert b"<rss" in body
    assert parsedate_to_datetime(headers["Date"]) == NOW
    assert [answer[2:] for answer in server.answered] == [
        (200, False), (304, True), (304, True), (200, True), (200, True),
    ]  # fmt: skip


def test_all_hosts_are_behind_one_port():
    with serve() as server:
        assert set(server.connect_to.values()) == {f"127.0.0.1:{server.port}"}
        assert {outlet.host for outlet in OUTLETS.values()} < set(server.connect_to)
