"""Feeds of a list become source files that load, one a site."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from crawler.data.discover import usual_places
from crawler.opml import OpmlFeed
from crawler.propose.outlines import drafts
from crawler.sources import source_of

TODAY = date(2026, 11, 24)


def made(*feeds):
    found = drafts(feeds, places=usual_places(), file="feeds.opml", today=TODAY)
    return {draft.id: (source_of(tomllib.loads(draft.toml), file=f"{draft.id}.toml"), draft) for draft in found}


def one(*feeds):
    ((source, _),) = made(*feeds).values()
    return source


def test_feeds_of_one_site_are_one_source():
    found = made(
        OpmlFeed(
            url="https://www.ore.example/tin/feed", title="Ore Post - Tin", homepage="https://www.ore.example/tin"
        ),
        OpmlFeed(url="https://other.example/feed", title="Other", homepage="https://other.example/"),
        OpmlFeed(url="https://ore.example/zinc/feed", title="Ore Post - Zinc", homepage="https://ore.example/"),
    )

    assert list(found) == ["ore.example", "other.example"]
    source = found["ore.example"][0]
    assert source.name == "Ore Post"
    assert source.homepage == "https://ore.example/"
    assert source.discover.feeds == ("https://www.ore.example/tin/feed", "https://ore.example/zinc/feed")
    assert all(source.owns(url) for url in source.discover.feeds)


@pytest.mark.parametrize(
    ("titles", "name"),
    [
        (["Ore Post"], "Ore Post"),
        (["Ore Post | Tin", "Ore Post | Titanium"], "Ore Post"),
        (["Steel News", "Steelyard"], "ore.example"),
        (["Tin", "Zinc"], "ore.example"),
        ([None], "ore.example"),
        (["Ore Post", "Ore Post"], "Ore Post"),
        (["Ore", "Ore: Tin"], "Ore"),
    ],
)
def test_the_name_is_what_titles_share(titles, name):
    feeds = [OpmlFeed(url=f"https://ore.example/{n}", title=title) for n, title in enumerate(titles)]

    assert one(*feeds).name == name


def test_a_feed_that_lives_elsewhere_may_be_asked():
    source = one(OpmlFeed(url="https://feeds.burner.example/ore", homepage="https://www.ore.example/"))

    assert source.id == "ore.example"
    assert source.hosts == ("ore.example", "feeds.burner.example")
    assert source.owns("https://feeds.burner.example/ore")
    assert source.owns("https://news.ore.example/1")


def test_a_feed_beside_www_may_be_asked():
    source = one(OpmlFeed(url="https://ore.example/feed", homepage="https://www.ore.example/"))

    assert source.owns("https://ore.example/feed")


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://feeds.ore.example/rss", "ore.example"),
        ("https://rss.ore.example/rss", "ore.example"),
        ("https://news.ore.example/rss", "news.ore.example"),
        ("https://feeds.example/rss", "feeds.example"),
    ],
)
def test_without_a_homepage_the_feed_tells_the_site(url, site):
    source = one(OpmlFeed(url=url))

    assert (source.id, source.homepage) == (site, f"https://{site}/")
    assert source.owns(url)


@pytest.mark.parametrize(
    ("said", "languages", "zone", "comment"),
    [
        ("ru", ("ru",), "Europe/Moscow", "a guess: most outlets in its language (ru) keep it"),
        ("pt_BR", ("pt-BR",), "UTC", "nothing told"),
        ("EN-us", ("en-us",), "UTC", "nothing told"),
        ("English (US)", ("en",), "UTC", "the list does not say: put the outlet's own here"),
        (None, ("en",), "UTC", "the list does not say: put the outlet's own here"),
    ],
)
def test_what_is_not_known_is_filled_in_and_said(said, languages, zone, comment):
    ((source, draft),) = made(OpmlFeed(url="https://ore.example/feed", language=said)).values()

    assert source.languages == languages
    assert source.timezone.key == zone
    assert source.status == "unverified"
    assert source.evidence == "imported from feeds.opml, 2026-11-24; not tried"
    assert comment in draft.toml


def test_the_host_tells_a_zone():
    assert one(OpmlFeed(url="https://minas.example.cl/feed")).timezone.key == "America/Santiago"


def test_nothing_in_a_list_can_leave_its_string():
    found = drafts(
        [OpmlFeed(url='https://ore.example/"]\n[limits]', title='"\n[limits]\ndelay = 0', language='"\nx = 1')],
        places=usual_places(), file='"\nname = 1.opml', today=TODAY,
    )  # fmt: skip

    source = source_of(tomllib.loads(found[0].toml), file="ore.example.toml")

    assert source.limits.delay == 1
    assert source.languages == ("en",)
