"""Today's code over archived pages: one run is enough, the order of crawling leaves no trace, nothing is touched without need."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from random import Random

import pytest

from crawler.clean import story_blocks
from crawler.data import load_knowledge
from crawler.entry_rows import entry_from_row, entry_to_row
from crawler.learning import Learning
from crawler.model import Entry
from crawler.normalize import story_identifier
from crawler.parse import read_entry, read_page
from crawler.reextract import Reextraction, differences
from crawler.sample_site.articles import sample_articles
from crawler.sample_site.web import SampleWeb
from crawler.sources import load_sources
from storage import Article, ArticleStore
from storage.archive import ArchivedPage, PageArchive
from storage.blocks import block_key
from storage.frontier import FrontierItem, SqliteFrontier
from storage.rows import FIELDS

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NOTICE = "Crucible Corner, our quiz for those who know their ores, is on every screen in the lobby."
SENTENCE = "Warehouses in the port report their stocks on the first working day."
OUTLET = "theassayer.example"
SOURCES = load_sources(files("crawler.sample_site") / "sources")


class Wire:
    """A store with its archive, and the pages that are crawled into it."""

    def __init__(self, folder):
        self.store = ArticleStore(folder / "news.db", clock=lambda: NOW)
        self.archive = PageArchive(folder / "news-pages.db")
        self.learning = Learning()

    def crawl(self, url, html, *, source=SOURCES[OUTLET], at=NOW, entry=None):
        reading = self.learning.read(
            lambda learned: read_page(html, url=url, source=source, entry=entry, learned=learned, retrieved_at=at)
        )
        self.archive.save(ArchivedPage(url=url, retrieved_at=at, status=200, body=html))
        if reading.article:
            self.store.save(reading.article, seen_at=[url], blocks=story_blocks(reading.blocks))
        return reading.article

    def reextract(self, source=OUTLET, *, write=True, limit=None):
        work = Reextraction(store=self.store, archive=self.archive, sources=SOURCES, knowledge=load_knowledge())
        return list(work.run(source, write=write, limit=limit))

    def state(self):
        """All fields of all articles, by identifier."""
        return {
            article.identifier: {name: getattr(article, name) for name in FIELDS} for article in self.store.articles()
        }

    def counted(self):
        return {found.identifier: found.blocks for found in self.store.counted_articles(OUTLET)}

    def close(self):
        self.store.close()
        self.archive.close()


@pytest.fixture
def wire(tmp_path):
    wire = Wire(tmp_path)
    yield wire
    wire.close()


def planted(number, story):
    """A story with the notice below, and in every third one the sentence above its last paragraph."""
    body = [*story.data["body"]]
    if number % 3 == 0:
        body.insert(-1, SENTENCE)
    return replace(story, data=dict(story.data) | {"body": [*body, NOTICE]})


@pytest.fixture(scope="session")
def pages():
    """Address and page of each of an outlet's stories, in the order of publication."""
    web = SampleWeb(seed=0, opened=NOW)
    site = sorted(sample_articles(OUTLET, opened=NOW), key=lambda a: (a.updated_at, a.id))
    web._articles[site[0].outlet.host] = [planted(number, story) for number, story in enumerate(site)]  # noqa: SLF001
    return [(story.url, web.answer(story.outlet.host, story.path, NOW).body) for story in site]


def test_a_notice_is_gone_from_the_fifth_story_and_then_from_the_first_four(wire, pages):
    for url, html in pages:
        wire.crawl(url, html)
    crawled = [NOTICE in (wire.store.get(url).article_body or "") for url, _ in pages]

    outcomes = wire.reextract()

    assert crawled == [True] * 4 + [False] * (len(pages) - 4)
    assert [NOTICE in wire.store.get(url).article_body for url, _ in pages] == [False] * len(pages)
    assert sum(bool(outcome.differences) for outcome in outcomes) == 4
    assert sum(SENTENCE in wire.store.get(url).article_body for url, _ in pages) == (len(pages) + 2) // 3


