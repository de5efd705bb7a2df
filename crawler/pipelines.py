"""Hands what spiders found over to the writer, and nothing else: a pipeline that waits for a commit stops the crawl for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.spiders.news import NewsSpider
    from crawler.work import Work


class StorePipeline:
    """The last pipeline: every item of a `NewsSpider` is a piece of work for the writer."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> StorePipeline:
        """Return the pipeline of a crawl."""
        return cls(crawler)

    def process_item(self, item: Work) -> Work:
        """Queue *item* for the next commit."""
        spider: NewsSpider = self._crawler.spider  # type: ignore[assignment]  # the loader makes no other
        if spider is None:
            raise NotConfigured
        spider.hand_over(item)
        return item
