"""Block keys: one key for all spellings of a line, one masked key for all its numbers, and what a store keeps of a story."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import Article
from storage.blocks import (
    MAX_MASKED,
    block_key,
    blocks_from_json,
    blocks_json,
    blocks_of,
    counted_article,
    counted_blocks,
    masked_key,
)

NOTICE = "Our weekly costs 9.99 a month from 1 March"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Our weekly costs 12 a month from 3 March", id="price"),
        pytest.param("our WEEKLY costs  1,299.50 a month from 1 March", id="case-and-spaces"),
        pytest.param("Our weekly costs 9.99 a month from 1-2 March", id="range"),
    ],
)
def test_texts_that_differ_in_numbers_share_a_masked_key(text):
    assert masked_key(text) == masked_key(NOTICE)
    assert block_key(text) != block_key(NOTICE)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Our weekly costs money", id="no-number"),
        pytest.param("+0.4% 9,120", id="numbers-only"),
        pytest.param("Zinc 3,010", id="a-label-and-a-number"),
        pytest.param("Our weekly costs 9.99 a month. " * 20, id="a-paragraph"),
    ],
)
def test_what_is_short_of_words_or_long_or_without_number_has_no_masked_key(text):
    assert masked_key(text) is None


def test_another_word_is_another_masked_key():
    assert masked_key("Our daily costs 9.99 a month from 1 March") != masked_key(NOTICE)


def test_a_masked_key_is_nobodys_block_key():
    assert masked_key(NOTICE) != block_key(NOTICE.replace("9.99", "#").replace("1", "#"))


@given(st.lists(st.tuples(st.sampled_from(["p", "h", "li", "quote", "row"]), st.text(max_size=400)), max_size=6))
def test_what_is_kept_as_json_comes_back(blocks):
    counted = counted_blocks(blocks)

    assert blocks_from_json(blocks_json(counted)) == counted
    assert [block.key for block in counted] == [block_key(text) for _, text in blocks]
    assert [block.masked for block in counted] == [masked_key(text) for _, text in blocks]
    assert all(block.masked is None for block in counted if block.size > MAX_MASKED)


def test_the_fields_of_an_article_tell_its_blocks_and_what_was_learned_comes_last():
    removed = [{"text": "Metals News", "rule": "section-label"}, {"text": NOTICE, "rule": "learned"}]

    found = blocks_of("Outlook\n\nTin fell.", ["h", "p"], removed)

    assert [(block.type, block.key) for block in found] == [
        ("h", block_key("Outlook")),
        ("p", block_key("Tin fell.")),
        ("p", block_key(NOTICE)),
    ]


def test_types_that_do_not_fit_the_body_are_paragraphs():
    assert [block.type for block in blocks_of("One.\n\nTwo.", ["h"], [])] == ["p", "p"]


def test_an_article_without_body_has_no_blocks():
    assert blocks_of(None, [], []) == ()


@pytest.mark.parametrize(
    ("precision", "local", "day"),
    [
        pytest.param("minute", "2026-11-02", "2026-11-02", id="minute"),
        pytest.param("day", "2026-11-02", "2026-11-02", id="day"),
        pytest.param("month", "2026-11", None, id="month"),
        pytest.param("year", "2026", None, id="year"),
        pytest.param(None, None, None, id="none"),
    ],
)
def test_only_a_day_is_a_day(precision, local, day):
    article = Article(url="https://e.example/1", headline="Tin", date_precision=precision, date_published_local=local)

    assert counted_article(article, ()).day == day
