"""How well the sample web is read: with the hand-written source files, and with their first five lines alone.

    python benchmarks/sample_web.py [SEEDS]

A row an outlet: stories, how many have every field as their editors wrote it, how many the body; then body blocks lost and
lines kept that are not the story. What the five-line files lack is what the generic engine and the rules have yet to do.
"""

from __future__ import annotations

import sys
from collections import Counter
from copy import copy
from datetime import UTC, datetime
from importlib.resources import files

from rich.console import Console
from rich.table import Table

from crawler.model import Entry
from crawler.parse import read_entry, read_page
from crawler.sample_site.articles import SampleArticle, sample_articles, sample_outlets
from crawler.sample_site.designs import review
from crawler.sample_site.gold import unlike
from crawler.sample_site.web import SampleWeb
from crawler.sources import Select, Source, Strip, load_sources

FORBIDDEN = 403
NAMES = ("stories", "exact", "body", "lost", "kept too much")


def main(seeds: int) -> None:
    """Read every page under each seed, and print a table for both kinds of source files."""
    now = datetime.now(UTC)
    known = load_sources(files("crawler.sample_site") / "sources")  # type: ignore[arg-type]  # a folder of the file system
    for title, bare in (("hand-written source files", False), ("the same files without select and strip", True)):
        table = Table(title=title)
        for name in ("outlet", *NAMES):
            table.add_column(name, justify="left" if name == "outlet" else "right")
        total: Counter[str] = Counter()
        for outlet in sample_outlets():
            source = bared(known[outlet.id]) if bare else known[outlet.id]
            counts: Counter[str] = Counter()
            for seed in range(seeds):
                web = SampleWeb(seed=seed, opened=now)
                for article in sample_articles(outlet.id, opened=now):
                    counts.update(judged(article.at(now), source, web, now))
            total += counts
            table.add_row(outlet.id, *(str(counts[name]) for name in NAMES))
        table.add_row("all", *(str(total[name]) for name in NAMES))
        Console().print(table)


def bared(source: Source) -> Source:
    """Return the definition without what helps the generic engine on this one site."""
    plain = copy(source)
    object.__setattr__(plain, "select", Select(abstract=source.select.abstract))
    object.__setattr__(plain, "strip", Strip())
    return plain


def told_whole(article: SampleArticle) -> Entry:
    """Return what the outlet's feed says of a story."""
    return Entry(
        url=article.url, title=article.headline, published=article.published_at, content=review.feed_html(article),
        authors=tuple(article.data["authors"]), keywords=tuple(article.data["keywords"]), found_in="feed",
    )  # fmt: skip


def judged(article: SampleArticle, source: Source, web: SampleWeb, now: datetime) -> Counter[str]:
    """Return what one reading adds to each column."""
    answer = web.answer(article.outlet.host, article.path, now)
    # Lodestar's lists print the dates that some of its pages lack; the ages on other outlets' pages are all there is.
    published = article.published_at if article.outlet.id == "lodestar-metals.example" else None
    entry = Entry(url=article.url, title=article.printed_headline, published=published, found_in="listing")
    if article.data.get("access"):  # the page is shut, and its feed has the story
        entry = told_whole(article)
    if answer.status == FORBIDDEN:
        found = read_entry(entry, url=article.url, source=source, retrieved_at=now).article
    else:
        found = read_page(
            answer.body, url=article.url, content_type=answer.content_type, source=source, entry=entry, retrieved_at=now
        ).article
    if found is None:
        return Counter({"stories": 1, "lost": len(article.blocks())})
    written = {text for _, text in article.blocks()}
    read = set((found.article_body or "").split("\n\n"))
    differing = unlike(article, found)
    return Counter(
        {
            "stories": 1,
            "exact": not differing,
            "body": "article_body" not in differing,
            "lost": len(written - read),
            "kept too much": len(read - written),
        }
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
