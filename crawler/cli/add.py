"""``add``: single stories into the store, from addresses, saved pages, JSON Lines and WARC files."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from crawler.cli.options import Given, shared_options
from crawler.cli.pages import GivenPage, check_address, fetched_pages, is_address, page_of_file
from storage.errors import ArticleError
from storage.rows import clean_text

if TYPE_CHECKING:
    from crawler.learning import Learning
    from crawler.model import Reading
    from storage import Article, ArticleStore
    from storage.archive import PageArchive
    from storage.changes import Cause

_HTML = ("text/html", "application/xhtml+xml", "text/plain")
_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refused:
    """Something among what was given that holds no story."""

    name: str
    reason: str


@click.command(short_help="Store single stories.")
@click.argument("pages", nargs=-1, required=True, metavar="URL|FILE...")
@click.option("--url", metavar="URL", help="The address of a saved page; for one FILE.")
@shared_options(db=True, fetch=True)
def add(pages: tuple[str, ...], url: str | None, given: Given) -> None:
    """Store single stories: addresses, saved .html and .txt pages, .jsonl and .warc.gz files.

    A line of a .jsonl file is an object with "url" and one of: "html" (a page), "text" (a page of plain text), or the
    fields of `orewire export`. A .warc.gz file is one that --record has written, or one of Common Crawl's CC-NEWS.

    Example: orewire add page.html --url https://news.metal.com/newscontent/100982475/
    """
    from crawler.data import tag_rows  # noqa: PLC0415  # pydantic is slow to load
    from storage import ArticleStore  # noqa: PLC0415
    from storage.archive import PageArchive, archive_path  # noqa: PLC0415

    if url and (len(pages) > 1 or is_address(pages[0])):
        raise click.UsageError("--url goes with one FILE")
    reader = _Reader(given)
    found = _pages(pages, url, given)
    counts: Counter[str] = Counter()
    with ArticleStore(given.db) as store, PageArchive(archive_path(given.db)) as archive:
        store.put_tags(tag_rows(reader.knowledge))
        for thing in found:
            if isinstance(thing, _Refused):
                counts["refused"] += 1
                click.echo(f"{thing.name}: {thing.reason}", err=True)
            else:
                _store(thing, reader, store, archive, counts)
    if sum(counts.values()) > len(pages):
        click.echo(", ".join(f"{count} {what}" for what, count in sorted(counts.items())), err=True)
    sys.exit(1 if counts["refused"] else 0)


def _store(
    thing: GivenPage | tuple[str, Article], reader: _Reader, store: ArticleStore, archive: PageArchive, counts: Counter[str]
) -> None:  # fmt: skip
    from crawler.clean import story_blocks  # noqa: PLC0415  # loads pydantic

    name, article = thing if isinstance(thing, tuple) else (thing.name, None)
    reason, blocks, is_known = None, None, False
    if isinstance(thing, GivenPage):
        if thing.recorded and not reader.wants(thing):
            counts["passed over"] += 1  # a recording holds list pages, too
            return
        reading, is_known = reader.read(thing, store, archive)
        article, reason, blocks = reading.article, f"no story: {reading.refusal}", story_blocks(reading.blocks)
    try:
        # The same page, read otherwise: what changed is our reading, not the story.
        cause: Cause = "reextract" if is_known else "publisher"
        outcome = store.save(article, cause=cause, seen_at=[article.url], blocks=blocks) if article else None
    except ArticleError as error:
        outcome, reason = None, str(error)
    if article is None or outcome is None:
        counts["refused"] += 1
        click.echo(clean_text(f"{name}: {reason}"), err=True)
        return
    counts[outcome] += 1
    click.echo(f"{outcome}: {clean_text(article.headline)}")


class _Reader:
    """Reads pages as a crawl would, with the user's sources, rules and taxonomy."""

    def __init__(self, given: Given) -> None:
        self.knowledge = given.knowledge()
        self._sources = given.sources().values()
        self._learning: dict[str, Learning] = {}

    def wants(self, page: GivenPage) -> bool:
        """Return whether a page may be a story by its address: one of a registered source must be like that source's."""
        from crawler.sources import source_for_url  # noqa: PLC0415

        source = source_for_url(page.url or "", self._sources)
        return source is None or source.is_article(page.url or "")

    def read(self, page: GivenPage, store: ArticleStore, archive: PageArchive) -> tuple[Reading, bool]:
        """Keep the page and read it, without what the store's other articles of its source show to be boilerplate.

        Also returns whether the archive had this page of its address already, as its newest.
        """
        from crawler.extract import stated_url  # noqa: PLC0415
        from crawler.parse import read_page  # noqa: PLC0415
        from crawler.sources import source_for_url  # noqa: PLC0415
        from storage.archive import ArchivedPage  # noqa: PLC0415

        address = page.url or stated_url(page.body, page.content_type)
        if address is None:
            raise click.UsageError(f"{page.name} does not say where it is from; add --url with its address")
        source = source_for_url(address, self._sources)
        read = partial(
            read_page, page.body, url=address, content_type=page.content_type, source=source,
            retrieved_at=page.retrieved_at, knowledge=self.knowledge, headers=page.headers,
            site_signals=page.site_signals,
        )  # fmt: skip
        reading = self._learned(source.id if source else urlsplit(address).hostname or "", store).read(
            lambda learned: read(learned=learned)
        )
        kept = ArchivedPage(
            url=address, retrieved_at=page.retrieved_at, status=page.status, body=page.body,
            headers=page.headers or ((("Content-Type", page.content_type),) if page.content_type else ()),
        )  # fmt: skip
        is_known = archive.is_latest(kept)
        if reading.rights.is_archivable:
            archive.save(kept)
        return reading, is_known

    def _learned(self, source: str, store: ArticleStore) -> Learning:
        from crawler.learning import NEWEST, Learning  # noqa: PLC0415

        if source not in self._learning:
            self._learning[source] = Learning(store.counted_articles(source, newest=NEWEST), store.verdicts(source))
        return self._learning[source]


