"""The words around names: loaded together, checked like every file that people edit."""

import pytest

from crawler.data import load_knowledge
from crawler.data.bylines import load_bylines
from crawler.errors import DataFileError


def test_the_words_of_all_files_count(tmp_path):
    (tmp_path / "a.toml").write_text('openings = ["by"]\njoins = ["and"]', encoding="utf-8")
    (tmp_path / "b.toml").write_text('openings = ["von"]', encoding="utf-8")

    words = load_bylines(sorted(tmp_path.iterdir()))

    assert (words.openings, words.joins, words.roles) == (("by", "von"), ("and",), ())


def test_a_misspelt_key_is_named_with_its_remedy(tmp_path):
    path = tmp_path / "words.toml"
    path.write_text('opening = ["by"]', encoding="utf-8")

    with pytest.raises(DataFileError, match="openings"):
        load_bylines([path])


def test_the_shipped_words_are_written_as_they_are_compared():
    words = load_knowledge().bylines

    assert all(word == word.strip() and word for word in (*words.openings, *words.joins, *words.roles, *words.nobodies))
    assert all(word == word.casefold() for word in (*words.roles, *words.nobodies))
