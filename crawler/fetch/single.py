"""Single pages by their addresses, with all of a crawl's manners: robots.txt, guard, limits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings


class SinglePageSpider(scrapy.Spider):
    """Fetches some addresses; `answers` gets each one's response."""

    name = "single-page"
    answers: dict[str, Response]
    urls: Sequence[str]

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the pages."""
        for url in self.urls:
            yield Request(url, callback=self.keep, cb_kwargs={"asked": url}, dont_filter=True)

    def keep(self, response: Response, asked: str) -> None:
        """Remember the answer."""
        self.answers[asked] = response


def fetch_pages(urls: Sequence[str], settings: Settings) -> dict[str, Response]:
    """Return the answers to requests for *urls*; one that got none (refused, failed, forbidden by robots.txt) is not in it.

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
    answers: dict[str, Response] = {}
    process = AsyncCrawlerProcess(settings)
    process.crawl(SinglePageSpider, urls=urls, answers=answers)
    process.start()
    return answers
