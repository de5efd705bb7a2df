"""Boilerplate rules: strict to load, proven by their own sentences, and harmless whatever text they meet."""

import time
from functools import partial
from importlib.resources import files

import pytest

from crawler.clean.glued import take_glued
from crawler.clean.phrases import rule_for, take_edges
from crawler.clean.whole import take_blocks
from crawler.data import load_knowledge
from crawler.data.rules import MAX_CHARS, load_rules
from crawler.errors import DataFileError
from crawler.model import Block

RULES = load_knowledge().rules
BY_ID = {rule.id: rule for rule in RULES}
STORY = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday."
VALID = 'language = "en"\n[[rule]]\nid = "tin-spam"\nclass = "spam"\nmatch = "buy tin"\ndrop = ["Buy tin"]\nkeep = ["Tin"]\n'

ATTACK_CHARS = 100_000
MAX_SECONDS = 0.05
ATTACKS = {
    "letters": "a",
    "capitals": "A",
    "spaces": " ",
    "dashes": "- ",
    "quotes": "\"'",
    "open-brackets": "(",
    "credits": ". (Source: Ann Tin) ",
    "datelines": "SHANGHAI, Jan 9 (LMM) ",
    "names": "By Ann Tin and ",
    "crumbs": "home / news > ",
    "prompts": "click here to sign up to join our group and ",
    "questions": "for any questions please contact us at ",
    "statements": "data public database model estimated reference ",
    "translations": "the text below translated by Lingotron machine ",
    "mail": "a@",
    "digits": "8613800000000 ",
    "share": "facebook, twitter / ",
    "templates": "{{ %% ${ Widget.Clock.",
    "hanzi": "金属",
    "hanzi-prompts": "扫码加入点击报名联系",
    "hanzi-dates": "上海，3月4日（",
}


def story(_text):
    return True


def load(content, folder):
    path = folder / "mine.toml"
    path.write_text(content, encoding="utf-8")
    return load_rules(path)


def problem(content, folder):
    with pytest.raises(DataFileError) as caught:
        load(content, folder)
    return str(caught.value)


def sentences(key, *parts):
    return [
        pytest.param(rule.id, text, id=f"{rule.id}-{text}")
        for rule in RULES
        if rule.part in parts
        for text in getattr(rule, key)
    ]


def test_reads_a_rule_with_its_defaults(tmp_path):
    (rule,) = load(VALID, tmp_path)

    assert (rule.id, rule.kind, rule.drop, rule.keep) == ("tin-spam", "spam", ("Buy tin",), ("Tin",))
    assert (rule.part, rule.where, rule.action, rule.field, rule.max_chars) == (
        "block",
        "anywhere",
        "drop",
        None,
        MAX_CHARS,
    )
    assert [pattern.pattern for pattern in rule.match] == ["buy tin"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param("keep =", "kep =", 'unknown key "kep" in [rule]; did you mean "keep"?', id="misspelt-key"),
        pytest.param('class = "spam"\n', "", 'key "class" in [rule] is missing', id="missing-key"),
        pytest.param('language = "en"\n', "", 'key "language" is missing', id="missing-language"),
        pytest.param('"buy tin"', '"(tin"', '"(tin" is no regular expression: missing )', id="bad-regex"),
        pytest.param('"buy tin"', '["tin", "[a"]', '"[a" is no regular expression: unterm', id="bad-regex-in-a-list"),
        pytest.param('"buy tin"', "5", 'key "match" in [rule] must be a list in [ ]', id="number-for-match"),
        pytest.param('["Buy tin"]', '"Buy tin"', 'key "drop" in [rule] must be a list in [ ]', id="text-for-list"),
        pytest.param('["Buy tin"]', "[5]", 'key "drop" in [rule] must be a text in quotes', id="number-in-list"),
        pytest.param('"spam"', '"spamm"', "key \"class\" in [rule]: Input should be 'newsletter'", id="unknown-class"),
        pytest.param('["Tin"]', "[]", "needs at least one sentence in each of drop and keep", id="no-proof"),
        pytest.param(
            '["Tin"]', '["Tin"]\nfield = "authors"', 'exactly where action = "field"', id="field-not-asked-for"
        ),
        pytest.param('["Tin"]', '["Tin"]\naction = "field"', 'exactly where action = "field"', id="field-left-out"),
        pytest.param(
            '["Tin"]', '["Tin"]\naction = "delete"', "should be 'drop', 'cut' or 'field'", id="unknown-action"
        ),
        pytest.param('["Tin"]', '["Tin"]\nmax_chars = "9"', "max_chars", id="text-for-number"),
        pytest.param('["Tin"]', '["Tin"]\nmax_chars = true', "max_chars", id="truth-for-number"),
        pytest.param('"buy tin"', "[]", "match", id="no-pattern"),
        pytest.param("[[rule]]", "[[rules]]", 'unknown key "rules"; did you mean "rule"?', id="misspelt-table"),
        pytest.param('id = "tin-spam"', "id = ", "is not valid TOML", id="invalid-toml"),
    ],
)
def test_refuses_a_faulty_file_in_one_line_that_names_it(old, new, message, tmp_path):
    assert old in VALID

    said = problem(VALID.replace(old, new), tmp_path)

    assert said.startswith("mine.toml: ")
    assert message in said
    assert "\n" not in said


