"""One page by its address, with all of the crawl's manners: robots.txt, guard, limits. For ``orewire extract URL``."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings


class SinglePageSpider(scrapy.Spider):
    """Fetches one address; `answers` gets the response."""

    name = "single-page"
    answers: list[Response]
    url: str

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page."""
        yield Request(self.url, callback=self.keep)

    def keep(self, response: Response) -> None:
        """Remember the answer."""
        self.answers.append(response)


def fetch_page(url: str, settings: Settings) -> Response | None:
    """Return the answer to a request for *url*, None where there was none (refused, failed, forbidden by robots.txt).

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
    answers: list[Response] = []
    process = AsyncCrawlerProcess(settings)
    process.crawl(SinglePageSpider, url=url, answers=answers)
    process.start()
    return answers[0] if answers else None
