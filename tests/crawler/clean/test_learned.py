"""Learned boilerplate: one key for all spellings of a line, and nothing taken that is not on the list."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.clean.learned import block_key, take_learned
from crawler.model import Block

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
