"""Notices in one paragraph with the story: whole sentences at its ends go, nothing else is touched."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.clean import rules_for_language
from crawler.clean.glued import take_glued
from crawler.data import load_knowledge
from crawler.model import Block

RULES = load_knowledge().rules
STORY = "Tin fell by 3% on Monday."
SECOND = "Smelters in the south cut runs for a third week."
NOTICES = [
    "Click here to subscribe to our newsletter.",
    "For any questions please contact the tin desk at tin@trade.example",
    "The text below was translated by Lingotron automatically.",
    "© 2026 Trade Press. All rights reserved.",
]


def texts(text, **keys):
    blocks, _ = take_glued([Block(text=text, **keys)], RULES)
    return [(block.text, block.kept) for block in blocks]


def squeezed(blocks):
    return "".join("".join(block.text.split()) for block in blocks)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param(f"{STORY} {NOTICES[0]}", STORY, id="behind"),
        pytest.param(f"{NOTICES[2]} {STORY}", STORY, id="before"),
        pytest.param(f"{NOTICES[2]} {STORY} {SECOND} {NOTICES[0]}", f"{STORY} {SECOND}", id="both"),
        pytest.param(f"{STORY} {NOTICES[0]} {NOTICES[1]}", STORY, id="two-behind"),
        pytest.param("Copper rose.Click here to subscribe to our newsletter.", "Copper rose.", id="without-a-space"),
        pytest.param("周一锡价下跌。扫码加入锡业交流群。", "周一锡价下跌。", id="chinese"),
        pytest.param(
            "By OreDataBankLastly, we look at zinc.", "Lastly, we look at zinc.", id="label-glued-to-the-sentence"
        ),
        pytest.param("AdvertisementThe mine reopened.", "The mine reopened.", id="advertisement"),
        pytest.param("El estaño cayó. Suscríbase a nuestro boletín.", "El estaño cayó.", id="spanish"),
        pytest.param("Олово упало. Подпишитесь на нашу рассылку!", "Олово упало.", id="russian"),
        pytest.param("Zinn fiel. Abonnieren Sie unseren Newsletter!", "Zinn fiel.", id="german"),
        pytest.param("Kalay düştü. Bültenimize abone olun!", "Kalay düştü.", id="turkish"),
        pytest.param("O estanho caiu. Assine nossa newsletter!", "O estanho caiu.", id="portuguese"),
    ],
)
def test_splits_off_what_stands_at_an_end(text, kept):
    assert [part for part, is_kept in texts(text) if is_kept] == [kept]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"{STORY} {NOTICES[0]} {SECOND}", id="between-two-sentences"),
        pytest.param("“Tin fell. Contact us,” he said.", id="quoted"),
        pytest.param("“Tin fell. Click here to subscribe to our newsletter.”", id="within-a-quotation"),
        pytest.param("Tin fell. The union told members to contact the mine with any questions.", id="reported"),
        pytest.param("By McDonald's count tin fell. It rose again.", id="name-with-a-hump"),
        pytest.param("Tin fell. Save for zinc, all rose.", id="word-that-is-a-button"),
        pytest.param("Tin fell. Save.", id="label-is-no-sentence"),
    ],
)
def test_leaves_the_story_alone(text):
    assert texts(text) == [(text, True)]


@pytest.mark.parametrize("text", ["Imagen referencial. Crédito: Orestock", f"Advertisement{NOTICES[2]} {NOTICES[0]}"])
def test_a_paragraph_of_notices_alone_goes_whole(text):
    assert [is_kept for _, is_kept in texts(text)].count(True) == 0


def test_finds_the_fact_in_a_glued_notice():
    _, facts = take_glued([Block(text=f"{NOTICES[2]} {STORY}")], RULES)

    assert [(fact.field, fact.value) for fact in facts] == [("machine_translated_by", "Lingotron")]


@pytest.mark.parametrize("keys", [{"rule": "hidden"}, {"inside": False}, {"type": "row"}, {"type": "h"}])
def test_leaves_other_blocks_alone(keys):
    block = Block(**{"text": f"{STORY} {NOTICES[0]}", **keys})

    assert take_glued([block], RULES) == ([block], [])


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.lists(
            st.sampled_from([*NOTICES, STORY, SECOND, "“It rose. It fell.”", "By OreDataBankLastly, it rose."])
        ).map(" ".join),
        max_size=4,
    )
)
def test_loses_nothing_and_twice_equals_once(paragraphs):
    blocks = [Block(text=text) for text in paragraphs if text]

    once, _ = take_glued(blocks, RULES)
    twice, facts = take_glued(once, RULES)

    assert squeezed(once) == squeezed(blocks)
    assert twice == once
    assert facts == []
    assert all(replace(block, text="", rule=None) == Block(text="") for block in once)


def test_a_loose_rule_holds_in_its_language_only():
    german = {rule.id for rule in rules_for_language(RULES, "de")}
    english = {rule.id for rule in rules_for_language(RULES, "en")}

    assert "de-end-prompt" in german - english
    assert {"end-event", "zh-end-prompt", "de-contact"} <= german & english
    assert rules_for_language(RULES, None) == RULES
