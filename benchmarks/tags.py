"""How well stories are tagged: precision and recall per facet on hand-labelled articles, and what an article costs.

    python benchmarks/tags.py [LABELS] [-v]

LABELS is a TOML file with a table ``["IDENTIFIER"]`` for each story of the sample web: a list of tag ids for each facet,
and one of ``doubtful`` ids, which count neither way. Left out, it is that of the tests. Two tables: with the printed keywords,
as pages are read, and by headline and body alone. ``-v`` names each difference.
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from crawler.data import load_knowledge
from crawler.normalize import canonical_tags
from crawler.sample_site.articles import SampleArticle, sample_articles

LABELS = Path(__file__).parents[1] / "tests" / "crawler" / "normalize" / "sample_tags.toml"
FACETS = ("metal", "topic", "place", "company")
RUNS = 10  # the fastest counts: others have the machine, too


def main(labels: Path, *, verbose: bool) -> None:
    """Print both tables and the cost."""
    wanted = tomllib.loads(labels.read_text(encoding="utf-8"))
    stories = {article.identifier: article for article in sample_articles()}
    known = {key: stories[key] for key in wanted}
    for title, is_printed in (("keywords, headline and body", True), ("headline and body alone", False)):
        table = Table("facet", "right", "wrong", "missed", "precision", "recall", title=title)
        for facet, counts in judged(known, wanted, is_printed=is_printed, verbose=verbose).items():
            right, wrong, missed = counts["right"], counts["wrong"], counts["missed"]
            table.add_row(facet, *map(str, (right, wrong, missed)), share(right, wrong), share(right, missed))
        Console().print(table)
    print(f"{milliseconds(list(known.values())):.3f} ms of CPU an article")  # noqa: T201  # what it is for


def share(right: int, other: int) -> str:
    """Return the share of *right* in both, a dash where there is none of either."""
    return f"{right / (right + other):.3f}" if right + other else "-"


def judged(
    stories: dict[str, SampleArticle],
    wanted: dict[str, dict[str, list[str]]],
    *,
    is_printed: bool,
    verbose: bool = False,
) -> dict[str, Counter[str]]:
    """Return for each facet how many tags were ``right``, ``wrong`` and ``missed``, doubtful ones left out."""
    facets = {tag.id: tag.facet for tag in load_knowledge().tags}
    counts: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for key, story in stories.items():
        labels = {tag for facet in FACETS for tag in wanted[key].get(facet, ())}
        found = tagged(story, is_printed=is_printed)
        for tag in sorted(labels | found.keys()):
            verdict = "right" if tag in labels and tag in found else "missed" if tag in labels else "wrong"
            if tag in wanted[key].get("doubtful", ()):
                continue
            counts[facets[tag]][verdict] += 1
            if verbose and verdict != "right":
                print(f"{verdict} {key} {tag} {found.get(tag, '')} | {story.gold()['headline']}")  # noqa: T201
    return counts


def tagged(story: SampleArticle, *, is_printed: bool) -> dict[str, str]:
    """Return the story's tags with their evidence."""
    gold = story.gold(datetime(2026, 11, 23, 12, tzinfo=UTC))
    keywords = gold["keywords"] if is_printed else []
    headline = f"{story.data.get('kicker', '')} {gold['headline']}"
    found = canonical_tags(
        keywords=keywords, headline=headline, body=gold["article_body"], language=gold["in_language"]
    )
    return {tag.id: tag.evidence for tag in found}


def milliseconds(stories: list[SampleArticle]) -> float:
    """Return the CPU time that tagging an article takes, the mean over all of the fastest run."""
    golds = [story.gold() for story in stories]
    costs = []
    for _ in range(RUNS):
        start = time.process_time()
        for gold in golds:
            canonical_tags(
                keywords=gold["keywords"],
                headline=gold["headline"],
                body=gold["article_body"],
                language=gold["in_language"],
            )
        costs.append(time.process_time() - start)
    return min(costs) / len(golds) * 1000


if __name__ == "__main__":
    names = [argument for argument in sys.argv[1:] if argument != "-v"]
    main(Path(names[0]) if names else LABELS, verbose="-v" in sys.argv)
