"""The forms in which a command prints its rows."""

from __future__ import annotations

import csv
import io
import json

import click
import pytest

from crawler.cli.output import Output, emit
from storage import Article, ArticleStore

ROWS = (
    {"id": 1, "headline": "铜价, so to speak", "tags": ["copper", "prices"], "note": None, "origin": {"h1": "x"}},
    {"id": 2, "headline": 'He said "no"\nand left', "tags": [], "note": "a\tb", "origin": {}},
)
COLUMNS = ("id", "headline", "tags")


def printed(capsys, *, rows=ROWS, columns=COLUMNS, **form) -> str:
    emit(iter(rows), Output(**form), columns=columns)
    return capsys.readouterr().out


def test_json_is_an_array_with_all_fields(capsys):
    assert json.loads(printed(capsys, form="json")) == list(ROWS)


def test_json_of_nothing_is_an_empty_array(capsys):
    assert json.loads(printed(capsys, form="json", rows=())) == []


def test_lines_of_json_hold_one_object_each(capsys):
    lines = printed(capsys, form="nl").splitlines()

    assert [json.loads(line) for line in lines] == list(ROWS)


def test_chinese_is_written_as_chinese(capsys):
    assert "铜价" in printed(capsys, form="json")


def test_a_chosen_column_is_all_there_is(capsys):
    emit(iter(ROWS), Output(form="json", columns=("note", "id")), columns=COLUMNS)

    assert [list(row) for row in json.loads(capsys.readouterr().out)] == [["note", "id"]] * 2


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_separated_values_come_back_as_they_were(capsys, form, delimiter):
    text = printed(capsys, form=form, columns=("id", "headline", "tags", "note"))

    assert list(csv.reader(io.StringIO(text), delimiter=delimiter)) == [
        ["id", "headline", "tags", "note"],
        ["1", "铜价, so to speak", "copper, prices", ""],
        ["2", 'He said "no"\nand left', "", "a\tb"],
    ]


def test_separated_values_of_nothing_have_their_header(capsys):
    assert printed(capsys, form="csv", rows=()) == "id,headline,tags\n"


def test_a_table_of_another_kind_is_tabulate_s(capsys):
    lines = printed(capsys, fmt="github", columns=("id", "tags")).splitlines()

    assert [[cell.strip() for cell in line.strip("|").split("|")] for line in (lines[0], lines[2])] == [
        ["id", "tags"],
        ["1", "copper, prices"],
    ]


def test_a_number_is_not_rewritten_in_a_table(capsys):
    """An identifier of digits is a text: tabulate would print 1e5 as 100000."""
    assert "1e5" in printed(capsys, fmt="plain", rows=[{"id": "1e5"}], columns=("id",))


def test_markup_in_a_headline_is_text(capsys):
    text = printed(capsys, rows=[{"id": 1, "headline": "[red]Copper[/red] [/] up"}], columns=("id", "headline"))

    assert "[red]Copper[/red] [/] up" in text


def test_a_column_that_is_not_there_is_named_with_those_that_are(capsys):
    with pytest.raises(click.UsageError) as caught:
        printed(capsys, form="csv", columns=("id", "headlin"))

    assert 'no column "headlin"' in caught.value.message
    assert "headline" in caught.value.message


def test_a_file_gets_what_stdout_would_have_got(capsys, tmp_path):
    wanted = printed(capsys, form="csv")

    emit(iter(ROWS), Output(form="csv", file=tmp_path / "out.csv"), columns=COLUMNS)

    assert (tmp_path / "out.csv").read_bytes().decode() == wanted
    assert capsys.readouterr().out == ""


def test_a_command_used_wrongly_leaves_the_old_file_alone(tmp_path):
    path = tmp_path / "out.csv"
    path.write_text("precious\n", encoding="utf-8")

    with pytest.raises(click.UsageError):
        emit(iter(ROWS), Output(form="csv", columns=("headlin",), file=path), columns=COLUMNS)

    assert path.read_text(encoding="utf-8") == "precious\n"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    path = tmp_path_factory.mktemp("store") / "news.db"
    with ArticleStore(path) as opened:
        opened.save(
            Article(
                url="https://metal.example/1", headline="铜价下跌", tags=["copper", "prices"], in_language="zh",
                date_published_local="2026-11-02", article_body="铜价下跌。",
            )
        )  # fmt: skip
        opened.save(Article(url="https://metal.example/2", headline="Tin, and more", date_published_local="2026-11-01"))
    return path


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("--json", "[\n {"),
        ("--nl", '{"id": 1'),
        ("--csv", "id,date,"),
        ("--tsv", "id\tdate\t"),
        ("-t", "id "),
        ("--table", "id "),
        ("--fmt=github", "| "),
    ],
)
def test_every_form_is_a_word_of_the_command_line(run_here, store, form, beginning):
    done = run_here("articles", form, "--db", store)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(beginning)


@pytest.mark.parametrize("command", [("search", "tin"), ("status",), ("sources", "list")], ids=" ".join)
def test_every_command_with_rows_has_the_same_forms(run_here, store, command):
    environment = {"OREWIRE_DB": str(store)}

    as_json, as_csv = (run_here(*command, form, env=environment) for form in ("--json", "--csv"))

    assert (as_json.returncode, as_csv.returncode) == (0, 0), as_json.stderr + as_csv.stderr
    assert isinstance(json.loads(as_json.stdout), list)


def test_columns_are_chosen_in_the_order_given(run_here, store):
    done = run_here("articles", "--csv", "-c", "headline", "-c", "id", "--db", store)

    assert done.stdout == 'headline,id\n铜价下跌,1\n"Tin, and more",2\n'


def test_the_table_shows_the_command_s_own_columns(run_here, store):
    lines = run_here("articles", "--db", store).stdout.splitlines()

    assert lines[0].split() == ["id", "date", "source", "headline", "tags"]
    assert lines[2].split() == ["1", "2026-11-02", "metal.example", "铜价下跌", "copper,", "prices"]


def test_output_goes_to_the_file_named(run_here, store, tmp_path):
    done = run_here("articles", "--json", "-o", tmp_path / "out.json", "--db", store)

    assert done.stdout == ""
    assert [row["id"] for row in json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))] == [1, 2]


class Terminal(io.StringIO):
    """Somebody is watching, on so many columns."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("columns", "heading"),
    [
        pytest.param(60, ["id", "name", "status"], id="wide enough"),
        pytest.param(30, ["id", "status"], id="too narrow"),
    ],
)
def test_a_narrow_terminal_goes_without_the_spare_column(monkeypatch, columns, heading):
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("TERM", "xterm")
    rows = [{"id": "tin.example", "name": "The Tin Daily of Penang", "status": "unverified"}]

    emit(rows, Output(), columns=("id", "name", "status"), spare="name")

    lines = terminal.getvalue().splitlines()
    assert [name for name in ("id", "name", "status") if name in lines[0]] == heading
    assert len(lines) == 3


def test_a_column_that_was_asked_for_is_shown_however_narrow(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setenv("TERM", "xterm")

    emit(
        [{"id": "tin.example", "name": "The Tin Daily of Penang"}],
        Output(columns=("id", "name")),
        columns=(),
        spare="name",
    )

    assert "name" in terminal.getvalue().splitlines()[0]
