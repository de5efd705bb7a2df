"""``export`` and ``changes``: what other tools read."""

from __future__ import annotations

import csv
import io
import json

import pytest

from storage import Article, ArticleStore


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Four stories, of which the last has changed once."""
    path = tmp_path_factory.mktemp("store") / "news.db"
    with ArticleStore(path) as opened:
        opened.put_tags([{"id": "copper", "label": "copper"}, {"id": "tin", "label": "tin"}])
        for number, (headline, tag) in enumerate(
            [("铜价", "copper"), ("=1+1", "tin"), ("a, b\nc", "tin"), ("Old", "tin")], 1
        ):
            day = f"2026-11-0{number}"
            opened.save(
                Article(
                    url=f"https://m.example/{number}", headline=headline, tags=[tag], date_published_local=day,
                    source="m.example", article_body="One.\n\nTwo, 稀土.",
                )
            )  # fmt: skip
        opened.save(
            Article(
                url="https://m.example/4", headline="New", tags=["tin"], date_published_local="2026-11-04",
                source="m.example", article_body="One.\n\nTwo, 稀土.",
            )
        )  # fmt: skip
    return path


def stored(path, **filters):
    with ArticleStore(path, readonly=True) as opened:
        return [article.to_dict() for article in opened.articles(**filters)]


def test_lines_of_json_hold_the_articles_whole(run_here, store, tmp_path):
    done = run_here("export", tmp_path / "out.jsonl", "--db", store)

    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == stored(store)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "4 articles\n")
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


def test_csv_holds_a_row_an_article(run_here, store, tmp_path):
    run_here("export", tmp_path / "out.csv", "--db", store)

    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["id"] for row in rows] == ["4", "3", "2", "1"]
    assert [row["headline"] for row in rows] == ["New", "a, b\nc", "'=1+1", "铜价"]
    assert json.loads(rows[0]["tags"]) == ["tin"]
    assert rows[0]["article_body"] == "One.\n\nTwo, 稀土."


def test_stdout_is_lines_of_json_unless_told_otherwise(run_here, store):
    lines, table = (
        run_here("export", "-", "--db", store),
        run_here("export", "-", "--format", "csv", "--db", store),
    )

    assert [json.loads(line)["id"] for line in lines.stdout.splitlines()] == [4, 3, 2, 1]
    assert next(csv.reader(io.StringIO(table.stdout)))[:3] == ["id", "url", "identifier"]
    assert lines.stderr == "4 articles\n"


def test_the_format_named_wins_over_the_ending(run_here, store, tmp_path):
    done = run_here("export", tmp_path / "out.txt", "--format", "jsonl", "--db", store)

    assert done.returncode == 0
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").startswith('{"id": 4')


def test_an_ending_in_capitals_is_the_same_ending(run_here, store, tmp_path):
    assert run_here("export", tmp_path / "OUT.CSV", "--db", store).returncode == 0


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        pytest.param(["--tag", "copper"], [1], id="tag"),
        pytest.param(["--since", "2026-11-02", "--until", "2026-11-03"], [3, 2], id="days"),
        pytest.param(["--source", "m.example", "--limit", "1"], [4], id="limit"),
        pytest.param(["--lang", "en"], [], id="language that none says"),
    ],
)
def test_an_export_takes_the_filters_of_a_list(run_here, store, filters, ids):
    done = run_here("export", "-", *filters, "--db", store)

    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ids


@pytest.mark.parametrize("name", ["out", "out.xls", "out.jsonl.gz"])
def test_an_ending_that_is_no_format_is_told_with_the_formats(run_here, store, tmp_path, name):
    done = run_here("export", tmp_path / name, "--db", store)

    assert done.returncode == 2
    assert "--format" in done.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


def test_a_failed_export_leaves_the_old_file(run_here, store, tmp_path):
    (tmp_path / "out.csv").write_text("precious\n", encoding="utf-8")

    done = run_here("export", tmp_path / "out.csv", "--since", "soon", "--db", store)

    assert done.returncode == 2
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "precious\n"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_a_folder_that_is_not_there_is_one_line_and_no_folder(run_here, store, tmp_path):
    done = run_here("export", tmp_path / "nowhere" / "out.csv", "--db", store)

    assert done.returncode in (1, 2)
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_changes_are_lines_of_json_in_the_order_they_happened(run_here, store):
    lines = [json.loads(line) for line in run_here("changes", "--db", store).stdout.splitlines()]

    assert [(line["seq"], line["kind"], line["article_id"]) for line in lines] == [
        (1, "new", 1), (2, "new", 2), (3, "new", 3), (4, "new", 4), (5, "changed", 4),
    ]  # fmt: skip
    assert set(lines[0]) == {"seq", "kind", "cause", "changed_at", "article_id", "url"}
    assert lines[0]["cause"] == "publisher"
    assert lines[0]["changed_at"].endswith("Z")


@pytest.mark.parametrize(("after", "seqs"), [("0", [1, 2, 3, 4, 5]), ("4", [5]), ("5", []), ("999999", [])])
def test_changes_go_on_where_a_follower_stopped(run_here, store, after, seqs):
    done = run_here("changes", "--after", after, "--db", store)

    assert done.returncode == 0
    assert [json.loads(line)["seq"] for line in done.stdout.splitlines()] == seqs
