"""What holds for every command: help, one line for what is wrong, the exit code, a reader who leaves early."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sysconfig

import click
import pytest

from crawler.cli import orewire
from storage import Article, ArticleStore

READING = (
    ("articles",),
    ("search", "copper"),
    ("show", "1"),
    ("export", "out.jsonl"),
    ("export", "-"),
    ("changes",),
    ("status",),
    ("migrate",),
)
"""Commands that need a store and must never make one."""


def paths(command: click.Command, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command and group, as typed after ``orewire``."""
    if not isinstance(command, click.Group):
        return [path]
    context = click.Context(command)
    inner = [paths(command.get_command(context, name), (*path, name)) for name in command.list_commands(context)]
    return [path, *(found for some in inner for found in some)]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A store with 60 articles of 4 kB: more than a pipe holds."""
    path = tmp_path_factory.mktemp("store") / "news.db"
    with ArticleStore(path) as opened, opened.transaction():
        opened.put_tags([{"id": "copper", "label": "copper"}, {"id": "rare-earths", "label": "rare earths"}])
        for number in range(60):
            article = Article(
                url=f"https://metal.example/{number}",
                source="metal.example",
                headline=f"Copper story {number}",
                article_body="Copper fell again on Monday. " * 140,
                tags=["copper"],
                date_published_local="2026-11-02",
            )
            opened.save(article)
    return path


def one_line(done) -> str:
    """The one line that a command said on stderr."""
    assert "Traceback" not in done.stderr, done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.mark.parametrize("path", paths(orewire), ids=lambda path: " ".join(path) or "orewire")
def test_every_command_explains_itself(run_here, path):
    long, short = run_here(*path, "--help"), run_here(*path, "-h")

    assert (long.returncode, long.stderr) == (0, "")
    assert long.stdout.startswith(f"Usage: {' '.join(('orewire', *path))}")
    assert short.stdout == long.stdout


def test_the_version_is_one_line(run_here):
    done = run_here("--version")

    assert done.returncode == 0
    assert re.fullmatch(r"orewire, version \d+\.\d+\.\d+\S*\n", done.stdout)


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        pytest.param(["serch", "copper"], '"search"', id="command"),
        pytest.param(["xyzzy"], "orewire --help", id="command like none"),
        pytest.param(["sources", "lst"], "list", id="subcommand"),
        pytest.param(["articles", "--sorce", "x"], "--source", id="option"),
        pytest.param(["articles", "extra"], "extra", id="argument too many"),
        pytest.param(["search"], "QUERY", id="argument too few"),
        pytest.param(["articles", "--limit", "0"], "--limit", id="number out of range"),
        pytest.param(["changes", "--after", "yesterday"], "--after", id="no number"),
        pytest.param(["sources", "show", "metal.cm"], '"metal.com"', id="source to show"),
        pytest.param(["crawl", "metal.cmo"], '"metal.com"', id="source to crawl"),
        pytest.param(["extract", __file__, "--source", "metal.cm"], '"metal.com"', id="source to read with"),
        pytest.param(["articles", "--source", "metal.exampel"], '"metal.example"', id="source to list"),
        pytest.param(["search", "copper", "--source", "metal.exampel"], '"metal.example"', id="source to search"),
        pytest.param(["articles", "--tag", "rare-erths"], '"rare-earths"', id="tag to list"),
        pytest.param(["search", "copper", "--tag", "coper"], '"copper"', id="tag to search"),
        pytest.param(["export", "out.jsonl", "--tag", "coper"], '"copper"', id="tag to export"),
        pytest.param(["articles", "--since", "yesterday"], "2019-10-17", id="first day in a list"),
        pytest.param(["search", "copper", "--until", "17.10.2019"], "2019-10-17", id="last day in a search"),
        pytest.param(["export", "out.jsonl", "--since", "soon"], "2019-10-17", id="day in an export"),
        pytest.param(["articles", "--since", "2026-13-01"], "2026-13-01", id="month 13"),
        pytest.param(["articles", "--until", "2026-02-30"], "2026-02-30", id="30 February"),
        pytest.param(["articles", "--fmt", "githb"], "github", id="table format"),
        pytest.param(["articles", "-c", "headlin"], "headline", id="column"),
        pytest.param(["articles", "-t", "--json"], "-t", id="two forms"),
        pytest.param(["articles", "-o", "nowhere/out.csv"], "nowhere/out.csv", id="output into no folder"),
        pytest.param(["export", "out.xls"], "--format", id="ending"),
        pytest.param(["extract", "nothing.html"], "nothing.html", id="page file"),
        pytest.param(["sources", "list", "--sources", "nowhere"], "nowhere", id="folder of sources"),
        pytest.param(
            ["crawl", "metal.com", "--connect-to", "metal.com=10.0.0.1:80"], "127.0.0.1:PORT", id="beyond loopback"
        ),
        pytest.param(["crawl", "metal.com", "--connect-to", "metal.com"], "127.0.0.1:PORT", id="no target"),
        pytest.param(["crawl", "metal.com", "--connect-to", "metal.com=127.0.0.1:99999"], "99999", id="no such port"),
    ],
)
def test_what_is_misspelt_is_told_with_the_remedy(run_here, store, arguments, remedy):
    done = run_here(*arguments, env={"OREWIRE_DB": str(store)})

    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 2
    assert remedy in done.stderr.splitlines()[-1]
    assert done.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["serch", "copper"], id="command"),
        pytest.param(["articles", "--sorce", "x"], id="option"),
        pytest.param(["articles", "-c", "headlin"], id="column"),
        pytest.param(["show", "999"], id="article"),
        pytest.param(["crawl"], id="nothing to crawl"),
    ],
)
def test_what_is_wrong_is_one_line(run_here, store, arguments):
    assert one_line(run_here(*arguments, env={"OREWIRE_DB": str(store)}))


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_reading_a_store_that_is_not_there_makes_none(run_here, tmp_path, command):
    done = run_here(*command, cwd=tmp_path)

    assert "news.db" in one_line(done)
    assert "--db" in one_line(done)
    assert done.returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_file_that_is_no_store_is_left_alone(run_here, tmp_path, command):
    path = tmp_path / "news.db"
    path.write_text("copper, 9800\n" * 100, encoding="utf-8")

    done = run_here(*command, cwd=tmp_path)

    assert "news.db: not a SQLite database" in one_line(done)
    assert done.returncode in (1, 2)
    assert path.read_text(encoding="utf-8") == "copper, 9800\n" * 100


def test_someone_else_s_database_is_left_alone(run_here, tmp_path):
    path = tmp_path / "news.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE articles (id INTEGER)")
    other.close()
    before = path.read_bytes()

    for command in (("articles",), ("migrate",), ("demo",)):
        done = run_here(*command, cwd=tmp_path)

        assert "no orewire store" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr
        assert done.returncode in (1, 2)
    assert path.read_bytes() == before


@pytest.mark.parametrize("command", [*READING, ("demo",)], ids=" ".join)
def test_a_store_of_a_newer_orewire_is_refused(run_here, tmp_path, command):
    path = tmp_path / "news.db"
    with ArticleStore(path) as opened:
        opened.db.conn.execute("INSERT INTO _sqlite_migrations VALUES (NULL, 'orewire', '9999_future', '2030-01-01')")

    done = run_here(*command, cwd=tmp_path)

    assert "newer orewire" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert done.returncode in (1, 2)


def test_a_folder_is_no_store(run_here, tmp_path):
    done = run_here("articles", "--db", tmp_path)

    assert "Traceback" not in done.stderr
    assert str(tmp_path) in done.stderr.splitlines()[-1]
    assert done.returncode == 2


def test_the_store_can_be_named_by_the_environment_and_by_the_option(run_here, store, tmp_path):
    by_environment = run_here("articles", "--nl", env={"OREWIRE_DB": str(store)})
    by_option = run_here("articles", "--nl", "--db", store, env={"OREWIRE_DB": str(tmp_path / "no.db")})

    assert len(by_environment.stdout.splitlines()) == 60
    assert by_option.stdout == by_environment.stdout


def test_a_store_in_a_folder_of_someone_else_can_be_read(run_here, store, tmp_path):
    """Reading leaves no file behind: neither -wal nor -shm nor a lock."""
    path = tmp_path / "news.db"
    path.write_bytes(store.read_bytes())

    done = run_here("articles", "--nl", "--db", path)

    assert len(done.stdout.splitlines()) == 60
    assert {name.name for name in tmp_path.iterdir()} <= {"news.db", "news.db-shm", "news.db-wal"}


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("articles | head -c 1", id="table"),
        pytest.param("articles --json | head -c 1", id="json"),
        pytest.param("articles --nl | head -1", id="lines of JSON"),
        pytest.param("articles --csv -c article_body | head -c 1", id="csv"),
        pytest.param("articles --fmt github -c article_body | head -c 1", id="tabulate"),
        pytest.param("search copper | head -1", id="search"),
        pytest.param("export - | head -c 1", id="export"),
        pytest.param("export - --format csv | head -c 1", id="export csv"),
        pytest.param("changes | head -1", id="changes"),
        pytest.param("show 1 | true", id="show"),
        pytest.param("sources list | true", id="sources"),
        pytest.param("--help | true", id="help"),
    ],
)
def test_a_reader_that_leaves_early_sees_no_complaint(commands, store, command):
    done = commands.run("bash", "-c", f"orewire {command} > /dev/null", env={"OREWIRE_DB": str(store)})

    assert re.sub(r"^\d+ articles?$", "", done.stderr.strip()) == ""


def test_a_reader_that_leaves_early_is_no_failure(commands, store):
    script = "orewire articles --nl | head -1 > /dev/null; exit ${PIPESTATUS[0]}"

    assert commands.run("bash", "-c", script, env={"OREWIRE_DB": str(store)}).returncode == 0


def heed_ctrl_c():
    """What a shell starts in the background ignores Ctrl-C, and so would the command: ``pytest &`` must not fail."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_while_reading_is_130_and_no_traceback(commands, store):
    """Its output is not read to the end, so that the command stands in the middle of it."""
    command = [f"{sysconfig.get_path('scripts')}/orewire", "articles", "--nl", "--db", str(store)]
    with subprocess.Popen(
        command,
        env=commands.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509  # it takes no lock, which is what threads make unsafe
    ) as process:
        assert process.stdout.read(1) == b"{"
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=20)
        said = process.stderr.read().decode()

    assert code == 130
    assert "Traceback" not in said


