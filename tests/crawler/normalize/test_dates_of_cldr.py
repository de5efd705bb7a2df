"""Every form that CLDR prints in the languages we have is read exactly, or not at all: never as another moment."""

import runpy
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.normalize import parse_date

CLDR = runpy.run_path(str(Path(__file__).parents[3] / "benchmarks" / "cldr_forms.py"))
NOW, LOCALES = CLDR["NOW"], CLDR["LOCALES"]
EXACT = 0.98  # Polish is the lowest with 0.983: Babel prints its "yMMM" as "10月 2019"

SINCE = datetime(2017, 1, 1)  # noqa: DTZ001 - Babel names zones by today's: it prints "WET" for Lisbon's years on Berlin time


def read(form):
    return parse_date(form.raw, timezone=ZoneInfo(form.zone), languages=form.languages, now=NOW)


@pytest.mark.parametrize("locale", list(LOCALES))
def test_reads_the_forms_of_a_locale_exactly_or_not_at_all(locale):
    verdicts, wrong = Counter(), []
    for form in CLDR["cldr_forms"]([locale]):
        found = read(form)
        verdict = CLDR["verdict"](form, found)
        verdicts[verdict] += 1
        if verdict == "wrong":
            wrong.append((form.kind, form.raw, found))

    assert wrong == []
    assert verdicts["exact"] / verdicts.total() >= EXACT


@settings(deadline=None)
@given(
    st.sampled_from(sorted(LOCALES)),
    st.datetimes(min_value=SINCE, max_value=NOW.replace(tzinfo=None) - timedelta(days=2)),
    st.data(),
)
def test_reads_back_any_moment_in_any_form(locale, wall, data):
    forms = list(CLDR["cldr_forms"]([locale], [wall.replace(microsecond=0, fold=0)]))
    form = data.draw(st.sampled_from(forms))

    assert CLDR["verdict"](form, read(form)) != "wrong", form


def test_each_kind_of_verdict_is_given():
    form = next(form for form in CLDR["cldr_forms"](["en"]) if form.kind == "full")
    exact = read(form)

    assert CLDR["verdict"](form, exact) == "exact"
    assert CLDR["verdict"](form, None) == "none"
    assert CLDR["verdict"](form._replace(value=form.value + timedelta(days=1)), exact) == "wrong"
    assert CLDR["verdict"](form._replace(value=None, precision=None), exact) == "wrong"