def test_a_second_run_changes_nothing(wire, pages):
    for url, html in pages:
        wire.crawl(url, html)
    wire.reextract()
    state, counted, seq = wire.state(), wire.counted(), len(list(wire.store.changes()))

    outcomes = wire.reextract()

    assert [outcome for outcome in outcomes if outcome.differences or outcome.problem] == []
    assert (wire.state(), wire.counted()) == (state, counted)
    assert len(list(wire.store.changes())) == seq


@pytest.mark.parametrize("seed", range(4))
def test_the_end_is_the_same_in_whatever_order_pages_were_crawled(tmp_path, pages, seed):
    ends = []
    shuffled = Random(seed).sample(pages, len(pages))  # noqa: S311  # an order, not a secret
    for name, order in (("usual", pages), ("shuffled", shuffled)):
        (tmp_path / name).mkdir()
        wire = Wire(tmp_path / name)
        for url, html in order:
            wire.crawl(url, html)
        wire.reextract()
        ends.append((wire.state(), wire.counted()))
        wire.close()

    assert ends[0] == ends[1]


def test_a_change_of_our_reading_is_logged_as_such(wire, pages):
    for url, html in pages:
        wire.crawl(url, html)
    before = len(list(wire.store.changes()))

    wire.reextract()

    assert {change.cause for change in wire.store.changes(after=before)} == {"reextract"}


def test_a_dry_run_shows_the_same_and_stores_nothing(wire, pages):
    for url, html in pages:
        wire.crawl(url, html)
    state, counted = wire.state(), wire.counted()

    shown = wire.reextract(write=False)

    assert (wire.state(), wire.counted()) == (state, counted)
    assert shown == wire.reextract()


def test_what_differs_is_shown_field_by_field(wire, pages):
    for url, html in pages:
        wire.crawl(url, html)

    (first, *_) = [outcome for outcome in wire.reextract() if outcome.differences]

    found = {difference.field: (difference.old, difference.new) for difference in first.differences}
    assert found["article_body"] == (NOTICE, "")
    assert found["removed"] == ("", f"learned: {NOTICE}")


def test_a_persons_word_reaches_stored_stories_and_can_be_taken_back(wire, pages):
    for url, html in pages:
        wire.crawl(url, html)
    wire.reextract()
    assert [b["text"] for b in wire.store.get(pages[0][0]).removed if b["rule"] == "learned"] == [NOTICE]

    wire.store.decide(OUTLET, block_key(NOTICE), "allow", text=NOTICE)
    wire.reextract()
    assert all(NOTICE in wire.store.get(url).article_body for url, _ in pages)

    wire.store.decide(OUTLET, block_key(NOTICE), "deny", text=NOTICE)
    wire.reextract()
    assert not any(NOTICE in wire.store.get(url).article_body for url, _ in pages)


def test_an_article_without_a_page_is_left_and_named(wire):
    wire.store.save(Article(url=f"https://{OUTLET}/lost", source=OUTLET, headline="Lost", article_body="Tin fell."))

    (outcome,) = wire.reextract()

    assert outcome.problem == "no archived page"
    assert wire.store.get(f"https://{OUTLET}/lost").article_body == "Tin fell."


def test_a_damaged_page_leaves_the_article_and_the_others_go_on(wire, pages):
    for url, html in pages[:2]:
        wire.crawl(url, html)
    wire.archive.connection.run("UPDATE pages SET body = x'00' WHERE id = 1")

    broken, sound = wire.reextract()

    assert "is damaged" in broken.problem
    assert sound.problem is None


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param("headers = 'none'", id="headers"),
        pytest.param("body = x''", id="empty"),
        pytest.param("body_sha256 = 'f0'", id="another text than was archived"),
    ],
)
def test_damage_that_the_compression_does_not_notice_is_told(wire, pages, damage):
    url, html = pages[0]
    stored = wire.crawl(url, html)
    wire.archive.connection.run(f"UPDATE pages SET {damage} WHERE id = 1")  # noqa: S608  # ours, above

    (outcome,) = wire.reextract()

    assert "is damaged" in outcome.problem
    assert wire.store.get(url).article_body == stored.article_body


