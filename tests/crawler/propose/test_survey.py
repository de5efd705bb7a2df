"""A survey of each outlet of the sample web, asked in memory: what a person wrote by hand is found, or better."""

from __future__ import annotations

import asyncio
import tomllib
from datetime import UTC, datetime
from importlib.resources import files
from urllib.parse import urljoin, urlsplit

import pytest

from crawler.data import load_knowledge
from crawler.data.discover import usual_places
from crawler.propose import Answer, NothingUsable, as_toml, survey
from crawler.sample_site.articles import sample_articles, sample_outlets
from crawler.sample_site.web import SampleWeb
from crawler.sources import load_source, source_of

NOW = datetime.now(UTC)
WEB = SampleWeb(opened=NOW)
HAND_WRITTEN = {source.id: source for source in map(load_source, (files("crawler.sample_site") / "sources").iterdir())}


def surveyed(start, answer, **options):
    asked = []

    async def ask(url):
        asked.append(url)
        return answer(url)

    told = asyncio.run(survey(start, ask, places=usual_places(), knowledge=load_knowledge(None), now=NOW, **options))
    return told, asked


def from_sample(url):
    for _ in range(6):
        parts = urlsplit(url)
        found = WEB.answer(parts.hostname, parts.path + (f"?{parts.query}" if parts.query else ""), NOW)
        if not found.location:
            break
        url = urljoin(url, found.location)
    return Answer(url=url, status=found.status, body=found.body, content_type=found.content_type, retrieved_at=NOW)


@pytest.fixture(scope="module", params=[pytest.param(outlet, id=outlet.id) for outlet in sample_outlets()])
def proposed(request):
    """Outlet, proposal, its source as loaded from the TOML, and what was asked."""
    told, asked = surveyed(f"https://{request.param.host}/", from_sample)
    table = tomllib.loads(as_toml(told))
    return request.param, told, source_of(table, file=f"{told.id}.toml"), asked


def test_its_patterns_take_every_story(proposed):
    outlet, _, source, _ = proposed

    assert [a.url for a in sample_articles(outlet.id) if not source.is_article(a.url)] == []


def test_its_endpoints_are_the_hand_written_ones_or_lead_to_as_much(proposed):
    outlet, _, source, _ = proposed
    written = HAND_WRITTEN[outlet.id].discover

    assert {urlsplit(url).path for url in source.discover.feeds} == {urlsplit(url).path for url in written.feeds}
    named = {urlsplit(url).path for url in source.discover.sitemaps}
    assert named == {urlsplit(url).path for url in written.sitemaps} or (named and written.robots_sitemaps)
    no_page_names_it = HAND_WRITTEN[outlet.id].json is not None
    assert bool(source.discover.listings) == bool(written.listings) or no_page_names_it
    assert bool(source.discover.next_page) == bool(written.next_page)


def test_it_keeps_the_outlets_clock_and_language(proposed):
    outlet, _, source, _ = proposed
    written = HAND_WRITTEN[outlet.id]

    moments = [datetime(2026, month, 15, tzinfo=UTC) for month in (1, 7)]
    assert [m.astimezone(source.timezone).utcoffset() for m in moments] == [
        m.astimezone(written.timezone).utcoffset() for m in moments
    ]
    assert written.languages[0] in source.languages


def test_it_asks_little_and_says_what_it_saw(proposed):
    _, told, _, asked = proposed

    assert len(asked) == len(set(asked)) <= 26
    assert f"{len(asked)} addresses were asked for" in told.notes[-1]


@pytest.mark.parametrize("status", [401, 403, 429, 451])
def test_a_refusal_is_respected(status):
    with pytest.raises(NothingUsable, match=rf"\({status}\); it refuses us, and that is its right"):
        surveyed("https://shut.example/", lambda url: Answer(url=url, status=status))


def test_a_site_that_lists_nothing_is_told_with_what_was_asked():
    page = b"<html><body><h1>Welcome</h1><a href='/about'>About</a></body></html>"

    def answer(url):
        return Answer(url=url, status=200 if urlsplit(url).path == "/" else 404, body=page)

    with pytest.raises(
        NothingUsable, match=r"no feed, sitemap or page lists its stories; asked: / \(200\), /feed/ \(404\)"
    ):
        surveyed("https://bare.example/", answer)


def test_what_a_site_says_of_itself_cannot_break_the_file():
    def answer(url):
        found = from_sample(url.replace("https://evil.example", "https://meltshop-notes.example"))
        body = found.body.replace(b"meltshop-notes.example", b"evil.example")
        name = b"&quot;]\n[limits]\ndelay = 0 \x00 ''' \\ \xf0\x9f\x92\xa5"
        body = body.replace(b"<title>", b'<meta property="og:site_name" content="' + name + b'"><title>')
        return Answer(url=url, status=found.status, body=body, content_type=found.content_type, retrieved_at=NOW)

    told, _ = surveyed("https://evil.example/", answer)

    assert tomllib.loads(as_toml(told))["name"].startswith('"] [limits] delay = 0')


def test_starts_from_a_story_or_a_feed_as_well():
    story = next(a for a in sample_articles("theassayer.example"))

    from_story, _ = surveyed(story.url, from_sample)
    from_feed, _ = surveyed("https://www.theassayer.example/feed/", from_sample)

    assert from_story.feeds == from_feed.feeds == ("https://www.theassayer.example/feed/",)
    assert from_story.homepage == from_feed.homepage == "https://www.theassayer.example/"