def test_says_in_one_line_that_a_pattern_of_several_lines_is_wrong(tmp_path):
    assert "\n" not in problem(VALID.replace('"buy tin"', "'''(tin\n|zinc'''"), tmp_path)


def test_names_the_rule_at_fault_among_many(tmp_path):
    second = VALID.partition("\n")[2].replace("tin-spam", "zinc-spam").replace("keep =", "kep =")

    assert "zinc-spam" in problem(VALID + second, tmp_path)


def test_refuses_a_second_rule_of_the_same_id(tmp_path):
    said = problem(VALID + VALID.partition("\n")[2], tmp_path)

    assert said == 'mine.toml: two rules have the id "tin-spam"'


def test_refuses_an_added_file_whose_rule_has_the_id_of_another_file(tmp_path):
    (tmp_path / "boilerplate").mkdir()
    (tmp_path / "boilerplate" / "mine.toml").write_text(VALID.replace("tin-spam", "button"), encoding="utf-8")

    with pytest.raises(DataFileError, match="button"):
        load_knowledge(tmp_path)


def test_a_file_of_the_same_name_takes_the_place_of_the_shipped_one_and_others_are_added(tmp_path):
    (tmp_path / "boilerplate").mkdir()
    (tmp_path / "boilerplate" / "en.toml").write_text(VALID, encoding="utf-8")
    (tmp_path / "boilerplate" / "mine.toml").write_text(VALID.replace("tin-spam", "zinc-spam"), encoding="utf-8")
    (tmp_path / "boilerplate" / "notes.txt").write_text("no rules", encoding="utf-8")

    known = load_knowledge(tmp_path)

    ids = [rule.id for rule in known.rules]
    assert {"tin-spam", "zinc-spam"} < set(ids)
    assert "zh-button" in ids
    assert "button" not in ids
    assert [tag.id for tag in known.tags] == [tag.id for tag in load_knowledge().tags]
    assert known.digest != load_knowledge().digest


def test_a_folder_without_rules_changes_nothing(tmp_path):
    assert load_knowledge(tmp_path).digest == load_knowledge().digest


def test_the_digest_changes_with_any_byte(tmp_path):
    (tmp_path / "one" / "boilerplate").mkdir(parents=True)
    (tmp_path / "two" / "boilerplate").mkdir(parents=True)
    (tmp_path / "one" / "boilerplate" / "mine.toml").write_text(VALID, encoding="utf-8")
    (tmp_path / "two" / "boilerplate" / "mine.toml").write_text(VALID + "# why\n", encoding="utf-8")

    digests = {load_knowledge(overlay).digest for overlay in (None, tmp_path / "one", tmp_path / "two")}

    assert len(digests) == 3
    assert all(len(digest) == 12 and int(digest, 16) >= 0 for digest in digests)


def test_every_shipped_file_loads_with_ids_unique_over_all_files():
    paths = [path for path in (files("crawler.data") / "boilerplate").iterdir() if path.name.endswith(".toml")]

    ids = [rule.id for path in paths for rule in load_rules(path)]

    assert ids
    assert len(ids) == len(set(ids)) == len(RULES)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])
def test_a_rule_that_fills_a_field_has_something_to_fill_it_with(rule):
    says_it_itself = rule.field in (None, "is_truncated", "machine_translated_by")

    assert says_it_itself or any("value" in pattern.groupindex for pattern in rule.match)


@pytest.mark.parametrize(("rule_id", "text"), sentences("drop", "block"))
def test_a_rule_takes_each_of_its_drop_sentences(rule_id, text):
    rule = BY_ID[rule_id]

    assert rule_for(text, [rule], (rule.where,)) is rule


@pytest.mark.parametrize(("rule_id", "text"), sentences("keep", "block"))
def test_a_rule_leaves_each_of_its_keep_sentences(rule_id, text):
    rule = BY_ID[rule_id]

    assert rule_for(text, [rule], (rule.where,)) is None


@pytest.mark.parametrize(("rule_id", "text"), sentences("keep", "block", "prefix", "suffix"))
def test_no_rule_for_lines_above_or_within_a_story_takes_what_another_rule_keeps(rule_id, text):
    other = rule_for(text, [rule for rule in RULES if rule.id != rule_id], ("anywhere",))

    assert other is None


