"""Halves of characters in a page's JSON reach no value: they can be written to no file and no database."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.json_text import without_halves
from crawler.parse import read_page

STORY = "Warehouses in the port held 4,100 tonnes of tin on Friday, a fifth less than in September, two dealers said."
HALF = r"Tin \ud800 rises in \uDE00 Lima"


@pytest.mark.parametrize(
    ("given", "read"),
    [
        pytest.param(r"a \ud800 b", "a \ufffd b", id="first-half"),
        pytest.param(r"a \uDC00 b", "a \ufffd b", id="second-half"),
        pytest.param(r"\ud83d\ude00", "\U0001f600", id="both"),
        pytest.param(r"\ud83d\ud83d\ude00", "\ufffd\U0001f600", id="a-half-before-both"),
        pytest.param(r"\ude00\ud83d", "\ufffd\ufffd", id="the-wrong-way-round"),
        pytest.param(r"\\ud800", r"\ud800", id="an-escaped-backslash"),
        pytest.param(r"\u00e9 \n", "\u00e9 \n", id="other-escapes"),
    ],
)
def test_a_half_alone_is_replaced(given, read):
    assert json.loads(without_halves(f'"{given}"')) == read


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_whole_characters_stay(text):
    assert json.loads(without_halves(json.dumps(text))) == text


@pytest.mark.parametrize(
    "script",
    [
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{HALF}","keywords":["{HALF}"]}}</script>',
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{HALF}","author":"{HALF}",}}</script>',
        f'<script>window.state = {{"headline":"Tin rises", "tags":["{HALF}"], "x": "{"y" * 300}"}}</script>',
        f'<script>window.state = {{"body":"<p>{STORY} {HALF}</p><p>{STORY}</p><p>{STORY}</p>"}}</script>',
    ],
    ids=["json-ld", "mended-json-ld", "state", "story-in-state"],
)
@pytest.mark.parametrize("body", [f"<p>{STORY}</p><p>Next: {STORY}</p>", ""], ids=["story", "shell"])
def test_no_value_of_a_page_holds_half_a_character(script, body):
    page = f"<html><head><title>Tin rises</title>{script}</head><body><h1>Tin rises</h1>{body}</body></html>"

    reading = read_page(page.encode(), url="https://a.example/1", retrieved_at=datetime(2026, 11, 23, tzinfo=UTC))

    assert str([asdict(block) for block in reading.blocks]).encode()
    assert reading.article is None or json.dumps(reading.article.to_dict(), ensure_ascii=False).encode()
