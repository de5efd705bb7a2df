"""The benchmark of dates runs, and no form of CLDR is read as another moment."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def rows(commands, *arguments):
    """The table's rows by set and reader: strings, exact, none, flagged, wrong, microseconds."""
    done = commands.run(sys.executable, ROOT / "benchmarks" / "dates.py", *arguments, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in done.stdout.splitlines() if "│" in line]
    return {(row[0], row[1]): list(map(int, row[2:])) for row in cells}, done.stdout


def test_reads_the_forms_of_cldr(commands):
    found, _ = rows(commands, "--alone", "--locales", "en,zh")

    strings, exact, none, flagged, wrong, _ = found["all", "orewire"]
    assert (flagged, wrong) == (0, 0)
    assert exact + none == strings
    assert exact > 0.99 * strings


def test_judges_a_table_of_cases_beside_dateparser(commands, tmp_path):
    case = {"timezone": "UTC", "languages": ["en"], "now": "2026-11-23T12:00:00Z"}
    told = [
        {"class": "a", "raw": "17 Oct 2019", "value": "2019-10-17T00:00:00Z", "precision": "day"},
        {"class": "a", "raw": "Copper", "value": None, "precision": None},
        {"class": "b", "raw": "18 Oct 2019", "value": "2019-10-17T00:00:00Z", "precision": "day"},
        {"class": "b", "raw": "03/04/2019", "value": "2019-04-03T00:00:00Z", "precision": "day"},
        {"class": "b", "raw": "no date", "value": "2019-04-03T00:00:00Z", "precision": "day"},
    ]
    path = tmp_path / "cases.jsonl"
    path.write_text("".join(json.dumps(case | row) + "\n" for row in told), encoding="utf-8")

    found, printed = rows(commands, str(path), "--worst", "1")

    assert found["a", "orewire"][:5] == [2, 2, 0, 0, 0]
    assert found["b", "orewire"][:5] == [3, 0, 1, 1, 1]
    assert found["b", "dateparser"][0] == 3
    assert "'18 Oct 2019'" in printed
