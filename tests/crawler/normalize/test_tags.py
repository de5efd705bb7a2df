"""Printed keywords and headlines to canonical tags: what they name, and the words that only look like metals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.data.taxonomy import Concept, Tag
from crawler.normalize import canonical_tags, genre_of, is_keyword


def ids(headline="", *, keywords=(), body="", taxonomy=None):
    found = canonical_tags(keywords=keywords, headline=headline, body=body, language=None, taxonomy=taxonomy)
    return [tag.id for tag in found]


@pytest.mark.parametrize(
    ("headline", "forbidden"),
    [
        pytest.param("Parties reach agreement in Lima", {"rare-earths"}, id="agreement-holds-ree"),
        pytest.param("Three degrees warmer: a free port for Peru", {"rare-earths"}, id="three-and-free-hold-ree"),
        pytest.param("Miner seeks listing in London", {"tin"}, id="listing-holds-tin"),
        pytest.param("Meeting on setting up a routine", {"tin"}, id="meeting-holds-tin"),
        pytest.param("Leading smelters meet", {"lead"}, id="leading-holds-lead"),
        pytest.param("Misleading figures mislead the market", {"lead"}, id="misleading-holds-lead"),
        pytest.param("Companies that lead the way in Chile", {"lead"}, id="lead-is-a-verb"),
        pytest.param("Fed decision leads markets higher", {"lead"}, id="leads-is-a-verb"),
        pytest.param(
            "The core business before it was sold", {"iron-ore", "mine-supply"}, id="core-and-before-hold-ore"
        ),
        pytest.param(
            "Foreign stores restore explored stock", {"iron-ore", "mine-supply"}, id="foreign-and-store-hold-ore"
        ),
        pytest.param("Golden Week closes ports", {"gold"}, id="golden-holds-gold"),
        pytest.param("Ministers iron out differences", {"iron-ore", "pig-iron", "steel"}, id="iron-out"),
        pytest.param("Silver lining for the unemployed", {"silver"}, id="silver-lining"),
        pytest.param("Chairman retires with gold medal", {"gold"}, id="gold-medal"),
        pytest.param("They told us all", {"united-states"}, id="us-is-a-pronoun"),
    ],
)
def test_finds_no_metal_within_other_english_words(headline, forbidden):
    assert forbidden.isdisjoint(ids(headline))


@pytest.mark.parametrize(
    ("headline", "forbidden"),
    [
        pytest.param("无锡举行座谈会", {"tin"}, id="wuxi"),
        pytest.param("无锡不锈钢库存下降", {"tin"}, id="wuxi-with-a-metal"),
        pytest.param("银行下调存款利率", {"silver"}, id="bank"),
        pytest.param("央行与商业银行座谈", {"silver"}, id="two-banks"),
        pytest.param("铜陵召开座谈会", {"copper"}, id="tongling"),
        pytest.param("资金流入基金公司", {"gold"}, id="funds"),
        pytest.param("现金流与奖金", {"gold"}, id="cash"),
        pytest.param("铅笔厂搬迁", {"lead"}, id="pencil"),
        pytest.param("氧化铝价格企稳", {"aluminium"}, id="alumina"),
        pytest.param("其中铝锭库存下降", {"chinalco"}, id="among-them-aluminium"),
        pytest.param("提升水平", {"spot-premium"}, id="raise-the-level"),
    ],
)
def test_finds_no_metal_within_other_chinese_words(headline, forbidden):
    assert forbidden.isdisjoint(ids(headline))


@pytest.mark.parametrize(
    ("headline", "wanted"),
    [
        pytest.param("锡价上涨", {"tin"}, id="tin-price"),
        pytest.param("银价上涨 银行买入", {"silver"}, id="silver-beside-a-bank"),
        pytest.param("铜陵有色铜价上涨", {"copper"}, id="copper-beside-tongling"),
        pytest.param("无锡锡锭库存", {"tin"}, id="tin-beside-wuxi"),
        pytest.param("氧化镨钕报价止跌", {"ndpr"}, id="ndpr"),
        pytest.param("铅锌矿复产", {"lead", "zinc", "mine-supply"}, id="lead-and-zinc"),
        pytest.param("Copper-zinc mine restarts", {"copper", "zinc", "mine-supply"}, id="hyphen"),
        pytest.param("COPPER PRICES RISE", {"copper", "prices"}, id="upper-case"),
        pytest.param("Indonesia’s nickel exports", {"indonesia", "nickel", "trade-flows"}, id="possessive"),
        pytest.param(
            "Aluminum smelters cut output", {"aluminium", "smelting-refining", "production-output"}, id="american"
        ),
        pytest.param("US weighs copper tariffs", {"united-states", "copper", "tariffs"}, id="acronym"),
        pytest.param("Secondary lead plants restart", {"lead", "recycling"}, id="secondary-lead-is-both"),
        pytest.param("Lithium carbonate slides", {"lithium-carbonate", "lithium"}, id="compound-brings-its-metal"),
        pytest.param("Lead prices rise as zinc falls", {"lead", "zinc", "prices"}, id="lead-beside-zinc"),
    ],
)
def test_finds_what_a_headline_names(headline, wanted):
    assert wanted <= set(ids(headline))


def test_an_everyday_word_is_a_metal_where_the_body_speaks_of_its_trade():
    assert "lead" in ids(
        "Lead climbs for a third day", body="Zinc smelters restarted and lead-acid battery makers bought."
    )
    assert "lead" not in ids("Lead climbs for a third day", body="The champion rode well in the mountains.")


def test_the_body_alone_names_nothing():
    assert ids("Market talk", body="Copper and nickel prices rose in Chile.") == []


@pytest.mark.parametrize(
    ("keyword", "wanted"),
    [
        pytest.param("Rare earths", "rare-earths", id="plural"),
        pytest.param("Rare earth", "rare-earths", id="singular"),
        pytest.param("RARE-EARTH", "rare-earths", id="hyphen-and-case"),
        pytest.param("supply and demand", "supply-and-demand", id="label"),
        pytest.param("supply demand", "supply-and-demand", id="without-and"),
        pytest.param("production capacity", "production-capacity", id="capacity"),
        pytest.param("capacity", "production-capacity", id="everyday-word"),
        pytest.param("Lead", "lead", id="lead-needs-no-company-as-a-keyword"),
        pytest.param("tin", "tin", id="tin"),
        pytest.param("Cu", "copper", id="symbol"),
        pytest.param("NdFeB", "ndfeb-magnets", id="formula"),
        pytest.param("Aluminum", "aluminium", id="spelling"),
        pytest.param("铜", "copper", id="chinese"),
        pytest.param("imports and exports", "trade-flows", id="trade"),
        pytest.param("DRC", "dr-congo", id="place"),
    ],
)
def test_folds_a_printed_keyword(keyword, wanted):
    (found,) = canonical_tags(keywords=[keyword], headline="", body="", language="en")

    assert (found.id, found.evidence) == (wanted, f"keyword:{keyword}")
    assert is_keyword(keyword)


@pytest.mark.parametrize("keyword", ["", " ", "SMM", "As", "Tin Can Island", "银行", "!"])
def test_knows_no_tag_for_other_keywords(keyword):
    assert ids(keywords=[keyword]) == []


def test_gives_each_tag_once_sorted_with_the_keyword_as_best_evidence():
    found = canonical_tags(keywords=["Zinc", "zinc", "Copper"], headline="Zinc and copper", body="", language="en")

    assert [(tag.id, tag.evidence) for tag in found] == [("copper", "keyword:Copper"), ("zinc", "keyword:zinc")]


def test_a_genre_is_no_tag():
    assert ids(keywords=["Market commentary"]) == []
    assert genre_of("Market commentary") == "market-commentary"


@pytest.mark.parametrize(
    ("text", "genre"),
    [
        pytest.param("data analysis", "data-analysis", id="whole"),
        pytest.param("LMM Flash News", "flash", id="behind-an-outlet"),
        pytest.param("LMM Copper Cathode Rod Weekly Review", "market-commentary", id="weekly-review"),
        pytest.param("LMM exclusive survey", "survey", id="survey"),
        pytest.param("PRICING NOTICE", "announcement", id="upper-case"),
        pytest.param("快讯", "flash", id="chinese"),
        pytest.param("Copper", None, id="metal"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_names_the_kind_of_piece(text, genre):
    assert genre_of(text) == genre


def test_follows_the_taxonomy_it_is_given():
    tag = Tag(id="zinc", facet="metal", concept=Concept(label="Spelter", not_in=("spelter town",), needs=("ingot",)))

    assert ids("Spelter rises", body="Ingot stocks fell.", taxonomy=(tag,)) == ["zinc"]
    assert ids("Spelter rises", taxonomy=(tag,)) == []
    assert ids("Spelter town floods", body="Ingot stocks fell.", taxonomy=(tag,)) == []


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=4))
def test_is_sorted_and_unique_for_any_text(headline, keywords):
    found = ids(headline, keywords=keywords, body=headline)

    assert found == sorted(set(found))
