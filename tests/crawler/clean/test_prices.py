"""Related-price tables: taken out whole, numbers as numbers, cells as printed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.clean import prices
from crawler.clean.phrases import rule_for
from crawler.data import load_knowledge
from crawler.data.rules import PhraseRule
from crawler.model import Block

RULES, WORDS = load_knowledge().rules, load_knowledge().prices

HEADING = Block(text="Related Price", rule="related-prices")
COLUMNS = ("Name", "Low", "High", "Average", "Change", "Unit", "Date")
COPPER = ("1# Copper", "56,500", "56,700.5", "56,600", "-120", "CNY/mt", "Oct 17")


def row(*cells, rule=None):
    return Block(text=" | ".join(cells), type="row", cells=cells, rule=rule)


def take_prices(blocks):
    return prices.take_prices(blocks, RULES, words=WORDS)


def prices_of(*blocks):
    return take_prices(list(blocks))[1]


def test_reads_a_table_under_its_heading():
    story = Block(text="Copper fell on Monday.")

    blocks, prices = take_prices([story, HEADING, row(*COLUMNS), row(*COPPER)])

    assert [block.rule for block in blocks] == [None, "related-prices", "related-prices", "related-prices"]
    assert prices == [
        {
            "name": "1# Copper",
            "low": 56500.0,
            "high": 56700.5,
            "average": 56600.0,
            "change": -120.0,
            "unit": "CNY/mt",
            "date": "Oct 17",
            "raw": list(COPPER),
        }
    ]


def test_reads_a_chinese_table():
    heading = Block(text="相关价格", rule="zh-related-prices")

    blocks, prices = take_prices(
        [
            heading,
            row("名称", "最低", "最高", "均价", "涨跌", "单位", "日期"),
            row("锡", "1", "3", "2", "+1", "元/吨", "10-17"),
        ]
    )

    assert [block.rule for block in blocks] == ["zh-related-prices"] * 3
    assert [(p["name"], p["low"], p["high"], p["average"], p["change"], p["unit"], p["date"]) for p in prices] == [
        ("锡", 1.0, 3.0, 2.0, 1.0, "元/吨", "10-17")
    ]


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        pytest.param("56600", 56600.0, id="plain"),
        pytest.param("56,600", 56600.0, id="thousands"),
        pytest.param("1,234,567.89", 1234567.89, id="millions-and-decimals"),
        pytest.param(" 12.5 ", 12.5, id="spaces"),
        pytest.param("+3", 3.0, id="plus"),
        pytest.param("-3", -3.0, id="hyphen"),
        pytest.param("\u22123.5", -3.5, id="minus-sign"),
        pytest.param("0", 0.0, id="nought-is-a-number"),
        pytest.param("0.5%", 0.5, id="per-cent"),
        pytest.param("0.5 %", 0.5, id="per-cent-behind-a-space"),
        pytest.param("", None, id="empty"),
        pytest.param("-", None, id="dash-for-none"),
        pytest.param("N/A", None, id="letters"),
        pytest.param("56,500-56,700", None, id="range"),
        pytest.param("56 600", None, id="space-within"),
        pytest.param("$5", None, id="currency"),
        pytest.param("1.2.3", None, id="no-number"),
        pytest.param("2,5", 2.5, id="decimal-comma-is-not-twenty-five"),
        pytest.param("1.250,50", 1250.5, id="continental"),
        pytest.param("56 600,5", 56600.5, id="continental-with-a-space"),
        pytest.param("0,125", 0.125, id="nought-before-a-comma"),
    ],
)
def test_a_cell_is_a_number_or_none(cell, number):
    (price,) = prices_of(HEADING, row("Name", "Average"), row("Tin", cell))

    assert price["average"] == number
    assert price["raw"] == ["Tin", cell]


@pytest.mark.parametrize(
    ("language", "cells", "numbers"),
    [
        pytest.param("es", ("1.234", "2.500"), (1234.0, 2500.0), id="spanish-thousands"),
        pytest.param("en", ("1.234", "2.500"), (1.234, 2.5), id="english-decimals"),
        pytest.param(None, ("1,234", "2,500"), (1234.0, 2500.0), id="no-language-english"),
        pytest.param("ru", ("1,234", "2,500"), (None, None), id="russian-decimals-or-english-thousands"),
        pytest.param("ru", ("71,200", "2,500"), (71200.0, 2500.0), id="english-thousands-on-a-russian-page"),
        pytest.param("es", ("-71,200", "500"), (-71200.0, 500.0), id="english-thousands-and-a-bare-number"),
        pytest.param("en", ("71.200", "2.500"), (71200.0, 2500.0), id="german-thousands-on-an-english-page"),
        pytest.param("de", ("71,200", "71,25"), (71.2, 71.25), id="german-decimals-by-another-cell"),
        pytest.param("es", ("56,700.5", "2,500"), (56700.5, 2500.0), id="the-table-says-english"),
        pytest.param("en", ("56.700,5", "2.500"), (56700.5, 2500.0), id="the-table-says-continental"),
        pytest.param("de-AT", ("1.234,5", "-2,5"), (1234.5, -2.5), id="region"),
        pytest.param("zh", ("1,234", "2.5"), (1234.0, 2.5), id="chinese"),
    ],
)
def test_what_a_comma_is_the_table_says_and_else_the_language(language, cells, numbers):
    table = [HEADING, row("Name", "Low", "High"), row("Tin", *cells)]

    (price,) = prices.take_prices(table, RULES, words=WORDS, language=language)[1]

    assert (price["low"], price["high"]) == numbers


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        pytest.param("Precios relacionados", ("Producto", "Mínimo", "Máximo", "Promedio", "Variación", "Unidad", "Fecha"), id="es"),
        pytest.param("Preços relacionados", ("Produto", "Mínimo", "Máximo", "Média", "Variação", "Unidade", "Data"), id="pt"),
        pytest.param("Связанные цены", ("Название", "Мин.", "Макс.", "Средняя", "Изменение", "Ед.", "Дата"), id="ru"),
        pytest.param("Zugehörige Preise", ("Produkt", "Tief", "Hoch", "Mittel", "Änderung", "Einheit", "Datum"), id="de"),
        pytest.param("İlgili fiyatlar", ("Ürün", "En düşük", "En yüksek", "Ortalama", "Değişim", "Birim", "Tarih"), id="tr"),
    ],
)  # fmt: skip
def test_reads_a_table_of_each_language(heading, columns):
    cells = ("Sn 1#", "1.234,5", "1.300,0", "1.267,3", "-12,5", "USD/t", "17.10")

    (rule,) = [rule for rule in RULES if rule_for(heading, [rule])]
    (price,) = prices_of(Block(text=heading, rule=rule.id), row(*columns), row(*cells))

    assert {key: price[key] for key in ("name", "low", "high", "average", "change", "unit", "date")} == {
        "name": "Sn 1#", "low": 1234.5, "high": 1300.0, "average": 1267.3, "change": -12.5, "unit": "USD/t", "date": "17.10",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "key"),
    [
        pytest.param(("NAME", "AVG."), "average", id="capitals"),
        pytest.param(("Product", "Price (USD)"), "average", id="unit-in-the-heading"),
        pytest.param(("Metal", "Chg"), "change", id="short"),
        pytest.param(("Avg", "Name"), "average", id="other-order"),
    ],
)
def test_columns_are_told_by_their_heading(columns, key):
    cells = ("5", "Tin") if columns[1] == "Name" else ("Tin", "5")

    (price,) = prices_of(HEADING, row(*columns), row(*cells))

    assert (price["name"], price[key]) == ("Tin", 5.0)


def test_an_unknown_column_stands_in_the_raw_cells_only():
    (price,) = prices_of(HEADING, row("Name", "Weather", "Low"), row("Tin", "9", "5"))

    assert (price["name"], price["low"], price["high"], price["average"]) == ("Tin", 5.0, None, None)
    assert price["raw"] == ["Tin", "9", "5"]


def test_a_row_may_be_shorter_or_longer_than_its_heading():
    prices = prices_of(HEADING, row("Name", "Low", "Unit"), row("Tin", "5"), row("Zinc", "6", "USD/mt", "more"))

    assert [(p["name"], p["low"], p["unit"]) for p in prices] == [("Tin", 5.0, None), ("Zinc", 6.0, "USD/mt")]


def test_a_users_own_heading_begins_a_table_too():
    own = PhraseRule(
        id="hr-cijene", match="povezane cijene", drop=["Povezane cijene"], keep=["Kositar."],
        **{"class": "related-prices"},
    )  # fmt: skip
    heading = Block(text="Povezane cijene", rule=own.id)

    done, found = prices.take_prices([heading, row(*COLUMNS), row(*COPPER)], [own], words=WORDS)

    assert [block.rule for block in done] == ["hr-cijene"] * 3
    assert [price["name"] for price in found] == ["1# Copper"]


def test_a_table_without_a_heading_row_is_taken_but_gives_no_prices():
    blocks, prices = take_prices([HEADING, row("Tin", "5"), row("Zinc", "6")])

    assert [block.rule for block in blocks] == ["related-prices"] * 3
    assert prices == []


def test_a_table_of_the_story_stays():
    blocks = [Block(text="Output by mine:"), row(*COLUMNS), row(*COPPER)]

    assert take_prices(blocks) == (blocks, [])


def test_a_kept_line_ends_the_table():
    caption = Block(text="Output by mine:")

    blocks, prices = take_prices([HEADING, row(*COLUMNS), row(*COPPER), caption, row("North", "5")])

    assert [block.rule for block in blocks] == ["related-prices"] * 3 + [None, None]
    assert len(prices) == 1


def test_a_line_taken_before_does_not_end_the_table():
    notice = Block(text="No Data", rule="no-data")

    blocks, prices = take_prices([HEADING, notice, row(*COLUMNS), row(*COPPER)])

    assert [block.rule for block in blocks] == ["related-prices", "no-data", "related-prices", "related-prices"]
    assert len(prices) == 1


def test_a_heading_begins_a_new_table():
    prices = prices_of(HEADING, row("Name", "Low"), row("Tin", "5"), HEADING, row("High", "Name"), row("6", "Zinc"))

    assert [(p["name"], p["low"], p["high"]) for p in prices] == [("Tin", 5.0, None), ("Zinc", None, 6.0)]


def test_a_row_that_bears_a_rule_keeps_it_and_gives_no_price():
    hidden = row("Zinc", "6", rule="hidden")

    blocks, prices = take_prices([HEADING, row("Name", "Low"), row("Tin", "5"), hidden])

    assert blocks[-1] == hidden
    assert [price["name"] for price in prices] == ["Tin"]


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([HEADING, Block(text="Tin fell."), Block(text="No Data", rule="no-data"), row(*COLUMNS)]),
            st.lists(st.text(max_size=8), max_size=8).map(lambda cells: row(*cells)),
        ),
        max_size=10,
    )
)
def test_loses_and_alters_nothing_and_twice_equals_once(blocks):
    done, prices = take_prices(blocks)

    assert [replace(block, rule=None) for block in done] == [replace(block, rule=None) for block in blocks]
    assert all(after == before for before, after in zip(blocks, done, strict=True) if before.rule or after.kept)
    rows = [list(block.cells) for block in done if block.type == "row" and not block.kept]
    assert all(price["raw"] in rows for price in prices)
    assert take_prices(done)[0] == done
