"""One source's side of a crawl: what its spider hands over, and what it may fetch next. `Rehearsal` needs no store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from crawler.learning import NEWEST, Learning
from crawler.work import Desk, EntriesFound, Work
from crawler.writer import Writer, acquire, release
from storage.archive import StoredPage
from storage.crawls import Endpoint
from storage.frontier import FrontierItem, Lease
from storage.memory_frontier import MemoryFrontier


class Handover(Protocol):
    """What spider, scheduler and pipeline ask; one a crawl."""

    generation: int
    """Rises whenever there may be more to fetch than before."""
    endpoints: dict[str, Endpoint]
    """Address -> what that endpoint of the source answered in earlier crawls."""

    def open(self) -> None:
        """Begin: take over what an earlier crawl left."""

    def latest(self, url: str) -> StoredPage | None:
        """Return what *url* answered last, None where nobody kept it."""

    def said_of(self, key: str) -> dict[str, Any] | None:
        """Return what a feed, sitemap or listing said of an item by now, None where nobody kept it."""

    def last_read(self, lease: Lease) -> StoredPage | None:
        """Return the page that a stored story was read from, whichever of its addresses answered; None: nobody kept it."""

    def learning(self) -> Learning:
        """Return what the store's articles teach about the source's boilerplate; the same one for the whole crawl."""

    def submit(self, work: Work) -> None:
        """Hand a piece of work over; returns at once."""

    def lease(self, limit: int) -> list[Lease]:
        """Return up to *limit* things to fetch now."""

    def release(self, lease_ids: Sequence[int]) -> None:
        """Give leases back unused."""

    def counts(self) -> Counter[str]:
        """Return what was found, known, new, changed and unchanged so far."""

    def close(self, outcome: str, counts: dict[str, int]) -> None:
        """End: record the crawl, commit everything."""


class StoreHandover:
    """The real one: everything goes through the process's writer."""

    def __init__(
        self,
        path: Path,
        source: str,
        *,
        tags: Sequence[Mapping[str, str | Sequence[str] | None]],
        stories: int | None = None,
        visits: int = 0,
        patient: bool = False,
        older: bool = False,
    ) -> None:
        """*tags*: rows of the taxonomy, of which the store keeps a copy. *stories*: most to fetch in this crawl, None for all.

        *visits*: most stored stories to look at again. *patient*: what failed is tried again only when it has rested. *older*:
        listing pages that wait for a backfill are given out, too.
        """
        self.generation = 0
        self.endpoints: dict[str, Endpoint] = {}
        self._path, self._source = path, source
        self._stories = stories
        self._visits = visits
        self._patient = patient
        self._older = older
        self._tags = tags
        self._writer: Writer
        self._crawl_id = 0
        self._learning: Learning | None = None

    def open(self) -> None:
        """See `Handover.open`. Raises StorageError where the store cannot be used."""
        self._writer = acquire(self._path)

        def begin(desk: Desk) -> int:
            desk.store.put_tags(self._tags)
            desk.frontier.resume(self._source, patient=self._patient)
            self.endpoints = {endpoint.url: endpoint for endpoint in desk.store.endpoints(self._source)}
            return desk.store.begin_crawl(self._source)

        self._crawl_id = self._writer.ask(begin)

    def latest(self, url: str) -> StoredPage | None:
        """See `Handover.latest`. Raises StorageError where the writer has failed."""
        return self._writer.ask(lambda desk: desk.archive.latest(url))

    def said_of(self, key: str) -> dict[str, Any] | None:
        """See `Handover.said_of`. Raises StorageError where the writer has failed."""
        return self._writer.ask(lambda desk: desk.frontier.entry(self._source, [key]))

    def last_read(self, lease: Lease) -> StoredPage | None:
        """See `Handover.last_read`. Raises StorageError as `latest` does."""

        def find(desk: Desk) -> StoredPage | None:
            story = desk.visits.story(lease.id)
            urls = dict.fromkeys((lease.url, *(desk.store.addresses(story.article_id) if story else ())))
            return next((page for url in urls if (page := desk.archive.latest(url))), None)

        return self._writer.ask(find)

    def learning(self) -> Learning:
        """See `Handover.learning`; a crawl that fetches no story loads nothing. Raises StorageError as `latest` does."""
        if self._learning is None:
            self._learning = self._writer.ask(
                lambda desk: Learning(
                    desk.store.counted_articles(self._source, newest=NEWEST), desk.store.verdicts(self._source)
                )
            )
        return self._learning

    def go_back(self, pages: str, reasons: tuple[str, str]) -> bool:
        """Queue again the stories that were left out for one of *reasons*, and return whether a walk is under way.

        It is where an older listing page waits whose key begins with *pages*. *reasons*: the first and the last.
        """

        def begin(desk: Desk) -> bool:
            desk.frontier.reopen(self._source, *reasons)
            return desk.frontier.has_older(self._source, pages)

        return self._writer.ask(begin)

    def submit(self, work: Work) -> None:
        """See `Handover.submit`."""
        self._writer.submit(work)
        self.generation += isinstance(work, EntriesFound)

    def lease(self, limit: int) -> list[Lease]:
        """See `Handover.lease`; stored stories are looked at again when nothing new waits."""
        size = limit if self._stories is None else min(limit, self._stories)
        leases = (
            self._writer.ask(lambda desk: desk.frontier.lease(self._source, size, older=self._older)) if size else []
        )
        again = min(size, self._visits)
        if again and not leases:
            leases = self._writer.ask(lambda desk: desk.visits.lease(self._source, again))
            self._visits -= len(leases)
        if self._stories is not None:
            self._stories -= sum(lease.kind == "article" for lease in leases)
        return leases

    def release(self, lease_ids: Sequence[int]) -> None:
        """See `Handover.release`."""
        if lease_ids:
            self._writer.ask(lambda desk: desk.frontier.release(lease_ids))

    def counts(self) -> Counter[str]:
        """See `Handover.counts`."""
        return Counter(self._writer.counts.get(self._source, {}))

    def close(self, outcome: str, counts: dict[str, int]) -> None:
        """See `Handover.close`. Raises StorageError where the last commit failed."""
        try:
            self._writer.ask(
                lambda desk: desk.store.finish_crawl(self._crawl_id, outcome, counts | dict(self.counts()))
            )
        finally:
            release(self._writer)


