"""Lines of seven languages by people who had not read the rules: what goes, what stays, and which facts are kept of it.

Each line stands in a story of its language, above, within or below it. The floors are what was reached; a story's sentence
that is lost weighs more than a notice that is kept. The second set was written, by others again, once the rules stood.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from crawler.parse import read_page
from crawler.sources import Source

LINES = Path(__file__).parent / "lines"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
STORIES = {
    "en": (
        "Tin stocks thin out in Rotterdam",
        "Warehouses in the port of Rotterdam held 4,100 tonnes of tin on Friday, a fifth less than in September.",
        "Two cargoes from the Far East that were due this month went to other ports, and no third one is in sight.",
    ),
    "zh": (
        "鹿特丹锡库存持续走低",
        "周五鹿特丹港仓库锡库存为四千一百吨，较九月份减少五分之一，当地经纪商预计短期内难以回升，现货升水有望维持高位。",
        "原定本月到港的两批远东货源已改运其他港口，第三批尚无踪影，下游焊料厂采购节奏明显放缓，市场交投清淡。",
    ),
    "es": (
        "El estaño escasea en los almacenes de Róterdam",
        "Los almacenes del puerto de Róterdam guardaban el viernes 4.100 toneladas de estaño, un quinto menos que en septiembre.",
        "Dos cargamentos que debían llegar este mes desde Oriente fueron desviados a otros puertos, y el tercero no aparece.",
    ),
    "pt": (
        "Estanho some dos armazéns de Roterdã",
        "Os armazéns do porto de Roterdã guardavam na sexta-feira 4.100 toneladas de estanho, um quinto menos que em setembro.",
        "Duas cargas que deviam chegar neste mês do Oriente foram desviadas para outros portos, e a terceira ainda não apareceu.",
    ),
    "ru": (
        "Запасы олова в Роттердаме тают",
        "На складах порта Роттердам в пятницу оставалось 4100 тонн олова, на пятую часть меньше, чем в сентябре этого года.",
        "Две партии с Востока, которых ждали в этом месяце, ушли в другие порты, а третьей пока не видно даже на горизонте.",
    ),
    "de": (
        "In Rotterdam wird das Zinn knapp",
        "In den Lagern des Hafens von Rotterdam lagen am Freitag 4.100 Tonnen Zinn, ein Fünftel weniger als noch im September.",
        "Zwei Ladungen aus Fernost, die in diesem Monat kommen sollten, gingen in andere Häfen, eine dritte ist nicht in Sicht.",
    ),
    "tr": (
        "Rotterdam depolarında kalay azalıyor",
        "Rotterdam limanındaki depolarda cuma günü 4.100 ton kalay kalmıştı; bu, eylül ayına göre beşte bir oranında daha az.",
        "Uzak Doğu'dan bu ay gelmesi beklenen iki parti başka limanlara yönlendirildi, üçüncüsünden ise henüz haber yok.",
    ),
}
TAKEN = {"en": 0.93, "zh": 0.95, "es": 0.97, "pt": 0.97, "ru": 0.93, "de": 0.84, "tr": 0.96}
"""Language -> share of the boilerplate lines that must go; the rules were widened after a first look at what was left."""
SECOND = {"drop": 163, "keep": 99}
"""Of the 200 and 100 lines of the second set, how many were judged rightly on their first run; no rule had seen them."""


@cache
def lines(language: str) -> list[dict[str, Any]]:
    return tomllib.loads((LINES / f"lines-{language}.toml").read_text(encoding="utf-8"))["line"]


@cache
def outlet(language: str) -> Source:
    told = {
        "name": "A",
        "homepage": "https://a.example/",
        "language": language,
        "timezone": "Europe/London",
        "discover": {"feeds": ["https://a.example/feed"]},
    }
    return TypeAdapter(Source).validate_python(told | {"id": "a.example"})


def reading(line: dict[str, Any], language: str) -> Any:
    headline, first, second = STORIES[language]
    if line["class"] == "dateline":
        rows = [headline, line["text"], second]
    else:
        rows = {"head": [line["text"], first, second], "middle": [first, line["text"], second]}.get(
            line["place"], [first, second, line["text"]]
        )
        rows = [headline, *rows]
    page = "\n".join(rows).encode()
    return read_page(
        page, url="https://a.example/1", content_type="text/plain", source=outlet(language), retrieved_at=NOW
    )


def is_right(line: dict[str, Any], language: str) -> bool:
    kept = [block.text for block in reading(line, language).blocks if block.kept]
    if line["class"] == "dateline":
        return line["rest"] in kept
    return (line["text"] in kept) == (line["verdict"] == "keep")


def wrong(language: str, verdict: str) -> list[str]:
    return [line["text"] for line in lines(language) if line["verdict"] == verdict and not is_right(line, language)]


@pytest.mark.parametrize("language", STORIES)
def test_takes_most_boilerplate(language):
    count = Counter(line["verdict"] for line in lines(language))["drop"]
    left = wrong(language, "drop")
    assert 1 - len(left) / count >= TAKEN[language], "\n".join(left)


@pytest.mark.parametrize("language", STORIES)
def test_loses_no_sentence(language):
    assert wrong(language, "keep") == []


@pytest.mark.parametrize("verdict", SECOND)
def test_judges_lines_that_no_rule_was_made_for(verdict):
    second = tomllib.loads((LINES / "second.toml").read_text(encoding="utf-8"))["line"]
    right = [line for line in second if line["verdict"] == verdict and is_right(line, line["language"])]
    assert len(right) >= SECOND[verdict]
