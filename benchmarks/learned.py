"""How well learned boilerplate is told from what merely recurs: planted notices and planted sentences in the sample web.

    python benchmarks/learned.py [SEEDS] [--each]

``tests/pages/plants.toml`` was written by someone who had not seen the rule. Each notice stands in its share of its outlet's
stories, each sentence where its rhythm puts it; a series is the stories that share a tag, and where an outlet has little
more than one story a month, monthly is quarterly. All pages are read in the order of publication into a store, each with
what was learned until then; then all are read again by `crawler.reextract`. A row for each kind of plant: how many were
planted, in how many stories, and in how many they are gone, after the crawl and at the end. The sample web is small: most
outlets have 14 to 17 stories, so a notice in every third of them stands in five.
"""

from __future__ import annotations

import argparse
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any

from rich.console import Console
from rich.table import Table

from crawler.clean import story_blocks
from crawler.data import load_knowledge
from crawler.learning import Learning
from crawler.model import Reading
from crawler.parse import read_page
from crawler.reextract import Reextraction
from crawler.sample_site import web
from crawler.sample_site.articles import SampleArticle, sample_articles, sample_outlets
from crawler.sources import Source, load_sources
from storage import Article, ArticleStore
from storage.archive import ArchivedPage, PageArchive

PLANTS = Path(__file__).parents[1] / "tests" / "pages" / "plants.toml"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One notice or sentence, and the stories it stands in."""

    table: dict[str, Any]
    """Its table in the file."""
    kind: str
    """``notice`` or ``sentence``."""
    texts: dict[int, str]
    """Number of the story -> the variant that stands in it."""


@dataclass(slots=True, kw_only=True)
class Grown:
    """One outlet's stories with all its plants."""

    outlet: str
    """Host of the outlet."""
    articles: list[SampleArticle]
    """As published, in the order of publication."""
    plants: list[Plant]
    """What stands in them."""
    bodies: dict[int, list[str]] = field(default_factory=dict)
    """Number of the story -> texts of its body without any plant."""


def grown(seed: int = 0) -> Iterator[Grown]:
    """Yield each outlet of the sample web with its plants; the seed decides which stories a notice stands in."""
    data = tomllib.loads(PLANTS.read_text(encoding="utf-8"))
    for outlet in sample_outlets():
        random = Random(f"{seed}:{outlet.host}")  # noqa: S311  # variety, not secrecy
        stories = sorted(sample_articles(outlet.id, opened=NOW), key=lambda a: (a.updated_at, a.id))
        tables = [(kind, table) for kind in ("notice", "sentence") for table in data[kind]]
        plants = [
            Plant(table=table, kind=kind, texts=_placed(table, stories, random))
            for kind, table in tables
            if table["outlet"] == outlet.host
        ]
        yield Grown(
            outlet=outlet.host,
            articles=[_with_plants(story, plants, random) for story in stories],
            plants=plants,
            bodies={story.id: [text for _, text in story.blocks()] for story in stories},
        )


def crawled(one: Grown, sources: dict[str, Source], order: Sequence[int] | None = None) -> tuple[Stored, Stored]:
    """Return what is stored of an outlet when its pages were read in turn, and after all were read again.

    *order*: positions in ``one.articles``; left out, the order of publication.
    """
    source, knowledge = sources[one.articles[0].outlet.id], load_knowledge()
    with ArticleStore(":memory:") as store, PageArchive(":memory:") as archive:
        learning = Learning()
        for article in (one.articles[number] for number in order or range(len(one.articles))):
            html = rendered(article, one.articles)
            reading = learning.read(_page(html, article, source))
            archive.save(ArchivedPage(url=article.url, retrieved_at=NOW, status=200, body=html))
            if reading.article:
                store.save(reading.article, seen_at=[article.url], blocks=story_blocks(reading.blocks))
        first = {found.identifier: found for found in store.articles()}
        work = Reextraction(store=store, archive=archive, sources=sources, knowledge=knowledge)
        for name in store.sources():
            list(work.run(name, write=True))
        return first, {found.identifier: found for found in store.articles()}


