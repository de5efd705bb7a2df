"""What ``sources check`` finds out: a small crawl into a store that is thrown away, and what came of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.check_pages import example_row, field_rows, row, selector_rows
from crawler.cli.crawling import run_crawl
from crawler.cli.progress import on_terminal
from crawler.data import tag_rows
from crawler.fetch.permissions import Robots, archived_robots, recorded_robots, recorded_until, robots_url
from crawler.fetch.witness import Witness
from crawler.normalize import canonical_url, story_identifier
from crawler.propose.zone import DatedStory, zone_doubts
from crawler.verdict import EndpointTried, Findings, age_in_words, verdict
from storage import ArticleStore
from storage.archive import archive_path
from storage.frontier import FrontierItem, SqliteFrontier

if TYPE_CHECKING:
    from crawler.cli.options import Given
    from crawler.sources import Example, Source
    from storage import StoredArticle
    from storage.crawls import Endpoint

_OK = 200
_FIRST = 100  # before any listed story


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checked:
    """What a check has to go by, once its crawl is over."""

    source: Source
    witness: Witness
    endpoints: dict[str, Endpoint]
    articles: list[StoredArticle]
    robots: list[Robots]
    now: datetime

    @property
    def declared(self) -> list[str]:
        return list(dict.fromkeys(url for _, url in self.source.endpoints()))

    def forbidden(self, urls: Iterable[str]) -> set[str]:
        chosen = list(urls)
        return {
            url
            for robots in self.robots
            for url in robots.forbidden([url for url in chosen if robots_url(url) == robots.url])
        }


def check_source(source: Source, given: Given, *, limit: int, verbose: bool = False) -> list[dict[str, str]]:
    """Return rows of ``what``, ``name``, ``result`` and ``ok`` (yes, no, ? for what a person should look at, or empty).

    ``what`` is an endpoint's kind, ``robots.txt``, ``stories``, ``field``, ``zone``, ``selector``, ``example``, and last
    ``status``, whose name is what the source's file should say. At most *limit* stories are fetched beside the source's
    examples. Of a recording, now is when its last answer came. Raises what `run_crawl` raises.
    """
    examples = {_key(example, source): example for example in source.examples}
    with tempfile.TemporaryDirectory(prefix="orewire-check-") as folder:
        path = Path(folder) / "check.db"
        with ArticleStore(path) as store:
            SqliteFrontier(store).add(
                source.id, [FrontierItem(key=key, url=e.url, priority=_FIRST) for key, e in examples.items()]
            )
        witness = Witness(path, source.id, tags=tag_rows(given.knowledge()), stories=limit + len(examples))
        (result,) = run_crawl(
            [source], replace(given, db=path), verbose=verbose, rehearsals={source.id: witness}, form=on_terminal()
        )
        if result.outcome == "shutdown":
            raise click.Abort  # Ctrl-C
        with ArticleStore(path, readonly=True) as store:
            articles = list(store.articles())
            checked = _Checked(
                source=source, witness=witness, endpoints={each.url: each for each in store.endpoints(source.id)},
                articles=articles, robots=_robots(source, witness, given, path),
                now=(recorded_until(given.replay) if given.replay else None) or datetime.now(UTC),
            )  # fmt: skip
            rows = [*_endpoint_rows(checked), *_robots_rows(checked)]
            read = f"{len(articles)} of {result.counts['fetched']} fetched, {result.counts['found']} found"
            why = "".join(f"; {reason} {count}" for reason, count in result.reasons.items())
            rows.append(row("stories", "", read + why, is_ok=bool(articles)))
            rows += [*field_rows(articles), *_zone_rows(source, articles)]
            rows += selector_rows(source, [article.url for article in articles], path)
            rows += [
                example_row(example, store.get(key) or store.get(canonical_url(example.url) or ""))
                for key, example in examples.items()
            ]
            rows.append(_status_row(checked))
    return rows


def _robots(source: Source, witness: Witness, given: Given, path: Path) -> list[Robots]:
    urls = [url for _, url in source.endpoints()] + list(witness.stories.values())
    return recorded_robots(urls, given.replay) if given.replay else archived_robots(urls, archive_path(path))


def _endpoint_rows(checked: _Checked) -> Iterator[dict[str, str]]:
    seen, declared = checked.endpoints, checked.declared
    forbidden = checked.forbidden(declared)
    for url in [*declared, *(url for url in seen if url not in declared)]:
        endpoint = seen.get(url)
        status = endpoint.status if endpoint else None
        entries = endpoint.entries if endpoint and endpoint.entries is not None else 0
        newest = checked.witness.newest.get(url)
        age = f", newest {age_in_words(newest, checked.now)}" if newest else ""
        unanswered = "robots.txt forbids it" if url in forbidden else "no answer"
        answer = f"{status}, {entries} entries{age}" if status == _OK else str(status) if status else unanswered
        kind = endpoint.kind if endpoint else "endpoint"
        leads_on = status == _OK and any(other.found_at == url for other in seen.values())
        yield row(kind, url, answer, is_ok=status == _OK and (entries > 0 or leads_on) if url in declared else None)


def _robots_rows(checked: _Checked) -> Iterator[dict[str, str]]:
    """What each robots.txt says of the endpoints that the file names, and of the stories they list."""
    for robots in checked.robots:
        endpoints, stories = (
            [url for url in urls if robots_url(url) == robots.url]
            for urls in (checked.declared, checked.witness.stories.values())
        )
        shut = [
            f"{len(found)} of {len(urls)} {noun}"
            for urls, noun in ((endpoints, "endpoints"), (stories, "stories"))
            if (found := robots.forbidden(urls))
        ]
        if shut:
            shuts_endpoint = bool(robots.forbidden(endpoints))
            yield row(
                "robots.txt", robots.url, f"forbids {' and '.join(shut)}", is_ok=False if shuts_endpoint else None
            )
        else:
            allowed = f"; allows its {len(stories)} stories" if robots.body and stories else ""
            yield row("robots.txt", robots.url, f"{robots.said}{allowed}", is_ok=True if robots.status else None)


def _zone_rows(source: Source, articles: Sequence[StoredArticle]) -> Iterator[dict[str, str]]:
    stories = [
        DatedStory(published=article.date_published, raw=article.date_published_raw, seen=article.retrieved_at)
        for article in articles
        if article.date_published and article.retrieved_at
    ]
    if not stories:
        return
    doubts, agreeing = zone_doubts(stories, source.timezone)
    said = f"{agreeing} of {len(stories)} dates print its offset" if agreeing else "no date prints an offset"
    told = row("zone", source.timezone.key, "; ".join(doubts) or said, is_ok=True if agreeing else None)
    yield told | {"ok": "?"} if doubts else told


def _status_row(checked: _Checked) -> dict[str, str]:
    """The last line: what the file should say, and why."""
    source, forbidden = checked.source, checked.forbidden(checked.declared)
    dates = [article.date_published for article in checked.articles if article.date_published]
    found = verdict(
        Findings(
            endpoints=[
                EndpointTried(status=seen.status if (seen := checked.endpoints.get(url)) else None, is_forbidden=url in forbidden)
                for url in checked.declared
            ],
            read=len(checked.articles), truncated=sum(bool(article.is_truncated) for article in checked.articles),
            reasons=checked.witness.reasons, newest=max([*dates, *checked.witness.newest.values()], default=None),
        ),
        now=checked.now,
    )  # fmt: skip
    differs = "" if found.status == source.status else f'; the file says "{source.status}"'
    return row("status", found.status, f"{found.reason}{differs}", is_ok=None) | (
        {"ok": "?"} if differs else {"ok": "yes"}
    )


def _key(example: Example, source: Source) -> str:
    return story_identifier(canonical_url(example.url) or example.url, source)