def test_an_article_that_was_forgotten_meanwhile_ends_nothing(wire, pages, monkeypatch):
    for url, html in pages[:2]:
        wire.crawl(url, html)
    get = wire.store.get
    monkeypatch.setattr(wire.store, "get", lambda key: None if key == 1 else get(key))

    gone, sound = wire.reextract()

    assert gone.problem == "no article any more"
    assert sound.problem is None


def test_a_page_that_is_no_story_any_more_leaves_the_article(wire, pages):
    url, html = pages[0]
    stored = wire.crawl(url, html)
    wire.archive.save(ArchivedPage(url=url, retrieved_at=NOW + timedelta(days=1), status=200, body=b"<p>"))

    (outcome,) = wire.reextract()

    assert outcome.problem == "no story any more: no-body"
    assert wire.store.get(url).article_body == stored.article_body


def test_a_page_is_found_under_the_address_that_the_server_gave_it(wire, pages):
    url, html = pages[0]
    wire.crawl(f"{url}?utm_source=feed", html)

    (outcome,) = wire.reextract()

    assert (outcome.problem, outcome.differences) == (None, ())


def test_the_newest_rows_are_read_where_there_is_a_limit(wire, pages):
    for url, html in pages[:6]:
        wire.crawl(url, html)

    assert [outcome.id for outcome in wire.reextract(limit=2)] == [5, 6]


AGED = (
    "<html><head><title>Tin slips</title></head><body><article><h1>Tin slips</h1><p>{}</p><p>Tin prices slipped for a third day"
    " as smelters in the south went back to work, and nobody bought.</p></article></body></html>"
)


def test_ages_count_back_from_the_page_s_own_date(wire):
    fetched = NOW - timedelta(days=40)
    url = "https://plain.example/2026/tin"
    stored = wire.crawl(url, AGED.format("3 hours ago").encode(), source=None, at=fetched)

    (outcome,) = wire.reextract("plain.example")

    assert stored.date_published == fetched.replace(second=0) - timedelta(hours=3)
    assert (outcome.problem, outcome.differences) == (None, ())


def test_what_the_feed_said_is_heard_again(wire):
    source = SOURCES[OUTLET]
    url = f"https://www.{OUTLET}/2026/11/tin-slips/"
    entry = Entry(url=url, title="Tin slips", published=datetime(2026, 11, 12, 9, 30, tzinfo=UTC), found_in="feed")
    row = entry_to_row(entry, "https://www.theassayer.example/feed/")
    SqliteFrontier(wire.store).add(OUTLET, [FrontierItem(key=story_identifier(url, source), url=url, entry=row)])
    article = wire.crawl(url, AGED.format("").encode(), source=source, entry=entry_from_row(row))
    assert article.provenance["date_published"] == "feed"

    outcomes = wire.reextract()

    assert [(outcome.problem, outcome.differences) for outcome in outcomes] == [(None, ())]


def test_an_entry_survives_its_row():
    entry = Entry(
        url="https://e.example/1", title="Tin", published=NOW, updated=NOW, id="1", summary="Slips", found_in="feed"
    )

    assert entry_from_row(entry_to_row(entry, "https://e.example/feed")) == entry
    assert entry_from_row(None) is None


def test_only_what_our_reading_decides_is_a_difference():
    one = Article(
        url="https://e.example/1", headline="Tin", tags=["tin"], retrieved_at=NOW, date_published_raw="1 hour ago"
    )
    other = replace(one, retrieved_at=NOW + timedelta(days=1), extractor_version="2", date_published_raw="2 hours ago")

    assert list(differences(one, other)) == []
    assert [d.field for d in differences(one, replace(other, tags=["zinc"], headline="Zinc"))] == ["headline", "tags"]


