"""``sources check``: what works of a source, without storing anything; here on the recorded sample web."""

from __future__ import annotations

import json
import re

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
    answer, works = rows["feed", "https://meltshop-notes.example/feed.json"]
    assert re.fullmatch(r"200, 15 entries, newest \d+ \w+ old", answer)
    assert works == "yes"
    assert rows["robots.txt", "https://meltshop-notes.example/robots.txt"] == ("200; allows its 15 stories", "yes")
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


def test_the_last_row_is_the_status_that_the_file_should_have(check, notes_toml):
    done, rows = check(notes_toml)
    _, agreeing = check(f'status = "ok"\n{notes_toml}')

    assert json.loads(done.stdout)[-1]["what"] == "status"
    reason, works = rows["status", "ok"]
    assert re.fullmatch(r'10 of 10 stories read, the newest \d+ \w+ old; the file says "unverified"', reason)
    assert works == "?"
    assert agreeing["status", "ok"][1] == "yes"


def test_a_zone_that_the_pages_contradict_is_doubted(check, notes_toml):
    done, rows = check(notes_toml.replace("America/New_York", "Europe/Moscow"))

    assert done.returncode == 0, "a doubt is no failure"
    said, works = rows["zone", "Europe/Moscow"]
    assert re.fullmatch(r"10 of 10 dates print another offset than its \+03:00: (-0[45]:00 \d+(, )?){2}", said)
    assert works == "?"
    assert check(notes_toml)[1]["zone", "America/New_York"] == ("10 of 10 dates print its offset", "yes")


def live(run_orewire, sample_server, sample_sources, *options):
    done = run_orewire(
        "sources", "check", "lodestar-metals.example", "--limit", "2", "--sources", sample_sources, "--json",
        *sample_server.connect_to, *options,
    )  # fmt: skip
    return done, {(row["what"], row["name"]): (row["result"], row["ok"]) for row in json.loads(done.stdout)}


ROBOTS = "https://news.lodestar-metals.example/robots.txt"


def test_a_robots_txt_that_forbids_the_endpoint_is_told(run_orewire, sample_server, sample_sources, answer, tmp_path):
    sample_server.answers["/robots.txt"] = answer(body=b"User-agent: *\nDisallow: /")
    file = tmp_path / "shut.warc.gz"

    done, rows = live(run_orewire, sample_server, sample_sources, "--record", file)
    again = run_orewire(
        "sources", "check", "lodestar-metals.example", "--sources", sample_sources, "--json", "--replay", file
    )

    assert done.returncode == 1
    assert rows["listing", "https://news.lodestar-metals.example/en/"] == ("robots.txt forbids it", "no")
    assert rows["robots.txt", ROBOTS] == ("forbids 1 of 1 endpoints", "no")
    assert rows["status", "blocked"] == ('robots.txt forbids every endpoint; the file says "ok"', "?")
    assert sample_server.requested == ["/robots.txt"]
    assert again.stdout == done.stdout


def test_a_robots_txt_that_forbids_the_stories_is_told(run_orewire, sample_server, sample_sources, answer):
    sample_server.answers["/robots.txt"] = answer(
        body=b"User-agent: *\nDisallow: /en/newscontent/\nDisallow: /newscontent/"
    )

    done, rows = live(run_orewire, sample_server, sample_sources)

    assert done.returncode == 1, "no story could be read"
    assert rows["robots.txt", ROBOTS] == ("forbids 23 of 24 stories", "")
    assert rows["status", "blocked"][0].startswith("3 of 3 stories refused: robots 3")


def test_a_site_without_a_robots_txt_allows_all(run_orewire, sample_server, sample_sources, answer):
    sample_server.answers["/robots.txt"] = answer(status=404)

    done, rows = live(run_orewire, sample_server, sample_sources)

    assert done.returncode == 0, done.stderr
    assert rows["robots.txt", ROBOTS] == ("404: all is allowed", "yes")


def test_a_site_that_refuses_is_blocked(run_orewire, sample_server, sample_sources, answer):
    sample_server.answers["/en/"] = answer(status=403)

    done, rows = live(run_orewire, sample_server, sample_sources)

    assert done.returncode == 1
    assert rows["status", "blocked"][0].startswith("its endpoints refuse: 403 1")


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
    assert len(sample_server.stories) == 3, "two, and the example"


def test_nobody_is_visited_without_a_contact(run_orewire):
    done = run_orewire("sources", "check", "metal.com")

    assert done.returncode == 2
    assert "OREWIRE_CONTACT" in done.stderr
