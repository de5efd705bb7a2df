"""What a printed date means, and which strings are none. It is noon UTC on Monday, 23 November 2026, in every case."""

import doctest
from datetime import UTC, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalize import date_ids, date_iso, date_relative, date_words, date_zone_names, dates
from crawler.normalize.dates import local_date, parse_date

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def read(raw, zone="UTC", *languages):
    """The reading as one line: moment in UTC, precision, and a mark where day and month may be exchanged."""
    found = parse_date(raw, timezone=ZoneInfo(zone), languages=languages or None, now=NOW)
    if found is None:
        return None
    assert found.value.tzinfo is UTC
    return f"{found.value:%Y-%m-%d %H:%M:%S} {found.precision}{'?' if found.ambiguous else ''}"


def cases(zone, *rows):
    return [pytest.param(raw, zone, want, id=raw.strip() or "empty") for raw, want in rows]


@pytest.mark.parametrize(
    ("raw", "zone", "want"),
    cases(
        "Asia/Shanghai",
        ("Oct 17,2019", "2019-10-16 16:00:00 day"),
        ("Jan 19,2020 08:05", "2020-01-19 00:05:00 minute"),
        ("iconJul 30, 2019 14:07", "2019-07-30 06:07:00 minute"),
        ("PriceFeb 11, 2026 10:00", "2026-02-11 02:00:00 minute"),
        ("Sep 16,2020 07:20CST", "2020-09-15 23:20:00 minute"),
        ("Published : Jun 01, 2026 10:53", "2026-06-01 02:53:00 minute"),
        ("Nov 22, 2024 18:45 SMM", "2024-11-22 10:45:00 minute"),
        ("Thursday, 29 October 2020 11:08:41 (GMT+3) | Shanghai", "2020-10-29 08:08:41 second"),
        ("7 hours ago", "2026-11-23 05:00:00 minute"),
    ),
)
def test_reads_what_metal_com_prints(raw, zone, want):
    assert read(raw, zone, "en") == want


@pytest.mark.parametrize(
    ("raw", "zone", "want"),
    cases(
        "America/Vancouver",
        ("By John Smith | October 17, 2019 | 10:15 am", "2019-10-17 17:15:00 minute"),
        ("Staff Writer | March 3, 2020 | 5:28 am Copper Top Companies", "2020-03-03 13:28:00 minute"),
        ("Written by Jane Doe on October 17, 2019", "2019-10-17 07:00:00 day"),
        ("By May Smith | May 5, 2021", "2021-05-05 07:00:00 day"),
        ("October 17, 2019 by admin", "2019-10-17 07:00:00 day"),
        ("October 17, 2019 / 8:15 AM / 3 years ago", "2019-10-17 15:15:00 minute"),
        ("Posted: 17 Oct 2019 | 4 min read", "2019-10-17 07:00:00 day"),
        ("Oct 17, 2019 1,234 views", "2019-10-17 07:00:00 day"),
        ("3 hours ago | Reuters", "2026-11-23 09:00:00 minute"),
    ),
)
def test_reads_past_names_and_counts_beside_the_date(raw, zone, want):
    assert read(raw, zone, "en") == want


@pytest.mark.parametrize(
    ("raw", "zone", "want"),
    cases(
        "Europe/London",
        ("Published October 17, 2019 | Updated October 18, 2019", "2019-10-16 23:00:00 day"),
        ("Updated: Oct 18, 2019 | Published: Oct 17, 2019", "2019-10-16 23:00:00 day"),
        ("Thu 17 Oct 2019 08.15 BST Last modified on Fri 18 Oct 2019 09.15 BST", "2019-10-17 07:15:00 minute"),
        ("Publié le 17/10/2019 à 08:15, mis à jour le 18/10/2019 à 09:15", "2019-10-17 07:15:00 minute"),
        ("更新日：2019年10月18日 公開日：2019年10月17日", "2019-10-16 23:00:00 day"),
        ("October 17, 2019 | Updated 3 hours ago", "2019-10-16 23:00:00 day"),
        ("Last updated: 17 October 2019", "2019-10-16 23:00:00 day"),
        ("Oct 17, 2019 - Oct 19, 2019", None),
    ),
)
def test_takes_the_publication_among_several_dates(raw, zone, want):
    assert read(raw, zone) == want


