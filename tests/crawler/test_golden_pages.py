"""Golden pages of one source, written by people who had not read the rules: `<slug>.html|.txt` and what a right reading holds."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.model import Entry
from crawler.normalize import parse_date
from crawler.parse import read_page
from crawler.sources import load_sources

PAGES = Path(__file__).parent.parent / "pages"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIELDS = (
    "headline",
    "description",
    "date_published",
    "date_precision",
    "keywords",
    "authors",
    "identifier",
    "machine_translated_by",
    "source_credit",
    "dateline_place",
)


def golden_pages() -> list[Any]:
    return [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in sorted(PAGES.glob("*/*.json"))]


def read(path: Path) -> tuple[dict[str, Any], Any]:
    case = json.loads(path.read_text(encoding="utf-8"))
    page = next(p for p in (path.with_suffix(".html"), path.with_suffix(".txt")) if p.exists())
    source = load_sources()[path.parent.name]
    told = case["entry"]
    entry = None
    if told:
        date = parse_date(told["published"], timezone=source.timezone, languages=["en"], now=NOW)
        entry = Entry(url=case["url"], title=told["title"], published=date.value if date else None)
    kind = "text/html" if page.suffix == ".html" else "text/plain"
    return case["gold"], read_page(
        page.read_bytes(), url=case["url"], content_type=kind, source=source, entry=entry, retrieved_at=NOW
    )


def test_there_are_golden_pages_of_all_four_templates():
    names = {path.stem.split("-")[0] for path in PAGES.glob("metal.com/*.json")}

    assert {"a", "b", "c", "d"} <= names


@pytest.mark.parametrize("path", golden_pages())
def test_reads_a_golden_page_wholly_right(path):
    gold, reading = read(path)

    values = reading.article.to_dict()
    assert values["article_body"].split("\n\n") == gold["article_body_paragraphs"]
    assert {name: values[name] for name in FIELDS} == {name: gold[name] for name in FIELDS}
    assert (values["date_published_local"] or "") == (gold["date_published_local"] or "")[:10]


@pytest.mark.parametrize("path", golden_pages())
def test_keeps_every_removed_line_on_record_with_its_rule(path):
    gold, reading = read(path)

    taken = reading.article.removed
    assert [line for line in gold["must_be_removed"] if not any(line in block["text"] for block in taken)] == []
    assert all(block["rule"] for block in taken)
