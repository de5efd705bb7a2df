"""A source's own tests: each outlet of the sample web as `tests/recordings/record.py` recorded it, checked again in any year."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

from crawler.sample_site.articles import sample_outlets
from crawler.sources import load_source

RECORDINGS = Path(__file__).parents[2] / "recordings"
OUTLETS = [pytest.param(outlet.id, id=outlet.id) for outlet in sample_outlets()]
MOST_BYTES = 400_000  # of all together: they lie in the repository

LATER = """
import datetime, sys
import sqlite_utils  # which loads pandas, whose C code wants the real one
now = datetime.datetime
class Kind(type):
    def __instancecheck__(cls, value):
        return isinstance(value, now)
class Later(now, metaclass=Kind):
    @classmethod
    def now(cls, tz=None):
        return now.now(tz) + datetime.timedelta(days=3700)
datetime.datetime = Later
from crawler.cli import main
sys.argv[0] = "orewire"
main()
"""
"""Runs our command as if it were ten years later."""


def arguments(outlet, sample_sources):
    recording = RECORDINGS / f"{outlet}.warc.gz"
    assert recording.exists(), "make it: python tests/recordings/record.py"
    limit = runpy.run_path(str(RECORDINGS / "record.py"))["stories_of"](outlet)
    return ("sources", "check", outlet, "--limit", limit, "--sources", sample_sources, "--replay", recording, "--json")


@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_source_passes_as_it_was_recorded(run_orewire, sample_sources, outlet):
    done = run_orewire(*arguments(outlet, sample_sources))

    rows = json.loads(done.stdout)
    status = load_source(sample_sources / f"{outlet}.toml").status
    assert [row for row in rows if row["ok"] in ("no", "?")] == []
    assert done.returncode == 0, done.stderr
    assert [row["result"] for row in rows if row["what"] == "example"] == ["passed"]
    assert (rows[-1]["what"], rows[-1]["name"]) == ("status", status)


@pytest.mark.parametrize("outlet", [OUTLETS[0], OUTLETS[1]])
def test_ten_years_later_it_is_as_it_was(run_orewire, run_python, sample_sources, outlet):
    today = run_orewire(*arguments(outlet, sample_sources))
    later = run_python(LATER, *arguments(outlet, sample_sources))

    assert later.stdout == today.stdout, later.stderr


def test_a_proposal_from_a_recording_bears_its_date(run_python):
    recording = RECORDINGS / "meltshop-notes.example.warc.gz"

    done = run_python(
        LATER,
        "sources",
        "discover",
        "https://meltshop-notes.example/feed.json",
        "--stories",
        "4",
        "--replay",
        recording,
    )

    assert done.returncode == 0, done.stderr
    assert "proposed by `orewire sources discover`, 2026-" in done.stdout


def test_the_recordings_are_small_and_of_outlets_that_there_are():
    files = list(RECORDINGS.glob("*.warc.gz"))

    assert sorted(path.name.removesuffix(".warc.gz") for path in files) == sorted(o.id for o in sample_outlets())
    assert sum(path.stat().st_size for path in files) < MOST_BYTES
