"""Alarms as the store gives them: what it has seen of a source is all that they know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import Article, ArticleStore
from storage.frontier import FrontierItem, SqliteFrontier

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
SOURCE = "tin.example"


class Wire:
    """A store whose clock the test turns."""

    def __init__(self, path) -> None:
        self.now = START
        self.store = ArticleStore(path, clock=lambda: self.now)

    def crawl(self, *articles, outcome="finished", **counts):
        number = self.store.begin_crawl(SOURCE)
        for article in articles:
            self.store.save(article)
        counts = {"articles/fetched": len(articles)} | {
            name.replace("__", "/"): count for name, count in counts.items()
        }
        self.store.finish_crawl(number, outcome, {"endpoints/read": 1} | counts)

    def story(self, number, **fields):
        values = {
            "authors": ["Ann Tin"],
            "keywords": ["Tin"],
            "article_body": "Tin fell.",
            "date_published": self.now,
            **fields,
        }
        return Article(url=f"https://{SOURCE}/{number}", source=SOURCE, headline=f"Tin {number}", **values)


@pytest.fixture
def wire(tmp_path):
    made = Wire(tmp_path / "news.db")
    yield made
    made.store.close()


def daily(wire, days, **fields):
    for day in range(days):
        wire.now += timedelta(days=1)
        wire.crawl(wire.story(f"{wire.now:%m%d}-{day}", **fields))


def test_a_source_that_goes_on_is_no_alarm(wire):
    daily(wire, 40)

    assert wire.store.alarms() == []


def test_a_daily_that_is_silent_for_a_week_is(wire):
    daily(wire, 40)
    last = wire.now
    for _ in range(7):
        wire.now += timedelta(days=1)
        wire.crawl()

    (alarm,) = wire.store.alarms()
    assert (alarm.source, alarm.kind, alarm.field, alarm.since) == (SOURCE, "silent", None, last)
    assert alarm.detail == "no new story for 7 days: by its rhythm 6 were due; its longest silence was worth 0.4"


def test_silence_is_measured_by_crawls_not_by_the_calendar(wire):
    daily(wire, 40)
    wire.now += timedelta(days=90)

    assert wire.store.alarms() == [], "nobody has asked the source since"


def test_a_crawl_that_no_endpoint_answered_has_not_asked(wire):
    daily(wire, 40)
    for _ in range(7):
        wire.now += timedelta(days=1)
        wire.crawl(endpoints__read=0)

    assert wire.store.alarms() == []


def test_what_is_listed_and_waits_is_no_silence(wire):
    daily(wire, 40)
    frontier = SqliteFrontier(wire.store, clock=lambda: wire.now)
    for day in range(7):
        wire.now += timedelta(days=1)
        frontier.add(SOURCE, [FrontierItem(key=f"waits-{day}", url=f"https://{SOURCE}/waits-{day}")])
        wire.crawl()

    assert wire.store.alarms() == []


def test_an_archive_read_for_the_first_time_has_not_fallen_silent(wire):
    wire.crawl(*(wire.story(n, date_published=START - timedelta(days=400 + n)) for n in range(30)))

    assert wire.store.alarms() == []


def test_a_field_that_vanishes_is_named(wire):
    daily(wire, 25)
    daily(wire, 5, authors=[], keywords=[])

    alarms = wire.store.alarms()

    assert [(alarm.kind, alarm.field) for alarm in alarms] == [("lost-field", "authors"), ("lost-field", "keywords")]
    assert alarms[0].detail == "authors in 0 of the last 5 stories; in 25 of the 25 before"
    assert alarms[0].since == wire.now - timedelta(days=4)


@pytest.mark.parametrize(
    ("before", "recent"),
    [
        pytest.param({"authors": []}, {"authors": []}, id="never had it"),
        pytest.param({}, {}, id="still has it"),
    ],
)
def test_a_field_as_it_always_was_is_no_alarm(wire, before, recent):
    daily(wire, 25, **before)
    daily(wire, 5, **recent)

    assert wire.store.alarms() == []


def test_a_source_that_is_too_young_has_no_alarms(wire):
    daily(wire, 10)
    daily(wire, 5, authors=[])

    assert wire.store.alarms() == []


def test_bodies_that_halve_are_told_in_words(wire):
    daily(wire, 60, article_body="Tin fell again today. " * 50)
    daily(wire, 10, article_body="Tin fell again today. " * 25)

    (alarm,) = wire.store.alarms()

    assert (alarm.kind, alarm.field) == ("shorter-bodies", "article_body")
    assert alarm.since == wire.now - timedelta(days=9)
    assert alarm.detail == "100 words is the median of the last 10 bodies; 200 before"


def test_teasers_in_place_of_texts_are_told(wire):
    daily(wire, 40)
    daily(wire, 6, is_truncated=True)

    (alarm,) = wire.store.alarms()

    assert (alarm.kind, alarm.detail) == (
        "truncated",
        "the whole text in 0 of the last 6 stories; in 40 of the 40 before",
    )
    assert alarm.since == wire.now - timedelta(days=5)


@pytest.mark.parametrize("name", ["requests/failed/http-403", "articles/dropped/captcha"])
def test_pages_that_are_refused_are_told_by_reason(wire, name):
    group, reason = name.rsplit("/", 1)
    for day in range(40):
        wire.now += timedelta(days=1)
        lost = 6 if day >= 37 else 0
        asked = {"articles/fetched": 8 if group == "articles/dropped" else 8 - lost}
        number = wire.store.begin_crawl(SOURCE)
        wire.store.finish_crawl(number, "finished", {"endpoints/read": 1, name: lost} | asked)

    (alarm,) = wire.store.alarms()

    assert (alarm.kind, alarm.field) == ("refused", reason)
    assert alarm.since.date() == (wire.now - timedelta(days=2)).date()
    assert alarm.detail == f"{reason} for 18 of the last 24 pages; for 0 of the 296 before"


@pytest.mark.parametrize(
    ("outcome", "counts", "why"),
    [
        pytest.param("refused", {}, "refused", id="stops for refusals"),
        pytest.param("finished", {"endpoints__read": 0, "endpoints__failed": 1}, "no endpoint answers", id="no answer"),
    ],
)
def test_a_source_that_fails_for_a_day_is_told(wire, outcome, counts, why):
    daily(wire, 5)
    for _ in range(5):
        wire.now += timedelta(hours=6)
        wire.crawl(outcome=outcome, **counts)

    (alarm,) = wire.store.alarms()

    assert (alarm.kind, alarm.since) == ("failing", wire.now - timedelta(hours=24))
    assert alarm.detail == f"every crawl has failed for 24 hours: {why}"


def test_a_source_that_fails_for_an_evening_is_not(wire):
    daily(wire, 5)
    for _ in range(3):
        wire.now += timedelta(hours=6)
        wire.crawl(outcome="refused")

    assert wire.store.alarms() == []


def asked(wire, status, entries=None, url="https://tin.example/feed"):
    wire.store.note_endpoint(url, source=SOURCE, kind="feed", status=status, entries=entries)


def test_an_endpoint_that_fails_for_a_day_is_told_until_it_answers(wire):
    asked(wire, 200, 9)
    for status in (500, 500, None, 500, 500):
        wire.now += timedelta(hours=6)
        asked(wire, status)
        wire.crawl()

    (alarm,) = wire.store.alarms()
    assert (alarm.kind, alarm.field) == ("endpoint-fails", "https://tin.example/feed")
    assert alarm.since == wire.now - timedelta(hours=24)
    assert alarm.detail == "https://tin.example/feed has failed for 24 hours: 500"

    asked(wire, 304)
    assert wire.store.alarms() == []


def test_an_endpoint_that_never_answered_is_told(wire):
    for _ in range(5):
        wire.now += timedelta(hours=6)
        asked(wire, 404)
        wire.crawl()

    assert [alarm.kind for alarm in wire.store.alarms()] == ["endpoint-fails"]


def test_an_endpoint_that_is_no_longer_asked_is_no_alarm(wire):
    asked(wire, 404)
    wire.now += timedelta(days=2)
    asked(wire, 404)
    daily(wire, 3)

    assert wire.store.alarms() == []


@pytest.mark.parametrize(
    ("stories", "kinds"), [(6, ["endpoint-empty"]), (0, [])], ids=["others bring stories", "quiet days"]
)
def test_an_endpoint_that_lists_nothing_while_stories_come_is_told(wire, stories, kinds):
    asked(wire, 200, 9)
    asked(wire, 200, 0)
    for number in range(6):
        wire.now += timedelta(hours=12)
        asked(wire, 200, 0)
        wire.crawl(*([wire.story(number)] if stories else []))

    assert [alarm.kind for alarm in wire.store.alarms()] == kinds

    asked(wire, 200, 3)
    assert wire.store.alarms() == []


def test_stories_of_the_archive_say_nothing_of_the_page_of_today(wire):
    daily(wire, 40)
    wire.crawl(*(wire.story(f"old-{n}", authors=[], date_published=START - timedelta(days=900 + n)) for n in range(30)))

    assert wire.store.alarms() == []


def test_quiet_days_are_those_of_the_language(wire):
    daily(wire, 40, in_language="zh-CN")
    for _ in range(7):
        wire.now += timedelta(days=1)
        wire.crawl()
    rest = {(wire.now - timedelta(days=n)).date() for n in range(10)}

    assert wire.store.alarms(quiet_days={"zh": rest}) == []
    assert wire.store.alarms(quiet_days={"": (), "en": rest}) != []
