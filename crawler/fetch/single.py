"""Single pages by their addresses, with all of a crawl's manners: robots.txt, guard, limits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.fetch.failures import quiet_scrapy, reason_of

if TYPE_CHECKING:
    from twisted.python.failure import Failure


class SinglePageSpider(scrapy.Spider):
    """Fetches some addresses; `answers` gets each one's response, or why there is none."""

    name = "single-page"
    answers: dict[str, Response | str]
    urls: Sequence[str]

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the pages."""
        for url in self.urls:
            yield Request(
                url,
                callback=self.keep,
                errback=self.failed,
                cb_kwargs={"asked": url},
                meta={"asked": url},
                dont_filter=True,
            )

    def keep(self, response: Response, asked: str) -> None:
        """Remember the answer."""
        self.answers[asked] = response

    def failed(self, failure: Failure) -> None:
        """Remember why there is no answer, in a word: ``robots``, ``not-recorded``, ``CannotResolveHostError``."""
        self.answers[failure.request.meta["asked"]] = reason_of(failure)[0]  # type: ignore[attr-defined]  # Scrapy adds it


def fetch_pages(urls: Sequence[str], settings: Settings) -> dict[str, Response | str]:
    """Return the answers to requests for *urls*; for one that got none, a word that says why.

    Runs a reactor of its own: once a process.
    """
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415  # installs the reactor

    settings.update(
        {
            "SCHEDULER": "scrapy.core.scheduler.Scheduler",
            "HTTPERROR_ALLOW_ALL": True,
            "ITEM_PIPELINES": {},
            "SPIDER_LOADER_CLASS": "scrapy.spiderloader.SpiderLoader",
        },
        priority="cmdline",
    )
    answers: dict[str, Response | str] = {}
    process = AsyncCrawlerProcess(settings)
    quiet_scrapy()
    process.crawl(SinglePageSpider, urls=urls, answers=answers)
    process.start()
    return answers
