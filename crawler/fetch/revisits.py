"""What was asked before is not asked again in full: by its validators (RFC 9110, section 13), robots.txt once a day.

An endpoint is asked for everything all the same once a day, as some servers answer 304 for ever, and when what its source
calls a story has changed; a story's page each third time that it is looked at again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy.http import TextResponse

from crawler.fetch.headers import headers
from crawler.visits import is_whole
from crawler.work import PageSeen
from storage.archive import ArchivedPage

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.fetch.handover import Handover
    from storage.archive import StoredPage
    from storage.crawls import Endpoint

NOT_MODIFIED = 304
_DAY = timedelta(days=1)  # RFC 9309, section 2.4: a robots.txt may be used that long
_KEPT = 500  # a server in trouble (5xx) has not said what it allows


class Revisits:
    """Downloader middleware of a crawl; a spider without a handover is left alone."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Revisits:
        """Return the middleware of a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        """Add an endpoint's validators; answer for a robots.txt that was read within a day."""
        handover: Handover | None = getattr(self._crawler.spider, "handover", None)
        if handover is None or self._crawler.settings.get("OREWIRE_RECORD"):  # a recording shall be whole
            return None
        now = datetime.now(UTC)
        if _is_robots(request):
            page = handover.latest(request.url)
            if page and timedelta(0) <= now - page.last_seen_at < _DAY:
                return TextResponse(request.url, status=page.status, body=page.body, flags=["kept"])
        elif "endpoint" in request.meta and not request.meta.keys() & {"lease", "whole"}:
            read_as = self._crawler.spider.source.story_digest  # type: ignore[union-attr]  # a NewsSpider
            for name, value in validators(handover.endpoints.get(request.url), now, read_as=read_as).items():
                request.headers.setdefault(name, value)
        elif "last_read" in request.meta:
            for name, value in page_validators(request.meta["last_read"], request.meta["lease"].visits).items():
                request.headers.setdefault(name, value)
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep a robots.txt."""
        spider = self._crawler.spider
        moment = request.meta.get("retrieved_at")
        is_new = (
            not self._crawler.settings.get("OREWIRE_REPLAY")
            and _is_robots(request)
            and "kept" not in response.flags
            and response.status < _KEPT
        )
        if is_new and moment and getattr(spider, "handover", None):
            page = ArchivedPage(
                url=request.url, retrieved_at=moment, status=response.status, headers=headers(response), body=response.body
            )  # fmt: skip
            spider.hand_over(PageSeen(source=spider.name, page=page))  # type: ignore[union-attr]  # a NewsSpider
        return response


def validators(endpoint: Endpoint | None, now: datetime, *, read_as: str) -> dict[str, str]:
    """Return the headers that ask *endpoint* only for what is new since it was read; none where it shall be read whole.

    *read_as*: what its source calls a story today. An address that was passed over yesterday may be one now.
    """
    if (
        endpoint is None
        or endpoint.read_at is None
        or not timedelta(0) <= now - endpoint.read_at < _DAY
        or endpoint.read_as != read_as
    ):
        return {}
    known = {"If-None-Match": endpoint.etag, "If-Modified-Since": endpoint.last_modified}
    return {name: value for name, value in known.items() if value}


def page_validators(page: StoredPage, visits: int) -> dict[str, str]:
    """Return the headers that ask for a stored story's page only if it has changed; none where the visit shall be whole.

    *visits*: the number of the visit, from 1.
    """
    if is_whole(visits):
        return {}
    said = {name.lower(): value for name, value in page.headers}
    known = {"If-None-Match": said.get("etag"), "If-Modified-Since": said.get("last-modified")}
    return {name: value for name, value in known.items() if value}


def _is_robots(request: Request) -> bool:
    return bool(request.meta.get("dont_obey_robotstxt")) and request.url.endswith("/robots.txt")
