"""Asks one site some questions, each after the answer to the one before, with all of a crawl's manners."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import scrapy
from scrapy import Request
from twisted.python.failure import Failure

from crawler.fetch.failures import quiet_scrapy, reason_of
from crawler.fetch.headers import header
from crawler.propose.asking import Answer, Ask

if TYPE_CHECKING:
    from scrapy.http import Response
    from scrapy.settings import Settings

T = TypeVar("T")
_LARGE = 16 * 1024 * 1024  # sitemaps may be larger than pages


class InquirySpider(scrapy.Spider):
    """Runs one inquiry; Scrapy closes it when that is over."""

    name = "inquiry"
    inquiry: Callable[[Ask], Awaitable[Any]]
    results: list[Any]
    errors: list[Exception]

    async def start(self) -> AsyncIterator[Any]:
        """Run the inquiry; nothing is scheduled beside it."""
        try:
            self.results.append(await self.inquiry(self.ask))
        except Exception as error:  # noqa: BLE001  # for `inquire` to raise: Scrapy would log it, and go on
            self.errors.append(error)
        return
        yield

    async def ask(self, url: str) -> Answer:
        """Return the answer to one request; never raises for what the web does."""
        is_robots = urlsplit(url).path == "/robots.txt"  # which no robots.txt forbids: RFC 9309, section 2.2.2
        meta = {"download_maxsize": _LARGE, **({"dont_obey_robotstxt": True} if is_robots else {})}
        request = Request(url, dont_filter=True, meta=meta)
        try:
            response: Response = await self.crawler.engine.download_async(request)
        except Exception as error:  # noqa: BLE001  # whatever the network raises is an answer
            failure = Failure(error)  # type: ignore[no-untyped-call]  # Twisted's
            return Answer(url=url, reason=reason_of(failure)[0])
        return Answer(
            url=response.url, status=response.status, body=response.body, content_type=header(response, "Content-Type"),
            retrieved_at=response.meta.get("retrieved_at") or datetime.now(UTC),
        )  # fmt: skip


def inquire(inquiry: Callable[[Ask], Awaitable[T]], settings: Settings) -> T | None:
    """Return what *inquiry* comes to, given a function that asks; None where it was interrupted. Raises what it raises.

    Runs a reactor of its own: once a process.
    """
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415  # installs the reactor

    settings.update(
        {
            "SCHEDULER": "scrapy.core.scheduler.Scheduler",
            "ITEM_PIPELINES": {},
            "SPIDER_LOADER_CLASS": "scrapy.spiderloader.SpiderLoader",
        },
        priority="cmdline",
    )
    results: list[T] = []
    process = AsyncCrawlerProcess(settings)
    quiet_scrapy()
    errors: list[Exception] = []
    process.crawl(InquirySpider, inquiry=inquiry, results=results, errors=errors)
    process.start()
    if errors:
        raise errors[0]
    return results[0] if results else None
