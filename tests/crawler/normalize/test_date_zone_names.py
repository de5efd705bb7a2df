"""Zones that are named in words or by an abbreviation: the moment by the right clock, or none. It is 23 November 2026."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.normalize import date_within, parse_date

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def read(raw, zone="UTC", *languages):
    found = parse_date(raw, timezone=ZoneInfo(zone), languages=languages or None, now=NOW)
    return f"{found.value:%d %H:%M} {found.zone}" if found else None


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        pytest.param("17 Jul 2019 10:15 Singapore time", "17 02:15", id="english"),
        pytest.param("17 Jul 2019, 10:15 a.m. Eastern Time", "17 14:15", id="summer-by-the-day"),
        pytest.param("17 Jul 2019, 10:15 Eastern Standard Time", "17 15:15", id="standard-as-printed"),
        pytest.param("17 Jul 2019, 10:15 Australian Eastern Standard Time", "17 00:15", id="two-words"),
        pytest.param("17. Juli 2019, 10:15 Moskauer Zeit", "17 07:15", id="german"),
        pytest.param("17 juillet 2019 à 10h15 (heure de Paris)", "17 08:15", id="french"),
        pytest.param("17 de julio de 2019, 10:15 (hora de Chile)", "17 14:15", id="spanish"),
        pytest.param("17 de julho de 2019 às 10:15 (horário de Brasília)", "17 13:15", id="portuguese"),
        pytest.param("17 июля 2019, 10:15 по московскому времени", "17 07:15", id="russian"),
        pytest.param("17.07.2019 10:15 мск", "17 07:15", id="moscow-in-short"),
        pytest.param("17 Temmuz 2019 10:15 Türkiye Saati", "17 07:15", id="turkish"),
        pytest.param("2019年7月17日 10:15（伦敦时间）", "17 09:15", id="chinese"),
        pytest.param("2019年7月17日 GMT+8 10:15:00", "17 02:15", id="zone-before-the-clock"),
        pytest.param("2019/7/17 GMT+8 10:15:00", "17 02:15", id="zone-before-the-clock-in-digits"),
        pytest.param("2019年7月17日 10:15 日本時間", "17 01:15", id="japanese"),
        pytest.param("2019년 7월 17일 10:15 한국 표준시", "17 01:15", id="korean"),
        pytest.param("17 Jul 2019, 10:15 Greenwich Mean Time", "17 10:15", id="greenwich"),
        pytest.param("17 Jul 2019 10:15 -04:00", "17 14:15", id="offset-that-is-no-span"),
    ],
)
def test_places_a_clock_in_the_zone_that_is_named(raw, want):
    assert read(raw, "Asia/Tokyo") == f"{want} printed"


@pytest.mark.parametrize(
    "raw",
    [
        "17 Jul 2019 10:15 Nairobi Time",
        "17 Jul 2019, 10:15 AM Narnia Standard Time",
        "17. Juli 2019, 10:15 Golf-Zeit",
        "17 de julio de 2019, 10:15 hora de Sudáfrica",
        "17 luglio 2019, 10:15 Ora del Golfo",
        "2019年7月17日 10:15 南非時間",
        "2019년 7월 17일 10:15 남아프리카 시간",
        "17 Jul 2019 10:15 CST",
        "17 Jul 2019 10:15 IST",
        "17 Jul 2019 10:15 AST",
        "17 Jul 2019 10:15 -11:00",
        "17 مارس 2019 10:15 توقيت الخليج",
    ],
)
def test_reads_no_clock_in_a_zone_that_is_not_known(raw):
    assert read(raw, "Europe/London") is None


def test_the_day_of_such_a_clock_remains_for_who_asks_for_it():
    found = date_within("17 Jul 2019 10:15 CST", timezone=ZoneInfo("Europe/London"), now=NOW)

    assert (found.value.isoformat(), found.precision) == ("2019-07-16T23:00:00+00:00", "day")


@pytest.mark.parametrize(
    "raw",
    [
        "17 Jul 2019 10:15 local time",
        "17. Juli 2019, 10:15 Uhr Ortszeit",
        "Time: 17 Jul 2019 10:15",
        "17 Jul 2019 10:15 | Reading time: 4 min",
        "2019年7月17日 10:15 阅读时间 3分钟",
        "发布时间：2019-07-17 10:15",
        "17 Jul 2019 10:15 Financial Times",
    ],
)
def test_words_of_time_that_name_no_zone_leave_the_sources_own(raw):
    assert read(raw, "Asia/Tokyo") == "17 01:15 source"


@pytest.mark.parametrize(
    ("raw", "zone", "want"),
    [
        pytest.param("17 Jul 2019 10:15 IST", "Europe/Dublin", "17 09:15 printed", id="ireland"),
        pytest.param("17 Jul 2019 10:15 IST", "Asia/Kolkata", "17 04:45 printed", id="india"),
        pytest.param("17 Jan 2019 10:15 IST", "Asia/Jerusalem", "17 08:15 printed", id="israel"),
        pytest.param("17 Jul 2019 10:15 BST", "Asia/Dhaka", "17 04:15 printed", id="bangladesh"),
        pytest.param("17 Jul 2019 10:15 BST", "Asia/Tokyo", "17 09:15 printed", id="britain"),
        pytest.param("17 Jan 2019 10:15 AST", "Asia/Riyadh", "17 07:15 printed", id="arabia"),
        pytest.param("17 Jan 2019 10:15 AST", "America/Halifax", "17 14:15 printed", id="atlantic"),
        pytest.param("17 Jan 2019 10:15 CST", "Asia/Taipei", "17 02:15 printed", id="taipei"),
        pytest.param("17 Jan 2019 10:15 EST", "Australia/Brisbane", "17 00:15 printed", id="queensland"),
        pytest.param("17 Jan 2019 10:15 Eastern Standard Time", "Australia/Sydney", None, id="of-either-continent"),
        pytest.param("17 Jan 2019 10:15CSTSource: SMM", "Asia/Shanghai", "17 02:15 printed", id="glued-on-both-sides"),
    ],
)
def test_an_abbreviation_is_the_sources_first(raw, zone, want):
    assert read(raw, zone) == want
