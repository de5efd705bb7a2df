"""A line that tells another day than a publication's is no date."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.normalize import is_mojibake, parse_date

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def read(text):
    return parse_date(text, timezone=ZoneInfo("UTC"), now=NOW)


@pytest.mark.parametrize(
    "text",
    [
        "Deadline: 20 Nov 2026", "Expires 20 Nov 2026", "Expires: 2026-11-20", "Until 20 November 2026", "Event date: 20 Nov 2026",
        "Born 20 Nov 1995", "Anmeldeschluss: 20.11.2026", "Gültig bis 20.11.2026", "Hasta el 20 de noviembre de 2026",
        "Prazo: 20/11/2026", "Срок: 20.11.2026", "Родился 20 ноября 1995", "Son tarih: 20.11.2026", "Date limite : 20/11/2026",
        "截止日期：2026年11月20日", "2026112",
    ],
)  # fmt: skip
def test_another_day_is_no_date_of_publication(text):
    assert read(text) is None


@pytest.mark.parametrize("text", ["20 Nov 2026", "Published: 20 Nov 2026", "Duesseldorf, 20 Nov 2026", "20261120"])
def test_a_date_of_publication_stays_one(text):
    assert read(text) is not None


def test_a_half_width_question_mark_behind_a_question_is_no_lost_character():
    assert not is_mojibake("锡价会涨吗?库存够吗?谁在买呢?后市如何?交易商说")
    assert is_mojibake("铜价?上海?周三上涨?库存下降?贸易商?王强?表示。")
