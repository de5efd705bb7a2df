"""Dates and ages that only their language explains, and glued ones. It is noon UTC on Monday, 23 November 2026."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.normalize import date_foreign, parse_date
from crawler.normalize.date_words import fold

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def read(raw, *languages):
    found = parse_date(raw, timezone=ZoneInfo("UTC"), languages=languages or None, now=NOW)
    return f"{found.value:%Y-%m-%d %H:%M} {found.precision}" if found else None


@pytest.mark.parametrize(
    ("raw", "language", "want"),
    [
        pytest.param("11 lip 2025", "pl", "2025-07-11 00:00 day", id="july-in-polish"),
        pytest.param("11. lip 2025.", "hr", "2025-06-11 00:00 day", id="june-in-croatian"),
        pytest.param("11 lis 2025", "pl-PL", "2025-11-11 00:00 day", id="november-in-polish"),
        pytest.param("11. listopadu 2025", "cs", "2025-11-11 00:00 day", id="november-in-czech"),
        pytest.param("11 lis 2025", None, None, id="unknown-without-a-language"),
        pytest.param("17 Oktober 2019 08.15 WIB", "id", "2019-10-17 01:15 minute", id="dotted-clock-in-indonesian"),
        pytest.param("17.10.2019 08.15", "fi", "2019-10-17 08:15 minute", id="dotted-clock-in-finnish"),
        pytest.param("08.15.00", "id", None, id="a-clock-alone"),
        pytest.param("17/10/2019 8:15 CH", "vi", "2019-10-17 20:15 minute", id="afternoon-in-vietnamese"),
        pytest.param("Thứ Năm, 17 tháng 10, 2019", "vi", "2019-10-17 00:00 day", id="vietnamese"),
        pytest.param("Thứ 5, 17/10/2019 08:15", "vi", "2019-10-17 08:15 minute", id="vietnamese-numbered-weekday"),
        pytest.param("17 Ekim 2019 12:15 ÖÖ", "tr", "2019-10-17 00:15 minute", id="forenoon-in-turkish"),
        pytest.param("17 أكتوبر 2019، 8:15 م", "ar", "2019-10-17 20:15 minute", id="afternoon-in-arabic"),
        pytest.param("١٧ أكتوبر ٢٠١٩", "ar", "2019-10-17 00:00 day", id="arabic-digits"),
        pytest.param("3 مارس 2019م 10:15", "ar", "2019-03-03 10:15 minute", id="common-era-in-arabic"),
        pytest.param("2019年10月17日 晚上8:15", "zh", "2019-10-17 20:15 minute", id="at-night"),
        pytest.param("2019年10月17日 晚上12:15", "zh", None, id="midnight-of-which-day"),
        pytest.param("2019年10月17日 中午12:15", "zh", "2019-10-17 12:15 minute", id="noon"),
        pytest.param("2019年10月17日 中午1:15", "zh", "2019-10-17 13:15 minute", id="past-noon"),
        pytest.param("2019年10月17日 12:15 上午", "zh", "2019-10-17 00:15 minute", id="forenoon-behind-the-clock"),
        pytest.param(
            "2019년 10월 17일 오전 8시 5분 3초", "ko", "2019-10-17 08:05 second", id="single-digits-in-korean"
        ),
        pytest.param("26. 4. 3.", "ko", "2026-04-03 00:00 day", id="short-korean"),
        pytest.param("17 octobre 2019, 08 h 15 min 30 s", "fr-CA", "2019-10-17 08:15 second", id="canadian-clock"),
        pytest.param("令和元年10月17日", "ja", "2019-10-17 00:00 day", id="first-year-of-a-reign"),
        pytest.param("令和7年3月4日", "ja", "2025-03-04 00:00 day", id="reign"),
        pytest.param("平成30年3月4日", "ja", "2018-03-04 00:00 day", id="reign-before"),
        pytest.param("donderdag 17 oktober 2019 om 08:15 uur", "nl", "2019-10-17 08:15 minute", id="dutch-clock"),
        pytest.param("17 października 2019 r., godz. 8:15", "pl", "2019-10-17 08:15 minute", id="polish-clock"),
    ],
)
def test_reads_what_its_language_explains(raw, language, want):
    assert read(raw, *([language] if language else [])) == want


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        pytest.param("2 godziny temu", "2026-11-23 10:00 minute", id="polish"),
        pytest.param("wczoraj, 18:30", "2026-11-22 18:30 minute", id="polish-yesterday"),
        pytest.param("2 giờ trước", "2026-11-23 10:00 minute", id="vietnamese"),
        pytest.param("hôm qua", "2026-11-22 00:00 day", id="vietnamese-yesterday"),
        pytest.param("منذ 3 ساعات", "2026-11-23 09:00 minute", id="arabic"),
        pytest.param("час назад", "2026-11-23 11:00 minute", id="russian-without-a-number"),
        pytest.param("半小时前", "2026-11-23 11:30 minute", id="half-an-hour-in-chinese"),
        pytest.param("Half an hour ago", "2026-11-23 11:30 minute", id="half-an-hour"),
        pytest.param(
            "17/10/2019 às 08h15 - Atualizado há 3 anos", "2019-10-17 08:15 minute", id="an-age-beside-a-date"
        ),
        pytest.param("17.10.2019 - aktualisiert vor 3 Jahren", "2019-10-17 00:00 day", id="the-same-in-german"),
    ],
)
def test_counts_back_in_more_languages(raw, want):
    assert read(raw) == want


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        pytest.param("Oct 17,201915:50", "2019-10-17 15:50 minute", id="year-and-clock"),
        pytest.param("2019-10-1715:50", "2019-10-17 15:50 minute", id="day-and-clock"),
        pytest.param("Jun 01, 2026 10:53Save", "2026-06-01 10:53 minute", id="clock-and-button"),
        pytest.param("2019年10月17日 15:32:08来源：新华网", "2019-10-17 15:32 second", id="clock-and-source"),
        pytest.param("2019年10月17日铜价上涨", None, id="a-sentence"),
        pytest.param("Oct 17, 2019rise", None, id="a-word-in-small-letters"),
        pytest.param("2019366", None, id="no-such-day-of-the-year"),
        pytest.param("1571299200123456789", "2019-10-17 08:00 second", id="nanoseconds"),
        pytest.param("3.14.15", None, id="a-version"),
    ],
)
def test_reads_what_lost_its_spaces(raw, want):
    assert read(raw) == want


@pytest.mark.parametrize(("raw", "language"), [("7. týden roku 2026", "cs"), ("2026 7. hete", "hu")])
def test_a_week_of_the_year_is_no_age(raw, language):
    assert read(raw, language) is None


def test_dateparser_is_never_asked_for_an_age():
    parser = date_foreign._parser(("hu",))  # noqa: SLF001 - it counts back from the clock of this machine

    assert parser.get_date_data("7 hete").date_obj is None
    assert parser.get_date_data("2019. október 17.").date_obj == datetime(2019, 10, 17)  # noqa: DTZ001


def test_folding_keeps_what_no_table_can_hold():
    every = "".join(map(chr, range(0x80, 0xD800)))

    assert fold(every) == fold(every)
    assert fold("Ｚürich—№５ ﷺ") == fold(fold("Ｚürich—№５ ﷺ"))
