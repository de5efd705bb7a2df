from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import Article, ArticleStore
from storage.fulltext import MARK_END, MARK_START, SEPARATOR, index_text, match_expression, snippets

TEXTS = {
    "chinese": "稀土出口管制升级，铜价上涨。上海库存下降至100982475吨，编号AB1234的合金符合GB/T 3190-2020标准。",
    "english": "New tariffs hit rare earths. Supply and demand for copper balanced; inventories fell. Résumé of trade.",
    "single": "The tariff was lifted. Demand and supply of tin.",
    "wide": "型号ＡＢ５６７８的铝箔、ﾃｽﾄ、동 가격",
    "rare": "\u3400\U00020000\U0002a700\U00030000",
}


@pytest.fixture(scope="module")
def store():
    with ArticleStore(":memory:") as store:
        for name, text in TEXTS.items():
            store.save(Article(url=f"https://example.org/{name}", identifier=name, headline="x", article_body=text))
        yield store


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param("稀土", {"chinese"}, id="two-characters"),
        pytest.param("铜", {"chinese"}, id="one-character"),
        pytest.param("库存", {"chinese"}, id="word-inside-a-sentence"),
        pytest.param("土稀", set(), id="order-counts"),
        pytest.param("上海 铜价", {"chinese"}, id="two-words"),
        pytest.param("铜价上涨", {"chinese"}, id="three-or-more"),
        pytest.param('"supply and demand"', {"english"}, id="phrase"),
        pytest.param("“supply and demand”", {"english"}, id="phrase-in-curly-quotes"),
        pytest.param("supply demand", {"english", "single"}, id="words"),
        pytest.param("tariff", {"english", "single"}, id="singular-finds-plural"),
        pytest.param("tariffs", {"english", "single"}, id="plural-finds-singular"),
        pytest.param("TARIFF", {"english", "single"}, id="case"),
        pytest.param("resume", {"english"}, id="accents"),
        pytest.param("tariff -copper", {"single"}, id="exclusion"),
        pytest.param('tariff -"supply and demand"', {"single"}, id="excluded-phrase"),
        pytest.param("AB1234", {"chinese"}, id="id-glued-between-chinese"),
        pytest.param("100982475", {"chinese"}, id="number-glued-between-chinese"),
        pytest.param("GB/T 3190-2020", {"chinese"}, id="standard"),
        pytest.param("AB5678", {"wide"}, id="full-width"),
        pytest.param("ＡＢ１２３４", {"chinese"}, id="full-width-query"),
        pytest.param("동", {"wide"}, id="hangul"),
        pytest.param("가격", {"wide"}, id="hangul-word"),
        pytest.param("\U00020000", {"rare"}, id="extension-b"),
        pytest.param("\U00030000", {"rare"}, id="extension-g"),
        pytest.param("-copper", set(), id="only-exclusion"),
        pytest.param("copper *", {"english"}, id="a-term-without-a-word"),
    ],
)
def test_search_finds(store, query, found):
    assert {hit.identifier for hit in store.search(query)} == found


ODD = [
    '"',
    '""',
    '"""',
    "*",
    "copper*",
    "*copper",
    "NEAR(",
    "NEAR(a b, 2)",
    "a OR",
    "OR",
    "AND",
    "NOT",
    "a NOT",
    "NOT a",
    "-",
    "--",
    "- -",
    '-"',
    "a -",
    'a -"',
    "(",
    ")",
    "((a)",
    "a AND (b",
    "headline:",
    "headline:x",
    "{a b}: c",
    "^a",
    "a^",
    "a + b",
    "'",
    "';--",
    "a' OR 1=1 --",
    "\\",
    "%",
    "?",
    '"a" "',
    "“",
    "-“a",
    "，",
    "。稀",
    "\x00",
    "a\x00b",
    "\ud800",
    "a\udfffb",
    "",
    " ",
    "\n\t",
    "a\u200bb",
    "\ufeff",
    "\U000e0001",
    "x\u0301",
]
LONG = ["a" * 100_000, "a " * 20_000, "稀" * 20_000, '" ' * 5_000, "-a " * 5_000, "稀 " * 5_000]


@pytest.mark.parametrize("query", ODD + LONG, ids=lambda query: ascii(query)[:30])
def test_no_query_is_an_error(store, query):
    for hit in store.search(query):
        assert SEPARATOR not in hit.snippet


@given(st.text())
def test_no_text_is_an_error(query):
    expression = match_expression(query)

    found = [] if expression is None else snippets([["a", "b", "c", "d", "e"]], expression)

    assert len(found) == (expression is not None)


@pytest.mark.parametrize("query", ["", "-", '"', "-copper", "* ( )", "-a -b", "\x00", "，。"])
def test_a_query_without_a_wanted_word_is_none(query):
    assert match_expression(query) is None


@given(st.text())
def test_index_text_adds_nothing_that_is_seen(text):
    indexed = index_text(text)

    assert len(indexed.replace(SEPARATOR, "")) == len(text.replace(SEPARATOR, ""))


def test_a_snippet_marks_a_chinese_word_as_one(store):
    (hit,) = store.search("稀土")

    assert hit.snippet.startswith(f"{MARK_START}稀土{MARK_END}出口管制")


def test_a_snippet_marks_the_other_form_of_a_word(store):
    snippet = next(hit.snippet for hit in store.search("tariff") if hit.identifier == "english")

    assert f"New {MARK_START}tariffs{MARK_END} hit" in snippet


def test_a_snippet_of_a_headline_hit_is_the_headline():
    expression = match_expression("zinc")

    assert snippets([["Zinc up", "", "Metals.", "", ""]], expression) == [f"{MARK_START}Zinc{MARK_END} up"]


def test_a_snippet_of_a_match_far_down_is_the_beginning():
    body = "Tin rose. " * 2000 + "Zinc fell."

    assert snippets([["Tin", "", body, "", ""]], match_expression("zinc")) == [("Tin rose. " * 16).strip()]


def test_a_text_that_repeats_one_word_costs_little():
    started = time.process_time()

    snippets([["a", "b", "copper " * 20_000, "", ""]], match_expression("copper"))

    assert time.process_time() - started < 2  # 0.05 s here; 7 s without the cut
