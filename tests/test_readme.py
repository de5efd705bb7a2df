"""The README cannot rot: its transcripts are run, its table of columns and the help texts are checked against the code.

A transcript is a fenced block ``console`` between ``<!-- run: begin -->`` and ``<!-- run: end -->``: lines that start with
``$ `` are commands, what follows is their output. ``...`` stands for anything, on a line of its
own also for no line at all. Dates, seconds, ports and the digest of the data files differ from day to day and are masked.
"""

from __future__ import annotations

import ast
import re
import shlex
from pathlib import Path

import click
import pytest

from crawler.cli import orewire
from storage import Article, StoredArticle

ROOT = Path(__file__).parents[1]
PATH = ROOT / "README.md"
README = PATH.read_text(encoding="utf-8") if PATH.exists() else ""
TUTORIAL = (ROOT / "crawler" / "data" / "README.md").read_text(encoding="utf-8")

_REGION = re.compile(r"^<!-- run: begin -->$(.*?)^<!-- run: end -->$", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MASKS = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"), "<moment>"),
    (re.compile(r"(127\.0\.0\.1|localhost):\d+"), r"\1:<port>"),
    (re.compile(r'("seconds": ?)[\d.]+'), r"\1<seconds>"),
    (re.compile(r"\b\d+(\.\d+)? (s|sec|seconds?)\b"), "<seconds>"),
    (re.compile(r"\b(\d+\.\d+\.\d+)\+[0-9a-f]{12}\b"), r"\1+<digest>"),
)


def transcripts(text: str) -> list[tuple[str, str]]:
    """Command and expected output, in order."""
    found: list[tuple[str, str]] = []
    for region in _REGION.findall(text):
        for block in _BLOCK.findall(region):
            for line in block.splitlines():
                command, output = found[-1] if found else ("", "")
                if command and goes_on(command):
                    found[-1] = (f"{command}\n{line}", "")
                elif line.startswith("$ "):
                    found.append((line[2:], ""))
                elif found:
                    found[-1] = (command, f"{output}{line}\n")
    return found


def goes_on(command: str) -> bool:
    """Whether a shell would wait for another line: an open quotation, a text until its end mark, a backslash."""
    until = re.search(r"<<-?\s*(['\"]?)(\w+)\1", command)
    if until:
        return command.splitlines()[1:][-1:] != [until[2]]
    try:
        shlex.split(command)
    except ValueError:
        return True
    return False


def masked(text: str) -> str:
    """*text* without what differs from run to run, runs of spaces made one."""
    lines = [re.sub(r"[ \t]+", " ", line).rstrip() for line in without_seconds(text).splitlines()]
    plain = "\n".join(lines).strip("\n")
    for pattern, replacement in _MASKS:
        plain = pattern.sub(replacement, plain)
    return plain


def without_seconds(text: str) -> str:
    """*text* with the cells under a table's heading ``seconds`` masked."""
    lines, column = [], None
    for line in text.splitlines():
        heading = re.search(r"(?<!\S)seconds(?!\S)", line)
        if heading or not line.strip():
            column = heading.start() if heading else None
        elif column is not None:
            line = line[:column] + re.sub(r"\d+(?!\S)", "<seconds>", line[column : column + 7]) + line[column + 7 :]  # noqa: PLW2901
        lines.append(line)
    return "\n".join(lines)


def agrees(expected: str, actual: str) -> bool:
    """Whether *actual* is what the README shows."""
    pattern = re.escape(masked(expected)).replace(r"\.\.\.", ".*")
    pattern = re.sub(r"^\.\*\\\n", r"(?:.*\\n)?", pattern)
    pattern = re.sub(r"\\\n\.\*(?=\\\n|$)", r"(?:\\n.*)?", pattern)
    return re.fullmatch(pattern, masked(actual), re.DOTALL) is not None


@pytest.mark.parametrize(
    ("expected", "actual", "fits"),
    [
        pytest.param("48 stories", "48 stories\n", True, id="same"),
        pytest.param("48 stories", "47 stories", False, id="other"),
        pytest.param("a  b\n", "a b", True, id="spaces"),
        pytest.param("a\n...\nz", "a\nb\nc\nz", True, id="several lines"),
        pytest.param("a\n...\nz", "a\nz", True, id="no line"),
        pytest.param("a\n...", "a", True, id="no last line"),
        pytest.param("...\nz", "z", True, id="no first line"),
        pytest.param("a\n...\nz", "a\nb", False, id="the end counts"),
        pytest.param("a ... z", "a b\nc z", True, id="within a line"),
        pytest.param("", "noise", False, id="silence counts"),
        pytest.param("on 127.0.0.1:4711", "on 127.0.0.1:39615", True, id="port"),
        pytest.param("at 2026-11-23T15:00:46Z", "at 2027-01-01T00:00:00Z", True, id="moment"),
        pytest.param("took 0.4 s", "took 12.25 s", True, id="seconds"),
        pytest.param('{"seconds": 1}', '{"seconds": 22}', True, id="seconds in JSON"),
        pytest.param("new   seconds\n48    1", "new   seconds\n48    0", True, id="seconds in a table"),
        pytest.param("new   seconds\n48    1", "new   seconds\n47    1", False, id="counts are no seconds"),
    ],
)
def test_a_transcript_is_compared_as_a_reader_would(expected, actual, fits):
    assert agrees(expected, actual) is fits


