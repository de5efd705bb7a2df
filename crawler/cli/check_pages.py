"""Rows of ``sources check`` that come from the pages which were read: fields, selectors, examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.charset import decode
from crawler.extract.document import parse_html
from crawler.extract.fields import select
from storage.archive import PageArchive, StoredPage, archive_path

if TYPE_CHECKING:
    from crawler.sources import Example, Source
    from storage import StoredArticle

FIELDS = (
    "headline", "article_body", "date_published", "description", "authors", "keywords", "tags", "article_section",
    "genre", "in_language", "publisher", "image",
)  # fmt: skip
"""Fields whose coverage is shown, the most needed first."""
_SELECTORS = ("headline", "description", "body", "date_published", "authors", "keywords")
_NEEDED = 3


def row(what: str, name: str, result: str, *, is_ok: bool | None) -> dict[str, str]:
    """Return one row; *is_ok*: None where nothing is asked of it."""
    return {"what": what, "name": name, "result": result, "ok": "" if is_ok is None else "yes" if is_ok else "no"}


def field_rows(articles: Sequence[StoredArticle]) -> Iterator[dict[str, str]]:
    """How many stories have each field; of the first three, all should."""
    for number, name in enumerate(FIELDS):
        have = sum(bool(getattr(article, name)) for article in articles)
        share = f"{have} of {len(articles)}"
        yield row("field", name, share, is_ok=have == len(articles) > 0 if number < _NEEDED else None)


def selector_rows(source: Source, urls: Sequence[str], path: Path) -> Iterator[dict[str, str]]:
    """On how many pages each of the source's own selectors finds anything; one that never does is out of date."""
    with PageArchive(archive_path(path), readonly=True) as archive:
        pages = [page for url in urls if (page := archive.latest(url))]
    trees = [parse_html(decode(page.body, _content_type(page)).text) for page in pages]
    chosen = {name: getattr(source.select, name) for name in _SELECTORS} | {"strip.nodes": source.strip.nodes}
    for name, selectors in chosen.items():
        for selector in selectors:
            found = sum(tree is not None and bool(select(tree, [selector])) for tree in trees)
            label = name if "." in name else f"select.{name}"
            yield row("selector", f"{label} {selector}", f"{found} of {len(trees)}", is_ok=found > 0)


def _content_type(page: StoredPage) -> str | None:
    return next((value for name, value in page.headers if name.lower() == "content-type"), None)


def example_row(example: Example, article: StoredArticle | None) -> dict[str, str]:
    """Whether an example was read as its file says, or how it differs."""
    faults = ["was not read"] if article is None else list(_faults(example, article))
    return row("example", example.url, "; ".join(faults) or "passed", is_ok=not faults)


def _faults(example: Example, article: StoredArticle) -> Iterator[str]:
    body = article.article_body or ""
    if example.headline is not None and article.headline != example.headline:
        yield f'headline is "{article.headline}", not "{example.headline}"'
    yield from (f'lacks "{text}"' for text in example.contains if text not in body)
    yield from (f'holds "{text}"' for text in example.lacks if text in body)
