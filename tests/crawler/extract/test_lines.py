"""What is counted in a line: the same by bytes, for Latin letters, as by characters, for all others."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.lines import commas_in, letters_of, signs_in, stops_in

LINES = st.lists(
    st.sampled_from(
        ["Tin", "tin", "5", "1.5", "%", "“Tin”", "‘tin’", "it’s", "Öfen", "élan", "(Tin)", "Why?", "No!", "U.S.", "end.",
         "锡价。", "铜，铝、锌", "錫」", "Ärger–Öl", "•", "…", "(", "٣", "زنك؟", "«Цинк»", "Straße", "µ", "x.)", "\u200b"]
    ),
    min_size=1,
    max_size=12,
).map(" ".join)  # fmt: skip


@given(LINES)
def test_counts_digits_and_capitals_as_expressions_would(line):
    initials = re.findall(r"(?<!\S)[\"'“‘„«(]?([^\W_])", line)
    capitals = sum(letter.isupper() for letter in initials) / (len(initials) or 1)

    assert signs_in(line) == (len(re.findall(r"\d", line)), pytest.approx(capitals))


@given(LINES)
def test_counts_sentences_and_commas_as_expressions_would(line):
    stops = re.findall(r"[.!?。！？؟।](?=[\s\"'”’»）)\]」』]|$)|[。！？]", line)

    assert (stops_in(line), commas_in(line)) == (len(stops), len(re.findall("[,，、]", line)))


@given(LINES)
def test_leaves_letters_and_digits(line):
    assert letters_of(line) == re.sub(r"[\W_]+", "", line).casefold()


@pytest.mark.parametrize(
    ("line", "want"),
    [
        pytest.param("", (0, 0), id="empty"),
        pytest.param("- - 5 %", (1, 0), id="no-letters"),
        pytest.param("“Tin” (Zinc) lead", (0, 2 / 3), id="marks-before-a-word"),
        pytest.param("Медь и олово 2026", (4, 1 / 4), id="cyrillic"),
        pytest.param("’Tis not a word", (0, 0), id="an-apostrophe-begins-none"),
    ],
)
def test_shares_of_capitals(line, want):
    assert signs_in(line) == pytest.approx(want)
