"""Alarms: a source that fell silent by its own rhythm, a field that vanished from its stories; nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage import Article, ArticleStore

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
SOURCE = "tin.example"


class Wire:
    """A store whose clock the test turns."""

    def __init__(self, path) -> None:
        self.now = START
        self.store = ArticleStore(path, clock=lambda: self.now)

    def crawl(self, *articles):
        number = self.store.begin_crawl(SOURCE)
        for article in articles:
            self.store.save(article)
        self.store.finish_crawl(number, "finished", {})

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
    assert alarm.detail == "no new story for 7 days; the longest gap between two was 1"


def test_silence_is_measured_by_crawls_not_by_the_calendar(wire):
    daily(wire, 40)
    wire.now += timedelta(days=90)

    assert wire.store.alarms() == [], "nobody has asked the source since"


def test_a_weekly_may_be_silent_for_a_fortnight(wire):
    for week in range(10):
        wire.now += timedelta(days=7)
        wire.crawl(wire.story(week))
    wire.now += timedelta(days=14)
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
    assert alarms[0].detail == "authors is missing from the last 5 stories; 20 of 20 before had it"
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
