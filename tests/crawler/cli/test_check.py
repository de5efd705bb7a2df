"""``sources check``: what works of a source, without storing anything; here on the recorded sample web."""

from __future__ import annotations

import json

import pytest

STORY = "https://meltshop-notes.example/notes/1413-secondary-lead-furnace-down-at-corwin-hollow"


@pytest.fixture
def check(run_orewire, recorded_demo, tmp_path):
    """Runs ``sources check`` on a definition; the value: the result and its rows by what and name."""

    def run(text, *options):
        folder = tmp_path / "sources"
        folder.mkdir(exist_ok=True)
        (folder / "meltshop-notes.example.toml").write_text(text, encoding="utf-8")
        replay = ("--replay", recorded_demo / "demo.warc.gz")
        done = run_orewire(
            "sources", "check", "meltshop-notes.example", "--sources", folder, "--json", *replay, *options
        )
        rows = json.loads(done.stdout) if done.stdout.startswith("[") else []
        return done, {(row["what"], row["name"]): (row["result"], row["ok"]) for row in rows}

    return run


def test_shows_endpoints_stories_and_the_coverage_of_each_field(check, notes_toml, tmp_path):
    done, rows = check(notes_toml)

    assert done.returncode == 0, done.stderr
    assert rows["feed", "https://meltshop-notes.example/feed.json"] == ("200, 15 entries", "yes")
    assert rows["stories", ""] == ("10 of 10 fetched, 15 found", "yes")
    assert rows["field", "headline"] == ("10 of 10", "yes")
    assert rows["field", "image"] == ("0 of 10", "")
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".db"] == []


def test_takes_as_many_stories_as_asked_for(check, notes_toml):
    _, rows = check(notes_toml, "--limit", "3")

    assert rows["stories", ""][0].startswith("3 of 3 fetched")


def test_an_example_passes_or_says_what_differs(check, notes_toml):
    right = f'\n[[example]]\nurl = "{STORY}"\nheadline = "Secondary lead furnace down at Corwin Hollow"\n'
    wrong = f'\n[[example]]\nurl = "{STORY}"\nheadline = "Lead"\ncontains = ["no such words"]\nlacks = ["furnace"]\n'

    passed, rows = check(notes_toml + right)
    failed, faults = check(notes_toml + wrong)

    assert (passed.returncode, rows["example", STORY]) == (0, ("passed", "yes"))
    assert (failed.returncode, faults["example", STORY][1]) == (1, "no")
    said = faults["example", STORY][0]
    assert 'headline is "Secondary lead furnace down at Corwin Hollow", not "Lead"' in said
    assert 'lacks "no such words"' in said
    assert 'holds "furnace"' in said


def test_an_endpoint_that_does_not_answer_and_a_source_without_stories_fail(check, notes_toml):
    done, rows = check(notes_toml.replace("feed.json", "feed.xml"))

    assert done.returncode == 1
    assert rows["feed", "https://meltshop-notes.example/feed.xml"] == ("no answer", "no")
    assert rows["stories", ""] == ("0 of 0 fetched, 0 found; not-recorded 1", "no")


def test_a_selector_that_finds_nothing_any_more_is_named(check, notes_toml):
    chosen = '[select]\nbody = ["div.gone-since-the-relaunch"]\nauthors = ["a[rel=author]"]\n'
    text = f'{notes_toml}{chosen}[strip]\nnodes = ["section"]\n'

    done, rows = check(text)

    assert done.returncode == 1
    assert rows["selector", "select.body div.gone-since-the-relaunch"] == ("0 of 10", "no")
    assert rows["selector", "select.authors a[rel=author]"] == ("9 of 10", "yes")
    assert rows["selector", "strip.nodes section"] == ("10 of 10", "yes")


def test_a_live_source_is_checked_over_loopback(run_orewire, sample_server, sample_sources):
    done = run_orewire(
        "sources",
        "check",
        "lodestar-metals.example",
        "--limit",
        "2",
        "--sources",
        sample_sources,
        *sample_server.connect_to,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].split() == ["what", "name", "result", "ok"]
    assert len(sample_server.stories) == 2


def test_nobody_is_visited_without_a_contact(run_orewire):
    done = run_orewire("sources", "check", "metal.com")

    assert done.returncode == 2
    assert "OREWIRE_CONTACT" in done.stderr
