"""How long a server asks to be left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.freshness import feed_period, max_age, retry_after

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        pytest.param("120", 2 * MINUTE, id="seconds"),
        pytest.param("Mon, 23 Nov 2026 09:00:05 GMT", HOUR, id="date"),
        pytest.param("Mon, 23 Nov 2020 09:00:05 GMT", timedelta(0), id="past"),
        pytest.param("999999999999", 365 * DAY, id="without end"),
        pytest.param("Mon, 23 Nov 9999 09:00:05 GMT", 365 * DAY, id="far"),
        pytest.param("soon", None, id="word"),
        pytest.param("-5", None, id="negative"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="none"),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, asked, now):
    assert retry_after(value, now=now) == asked


@pytest.mark.parametrize(
    ("header", "age", "asked"),
    [
        pytest.param("public, max-age=600", None, 10 * MINUTE, id="max-age"),
        pytest.param("max-age=600", "540", MINUTE, id="less its age"),
        pytest.param("max-age=600", "6000", timedelta(0), id="stale"),
        pytest.param("max-age=600, no-cache", None, None, id="to be revalidated"),
        pytest.param("s-maxage=600", None, None, id="for shared caches"),
        pytest.param("no-store", None, None, id="nothing"),
        pytest.param(None, None, None, id="none"),
    ],
)
def test_max_age_counts_from_the_answers_birth(header, age, asked):
    assert max_age(header, age) == asked


@pytest.mark.parametrize(
    ("head", "asked"),
    [
        pytest.param(b"<ttl>60</ttl>", HOUR, id="ttl in minutes"),
        pytest.param(b"<sy:updatePeriod>\n hourly </sy:updatePeriod>", HOUR, id="period"),
        pytest.param(
            b"<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency> 4 </sy:updateFrequency>", 6 * HOUR, id="four a day"
        ),
        pytest.param(b"<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0<", HOUR, id="nought times"),
        pytest.param(b"<ttl>5</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", HOUR, id="the longer"),
        pytest.param(b"<ttl>often</ttl>", None, id="word"),
        pytest.param(b"", None, id="none"),
    ],
)  # fmt: skip
def test_a_feed_says_how_often_it_is_worth_asking(head, asked):
    assert feed_period(b"<rss><channel>" + head + b"<item><ttl>9999</ttl></item></channel></rss>") == asked


def test_what_an_item_says_is_not_said_of_the_feed():
    assert feed_period(b"<rss><channel><item ><ttl>9</ttl></item></channel></rss>") is None
