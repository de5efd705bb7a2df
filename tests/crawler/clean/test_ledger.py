"""What is counted of a recurring block: places, days, company. The order in which articles come changes nothing."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.clean.ledger import Ledger
from storage.blocks import CountedArticle, block_key, counted_blocks, masked_key

NOTICE = "Scan to join our group"
OTHER = "Call our desk before noon"
KEY = block_key(NOTICE)


def story(number, *texts, day=None, headline=None, language="en", tags=(), kind="p"):
    return CountedArticle(
        id=number,
        identifier=f"e:{number}",
        day=day or f"2026-11-{number % 28 + 1:02}",
        language=language,
        headline=headline or f"{'abcdefghijklmnopqrstuvwxyz'[number % 26] * 5} {number}",
        tags=tuple(tags),
        blocks=counted_blocks([(kind, text) for text in texts]),
    )


def own(number, part=1):
    return f"Story {chr(97 + number % 26)} has its own part {chr(97 + part)}."


def stories(count, *texts, before=1, behind=1):
    return [
        story(n, *(own(n, p) for p in range(before)), *texts, *(own(n, 10 + p) for p in range(behind)))
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("before", "behind", "head", "tail"),
    [
        pytest.param(0, 2, 6, 0, id="first"),
        pytest.param(2, 0, 0, 6, id="last"),
        pytest.param(2, 2, 0, 0, id="middle"),
    ],
)
def test_tells_where_a_block_stands(before, behind, head, tail):
    evidence = Ledger(stories(6, NOTICE, before=before, behind=behind)).evidence(KEY)

    assert (evidence.head, evidence.tail, evidence.own) == (head, tail, 6)


def test_other_blocks_that_recur_do_not_hide_an_edge():
    evidence = Ledger(stories(6, NOTICE, OTHER, behind=0)).evidence(KEY)

    assert evidence.tail == 6


def test_stories_of_nothing_else_have_nothing_of_their_own():
    evidence = Ledger(stories(6, NOTICE, OTHER, before=0, behind=0)).evidence(KEY)

    assert (evidence.own, evidence.head, evidence.tail) == (0, 0, 0)


def test_company_begins_with_the_first_story_that_has_it():
    without = [story(n, own(n)) for n in range(1, 6)]
    having = [story(n, own(n), NOTICE) for n in range(6, 12)]

    evidence = Ledger([*without, *having]).evidence(KEY)

    assert (evidence.stories, evidence.company, evidence.since) == (6, 6, "2026-11-07")


def test_company_goes_on_for_ten_stories_behind_the_last():
    having = [story(n, own(n), NOTICE) for n in range(6)]
    without = [story(n, own(n)) for n in range(6, 26)]

    assert Ledger([*having, *without]).evidence(KEY).company == 16


def test_stories_in_other_languages_are_no_company():
    having = [story(n, own(n), NOTICE) for n in range(6)]
    without = [story(n, own(n), language="zh", day="2026-11-03") for n in range(6, 12)]

    assert Ledger([*having, *without]).evidence(KEY).company == 6


def test_without_days_all_stories_are_company():
    having = [story(n, own(n), NOTICE) for n in range(6)]
    undated = [CountedArticle(**{**fields(a), "day": None}) for a in having]
    without = [CountedArticle(**{**fields(story(n, own(n))), "day": None}) for n in range(6, 9)]

    evidence = Ledger([*undated, *without]).evidence(KEY)

    assert (evidence.company, evidence.since, evidence.days) == (9, None, 0)


def fields(article):
    return {name: getattr(article, name) for name in article.__slots__}


def test_an_article_that_comes_again_counts_once():
    ledger = Ledger(stories(3, NOTICE))

    ledger.put(story(1, own(1)))

    assert ledger.support(KEY) == 2
    assert ledger.blocks("e:1") == counted_blocks([("p", own(1))])
    assert ledger.blocks("e:9") == ()


def test_a_masked_key_counts_variants():
    texts = ["The app costs 4.99 a month", "The app costs 5.99 a month"]
    ledger = Ledger([story(n, own(n), texts[n // 4]) for n in range(8)])

    evidence = ledger.evidence(masked_key(texts[0]))

    assert (evidence.stories, evidence.variants) == (8, 2)
    assert masked_key(texts[0]) in ledger.recurring()


def test_a_masked_key_of_one_text_is_not_looked_at():
    ledger = Ledger([story(n, own(n), "The app costs 4.99 a month") for n in range(8)])

    assert ledger.recurring() == [block_key("The app costs 4.99 a month")]


def test_a_phrase_of_one_weekday_is_weekly():
    fridays = [story(n, own(n), NOTICE, own(n, 2), day=f"2026-10-{d:02}") for n, d in enumerate((2, 9, 16, 23, 30))]
    others = [story(n, own(n), day=f"2026-10-{n:02}") for n in (5, 6, 7, 12, 13, 14)]

    assert Ledger([*fridays, *others]).evidence(KEY).weekday


def test_a_weekly_paper_has_no_weekly_phrases():
    fridays = [story(n, own(n), NOTICE, own(n, 2), day=f"2026-10-{d:02}") for n, d in enumerate((2, 9, 16, 23, 30))]

    assert not Ledger(fridays).evidence(KEY).weekday


@pytest.mark.parametrize(
    ("headline", "tags", "word"),
    [
        pytest.param("Port strike, day {}", (), "port", id="headline"),
        pytest.param(None, ("labour-dispute",), "labour-dispute", id="tag"),
        pytest.param("港口罢工第{}天", (), "口罢", id="chinese"),
    ],
)
def test_a_series_is_known_by_what_its_stories_share(headline, tags, word):
    having = [story(n, own(n), NOTICE, headline=headline and headline.format(n), tags=tags) for n in range(6)]
    without = [story(n, own(n)) for n in range(6, 12)]

    assert Ledger([*having, *without]).evidence(KEY).series == word


def test_where_all_stories_have_it_their_common_word_is_the_theme():
    having = [story(n, own(n), NOTICE, headline=f"Strike at port {'abcdefg'[n]}") for n in range(6)]

    evidence = Ledger(having).evidence(KEY)

    assert (evidence.series, evidence.theme) == (None, "port")


@given(st.permutations(range(14)))
def test_the_order_of_articles_changes_nothing(order):
    articles = [*stories(8, NOTICE, OTHER, behind=0), *(story(n, own(n), tags=["tin"]) for n in range(8, 14))]

    ledger = Ledger(articles[n] for n in order)

    usual = Ledger(articles)
    assert ledger.recurring() == usual.recurring() == sorted([KEY, block_key(OTHER)])
    assert [ledger.evidence(key) for key in (KEY, block_key(OTHER))] == [
        usual.evidence(key) for key in (KEY, block_key(OTHER))
    ]


def test_a_page_of_endless_paragraphs_teaches_nothing_and_costs_little():
    page = [f"Line {chr(97 + n % 26) * (n // 26 + 1)} of a flood" for n in range(8000)]
    started = time.process_time()
    ledger = Ledger([*stories(6, NOTICE), *(story(100 + n, *page) for n in range(6))])

    assert ledger.recurring() == [KEY]
    assert time.process_time() - started < 5
