"""What ``sources check`` finds out: a small crawl into a store that is thrown away, and what came of it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.charset import decode
from crawler.cli.crawling import run_crawl
from crawler.cli.progress import on_terminal
from crawler.extract.document import parse_html
from crawler.extract.fields import select
from crawler.normalize import canonical_url, story_identifier
from storage import ArticleStore
from storage.archive import PageArchive, StoredPage, archive_path
from storage.frontier import FrontierItem, SqliteFrontier

if TYPE_CHECKING:
    from crawler.cli.options import Given
    from crawler.sources import Example, Source
    from storage import StoredArticle

FIELDS = (
    "headline", "article_body", "date_published", "description", "authors", "keywords", "tags", "article_section",
    "genre", "in_language", "publisher", "image",
)  # fmt: skip
"""Fields whose coverage is shown, the most needed first."""
_SELECTORS = ("headline", "description", "body", "date_published", "authors", "keywords")
_NEEDED = 3
_OK = 200
_FIRST = 100  # before any listed story


def check_source(source: Source, given: Given, *, limit: int, verbose: bool = False) -> list[dict[str, str]]:
    """Return rows of ``what`` (endpoint, stories, field, selector, example), ``name``, ``result`` and ``ok`` (yes, no or empty).

    At most *limit* stories are fetched beside the source's examples. Raises what `run_crawl` raises.
    """
    examples = {_key(example, source): example for example in source.examples}
    with tempfile.TemporaryDirectory(prefix="orewire-check-") as folder:
        path = Path(folder) / "check.db"
        with ArticleStore(path) as store:
            SqliteFrontier(store).add(
                source.id, [FrontierItem(key=key, url=e.url, priority=_FIRST) for key, e in examples.items()]
            )
        (result,) = run_crawl(
            [source], replace(given, db=path), limit=limit + len(examples), verbose=verbose, form=on_terminal()
        )
        if result.outcome == "shutdown":
            raise click.Abort  # Ctrl-C
        with ArticleStore(path, readonly=True) as store:
            articles = list(store.articles())
            rows = list(_endpoint_rows(source, store))
            read = f"{len(articles)} of {result.counts['fetched']} fetched, {result.counts['found']} found"
            why = "".join(f"; {reason} {count}" for reason, count in result.reasons.items())
            rows.append(_row("stories", "", read + why, is_ok=bool(articles)))
            rows += _field_rows(articles)
            rows += _selector_rows(source, [article.url for article in articles], path)
            rows += [
                _example_row(example, store.get(key) or store.get(canonical_url(example.url) or ""))
                for key, example in examples.items()
            ]
    return rows


def _endpoint_rows(source: Source, store: ArticleStore) -> Iterator[dict[str, str]]:
    seen = {endpoint.url: endpoint for endpoint in store.endpoints(source.id)}
    declared = dict.fromkeys(url for _, url in source.endpoints())
    for url in [*declared, *(url for url in seen if url not in declared)]:
        endpoint = seen.get(url)
        status = endpoint.status if endpoint else None
        entries = endpoint.entries if endpoint and endpoint.entries is not None else 0
        answer = f"{status}, {entries} entries" if status == _OK else str(status) if status else "no answer"
        kind = endpoint.kind if endpoint else "endpoint"
        leads_on = status == _OK and any(other.found_at == url for other in seen.values())
        yield _row(kind, url, answer, is_ok=status == _OK and (entries > 0 or leads_on) if url in declared else None)


def _field_rows(articles: Sequence[StoredArticle]) -> Iterator[dict[str, str]]:
    for number, name in enumerate(FIELDS):
        have = sum(bool(getattr(article, name)) for article in articles)
        share = f"{have} of {len(articles)}"
        yield _row("field", name, share, is_ok=have == len(articles) > 0 if number < _NEEDED else None)


def _selector_rows(source: Source, urls: Sequence[str], path: Path) -> Iterator[dict[str, str]]:
    """On how many pages each of the source's own selectors finds anything; one that never does is out of date."""
    with PageArchive(archive_path(path), readonly=True) as archive:
        pages = [page for url in urls if (page := archive.latest(url))]
    trees = [parse_html(decode(page.body, _content_type(page)).text) for page in pages]
    chosen = {name: getattr(source.select, name) for name in _SELECTORS} | {"strip.nodes": source.strip.nodes}
    for name, selectors in chosen.items():
        for selector in selectors:
            found = sum(tree is not None and bool(select(tree, [selector])) for tree in trees)
            label = name if "." in name else f"select.{name}"
            yield _row("selector", f"{label} {selector}", f"{found} of {len(trees)}", is_ok=found > 0)


def _content_type(page: StoredPage) -> str | None:
    return next((value for name, value in page.headers if name.lower() == "content-type"), None)


def _example_row(example: Example, article: StoredArticle | None) -> dict[str, str]:
    faults = ["was not read"] if article is None else list(_faults(example, article))
    return _row("example", example.url, "; ".join(faults) or "passed", is_ok=not faults)


def _faults(example: Example, article: StoredArticle) -> Iterator[str]:
    body = article.article_body or ""
    if example.headline is not None and article.headline != example.headline:
        yield f'headline is "{article.headline}", not "{example.headline}"'
    yield from (f'lacks "{text}"' for text in example.contains if text not in body)
    yield from (f'holds "{text}"' for text in example.lacks if text in body)


def _key(example: Example, source: Source) -> str:
    return story_identifier(canonical_url(example.url) or example.url, source)


def _row(what: str, name: str, result: str, *, is_ok: bool | None) -> dict[str, str]:
    return {"what": what, "name": name, "result": result, "ok": "" if is_ok is None else "yes" if is_ok else "no"}
