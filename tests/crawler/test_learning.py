"""What a crawl learns while it runs: gone from the fifth story on, a person's word first, no story left empty."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crawler.learning import Learning
from crawler.parse import read_page
from storage.blocks import LEARNED, block_key, masked_key
from storage.boilerplate import Verdict

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
NOTICE = "Furnace Hour, the podcast of our smelting desk, is out each evening."
TICKER = "The desk is staffed by {} people at this hour of the day."
METALS = (
    "Tin",
    "Zinc",
    "Lead",
    "Nickel",
    "Cobalt",
    "Copper",
    "Gallium",
    "Indium",
    "Tungsten",
    "Bismuth",
    "Silicon",
    "Chrome",
)

SAYS = ("waits", "climbs", "slips", "holds", "tumbles", "firms", "stalls", "jumps", "eases", "drifts", "gains", "dips")


def page(number, *notices, middle=None, says=None):
    metal = METALS[number]
    headline = f"{metal} {says or SAYS[number]}"
    texts = [
        f"{metal} prices in the spot market moved little as traders waited for the {metal.lower()} tender to be settled.",
        *([middle] if middle else []),
        f"Two {metal.lower()} smelters told of lower stocks, and a third one has stopped a line until the spring.",
        *notices,
    ]
    html = (
        f"<html><head><title>{headline}</title>"
        f'<meta property="article:published_time" content="2026-11-{number + 2:02}T09:00:00Z"></head>'
        f"<body><article><h1>{headline}</h1>{''.join(f'<p>{text}</p>' for text in texts)}</article></body></html>"
    ).encode()
    url = f"https://plain.example/{number}"
    return lambda learned: read_page(html, url=url, learned=learned, retrieved_at=NOW)


def bodies(pages, learning=None):
    learning = learning or Learning()
    return [learning.read(page).article.article_body for page in pages]


def verdict(text, decision, key=None):
    return Verdict(source="plain.example", key=key or block_key(text), decision=decision, text=text, decided_at=NOW)


@pytest.mark.parametrize(
    "pages",
    [
        pytest.param([page(n, NOTICE) for n in range(8)], id="below"),
        pytest.param([page(n, middle=NOTICE) for n in range(8)], id="within"),
    ],
)
def test_a_notice_is_gone_from_the_fifth_story_on(pages):
    assert [NOTICE in body for body in bodies(pages)] == [True] * 4 + [False] * 4


def test_within_the_story_a_line_of_one_theme_stays_until_other_stories_are_known():
    pages = [page(n, middle=NOTICE, says="after the strike") for n in range(8)]

    assert all(NOTICE in body for body in bodies(pages))


def test_what_was_learned_stays_known_though_it_is_gone():
    learning = Learning()
    bodies([page(n, NOTICE) for n in range(8)], learning)

    assert learning.keys == {block_key(NOTICE)}
    assert learning.ledger.support(block_key(NOTICE)) == 8
    (known,) = learning.known()
    assert (known.key, known.learned, known.verdict) == (block_key(NOTICE), True, None)


def test_a_later_crawl_goes_on_where_the_store_is():
    first = Learning()
    bodies([page(n, NOTICE) for n in range(7)], first)

    (body,) = bodies([page(7, NOTICE)], Learning(first.ledger.articles()))

    assert NOTICE not in body


def test_what_more_stories_show_to_be_a_sentence_comes_back():
    learning = Learning()
    early = bodies([page(n, NOTICE) for n in range(5)], learning)
    bodies([page(n) for n in range(5, 11)], learning)

    learning.known()

    assert NOTICE not in early[4]
    assert learning.keys == frozenset()


def test_a_denied_block_is_gone_from_the_first_story():
    learning = Learning(verdicts=[verdict(NOTICE, "deny")])

    (body,) = bodies([page(0, NOTICE)], learning)

    assert NOTICE not in body


def test_an_allowed_block_stays():
    learning = Learning(verdicts=[verdict(NOTICE, "allow")])

    assert all(NOTICE in body for body in bodies([page(n, NOTICE) for n in range(8)], learning))
    (known,) = learning.known()
    assert (known.learned, known.reason) == (False, "a person said: never boilerplate")


@pytest.mark.parametrize("key", [None, masked_key(TICKER.format(7))], ids=["one-variant", "the-masked-key"])
def test_who_allows_one_variant_allows_all(key):
    learning = Learning(verdicts=[verdict(TICKER.format(7), "allow", key)])
    pages = [page(n, TICKER.format(7 + n // 6)) for n in range(12)]

    assert all("The desk is staffed" in body for body in bodies(pages, learning))
    assert [known.learned for known in learning.known()] == [False] * len(learning.known())


def test_variants_that_stay_for_a_while_are_one_notice():
    learning = Learning()
    bodies([page(n, TICKER.format(7 + n // 4)) for n in range(12)], learning)

    learning.known()

    assert masked_key(TICKER.format(99)) in learning.keys


def test_a_line_with_another_number_every_day_stays():
    learning = Learning()

    read = bodies(
        [page(n, f"The benchmark contract of the day closed at {9120 + n * 7} a ton.") for n in range(12)], learning
    )

    learning.known()
    assert learning.keys == frozenset()
    assert all("closed at" in body for body in read)


def test_a_story_of_nothing_but_what_was_learned_stays_whole():
    html = f"<html><body><article><h1>Tin</h1><p>{NOTICE}</p></article></body></html>".encode()
    learning = Learning(verdicts=[verdict(NOTICE, "deny")])

    reading = learning.read(
        lambda learned: read_page(html, url="https://plain.example/99", learned=learned, retrieved_at=NOW)
    )

    assert reading.article
    assert reading.article.article_body == NOTICE


def test_what_is_taken_says_so():
    reading = Learning(verdicts=[verdict(NOTICE, "deny")]).read(page(0, NOTICE))

    assert {"text": NOTICE, "rule": LEARNED} in reading.article.removed


def test_a_page_without_a_story_teaches_nothing():
    learning = Learning()

    reading = learning.read(
        lambda learned: read_page(b"", url="https://plain.example/1", learned=learned, retrieved_at=NOW)
    )

    assert reading.article is None
    assert learning.ledger.articles() == []


def test_a_key_that_nobody_has_is_in_no_story():
    known = Learning().judged("0" * 16)

    assert (known.learned, known.reason, known.evidence) == (False, "in no story", None)


def test_a_text_goes_with_the_variants_it_is_one_of():
    learning = Learning()
    for number in range(12):
        learning.read(page(number, f"A bulletin of our desk costs only {9 - number % 2} dollars a month."))
    text = "A bulletin of our desk costs only 9 dollars a month."
    learning.known()

    explained = learning.explained(block_key(text))

    assert explained.learned
    assert explained.reason.startswith(f"a variant of {masked_key(text)}: in 12 of 12 stories")
    assert {known.key: known.learned for known in learning.known()}[block_key(text)]


def test_the_later_word_of_a_person_holds():
    text = "A bulletin of our desk costs only 9 dollars a month."
    later = replace(verdict(text, "deny", key=masked_key(text)), decided_at=NOW + timedelta(days=1))

    assert masked_key(text) in Learning(verdicts=[verdict(text, "allow"), later]).keys
    assert (
        masked_key(text)
        not in Learning(
            verdicts=[
                replace(later, decided_at=NOW),
                replace(verdict(text, "allow"), decided_at=NOW + timedelta(days=1)),
            ]
        ).keys
    )
