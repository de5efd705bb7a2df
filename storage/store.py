"""`ArticleStore`: the file that keeps articles, as one object. Its SQL stands in the modules it calls.

Every list is read in pages of a few rows, each fetched whole: no iterator holds a read transaction open, however slowly
it is consumed. An article stored meanwhile may or may not be among what follows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from storage import boilerplate, changes, crawls, figures, health, names, outcomes, rows, saving
from storage import query as queries
from storage.article import Article
from storage.blocks import CountedArticle, CountedBlock
from storage.boilerplate import Decision, Verdict
from storage.changes import Cause, Change
from storage.clock import utc_now
from storage.connection import StoreFile
from storage.crawls import Crawl, DeadLetter, Endpoint
from storage.figures import SourceFigures
from storage.fulltext import match_expression, name_keys, snippets
from storage.health import Alarm, QuietDays
from storage.query import Filters
from storage.saving import Outcome
from storage.schema import STORE
from storage.stored import SearchHit, StoredArticle

if TYPE_CHECKING:
    from sqlite_utils import Database

PAGE = 50  # articles read at once: 50 bodies of 5 kB are little memory, and one statement a page is little time


class ArticleStore(StoreFile):
    """A store of articles in one SQLite file; use it in a ``with`` block, and in the thread that opened it.

    Opening creates and migrates the file. With *readonly* it does neither, and every writing method raises
    StorageError. Raises StoreMissingError, NotAStoreError, StoreTooNewError or StorageError, each in one line made for
    a person. *clock* returns the present moment, aware.

    >>> with ArticleStore(":memory:") as store:
    ...     store.save(Article(url="https://example.org/1", headline="Copper falls"))
    ...     [article.headline for article in store.articles()]
    'new'
    ['Copper falls']
    """

    def __init__(self, path: str | Path, *, readonly: bool = False, clock: Callable[[], datetime] = utc_now) -> None:
        super().__init__(path, STORE, readonly=readonly)
        self._clock = clock

    @property
    def db(self) -> Database:
        """The `sqlite_utils.Database`, for reading in SQL; writing through it bypasses hashes, index and change log."""
        return self.connection.db

    def savepoint(self) -> AbstractContextManager[None]:
        """Undo only what is inside when it fails, not the transaction around it; see `Connection.savepoint`."""
        return self.connection.savepoint()

    def save(
        self,
        article: Article,
        *,
        cause: Cause = "publisher",
        seen_at: Iterable[str] = (),
        blocks: Iterable[CountedBlock] | None = None,
    ) -> Outcome:
        """Keep *article* and say what it was: ``new``, ``changed`` (what it replaces is kept) or ``unchanged``.

        Articles are the same by ``identifier``. ``unchanged`` writes nothing but an address not seen before; *seen_at* are
        further addresses at which it was found. With cause ``reextract`` or ``person``, a difference in what our own
        reading adds (tags, removed blocks, flags) is ``changed`` too. *blocks* are what counts when the source's
        boilerplate is learned, in page order: kept blocks and those taken as learned; left out, the article's own fields
        tell them. Raises ArticleError, before anything is written, for an article that cannot be a row.
        """
        row = rows.article_row(article)
        with self.transaction():
            return saving.save_row(self.connection, row, cause=cause, now=self._clock(), seen_at=seen_at, blocks=blocks)

    def count_blocks(self, article_id: int, blocks: Iterable[CountedBlock]) -> bool:
        """Count *blocks* for a stored article in place of those counted so far, and return whether they differ; see `save`."""
        with self.transaction():
            return boilerplate.write_blocks(self.connection, article_id, blocks)

    def counted_articles(self, source: str, *, newest: int | None = None) -> Iterator[CountedArticle]:
        """Return the articles of a source with their counted blocks, by number: what its boilerplate is learned from.

        *newest*: only so many, the last ones published.
        """
        return boilerplate.counted_articles(self.connection, source, newest)

    def addresses(self, article_id: int) -> list[str]:
        """Return every address at which an article was seen, its own first."""
        found = self.connection.rows(
            "SELECT url FROM article_urls WHERE article_id = ? ORDER BY first_seen_at, rowid", (article_id,)
        )
        return [str(url) for (url,) in found]

    def sources(self) -> list[str]:
        """Return the ids of all sources that have articles, sorted."""
        return boilerplate.sources(self.connection)

    def verdicts(self, source: str | None = None) -> list[Verdict]:
        """Return what persons decided about blocks of all sources or one, sorted by source and key."""
        return boilerplate.verdicts(self.connection, source)

    def decide(self, source: str, key: str, decision: Decision, *, text: str) -> None:
        """Keep a person's decision about a block of a source: ``allow`` (never boilerplate) or ``deny`` (always)."""
        with self.transaction():
            boilerplate.decide(self.connection, source, key, decision, text=text, now=self._clock())

    def seen_at(self, identifier: str, url: str) -> None:
        """Record that an article was seen at *url*, too; does nothing where there is no article of that identifier."""
        with self.transaction():
            saving.add_urls(self.connection, identifier, [url], now=self._clock())

    def forget(self, key: str | int) -> bool:
        """Delete an article with its addresses, tags and versions; return whether there was one."""
        with self.transaction():
            article_id = self._id_of(key)
            if article_id is not None:
                saving.forget_row(self.connection, article_id, now=self._clock())
        return article_id is not None

    def get(self, key: str | int) -> StoredArticle | None:
        """Return one article by id, identifier or any address at which it was seen; None where there is none."""
        article_id = self._id_of(key)
        found = [] if article_id is None else self.connection.rows(queries.rows_by_id(1), (article_id,))
        return rows.stored_article(found[0]) if found else None

    def articles(
        self,
        *,
        source: str | None = None,
        tag: str | None = None,
        since: str | dt.date | None = None,
        until: str | dt.date | None = None,
        language: str | None = None,
        limit: int | None = None,
        newest_first: bool = True,
    ) -> Iterator[StoredArticle]:
        """Return articles in the order of publication; those without a date count as the oldest.

        *since* and *until* are days in the source's own zone, *until* included; a month or year stands for all its
        days, and so does an article dated by month only. See `storage.query.Filters`. Raises ValueError for a day it
        cannot read.
        """
        filters = Filters(source=source, tag=tag, since=since, until=until, language=language)
        return self._listed(filters, limit=limit, newest_first=newest_first)

    def search(
        self,
        query: str,
        *,
        source: str | None = None,
        tag: str | None = None,
        since: str | dt.date | None = None,
        until: str | dt.date | None = None,
        language: str | None = None,
        limit: int | None = None,
        exact: bool = False,
    ) -> Iterator[SearchHit]:
        """Return the articles that *query* finds, best first: all words, ``"phrases"``, and no ``-excluded`` ones.

        Any string is allowed; one without a word finds nothing. The filters are those of `articles`. Behind those with the
        words themselves come the ones with other names of the same thing, best first again, by the names of `put_tags`:
        aluminium for ``aluminum``, 铜 for ``copper``. Not so with *exact*, nor for phrases in quotes and excluded words.
        """
        filters = Filters(source=source, tag=tag, since=since, until=until, language=language)
        return self._found(query, filters, limit=limit, exact=exact)

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Yield what became new, changed or forgotten after number *after* of the change log, oldest first."""
        return changes.changes_after(self.connection, after)

    def put_tags(self, tags: Iterable[Mapping[str, str | Sequence[str] | None]]) -> None:
        """Replace the store's copy of the taxonomy by *tags*: mappings of ``id``, ``label``, ``facet``, ``broader``, ``names``.

        Writes nothing where it is the same already. All but ``id`` may be left out. ``names`` is a list of wordings that
        mean the tag and nothing else; `search` takes one for the other.
        """
        given = list(tags)
        wanted = sorted(
            (tag["id"], tag.get("label") or tag["id"], tag.get("facet"), tag.get("broader")) for tag in given
        )
        keyed = names.keyed((str(tag["id"]), name) for tag in given for name in tag.get("names") or ())
        known = sorted(self.connection.rows("SELECT id, label, facet, broader FROM tags"))
        if wanted == known and keyed == sorted(self.connection.rows("SELECT tag, name, key FROM tag_names")):
            return
        with self.transaction():
            self.connection.run("DELETE FROM tags")
            self.connection.run_many("INSERT INTO tags (id, label, facet, broader) VALUES (?, ?, ?, ?)", wanted)
            self.connection.run("DELETE FROM tag_names")
            self.connection.run_many("INSERT INTO tag_names (tag, name, key) VALUES (?, ?, ?)", keyed)

    def note_endpoint(
        self,
        url: str,
        *,
        source: str,
        kind: str,
        status: int | None,
        entries: int | None = None,
        etag: str | None = None,
        last_modified: str | None = None,
        found_at: str | None = None,
        read_as: str | None = None,
    ) -> None:
        """Record what a feed, sitemap or listing has just answered; see `storage.crawls.Endpoint` for the values."""
        now = self._clock()
        endpoint = Endpoint(
            url=url,
            source=source,
            kind=kind,
            checked_at=now,
            status=status,
            entries=entries,
            etag=etag,
            last_modified=last_modified,
            found_at=found_at,
            read_as=read_as,
        )
        with self.transaction():
            crawls.note_endpoint(self.connection, endpoint)

    def alarms(self, *, quiet_days: QuietDays | None = None) -> list[Alarm]:
        """Return what is wrong with sources, by their own past: see `storage.health`. *quiet_days*: when newsrooms rest."""
        return health.alarms(self.connection, quiet_days=quiet_days or {})

    def failed_sources(self) -> frozenset[str]:
        """Return the sources that are known to fail, by their last crawls: see `storage.outcomes`."""
        return outcomes.failed_sources(self.connection)

    def figures(self) -> list[SourceFigures]:
        """Return how each source that was ever crawled is doing, in figures, sorted by source: see `storage.figures`."""
        return figures.figures(self.connection, now=self._clock())

    def endpoints(self, source: str | None = None) -> list[Endpoint]:
        """Return all endpoints, or those of one source, with the validators for the next request."""
        return crawls.endpoints(self.connection, source)

    def begin_crawl(self, source: str) -> int:
        """Record that a crawl of *source* starts, and return its number for `finish_crawl`."""
        with self.transaction():
            return crawls.begin_crawl(self.connection, source, now=self._clock())

    def finish_crawl(self, crawl_id: int, outcome: str, counts: Mapping[str, int]) -> None:
        """Record how a crawl ended, and what it counted."""
        with self.transaction():
            crawls.finish_crawl(self.connection, crawl_id, outcome, counts, now=self._clock())

    def last_crawls(self) -> list[Crawl]:
        """Return the newest crawl of each source, sorted by source."""
        return crawls.last_crawls(self.connection)

    def dead_letter(self, *, source: str, url: str, reason: str, page_id: int | None = None) -> None:
        """Record that something fetched could not be stored, and why."""
        with self.transaction():
            crawls.add_dead_letter(
                self.connection, source=source, url=url, reason=reason, page_id=page_id, now=self._clock()
            )

    def dead_letters(self, source: str | None = None, *, limit: int = 1000) -> list[DeadLetter]:
        """Return what could not be stored, newest first."""
        return crawls.dead_letters(self.connection, source, limit=limit)

    def _id_of(self, key: str | int) -> int | None:
        if isinstance(key, int):
            found = self.connection.row("SELECT id FROM articles WHERE id = ?", (key,)) if key < _NO_ID else None
            return int(found[0]) if found else None
        text = rows.clean_text(key)
        found = self.connection.row(
            "SELECT id FROM articles WHERE identifier = :key"
            " UNION ALL SELECT article_id FROM article_urls WHERE url = :key LIMIT 1",
            {"key": text},
        )
        if found:
            return int(found[0])
        # What a person types after "show" is text; no source's identifier is a bare number.
        return self._id_of(int(text)) if text.isascii() and text.isdigit() and len(text) < _ID_DIGITS else None

    def _listed(self, filters: Filters, *, limit: int | None, newest_first: bool) -> Iterator[StoredArticle]:
        after: tuple[str, int] | None = None
        left = limit
        while left is None or left > 0:
            size = PAGE if left is None else min(PAGE, left)
            statement = queries.article_page(filters, after=after, newest_first=newest_first, size=size)
            page = self.connection.rows(statement.sql, statement.params)
            yield from map(rows.stored_article, page)
            if len(page) < size:
                return
            left = None if left is None else left - size
            after = (queries.moment(page[-1]), page[-1][0])

    def _found(self, text: str, filters: Filters, *, limit: int | None, exact: bool) -> Iterator[SearchHit]:
        expression = match_expression(text)
        if expression is None:
            return
        ranked = self._ranked(filters, expression, limit)
        yield from self._hits(ranked, expression)
        known = {} if exact or len(ranked) == limit else self._names(text)
        wider = match_expression(text, names=known)
        if wider is None or wider == expression:
            return
        seen = {article_id for article_id, _ in ranked}
        others = [hit for hit in self._ranked(filters, wider, limit) if hit[0] not in seen]
        yield from self._hits(others[: None if limit is None else limit - len(ranked)], wider)

    def _names(self, text: str) -> dict[str, list[str]]:
        """The other names of what a query asks for, as far as any article has them: most case forms stand in none."""
        others = names.other_names(self.connection, name_keys(text))
        return {key: [name for name in found if self._stands_somewhere(name)] for key, found in others.items()}

    def _stands_somewhere(self, name: str) -> bool:
        statement = "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT 1"
        return self.connection.row(statement, (match_expression(f'"{name}"'),)) is not None

    def _ranked(self, filters: Filters, expression: str, limit: int | None) -> list[tuple[int, float]]:
        # Ids and scores of all hits are read at once, 16 bytes each: a ranking cannot be continued by key.
        statement = queries.ranked_ids(filters, expression=expression, limit=limit)
        return self.connection.rows(statement.sql, statement.params)

    def _hits(self, ranked: Sequence[tuple[int, float]], expression: str) -> Iterator[SearchHit]:
        for start in range(0, len(ranked), PAGE):
            yield from self._page(ranked[start : start + PAGE], expression)

    def _page(self, ranked: Sequence[tuple[int, float]], expression: str) -> list[SearchHit]:
        found = self.connection.rows(queries.rows_by_id(len(ranked)), [article_id for article_id, _ in ranked])
        by_id = {row[0]: row for row in found}
        hits = [(by_id[article_id], score) for article_id, score in ranked if article_id in by_id]
        texts = [saving.searched_texts(dict(zip(rows.COLUMNS, row, strict=True))) for row, _ in hits]
        passages = snippets(texts, expression)
        return [
            rows.search_hit(row, snippet=passage, score=score)
            for (row, score), passage in zip(hits, passages, strict=True)
        ]


_NO_ID = 2**63  # SQLite's ids are smaller
_ID_DIGITS = len(str(_NO_ID))
