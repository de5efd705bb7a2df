"""Today's code over the archived pages: what each stored article would be now, and the difference. Contains no network.

Twice over the pages of a source: once with nothing learned, to count the blocks of every story, and once without what
these counts show to be boilerplate. What is counted does not depend on what was learned before, so one run is enough, and
the end is the same in whatever order the pages were crawled.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

from crawler.clean import story_blocks
from crawler.data import Knowledge
from crawler.entry_rows import entry_from_row
from crawler.learning import Learning, read_with
from crawler.model import Entry, Reading
from crawler.normalize import canonical_url, story_identifier
from crawler.parse import read_entry, read_page
from crawler.rights import Rights, site_wide
from crawler.sources import Source, source_for_url
from storage import Article, ArticleStore, StorageError
from storage.archive import PageArchive, StoredPage
from storage.blocks import CountedArticle, counted_article
from storage.errors import ArticleError
from storage.frontier import SqliteFrontier
from storage.rows import HASHED_FIELDS, JSON_FIELDS, READING_FIELDS, Value, article_row

BATCH = 50
"""Articles that are written in one transaction; what an interruption undoes at most."""

_COMPARED = (*HASHED_FIELDS, *READING_FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One field that is read differently now. Of texts and lists of several parts, only the parts that differ."""

    field: str
    """Name of the field of `Article`."""
    old: str
    """What is stored; empty where there was nothing."""
    new: str
    """What is read now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one stored article."""

    id: int
    """Number of its row."""
    url: str
    """Its address."""
    headline: str
    """Its headline as stored."""
    differences: tuple[Difference, ...] = ()
    """Fields that are read differently now, in the order of the columns; empty: all is as it was."""
    problem: str | None = None
    """Why it was left as it is: ``no archived page``, ``no story any more: login``; None where it was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reextraction:
    """A store, the pages beside it, and what today's code knows."""

    store: ArticleStore
    """The store."""
    archive: PageArchive
    """Its pages."""
    sources: Mapping[str, Source]
    """Registered sources by id."""
    knowledge: Knowledge
    """Rules and taxonomy."""

    def run(self, source: str, *, limit: int | None = None, write: bool) -> Iterator[Outcome]:
        """Read the articles of a source anew and yield what became of each, oldest row first; with *write*, store it.

        *limit*: only so many, the newest rows. The blocks of all others count as they are stored.
        """
        pages = _Pages(self, self.sources.get(source))
        learning = Learning(self.store.counted_articles(source), self.store.verdicts(source))
        chosen = learning.ledger.articles()[-limit if limit else 0 :]
        for counted in chosen:
            reading = pages.read(counted, frozenset())
            if isinstance(reading, Reading) and reading.article:
                blocks = story_blocks(reading.blocks)
                learning.ledger.put(
                    replace(counted_article(reading.article, blocks), id=counted.id, identifier=counted.identifier)
                )
        learning.known()
        for start in range(0, len(chosen), BATCH):
            batch = [(counted, pages.read(counted, learning.keys)) for counted in chosen[start : start + BATCH]]
            if not write:
                yield from (self._outcome(counted, reading) for counted, reading in batch)
                continue
            with self.store.transaction():
                done = [self._written(counted, reading, learning) for counted, reading in batch]
            yield from done

    def _written(self, counted: CountedArticle, reading: Reading | str, learning: Learning) -> Outcome:
        outcome = self._outcome(counted, reading)
        if isinstance(reading, Reading) and reading.article and outcome.problem is None:
            blocks = learning.ledger.blocks(counted.identifier)
            if outcome.differences:
                article = replace(reading.article, identifier=counted.identifier)
                try:
                    self.store.save(article, cause="reextract", blocks=blocks)
                except ArticleError as error:
                    return replace(outcome, differences=(), problem=str(error))
            self.store.count_blocks(counted.id, blocks)
        return outcome

    def _outcome(self, counted: CountedArticle, reading: Reading | str) -> Outcome:
        stored = self.store.get(counted.id)
        if stored is None:  # forgotten by another program meanwhile
            return Outcome(id=counted.id, url="", headline=counted.headline, problem="no article any more")
        plain = Outcome(id=stored.id, url=stored.url, headline=stored.headline)
        if isinstance(reading, str):
            return replace(plain, problem=reading)
        if reading.article is None:
            return replace(plain, problem=f"no story any more: {reading.refusal}")
        return replace(plain, differences=tuple(differences(stored, reading.article)))


