"""A crawl of one source from its beginning to its end: what it is told, the store it hands over to, what it counts."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import scrapy
from scrapy import signals
from scrapy.utils.defer import deferred_from_coro

from crawler.data import Knowledge, load_knowledge, tag_rows
from crawler.errors import ConfigurationError
from crawler.fetch.contact import check_contact
from crawler.fetch.handover import Handover, StoreHandover
from crawler.fetch.stopping import PARKED, PARKED_SECONDS, REFUSED
from crawler.sources import Source
from crawler.visits import visits_of
from crawler.work import FetchFailed, SourceParked, StoryVisited, Work
from storage import StorageError
from storage.errors import StoreBusyError

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure


REFUSED_REST = timedelta(
    hours=6
)  # a site that has refused five times in a row is asked four times a day, not each round


class SourceSpider(scrapy.Spider):
    """What every spider of ours is; asks nothing yet."""

    name = "news"
    source: Source
    handover: Handover
    asked: set[str]
    """Endpoints that this crawl has asked."""
    passed_over: set[str]
    """Endpoints of which it left stories out that another crawl may want."""
    looks_again = True
    """Whether stored stories are looked at again when their time has come."""
    knowledge: Knowledge
    has_fault = False
    """Whether the store failed under this crawl."""
    due_only = False
    """Whether endpoints are asked only when their time has come."""
    since: datetime | None = None
    """Stories announced as older are left out; None: none is. Aware."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:  # noqa: ANN401  # Scrapy's signature
        """Return the spider with its store opened.

        Arguments: ``limit`` (stories), ``due`` (ask only what is due), ``since`` (ISO 8601), ``handover`` (in place of
        the store's).
        """
        handover = kwargs.pop("handover", None)
        limit = kwargs.pop("limit", None)
        due, since = kwargs.pop("due", None), kwargs.pop("since", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.due_only = bool(due)
        spider.since = _moment(since, cls.source) if since else None
        spider.asked, spider.passed_over = set(), set()
        data = crawler.settings.get("OREWIRE_DATA")
        spider.knowledge = load_knowledge(Path(data) if data else None)
        spider.handover = handover or StoreHandover(
            Path(crawler.settings["OREWIRE_DB"]),
            cls.source.id,
            tags=tag_rows(spider.knowledge),
            stories=int(limit) if limit else None,
            visits=visits_of(cls.source.limits.pages)
            if cls.looks_again and not crawler.settings.get("OREWIRE_REPLAY")
            else 0,
            patient=spider.due_only,
            older=not cls.looks_again,
        )
        spider.begin()
        crawler.signals.connect(spider.finish, signals.spider_closed)
        crawler.signals.connect(spider.broke, signals.spider_error)
        return spider

    def begin(self) -> None:
        """Open the store, once it is clear whom the sites may write to.

        Ends the process as `orewire crawl` does, with one line and its exit code: `scrapy crawl` would print a traceback.
        """
        try:
            check_contact((url for _, url in self.source.endpoints()), self.settings)
            self.handover.open()
        except (ConfigurationError, StorageError) as error:
            sys.stderr.write(f"orewire: {error}\n")
            codes = {ConfigurationError: 2, StoreBusyError: 75}
            raise SystemExit(codes.get(type(error), 1)) from error

    def broke(self, failure: Failure, response: Response | None) -> None:
        """A callback of ours raised: the page stays known as failed, the crawl goes on."""
        lease = response.meta.get("lease") if response is not None else None
        reason = f"callback-{type(failure.value).__name__}"
        self._count(f"articles/dropped/{reason}")
        if lease and lease.visits:
            self.hand_over(StoryVisited(source=self.source.id, lease_id=lease.id, outcome="unknown"))
        elif lease:
            self.hand_over(FetchFailed(source=self.source.id, lease_id=lease.id, reason=reason, retry=True))

    def hand_over(self, work: Work) -> None:
        """Give a piece of work to the writer."""
        try:
            self.handover.submit(work)
        except StorageError as error:
            self.give_up(error)

    def give_up(self, error: StorageError) -> None:
        """The store cannot be written: end this crawl; what it had leased is given out again another time."""
        if not self.has_fault:
            self.has_fault = True
            self._count("writer/failed")
            self.logger.error("%s", error)
            if self.crawler.engine:
                deferred_from_coro(self.crawler.engine.close_spider_async(reason="writer-failed"))

    def finish(self, reason: str) -> None:
        """Record the crawl and commit everything."""
        stats = self.crawler.stats.get_stats() if self.crawler.stats else {}
        counts = {name: value for name, value in stats.items() if isinstance(value, int) and _is_reported(name)}
        rest = REFUSED_REST if reason == REFUSED else timedelta(seconds=stats.get(PARKED_SECONDS, 0))
        if reason in (REFUSED, PARKED) and rest:
            self.hand_over(SourceParked(source=self.source.id, until=datetime.now(UTC) + rest, reason=reason))
        try:
            self.handover.close(reason, counts)
        except StorageError as error:
            self.give_up(error)

    def _count(self, name: str) -> None:
        if self.crawler.stats:
            self.crawler.stats.inc_value(name)


def _moment(text: str, source: Source) -> datetime:
    """A moment as given; without a zone it is on the source's own clock."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=source.timezone)


def _is_reported(name: str) -> bool:
    groups: Iterable[str] = (
        "articles/",
        "endpoints/",
        "requests/",
        "downloader/request_count",
        "downloader/response_",
        "response_received_count",
        "retry/",
        "visits/",
        "entries/",
    )
    return any(name.startswith(group) for group in groups)
