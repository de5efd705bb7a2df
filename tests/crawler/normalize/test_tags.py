"""Keywords, headline and body to canonical tags: what they name, and the words that only look like metals."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.data import load_knowledge
from crawler.data.taxonomy import Concept, Tag
from crawler.normalize import canonical_tags, evidence_of, genre_of, is_keyword, tag_provenance


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


LONG = """
A furnace at the works near the river was lit again on Tuesday after a stop of nine days, its owner said in the evening.

Copper for the wire mills comes by rail, and the rods leave by truck before the week is over, as they always have done.

The town has lived from it since the war. Copper paid for the school, for the bridge and for the new wing of the clinic.

Analysts of a bank in the capital expect copper to stay where it is. One of them also follows tin and has owned a boat.
""".strip()


def evidence(headline="", *, body="", keywords=(), language="en"):
    found = canonical_tags(keywords=keywords, headline=headline, body=body, language=language)
    return {tag.id: tag.evidence for tag in found}


def test_a_metal_that_comes_back_in_the_body_is_a_tag_and_one_named_in_passing_none():
    assert evidence("A town and its furnace", body=LONG) == {"copper": "body:Copper x3"}


def test_the_same_mentions_are_too_few_for_a_story_three_times_as_long():
    filler = "\n\n".join(
        ["The mayor spoke of roads, of water and of the clinic, and then of roads again at some length."] * 25
    )

    assert evidence("A town and its furnace", body=f"{LONG}\n\n{filler}") == {}


def test_a_metal_of_the_first_paragraph_that_comes_back_is_a_tag():
    body = "Zinc stocks were counted anew.\n\nThe count took a week. Zinc was found behind a wall."

    assert evidence("What was behind the wall", body=body)["zinc"] == "lead:Zinc"


def test_a_metal_of_the_first_paragraph_alone_is_none_beside_another():
    assert "zinc" not in evidence(
        "Mill hires forty", body="The mill coats steel sheet with zinc.\n\nIt will hire forty people."
    )


def test_a_line_above_the_first_paragraph_of_prose_is_part_of_the_lead():
    body = (
        "Market talk\n\nThe port of Callao in Peru will stay closed for two more days, the harbor master told carriers."
    )

    assert evidence("Ships wait", body=body) == {"peru": "lead:Peru"}


def test_a_place_of_the_first_paragraph_is_a_tag_and_one_named_once_further_down_none():
    body = "Two furnaces in Zambia were stopped.\n\nTheir makers come from Finland."

    assert evidence("Two furnaces stopped", body=body) == {"zambia": "lead:Zambia"}


def test_a_metal_that_is_named_a_third_as_often_as_another_is_there_for_comparison():
    nickel = "Nickel rose, nickel fell, and nickel rose again; nickel ended the day where nickel had begun it."
    body = f"{nickel}\n\n{nickel}\n\nZinc did not move.\n\nNor did zinc later.\n\nZinc slept."

    assert set(evidence("A day on the floor", body=body)) == {"nickel"}


def test_a_company_in_the_body_is_a_tag_where_it_comes_back():
    body = "The plant will close.\n\nGlencore did not comment.\n\nA union said Glencore had told its members in May."

    assert evidence("Plant to close", body=body)["glencore"] == "body:Glencore x2"


def test_a_rare_earth_in_the_text_brings_the_group_and_a_printed_keyword_does_not():
    assert evidence("Dysprosium oxide climbs")["rare-earths"] == "broader:dysprosium"
    assert ids(keywords=["Dysprosium"]) == ["dysprosium"]


def test_a_drilled_length_with_its_grade_stands_for_exploration():
    assert evidence("Junior cuts 18 metres of 2.4 g/t gold")["exploration"] == "headline:18 metres of 2.4 g/t"
    assert "exploration" not in evidence("Ship of 180 metres of length waits")


def test_a_dateline_is_no_place():
    said = "Two smelters will buy power together from the spring on, their owners told reporters."

    for line in ("HARARE, Nov 3 (Newsdesk) - ", "WINDHOEK — ", "Lusaka, 3 nov (Agencia).- "):
        assert evidence("Two smelters", body=line + said) == evidence("Two smelters", body=said)


def test_who_comes_from_a_country_is_no_reason_to_file_a_story_under_it_beside_another():
    body = "A Chilean company and its Korean partner will build a furnace."

    assert {"chile", "south-korea"}.isdisjoint(evidence("A furnace", body=body))
    assert "chile" in evidence("A Chilean furnace", body=body)


def test_the_only_country_that_a_story_names_is_its_place_by_an_adjective_too():
    body = "Una cooperativa boliviana compró dos camiones.\n\nLos camiones llegaron ayer."

    assert evidence("Dos camiones", body=body, language="es") == {"bolivia": "lead:boliviana"}


def test_an_everyday_word_of_the_first_paragraph_that_comes_back_is_the_topic_of_a_short_story():
    body = "Die Nachfrage der Kabelwerke bleibt schwach.\n\nErst im Sommer werde die Nachfrage wieder wachsen."

    assert "supply-and-demand" in evidence("Die Kabelwerke warten", body=body, language="de")
    assert "supply-and-demand" not in evidence("Die Kabelwerke warten", body=body.partition("\n\n")[0], language="de")


def test_everyday_words_are_too_few_for_a_long_story():
    filler = "\n\n".join(["The mayor spoke of roads, of water and of the clinic, and then again of roads."] * 12)
    body = f"Demand was on his mind.\n\n{filler}\n\nDemand was not on hers."

    assert "supply-and-demand" not in evidence("The mayor", body=body)


@pytest.mark.parametrize(
    ("headline", "wanted"),
    [
        pytest.param("Kupfernachfrage in Asien lahmt", {"copper", "supply-and-demand"}, id="nachfrage"),
        pytest.param("Zinkausfuhren schrumpfen", {"zinc", "trade-flows"}, id="ausfuhren"),
        pytest.param("Bleipreise geben nach", {"lead", "prices"}, id="preise"),
        pytest.param("Streit um Stahlzölle", {"steel", "tariffs"}, id="zoelle"),
    ],
)
def test_a_german_compound_names_a_metal_and_a_topic(headline, wanted):
    assert wanted <= set(evidence(headline, language="de"))


def test_a_compound_that_the_taxonomy_writes_as_it_is_keeps_its_own_meaning():
    assert "prices" not in evidence("Strompreise geben nach", language="de")


def test_the_evidence_for_a_part_of_a_compound_is_printed_as_in_the_text():
    assert evidence("Kupfernachfrage lahmt", language="de")["supply-and-demand"] == "headline:nachfrage"


@pytest.mark.parametrize(
    ("headline", "language", "wanted"),
    [
        pytest.param("Горняки бастуют третий день", "ru", "labour-dispute", id="ru-verb"),
        pytest.param("Madende grev bitti", "tr", "labour-dispute", id="tr-noun"),
        pytest.param("Bakırın fiyatına bakıyorlar", "tr", "prices", id="tr-case-after-a-possessive"),
        pytest.param("Рост отгрузок цинка", "ru", "trade-flows", id="ru-fleeting-vowel"),
        pytest.param("Mineradora vende mina em leilão", "pt", "m-and-a", id="pt-verb-and-object"),
        pytest.param("El cobre cierra la semana con ganancia", "es", "prices", id="es-metal-and-verb"),
        pytest.param("锡价逼近前期高点", "zh", "prices", id="zh-price-of-a-metal"),
        pytest.param("Kurşun ihracat kotası doldu", "tr", "export-controls", id="tr-quota"),
        pytest.param("Zinkprämien ziehen an", "de", "spot-premium", id="de-premium"),
        pytest.param("Скидки на медные катоды выросли", "ru", "spot-premium", id="ru-discount"),
        pytest.param("Japans Schmelzen drosseln weiter", "de", "operating-rate", id="de-plants-throttle"),
        pytest.param("Werk läuft unter Volllast", "de", "operating-rate", id="de-full-load"),
        pytest.param("Vorstand vertagt Verkauf seiner Zinksparte", "de", "m-and-a", id="de-sale-of-a-division"),
        pytest.param("Kupfertochter: Frist für Verkauf läuft ab", "de", "m-and-a", id="de-division-for-sale"),
    ],
)
def test_words_of_the_trade_in_other_languages_name_a_topic(headline, language, wanted):
    assert wanted in evidence(headline, language=language)


@pytest.mark.parametrize(
    ("headline", "refused"),
    [
        pytest.param("Hütte drosselt Produktion", "operating-rate", id="throttles-output"),
        pytest.param("Hersteller drosseln die Ausfuhr", "operating-rate", id="throttle-exports"),
        pytest.param("Verkauf von Autos lahmt", "m-and-a", id="cars-are-sold"),
        pytest.param("Kauf im Tief, Verkauf im Hoch", "m-and-a", id="what-traders-do"),
    ],
)
def test_german_words_of_sale_and_throttling_need_what_is_sold_or_throttled(headline, refused):
    assert refused not in evidence(headline, language="de")


@pytest.mark.parametrize(
    ("headline", "language", "wanted"),
    [
        pytest.param("Streik in Duisburg", "de", "germany", id="de-city"),
        pytest.param("В Норильске откроют музей", "ru", "russia", id="ru-city"),
        pytest.param("Eskişehir yeni müzesini bekliyor", "tr", "turkey", id="tr-city"),
        pytest.param("Museu abre em Parauapebas", "pt", "brazil", id="pt-city"),
        pytest.param("Abre un museo en Calama", "es", "chile", id="es-city"),
        pytest.param("利马举办音乐节", "zh", "peru", id="zh-city"),
    ],
)
def test_a_city_or_region_stands_for_its_country(headline, language, wanted):
    assert wanted in evidence(headline, language=language)


@pytest.mark.parametrize(
    ("headline", "forbidden"),
    [
        pytest.param("Tin smelter owner beats forecasts", "forecast", id="a-forecast-that-was-beaten"),
        pytest.param("Turkish smelters buy less ore", "smelting-refining", id="smelters-that-only-buy"),
        pytest.param("Exchange lists model contract", "contracts", id="a-futures-contract"),
        pytest.param("Mills hope for cheaper power", "prices", id="power-that-is-cheaper"),
        pytest.param("Miner lifts guidance", "earnings", id="a-plan-for-output"),
    ],
)
def test_a_looser_word_is_no_topic(headline, forbidden):
    assert forbidden not in evidence(headline)


def test_a_province_brings_its_country():
    assert evidence("Smelters in Yunnan restart")["china"] == "broader:yunnan"


def test_a_price_in_a_headline_stands_for_prices_and_a_sum_of_millions_does_not():
    assert evidence("Billet slips to $481-486/t")["prices"] == "headline:$481-486"
    assert "prices" not in evidence("Refiner raises $48 million")


def test_a_word_that_needs_company_finds_it_in_its_own_paragraph():
    apart = "Zinc was sold.\n\nHe took a long lead.\n\nHer lead shrank.\n\nNobody saw the lead change."

    assert "lead" not in evidence("A regatta", body=apart)


@pytest.mark.parametrize(
    ("headline", "language", "wanted"),
    [
        pytest.param("Поставки меди в Китай выросли", "ru", {"copper", "china"}, id="ru-cases"),
        pytest.param("Выпуск алюминия и стали", "ru", {"aluminium", "steel"}, id="ru-genitive"),
        pytest.param("Переработка железной руды", "ru", {"iron-ore"}, id="ru-two-words"),
        pytest.param("Ценам на никель некуда падать", "ru", {"nickel", "prices"}, id="ru-everyday-word"),
        pytest.param("Складские запасы свинца", "ru", {"lead", "inventories"}, id="ru-fleeting-vowel"),
        pytest.param("Kupferpreise ziehen an", "de", {"copper"}, id="de-compound"),
        pytest.param("Streit um Aluminiumhütten", "de", {"aluminium"}, id="de-compound-plural"),
        pytest.param("Handel mit Seltenen Erden", "de", {"rare-earths"}, id="de-adjective"),
        pytest.param("Çeliğin ve bakırın geleceği", "tr", {"steel", "copper"}, id="tr-cases"),
        pytest.param("İHRACAT ARTTI", "tr", {"trade-flows"}, id="tr-dotted-capital"),
        pytest.param("Exportaciones de minerales de hierro", "es", {"iron-ore", "trade-flows"}, id="es-plurals"),
        pytest.param("Minérios de ferro e exportações", "pt", {"iron-ore", "trade-flows"}, id="pt-plurals"),
        pytest.param("Refineries and inventories of alumina", "en", {"alumina", "inventories"}, id="en-plurals"),
    ],
)
def test_finds_the_forms_of_inflected_languages(headline, language, wanted):
    assert wanted <= set(evidence(headline, language=language))


@pytest.mark.parametrize(
    ("headline", "language", "forbidden"),
    [
        pytest.param("Bleistifte werden teurer", "de", "lead", id="pencil"),
        pytest.param("Kupferstiche im Museum", "de", "copper", id="engraving"),
        pytest.param("Переговоры в Индии", "ru", "indium", id="india-is-no-indium"),
        pytest.param("El importe sube", "es", "trade-flows", id="a-german-word-in-spanish"),
        pytest.param("Цены не стали расти", "ru", "steel", id="became"),
    ],
)
def test_takes_no_form_for_another_word(headline, language, forbidden):
    assert forbidden not in evidence(headline, language=language)


@pytest.mark.parametrize(
    ("headline", "wanted"),
    [
        pytest.param("First Quantum and Gold Fields sign", {"first-quantum", "gold-fields"}, id="metal-in-a-name"),
        pytest.param("Bank of China opens a desk", set(), id="a-bank-is-no-place"),
        pytest.param("Southern Copper names a chairman", {"southern-copper"}, id="copper-in-a-name"),
        pytest.param("Sumitomo Metal Mining names a chairman", {"sumitomo-metal-mining"}, id="mining-in-a-name"),
        pytest.param("Turkey opens a pit", {"turkey"}, id="a-country"),
        pytest.param("A turkey dinner in the pit", set(), id="a-bird"),
        pytest.param("Shanghai copper slips", {"copper"}, id="a-contract-is-no-place"),
        pytest.param("New Mexico votes", {"united-states"}, id="another-place"),
        pytest.param("Platinum Equity buys a mill", set(), id="a-fund"),
        pytest.param("Bank of Botswana opens a vault", set(), id="a-bank-of-nobody-listed"),
    ],
)
def test_the_longest_name_wins(headline, wanted):
    things = {tag.id for tag in load_knowledge().tags if tag.facet != "topic"}

    assert set(evidence(headline)) & things == wanted


def test_the_name_of_a_company_that_nobody_knows_is_no_mention_of_its_metal():
    body = "Shares fell.\n\nAcme Zinc Ltd fell.\n\nBolt Zinc Inc fell.\n\nCrag Zinc Corp fell."

    assert "zinc" not in evidence("Shares fall", body=body)


@pytest.mark.parametrize(
    ("keyword", "wanted"),
    [
        pytest.param("Newmont Mining", ["newmont"], id="a-known-company"),
        pytest.param("Western Smelting Corp", [], id="an-unknown-company"),
        pytest.param("Harmony Zinc Ltd", [], id="a-metal-in-its-name"),
        pytest.param("某某铜业集团", [], id="chinese-group"),
        pytest.param("某某锌业", [], id="chinese-works"),
        pytest.param("某某铜矿股份", [], id="chinese-shares"),
        pytest.param("铜工业", ["copper"], id="an-industry"),
        pytest.param("工业硅价格", ["prices", "silicon"], id="industrial-silicon"),
        pytest.param("copper mining in chile", ["chile", "copper", "mine-supply"], id="no-company"),
    ],
)
def test_a_company_as_keyword_gives_no_other_tag(keyword, wanted):
    assert ids(keywords=[keyword]) == wanted


def test_an_address_s_words_name_places_without_a_capital():
    assert ids("copper output in chile rises") == ["chile", "copper", "production-output"]


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


WORDS = st.sampled_from(
    [
        "Copper",
        "lead",
        "铜",
        "无锡",
        "меди",
        "Chile",
        "US",
        "Ltd",
        "zinc",
        "prices",
        "$5/t",
        "Gold Fields",
        "\n\n",
        "—",
        "rare-earth",
        "İ",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=30).map(" ".join))


@given(TEXTS, TEXTS, st.lists(st.text(max_size=20), max_size=4))
def test_is_sorted_and_unique_for_any_text(headline, body, keywords):
    found = ids(headline, keywords=keywords, body=body)

    assert found == sorted(set(found))


@given(TEXTS, TEXTS)
def test_the_evidence_stands_in_the_text(headline, body):
    for tag, said in evidence(headline, body=body, language=None).items():
        place, _, words = said.partition(":")
        if place == "broader":
            assert words in evidence(headline, body=body, language=None)
        else:
            text = headline.replace("\n", " ") if place == "headline" else body
            printed = re.sub(r" x\d+$", "", words) if place == "body" else words
            assert printed in text, tag


def test_what_is_kept_of_the_evidence_can_be_asked_for_each_tag():
    found = canonical_tags(keywords=["zinc; and; tin", "Peru"], headline="Copper", body="", language="en")
    line = tag_provenance(found)

    assert {tag.id: evidence_of(tag.id, line) for tag in found} == {tag.id: tag.evidence for tag in found}
    assert evidence_of("nickel", line) is None


def test_a_keyword_that_looks_like_evidence_is_none():
    line = tag_provenance(canonical_tags(keywords=["zinc; lead <- gold"], headline="", body="", language="en"))

    assert evidence_of("gold", line) == "keyword:zinc; lead gold"
    assert evidence_of("zinc", line) == "keyword:zinc; lead gold"


def test_the_only_metal_of_a_story_is_its_own_even_if_named_once():
    body = "Workers at a pit in Peru that ships tin concentrate walked out on Tuesday over a delayed bonus.\n\nTalks go on."
    others = "A zinc mine nearby and a lead smelter still work."

    assert "tin" in ids("Walkout begins at San Lorenzo", body=body)
    assert "tin" not in ids("Walkout begins at San Lorenzo", body=f"{body}\n\n{others}")
