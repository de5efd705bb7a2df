"""An outlet's zone, guessed from printed offsets, its address, its host and its language."""

from __future__ import annotations

from datetime import datetime

import pytest

from crawler.data.discover import usual_places
from crawler.propose.zone import guessed_zone

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
