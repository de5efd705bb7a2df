"""The frontier as Scrapy's scheduler: what is queued lives in the store's table, leased in small batches.

Retries and redirects come back through `enqueue_request` with meta that a row cannot hold: they wait in memory, under the
first address's lease. So do the source's own endpoints, which each crawl asks again anyway. `next_request` serves a
prefetched batch and asks the store for more only when something was added since.
"""

from __future__ import annotations

import heapq
from collections import deque
from itertools import count
from typing import TYPE_CHECKING

from scrapy.core.scheduler import BaseScheduler

from storage import StorageError

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler

    from crawler.spiders.news import NewsSpider
    from storage.frontier import Lease

BATCH = 32  # 32 leases of one site are half a minute's work at its pace; a kill gives that many attempts back


class FrontierScheduler(BaseScheduler):
    """Hands out requests: those in memory first, then leases of the source's frontier."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._waiting: list[tuple[int, int, Request]] = []
        self._order = count()
        self._leases: deque[Lease] = deque()
        self._seen_generation = -1
        self._most = 2 * crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")
        self._spider: NewsSpider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> FrontierScheduler:
        """Return the scheduler of a crawl."""
        return cls(crawler)

    def open(self, spider: Spider) -> None:
        """Take the spider whose handover is asked from now on; the spider has opened it."""
        from crawler.spiders.news import NewsSpider  # noqa: PLC0415  # the spider imports Scrapy's settings first

        if not isinstance(spider, NewsSpider):
            raise TypeError(f"{type(self).__name__} serves NewsSpider only, not {type(spider).__name__}")
        self._spider = spider

    def enqueue_request(self, request: Request) -> bool:
        """Keep a request of the engine's own making in memory; a spider's stories are queued by its items instead."""
        heapq.heappush(self._waiting, (-request.priority, next(self._order), request))
        return True

    def next_request(self) -> Request | None:
        """Return the next request, None where nothing is known to wait, or enough is under way.

        What waits in Scrapy's downloader is asked for even after Ctrl-C or when a budget is used up: with 32 of one
        patient source that took 45 seconds and more.
        """
        if self._crawler.engine and len(self._crawler.engine.downloader.active) >= self._most:
            return None
        if self._waiting:
            return heapq.heappop(self._waiting)[2]
        if not self._leases and self._spider.handover.generation != self._seen_generation:
            self._refill()
        return self._spider.leased_request(self._leases.popleft()) if self._leases else None

    def has_pending_requests(self) -> bool:
        """Return whether anything waits; the engine asks when it is otherwise idle, so the store is asked for certain."""
        if not self._waiting and not self._leases:
            self._refill()
        return bool(self._waiting or self._leases)

    def close(self, reason: str) -> None:
        """Give back what was leased and not asked for."""
        del reason
        unused = [lease.id for lease in self._leases]
        unused += [request.meta["lease"].id for _, _, request in self._waiting if "lease" in request.meta]
        try:
            self._spider.handover.release(unused)
        except StorageError as error:
            self._spider.give_up(error)

    def _refill(self) -> None:
        generation = self._spider.handover.generation
        try:
            self._leases.extend(self._spider.handover.lease(BATCH))
        except StorageError as error:
            self._seen_generation = generation
            self._spider.give_up(error)
            return
        if not self._leases:
            self._seen_generation = generation
