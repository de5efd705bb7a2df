import re

import pytest

from crawler.clean.candidates import Candidates, candidates_of
from crawler.clean.literals import folded_case, required_words
from crawler.data import load_knowledge

RULES = load_knowledge().rules
ZONES = ("anywhere", "head", "tail", "end")
SENTENCES = [text for rule in RULES for text in (*rule.drop, *rule.keep)]


@pytest.mark.parametrize(
    ("pattern", "want"),
    [
        pytest.param("(sign|log) ?in", {"signin", "sign in", "login", "log in"}, id="alternatives"),
        pytest.param("(?=.*(tin|zinc)).{3,}", {"tin", "zinc"}, id="lookahead"),
        pytest.param("(?!tin).*", set(), id="negative-lookahead"),
        pytest.param("(tin)?[a-z]+", set(), id="optional"),
        pytest.param("(tin|[a-z]+)", set(), id="one-alternative-is-anything"),
        pytest.param("(?-i:Tin) (rises )*today", {"today"}, id="repeated"),
        pytest.param("Ünited", {"ünited"}, id="letter-beyond-ascii"),
        pytest.param("Цены", {"цены"}, id="cyrillic"),
        pytest.param("fıyat|fİyat", {"fiyat"}, id="turkish"),
        pytest.param("Ωmega", {"mega"}, id="letter-of-no-known-cases"),
        pytest.param("订阅.{0,9}", {"订阅"}, id="chinese"),
    ],
)
def test_names_the_words_that_a_pattern_needs(pattern, want):
    assert required_words(re.compile(pattern, re.IGNORECASE)) == want


def test_passes_over_no_pattern_that_matches_anywhere():
    candidates = Candidates(RULES)
    for text in SENTENCES:
        asked = {(rule.id, pattern) for rule, patterns in candidates.of_text(text, ZONES) for pattern in patterns}
        for rule in RULES:
            if rule.part == "block" and len(text) <= rule.max_chars:
                assert all((rule.id, p) in asked for p in rule.match if p.search(text)), (rule.id, text)


def test_asks_few_rules_of_an_ordinary_sentence():
    text = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday, after a strike at two smelters."

    assert len(candidates_of(RULES).of_text(text, ZONES)) * 10 < len(RULES)


@pytest.mark.parametrize(
    "text", ["\u017fign up to our newsletter", "S\u0130GN UP to our newsletter", "s\u0131gn up to our newsletter"]
)
def test_hears_a_letter_of_odd_case(text):
    rules = {rule.id for rule, _ in candidates_of(RULES).of_text(text, ZONES)}

    assert "newsletter" in rules


def test_a_letter_matches_where_case_is_ignored_just_what_its_folding_says():
    letters = [
        chr(code) for code in (*range(0x61, 0x7B), *range(0xC0, 0x180), *range(0x400, 0x460), *range(0x1EA0, 0x1EFA))
    ]
    every = "".join(chr(code) for code in range(1, 0x2200))

    for letter in letters:
        needed = required_words(re.compile(f"ab{letter}", re.IGNORECASE))
        matched = re.findall(re.escape(letter), every, re.IGNORECASE)
        assert needed
        assert not next(iter(needed)).endswith(letter.lower()) or {folded_case(char) for char in matched} == {
            folded_case(letter)
        }


def test_makes_the_candidates_of_a_tuple_once():
    assert candidates_of(RULES) is candidates_of(RULES)
    assert candidates_of(list(RULES)) is not candidates_of(RULES)
