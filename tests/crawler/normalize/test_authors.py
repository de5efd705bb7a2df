"""Bylines to names of persons."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalize import authors
from crawler.normalize.authors import author_names

OUTLETS = ["Ore Post", "LMM"]


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
        pytest.param("", [], id="nothing"),
    ],
)
def test_reads_the_persons_of_a_byline(byline, want):
    assert author_names([byline], outlets=OUTLETS) == want


def test_names_each_person_once_in_order():
    assert author_names(["Tom Ore", "By Ann Tin", "Tom Ore"], outlets=[]) == ["Tom Ore", "Ann Tin"]


@given(st.lists(st.text(max_size=80), max_size=3))
def test_names_are_short_unique_and_not_blank(bylines):
    found = author_names(bylines, outlets=OUTLETS)

    assert len(found) == len(set(found))
    assert all(name.strip() and len(name) <= 60 for name in found)


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(authors).failed == 0
