"""A notice in one block with the story takes no sentence of it along."""

import pytest

from crawler.clean import take_glued
from crawler.clean.whole import take_blocks
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
