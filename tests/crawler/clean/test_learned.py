"""Learned boilerplate: what is judged to be a notice, one key for all spellings of a line, nothing taken that is not listed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.clean.learned import judge, story_blocks, take_learned
from crawler.clean.ledger import Evidence
from crawler.model import Block
from storage.blocks import block_key, counted_blocks, masked_key

NOTICE = "Scan to join our group"

blocks_of_any_kind = st.lists(
    st.builds(Block, text=st.text(max_size=20), rule=st.sampled_from([None, "hidden"]), inside=st.booleans()),
    max_size=8,
)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SCAN TO JOIN OUR GROUP", id="capitals"),
        pytest.param("  Scan to\tjoin  our\u00a0group\n", id="spaces"),
        pytest.param("scan to join our group", id="lower-case"),
    ],
)
def test_case_and_spacing_variants_share_a_key(text):
    assert block_key(text) == block_key(NOTICE)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Scan to join our group!", id="punctuation"),
        pytest.param("Scantojoinourgroup", id="no-spaces"),
        pytest.param("Scan to join our groups", id="plural"),
        pytest.param("", id="empty"),
    ],
)
def test_other_texts_have_other_keys(text):
    assert block_key(text) != block_key(NOTICE)


def test_the_key_never_changes_between_versions():
    assert block_key(NOTICE) == "947e0ffbf18ef8c1"


@given(st.text(alphabet=st.characters()))
def test_any_text_has_a_key_of_sixteen_hexadecimal_digits(text):
    key = block_key(text)

    assert len(key) == 16
    assert set(key) <= set("0123456789abcdef")


def test_a_lone_surrogate_has_a_key():
    assert len(block_key("tin \ud800")) == 16


def test_marks_what_is_learned_and_nothing_else():
    blocks = [
        Block(text="Tin fell."),
        Block(text="scan to JOIN our group"),
        Block(text="Scan"),
        Block(text="Zinc rose."),
    ]

    done = take_learned(blocks, {block_key(NOTICE)})

    assert [block.rule for block in done] == [None, "learned", None, None]


def test_a_block_outside_the_body_is_learned_too():
    assert take_learned([Block(text=NOTICE, inside=False)], {block_key(NOTICE)})[0].rule == "learned"


def test_a_block_that_bears_a_rule_keeps_it():
    blocks = [Block(text=NOTICE, rule="hidden")]

    assert take_learned(blocks, {block_key(NOTICE)}) == blocks


def test_nothing_learned_changes_nothing():
    blocks = [Block(text=NOTICE), Block(text="Tin fell.")]

    assert take_learned(blocks, frozenset()) == blocks


@given(blocks_of_any_kind, st.sets(st.integers(0, 7)))
def test_loses_and_alters_nothing_and_twice_equals_once(blocks, chosen):
    learned = {block_key(block.text) for number, block in enumerate(blocks) if number in chosen}

    done = take_learned(blocks, learned)

    assert [replace(block, rule=None) for block in done] == [replace(block, rule=None) for block in blocks]
    due = [before.kept and block_key(before.text) in learned for before in blocks]
    assert [block.rule == "learned" for block in done] == due
    assert take_learned(done, learned) == done


def test_a_masked_key_takes_all_variants():
    blocks = [Block(text="The app costs 4.99 a month"), Block(text="The app costs 5 a month"), Block(text="Tin fell.")]

    done = take_learned(blocks, {masked_key("The app costs 9 a month")})

    assert [block.rule for block in done] == ["learned", "learned", None]


def test_a_store_counts_what_is_kept_and_what_was_learned_within_the_story():
    blocks = [
        Block(text="Menu", rule="outside-body", inside=False),
        Block(text="Outlook", type="h"),
        Block(text=NOTICE, rule="learned"),
        Block(text=NOTICE, rule="learned", inside=False),
        Block(text="For queries, ask Ann", rule="contact"),
    ]

    assert story_blocks(blocks) == counted_blocks([("h", "Outlook"), ("p", NOTICE)])


USUAL = Evidence(
    stories=9, company=11, since="2026-11-02", days=6, headlines=9, own=9, head=0, tail=9, headings=0, rows=0,
    variants=1, size=22, weekday=False, series=None, theme=None,
)  # fmt: skip


def test_a_notice_is_learned_with_its_reason():
    found = judge(USUAL)

    assert found.learned
    assert found.reason == "in 9 of 11 stories since 2026-11-02, at the end of 9, with 9 headlines, on 6 days"


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(
            {"stories": 5, "company": 5, "headlines": 5, "own": 5, "tail": 5, "days": 2}, id="the-fifth-story"
        ),
        pytest.param({"tail": 0, "head": 9}, id="above-the-story"),
        pytest.param({"tail": 0, "company": 9}, id="within-all-stories"),
        pytest.param({"since": None, "days": 0}, id="of-a-site-that-prints-no-dates"),
        pytest.param({"headings": 9}, id="a-heading-behind-the-story"),
        pytest.param({"variants": 3}, id="a-price-that-stays-for-days"),
        pytest.param({"theme": "tin"}, id="at-the-edge-of-stories-of-one-theme"),
        pytest.param({"size": 700, "company": 9}, id="long-in-all-stories"),
    ],
)
def test_learns_a_notice(changes):
    assert judge(replace(USUAL, **changes)).learned


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        pytest.param({"stories": 4, "company": 4, "headlines": 4, "own": 4, "tail": 4}, "in too few stories", id="few"),
        pytest.param({"company": 26}, "in too small a part of the stories", id="every-third-story"),
        pytest.param({"tail": 4, "company": 13}, "in too small a part of the stories", id="within-most-stories"),
        pytest.param({"headlines": 6}, "under the same headlines again", id="same-headlines"),
        pytest.param({"days": 2}, "on too few days", id="two-days"),
        pytest.param({"days": 1, "company": 9}, "on too few days", id="one-day"),
        pytest.param({"own": 5, "tail": 5}, "in stories that have little else of their own", id="copies"),
        pytest.param({"rows": 9, "company": 9}, "rows of tables are content", id="table-head"),
        pytest.param({"headings": 9, "tail": 0, "company": 9}, "headings within the story are content", id="heading"),
        pytest.param({"weekday": True}, "it comes on one day of the week", id="weekly"),
        pytest.param({"series": "strike"}, 'its stories are about one thing, "strike"', id="series"),
        pytest.param(
            {"tail": 0, "company": 9, "theme": "strike"}, 'all stories are about one thing, "strike"', id="theme"
        ),
        pytest.param({"variants": 9, "company": 9}, "its numbers change too often", id="closing-price"),
        pytest.param(
            {"variants": 3, "company": 9, "days": 3}, "its numbers change too often", id="three-stories-a-day"
        ),
        pytest.param({"variants": 2, "company": 16}, "in too small a part of the stories", id="variants-of-half"),
        pytest.param(
            {"variants": 3, "company": 9, "tail": 2}, "its numbers change, and it stands within the story", id="rate"
        ),
        pytest.param({"size": 700, "company": 13}, "in too small a part of the stories", id="long"),
        pytest.param({"size": 3, "company": 9}, "it is too short to be a notice", id="stars"),
    ],
)
def test_keeps_what_may_be_a_sentence_and_says_why(changes, why):
    found = judge(replace(USUAL, **changes))

    assert not found.learned
    assert found.reason.endswith(f": kept, {why}")


@given(st.integers(5, 300), st.integers(0, 300), st.integers(0, 100))
def test_more_stories_without_it_never_make_a_notice(stories, without, more):
    few = replace(USUAL, stories=stories, company=stories + without, headlines=stories, own=stories, tail=stories)
    many = replace(few, company=few.company + more)

    assert judge(few).learned or not judge(many).learned
