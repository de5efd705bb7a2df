"""German compounds, read as two words where the second one names a topic."""

import pytest

from crawler.data import load_knowledge
from crawler.normalize.compound_words import CompoundWords

COMPOUNDS = CompoundWords([tag for tag in load_knowledge().tags if tag.facet != "genre"])


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        pytest.param("Die Molybdännachfrage steigt", "Die Molybdän nachfrage steigt", id="a-topic-is-cut-off"),
        pytest.param("Der Strompreis steigt", "Der Strompreis steigt", id="a-word-of-its-own-is-left"),
        pytest.param("Der Bürgermeister kommt", "Der Bürgermeister kommt", id="no-topic"),
        pytest.param("molybdännachfrage", "molybdännachfrage", id="no-noun"),
    ],
)
def test_parts_a_german_compound_before_its_topic(text, parted):
    assert COMPOUNDS.parted(text, language="de") == parted


@pytest.mark.parametrize("language", ["en", "tr", None])
def test_leaves_texts_of_other_languages_alone(language):
    assert COMPOUNDS.parted("Molybdännachfrage", language=language) == "Molybdännachfrage"
