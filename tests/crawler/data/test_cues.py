"""Words that stand where a story does not: how they are heard, and what the shipped list holds."""

import time
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.data.cues import KINDS, Cues, load_cues

SHIPPED = tomllib.loads((files("crawler.data") / "cues.toml").read_text(encoding="utf-8"))
PHRASES = [(kind, word) for kind, languages in SHIPPED.items() for words in languages.values() for word in words]


def cues(**words):
    return Cues({kind: words.get(kind, []) for kind in KINDS})


def heard(line, found=None):
    """Kind -> number, of the kinds that are said."""
    numbers = (found or load_cues()).heard(line)
    return {kind: number for kind, number in zip(KINDS, numbers, strict=True) if number}


@pytest.mark.parametrize(
    ("line", "want"),
    [
        pytest.param("Read more: tin falls", 2, id="at-the-start"),
        pytest.param("• Read more", 2, id="behind-a-bullet"),
        pytest.param("[Read more]", 2, id="in-brackets"),
        pytest.param("READ MORE", 2, id="capitals"),
        pytest.param("You can read more here", 1, id="within"),
        pytest.param("Spread more salt", 0, id="end-of-a-longer-word"),
        pytest.param("read moreover", 0, id="start-of-a-longer-word"),
        pytest.param("read-more", 0, id="other-signs"),
        pytest.param("", 0, id="empty"),
    ],
)
def test_hears_a_phrase_as_whole_words(line, want):
    assert cues(related=["read more"]).heard(line)[KINDS.index("related")] == want


@pytest.mark.parametrize(
    ("line", "want"),
    [
        pytest.param("图片来源：锡都图片社", 2, id="without-spaces"),
        pytest.param("资料显示，图片来源不详", 1, id="within"),
    ],
)
def test_hears_a_phrase_of_a_script_without_spaces_anywhere(line, want):
    assert cues(credit=["图片来源"]).heard(line)[0] == want


def test_a_word_of_two_kinds_counts_for_both():
    assert heard("Twitter", cues(share=["twitter"], byline=["Twitter"])) == {"share": 2, "byline": 2}


def test_a_phrase_within_a_phrase_is_heard_too():
    assert heard("Photo by Ann", cues(credit=["photo by"], byline=["by"])) == {"credit": 2, "byline": 1}


def test_the_strongest_place_counts():
    assert heard("Share this, share that", cues(share=["share"])) == {"share": 2}


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Photo: Iris Calder/Tin Picture Agency", "credit"),
        ("Lesen Sie auch: Zink wird teurer", "related"),
        ("Suscríbete a nuestro boletín", "subscribe"),
        ("シェア", "share"),
        ("版权所有 未经许可不得转载", "legal"),
        ("Par Anne Dupont", "byline"),
        ("관련기사", "related"),
        ("Читайте также: цинк дорожает", "related"),
    ],
)
def test_the_shipped_words_say_what_a_line_is(line, kind):
    assert heard(line).get(kind) == 2


@pytest.mark.parametrize(
    "line",
    [
        "The smelter in Gejiu runs one of its two furnaces.",
        "Das Werk drosselt seine Erzeugung um ein Drittel.",
        "全镇九家冶炼厂当中，已有两家停炉。",
    ],
)
def test_a_plain_sentence_says_nothing(line):
    assert {kind: n for kind, n in heard(line).items() if n == 2} == {}


def test_the_file_has_a_table_a_kind_and_no_other():
    assert tuple(SHIPPED) == KINDS


def test_every_shipped_phrase_is_heard():
    assert [(kind, word) for kind, word in PHRASES if heard(word)[kind] != 2] == []


def test_shipped_phrases_are_written_as_they_are_compared():
    assert [word for _, word in PHRASES if word != " ".join(word.casefold().split())] == []


def test_no_phrase_stands_twice_in_one_language():
    doubled = [
        (kind, language, word)
        for kind, languages in SHIPPED.items()
        for language, words in languages.items()
        for word in words
        if words.count(word) > 1
    ]

    assert doubled == []


def test_a_kind_without_words_is_an_empty_list():
    assert cues().heard("Read more") == [0] * len(KINDS)


def test_the_shipped_cues_are_read_once():
    assert load_cues() is load_cues()


def test_a_line_full_of_cues_costs_no_more_than_its_length():
    line = "read more subscribe photo by " * 30_000

    start = time.process_time()
    load_cues().heard(line)

    assert time.process_time() - start < 5


@given(st.text(max_size=200))
def test_hears_a_number_a_kind_in_any_line(line):
    found = load_cues().heard(line)

    assert len(found) == len(KINDS)
    assert set(found) <= {0, 1, 2}