@pytest.mark.parametrize(
    ("raw", "zone", "want"),
    cases(
        "Asia/Shanghai",
        ("2019-10-17T08:15:00Z", "2019-10-17 08:15:00 second"),
        ("2019-10-17T08:15+08:00", "2019-10-17 00:15:00 minute"),
        ("2019-10-17T08:15:00,123+08", "2019-10-17 00:15:00 second"),
        ("2019-10-17T08Z", "2019-10-17 08:00:00 minute"),
        ("2019-10-17T24:00:00Z", "2019-10-18 00:00:00 second"),
        ("2016-12-31T23:59:60Z", "2016-12-31 23:59:59 second"),
        ("2019-10-17T08:15:00Z[Asia/Shanghai]", "2019-10-17 08:15:00 second"),
        ("20191017T081500Z", "2019-10-17 08:15:00 second"),
        ("2019-W42-4", "2019-10-16 16:00:00 day"),
        ("2019-290", "2019-10-16 16:00:00 day"),
        ("2019-366", None),
        ("2019-10", "2019-09-30 16:00:00 month"),
        ("20191017", "2019-10-16 16:00:00 day"),
        ("201910171532", "2019-10-17 07:32:00 minute"),
        ("20191017153208", "2019-10-17 07:32:08 second"),
        ("1571299200", "2019-10-17 08:00:00 second"),
        ("1571299200000", "2019-10-17 08:00:00 second"),
        ("/Date(1571299200000)/", "2019-10-17 08:00:00 second"),
        ("Thu, 17 Oct 2019 08:15:00 +0000", "2019-10-17 08:15:00 second"),
        ("Thursday, 17-Oct-19 08:15:00 GMT", "2019-10-17 08:15:00 second"),
        ("Thu Oct 17 08:15:00 +0000 2019", "2019-10-17 08:15:00 second"),
        ("Thu Oct 17 2019 08:15:00 GMT+0800 (China Standard Time)", "2019-10-17 00:15:00 second"),
        ("2019-10-17 10:00-11:00", None),
        ("2019-10-17T08:15:00+9999", None),
    ),
)
def test_reads_what_machines_write(raw, zone, want):
    assert read(raw, zone) == want


@pytest.mark.parametrize(
    ("raw", "zone", "want"),
    [
        *cases(
            "Asia/Shanghai",
            ("发布时间：2019-10-17 15:32:08", "2019-10-17 07:32:08 second"),
            ("2019年10月17日 下午3:05", "2019-10-17 07:05:00 minute"),
            ("2019年10月17日15时32分08秒 星期四", "2019-10-17 07:32:08 second"),
            ("2019-10-17 15:32 来源：上海有色网 浏览：1234次", "2019-10-17 07:32:00 minute"),
            ("2019年10月", "2019-09-30 16:00:00 month"),
            ("昨天 15:32", "2026-11-22 07:32:00 minute"),
            ("5分钟前", "2026-11-23 11:55:00 minute"),
            ("刚刚", "2026-11-23 12:00:00 minute"),
        ),
        *cases(
            "Asia/Tokyo",
            ("2019年10月17日（木）8時15分", "2019-10-16 23:15:00 minute"),
            ("２０１９／１０／１７", "2019-10-16 15:00:00 day"),
            ("2時間前", "2026-11-23 10:00:00 minute"),
        ),
        *cases(
            "Asia/Seoul",
            ("2019. 10. 17. 오후 3:32", "2019-10-17 06:32:00 minute"),
            ("입력 2019.10.17 08:15 | 수정 2019.10.18 09:15", "2019-10-16 23:15:00 minute"),
            ("3시간 전", "2026-11-23 09:00:00 minute"),
        ),
        *cases(
            "Europe/Berlin",
            ("Donnerstag, 17.10.2019 - 08:15 Uhr", "2019-10-17 06:15:00 minute"),
            ("Veröffentlicht am 3. März 2021 um 7:05 Uhr", "2021-03-03 06:05:00 minute"),
            ("Mi., 3. März 2021", "2021-03-02 23:00:00 day"),
            ("vor einer Stunde", "2026-11-23 11:00:00 minute"),
            ("vorgestern", "2026-11-20 23:00:00 day"),
            ("jeudi 17 août 2023 à 18h", "2023-08-17 16:00:00 minute"),
            ("1er février 2022", "2022-01-31 23:00:00 day"),
            ("il y a 2 jours", "2026-11-20 23:00:00 day"),
            ("jueves, 3 de septiembre de 2020 - 18:05", "2020-09-03 16:05:00 minute"),
            ("hace 3 horas", "2026-11-23 09:00:00 minute"),
            ("17 de outubro de 2019, às 8h15", "2019-10-17 06:15:00 minute"),
            ("giovedì 17 ottobre 2019, ore 8:15", "2019-10-17 06:15:00 minute"),
            ("17 октября 2019 г., 08:15", "2019-10-17 06:15:00 minute"),
            ("3 часа назад", "2026-11-23 09:00:00 minute"),
            ("17 Ağustos 2023 08:15", "2023-08-17 06:15:00 minute"),
            ("2 saat önce", "2026-11-23 10:00:00 minute"),
            ("17 oktober 2019 kl. 08:15", "2019-10-17 06:15:00 minute"),
        ),
    ],
)
def test_needs_no_language_for_the_words_it_knows(raw, zone, want):
    assert read(raw, zone) == want


