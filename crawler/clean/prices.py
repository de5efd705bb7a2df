"""Related-price tables: rows under a story that are no part of it. Numbers are numbers; the cells stay as printed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.clean.phrases import ids_of
from crawler.data.prices import PriceWords
from crawler.data.rules import PhraseRule
from crawler.model import Block
from storage.article import Price

_NUMBERS = ("low", "high", "average", "change")
_SIGN = r"[+\-−]?"
_GROUPS = "[\u00a0\u202f\u2009 ]"
_NUMBER = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?")  # "2,5" is no twenty-five
_COMMA_NUMBER = re.compile(rf"{_SIGN}(?:\d{{1,3}}(?:\.\d{{3}})+|\d{{1,3}}(?:{_GROUPS}\d{{3}})+|\d+)(?:,\d+)?")
_POINTS = re.compile(r"\d,\d{3}(?:,\d{3}|\.\d)|\d\.\d{1,2}$|\d\.\d{4,}$|^0\.\d+$")
_COMMAS = re.compile(
    rf"\d\.\d{{3}}(?:\.\d{{3}}|,\d)|\d,\d{{1,2}}$|\d,\d{{4,}}$|^0,\d+$|\d{_GROUPS}\d{{3}}(?:,\d|{_GROUPS})"
)
_WHOLE_NUMBER = re.compile(rf"{_SIGN}\d+")
_THREE_BEHIND_COMMAS = re.compile(rf"{_SIGN}\d{{1,3}}(?:,\d{{3}})+")
_THREE_BEHIND_POINTS = re.compile(rf"{_SIGN}\d{{1,3}}(?:\.\d{{3}})+")
_SEVERAL_DIGITS = re.compile(rf"{_SIGN}\d\d")


def take_prices(
    blocks: Sequence[Block], rules: Sequence[PhraseRule], *, words: PriceWords, language: str | None = None
) -> tuple[list[Block], list[Price]]:
    """Return the blocks with the rows behind a related-price heading marked like it, and the rows as prices.

    A heading is what one of *rules* of the class ``related-prices`` has taken. Columns are told by the heading row in *words*; a
    table without one is taken out but gives no prices. Whether ``1.234`` is a thousand or one and a bit, the table's other
    numbers say (``1.234,50``), and where none does, *language*, that of the page; but ``71,200`` are thousands everywhere.
    """
    is_comma_usual = (language or "").split("-")[0] in words.comma_languages
    headings = ids_of("related-prices", rules)
    done: list[Block] = []
    tables: list[list[tuple[Sequence[str | None], Sequence[str]]]] = []
    rule: str | None = None
    columns: list[str | None] = []
    for block in blocks:
        if block.rule in headings:
            rule, columns = block.rule, []
            tables.append([])
        elif rule and block.kept and block.type == "row":
            if not columns:
                columns = [words.column(cell) for cell in block.cells]
            elif "name" in columns:
                tables[-1].append((columns, block.cells))
            done.append(replace(block, rule=rule))
            continue
        elif block.kept:
            rule = None
        done.append(block)
    return done, [price for table in tables for price in _prices(table, is_comma_usual=is_comma_usual)]


def _prices(table: Sequence[tuple[Sequence[str | None], Sequence[str]]], *, is_comma_usual: bool) -> list[Price]:
    named = ((name, cell) for columns, row in table for name, cell in zip(columns, row, strict=False))
    cells = [cell.strip().rstrip("%").rstrip() for name, cell in named if name in _NUMBERS]  # "17.10" is a date
    points, commas = any(map(_POINTS.search, cells)), any(map(_COMMAS.search, cells))
    by_comma = commas if points != commas else is_comma_usual
    number = _COMMA_NUMBER if by_comma else _NUMBER
    if points == commas and (grouped := _foreign_groups(cells, is_comma_usual=is_comma_usual)):
        number = grouped
    return [_price(columns, row, number) for columns, row in table]


def _foreign_groups(cells: Sequence[str], *, is_comma_usual: bool) -> re.Pattern[str] | None:
    """How to read a table all of whose marks are the language's for decimals, each before three digits; None: as usual.

    Nobody prints ``71,200`` for a bit over 71, and few languages have no table with English numbers: these are thousands.
    ``1,234`` alone may be either and is no number; of ``4.125`` (dollars a pound) the English tables are full.
    """
    marked = [cell for cell in cells if "," in cell or "." in cell]
    shape = _THREE_BEHIND_COMMAS if is_comma_usual else _THREE_BEHIND_POINTS
    if not marked or not all(map(shape.fullmatch, marked)):
        return None
    if any(map(_SEVERAL_DIGITS.match, marked)):
        return _NUMBER if is_comma_usual else _COMMA_NUMBER
    return _WHOLE_NUMBER if is_comma_usual else None


def _price(columns: Sequence[str | None], cells: Sequence[str], number: re.Pattern[str]) -> Price:
    found = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    return Price(
        name=found.get("name", ""),
        low=_number(found.get("low"), number),
        high=_number(found.get("high"), number),
        average=_number(found.get("average"), number),
        change=_number(found.get("change"), number),
        unit=found.get("unit") or None,
        date=found.get("date") or None,
        raw=list(cells),
    )


def _number(cell: str | None, number: re.Pattern[str]) -> float | None:
    found = number.fullmatch((cell or "").strip().rstrip("%").rstrip())
    if found is None:
        return None
    digits = found.group().replace("−", "-")
    if number is _COMMA_NUMBER:
        return float(re.sub(rf"{_GROUPS}|\.", "", digits).replace(",", "."))
    return float(digits.replace(",", ""))