def test_data_goes_to_stdout_and_talk_to_stderr(run_here, store):
    done = run_here("search", "copper", "--nl", "--db", store)

    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == ["metal.example"] * 60


@pytest.mark.parametrize(
    ("arguments", "remedy"),
    [
        pytest.param(("crwal",), 'did you mean "crawl"?', id="command"),
        pytest.param(("sources", "chek", "metal.com"), 'did you mean "check"?', id="command of a group"),
        pytest.param(("crawl", "--limt", "3"), "'--limit'", id="option"),
        pytest.param(("crawl", "metal.cmo"), 'did you mean "metal.com"?', id="source"),
        pytest.param(("crawl", "metal.com", "--fail-on", "nwe"), "'new'", id="value"),
        pytest.param(("articles", "--db", "nwes.db"), 'did you mean "news.db"?', id="store"),
        pytest.param(("sources", "list", "--data", "mien"), 'no such folder; did you mean "mine"?', id="folder"),
        pytest.param(("crawl", "metal.com", "--replay", "dmeo.warc.gz"), 'no such file; did you mean "demo.warc.gz"?', id="file"),
        pytest.param(("crawl", "--connect-to", "metal.com:80", "metal.com"), "write HOST=127.0.0.1:PORT", id="form"),
        pytest.param(("add", "page.html", "--url", "metal.com/1"), "write as in https://", id="address"),
        pytest.param(("export", "tin.parquet"), "add --format jsonl, csv or md", id="format"),
        pytest.param(("show", "9999"), "`orewire articles` lists them", id="article"),
        pytest.param(("articles", "--tag", "coper"), 'did you mean "copper"?', id="tag"),
        pytest.param(("articles", "--lang", "chinese"), "write as in en, zh or zh-Hant", id="language"),
        pytest.param(("articles", "--since", "2026-05-01", "--until", "2026-04"), "comes after --until 2026-04", id="span"),
        pytest.param(("articles", "--since", "yesterday-ish"), "write it as 2019-10-17", id="day"),
    ],
)  # fmt: skip
def test_a_typo_gets_one_line_that_names_the_fix(run_here, store, tmp_path, arguments, remedy):
    for name in ("news.db", "demo.warc.gz", "page.html"):
        (tmp_path / name).write_bytes(store.read_bytes() if name == "news.db" else b"")
    (tmp_path / "mine").mkdir()

    done = run_here(*arguments, cwd=tmp_path)

    assert done.returncode in (1, 2)
    assert remedy in one_line(done)


def test_a_day_within_the_month_it_ends_with_is_a_span(run_here, store):
    done = run_here("articles", "--db", store, "--since", "2026-11-02", "--until", "2026-11", "--json")

    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == 60
