"""Related-price tables: rows under a story that are no part of it. Numbers are numbers; the cells stay as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.clean.phrases import ids_of
from crawler.data.rules import PhraseRule
from crawler.model import Block
from storage.article import Price

_COLUMNS = {
    "name": ("name", "product", "metal", "item", "名称", "品名", "品种"),
    "low": ("low", "lowest", "min", "最低"),
    "high": ("high", "highest", "max", "最高"),
    "average": ("average", "avg", "avg.", "mean", "price", "均价", "平均", "价格"),
    "change": ("change", "chg", "chg.", "+/-", "涨跌"),
    "unit": ("unit", "units", "单位"),
    "date": ("date", "updated", "日期", "时间"),
}
_NUMBER = re.compile(r"[+\-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")  # "2,5" is no twenty-five


def take_prices(blocks: Sequence[Block], rules: Sequence[PhraseRule]) -> tuple[list[Block], list[Price]]:
    """Return the blocks with the rows behind a related-price heading marked like it, and the rows as prices.

    A heading is what one of *rules* of the class ``related-prices`` has taken. Columns are told by the heading row; a
    table without one is taken out but gives no prices.
    """
    headings = ids_of("related-prices", rules)
    done: list[Block] = []
    prices: list[Price] = []
    rule: str | None = None
    columns: list[str | None] = []
    for block in blocks:
        if block.rule in headings:
            rule, columns = block.rule, []
        elif rule and block.kept and block.type == "row":
            if not columns:
                columns = [_column(cell) for cell in block.cells]
            elif "name" in columns:
                prices.append(_price(columns, block.cells))
            done.append(replace(block, rule=rule))
            continue
        elif block.kept:
            rule = None
        done.append(block)
    return done, prices


def _column(heading: str) -> str | None:
    word = heading.casefold().split("(")[0].strip()
    return next((name for name, words in _COLUMNS.items() if word in words), None)


def _price(columns: Sequence[str | None], cells: Sequence[str]) -> Price:
    found = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    return Price(
        name=found.get("name", ""),
        low=_number(found.get("low")),
        high=_number(found.get("high")),
        average=_number(found.get("average")),
        change=_number(found.get("change")),
        unit=found.get("unit") or None,
        date=found.get("date") or None,
        raw=list(cells),
    )


def _number(cell: str | None) -> float | None:
    found = _NUMBER.fullmatch((cell or "").strip().rstrip("%").rstrip())
    return float(found.group().replace(",", "").replace("−", "-")) if found else None
