"""Rules applied to blocks: what they take, where they hold, what they find, and that nothing is lost on the way."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.clean.phrases import Fact, ends_story, opens_story, rule_for, take_edges
from crawler.clean.whole import take_blocks
from crawler.data import load_knowledge
from crawler.data.rules import PhraseRule
from crawler.model import Block

RULES = load_knowledge().rules
FIRST = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday."
SECOND = "Smelters in the south cut runs for a third week while the port stayed shut."
THIRD = "Traders expect the market to ease when the mines of the north return in May."


def is_story(text):
    return len(text) >= 60 and text.endswith((".", "。", "”", ")"))


def made(rule_id="tin-spam", *, match=("buy tin",), **keys):
    sentences = {"drop": ["buy tin"], "keep": ["tin"]}
    return PhraseRule(**{"id": rule_id, "class": "spam", "match": list(match), **sentences, **keys})


def taken(blocks, *rules):
    done, _ = take_blocks(blocks, rules, is_story=is_story)
    return [block.rule for block in done]


def lines(*texts):
    return [Block(text=text) for text in texts]


def squeezed(blocks):
    return "".join("".join(block.text.split()) for block in blocks)


story_texts = st.sampled_from([FIRST, SECOND, THIRD, FIRST[:-1] + ", “a record”"])
label_texts = st.sampled_from(["Copper", "Rare earths", "铜", "Home", "Save", "Wuxi 214,000, down 7,000"])
boilerplate_texts = st.sampled_from(
    [text for rule in RULES if rule.part == "block" for text in (*rule.drop, *rule.keep)]
)
any_texts = st.text(min_size=1, max_size=80).map(lambda text: " ".join(text.split())).filter(bool)
openings = st.sampled_from(
    ["", *(text for rule in RULES if rule.part == "prefix" for text in (*rule.drop, *rule.keep))]
)
closings = st.sampled_from(
    ["", *(text for rule in RULES if rule.part == "suffix" for text in (*rule.drop, *rule.keep))]
)
edge_texts = st.builds(
    lambda opening, text, closing: f"{opening}{text} {closing}".strip(), openings, story_texts, closings
)
all_blocks = st.lists(
    st.builds(
        Block,
        text=st.one_of(story_texts, label_texts, boilerplate_texts, any_texts, edge_texts),
        type=st.sampled_from(["p", "p", "p", "h", "li", "quote", "row"]),
        rule=st.sampled_from([None, None, None, "hidden", "headline"]),
        inside=st.sampled_from([True, True, False]),
        linked=st.booleans(),
    ),
    max_size=12,
)
bounded = settings(deadline=None, max_examples=150)


@bounded
@given(all_blocks)
def test_taking_blocks_loses_and_alters_nothing_but_their_rule(blocks):
    done, _ = take_blocks(blocks, RULES, is_story=is_story)

    assert [replace(block, rule=None) for block in done] == [replace(block, rule=None) for block in blocks]
    assert all(after == before for before, after in zip(blocks, done, strict=True) if before.rule or after.kept)


@bounded
@given(all_blocks)
def test_taking_blocks_twice_equals_once(blocks):
    once, _ = take_blocks(blocks, RULES, is_story=is_story)
    twice, facts = take_blocks(once, RULES, is_story=is_story)

    assert twice == once
    assert facts == []


@bounded
@given(all_blocks)
def test_a_rule_and_its_facts_stand_in_the_record(blocks):
    done, facts = take_blocks(blocks, RULES, is_story=is_story)

    named = {block.rule for block in done}
    assert {fact.rule for fact in facts} <= named
    assert named <= {None, "hidden", "headline", *(rule.id for rule in RULES)}


@bounded
@given(all_blocks)
def test_taking_edges_loses_nothing_but_outer_spaces(blocks):
    done, _ = take_edges(blocks, RULES, is_story=is_story)

    assert squeezed(done) == squeezed(blocks)
    assert len(done) <= len(blocks) + 2
    assert all(block.text for block in done)


@bounded
@given(all_blocks)
def test_taking_edges_leaves_all_blocks_alone_but_the_storys_first_and_last(blocks):
    done, _ = take_edges(blocks, RULES, is_story=is_story)

    changed = [block for block in blocks if block not in done]
    assert len(changed) <= 2
    assert all(block.kept and block.inside for block in changed)
    assert [block for block in done if block.rule in ("hidden", "headline")] == [
        block for block in blocks if block.rule
    ]


@bounded
@given(openings, closings, st.sampled_from([[], [SECOND], [SECOND, THIRD]]))
def test_taking_edges_twice_equals_once(opening, closing, others):
    texts = [f"{opening}{FIRST}", *others]
    once, _ = take_edges(lines(*texts[:-1], f"{texts[-1]} {closing}".strip()), RULES, is_story=is_story)

    assert take_edges(once, RULES, is_story=is_story) == (once, [])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"SHANGHAI, Jan 9 (LMM) - LMM News: {FIRST}", id="two-openings"),
        pytest.param(f"{FIRST} (Reporting by Jane Miner) (Source: www.orenews.example)", id="two-credits"),
    ],
)
def test_takes_all_openings_and_credits_that_stand_behind_each_other(text):
    once, _ = take_edges(lines(text), RULES, is_story=is_story)

    assert [block.text for block in once if block.kept] == [FIRST]
    assert take_edges(once, RULES, is_story=is_story)[0] == once


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Buy tin", id="other-case"),
        pytest.param("“Buy tin”", id="quotes"),
        pytest.param("* Buy tin!", id="bullet-and-exclamation"),
        pytest.param("— buy tin.", id="dash-and-full-stop"),
        pytest.param("Buy\u00a0tin", id="unbreakable-space"),
        pytest.param("【buy tin】", id="chinese-brackets"),
    ],
)
def test_a_rule_takes_a_block_whatever_its_quotes_and_dashes(text):
    assert rule_for(text, [made()]) is not None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Buy tin and zinc", id="more-behind"),
        pytest.param("They buy tin", id="more-before"),
        pytest.param("Buy", id="less"),
        pytest.param("", id="empty"),
    ],
)
def test_a_rule_leaves_a_block_that_it_does_not_match_whole(text):
    assert rule_for(text, [made()]) is None


def test_a_typographic_apostrophe_is_found_in_its_place():
    rule = made(match=[r"text by (?P<value>o'neill) - ore"], action="field", field="authors")

    _, facts = take_blocks(lines("Text by O’Neill – Ore"), [rule], is_story=is_story)

    assert facts == [Fact(field="authors", value="O’Neill", rule="tin-spam")]


def test_the_first_rule_that_matches_wins():
    assert rule_for("buy tin", [made("a", match=["sell"]), made("b"), made("c")]).id == "b"


def test_a_block_longer_than_the_rule_allows_stays():
    rule = made(match=["buy .*"], max_chars=20)

    assert rule_for("buy " + "x" * 16, [rule]) is rule
    assert rule_for("buy " + "x" * 17, [rule]) is None


@pytest.mark.parametrize("part", ["prefix", "suffix"])
def test_a_rule_for_edges_takes_no_whole_block(part):
    assert rule_for("buy tin", [made(part=part)]) is None
    assert taken(lines("buy tin"), made(part=part)) == [None]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        pytest.param("anywhere", [True, None, True, None, True], id="anywhere"),
        pytest.param("head", [True, None, None, None, None], id="head"),
        pytest.param("tail", [None, None, True, None, True], id="tail"),
        pytest.param("end", [None, None, None, None, True], id="end"),
    ],
)
def test_a_rule_holds_in_its_zone_only(where, expected):
    blocks = lines("buy tin", FIRST, "buy tin", SECOND, "buy tin")

    assert taken(blocks, made(where=where)) == ["tin-spam" if taken_here else None for taken_here in expected]


@pytest.mark.parametrize(
    "label",
    [
        pytest.param(Block(text=FIRST, inside=False), id="outside-the-body"),
        pytest.param(Block(text=FIRST, type="li"), id="list-item"),
        pytest.param(Block(text=FIRST, rule="hidden"), id="taken-before"),
        pytest.param(Block(text="Tin falls"), id="label"),
    ],
)
def test_the_head_ends_with_the_first_paragraph_of_the_story_and_nothing_else(label):
    blocks = [label, Block(text="buy tin"), Block(text=SECOND), Block(text="buy tin")]

    assert taken(blocks, made(where="head"))[1::2] == ["tin-spam", None]
    assert taken(blocks, made(where="tail"))[1::2] == [None, "tin-spam"]


def test_blocks_that_bear_a_rule_stay_and_give_no_facts():
    blocks = [
        Block(text="Translated by Lingotron.", rule="hidden"),
        Block(text=FIRST),
        Block(text="Read More", rule="learned"),
    ]

    assert take_blocks(blocks, RULES, is_story=is_story) == (blocks, [])


def test_the_end_is_counted_from_the_last_line_up_to_the_first_sentence_that_no_rule_takes():
    blocks = lines(FIRST, "buy tin", "The mine reopened.", "buy tin", "Copper", "buy tin")

    assert taken(blocks, made(where="end")) == [None, None, None, "tin-spam", None, "tin-spam"]


def test_the_end_goes_on_above_a_line_that_another_rule_took():
    blocks = [Block(text=FIRST), Block(text="buy tin"), Block(text=SECOND, rule="learned"), Block(text="buy tin")]

    assert taken(blocks, made(where="end")) == [None, "tin-spam", "learned", "tin-spam"]


def test_the_storys_only_paragraph_is_never_taken_from_the_end():
    greedy = made(match=[".*"], where="end")

    assert taken(lines(FIRST), greedy) == [None]
    assert taken(lines("Tin falls", FIRST, SECOND, "buy tin"), greedy) == [None, None, "tin-spam", "tin-spam"]


def test_without_a_story_there_is_no_end():
    assert taken(lines("buy tin", "buy tin"), made(where="end")) == [None, None]


@bounded
@given(all_blocks)
def test_no_rule_of_the_end_takes_the_storys_first_paragraph(blocks):
    done, _ = take_blocks(blocks, [made(match=[".*"], where="end")], is_story=is_story)

    stories = [i for i, b in enumerate(blocks) if b.kept and b.inside and b.type == "p" and is_story(b.text)]
    assert all(block.kept for block, before in zip(done, blocks, strict=True) if before.kept and not stories)
    assert not stories or done[stories[0]].kept


@pytest.mark.parametrize(
    ("text", "is_end"),
    [
        pytest.param("Related News", True, id="english"),
        pytest.param("RELATED NEWS:", True, id="capitals"),
        pytest.param("相关新闻", True, id="chinese"),
        pytest.param("Related news from Chile lifted prices further, traders said.", False, id="sentence"),
        pytest.param("Read More", False, id="rule-that-only-drops"),
        pytest.param("", False, id="empty"),
    ],
)
def test_a_line_that_cuts_ends_the_story(text, is_end):
    assert ends_story(text, RULES) is is_end


def test_an_action_other_than_cut_never_ends_a_story():
    assert not ends_story("buy tin", [made()])
    assert ends_story("buy tin", [made(action="cut")])
    assert not ends_story("buy tin", [made(action="cut", part="suffix")])


@pytest.mark.parametrize(
    ("text", "opens"),
    [
        pytest.param(f"SHANGHAI, Jan 9 (LMM) – {FIRST}", True, id="dateline"),
        pytest.param(f"LMM News: {FIRST}", True, id="lead-in"),
        pytest.param(f"LMM 10月15日讯：{FIRST}", True, id="chinese"),
        pytest.param(FIRST, False, id="none"),
        pytest.param(f"{FIRST} SHANGHAI, Jan 9 (LMM) -", False, id="in-mid-paragraph"),
    ],
)
def test_a_dateline_opens_the_story(text, opens):
    assert opens_story(text, RULES) is opens


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        pytest.param(
            "The report below was translated by Lingotron automatically, for your reference.",
            "machine_translated_by",
            "Lingotron",
            id="translator",
        ),
        pytest.param("The text below is an automatic translation.", "machine_translated_by", "machine", id="unnamed"),
        pytest.param("以下内容由腾讯自动翻译，仅供参考。", "machine_translated_by", "腾讯", id="chinese-translator"),
        pytest.param("机器翻译，仅供参考", "machine_translated_by", "machine", id="chinese-unnamed"),
        pytest.param("Source: Yunnan Tin Daily", "source_credit", "Yunnan Tin Daily", id="credit-line"),
        pytest.param("Subscribe to continue reading.", "is_truncated", "true", id="paywall"),
    ],
)
def test_finds_the_fact_in_a_block_behind_the_story(text, field, value):
    done, facts = take_blocks(lines(FIRST, text), RULES, is_story=is_story)

    assert [fact.field for fact in facts] == [field]
    assert facts[0].value == value
    assert facts[0].rule == done[1].rule


def test_finds_the_author_in_a_line_above_the_story():
    _, facts = take_blocks(lines("By Mai Tin and Tom Ore", FIRST), RULES, is_story=is_story)

    assert facts == [Fact(field="authors", value="Mai Tin and Tom Ore", rule="byline")]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(f"SHANGHAI, Jan 9 (LMM) – {FIRST}", "SHANGHAI", id="city"),
        pytest.param(f"NEW YORK/LONDON, Oct 20 (Wire) - {FIRST}", "NEW YORK/LONDON", id="two-cities"),
        pytest.param(f"LUANDA (Wire) -- {FIRST}", "LUANDA", id="no-date"),
        pytest.param(f"Oct 19 (Wire) - {FIRST}", None, id="no-place"),
        pytest.param(f"LMM News on July 4: {FIRST}", None, id="agency"),
    ],
)
def test_splits_the_dateline_off_and_finds_its_place(text, place):
    blocks, facts = take_edges(lines("Tin falls", text, SECOND), RULES, is_story=is_story)

    assert [block.text for block in blocks if block.kept] == ["Tin falls", FIRST, SECOND]
    assert f"{blocks[1].text} {blocks[2].text}" == text
    assert [(fact.field, fact.value) for fact in facts] == ([("dateline_place", place)] if place else [])


@pytest.mark.parametrize(
    ("closing", "credit"),
    [
        pytest.param(" (Source: www.orenews.example)", "www.orenews.example", id="source"),
        pytest.param(" (Shanghai Rare Earth Association)", "Shanghai Rare Earth Association", id="name"),
        pytest.param("(Orestock Inc.)", "Orestock Inc", id="no-space-and-full-stop-within"),
    ],
)
def test_splits_the_closing_credit_off_the_last_paragraph(closing, credit):
    blocks, facts = take_edges(lines(FIRST, SECOND + closing), RULES, is_story=is_story)

    assert [(block.text, block.kept) for block in blocks] == [(FIRST, True), (SECOND, True), (closing.strip(), False)]
    assert [(fact.field, fact.value, fact.rule) for fact in facts] == [("source_credit", credit, blocks[2].rule)]


def test_splits_both_edges_off_a_story_of_one_paragraph():
    text = f"SHANGHAI, Jan 9 (LMM) - {FIRST} (Source: www.orenews.example)"

    blocks, facts = take_edges(lines(text), RULES, is_story=is_story)

    assert [block.text for block in blocks] == ["SHANGHAI, Jan 9 (LMM) -", FIRST, "(Source: www.orenews.example)"]
    assert [block.kept for block in blocks] == [False, True, False]
    assert {fact.field for fact in facts} == {"dateline_place", "source_credit"}


@pytest.mark.parametrize(
    ("blocks", "kept"),
    [
        pytest.param(lines(FIRST, f"SHANGHAI, Jan 9 (LMM) - {SECOND}"), 2, id="dateline-of-the-second-paragraph"),
        pytest.param(lines(f"{FIRST} (Source: Ore News)", SECOND), 2, id="credit-of-the-first-paragraph"),
        pytest.param([Block(text=f"LMM News: {FIRST}", rule="hidden"), Block(text=SECOND)], 1, id="taken-before"),
        pytest.param([Block(text=f"LMM News: {FIRST}", inside=False), Block(text=SECOND)], 2, id="outside-the-body"),
        pytest.param(lines("SHANGHAI, Jan 9 (LMM) -"), 1, id="nothing-behind-the-dateline"),
        pytest.param(lines("(Source: Ore News)"), 1, id="nothing-before-the-credit"),
        pytest.param([], 0, id="no-blocks"),
    ],
)
def test_edges_are_those_of_the_storys_first_and_last_paragraph(blocks, kept):
    done, facts = take_edges(blocks, RULES, is_story=is_story)

    assert done == blocks
    assert sum(block.kept for block in done) == kept
    assert facts == []


def test_parts_of_a_split_block_keep_its_type_and_place():
    block = Block(text=f"LMM News: {FIRST}", type="quote", linked=True)

    blocks, _ = take_edges([block], RULES, is_story=is_story)

    assert [(part.type, part.inside, part.linked) for part in blocks] == [("quote", True, True)] * 2


def test_a_rule_leaves_a_block_that_holds_what_it_must_not():
    rule = PhraseRule(
        id="bookshop",
        **{"class": "research-pitch"},
        match=["visit our bookshop.*"],
        unless=r"\bsaid\b",
        drop=["Visit our bookshop"],
        keep=["Visit our bookshop, the mayor said."],
    )

    assert rule_for("Visit our bookshop!", [rule]) is rule
    assert rule_for("Visit our bookshop, the mayor SAID.", [rule]) is None
