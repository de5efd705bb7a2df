"""Dates among words, and what the words call them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalize import date_within, labels_in

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ZONE = ZoneInfo("UTC")


def within(raw):
    found = date_within(raw, timezone=ZONE, languages=["en"], now=NOW)
    return f"{found.value:%Y-%m-%d %H:%M} {found.precision}" if found else None


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        pytest.param("Written by A. Smith on 3 May 2021 in Markets, 3 comments", "2021-05-03 00:00 day", id="byline"),
        pytest.param(
            "Dieser Artikel wurde am 14. Mai 2021 um 14:48 von Anna geschrieben", "2021-05-14 14:48 minute", id="german"
        ),
        pytest.param(
            "Press release of 3 May 2021, London, valid until 4 May 2021", "2021-05-03 00:00 day", id="first-of-two"
        ),
        pytest.param("Prices for May 2021 rose", None, id="month-alone"),
        pytest.param("Sold 300 of 2021 in 3 days", None, id="numbers"),
        pytest.param("Due on 3 May 2031 at the latest", None, id="future"),
        pytest.param("on 31 February 2021 at 25:61", None, id="no-such-day"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_finds_a_whole_day_among_words(raw, want):
    assert within(raw) == want


@pytest.mark.parametrize(
    ("raw", "label", "change"),
    [
        pytest.param("3 May 2021", None, None, id="no-words"),
        pytest.param("Published 3 May 2021", "published", None, id="published"),
        pytest.param("Updated: 3 May 2021", "modified", "Updated: 3 May 2021", id="updated"),
        pytest.param("Published 3 May 2021 | Updated 4 May 2021", "published", "Updated 4 May 2021", id="both"),
        pytest.param(
            "Updated 4 May 2021, published 3 May 2021", "published", "Updated 4 May 2021", id="the-other-way-round"
        ),
        pytest.param("3 May 2021 (updated 4 May 2021)", None, "updated 4 May 2021)", id="first-without-words"),
        pytest.param("3 May 2021, updated", "modified", "updated", id="one-date-with-the-word-behind"),
        pytest.param("Stand: 12.03.2021, 14:30 Uhr", "modified", "Stand: 12.03.2021, 14:30 Uhr", id="german"),
        pytest.param("Publié le 3 mai 2021, mis à jour le 4 mai 2021", "published", "jour le 4 mai 2021", id="french"),
        pytest.param("发布时间：2021-05-03 更新：2021-05-04", "published", "更新：2021-05-04", id="chinese"),
    ],
)
def test_says_what_the_words_call_a_date(raw, label, change):
    assert labels_in(raw, timezone=ZONE) == (label, change)


@given(st.text(max_size=200))
def test_survives_any_line(raw):
    found = date_within(raw, timezone=ZONE, languages=None, now=NOW)
    label, change = labels_in(raw, timezone=ZONE)

    assert found is None or found.value.tzinfo is not None
    assert label in (None, "published", "modified")
    assert change is None or change in raw
