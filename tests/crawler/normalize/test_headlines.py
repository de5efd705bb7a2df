"""Headlines without kicker and without the name of the site."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalize import headlines
from crawler.normalize.headlines import split_kicker, without_site

OUTLETS = ["Ore Post", "MINING.COM", "news.ore-post.com", "LMM"]


@pytest.mark.parametrize(
    ("headline", "kicker", "rest"),
    [
        pytest.param("[LMM Analysis] Tin rises", "LMM Analysis", "Tin rises", id="brackets"),
        pytest.param("【LMM Flash News】DR Congo acts", "LMM Flash News", "DR Congo acts", id="chinese-brackets"),
        pytest.param("[LMM exclusive survey]Tin", "LMM exclusive survey", "Tin", id="no-space"),
        pytest.param("LMM Flash: Zinc mine stops", "LMM Flash", "Zinc mine stops", id="flash"),
        pytest.param("LMM Flash News： Zinc", "LMM Flash", "Zinc", id="flash-news-with-wide-colon"),
        pytest.param("【快讯】铜价上涨", "快讯", "铜价上涨", id="chinese"),
        pytest.param("  Tin rises ", None, "Tin rises", id="none"),
        pytest.param("US: copper duty looms", None, "US: copper duty looms", id="place-and-colon"),
        pytest.param("Tin rises [update]", None, "Tin rises [update]", id="brackets-at-the-end"),
        pytest.param("[LMM Analysis]", None, "[LMM Analysis]", id="kicker-alone"),
        pytest.param("[] Tin", None, "[] Tin", id="empty-brackets"),
        pytest.param("", None, "", id="nothing"),
    ],
)
def test_splits_the_kicker_off(headline, kicker, rest):
    assert split_kicker(headline) == (kicker, rest)


@pytest.mark.parametrize(
    ("headline", "want"),
    [
        pytest.param("Tin rises - Ore Post", "Tin rises", id="hyphen"),
        pytest.param("Tin rises | Ore Post", "Tin rises", id="bar"),
        pytest.param("Tin rises – MINING.COM", "Tin rises", id="dash"),
        pytest.param("Tin rises_Ore Post", "Tin rises", id="underscore"),
        pytest.param("Tin rises · www.ore-post.com", "Tin rises", id="host-that-is-the-name"),
        pytest.param("Tin rises · tin-times.com", "Tin rises · tin-times.com", id="other-host"),
        pytest.param("Tin rises | news.ore-post.com", "Tin rises", id="host"),
        pytest.param("Tin rises - LMM | Ore Post", "Tin rises", id="two-names"),
        pytest.param("Tin rises | ORE POST", "Tin rises", id="case"),
        pytest.param("Rare-earth prices rise - Ore Post", "Rare-earth prices rise", id="hyphen-within"),
        pytest.param("Copper: why it rises - Ore Post", "Copper: why it rises", id="colon-within"),
        pytest.param("Zinc-lead mine: a tour | Ore Post", "Zinc-lead mine: a tour", id="hyphen-colon-and-bar"),
        pytest.param("Tin, zinc – and lead – rise – Ore Post", "Tin, zinc – and lead – rise", id="dashes-within"),
        pytest.param("Pre-tax profit - up", "Pre-tax profit - up", id="no-name"),
        pytest.param("Ore Post", "Ore Post", id="name-alone"),
        pytest.param("Ore Post buys Tin Times", "Ore Post buys Tin Times", id="name-at-the-start"),
    ],
)
def test_takes_the_site_s_name_off_the_end(headline, want):
    assert without_site(headline, OUTLETS) == want


def test_knows_no_name_of_its_own():
    assert without_site("Tin rises - Ore Post", ["", "Other"]) == "Tin rises - Ore Post"


@given(st.text(max_size=80))
def test_loses_nothing_but_the_name(headline):
    assert headline.strip().startswith(without_site(headline, OUTLETS))


@given(st.text(max_size=80))
def test_splitting_never_empties_a_headline(headline):
    assert bool(split_kicker(headline)[1]) == bool(headline.strip())


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(headlines).failed == 0
