"""``sources``: which sites can be crawled, and how one is defined."""

from __future__ import annotations

import json
from typing import get_args, get_type_hints

import pytest

from crawler.cli.sources import STATUSES
from crawler.sources import Source, load_sources

OWN = """
name = "Own"
homepage = "https://own.example/"
language = ["en", "zh"]
timezone = "Asia/Shanghai"

[discover]
feeds = ["https://own.example/feed"]
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with one source of the user's own."""
    path = tmp_path / "sources"
    path.mkdir()
    (path / "own.example.toml").write_text(OWN, encoding="utf-8")
    return path


def listed(done):
    assert done.returncode == 0, done.stderr
    return {row["id"]: row for row in json.loads(done.stdout)}


def test_the_list_holds_every_shipped_source(run_here):
    done = run_here("sources", "list", "--json")

    assert list(listed(done)) == list(load_sources())
    assert listed(done)["metal.com"]["timezone"] == "Asia/Shanghai"


def test_the_list_is_a_table_for_people(run_here):
    lines = run_here("sources", "list").stdout.splitlines()

    assert lines[0].split() == ["id", "name", "languages", "status", "endpoints", "enabled"]
    assert any(line.startswith("metal.com") for line in lines)
    assert len(lines) == 2 + len(load_sources())


@pytest.mark.parametrize(
    ("endpoints", "said"),
    [
        pytest.param('feeds = ["https://own.example/feed"]', "feed", id="one"),
        pytest.param('feeds = ["https://own.example/a", "https://own.example/b"]', "2 feeds", id="several"),
        pytest.param(
            'feeds = ["https://own.example/a"]\nlistings = ["https://own.example/b", "https://own.example/c"]',
            "feed, 2 listings",
            id="of two kinds",
        ),
    ],
)
def test_the_list_says_where_a_source_announces_its_stories(run_here, folder, endpoints, said):
    (folder / "own.example.toml").write_text(
        OWN.replace('feeds = ["https://own.example/feed"]', endpoints), encoding="utf-8"
    )

    assert listed(run_here("sources", "list", "--json", "--sources", folder))["own.example"]["endpoints"] == said


def test_the_list_may_hold_some_states_only(run_here):
    rows = listed(run_here("sources", "list", "--status", "blocked", "--status", "frozen", "--json"))

    assert set(rows) == {source.id for source in load_sources().values() if source.status in ("blocked", "frozen")}
    assert {row["status"] for row in rows.values()} == {"blocked", "frozen"}


def test_the_states_to_choose_from_are_those_of_a_source_file():
    assert get_args(get_type_hints(Source)["status"]) == STATUSES


@pytest.mark.parametrize(("asked", "own"), [("zh", '"zh"'), ("zh", '["en", "zh-Hant"]'), ("zh-Hant", '"zh-Hant"')])
def test_the_list_may_hold_one_language_only(run_here, folder, asked, own):
    (folder / "own.example.toml").write_text(OWN.replace('["en", "zh"]', own), encoding="utf-8")

    rows = listed(run_here("sources", "list", "--lang", asked, "--json", "--sources", folder))

    assert "own.example" in rows
    assert all(any(tag.startswith(asked) for tag in row["languages"]) for row in rows.values())


def test_both_filters_hold_at_once(run_here):
    rows = listed(run_here("sources", "list", "--lang", "es", "--lang", "pt", "--status", "ok", "--json"))

    chosen = [source for source in load_sources().values() if {"es", "pt"} & set(source.languages)]
    assert set(rows) == {source.id for source in chosen if source.status == "ok"}
    assert len(rows) < len(chosen)


def test_a_language_without_a_source_is_met_with_those_there_are(run_here):
    done = run_here("sources", "list", "--lang", "xx")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith('orewire: --lang "xx": no source is in it; there are: de, en, es, ')


def test_a_folder_of_one_s_own_adds_to_it(run_here, folder):
    by_option = run_here("sources", "list", "--json", "--sources", folder)
    by_data = run_here("sources", "list", "--json", "--data", folder.parent)
    by_environment = run_here("sources", "list", "--json", env={"OREWIRE_DATA": str(folder.parent)})

    for done in (by_option, by_data, by_environment):
        assert {"own.example", "metal.com"} <= set(listed(done))


def test_a_file_of_the_same_name_takes_the_shipped_one_s_place(run_here, folder):
    (folder / "metal.com.toml").write_text(OWN, encoding="utf-8")

    done = run_here("sources", "list", "--json", "--sources", folder)

    assert listed(done)["metal.com"]["name"] == "Own"


def test_one_source_is_shown_with_its_defaults(run_here, folder):
    done = run_here("sources", "show", "own.example", "--sources", folder)

    assert done.returncode == 0, done.stderr
    assert 'name = "Own"' in done.stdout
    assert "[limits]\n  delay = 1.0" in done.stdout
    assert 'hosts = ["own.example"]' in done.stdout


def test_one_source_as_json_is_the_row_of_the_list(run_here):
    shown = json.loads(run_here("sources", "show", "metal.com", "--json").stdout)

    row = listed(run_here("sources", "list", "--json"))["metal.com"]

    assert (row.pop("enabled"), row.pop("endpoints")) == ("", "listing")
    assert shown == row


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("name = ", "is not valid TOML", id="no TOML"),
        pytest.param(
            OWN.replace("homepage", "homepge"), 'unknown key "homepge"; did you mean "homepage"?', id="misspelt key"
        ),
        pytest.param(OWN.replace("Shanghai", "Shanghia"), "Asia/Shanghai", id="misspelt zone"),
        pytest.param(OWN.replace("feeds", "feed"), "feeds", id="misspelt key of a table"),
    ],
)
@pytest.mark.parametrize("command", [["list"], ["show", "own.example"]], ids=["list", "show"])
def test_a_broken_file_is_one_line_with_file_and_remedy(run_here, folder, text, said, command):
    (folder / "own.example.toml").write_text(text, encoding="utf-8")

    done = run_here("sources", *command, "--sources", folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("orewire: own.example.toml: ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_source_nobody_knows_is_met_with_the_nearest(run_here):
    done = run_here("sources", "show", "metal.cm")

    assert done.returncode == 2
    assert done.stderr == 'orewire: no source "metal.cm"; did you mean "metal.com"?\n'