@pytest.mark.parametrize(
    ("raw", "languages", "want"),
    [
        pytest.param("17 października 2019, 08:15", ["pl"], "2019-10-17 06:15:00 minute", id="polish"),
        pytest.param("17 listopada 2019", ["hr-HR"], "2019-10-16 22:00:00 day", id="october-in-croatian"),
        pytest.param("17 listopada 2019", ["pl"], "2019-11-16 23:00:00 day", id="november-in-polish"),
        pytest.param("17 listopada 2019", None, None, id="either-when-the-language-is-unknown"),
        pytest.param("17 listopada 2019", ["xx", ""], None, id="no-such-language"),
    ],
)
def test_reads_other_languages_only_when_the_page_names_them(raw, languages, want):
    assert read(raw, "Europe/Warsaw", *(languages or ())) == want


@pytest.mark.parametrize(
    ("raw", "zone", "want"),
    [
        pytest.param("15 Jul 2024 10:30 CST", "Asia/Shanghai", "02:30 printed", id="china-by-its-source"),
        pytest.param("15 Jul 2024 10:30 CST", "America/Chicago", "16:30 printed", id="chicago-by-its-source"),
        pytest.param("15 Jul 2024 10:30 IST", "Asia/Kolkata", "05:00 printed", id="india-by-its-source"),
        pytest.param("15 Jul 2024 10:30 EST", "America/New_York", "15:30 printed", id="est-is-five-hours-in-july"),
        pytest.param("15 Jul 2024 10:30 GMT", "Europe/London", "10:30 printed", id="gmt-is-no-summer-time"),
        pytest.param("15 Jul 2024 10:30 ET", "UTC", "14:30 printed", id="eastern-follows-the-season"),
        pytest.param("15 Jul 2024 10:30 AEST", "UTC", "00:30 printed", id="sydney"),
        pytest.param("15 Jul 2024 10:30 (UTC+08:00)", "UTC", "02:30 printed", id="offset-in-brackets"),
        pytest.param("15 Jul 2024 10:30 UTC-3", "UTC", "13:30 printed", id="short-offset"),
        pytest.param("15 Jul 2024 10:30 Beijing time", "UTC", "02:30 printed", id="place"),
        pytest.param("2024-07-15 10:30 北京时间", "UTC", "02:30 printed", id="place-in-chinese"),
        pytest.param("10:30 AM EDT, Mon July 15, 2024", "UTC", "14:30 printed", id="clock-before-the-date"),
        pytest.param("2024-07-15 10:30 America/New_York", "UTC", "14:30 printed", id="iana-name"),
        pytest.param("15 Jul 2024 10:30 Asia/Pacific", "UTC", "10:30 source", id="a-section-and-no-zone"),
        pytest.param("15 Jul 2024 10:30", "Asia/Tokyo", "01:30 source", id="none"),
    ],
)
def test_places_the_clock_in_its_zone(raw, zone, want):
    found = parse_date(raw, timezone=ZoneInfo(zone), now=NOW)

    assert f"{found.value:%H:%M} {found.zone}" == want