@pytest.mark.parametrize(
    "command",
    [
        pytest.param("cat <<'END'\n$ one\nEND", id="text until its end mark"),
        pytest.param('python -c "\nprint(1)\n"', id="open quotation"),
        pytest.param("echo one \\\n  two", id="backslash"),
    ],
)
def test_a_command_may_go_on_in_further_lines(command):
    text = f"<!-- run: begin -->\n```console\n$ {command}\n$ two\n```\n<!-- run: end -->\n"

    assert transcripts(text.replace("$ two", "out\n$ true")) == [(command, "out\n"), ("true", "")]


@pytest.mark.parametrize("text", [pytest.param(README, id="README"), pytest.param(TUTORIAL, id="crawler/data/README")])
def test_every_transcript_comes_out_as_printed(commands, tmp_path, text):
    found = transcripts(text)
    assert found, "no transcript between <!-- run: begin --> and <!-- run: end -->"

    wrong = []
    for command, expected in found:
        script = f"{{ {command}\n}} 2>&1"
        done = commands.run("bash", "-c", script, cwd=tmp_path, env={"COLUMNS": "80", "HOME": str(tmp_path)})
        if not agrees(expected, done.stdout):
            wrong.append(f"$ {command}\n--- README\n{expected}\n--- comes out\n{done.stdout}")

    assert not wrong, "\n\n".join(wrong)


def leaves(command: click.Command, path: tuple[str, ...] = ()) -> dict[str, click.Command]:
    """All commands that do something, by what a user types after ``orewire``."""
    if not isinstance(command, click.Group):
        return {" ".join(path): command}
    context = click.Context(command)
    return {
        name: leaf
        for word in command.list_commands(context)
        for name, leaf in leaves(command.get_command(context, word), (*path, word)).items()
    }


COMMANDS = leaves(orewire)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name):
    options = [parameter for parameter in COMMANDS[name].params if isinstance(parameter, click.Option)]

    assert [option.name for option in options if not option.help] == []
    assert [option.opts for option in options if not option.help.endswith((".", ")"))] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_a_first_sentence_and_an_example(name):
    command = COMMANDS[name]
    with click.Context(command, info_name=f"orewire {name}") as context:
        lines = [line.strip() for line in command.get_help(context).splitlines()]

    assert command.get_short_help_str(limit=200), "says what it does"
    assert [line for line in lines if re.match(rf"Example: (OREWIRE_[A-Z]+=\S+ )?orewire {name}\b", line)] != []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_can_be_typed(name):
    example = re.search(r"Example: (?:OREWIRE_[A-Z]+=\S+ )?orewire (.+(?:\n +.+)*)", COMMANDS[name].help or "")
    assert example, "no example"
    words = shlex.split(example[1])[len(name.split()) :]

    with COMMANDS[name].make_context(name, words):
        pass


@pytest.mark.parametrize("name", list(dict.fromkeys([*orewire.list_commands(click.Context(orewire)), *COMMANDS])))
def test_every_command_is_named_in_the_readme(name):
    assert re.search(rf"\borewire {name}\b", README)


def docstrings_of(file: str, name: str) -> dict[str, str]:
    """Field -> first line of the docstring under it."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    cls = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    return {
        ast.unparse(field.target): ast.literal_eval(below.value).strip().splitlines()[0]
        for field, below in zip(cls.body, cls.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr)
    }


def columns_in(text: str) -> dict[str, str]:
    """Column -> what it says, of the README's table."""
    table = re.search(r"^\| *column *\| *what *\|\n\|[-: |]+\|\n((?:\|.*\n?)+)", text, re.MULTILINE)
    assert table, "README.md has no table with the header | column | what |"
    rows = (re.split(r"(?<!\\)\|", line.strip())[1:-1] for line in table[1].splitlines())
    return {name.strip().strip("`"): plain(what) for name, what in rows}


def plain(text: str) -> str:
    """Markdown and docstring in one spelling: what is code, and what is a bar."""
    return text.strip().replace("``", "`").replace(r"\|", "|")


def test_the_table_of_columns_is_the_code_s_own():
    said = docstrings_of("storage/article.py", Article.__name__)
    added = docstrings_of("storage/stored.py", StoredArticle.__name__)

    assert columns_in(README) == {name: plain(text) for name, text in {**said, **added}.items()}


def test_the_readme_promises_nothing():
    promises = re.findall(
        r"\b(TODO|TBD|FIXME|coming soon|planned|not yet implemented|work in progress)\b", README, re.IGNORECASE
    )

    assert README, "there is no README.md"
    assert promises == []


def test_the_readme_links_to_files_that_exist():
    links = re.findall(r"\]\((?!https?://|mailto:|#)([^)\s#]+)", README)

    assert [link for link in links if not (ROOT / link).exists()] == []