Stored = dict[str, Article]


def rendered(article: SampleArticle, all_of_them: Sequence[SampleArticle]) -> bytes:
    """Return the page of a story."""
    module = web._DESIGNS[article.outlet.data["design"]]  # noqa: SLF001  # the sample web renders its own stories only
    others = [other for other in all_of_them if other.id != article.id][:6]
    html: str = module.article_html(article, others, seed=0)
    return html.encode(getattr(module, "ENCODING", "utf-8"), "xmlcharrefreplace")


def tallied(one: Grown, stored: Stored) -> Iterator[tuple[Plant, int, str | None]]:
    """Yield each plant with each of its stories, and the rule that took it there; None where it stands in the body."""
    by_number = {article.id: stored.get(article.identifier) for article in one.articles}
    for plant in one.plants:
        for number, text in plant.texts.items():
            found = by_number[number]
            if found is None:
                yield plant, number, "no-story"
                continue
            taken = next((r["rule"] for r in found.removed if text in r["text"]), "lost")
            yield plant, number, None if text in (found.article_body or "") else taken


def lost_blocks(one: Grown, stored: Stored) -> list[str]:
    """Return the blocks of the stories' own text that were learned to be boilerplate."""
    own = {text for body in one.bodies.values() for text in body}
    return [r["text"] for a in stored.values() for r in a.removed if r["rule"] == "learned" and r["text"] in own]


