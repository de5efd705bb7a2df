"""A notice in one block with the story takes no sentence of it along."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.clean.glued import take_glued
from crawler.clean.whole import take_blocks, take_notices
from crawler.data import load_knowledge
from crawler.extract import is_prose
from crawler.model import Block

RULES = load_knowledge().rules
STORY = "Stocks of tin in the exchange's warehouses fell to 41,200 tonnes on Monday, the lowest since March."


def taken(text):
    blocks, _ = take_blocks([Block(text=STORY), Block(text=text), Block(text=STORY)], RULES, is_story=is_prose)
    return blocks[1].rule


@pytest.mark.parametrize(
    "notice",
    [
        "Subscribe to our newsletter.",
        "Click here to register for the Tin Forum in Lima!",
        "We use cookies to improve your experience.",
        "You have reached the end of the free part.",
        "Disclaimer: figures are for reference only.",
        "© 2026 Trade Press. All rights reserved.",
    ],
)
def test_leaves_a_block_with_a_sentence_of_the_story_to_be_split(notice):
    assert taken(notice) is not None
    assert taken(f"{notice} {STORY}") is None
    assert taken(f"{STORY} {notice}") is None

    parts, _ = take_glued([Block(text=f"{notice} {STORY}")], RULES)

    assert STORY in [part.text for part in parts if part.kept]


def test_takes_a_block_all_of_whose_long_sentences_are_notices():
    long = (
        "Sign up today for our free weekly newsletter with all the news and prices from the tin market in your inbox."
    )

    assert taken(f"{long} {long} No spam.") == "newsletter"


PIECES = (
    "Subscribe to our newsletter.",
    "Sign up here.",
    "Contact us",
    "Photo: Orebank.",
    "Advertisement",
    "Read more",
    "Copper rose.",
    "For reference only.",
    "Die Hütte ruht.",
    "扫码加入交流群。",
    "Tickets for the Tin Forum are on sale now!",
    STORY,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5), min_size=1, max_size=5))
def test_cleaning_twice_is_cleaning_once_and_nothing_is_lost(paragraphs):
    def cleaned(blocks):
        taken, _ = take_blocks(blocks, RULES, is_story=is_prose)
        return take_notices(taken, RULES, is_story=is_prose)[0]

    given_blocks = [Block(text=" ".join(pieces)) for pieces in paragraphs]

    once = cleaned(given_blocks)
    kept = [block for block in once if block.kept]

    assert " ".join(block.text for block in once) == " ".join(block.text for block in given_blocks)
    assert cleaned(once) == once
    assert [block.text for block in cleaned(kept) if block.kept and is_prose(block.text)] == [
        block.text for block in kept if is_prose(block.text)
    ]
