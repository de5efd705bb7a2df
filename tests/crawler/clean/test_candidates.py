import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crawler.clean.candidates import Candidates, candidates_of, cuts_of
from crawler.clean.languages import rules_for_language
from crawler.clean.literals import folded_case, needs_of, usual_beginning
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
    assert needs_of(pattern).words == want


@pytest.mark.parametrize(
    ("pattern", "want"),
    [
        pytest.param("(sign|log) ?in", {"sig", "log"}, id="alternatives"),
        pytest.param("(please )?click", {"ple", "cli"}, id="optional"),
        pytest.param(r"\d* ?comments", {"0", " co", "com"}, id="optional-digits"),
        pytest.param(r"\d{1,2} min", {"0"}, id="digits"),
        pytest.param("5 minutes", {"0 m"}, id="digit"),
        pytest.param(r"[(\[]?Source", {"(so", "[so", "sou"}, id="class-of-brackets"),
        pytest.param("(?!tin)zinc", {"zin"}, id="lookahead"),
        pytest.param("(t{2}in|to)+", {"t", "to"}, id="repeated"),
        pytest.param("(tin )*zinc", {"tin", "zin"}, id="repeated-or-none"),
        pytest.param(".{0,9}tin", {""}, id="anything"),
        pytest.param("(tin|[a-z]+)", {""}, id="one-alternative-is-anything"),
        pytest.param(r"(tin)?(?P<a>x)?(?P=a)", {""}, id="not-understood"),
    ],
)
def test_names_the_letters_that_a_match_begins_with(pattern, want):
    assert needs_of(pattern).beginnings == want


PIECES = st.recursive(
    st.sampled_from(
        [
            "a",
            "B",
            "7",
            "ab",
            " ",
            ".",
            r"\.",
            r"\d",
            r"\w",
            "[ab]",
            "[^a]",
            "[a-c]",
            r"[(\[]",
            "ı",
            "Ш",
            "铜",
            r"\b",
            "{",
        ]
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda some: f"({'|'.join(some)})"),
        st.tuples(inner, st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,}", "??"])).map(
            lambda of: f"(?:{of[0]}){of[1]}"
        ),
        inner.map(lambda some: f"(?={some})"),
        inner.map(lambda some: f"(?!{some})"),
    ),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(PIECES, st.lists(st.sampled_from([*"aAbBcC7 .([{шШıIi铜x²٣"]), max_size=12).map("".join))
def test_what_a_pattern_needs_stands_in_every_match(pattern, text):
    found = re.compile(pattern, re.IGNORECASE).match(text)
    assume(found)

    words, beginnings = needs_of(pattern)

    assert not words or any(word in folded_case(text) for word in words)
    assert any(usual_beginning(text).startswith(beginning) for beginning in beginnings)


@pytest.mark.parametrize("language", ["de", "zh", "tr", None])
def test_a_selection_asks_the_rules_that_its_own_candidates_would(language):
    selected = rules_for_language(RULES, language)
    alone = Candidates((*selected,))

    for text in SENTENCES[::3]:
        shared = [(rule.id, patterns) for rule, patterns in candidates_of(selected).of_block(text, ZONES)]
        assert shared == [(rule.id, patterns) for rule, patterns in alone.of_block(text, ZONES)], text


def test_a_sentence_is_asked_for_with_the_words_of_its_text():
    rules = cuts_of(RULES)
    text = "Related articles"

    assert candidates_of(rules).of_block(text, ZONES, within=f"Tin rose. {text}") == candidates_of(rules).of_block(
        text, ZONES
    )
    assert "newsletter" not in {
        rule.id for rule, _ in candidates_of(RULES).of_block("Sign up to our newsletter", ZONES, within="Tin rose.")
    }


def test_passes_over_no_pattern_that_matches_anywhere():
    candidates = Candidates(RULES)
    for text in SENTENCES:
        asked = {(rule.id, pattern) for rule, patterns in candidates.of_block(text, ZONES) for pattern in patterns}
        for rule in RULES:
            if rule.part == "block" and len(text) <= rule.max_chars:
                assert all((rule.id, p) in asked for p in rule.match if p.match(text)), (rule.id, text)


def test_asks_few_rules_of_an_ordinary_sentence():
    text = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday, after a strike at two smelters."

    assert len(candidates_of(RULES).of_block(text, ZONES)) * 10 < len(RULES)


@pytest.mark.parametrize(
    "text", ["\u017fign up to our newsletter", "S\u0130GN UP to our newsletter", "s\u0131gn up to our newsletter"]
)
def test_hears_a_letter_of_odd_case(text):
    rules = {rule.id for rule, _ in candidates_of(RULES).of_block(text, ZONES)}

    assert "newsletter" in rules


def test_a_letter_matches_where_case_is_ignored_just_what_its_folding_says():
    letters = [
        chr(code) for code in (*range(0x61, 0x7B), *range(0xC0, 0x180), *range(0x400, 0x460), *range(0x1EA0, 0x1EFA))
    ]
    every = "".join(chr(code) for code in range(1, 0x2200))

    for letter in letters:
        needed = needs_of(f"ab{letter}").words
        matched = re.findall(re.escape(letter), every, re.IGNORECASE)
        assert needed
        assert not next(iter(needed)).endswith(letter.lower()) or {folded_case(char) for char in matched} == {
            folded_case(letter)
        }


def test_makes_the_candidates_of_a_tuple_once():
    assert candidates_of(RULES) is candidates_of(RULES)
    assert candidates_of(list(RULES)) is not candidates_of(RULES)
