from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover.timestamps import feed_date


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        pytest.param("2024-03-05T09:30:00+08:00", "2024-03-05T01:30:00", id="rfc 3339"),
        pytest.param("2024-03-05t01:30:00.123456789z", "2024-03-05T01:30:00", id="lower case, nanoseconds"),
        pytest.param("2024-03-05 01:30", "2024-03-05T01:30:00", id="no offset"),
        pytest.param("20240305T013000Z", "2024-03-05T01:30:00", id="basic format"),
        pytest.param("2024-03-05", "2024-03-05T00:00:00", id="day"),
        pytest.param("2024-03", "2024-03-01T00:00:00", id="month"),
        pytest.param("2024", "2024-01-01T00:00:00", id="year"),
        pytest.param("Tue, 05 Mar 24 01:30:00 GMT", "2024-03-05T01:30:00", id="two-digit year"),
        pytest.param("5 March 2024 01:30 +0000", "2024-03-05T01:30:00", id="month in full"),
        pytest.param("Tue, 05 Mar 2024 01:30:00 EST", "2024-03-05T06:30:00", id="american zone"),
        pytest.param("Tue, 05 Mar 2024 09:30:00 HKT", "2024-03-05T01:30:00", id="hong kong"),
        pytest.param("Tue, 05 Mar 2024", "2024-03-05T00:00:00", id="no clock time"),
        pytest.param("March 5, 2024 09:30 UTC+8", "2024-03-05T01:30:00", id="month first"),
        pytest.param("05-Mar-2024 09:30:00 +08:00", "2024-03-05T01:30:00", id="hyphens"),
        pytest.param("Tue, 05 Mar 2024 01:30:00", "2024-03-05T01:30:00", id="no zone"),
    ],
)
def test_reads_the_forms_of_feeds(raw, want):
    moment = feed_date(raw)

    assert moment is not None
    assert moment.replace(microsecond=0) == datetime.fromisoformat(want).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "raw", ["", "yesterday", "03/05/2024", "1709600000", "2024-13-01", "Tue, 35 Mar 2024 01:30:00 GMT", "0001-01-01"]
)
def test_refuses_everything_else(raw):
    assert feed_date(raw) is None


@given(st.text(max_size=40) | st.text("0123456789-:+TZ ,JanFeb", max_size=40))
def test_never_raises(raw):
    moment = feed_date(raw)

    assert moment is None or (moment.tzinfo is UTC and 1990 <= moment.year <= 2100)
