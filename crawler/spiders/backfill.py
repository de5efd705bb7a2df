"""A source's older stories: walks its sitemaps and listing pages back to a day, and fetches what came out in a range.

What endpoints answer is not noted: their validators would hide from the next crawl what this one leaves out.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from scrapy import Request

from crawler.backfilling import Days
from crawler.fetch.handover import StoreHandover
from crawler.model import Entry
from crawler.spiders.news import NewsSpider
from crawler.work import EndpointSeen, EntriesFound, FetchFailed, PageRead, Work
from storage.frontier import FrontierItem

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_ENOUGH = 20
"""So many stories older than the range, one behind the other: the pages behind them hold older ones still."""
_AFTER_STORIES = -10
"""Priority of a page behind one that prints no dates: its stories' own dates say whether it is needed."""


class BackfillSpider(NewsSpider):
    """Crawls the older stories of one source. Arguments: ``since`` and ``until``, days of the source's own."""

    name = "backfill"
    days: Days
    looks_again = False
    _older = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> BackfillSpider:  # noqa: ANN401  # Scrapy's signature
        """Return the spider with its store opened; see `NewsSpider.from_crawler`."""
        first, last = (date.fromisoformat(kwargs.pop(name)) for name in ("since", "until"))
        cls.days = Days(since=first, until=last, timezone=cls.source.timezone)
        spider = super().from_crawler(crawler, *args, **kwargs)
        if not isinstance(spider, BackfillSpider):
            raise TypeError(type(spider).__name__)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Ask all endpoints, in full; listings only where no walk of the same range was cut off: that goes on."""
        if not isinstance(self.handover, StoreHandover):
            raise TypeError(type(self.handover).__name__)
        is_under_way = self.handover.go_back(self.days.page_key(""), self.days.reasons())
        for kind, url in self.source.discover.endpoints():
            if kind != "listing" or not is_under_way:
                yield self._whole(self._endpoint_request(url, kind, depth=0))

    def read_endpoint(self, response: Response) -> Iterator[Work]:
        """See `NewsSpider.read_endpoint`."""
        for work in super().read_endpoint(response):
            if isinstance(work, Request):
                yield self._whole(work)  # type: ignore[misc]  # Scrapy takes both
            elif isinstance(work, EntriesFound):
                yield self._older_pages(work)
            elif not isinstance(work, EndpointSeen):
                yield work

    def read_story(self, response: Response) -> Iterator[Work]:
        """See `NewsSpider.read_story`; a story of another day is left out, and its day remembered."""
        for work in super().read_story(response):
            published = work.article.date_published if isinstance(work, PageRead) and work.article else None
            if published and not self.days.holds_moment(published):
                self._older = self._older + 1 if self.days.is_before(published) else 0
                self._count("articles/dropped/out-of-range")
                lease = response.meta["lease"]
                reason = self.days.out_of_range(published)
                yield FetchFailed(source=self.source.id, lease_id=lease.id, reason=reason, retry=False)
            else:
                self._older = 0
                yield work

    def wants(self, entry: Entry) -> bool:
        """Whether a story may be of the range."""
        return self.days.holds(entry)

    def leads_on(self, entry: Entry) -> bool:
        """Whether a sitemap may list stories of the range."""
        if (
            not entry.url
            or entry.url in self.asked
            or not self.source.owns(entry.url)
            or not self.days.may_be_in(entry)
        ):
            return False
        self.asked.add(entry.url)
        return True

    def goes_on(self, entries: list[Entry]) -> bool:
        """Whether older pages are asked for: until they are older than the range, by what they or their stories say."""
        stories = [entry for entry in entries if entry.kind == "article"]
        return bool(stories) and self._older < _ENOUGH and self.days.goes_on(stories)

    def _older_pages(self, work: EntriesFound) -> EntriesFound:
        """The same for a backfill: pages under keys of its own, which no other crawl is given; nobody's rhythm."""
        pages = [page for page in work.next_pages if page.url not in self.asked] if work.goes_on else []
        self.asked.update(page.url for page in pages)
        is_dated = all((item.entry or {}).get("published") for item in work.items)
        older = [
            FrontierItem(
                key=self.days.page_key(page.url), url=page.url, kind="older", depth=page.depth,
                priority=page.priority if is_dated else _AFTER_STORIES,
            )
            for page in pages
        ]  # fmt: skip
        items = [replace(item, endpoint=None) for item in work.items]
        return replace(work, items=items, next_pages=older, endpoint=None, updated={})

    @staticmethod
    def _whole(request: Request) -> Request:
        request.meta["whole"] = True
        return request
