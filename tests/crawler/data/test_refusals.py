"""Wordings of pages that are no story: strict to load, and proven by their own sentences."""

import time

import pytest

from crawler.data import load_knowledge
from crawler.data.refusals import load_refusals
from crawler.errors import DataFileError
from crawler.extract.wordings import Wordings

RULES = load_knowledge().refusals.rules
VALID = """
[[rule]]
id = "gone"
reason = "soft-404"
languages = ["en"]
where = "line"
match = 'gone'
refuse = ["Gone!"]
keep = ["Gone are the days"]
"""


def sentences(key):
    return [pytest.param(rule, text, id=f"{rule.id}-{text}") for rule in RULES for text in getattr(rule, key)]


def reasons(rules, where, text):
    wordings = Wordings(rules)
    if where in ("title", "line"):
        return wordings.of_title(text)
    judge = {"text": wordings.of_text, "address": wordings.of_address, "markup": wordings.of_markup}[where]
    return [found] if (found := judge(text)) else []


def load(content, folder):
    path = folder / "mine.toml"
    path.write_text(content, encoding="utf-8")
    return load_refusals(path)


@pytest.mark.parametrize(("rule", "text"), sentences("refuse"))
def test_a_rule_recognizes_its_own_sentences(rule, text):
    assert rule.reason in reasons([rule], rule.where, text)


@pytest.mark.parametrize(("rule", "text"), sentences("keep"))
def test_a_rule_leaves_alone_what_it_must(rule, text):
    assert reasons([rule], rule.where, text) == []


@pytest.mark.parametrize(
    ("rule", "text"), [case for case in sentences("keep") if case.values[0].where in ("title", "line")]
)
def test_no_rule_takes_a_headline_that_another_must_leave(rule, text):
    assert reasons(RULES, rule.where, text) == []


def test_there_are_wordings_in_nine_languages():
    told = {tag for rule in RULES if rule.reason == "soft-404" for tag in rule.languages}

    assert {"en", "zh", "de", "es", "fr", "ru", "pt", "tr", "ja"} <= told


def test_reads_a_rule(tmp_path):
    (rule,) = load(VALID, tmp_path)

    assert (rule.id, rule.reason, rule.languages, rule.where) == ("gone", "soft-404", ("en",), "line")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("reason =", "reson =", 'unknown key "reson" in [rule]; did you mean "reason"?', id="typo"),
        pytest.param("'gone'", "'('", "is no regular expression", id="no-regex"),
        pytest.param("'gone'", "'(gone)'", "must group with (?: )", id="group"),
        pytest.param("'gone'", "''", "at least one regular expression", id="empty"),
        pytest.param('"soft-404"', '"gone"', 'key "reason" in [rule]', id="no-reason"),
        pytest.param('keep = ["Gone are the days"]', "keep = []", "a rule without proof is no rule", id="no-proof"),
        pytest.param("[[rule]]", VALID + "[[rule]]", 'two rules have the id "gone"', id="twice"),
    ],
)
def test_says_what_is_wrong_with_a_rule(old, new, message, tmp_path):
    with pytest.raises(DataFileError) as caught:
        load(VALID.replace(old, new), tmp_path)

    assert message in str(caught.value)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])
@pytest.mark.parametrize(
    "text", ["oops ", " ", "a", "page you are ", "sorry, we can't find the ", "404 ", "页面", "/tag/a", "we "]
)
def test_a_rule_costs_no_time_whatever_it_meets(rule, text):
    attack = (text * 100_000)[:100_000]
    begin = time.process_time()

    for cut in (attack, attack[:150]):
        reasons([rule], rule.where, cut)

    assert time.process_time() - begin < 0.05
