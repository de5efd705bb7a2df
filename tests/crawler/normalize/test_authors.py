"""Bylines to names of persons."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.data import load_knowledge
from crawler.normalize import authors
from crawler.normalize.authors import author_names, believed_byline

OUTLETS = ["Ore Post", "LMM"]
WORDS = load_knowledge().bylines


@pytest.mark.parametrize(
    ("byline", "want"),
    [
        pytest.param("Ann Tin", ["Ann Tin"], id="name"),
        pytest.param("By Ann Tin", ["Ann Tin"], id="by"),
        pytest.param("By: Ann Tin", ["Ann Tin"], id="by-with-colon"),
        pytest.param("Author: Mayra", ["Mayra"], id="author"),
        pytest.param("By Ann Tin and Tom Ore", ["Ann Tin", "Tom Ore"], id="and"),
        pytest.param("Ann Tin, Tom Ore; Li Wei", ["Ann Tin", "Tom Ore", "Li Wei"], id="list"),
        pytest.param("Ann Tin & Tom Ore", ["Ann Tin", "Tom Ore"], id="ampersand"),
        pytest.param("Por Eva Plomo y Juan Cobre", ["Eva Plomo", "Juan Cobre"], id="spanish"),
        pytest.param("Von Jan Zinn und Eva Blei", ["Jan Zinn", "Eva Blei"], id="german"),
        pytest.param("作者：吴玉新", ["吴玉新"], id="chinese"),
        pytest.param("记者 杨晶、李铜", ["杨晶", "李铜"], id="chinese-list"),
        pytest.param("Ann Tin | September 23, 2024 | 9:47 am", ["Ann Tin"], id="date-behind-it"),
        pytest.param("By Ann Tin, Senior Reporter", ["Ann Tin"], id="role-behind-it"),
        pytest.param("Émile O'Neil-Smith", ["Émile O'Neil-Smith"], id="accents-and-hyphen"),
        pytest.param("Byron Porter", ["Byron Porter"], id="name-that-begins-like-by"),
        pytest.param("Ann Tin, Tin News Agency", ["Ann Tin"], id="agency"),
        pytest.param("Ore Post", [], id="outlet"),
        pytest.param("Ore Post Staff", [], id="staff"),
        pytest.param("Reuters", [], id="wire"),
        pytest.param("admin", [], id="admin"),
        pytest.param("desk@orepost.example", [], id="mail"),
        pytest.param("https://www.facebook.com/orepost", [], id="address"),
        pytest.param("https://orepost.example/authors/ann-tin", [], id="address-of-a-person"),
        pytest.param("x" * 61, [], id="too-long"),
        pytest.param("Markus Zinn, Berlin, Eva Blei", ["Markus Zinn", "Eva Blei"], id="place-between-names"),
        pytest.param("orepost.example, Frankfurt, Germany", [], id="places-behind-an-outlet"),
        pytest.param("Tin, Ann", ["Ann Tin"], id="last-name-first"),
        pytest.param("Ann Tin, MS, RD", ["Ann Tin"], id="credentials"),
        pytest.param("ANN TIN AND LI WEI", ["ANN TIN", "LI WEI"], id="capitals"),
        pytest.param("Ann Tin (ati)", ["Ann Tin"], id="initials-in-brackets"),
        pytest.param("Ann Tin For Ore Post Online", ["Ann Tin"], id="for-the-outlet"),
        pytest.param("Ann Tin in Antofagasta", ["Ann Tin"], id="place-behind-in"),
        pytest.param("Mads Tin og Eva Bly", ["Mads Tin", "Eva Bly"], id="danish"),
        pytest.param("Jean Étain et Ève Plomb", ["Jean Étain", "Ève Plomb"], id="french"),
        pytest.param("Di Anna Stagno", ["Anna Stagno"], id="italian"),
        pytest.param("Di Wang", ["Di Wang"], id="opening-that-is-a-name"),
        pytest.param("Иван Медный и Анна Цинк", ["Иван Медный", "Анна Цинк"], id="russian"),
        pytest.param("작성 김철수 기자", ["김철수"], id="korean"),
        pytest.param("김철수 기자 외 1명", ["김철수"], id="korean-and-one-more"),
        pytest.param("Text: Von Jan Zinn", ["Jan Zinn"], id="two-openings"),
        pytest.param("Ludwig van Kupfer", ["Ludwig van Kupfer"], id="particle"),
        pytest.param("Von", [], id="opening-alone"),
        pytest.param("Alle Beiträge von Jan Zinn", [], id="link-of-a-profile"),
        pytest.param("Ann Tin | Mar 11, 2025 | All About Smelters", ["Ann Tin"], id="section-behind-the-date"),
        pytest.param("Nov. 3, 2026 · Ann Tin", ["Ann Tin"], id="date-before-it"),
        pytest.param("dpa/Reuters", [], id="agencies"),
        pytest.param("Online-Redaktion Ore Post", [], id="newsroom"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_reads_the_persons_of_a_byline(byline, want):
    assert author_names([byline], outlets=OUTLETS, words=WORDS) == want


def test_names_each_person_once_in_order():
    assert author_names(["Tom Ore", "By Ann Tin", "Tom Ore"], outlets=[], words=WORDS) == ["Tom Ore", "Ann Tin"]


@pytest.mark.parametrize(
    ("places", "want"),
    [
        pytest.param({}, None, id="no-place"),
        pytest.param({"json-ld": []}, None, id="no-name"),
        pytest.param({"json-ld": [], "rel=author": ["Ann Tin"]}, "rel=author", id="first-with-a-name"),
        pytest.param({"json-ld": ["Ann"], "class=author": ["Ann Tin"]}, "class=author", id="fuller-name"),
        pytest.param({"json-ld": ["Ann Tin"], "class=author": ["Ann Tin", "Tom Ore"]}, "json-ld", id="more-names-unconfirmed"),
        pytest.param(
            {"json-ld": ["Ann Tin"], "class=author": ["Ann Tin", "Tom Ore"], "text:byline": ["Ann Tin", "Tom Ore"]},
            "class=author", id="more-names-confirmed",
        ),
        pytest.param({"json-ld": ["Ed Admin"], "class=author": ["Ann Tin"], "text:byline": ["Ann Tin"]}, "text:byline",
                     id="printed-twice-against-the-head"),
        pytest.param({"json-ld": ["Ed Admin"], "text:byline": ["Ann Tin"]}, "json-ld", id="printed-once-against-the-head"),
        pytest.param({"meta:author": [f"A{i} Tin" for i in range(30)], "microdata": ["Ann Tin"]}, "microdata", id="endless-list"),
    ],
)  # fmt: skip
def test_believes_the_fullest_of_the_trusted_places(places, want):
    assert believed_byline(places) == want


def test_a_hostile_byline_is_read_in_time():
    assert author_names(["by " * 300_000, ", " * 300_000, "A" * 1_000_000], outlets=[], words=WORDS) == []


@given(st.lists(st.text(max_size=80), max_size=3))
def test_names_are_short_unique_and_not_blank(bylines):
    found = author_names(bylines, outlets=OUTLETS, words=WORDS)

    assert len(found) == len(set(found))
    assert all(name.strip() and len(name) <= 60 for name in found)


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(authors).failed == 0
