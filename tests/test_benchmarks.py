"""The benchmarks run, and what they print of the bundled files is what the README claims."""

from __future__ import annotations

import gzip
import json
import re
import sys
from pathlib import Path

import pytest

from crawler.sample_site.articles import sample_articles

ROOT = Path(__file__).parents[1]
STORIES = len(sample_articles())

SHORT = "Tin rose in Shanghai on Monday, traders said, and stocks fell for a third week."
LONG = [
    "The smelter at Gejiu said that it would run one of its two furnaces until spring.",
    "Ore from across the border has been late since the monsoon, and what came was poor.",
    "Buyers of solder have covered their needs into February and are in no hurry now.",
    SHORT,
]


def test_the_hand_written_files_read_the_sample_web_exactly(commands):
    done = commands.run(sys.executable, ROOT / "benchmarks" / "sample_web.py", cwd=ROOT)

    assert done.returncode == 0, done.stderr
    sums = [
        list(map(int, re.findall(r"\d+", line))) for line in done.stdout.splitlines() if re.match(r"\W*all\b", line)
    ]
    hand_written, bare = sums
    assert hand_written == [STORIES, STORIES, STORIES, 0, 0]
    assert bare[0] == STORIES
    assert bare[1] < STORIES, "then the source files may lose their selectors"


def extraction(commands, *arguments):
    """The table's rows by set and method, and the whole output."""
    done = commands.run(sys.executable, ROOT / "benchmarks" / "extraction.py", *map(str, arguments), cwd=ROOT)
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in done.stdout.splitlines() if "│" in line]
    return {(cells[0], cells[1]): cells[2:] for cells in rows}, done


def a_page(paragraphs):
    menu = "".join(f"<li><a href=/{word}>{word}</a></li>" for word in ("Markets", "Copper", "Tin", "Zinc", "About"))
    story = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"""<!doctype html><html lang=en><head><title>Tin rises</title></head><body><nav><ul>{menu}</ul></nav>
        <main><article><h1>Tin rises</h1><div class=article-body>{story}</div></article></main>
        <footer><p>Copyright 2026 The Tin Paper. All rights reserved.</p></footer></body></html>"""


@pytest.fixture
def folder(tmp_path):
    """Two sets of one page each in the bench format: a whole body, and snippets."""
    rows = [
        {"id": "whole-1", "dataset": "whole", "body": "\n\n".join(LONG)},
        {"id": "part-1", "dataset": "part", "with": [SHORT], "without": ["All rights reserved"]},
        {"id": "date-1", "dataset": "dates", "date": "2026-11-23"},
    ]
    (tmp_path / "pages").mkdir()
    for row in rows:
        row |= {"url": f"https://tinpaper.example/{row['id']}", "domain": "tinpaper.example"}
        (tmp_path / "pages" / f"{row['id']}.html.gz").write_bytes(gzip.compress(a_page(LONG).encode()))
    (tmp_path / "gold.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return tmp_path


def test_the_extraction_benchmark_measures_the_sample_site(commands):
    rows, done = extraction(commands, "--limit", 9)

    assert done.returncode == 0, done.stderr
    pages, precision, recall, f1, *_, times = rows["sample site", "orewire"]
    assert 1 <= int(pages) <= 9
    assert all(0.7 <= float(value) <= 1 for value in (precision, recall, f1))
    assert float(times) > 1
    assert rows["sample site", "lxml parse"][-1] == "1.00"


def test_the_extraction_benchmark_measures_a_folder_of_pages_by_set(commands, folder):
    rows, done = extraction(commands, folder)

    assert done.returncode == 0, done.stderr
    assert {name for name, _ in rows} - {""} == {"whole", "part"}
    for name in ("whole", "part"):
        assert rows[name, "orewire"][:6] == ["1", "1.000", "1.000", "1.000", "1.000", "0"]


def test_the_extraction_benchmark_measures_the_sets_asked_for(commands, folder):
    rows, done = extraction(commands, folder, "--sets", "part")

    assert done.returncode == 0, done.stderr
    assert {name for name, _ in rows} == {"part"}


def test_the_extraction_benchmark_names_the_sets_there_are(commands, folder):
    _, done = extraction(commands, folder, "--sets", "aeb")

    assert done.returncode == 1
    assert "no set aeb; there are: part, whole" in done.stderr


def test_the_extraction_benchmark_sets_trafilatura_beside_it_or_says_how(commands, folder):
    rows, done = extraction(commands, folder, "--sets", "whole")

    assert ("whole", "trafilatura") in rows or "pip install trafilatura" in done.stdout


def test_planted_notices_go_and_planted_sentences_stay(commands):
    done = commands.run(sys.executable, ROOT / "benchmarks" / "learned.py", "2", cwd=ROOT, timeout=300)

    assert done.returncode == 0, done.stderr
    rows = [[cell.strip() for cell in line.split("│")[1:-1]] for line in done.stdout.splitlines() if "│" in line]
    found = {cells[0]: dict(zip(COLUMNS, map(int, cells[1:]), strict=True)) for cells in rows}
    assert found["sentence"]["learned"] == found["story's own blocks"]["learned"] == 0
    assert found["sentence"]["planted"] == 2 * 78
    notices = found["notice in half or more"]
    assert notices["learned"] >= 0.85 * notices["in stories"], "94 % when this was written"
    assert found["notice"]["learned"] >= 0.4 * found["notice"]["in stories"], "49 % when this was written"


COLUMNS = ("planted", "gone whole", "in stories", "gone after the crawl", "gone at the end", "learned", "by a rule")