@pytest.mark.parametrize(
    ("raw", "zone", "languages", "want"),
    [
        pytest.param("03/04/2026", "America/New_York", ["en"], "2026-03-04 05:00:00 day?", id="american"),
        pytest.param("03/04/2026", "Europe/London", ["en"], "2026-04-02 23:00:00 day?", id="british"),
        pytest.param("03/04/2026", "America/New_York", ["es"], "2026-04-03 04:00:00 day?", id="spanish-in-new-york"),
        pytest.param("03/04/2026", "UTC", ["en-GB"], "2026-04-03 00:00:00 day?", id="region-of-the-language"),
        pytest.param("13/04/2026", "America/New_York", ["en"], "2026-04-13 04:00:00 day", id="only-one-reading"),
        pytest.param("04/04/2026", "UTC", ["en"], "2026-04-04 00:00:00 day", id="both-readings-alike"),
        pytest.param("03/12/2026", "Europe/London", ["en"], "2026-03-12 00:00:00 day", id="other-reading-is-future"),
        pytest.param("Fri 03/04/2026", "America/New_York", ["en"], "2026-04-03 04:00:00 day", id="weekday-decides"),
        pytest.param("05.06.2019", "America/New_York", ["en"], "2019-06-05 04:00:00 day", id="dots-are-day-first"),
        pytest.param(
            "10.17.2019", "America/New_York", ["en"], "2019-10-17 04:00:00 day", id="dots-with-no-other-reading"
        ),
        pytest.param("2019/04/03", "UTC", ["en"], "2019-04-03 00:00:00 day", id="year-first"),
        pytest.param("19.10.17", "Asia/Seoul", ["ko"], "2019-10-16 15:00:00 day?", id="short-year-first-in-korean"),
        pytest.param("7.1.19", "Europe/Berlin", ["de"], "2019-01-06 23:00:00 day", id="short-year-last-in-german"),
    ],
)
def test_decides_between_day_and_month(raw, zone, languages, want):
    assert read(raw, zone, *languages) == want


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        pytest.param("Today", "2026-11-23 05:00:00 day", id="today"),
        pytest.param("Yesterday at 10:30 am", "2026-11-22 15:30:00 minute", id="yesterday-with-clock"),
        pytest.param("2 days ago", "2026-11-21 05:00:00 day", id="days"),
        pytest.param("2 weeks ago", "2026-11-09 05:00:00 day", id="weeks"),
        pytest.param("3 months ago", "2026-08-01 04:00:00 month", id="months"),
        pytest.param("1 year ago", "2025-01-01 05:00:00 year", id="year"),
        pytest.param("two hours ago", "2026-11-23 10:00:00 minute", id="two-in-words"),
        pytest.param("an hour ago", "2026-11-23 11:00:00 minute", id="one-in-words"),
        pytest.param("1 hour, 20 minutes ago", "2026-11-23 10:40:00 minute", id="two-units"),
        pytest.param("Updated 2h ago", "2026-11-23 10:00:00 minute", id="short-unit"),
        pytest.param("5 min", None, id="a-reading-time"),
        pytest.param("2h", None, id="an-hour-of-what"),
        pytest.param("in 3 hours", None, id="ahead"),
        pytest.param("Monday", None, id="weekday-alone"),
    ],
)
def test_counts_back_from_now(raw, want):
    assert read(raw, "America/New_York", "en") == want


@pytest.mark.parametrize(("raw", "zone"), [("3 hours ago", "printed"), ("2 days ago", "source"), ("Today", "source")])
def test_an_age_in_hours_owes_nothing_to_the_sources_zone(raw, zone):
    assert parse_date(raw, timezone=ZoneInfo("Asia/Tokyo"), now=NOW).zone == zone


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        pytest.param("October 2019", "2019-10-01 00:00:00 month", id="month"),
        pytest.param("10/2019", "2019-10-01 00:00:00 month", id="month-in-numbers"),
        pytest.param("Published 2019", "2019-01-01 00:00:00 year", id="labeled-year"),
        pytest.param("2019", None, id="bare-year"),
        pytest.param("Copper futures for March 2026 delivery", None, id="month-in-a-phrase"),
        pytest.param("Outlook October 2019", None, id="month-in-a-title"),
    ],
)
def test_believes_a_month_or_a_year_only_by_itself(raw, want):
    assert read(raw) == want


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "Not a date at all",
        "2019-02-30",
        "October 32, 2019",
        "31/04/2019",
        "0000-00-00 00:00:00",
        "Oct 17, 2019 25:10",
        "Oct 17, 2019 10:00-11:00",
        "99.99%",
        "$20.10",
        "5,834.50",
        "100982475",
        "12345678",
        "2019101708",
        "+86 21 5155 0306",
        "021-5155-0306",
        "192.168.10.19",
        "ISBN 978-3-16-148410-0",
        "v2.0.19",
        "Up by five percent on 17 October 2019",
        "Completion by 17 October 2019",
        "10:30",
        "17/10",
        "Oct 17",
        "10月17日 15:32",
        "Q3 2019",
        "© 2019 SMM",
        "3 min read",
        "Page 1 of 10",
        "Copper prices rose on October 17, 2019 to a record",
        "Meeting on 17 October 2019 in London",
        "LME cash 17 Oct 2019 5,834.50",
        "2019年10月17日铜价上涨",
        "today copper rose",
        "2019-10-17/2019-10-18",
        "12/12/12/12",
        "Dec 31, 1989",
        "Nov 25, 2026",
        "2099-01-01T00:00:00Z",
    ],
)
@pytest.mark.parametrize("languages", [None, ["en"], ["zh", "en"]])
def test_gives_no_date_to_what_is_none(raw, languages):
    assert read(raw, "UTC", *(languages or ())) is None


