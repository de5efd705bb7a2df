from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discover import feed_entries

URL = "https://example.com/news/feed.json"
VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items, **top) -> bytes:
    return json.dumps({"version": VERSION, "title": "Wire", "items": list(items), **top}).encode()


def only(item):
    (entry,) = feed_entries(feed(item), url=URL)
    return entry


def test_reads_every_field_of_an_item():
    entry = only(
        {
            "id": "tin-1",
            "url": "https://example.com/tin",
            "title": "Tin < zinc",
            "date_published": "2024-03-05T09:30:00+08:00",
            "date_modified": "2024-03-05T02:30:00Z",
            "summary": "Short.",
            "content_html": "<p>Long.</p>",
            "content_text": "Long.",
        }
    )

    assert (entry.url, entry.title, entry.id) == ("https://example.com/tin", "Tin < zinc", "tin-1")
    assert entry.published == datetime(2024, 3, 5, 1, 30, tzinfo=UTC)
    assert entry.updated == datetime(2024, 3, 5, 2, 30, tzinfo=UTC)
    assert (entry.summary, entry.content) == ("Short.", "<p>Long.</p>")


@pytest.mark.parametrize(
    ("item", "want"),
    [
        pytest.param({"url": "/tin"}, "https://example.com/tin", id="relative"),
        pytest.param({"external_url": "https://other.org/a"}, "https://other.org/a", id="a link blog"),
        pytest.param({"id": "https://example.com/tin"}, "https://example.com/tin", id="id that is an address"),
        pytest.param({"id": "tin"}, None, id="id that is none"),
        pytest.param({"url": "javascript:alert(1)", "id": "1"}, None, id="javascript"),
        pytest.param({"url": 1.2, "title": 1000, "date_published": {}, "content_html": True}, None, id="wrong types"),
    ],
)
def test_finds_the_link(item, want):
    assert only(item).url == want


def test_reads_a_number_as_id():
    assert only({"id": 17}).id == "17"


def test_takes_the_text_where_there_is_no_html():
    assert only({"content_text": "Long."}).content == "Long."


def test_drops_lone_surrogates():
    body = b'{"version": "1", "items": [{"title": "a\\ud800b", "summary": "\\ud800"}]}'

    (entry,) = feed_entries(body, url=URL)

    assert (entry.title, entry.summary) == ("ab", None)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"items": [{"id": "1"}]}', id="no version"),
        pytest.param(feed({"id": "1"}, title=["not", "text"]), id="title is a list"),
        pytest.param(feed(items={}), id="items are no list"),
        pytest.param(feed(1, None, "x", []), id="items are no objects"),
        pytest.param(b'{"version": "1", "items": ' + b"[" * 100_000, id="nested too deep"),
        pytest.param(b'{"version": "1", "items": [' + b"9" * 5_000 + b"]}", id="number too long"),
    ],
)
def test_other_json_has_no_entries(body):
    assert feed_entries(body, url=URL) == []


def test_stops_at_a_thousand_items():
    assert len(feed_entries(feed(*({"id": str(n)} for n in range(1_500))), url=URL)) == 1_000


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.just("https://[")
    | st.just("9999-12-31T23:59Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
KEYS = [
    "id",
    "url",
    "external_url",
    "title",
    "date_published",
    "date_modified",
    "summary",
    "content_html",
    "content_text",
]


@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
@settings(max_examples=200, deadline=None)
def test_any_item_is_one_entry(item):
    assert len(feed_entries(feed(item), url=URL)) == 1


@pytest.mark.parametrize(
    ("item", "authors"),
    [
        pytest.param({"authors": [{"name": "Ann Ore"}, {"url": "/ben"}, 5]}, ("Ann Ore",), id="1.1"),
        pytest.param({"author": {"name": "Ann Ore"}}, ("Ann Ore",), id="1.0"),
        pytest.param({"authors": "Ann Ore", "author": 5}, (), id="nonsense"),
    ],
)
def test_reads_authors(item, authors):
    assert only(item).authors == authors


def test_reads_tags_as_keywords():
    assert only({"tags": ["tin", 5, "", "tin", "zinc"]}).keywords == ("tin", "zinc")
    assert only({"tags": "tin"}).keywords == ()
