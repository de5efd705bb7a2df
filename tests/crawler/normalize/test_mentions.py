"""Labels found in a text, whatever was read before it."""

import pytest

from crawler.data import load_knowledge
from crawler.normalize.mentions import Labels
from crawler.normalize.vocabulary import CJK_FIRST, fold, has_cyrillic, words_as_printed
from crawler.normalize.word_classes import forms_of, word_classes

TAGS = [tag for tag in load_knowledge().tags if tag.facet != "genre"]
TEXTS = {
    "latin": "Copper mine in Chile\n\nThe zinc smelter shut, and lead and zinc rose.",
    "cyrillic": "Медь подорожала в Индии\n\nИндий и LME.",
    "characters": "铜价上涨\n\n无锡的锡 and tin",
    "both": "Медь и 铜\n\nnickel",
}


def named(labels, text):
    return [(m.tag.id, m.start, m.end) for m in labels.mentions(labels.spell(text), language=None)]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in TEXTS.items()])
def test_a_text_names_the_same_whatever_script_was_read_before(text):
    first, last = Labels(TAGS), Labels(TAGS)

    for other in TEXTS.values():
        named(last, other)

    assert named(first, text) == named(last, text) != []


def test_no_word_of_one_script_counts_as_one_of_the_other():
    """Words of Cyrillic letters are learned later than others, which must not change these."""
    others = {word for forms in word_classes(TAGS, is_cyrillic=False) for word in forms}
    cyrillic = {word for forms in word_classes(TAGS, is_cyrillic=True) for word in forms}

    assert others.isdisjoint(cyrillic)
    assert all(map(has_cyrillic, cyrillic))


def test_forms_of_every_word_are_folded():
    words = {
        (word, language)
        for tag in TAGS
        for label, language in (*tag.wordings(), *tag.headline_wordings())
        for word in words_as_printed(label)
        if word < CJK_FIRST
    }

    assert len(words) > 1000
    assert all(fold(form) == form for word, language in words for form in forms_of(word, language))
    assert all(fold(word) in forms_of(word, language) for word, language in words)


@pytest.mark.parametrize(
    ("word", "form"), [("bakır", "bakirda"), ("ALTIN", "altinin"), ("İridyum", "iridyumun"), ("kömür", "kömürü")]
)
def test_turkish_endings_follow_the_vowels_as_they_are_printed(word, form):
    assert form in forms_of(word, "tr")


@pytest.mark.parametrize(
    ("headline", "tag"), [("Bakırda arz daralıyor", "copper"), ("Fonlar bakırdan çıkıyor", "copper")]
)
def test_finds_a_turkish_metal_in_its_case(headline, tag):
    labels = Labels(TAGS)

    assert tag in {mention.tag.id for mention in labels.mentions(labels.spell(headline), language="tr")}


@pytest.mark.parametrize("text", ["Köprü su altında kaldı", "Masanın altından çıktı", "Karina Demir"])
def test_turkish_words_that_look_like_a_case_of_another_are_none(text):
    labels = Labels(TAGS)

    assert not {"gold", "earnings"} & {mention.tag.id for mention in labels.mentions(labels.spell(text), language="tr")}
