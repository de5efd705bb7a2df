"""Texts in letters: a word a letter, and every label spelled without the one that stands for all other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.data import load_knowledge
from crawler.normalize.mentions import Labels
from crawler.normalize.vocabulary import PARAGRAPH, Vocabulary, words_of

TAGS = [tag for tag in load_knowledge().tags if tag.facet != "genre"]
UNKNOWN = Vocabulary([["copper"]]).spell("anything").letters


@pytest.fixture(scope="module")
def shipped():
    return Labels(TAGS)


def test_forms_of_a_word_share_its_letter():
    known = Vocabulary([["copper", "coppers"], ["zinc"]])

    spelled = known.spell("Copper, zinc and COPPERS")

    assert spelled.words == ["Copper", "zinc", "and", "COPPERS"]
    assert spelled.letters[0] == spelled.letters[3] != spelled.letters[1]
    assert spelled.letters[2] == UNKNOWN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Copper-zinc", ["Copper", "zinc"], id="hyphen"),
        pytest.param("US$10 in the US", ["US$10", "in", "the", "US"], id="a-dollar-is-no-country"),
        pytest.param("M&A", ["M&A"], id="ampersand"),
        pytest.param("SHFE铜价", ["SHFE", "铜", "价"], id="chinese-is-cut"),
        pytest.param("刚果(金)", ["刚", "果", "金"], id="brackets-join"),
        pytest.param("黄。金", ["黄", "。", "金"], id="a-full-stop-parts"),
        pytest.param("níquel y minério", ["níquel", "y", "minério"], id="accents"),
        pytest.param("铜 níquel", ["铜", "níquel"], id="accents-beside-chinese"),
    ],
)
def test_cuts_a_text_into_words(text, words):
    assert Vocabulary([]).spell(text).words == words


def test_words_learned_later_join_no_class_that_is_known():
    known = Vocabulary([["copper", "coppers"]])
    before = known.spell("coppers")

    known.learn([["медь", "меди"], ["меди", "медью"]])

    assert known.spell("coppers") == before
    assert len({*known.spell("медь меди медью copper").letters}) == 2


def test_classes_are_joined_through_any_number_of_words_that_they_share():
    known = Vocabulary([["a", "b"], ["c", "d"], ["e", "f"], ["b", "c"], ["d", "e"], ["g"]])

    assert len({*known.spell("a b c d e f").letters}) == 1
    assert known.spell("g").letters != known.spell("a").letters


@pytest.mark.parametrize("texts", [["tin ore", "", "lead"], ["", "", ""], ["a\n\nb", "c"], []])
def test_keys_are_those_of_each_text_alone(texts):
    known = Vocabulary([["tin", "tins"]])

    assert known.keys(texts) == [key for text in texts for key in known.keys([text])]


def test_a_blank_line_ends_a_paragraph():
    assert Vocabulary([["a"]]).spell("a\n\na").letters[1] == PARAGRAPH


def test_russian_and_turkish_spellings_are_one():
    assert words_of("ЖЁЛТЫЙ İHRACAT bakır") == ["желтый", "ihracat", "bakir"]


@pytest.mark.parametrize("tag", [pytest.param(tag, id=tag.id) for tag in TAGS])
def test_every_wording_of_the_taxonomy_is_spelled(tag, shipped):
    """One that held the letter of other words would be found wherever any word stands."""
    concept = tag.concept

    for text in (*tag.labels(), *concept.needs, *concept.not_in, *(concept.keywords if tag.facet == "topic" else ())):
        letters = shipped.spell(text).letters
        assert letters, text
        assert UNKNOWN not in letters, text


@given(st.text(max_size=80))
def test_has_a_letter_for_each_word_of_any_text(text):
    spelled = Vocabulary([["copper"]]).spell(text)

    assert len(spelled.letters) == len(spelled.words)


@given(st.text(max_size=40), st.text(max_size=40))
def test_prints_words_as_the_text_has_them(before, after):
    text = f"{before} rare-earth {after}"
    spelled = Vocabulary([]).spell(text)
    start = next(
        n for n, pair in enumerate(zip(spelled.words, spelled.words[1:], strict=False)) if pair == ("rare", "earth")
    )

    assert spelled.printed(start, start + 2, text) in text
