"""Headings of price tables: strict to load, and a user's own beside the shipped ones."""

import pytest

from crawler.data import load_knowledge
from crawler.data.prices import load_prices
from crawler.errors import DataFileError


def load(content, folder):
    path = folder / "mine.toml"
    path.write_text(content, encoding="utf-8")
    return load_prices([path])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param('nam = ["tin"]', 'mine.toml: unknown key "nam"; did you mean "name"?', id="typo"),
        pytest.param('low = "tief"', 'mine.toml: key "low" must be a list in [ ]', id="text-for-list"),
        pytest.param("low = [5]", 'mine.toml: key "low" must be a text in quotes', id="number-in-list"),
    ],
)
def test_says_what_is_wrong_with_a_file(content, message, tmp_path):
    with pytest.raises(DataFileError) as caught:
        load(content, tmp_path)

    assert message in str(caught.value)


def test_a_heading_means_one_column_whatever_its_case_and_what_stands_behind_it(tmp_path):
    words = load('high = ["Plafond"]\nname = ["Métal"]', tmp_path)

    assert [words.column(text) for text in ("PLAFOND (EUR/t)", "métal", "plancher", "")] == ["high", "name", None, None]


def test_no_shipped_heading_means_two_columns():
    words = load_knowledge().prices
    every = [
        word for key in ("name", "low", "high", "average", "change", "unit", "date") for word in getattr(words, key)
    ]

    assert len(every) > 100
    assert len(every) == len(set(every))


def test_a_users_file_is_added_to_the_shipped_one(tmp_path):
    (tmp_path / "prices").mkdir()
    (tmp_path / "prices" / "mine.toml").write_text('low = ["plancher"]\ncomma_languages = ["sv"]', encoding="utf-8")

    words = load_knowledge(tmp_path).prices

    assert (words.column("Plancher"), words.column("lowest")) == ("low", "low")
    assert {"sv", "de"} <= set(words.comma_languages)
