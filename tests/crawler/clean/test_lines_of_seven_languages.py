"""Lines of seven languages by people who had not read the rules: notices of all classes, and story sentences made to be mistaken.

On their first run 413 of 609 notices went (de 49 of 83, en 55 of 90, es 59 of 87, pt 62 of 86, ru 56 of 87, tr 59 of 83,
zh 73 of 93), and 3 of 294 story lines were lost (de 1, zh 2). The rules have been widened since, class by class, so that the
floors below say what must not be lost again, not how well unseen lines fare.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.parse import read_page

LINES = {
    path.stem.removeprefix("lines-"): tomllib.loads(path.read_text(encoding="utf-8"))["line"]
    for path in sorted((Path(__file__).parent / "lines").glob("lines-*.toml"))
}
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FLOORS = {"de": 70, "en": 85, "es": 84, "pt": 84, "ru": 81, "tr": 81, "zh": 89}
"""How many notices of each language go."""
FACTS = {"by": "machine_translated_by", "place_name": "dateline_place", "credit": "source_credit"}
FACTS_FLOORS = {"de": 10, "en": 11, "es": 12, "pt": 11, "ru": 11, "tr": 10, "zh": 8}
"""Of how many lines the translator, the place or the credit is read to the letter."""
STORY = {
    "en": (
        "Copper premiums rise in Ningbo as stocks thin",
        "Cathode premiums in the port of Ningbo rose by 5 dollars this week, three dealers told the exchange's daily.",
        "Warehouses released 3,200 tonnes on Thursday, and another 2,000 tonnes are to leave before the holiday.",
    ),
    "zh": (
        "宁波港电解铜溢价上涨",
        "本周宁波港电解铜溢价上涨五美元，至每吨六十二美元，三名贸易商表示，库存连续第二个月下降，现货供应趋紧，部分铜杆厂已提前锁定下月货源。",
        "周四仓库放货三千二百吨，多数流向省内铜杆厂，港口文件显示，另有两千吨将在节前离港，预计短期溢价仍将维持坚挺。",
    ),
    "es": (
        "Suben las primas del cobre en Ningbo",
        "Las primas del cátodo en el puerto de Ningbo subieron cinco dólares esta semana, según tres operadores consultados.",
        "Los almacenes entregaron 3.200 toneladas el jueves y otras 2.000 toneladas saldrán antes de las fiestas.",
    ),
    "pt": (
        "Prêmios do cobre sobem em Ningbo",
        "Os prêmios do cátodo no porto de Ningbo subiram cinco dólares nesta semana, disseram três operadores.",
        "Os armazéns liberaram 3.200 toneladas na quinta-feira e outras 2.000 toneladas sairão antes do feriado.",
    ),
    "ru": (
        "Премии на медь в Нинбо растут",
        "Премии на катодную медь в порту Нинбо выросли на этой неделе на пять долларов, рассказали три трейдера.",
        "Склады отпустили в четверг 3200 тонн, ещё 2000 тонн должны уйти до праздников.",
    ),
    "de": (
        "Kupferprämien in Ningbo steigen",
        "Die Prämien für Kathoden im Hafen von Ningbo stiegen in dieser Woche um fünf Dollar, sagten drei Händler.",
        "Die Lager gaben am Donnerstag 3200 Tonnen ab, weitere 2000 Tonnen sollen vor den Feiertagen folgen.",
    ),
    "tr": (
        "Ningbo'da bakır primleri yükseldi",
        "Ningbo limanında katot bakır primleri bu hafta beş dolar yükseldi, üç tüccar gazeteye anlattı.",
        "Depolar perşembe günü 3.200 ton mal verdi, bayramdan önce 2.000 ton daha çıkacak.",
    ),
}


def reading(language, line, place=None):
    headline, first, second = STORY[language]
    at = {name: [line["text"]] if name == (place or line["place"]) else [] for name in ("head", "middle", "tail")}
    page = "\n".join([headline, "2026-11-20 10:00", *at["head"], first, *at["middle"], second, *at["tail"]])
    return read_page(
        page.encode(),
        url="https://news.metal.com/newscontent/104999999/",
        content_type="text/plain",
        retrieved_at=NOW,
    )


def kept(language, line, place=None):
    return "\n".join(block.text for block in reading(language, line, place).blocks if block.kept)


def of(language, verdict):
    return [line for line in LINES[language] if line["verdict"] == verdict]


@pytest.mark.parametrize("language", FLOORS)
def test_takes_nearly_every_notice(language):
    left = [line["text"] for line in of(language, "drop") if line["text"] in kept(language, line)]

    assert len(of(language, "drop")) - len(left) >= FLOORS[language], left


@pytest.mark.parametrize("language", FLOORS)
def test_loses_no_sentence_of_a_story(language):
    assert [line["text"] for line in of(language, "keep") if line["text"] not in kept(language, line)] == []


@pytest.mark.parametrize("language", FLOORS)
def test_loses_no_sentence_in_the_middle_of_a_story(language):
    said = [line for line in of(language, "keep") if line["place"] != "head"]

    assert [line["text"] for line in said if line["text"] not in kept(language, line, "middle")] == []


@pytest.mark.parametrize("language", FACTS_FLOORS)
def test_reads_the_facts_that_notices_state(language):
    wrong = []
    told = [(line, key) for line in of(language, "drop") for key in FACTS if key in line]
    for line, key in told:
        article = reading(language, line).article
        if getattr(article, FACTS[key]) != (line[key] or "machine"):
            wrong.append((line["text"], getattr(article, FACTS[key])))

    assert len(told) - len(wrong) >= FACTS_FLOORS[language], wrong