def differences(stored: Article, now: Article) -> Iterator[Difference]:
    """Yield each field that a change of our own reading would alter; address, identifier and moment are no such."""
    old, new = article_row(stored).values, article_row(now).values
    for field in _COMPARED:
        if old[field] != new[field]:
            yield Difference(field=field, **_parts(field, old[field], new[field]))


class _Pages:
    """Finds the archived page of an article and reads it again, with what its feed and its site's files said of it then."""

    def __init__(self, work: Reextraction, source: Source | None) -> None:
        self._work, self._source = work, source
        self._frontier = SqliteFrontier(work.store)

    def read(self, counted: CountedArticle, learned: frozenset[str]) -> Reading | str:
        """Return the reading of an article's page without the blocks of *learned*; a text says why there is none."""
        addresses = self._work.store.addresses(counted.id)
        stored = self._work.store.get(counted.id)
        known = Rights(signals=tuple(stored.rights) if stored else ())
        if (
            not known.is_archivable
        ):  # what the archive may have is from before the page asked for it, and older than the story
            return "no archived page: it asked for none to be kept (noarchive)"
        try:
            page = self._page(addresses)
        except StorageError as error:  # one damaged page must not end the run
            return str(error)
        if page is None:
            return self._from_feed(counted, addresses, learned) or "no archived page"
        source = self._source or source_for_url(page.url, self._work.sources.values())
        entry = self._entry(counted, addresses, source)
        return read_with(
            lambda keys: read_page(
                page.body, url=page.url, content_type=_content_type(page), source=source,
                entry=entry, learned=keys, retrieved_at=page.retrieved_at, knowledge=self._work.knowledge,
                headers=page.headers, site_signals=site_wide(known.signals),
            ),
            learned,
        )  # fmt: skip

    def _from_feed(self, counted: CountedArticle, addresses: list[str], learned: frozenset[str]) -> Reading | None:
        """The story of a page that was never had: its feed carried it whole."""
        entry = self._entry(counted, addresses, self._source)
        stored = self._work.store.get(counted.id)
        if entry is None or not entry.content or stored is None or stored.retrieved_at is None:
            return None
        story = partial(
            read_entry, entry, url=stored.url, source=self._source, retrieved_at=stored.retrieved_at,
            knowledge=self._work.knowledge, rights=Rights(signals=tuple(stored.rights)),
        )  # fmt: skip
        return read_with(lambda keys: story(learned=keys), learned)

    def _entry(self, counted: CountedArticle, addresses: list[str], source: Source | None) -> Entry | None:
        keys = [counted.identifier, *(story_identifier(address, source) for address in addresses)]
        return entry_from_row(self._frontier.entry(source.id, dict.fromkeys(keys))) if source else None

    def _page(self, addresses: list[str]) -> StoredPage | None:
        """The newest page of an article: its addresses are canonical, those of the archive are as the servers wrote them."""
        asked = dict.fromkeys([*addresses, *(raw for address in addresses for raw in self._raw.get(address, ()))])
        found = [page for address in asked if (page := self._work.archive.latest(address))]
        return max(found, key=lambda page: (page.last_seen_at, page.id), default=None)

    @cached_property
    def _raw(self) -> dict[str, list[str]]:
        """Canonical address -> addresses under which the archive has it, where they differ."""
        found: dict[str, list[str]] = {}
        for address in self._work.archive.urls():
            canonical = canonical_url(address)
            if canonical and canonical != address:
                found.setdefault(canonical, []).append(address)
        return found


def _content_type(page: StoredPage) -> str | None:
    return next((value for name, value in page.headers if name.lower() == "content-type"), None)


def _parts(field: str, old: Value, new: Value) -> dict[str, str]:
    if field == "article_body":
        before, behind = (str(value or "").split("\n\n") for value in (old, new))
    elif field in JSON_FIELDS:
        before, behind = (_items(json.loads(str(value))) for value in (old, new))
    else:
        return {"old": _text(old), "new": _text(new)}
    return {
        "old": " / ".join(part for part in before if part not in behind),
        "new": " / ".join(part for part in behind if part not in before),
    }


def _items(value: object) -> list[str]:
    if isinstance(value, dict):
        return [f"{key}: {item}" for key, item in value.items()]
    return [_text(item) for item in value] if isinstance(value, list) else [_text(value)]


def _text(value: object) -> str:
    if isinstance(value, dict):
        return ": ".join(str(value[key]) for key in ("rule", "text")) if "rule" in value else json.dumps(value)
    return "" if value is None else str(value)
