"""Whole printed keywords, in any script and whatever was asked before."""

import pytest

from crawler.data import load_knowledge
from crawler.normalize.keywords import Keywords
from crawler.normalize.mentions import Labels

TAGS = load_knowledge().tags
OTHERS = [tag for tag in TAGS if tag.facet != "genre"]
GENRES = [tag for tag in TAGS if tag.facet == "genre"]
CASES = [("Coppers", "copper"), ("Медь", "copper"), ("меди", "copper"), ("铜", "copper"), ("mulch", None)]


def fresh():
    return Keywords(OTHERS, GENRES, Labels(OTHERS))


@pytest.mark.parametrize("order", [CASES, CASES[::-1]], ids=["latin-first", "latin-last"])
def test_a_keyword_names_its_tag_in_whatever_order_scripts_come(order):
    known = fresh()

    found = [known.tag(word) for word, _ in order]

    assert [tag.id if tag else None for tag in found] == [wanted for _, wanted in order]


def test_every_keyword_of_the_taxonomy_is_found():
    known = fresh()

    missed = [word for tag in OTHERS for word in tag.keywords() if known.tag(word) is None]

    assert missed == []


def test_a_genre_is_found_at_either_end_of_a_text_of_another_script():
    known = fresh()
    genre = known.genre("Market Commentary")

    assert genre is not None
    assert known.genre("Новости: Market Commentary") == genre
    assert known.genre("Market Commentary: 铜") == genre