def main() -> None:
    """Print a table, and with ``--each`` a line a plant."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("seeds", nargs="?", type=int, default=1)
    parser.add_argument("--each", action="store_true")
    arguments = parser.parse_args()
    sources = load_sources(files("crawler.sample_site") / "sources")  # type: ignore[arg-type]  # a folder
    counts: Counter[tuple[str, str]] = Counter()
    for seed in range(arguments.seeds):
        for one in grown(seed):
            _count(one, crawled(one, sources), counts, each=arguments.each)
    table = Table(title=f"{arguments.seeds} placings")
    names = ("planted", "gone whole", "in stories", "gone after the crawl", "gone at the end", "learned", "by a rule")
    for name in ("what", *names):
        table.add_column(name, justify="left" if name == "what" else "right")
    for kind in sorted({kind for kind, _ in counts}):
        table.add_row(kind, *(str(counts[kind, name]) for name in names))
    Console(width=140).print(table)


def _count(one: Grown, runs: tuple[Stored, Stored], counts: Counter[tuple[str, str]], *, each: bool) -> None:
    first, last = runs
    counts["story's own blocks", "learned"] += len(lost_blocks(one, last))
    counts["story's own blocks", "in stories"] += sum(map(len, one.bodies.values()))
    after_crawl = {(id(plant), number): rule for plant, number, rule in tallied(one, first)}
    for plant in one.plants:
        rules = {number: rule for found, number, rule in tallied(one, last) if found is plant}
        gone = [rule for rule in rules.values() if rule]
        crawl = sum(after_crawl[id(plant), number] is not None for number in rules)
        for kind in {plant.kind, _kind(plant, len(one.articles))}:
            counts[kind, "planted"] += 1
            counts[kind, "gone whole"] += bool(rules) and len(gone) == len(rules)
            counts[kind, "in stories"] += len(rules)
            counts[kind, "gone after the crawl"] += crawl
            counts[kind, "gone at the end"] += len(gone)
            counts[kind, "learned"] += gone.count("learned")
            counts[kind, "by a rule"] += len(gone) - gone.count("learned")
        if each:
            told = plant.table.get("rhythm") or f"share {plant.table['share']}"
            rest = ",".join(sorted({rule for rule in gone if rule != "learned"}))
            Console(width=200, highlight=False, markup=False).print(
                f"{plant.kind:8} {one.outlet:30} {plant.table['place']:8} {told:10} in {len(rules):2} of"
                f" {len(one.articles):2} crawl -{crawl:2} end -{len(gone):2} {rest} {plant.table['text'][:50]}"
            )


def _kind(plant: Plant, stories: int) -> str:
    if plant.kind == "sentence":
        return f"sentence {plant.table['rhythm']}"
    most = max(Counter(plant.texts.values()).values(), default=0)
    if len(plant.table.get("changes", ())):
        return "notice in variants"
    half = "half or more" if len(plant.texts) * 2 >= stories else "less than half"
    return f"notice in {half}{', under 5' if most < 5 else ''}"  # noqa: PLR2004


def _page(html: bytes, article: SampleArticle, source: Source) -> Callable[[frozenset[str]], Reading]:
    def page(learned: frozenset[str]) -> Reading:
        return read_page(html, url=article.url, content_type=None, source=source, learned=learned, retrieved_at=NOW)

    return page


def _placed(table: dict[str, Any], stories: list[SampleArticle], random: Random) -> dict[int, str]:
    """The stories that a plant stands in, and which of its texts in which: variants follow one another."""
    if "share" in table:
        count = max(1, round(table["share"] * len(stories)))
        chosen = sorted(random.sample(range(len(stories)), count))
    else:
        chosen = _rhythm(table, stories, random)
    texts = [table["text"], *table.get("changes", ())]
    return {stories[at].id: texts[number * len(texts) // len(chosen)] for number, at in enumerate(chosen)}


def _rhythm(table: dict[str, Any], stories: list[SampleArticle], random: Random) -> list[int]:
    rhythm, total = table["rhythm"], range(len(stories))
    days = [story.published.date() if story.published else date(2018, 1, 1) for story in stories]
    if rhythm == "weekly":
        weekday = random.choice([day.weekday() for day in days])
        return [at for at in total if days[at].weekday() == weekday]
    if rhythm == "monthly":
        months = {(day.year, day.month): at for at, day in reversed(list(enumerate(days)))}
        chosen = sorted(months.values())
        return chosen[::3] if len(chosen) * 2 > len(stories) else chosen
    if rhythm == "series":
        tags = Counter(tag for story in stories for tag in story.data["tags"])
        tag = min(tags, key=lambda tag: (not 5 <= tags[tag] <= 8, -tags[tag], tag))  # noqa: PLR2004  # as the file says
        return [at for at in total if tag in stories[at].data["tags"]][:8]
    step = {"third": 3, "tenth": 10}[rhythm]
    return list(total)[random.randrange(step) :: step]


def _with_plants(story: SampleArticle, plants: Sequence[Plant], random: Random) -> SampleArticle:
    """The story with everything that stands in it; sentences first, for they are part of it."""
    data = dict(story.data)
    body = list(data["body"])
    for kind in ("sentence", "notice"):
        for plant in plants:
            if plant.kind == kind and story.id in plant.texts:
                body = _planted(body, plant.texts[story.id], plant.table["place"], random)
        dateline = data.pop("dateline", "") if kind == "sentence" else ""
        if dateline:
            body[0] = f"{dateline}{'' if dateline.endswith((' ', '，', '】')) else ' '}{body[0]}"
    return replace(story, data=data | {"body": body, **({"dateline": ""} if "dateline" in story.data else {})})


def _planted(body: list[str], text: str, place: str, random: Random) -> list[str]:
    if place == "inside":
        at = max(range(len(body)), key=lambda at: (not body[at].startswith(("- ", "| ", "## ", "> ")), len(body[at])))
        return [*body[:at], f"{body[at]} {text}", *body[at + 1 :]]
    ends = {"above": 0, "first": 0, "below": len(body), "last": len(body)}
    at = ends[place] if place in ends else random.randrange(1, len(body)) if len(body) > 1 else len(body)
    return [*body[:at], text, *body[at:]]


if __name__ == "__main__":
    main()
