"""An article from JSON: what `to_dict` wrote is read back; what is wrong is named by its field."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from storage import Article, ArticleStore
from storage.article import utc_text
from storage.errors import ArticleError

WHOLE = Article(
    url="https://tin.example/1", identifier="tin.example:1", source="tin.example", headline="Tin falls", article_body="Tin.",
    block_types=["p"], date_published=datetime(2026, 11, 20, 8, tzinfo=UTC), date_precision="minute", date_ambiguous=False,
    authors=["Ann Tin"], keywords=["Tin"], tags=["tin"], extraction_confidence=0.5, is_truncated=True,
    prices=[{
        "name": "Tin", "low": 1.0, "high": 2.0, "average": 1.5, "change": None, "unit": "USD/t", "date": None, "raw": ["Tin"],
    }],
    removed=[{"text": "Sign up", "rule": "newsletter"}], provenance={"headline": "h1"}, flags=["x"],
)  # fmt: skip


def test_what_was_written_is_read_back():
    assert Article.from_dict(json.loads(json.dumps(WHOLE.to_dict()))) == WHOLE


def test_what_a_store_adds_is_passed_over(tmp_path):
    with ArticleStore(tmp_path / "a.db") as one, ArticleStore(tmp_path / "b.db") as two:
        one.save(WHOLE)
        (stored,) = one.articles()

        assert two.save(Article.from_dict(stored.to_dict())) == "new"
        assert one.save(Article.from_dict(stored.to_dict())) == "unchanged"


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"url": "https://t.example/"}, '"headline"'),
        ({"headline": "x"}, '"url"'),
        ({"url": "https://t.example/", "headline": 3}, 'field "headline" must be a text, not int'),
        ({"url": "https://t.example/", "headline": "x", "tags": "tin"}, 'field "tags" must be a list'),
        (
            {"url": "https://t.example/", "headline": "x", "date_published": "soon"},
            'field "date_published" must be a moment',
        ),
        (
            {"url": "https://t.example/", "headline": "x", "is_truncated": 1},
            'field "is_truncated" must be true or false',
        ),
        ({"url": "https://t.example/", "headline": "x", "extraction_confidence": True}, "must be a number"),
        ({"url": "https://t.example/", "headline": "x", "tags": [{}]}, 'field "tags" must be a list of texts'),
        ({"url": "https://t.example/", "headline": "x", "authors": [1]}, 'field "authors" must be a list of texts'),
        ({"url": "https://t.example/", "headline": "x", "removed": ["x"]}, 'field "removed"'),
        ({"url": "https://t.example/", "headline": "x", "prices": [{}]}, 'field "prices"'),
        ({"url": "https://t.example/", "headline": "x", "provenance": {"a": {}}}, 'field "provenance"'),
        ({"url": "https://t.example/", "headline": "x", "date_published": "0999-01-01T00:00:00Z"}, "the year 999"),
    ],
)
def test_what_is_wrong_is_named(values, said):
    with pytest.raises(ArticleError) as caught:
        Article.from_dict(values)

    assert said in str(caught.value)


def test_a_moment_without_a_zone_is_utc():
    read = Article.from_dict({"url": "https://t.example/", "headline": "x", "date_published": "2026-11-20T08:00:00"})

    assert read.date_published == datetime(2026, 11, 20, 8, tzinfo=UTC)


def test_every_moment_that_is_written_can_be_read():
    moment = datetime(999, 1, 1, tzinfo=UTC)

    assert utc_text(moment) == "0999-01-01T00:00:00Z"
    assert datetime.fromisoformat(utc_text(moment)) == moment
