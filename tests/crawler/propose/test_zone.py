"""An outlet's zone, guessed from printed offsets, its address, its host and its language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crawler.data.discover import usual_places
from crawler.propose.zone import DatedStory, guessed_zone, printed_offset, zone_doubts

PLACES = usual_places()


def guess(*printed, footer="", url="https://site.example/", languages=("en",)):
    return guessed_zone(
        [datetime.fromisoformat(text) for text in printed], footer=footer, url=url, languages=languages,
        country_zones=PLACES.country_zones, language_zones=PLACES.language_zones, zones=PLACES.zones,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "zone"),
    [
        pytest.param({"footer": "14 Cupel Yard, London EC1"}, "Europe/London", id="city"),
        pytest.param({"footer": "Alloy Wire Pty Ltd, Sydney"}, "Australia/Sydney", id="another city"),
        pytest.param({"footer": "Av. Paulista, Sao Paulo"}, "America/Sao_Paulo", id="city of two words"),
        pytest.param({"url": "https://www.bnamericas.cl/"}, "America/Santiago", id="country"),
        pytest.param({"languages": ["ru"]}, "Europe/Moscow", id="language"),
        pytest.param(
            {"footer": "London", "url": "https://x.cl/", "languages": ["ru"]}, "Europe/London", id="city first"
        ),
        pytest.param({}, "UTC", id="nothing"),
    ],
)
def test_takes_the_most_telling_hint(said, zone):
    assert guess(**said).name == zone
    assert guess(**said).is_known == (zone != "UTC")


def test_a_hint_that_printed_offsets_contradict_is_passed_over():
    found = guess("2026-11-20T09:00:00+08:00", footer="Offices in London and Singapore")

    assert found.name == "Asia/Singapore"
    assert "+0800" in found.why


def test_an_offset_alone_gives_a_zone_that_keeps_it():
    assert guess("2026-11-20T09:00:00-05:00").name == "America/New_York"
    assert guess("2026-07-20T09:00:00-05:00").name == "America/Chicago"


def test_utc_is_what_programs_print_anywhere():
    assert guess("2026-11-20T09:00:00+00:00", languages=["zh"]).name == "Asia/Shanghai"


SEEN = datetime(2026, 11, 24, 12, tzinfo=UTC)
MOSCOW = ZoneInfo("Europe/Moscow")


def story(raw=None, *, hours_ago=1.0):
    return DatedStory(published=SEEN - timedelta(hours=hours_ago), raw=raw, seen=SEEN)


def test_a_zone_that_stories_agree_with_is_not_doubted():
    told = [story("2026-11-24T14:00:00+03:00"), story("2026-11-24T11:00:00Z"), story("24 Nov 2026"), story()]

    assert zone_doubts(told, MOSCOW) == ([], 1)


def test_stories_of_the_future_speak_against_a_zone():
    told = [story(hours_ago=-5), story(hours_ago=-0.05), story()]

    assert zone_doubts(told, MOSCOW) == (["1 of 3 stories are dated in the future, by up to 5.0 h"], 0)


def test_printed_offsets_speak_against_a_zone():
    told = [story("2026-11-24 08:30 +0530"), story("2026-11-24T08:30:00+05:30"), story("2026-11-24T14:00:00+03:00")]

    assert zone_doubts(told, MOSCOW) == (["2 of 3 dates print another offset than its +03:00: +05:30 2"], 1)


def test_summer_time_is_no_disagreement():
    july = DatedStory(published=datetime(2026, 7, 1, 12, tzinfo=UTC), raw="2026-07-01T14:00:00+02:00", seen=SEEN)
    winter = DatedStory(published=datetime(2026, 1, 1, 12, tzinfo=UTC), raw="2026-01-01T13:00:00+01:00", seen=SEEN)

    assert zone_doubts([july, winter], ZoneInfo("Europe/Berlin")) == ([], 2)


@pytest.mark.parametrize(
    ("raw", "hours"),
    [
        ("2026-11-24T08:30:00.123-05:00", -5),
        ("Tue, 24 Nov 2026 08:30:00 +0330", 3.5),
        ("2026-11-24T08:30:00Z", None),
        ("2026-11-24T08:30:00+00:00", None),
        ("2026-11-24", None),
        ("24-11-2026", None),
        ("08:30", None),
        ("", None),
    ],
)
def test_an_offset_is_read_off_the_end_of_a_date(raw, hours):
    assert printed_offset(raw) == (None if hours is None else timedelta(hours=hours))