def test_a_batch_that_fails_is_undone_alone(wire, pages, monkeypatch):
    for url, html in pages:
        wire.crawl(url, html)
    save = wire.store.save
    saved = []

    def failing(article, **options):
        if len(saved) == 2:
            raise KeyboardInterrupt
        saved.append(article.url)
        return save(article, **options)

    monkeypatch.setattr("crawler.reextract.BATCH", 2)
    monkeypatch.setattr(wire.store, "save", failing)
    with pytest.raises(KeyboardInterrupt):
        wire.reextract()
    monkeypatch.undo()

    left = wire.reextract()

    assert sum(bool(outcome.differences) for outcome in left) == 2
    assert not any(NOTICE in article.article_body for article in wire.store.articles())


RESERVED = (("Content-Type", "text/html"), ("X-Robots-Tag", "otherbot: noindex"), ("X-Robots-Tag", "noai"))
SITE = ("tdmrep-file:1", "robots.txt:Content-Signal: ai-train=no")


def test_rights_are_read_again_from_archived_headers_and_what_the_site_said_then(wire, pages):
    url, page = next((url, page) for url, page in pages if b'name="robots"' not in page)
    reading = read_page(page, url=url, source=SOURCES[OUTLET], retrieved_at=NOW, headers=RESERVED, site_signals=SITE)
    wire.archive.save(ArchivedPage(url=url, retrieved_at=NOW, status=200, headers=RESERVED, body=page))
    wire.store.save(replace(reading.article, tdm_reserved=None, rights=list(SITE)), seen_at=[url])

    (outcome,) = wire.reextract()

    assert [difference.field for difference in outcome.differences] == ["tdm_reserved", "rights"]
    (stored,) = wire.store.articles()
    assert stored.rights == ["x-robots-tag:noai", *SITE]
    assert stored.tdm_reserved is True
    assert wire.reextract()[0].differences == ()


def test_an_article_whose_page_must_not_be_kept_says_so(wire, pages):
    url, page = pages[0]
    page = page.replace(b"<head>", b'<head><meta name="robots" content="noarchive">', 1)
    reading = read_page(page, url=url, source=SOURCES[OUTLET], retrieved_at=NOW)
    wire.store.save(reading.article, seen_at=[url])

    (outcome,) = wire.reextract()

    assert outcome.problem == "no archived page: it asked for none to be kept (noarchive)"


def test_an_older_page_does_not_come_back_for_one_that_asked_for_none_to_be_kept(wire, pages):
    url, page = pages[0]
    wire.crawl(url, page)
    asking = page.replace(b"<head>", b'<head><meta name="robots" content="noarchive">', 1)
    now = read_page(asking, url=url, source=SOURCES[OUTLET], retrieved_at=NOW).article
    wire.store.save(replace(now, headline="Edited since"), seen_at=[url])

    (outcome,) = wire.reextract()

    assert outcome.problem == "no archived page: it asked for none to be kept (noarchive)"
    assert wire.store.get(url).headline == "Edited since"


def test_a_story_whose_page_refused_is_read_from_its_feed_again(wire):
    source = SOURCES[OUTLET]
    url = f"https://www.{OUTLET}/2026/11/tin-slips/"
    text = "Tin slipped in London on Monday, as two smelters said that they would run through the holidays."
    entry = Entry(
        url=url, title="Tin slips", published=NOW - timedelta(days=1), content=f"<p>{text}</p>", found_in="feed"
    )
    row = entry_to_row(entry, "https://www.theassayer.example/feed/")
    SqliteFrontier(wire.store).add(OUTLET, [FrontierItem(key=story_identifier(url, source), url=url, entry=row)])
    article = read_entry(entry, url=url, source=source, retrieved_at=NOW).article
    wire.store.save(replace(article, headline="Misread once"))

    (outcome,) = wire.reextract()

    assert outcome.problem is None
    assert {difference.field: difference.new for difference in outcome.differences}["headline"] == "Tin slips"
    assert [stored.article_body for stored in wire.store.articles()] == [text]