def _pages(
    names: tuple[str, ...], url: str | None, given: Given
) -> Iterator[GivenPage | tuple[str, Article] | _Refused]:
    """All that was named, in its order; addresses are fetched, and every name looked at, before the first is stored."""
    for name in names:
        if is_address(name):
            check_address(name)
        elif name != "-" and not Path(name).is_file():
            raise click.UsageError(f"{name}: no such file; name a file, an address with https://, or - for stdin")
    if url:
        check_address(url)
    addresses = [name for name in dict.fromkeys(names) if is_address(name)]
    fetched = {page.name: page for page in fetched_pages(addresses, given)} if addresses else {}
    return _each(names, url, fetched)


def _each(
    names: tuple[str, ...], url: str | None, fetched: dict[str, GivenPage]
) -> Iterator[GivenPage | tuple[str, Article] | _Refused]:
    for name in names:
        if name in fetched:
            yield fetched[name]
        elif name.endswith((".jsonl", ".ndjson")):
            yield from _lines(Path(name))
        elif name.endswith((".warc", ".warc.gz")):
            yield from _recorded(Path(name))
        else:
            yield page_of_file(name, url)


def _recorded(path: Path) -> Iterator[GivenPage | _Refused]:
    """Each page of a WARC file; feeds, pictures and errors are passed over.

    What the files of its site say counts from where they stand in the file: a crawl asks for them before the stories.
    """
    from crawler.fetch.encodings import plain_body  # noqa: PLC0415
    from crawler.fetch.warc import answers  # noqa: PLC0415
    from crawler.normalize import canonical_url  # noqa: PLC0415
    from crawler.rights import PRODUCT, RecordedSites  # noqa: PLC0415

    sites = RecordedSites(product=PRODUCT)
    for answer in answers(path):
        if canonical_url(answer.url) is None:
            continue
        if answer.status == _OK and sites.is_site_file(answer.url):
            sites.put(answer.url, plain_body(answer) or b"")
            continue
        kind = next((value for name, value in answer.headers if name.lower() == "content-type"), "")
        if answer.status != _OK or kind.split(";")[0].strip().lower() not in _HTML:
            continue
        body = plain_body(answer)
        if body is None:
            yield _Refused(name=answer.url, reason="its Content-Encoding cannot be undone")
            continue
        yield GivenPage(
            name=answer.url, body=body, url=answer.url, content_type=kind, retrieved_at=answer.retrieved_at,
            status=answer.status, headers=answer.headers, site_signals=sites.signals(answer.url), recorded=True,
        )  # fmt: skip


def _lines(path: Path) -> Iterator[GivenPage | tuple[str, Article] | _Refused]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _line(f"{path}, line {number}", line)
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from error


def _line(name: str, line: bytes) -> GivenPage | tuple[str, Article] | _Refused:
    from crawler.normalize import canonical_url  # noqa: PLC0415
    from storage import Article  # noqa: PLC0415

    try:
        values: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        return _Refused(name=name, reason=f"is no JSON: {error}")
    url = values.get("url") if isinstance(values, dict) else None
    if not isinstance(url, str) or canonical_url(url) is None:
        return _Refused(name=name, reason='needs an object with "url", the address of the story')
    for key, kind in (("html", "text/html; charset=utf-8"), ("text", "text/plain; charset=utf-8")):
        if isinstance(values.get(key), str):
            body = values[key].encode("utf-8", "replace")
            return GivenPage(name=name, body=body, url=url, content_type=kind, retrieved_at=datetime.now(UTC))
    if "headline" not in values:
        return _Refused(name=name, reason='needs "html", "text" or "headline" beside "url"')
    try:
        return name, Article.from_dict(values)
    except ArticleError as error:
        return _Refused(name=name, reason=str(error))
