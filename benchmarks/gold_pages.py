"""Pages with gold answers in the bench format, and how close a text comes to one. Standard library only.

A folder holds ``gold.jsonl``, a row a page: ``id``, ``url``, ``domain``, ``dataset`` and ``body`` (paragraphs separated by an
empty line) or, where nobody wrote the whole body down, ``with`` and ``without`` (texts that must and must not be in it);
and ``pages/ID.html.gz``.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

Gold = dict[str, Any]
_WORD = re.compile(r"\w+")
_SHINGLE = 4


class Score(NamedTuple):
    """How close a text comes to the gold body, or to the gold snippets."""

    precision: float | None
    """Share of the text's word 4-grams that are the gold's; None for an empty text."""
    recall: float
    """Share of the gold's word 4-grams that are in the text."""
    exact: bool
    """Whether the words are the same."""

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        precision = self.precision or 0.0
        return 2 * precision * self.recall / (precision + self.recall) if precision + self.recall else 0.0


def gold_rows(folder: Path) -> Iterator[Gold]:
    """Yield the rows that say anything of a body."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row.get("body") or row.get("with"):
                yield row


def page_bytes(folder: Path, row: Gold) -> bytes:
    """Return the page as it was fetched."""
    return gzip.decompress((folder / "pages" / f"{row['id']}.html.gz").read_bytes())


def words(text: str) -> list[str]:
    """Return the words of *text*, case kept."""
    return _WORD.findall(text)


def shingles(found: list[str]) -> Counter[tuple[str, ...]]:
    """Return the counted 4-grams; a text shorter than that is one shorter shingle."""
    last = max(1, len(found) - _SHINGLE + 1)
    return Counter(tuple(found[i : i + _SHINGLE]) for i in range(last) if found)


def score(row: Gold, text: str) -> Score:
    """Return how close *text* comes to the row's body; by snippets where the row has no body."""
    if not row.get("body"):
        folded = " ".join(text.split())
        wanted = [" ".join(snippet.split()) in folded for snippet in row["with"]]
        unwanted = [" ".join(snippet.split()) in folded for snippet in row.get("without", ())]
        given = sum(wanted) + sum(unwanted)
        return Score(sum(wanted) / given if given else None, fmean(wanted), all(wanted) and not any(unwanted))
    gold, got = words(row["body"]), words(text)
    want, have = shingles(gold), shingles(got)
    shared = (want & have).total()
    return Score(shared / have.total() if have else None, shared / want.total() if want else 0.0, gold == got)


def summary(scores: Iterable[Score]) -> Score:
    """Return averages over pages: F1 is the harmonic mean of the two averages; ``exact`` is a share."""
    pages = list(scores)
    precisions = [page.precision for page in pages if page.precision is not None]
    exact: Any = fmean(page.exact for page in pages)
    return Score(fmean(precisions or [0.0]), fmean(page.recall for page in pages), exact)
