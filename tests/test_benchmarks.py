"""The benchmarks run, and what they print of the bundled files is what the README claims."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from crawler.sample_site.articles import sample_articles

ROOT = Path(__file__).parents[1]
STORIES = len(sample_articles())


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
