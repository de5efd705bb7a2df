from __future__ import annotations

import csv
import io
import json
import os
from datetime import UTC, datetime

import pytest

from storage import Article, ArticleStore
from storage.errors import ExportError
from storage.export import CSV_COLUMNS, export

STARTS = ["=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠"]


def article(number=1, **fields):
    given = {"url": f"https://example.org/{number}", "headline": "铜价上涨"}
    return Article(**(given | fields))


@pytest.fixture
def store():
    with ArticleStore(":memory:", clock=lambda: datetime(2026, 11, 23, tzinfo=UTC)) as store:
        yield store


def csv_rows(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_json_lines_are_the_articles_as_dicts(store, tmp_path):
    store.save(article(1, tags=["copper"]))
    store.save(article(2, article_body="two\n\nblocks"))

    count = export(store.articles(), tmp_path / "out.jsonl", "jsonl")

    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert count == 2
    assert [json.loads(line) for line in lines] == [found.to_dict() for found in store.articles()]
    assert "铜价上涨" in lines[0]


def test_csv_has_a_header_and_lists_as_json(store):
    store.save(article(tags=["copper", "tin"], extraction_confidence=0.5, is_truncated=False))
    file = io.StringIO(newline="")

    export(store.articles(), file, "csv")

    (row,) = csv_rows(file.getvalue())
    assert tuple(row) == CSV_COLUMNS
    assert json.loads(row["tags"]) == ["copper", "tin"]
    assert (row["id"], row["extraction_confidence"], row["word_count"]) == ("1", "0.5", "0")
    assert (row["is_truncated"], row["description"]) == ("false", "")
    assert row["first_seen_at"] == "2026-11-23T00:00:00Z"


@pytest.mark.parametrize("start", STARTS, ids=ascii)
def test_csv_text_that_a_spreadsheet_would_run_is_guarded(store, start):
    store.save(article(headline=f"{start}1+1", source_credit=f" \ufeff{start}=cmd"))
    file = io.StringIO(newline="")

    export(store.articles(), file, "csv")

    (row,) = csv_rows(file.getvalue())
    assert row["headline"] == f"'{start}1+1"
    assert row["source_credit"].startswith("'")


def test_csv_leaves_numbers_and_other_text_alone(store):
    store.save(article(headline="Copper -5 %", extraction_confidence=-0.5))
    file = io.StringIO(newline="")

    export(store.articles(), file, "csv")

    (row,) = csv_rows(file.getvalue())
    assert row["headline"] == "Copper -5 %"
    assert row["extraction_confidence"] == "-0.5"


def test_json_lines_hold_a_formula_whole(store):
    store.save(article(headline="=1+1"))
    file = io.StringIO()

    export(store.articles(), file, "jsonl")

    assert json.loads(file.getvalue())["headline"] == "=1+1"


def test_a_failure_leaves_the_old_file_and_no_other(store, tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    store.save(article())

    def broken():
        yield from store.articles()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        export(broken(), target, "jsonl")

    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_readers_see_the_old_file_until_the_new_one_is_whole(store, tmp_path):
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    for number in range(100):
        store.save(article(number))
    seen = set()

    def watched():
        for found in store.articles():
            seen.add(target.read_text())
            yield found

    export(watched(), target, "jsonl")

    assert seen == {"old"}
    assert len(target.read_text(encoding="utf-8").splitlines()) == 100
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link(store, tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "real")

    export(store.articles(), tmp_path / "link", "jsonl")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == ""


def test_an_export_is_as_readable_as_any_new_file(store, tmp_path):
    (tmp_path / "usual").touch()

    export(store.articles(), tmp_path / "out", "csv")

    assert (tmp_path / "out").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize(
    ("target", "message"),
    [
        pytest.param(".", "is a folder", id="folder"),
        pytest.param("no/such/out.csv", "mkdir -p", id="missing-folder"),
        pytest.param("file/out.csv", "folder", id="below-a-file"),
        pytest.param("pipe", "no regular file", id="pipe"),
        pytest.param("x" * 300, "cannot be written", id="name-too-long"),
    ],
)
def test_a_target_that_cannot_be_written_is_named_in_one_line(store, tmp_path, target, message):
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    before = set(tmp_path.iterdir())

    with pytest.raises(ExportError, match=message) as caught:
        export(store.articles(), tmp_path / target, "csv")

    assert "\n" not in str(caught.value)
    assert caught.value.path == tmp_path / target
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize("end", ["\x85", "\u2028", "\u2029"])
def test_a_line_of_json_is_one_line_for_every_reader(store, end):
    store.save(article(article_body=f"tin{end}zinc"))
    file = io.StringIO()

    export(store.articles(), file, "jsonl")

    (line,) = file.getvalue().splitlines()
    assert json.loads(line)["article_body"] == f"tin{end}zinc"