class Rehearsal:
    """A dry run: endpoints are asked and read, nothing is stored, no story is fetched. `found` is what would be."""

    def __init__(self, source: str, *, is_stored: Callable[[str, str], bool]) -> None:
        self.generation = 0
        self.found: list[FrontierItem] = []
        self.endpoints: dict[str, Endpoint] = {}
        self._source = source
        self._frontier = MemoryFrontier(is_stored=is_stored)
        self._counts: Counter[str] = Counter()

    def open(self) -> None:
        """See `Handover.open`."""

    def latest(self, url: str) -> StoredPage | None:
        """See `Handover.latest`; a rehearsal asks everything anew."""
        del url
        return None

    def said_of(self, key: str) -> None:
        """See `Handover.said_of`; a rehearsal asks for no story."""
        del key

    def last_read(self, lease: Lease) -> StoredPage | None:
        """See `Handover.last_read`; a rehearsal looks at no story."""
        del lease
        return None

    def learning(self) -> Learning:
        """See `Handover.learning`; a rehearsal reads no story."""
        return Learning()

    def submit(self, work: Work) -> None:
        """See `Handover.submit`; counts what is new and follows to older pages as a crawl would."""
        if isinstance(work, EntriesFound):
            new = set(self._frontier.add(self._source, work.items))
            count = len(new)
            self._counts.update(found=count, known=len(work.items) - count)
            for item in work.items:
                if item.key in new:  # one story may stand under two addresses of a page
                    new.discard(item.key)
                    self.found.append(item)
            self._frontier.add(self._source, work.next_pages if count else [])
            self.generation += 1

    def lease(self, limit: int) -> list[Lease]:
        """See `Handover.lease`; listings only, which may wait behind every story found."""
        return [
            lease for lease in self._frontier.lease(self._source, len(self.found) + limit) if lease.kind == "listing"
        ]

    def release(self, lease_ids: Sequence[int]) -> None:
        """See `Handover.release`; nothing outlives a rehearsal."""

    def counts(self) -> Counter[str]:
        """See `Handover.counts`."""
        return Counter(self._counts)

    def close(self, outcome: str, counts: dict[str, int]) -> None:
        """See `Handover.close`; nothing is recorded."""