@pytest.mark.parametrize(("rule_id", "text"), sentences("drop", "prefix"))
def test_an_opening_is_split_off_the_story(rule_id, text):
    rule = BY_ID[rule_id]

    take = take_glued if rule.where == "anywhere" else partial(take_edges, is_story=story)
    blocks, _ = take([Block(text=text + STORY)], [rule])

    assert [(block.text, block.rule) for block in blocks] == [(text.strip(), rule_id), (STORY, None)]


@pytest.mark.parametrize(("rule_id", "text"), sentences("drop", "suffix"))
def test_a_closing_credit_is_split_off_the_story(rule_id, text):
    rule = BY_ID[rule_id]
    credit = text[max(text.rfind("("), text.rfind("（")) :]

    blocks, facts = take_edges([Block(text=f"{STORY} {text}")], [rule], is_story=story)

    assert [block.rule for block in blocks] == [None, rule_id]
    assert blocks[1].text == credit
    assert blocks[0].text == f"{STORY} {text}".removesuffix(credit).strip()
    assert [fact.field for fact in facts] == [rule.field]


@pytest.mark.parametrize(("rule_id", "text"), sentences("keep", "prefix", "suffix"))
def test_an_opening_or_closing_that_is_none_stays(rule_id, text):
    blocks, facts = take_edges([Block(text=text)], [BY_ID[rule_id]], is_story=story)

    assert blocks == [Block(text=text)]
    assert facts == []


@pytest.mark.parametrize(("rule_id", "text"), sentences("keep", "suffix"))
def test_a_closing_that_is_none_stays_behind_a_story(rule_id, text):
    blocks, _ = take_edges([Block(text=f"{STORY} {text}")], [BY_ID[rule_id]], is_story=story)

    assert [block.rule for block in blocks] == [None]


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES if rule.field])
def test_a_rule_that_fills_a_field_finds_its_value_in_one_of_its_sentences(rule):
    facts = []
    for text in rule.drop:
        if rule.part == "block":
            facts += take_blocks([Block(text=STORY), Block(text=text)], [rule], is_story=STORY.__eq__)[1]
            facts += take_blocks([Block(text=text), Block(text=STORY)], [rule], is_story=STORY.__eq__)[1]
        else:
            whole = text + STORY if rule.part == "prefix" else f"{STORY} {text}"
            facts += take_edges([Block(text=whole)], [rule], is_story=story)[1]

    assert {(fact.field, fact.rule) for fact in facts} == {(rule.field, rule.id)}
    assert all(fact.value for fact in facts)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])
def test_no_text_makes_a_rule_slow(rule, quickest):
    own = {f"own-{number}": f"{text} " for number, text in enumerate(rule.drop)}
    slow = {}
    for name, piece in (ATTACKS | own).items():
        whole = piece * (ATTACK_CHARS // len(piece) + 1)
        for text in (whole[:ATTACK_CHARS], f"x{whole[:ATTACK_CHARS]}\x00", f"{whole[: rule.max_chars - 1]}\x00"):
            seconds = quickest(rule, text, MAX_SECONDS)
            if seconds > MAX_SECONDS:
                slow[f"{name}, {len(text)} characters"] = seconds

    assert len(ATTACKS) >= 12
    assert slow == {}


@pytest.mark.parametrize(
    ("rule_id", "line"),
    [
        ("breadcrumb", "News" + " / the news News" * 40 + " / 1"),
        ("breadcrumb", "Home" + " / news news" * 40 + " 1"),
        ("breadcrumb", "News" + " | metal news" * 40 + "1"),
        ("contact-details", "x@y" + ",1" * 60 + " z"),
        ("contact-details", "https://x.example/@ann/" + ",".join("abcdefghij" * 5) + "/z is where it was said first."),
        ("share-bar", "Share" + " x" * 60 + "!z"),
        ("share-bar", "Share" + " copy link" * 40 + "!z"),
    ],
)
def test_a_line_that_is_almost_taken_costs_no_time(rule_id, line):
    rule = next(rule for rule in load_knowledge().rules if rule.id == rule_id)
    begin = time.process_time()
    for pattern in rule.match:
        pattern.match(line)

    assert time.process_time() - begin < 0.05


def test_every_word_of_reported_speech_and_of_further_sentences_is_a_regular_expression():
    told = [pattern for rule in RULES for pattern in (rule.unless, rule.reported, rule.continued) if pattern]

    assert all(pattern.flags for pattern in told)
    assert {rule.languages for rule in RULES if rule.part == "block" and not rule.reported} == set()
