"""When a crawl stops asking: refused several times in a row, asked to come back later, or at the end of its megabytes.

Scrapy's own limits (pages, seconds, errors) hold beside it. A refusal is a status or a page that asks whether we are
human; nothing is done to get around either.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.utils.defer import deferred_from_coro

from crawler.fetch.asked import SITE_FILE, is_for_site
from crawler.fetch.failures import REFUSALS
from crawler.fetch.headers import header
from crawler.fetch.patience import OVERLOADED
from crawler.freshness import retry_after

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.work import Work

REFUSED, PARKED, MEGABYTES = "refused", "parked", "closespider_megabytes"
"""Outcomes of a crawl that this module ends."""
PARKED_SECONDS = "requests/parked_seconds"
"""Count of a crawl's record: so long the site asked not to be asked again, in seconds; missing where it did not."""
LONGEST_PARK = timedelta(days=1)
MOST_REFUSALS = 5
"""In a row: one page may be for subscribers, five are a site that does not want us."""
_MEGABYTE = 1_000_000


class StopRules:
    """Downloader middleware, before Scrapy's retries: an answer with ``Retry-After`` is not asked for again at once."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._refusals = 0
        self._bytes = 0
        self._is_stopped = False
        self._most_bytes = crawler.settings.getint("OREWIRE_MEGABYTES") * _MEGABYTE
        self._is_live = not crawler.settings.get("OREWIRE_REPLAY")
        crawler.signals.connect(self.item_read, signals.item_scraped)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StopRules:
        """Return the rules of a crawl."""
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        """Count what came; end the crawl where it is time."""
        self._bytes += len(response.body)
        if self._most_bytes and self._bytes >= self._most_bytes:
            self._stop(MEGABYTES)
        wait = park_time(header(response, "Retry-After"), datetime.now(UTC)) if response.status in OVERLOADED else None
        if wait and self._is_live and SITE_FILE not in request.meta:
            request.meta["dont_retry"] = True
            if self._crawler.stats:
                self._crawler.stats.max_value(PARKED_SECONDS, round(wait.total_seconds()))
            self._stop(PARKED)
        elif response.status in REFUSALS and not is_for_site(request):
            self._refused()
        return response

    def item_read(self, item: Work) -> None:
        """A page that was read: a story ends the row of refusals, a captcha makes it longer."""
        if getattr(item, "refusal", None) == "captcha":
            self._refused()
        elif getattr(item, "article", None) is not None:
            self._refusals = 0

    def _refused(self) -> None:
        self._refusals += 1
        if self._refusals >= MOST_REFUSALS:
            self._stop(REFUSED)

    def _stop(self, outcome: str) -> None:
        """End the crawl of a source; pages that a person named are asked for one and all."""
        engine = self._crawler.engine
        if engine and not self._is_stopped and hasattr(self._crawler.spider, "source"):
            self._is_stopped = True
            deferred_from_coro(engine.close_spider_async(reason=outcome))


def park_time(value: str | None, now: datetime) -> timedelta | None:
    """Return how long a ``Retry-After`` header asks to wait from *now* (aware) on; at most a day, None for no time at all."""
    wait = retry_after(value, now=now)
    return min(wait, LONGEST_PARK) if wait else None
