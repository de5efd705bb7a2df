"""Forms of words by their endings: those that texts print, and none that is another word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.data.inflection import compounds, inflected

LANGUAGES = ["en", "es", "pt", "de", "ru", "tr", "zh"]


@pytest.mark.parametrize(
    ("word", "language", "printed"),
    [
        pytest.param("inventory", "en", {"inventories"}, id="en-y"),
        pytest.param("refinery", "en", {"refinery", "refineries"}, id="en-itself"),
        pytest.param("tax", "en", {"taxes"}, id="en-x"),
        pytest.param("cobre", "es", {"cobres"}, id="es-vowel"),
        pytest.param("importación", "es", {"importaciones"}, id="es-cion"),
        pytest.param("chileno", "es", {"chilena", "chilenos", "chilenas"}, id="es-gender"),
        pytest.param("exportação", "pt", {"exportações"}, id="pt-ao"),
        pytest.param("níquel", "pt", {"níqueis"}, id="pt-l"),
        pytest.param("chinês", "pt", {"chinesa", "chineses"}, id="pt-es"),
        pytest.param("seltene", "de", {"seltenen", "seltener"}, id="de-adjective"),
        pytest.param("übernahme", "de", {"übernahmen"}, id="de-e"),
        pytest.param("nickel", "de", {"nickels"}, id="de-genitive"),
        pytest.param("медь", "ru", {"меди", "медью"}, id="ru-soft"),
        pytest.param("алюминий", "ru", {"алюминия", "алюминию", "алюминием"}, id="ru-ij"),
        pytest.param("свинец", "ru", {"свинца", "свинцом"}, id="ru-fleeting-vowel"),
        pytest.param("золото", "ru", {"золота", "золотом"}, id="ru-neuter"),
        pytest.param("железная", "ru", {"железной", "железную"}, id="ru-adjective"),
        pytest.param("россия", "ru", {"россии", "россию", "россией"}, id="ru-ija"),
        pytest.param("цинк", "ru", {"цинка", "цинку", "цинком", "цинке"}, id="ru-hard"),
        pytest.param("çelik", "tr", {"çeliği", "çeliğin", "çelikte", "çelikler"}, id="tr-softened"),
        pytest.param("bakır", "tr", {"bakırın", "bakırı", "bakıra", "bakırdan"}, id="tr-back"),
        pytest.param("çinko", "tr", {"çinkonun", "çinkoyu", "çinkoda"}, id="tr-vowel"),
        pytest.param("fiyatı", "tr", {"fiyatına", "fiyatında", "fiyatından"}, id="tr-after-a-possessive"),
        pytest.param("поставка", "ru", {"поставок", "поставками"}, id="ru-fleeting-o"),
        pytest.param("задержка", "ru", {"задержек"}, id="ru-fleeting-e"),
    ],
)
def test_makes_the_forms_that_texts_print(word, language, printed):
    assert printed <= inflected(word, language)


@pytest.mark.parametrize(
    ("word", "language", "stranger"),
    [
        pytest.param("сталь", "ru", "стал", id="became"),
        pytest.param("медь", "ru", "медный", id="adjective"),
        pytest.param("oro", "es", "ora", id="prays"),
        pytest.param("importe", "de", "importer", id="importer"),
        pytest.param("lead", "en", "leading", id="leading"),
    ],
)
def test_makes_no_other_word(word, language, stranger):
    assert stranger not in inflected(word, language)


def test_a_word_of_two_letters_has_no_forms():
    assert inflected("us", "en") == {"us"}


def test_a_compound_begins_with_the_name_and_ends_with_a_part_in_any_form():
    made = compounds("kupfer", ("preis", "hütte"), "de")

    assert {"kupferpreis", "kupferpreise", "kupferpreises", "kupferhütte", "kupferhütten"} <= made
    assert "kupferstich" not in made


@given(st.text(max_size=12).map(str.casefold), st.sampled_from(LANGUAGES))
def test_any_word_is_among_its_few_forms(word, language):
    forms = inflected(word, language)

    assert word in forms
    assert len(forms) <= 60
