"""``/.well-known/tdmrep.json`` and ``/ai.txt``: asked once a week of a host, before the first story that is fetched from it.

Not at the beginning of a crawl: a round that fetches no story asks for neither. A file that is not there is remembered
as such; one that did not answer is asked again by the next crawl, and what it said last counts until then.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http.request import NO_CALLBACK

from crawler.fetch.asked import SITE_FILE, is_for_site
from crawler.fetch.headers import headers
from crawler.rights import PRODUCT, SITE_FILES, RobotsTxt, SiteFiles, read_site_files
from crawler.work import PageSeen
from storage.archive import ArchivedPage

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.fetch.handover import Handover

_WEEK = timedelta(days=7)
_MAX_BYTES = 1024 * 1024
_OK = 200
_UNSAID = 500  # a server in trouble (5xx) has not said whether there is such a file


class SiteSignals:
    """Downloader middleware: leaves in ``request.meta["site_signals"]`` what its site says of a story's rights.

    Behind `RobotsRules`. For a page that a person named, and that no crawl will ask for again, robots.txt alone is read.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._asked: dict[str, asyncio.Task[SiteFiles]] = {}
        self._keeps = not crawler.settings.get("OREWIRE_REPLAY")
        self._uses_kept = not crawler.settings.get("OREWIRE_RECORD")  # a recording shall be whole

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SiteSignals:
        """Return the middleware of a crawl."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Hold a story back until the files of its site have been read."""
        robots: RobotsTxt | None = request.meta.get("robots")
        if is_for_site(request) or "endpoint" in request.meta:
            return
        files = SiteFiles(robots=robots)
        handover: Handover | None = getattr(self._crawler.spider, "handover", None)
        if handover and "lease" in request.meta:
            parts = urlsplit(request.url)
            root = f"{parts.scheme}://{parts.netloc}"
            if root not in self._asked:
                self._asked[root] = asyncio.ensure_future(self._files(root, robots, handover))
            files = await self._asked[root]
        request.meta["site_signals"] = files.signals(request.url)

    async def _files(self, root: str, robots: RobotsTxt | None, handover: Handover) -> SiteFiles:
        bodies = {word: await self._body(f"{root}{path}", word, handover) for word, path in SITE_FILES.items()}
        return read_site_files(robots=robots, tdmrep=bodies["tdmrep"], ai_txt=bodies["ai-txt"], product=PRODUCT)

    async def _body(self, url: str, word: str, handover: Handover) -> bytes | None:
        """The file, None where there is none."""
        page = handover.latest(url)
        if self._uses_kept and page and timedelta(0) <= datetime.now(UTC) - page.last_seen_at < _WEEK:
            return page.body if page.status == _OK else None
        response = await self._answer(url, word)
        if response is None or response.status >= _UNSAID:
            return page.body if page and page.status == _OK else None
        body = response.body if response.status == _OK else b""
        moment = response.meta.get("retrieved_at")
        if self._keeps and moment:
            answered = ArchivedPage(
                url=url, retrieved_at=moment, status=response.status, headers=headers(response), body=body
            )
            self._crawler.spider.hand_over(PageSeen(source=self._crawler.spider.name, page=answered))  # type: ignore[union-attr]  # a NewsSpider
        return body if response.status == _OK else None

    async def _answer(self, url: str, word: str) -> Response | None:
        """What the site answers to one request, which obeys robots.txt; None where nothing comes."""
        if self._crawler.engine is None:
            return None
        meta = {SITE_FILE: word, "dont_retry": True, "download_maxsize": _MAX_BYTES}
        request = Request(url, callback=NO_CALLBACK, meta=meta, dont_filter=True)
        try:
            return await self._crawler.engine.download_async(request)
        except Exception:  # noqa: BLE001  # whatever is wrong with this file, the story is still to be fetched
            return None
