"""Dates beside links: what list pages print in nine languages is told from headlines, and understood further on."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.discover.date_like import is_date_like
from crawler.normalize import parse_date

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PRINTED = {
    "en": ["3 hours ago", "an hour ago", "Yesterday", "November 23, 2026", "23 Nov 2026 09:41", "Mon, 23 Nov 2026", "5m ago"],
    "zh": ["3小时前", "昨天", "2026年11月23日", "2026-11-23 09:41", "发布时间：2026-11-23"],
    "es": ["hace 3 horas", "hace una hora", "Ayer", "23 de noviembre de 2026", "23 nov. 2026", "Publicado el 23/11/2026"],
    "pt": ["há 3 horas", "Ontem", "23 de novembro de 2026", "23/11/2026 às 14h30", "Publicado em 23/11/2026"],
    "fr": ["il y a 3 heures", "Hier", "23 novembre 2026", "le 23 novembre 2026 à 14h30", "Publié le 23/11/2026", "1er août 2026"],
    "de": ["vor 3 Stunden", "vor einer Stunde", "Gestern", "23. November 2026", "Mo., 23.11.2026, 09:41 Uhr", "3. März 2026"],
    "ru": ["3 часа назад", "Вчера", "23 ноября 2026", "23 нояб. 2026 г.", "Опубликовано 23 ноября 2026 в 09:41"],
    "tr": ["3 saat önce", "Dün", "23 Kasım 2026", "23 Kas 2026 09:41", "23.11.2026"],
    "vi": ["3 giờ trước", "Hôm qua", "23/11/2026 09:41"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in PRINTED.items() for text in texts]
)
def test_a_date_of_any_language_is_known_as_one_and_understood(language, text):
    assert is_date_like(text)
    date = parse_date(text, timezone=ZoneInfo("Europe/Istanbul"), languages=[language], now=NOW)
    assert date is not None
    assert date.value < NOW


@pytest.mark.parametrize(
    "text",
    [
        "Copper at a high of 2026",
        "Tin in 2026",
        "Zinc falls 3% today",
        "Vale hoje",
        "Сегодня медь дорожает",
        "Heute steigt der Zinnpreis",
        "铜价11月23日上涨",
        "今天铜价上涨",
        "Mar 5 mines close",
        "La mine de mars rouvre",
        "9,410",
        "+0.3%",
        "Read more",
        "Markets",
        "",
        "2026",
        "x" * 61,
    ],
)
def test_a_headline_is_no_date(text):
    assert not is_date_like(text)


def test_many_short_texts_cost_little():
    texts = [f"Tin {number} of the wire's own" for number in range(20_000)]

    start = time.process_time()
    assert not any(map(is_date_like, texts))

    assert time.process_time() - start < 2  # measured: 0.55 s, 27 us a text
