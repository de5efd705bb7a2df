"""How well and how fast bodies are found on pages of unknown sites, beside trafilatura and a bare lxml parse.

    python benchmarks/extraction.py                       # the bundled sample site, without its source files
    python benchmarks/extraction.py FOLDER --sets A,B     # pages with gold bodies, in the format of gold_pages.py

Precision and recall are of word 4-grams, averaged over the pages of a set; F1 is of the two averages, ``exact`` the share of
pages read to the word; where a set has snippets for gold, they are counted instead. Times are CPU milliseconds a page in one thread
after a warm-up. Every page goes through every method in turn, so a busy machine slows all alike: compare the multiples.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from gold_pages import Gold, gold_rows, page_bytes, score, summary
from lxml import html
from rich.console import Console
from rich.table import Table

from crawler.charset import decode
from crawler.parse import parse_article
from crawler.sample_site.articles import sample_articles
from crawler.sample_site.web import SampleWeb

FLOOR = "lxml parse"  # bare: lxml.html.fromstring of the decoded text
WARM_UP = 5  # caches of names, compiled expressions, the model: a crawl pays for them once
COLUMNS = ("set", "method", "pages", "precision", "recall", "F1", "exact", "empty", "ms", "x lxml")
LEFT = 2  # of these are text
WIDTH = 100  # where the output is no terminal, or a narrow one


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page with its gold answer."""

    row: Gold
    """As `gold_pages.gold_rows` gives it."""
    body: bytes
    """As it was fetched."""
    text: str
    """The same, decoded: peers are given that."""
    content_type: str | None = None
    """What its server said."""


Method = Callable[[Page], str]
"""Returns the body; an empty text where it finds none."""


def main() -> None:
    """Run every method on every page, and print a row a set and method."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", help="pages with gold; left out: the bundled sample site")
    parser.add_argument("--sets", metavar="A,B", help="of the folder's data sets only these")
    parser.add_argument("--limit", type=int, default=0, metavar="N", help="at most N pages a set, spread evenly")
    given = parser.parse_args()
    now = datetime.now(UTC)
    sets = by_set(gold_rows(given.folder) if given.folder else sample_rows(now))
    wanted = given.sets.split(",") if given.sets else sorted(sets)
    if unknown := [name for name in wanted if name not in sets]:
        sys.exit(f"extraction.py: no set {', '.join(unknown)}; there are: {', '.join(sorted(sets))}")
    page_of = from_folder(given.folder) if given.folder else from_sample_site(now)

    console = Console(width=max(WIDTH, Console().width))
    table = Table(title="bodies of pages of unknown sites")
    for number, name in enumerate(COLUMNS):
        table.add_column(name, justify="left" if number < LEFT else "right", no_wrap=True)
    methods = all_methods(now, console)
    for name in wanted:
        rows = spread(sets[name], given.limit)
        for cells in rows_of(name, rows, page_of, methods):
            table.add_row(*cells)
        table.add_section()
    console.print(table)


def all_methods(now: datetime, console: Console) -> dict[str, Method]:
    """The methods that can be had here, the floor first; what cannot be is said."""
    methods: dict[str, Method] = {FLOOR: bare_parse, "orewire": orewire(now)}
    try:
        methods["trafilatura"] = trafilatura()
    except ImportError as error:
        console.print(f"Without trafilatura ({error}): `pip install trafilatura` adds its rows.", soft_wrap=True)
    return methods


def bare_parse(page: Page) -> str:
    """Parse, and let the tree go, as all methods must."""
    html.fromstring(page.text)
    return ""


def orewire(now: datetime) -> Method:
    """Ours: the whole reading, with date, authors and tags."""

    def read(page: Page) -> str:
        found = parse_article(page.body, url=page.row["url"], content_type=page.content_type, retrieved_at=now)
        return (found.article_body if found else None) or ""

    return read


def trafilatura() -> Method:
    """The peer, for the text alone."""
    from trafilatura import extract  # noqa: PLC0415  # it need not be installed

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return lambda page: extract(page.text, include_comments=False) or ""


def by_set(rows: Iterable[Gold]) -> dict[str, list[Gold]]:
    """The rows of each data set."""
    sets: dict[str, list[Gold]] = defaultdict(list)
    for row in rows:
        sets[row["dataset"]].append(row)
    return sets


def spread(rows: Sequence[Gold], limit: int) -> Sequence[Gold]:
    """At most *limit* of the rows, in order; 0: all."""
    return rows[:: -(-len(rows) // limit)] if limit else rows


def from_folder(folder: Path) -> Callable[[Gold], Page]:
    """Reads a row's page from the folder."""

    def page_of(row: Gold) -> Page:
        body = page_bytes(folder, row)
        return Page(row=row, body=body, text=decode(body).text)

    return page_of


def sample_rows(now: datetime) -> Iterator[Gold]:
    """Yield a row a story of the sample site whose page holds it, with the body its editors wrote."""
    for article in sample_articles(opened=now):
        if article.data.get("access"):
            continue
        body = "\n\n".join(text for _, text in article.at(now).blocks())
        host, path = article.outlet.host, article.path
        yield {
            "id": article.identifier,
            "url": article.url,
            "host": host,
            "path": path,
            "dataset": "sample site",
            "body": body,
        }


def from_sample_site(now: datetime) -> Callable[[Gold], Page]:
    """Renders a row's page."""
    web = SampleWeb(opened=now)

    def page_of(row: Gold) -> Page:
        answer = web.answer(row["host"], row["path"], now)
        text = decode(answer.body, answer.content_type).text
        return Page(row=row, body=answer.body, text=text, content_type=answer.content_type)

    return page_of


def rows_of(
    name: str, rows: Sequence[Gold], page_of: Callable[[Gold], Page], methods: dict[str, Method]
) -> Iterator[tuple[str, ...]]:
    """Yield a set's table rows, one a method."""
    texts: dict[str, list[str]] = {method: [] for method in methods}
    seconds = dict.fromkeys(methods, 0.0)
    for number, row in enumerate([*rows[:WARM_UP], *rows]):
        page = page_of(row)
        for method, run in methods.items():
            text, spent = timed(run, page)
            if number >= min(WARM_UP, len(rows)):
                texts[method].append(text)
                seconds[method] += spent
    for method in methods:
        speed = (f"{1000 * seconds[method] / len(rows):.2f}", f"{seconds[method] / (seconds[FLOOR] or 1):.2f}")
        if method == FLOOR:
            yield (name, method, str(len(rows)), *[""] * 5, *speed)
            continue
        found = summary(score(row, text) for row, text in zip(rows, texts[method], strict=True))
        quality = (found.precision or 0.0, found.recall, found.f1, float(found.exact))
        empty = sum(not text for text in texts[method])
        yield (name, method, str(len(rows)), *(f"{value:.3f}" for value in quality), str(empty), *speed)


def timed(run: Method, page: Page) -> tuple[str, float]:
    """What a method finds, and the CPU seconds it took; what it raises on a page is a page without a body."""
    start = process_time()
    try:
        text = run(page)
    except Exception:  # noqa: BLE001  # lxml refuses declared encodings in text, a peer may raise anything
        text = ""
    return text, process_time() - start


if __name__ == "__main__":
    main()
