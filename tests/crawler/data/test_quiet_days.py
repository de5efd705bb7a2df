"""Days on which newsrooms rest: what the shipped file says, and how a faulty one is met."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from dateutil.easter import easter

from crawler.data.quiet_days import load_quiet_days
from crawler.errors import DataFileError


@pytest.mark.parametrize(
    ("day", "language", "rests"),
    [
        pytest.param(date(2026, 12, 25), "", True, id="Christmas"),
        pytest.param(date(2027, 1, 2), "en", True, id="New Year, from the year before"),
        pytest.param(date(2027, 1, 6), "en", False, id="back to work"),
        pytest.param(date(2027, 1, 6), "ru", True, id="Orthodox Christmas"),
        pytest.param(date(2027, 2, 6), "zh", True, id="Lunar New Year"),
        pytest.param(date(2027, 2, 6), "de", False, id="Lunar New Year elsewhere"),
        pytest.param(date(2026, 11, 24), "en", False, id="a Tuesday"),
    ],
)
def test_feasts_are_known_by_language(day, language, rests):
    assert (day in load_quiet_days((day.year,))[language]) is rests


def test_easter_is_where_the_computus_has_it():
    for year in range(2026, 2036):
        sunday = easter(year)
        wanted = {sunday + timedelta(days=number) for number in (-2, -1, 0, 1)}

        assert wanted <= load_quiet_days((year,))["en"]


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        pytest.param('[[yearly]]\nname = "x"\nform = "12-24"\nuntil = "12-26"', '"form"', id="misspelt key"),
        pytest.param('[[yearly]]\nname = "x"\nfrom = "24-12"\nuntil = "12-26"', "yearly", id="day before month"),
        pytest.param(
            '[[dated]]\nname = "x"\ndays = [[2026-04-06, 2026-04-03]]', "first and the last day", id="wrong order"
        ),
    ],
)
def test_a_faulty_file_is_met_with_one_line(tmp_path, text, remedy):
    path = tmp_path / "quiet_days.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(DataFileError) as caught:
        load_quiet_days((2026,), path)

    assert str(caught.value).startswith("quiet_days.toml: ")
    assert remedy in str(caught.value)
    assert "\n" not in str(caught.value)