def test_a_moment_up_to_a_day_ahead_is_another_clock_and_no_misreading():
    assert read("2026-11-24T11:59:59Z") == "2026-11-24 11:59:59 second"
    assert read("2026-11-24T12:00:01Z") is None


def test_a_number_cut_in_half_is_not_read():
    label = "Published: ".ljust(89, "|")

    assert read(f"{label} 2019-10-17") == "2019-10-17 00:00:00 day"
    assert read(f"{label}| 2019-10-17") is None


def test_white_space_of_the_markup_does_not_count():
    assert read("Published:" + "\n\t " * 60 + "Oct 17, 2019") == "2019-10-17 00:00:00 day"


@pytest.mark.parametrize(
    ("precision", "want"),
    [("second", "2019-10-17"), ("minute", "2019-10-17"), ("day", "2019-10-17"), ("month", "2019-10"), ("year", "2019")],
)
def test_local_date_is_cut_to_its_precision(precision, want):
    value = datetime(2019, 10, 16, 16, tzinfo=UTC)

    assert local_date(value, precision, ZoneInfo("Asia/Shanghai")) == want


FRAGMENTS = """
    Time Standard China hora 时间 中国 晚上 令和 م lip 8.15 -04:00
    17 10 2019 2019-10-17 1571299200 8:15 25:61 / - . : , | T Z +0800 GMT+3 (CST) am pm Oct May Thursday ago hour hours
    3 vor hace 前 年 月 日 10月 小时 昨天 Published: Updated by SMM ET +9999 99 0 00:00 W42 today \u0660 ² İ <10> \ue000
"""


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(FRAGMENTS.split()), max_size=12).map(" ".join)),
    st.sampled_from([None, ["en"], ["zh"], ["pl", "en"], ["id"], ["xx"]]),
    st.sampled_from(["UTC", "Asia/Shanghai", "America/New_York"]),
)
def test_whatever_the_string_the_answer_is_none_or_a_moment_of_the_past(raw, languages, zone):
    found = parse_date(raw, timezone=ZoneInfo(zone), languages=languages, now=NOW)

    assert found is None or dates.EARLIEST <= found.value <= NOW + timedelta(days=1)


@given(st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2026, 11, 23)))  # noqa: DTZ001 - wall clock times
def test_reads_back_what_any_clock_printed(wall):
    zone = ZoneInfo("Asia/Singapore")
    minute = wall.replace(second=0, microsecond=0, tzinfo=zone).astimezone(UTC)

    for shape in ("%b %d,%Y %H:%M", "%d %B %Y, %I:%M %p", "%Y-%m-%dT%H:%M", "%Y年%m月%d日 %H:%M", "%H:%M, %d %b %Y"):
        found = parse_date(wall.strftime(shape), timezone=zone, now=NOW)

        assert found is not None, shape
        assert (found.value, found.precision) == (minute, "minute"), shape


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        " ",
        "1 1 1 ",
        "1 ",
        "10:",
        "Oct ",
        "2019-",
        "年",
        "<",
        "a",
        ". ",
        "\u0301",
        "ﷺ",
        "12/",
        "10:15 Time ",
        "10:15 x Time ",
        "10:15 a b c d ",
        "标准时间",
        "10:15 中",
        "hora de ",
        "+0800 ",
        "vor 3 ",
        "令和",
    ],
)
def test_a_hundred_kilobytes_cost_no_more_than_a_line(piece):
    attack = piece * (100_000 // len(piece))
    start = perf_counter()

    read(attack, "UTC", "en", "pl")

    assert perf_counter() - start < 0.05


@pytest.mark.parametrize(
    "module",
    [dates, date_ids, date_iso, date_relative, date_words, date_zone_names],
    ids=lambda module: module.__name__,
)
def test_examples_in_docstrings_hold(module):
    assert doctest.testmod(module).failed == 0
