"""The one spider: asks a source's endpoints, queues what is new, reads what it fetches. All decisions are made elsewhere."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.defer import deferred_from_coro

from crawler.clean import story_blocks
from crawler.data import Knowledge, load_knowledge, tag_rows
from crawler.discover import feed_entries, listing_entries, sitemap_entries
from crawler.entry_rows import entry_from_row, entry_to_row
from crawler.errors import ConfigurationError
from crawler.fetch.contact import check_contact
from crawler.fetch.failures import reason_of
from crawler.fetch.handover import Handover, StoreHandover
from crawler.fetch.headers import header, headers
from crawler.fetch.revisits import NOT_MODIFIED
from crawler.model import Entry
from crawler.normalize import canonical_url, parse_date, story_identifier
from crawler.parse import read_page
from crawler.sources import Source
from crawler.writer import EndpointSeen, EntriesFound, FetchFailed, PageRead, Work
from storage import StorageError
from storage.archive import ArchivedPage
from storage.errors import StoreBusyError
from storage.frontier import FrontierItem, Lease

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

_SITEMAP_DEPTH = 3
_LARGE = 16 * 1024 * 1024  # feeds and sitemaps may be larger than pages


class NewsSpider(scrapy.Spider):
    """Crawls one source; `crawler.spiders.loader` makes a subclass of it for each source file."""

    name = "news"
    source: Source
    handover: Handover
    knowledge: Knowledge
    has_fault = False
    """Whether the store failed under this crawl."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:  # noqa: ANN401  # Scrapy's signature
        """Return the spider with its store opened. Arguments: ``limit`` (stories), ``handover`` (in place of the store's)."""
        handover = kwargs.pop("handover", None)
        limit = kwargs.pop("limit", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        data = crawler.settings.get("OREWIRE_DATA")
        spider.knowledge = load_knowledge(Path(data) if data else None)
        spider.handover = handover or StoreHandover(
            Path(crawler.settings["OREWIRE_DB"]),
            cls.source.id,
            tags=tag_rows(spider.knowledge),
            stories=int(limit) if limit else None,
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
            check_contact((url for _, url in self.source.discover.endpoints()), self.settings)
            self.handover.open()
        except (ConfigurationError, StorageError) as error:
            sys.stderr.write(f"orewire: {error}\n")
            codes = {ConfigurationError: 2, StoreBusyError: 75}
            raise SystemExit(codes.get(type(error), 1)) from error

    async def start(self) -> AsyncIterator[Any]:
        """Ask all endpoints."""
        for kind, url in self.source.discover.endpoints():
            yield self._endpoint_request(url, kind, depth=0)

    def leased_request(self, lease: Lease) -> Request:
        """Return the request for something the frontier gave out."""
        if lease.kind == "listing":
            return self._endpoint_request(lease.url, "listing", depth=lease.depth, lease=lease)
        return Request(
            lease.url, callback=self.read_story, errback=self.failed, meta={"lease": lease}, dont_filter=True
        )

    def read_endpoint(self, response: Response) -> Iterator[Work]:
        """Feed, sitemap or listing: queue its stories; a sitemap index leads to its sitemaps."""
        kind: str = response.meta["endpoint"]
        lease: Lease | None = response.meta.get("lease")
        depth: int = response.meta["endpoint_depth"]
        if response.status != NOT_MODIFIED or _is_conditional(response):
            self._count("endpoints/read")
        if response.status == NOT_MODIFIED and not _is_conditional(response):
            yield from self._unasked(response, lease)
            return
        if response.status == NOT_MODIFIED:
            self._count("endpoints/unchanged")
            yield self._endpoint_seen(response, entries=None)
            for endpoint in self.handover.endpoints.values():  # an index need not change when its sitemaps do
                if endpoint.found_at == response.meta["endpoint_url"] and depth < _SITEMAP_DEPTH:
                    yield self._endpoint_request(endpoint.url, "sitemap", depth=depth + 1, found_at=endpoint.found_at)  # type: ignore[misc]
            return
        entries = self._entries(kind, response)
        stories = [item for entry in entries if (item := self._item(entry, response, depth))]
        pages = [
            FrontierItem(key=entry.url, url=entry.url, kind="listing", depth=depth + 1, priority=10)
            for entry in entries
            if entry.kind == "listing" and entry.url
        ]
        yield EntriesFound(source=self.source.id, items=stories, next_pages=pages, lease_id=lease.id if lease else None)
        yield from (
            EndpointSeen(
                source=self.source.id, url=entry.url, kind="sitemap", status=None, entries=None,
                found_at=response.meta["endpoint_url"],
            )
            for entry in entries
            if entry.kind == "sitemap" and entry.url and entry.url not in self.handover.endpoints
        )  # fmt: skip
        # Only behind its entries: a validator that outlived them would hide them from the next crawl.
        yield self._endpoint_seen(response, entries=len(stories), is_read=bool(entries))
        for entry in entries:
            if entry.kind == "sitemap" and entry.url and depth < _SITEMAP_DEPTH and self.source.owns(entry.url):
                yield self._endpoint_request(  # type: ignore[misc]  # Scrapy takes both
                    entry.url, "sitemap", depth=depth + 1, found_at=response.meta["endpoint_url"]
                )

    def read_story(self, response: Response) -> Iterator[Work]:
        """A page: archive it, and store its story or the reason why there is none."""
        lease: Lease = response.meta["lease"]
        now: datetime = response.meta["retrieved_at"]
        self._count("articles/fetched")
        if not self.source.is_article(response.url) or urlsplit(response.url).path in ("", "/"):
            self._count("articles/dropped/moved-elsewhere")  # redirected to a page that is no story's
            yield PageRead(source=self.source.id, page=None, article=None, refusal="moved-elsewhere", lease_id=lease.id)
            return
        page = partial(
            read_page,
            response.body,
            url=response.url,
            content_type=header(response, "Content-Type"),
            source=self.source,
            entry=entry_from_row(lease.entry),
            retrieved_at=now,
            knowledge=self.knowledge,
        )
        reading = self.handover.learning().read(lambda learned: page(learned=learned))
        if reading.refusal:
            self._count(f"articles/dropped/{reading.refusal}")
        archived = ArchivedPage(
            url=response.url, retrieved_at=now, status=response.status, headers=headers(response), body=response.body
        )
        yield PageRead(
            source=self.source.id, page=archived, article=reading.article, refusal=reading.refusal, lease_id=lease.id,
            blocks=story_blocks(reading.blocks),
            seen_at=tuple(url for asked in (lease.url, response.url) if (url := canonical_url(asked))),
        )  # fmt: skip

    def failed(self, failure: Failure) -> Iterator[Work]:
        """A request that led to nothing: count why; its lease ends, to be tried again where that may help."""
        request: Request = failure.request  # type: ignore[attr-defined]  # Scrapy adds it
        reason, retry = reason_of(failure)
        self._count(f"requests/failed/{reason}")
        if "endpoint" in request.meta:
            self._count("endpoints/failed")
            yield EndpointSeen(
                source=self.source.id,
                url=request.meta["endpoint_url"],
                kind=request.meta["endpoint"],
                status=_status(failure),
                entries=None,
                found_at=request.meta["found_at"],
            )
        if "lease" in request.meta:
            yield FetchFailed(source=self.source.id, lease_id=request.meta["lease"].id, reason=reason, retry=retry)

    def broke(self, failure: Failure, response: Response | None) -> None:
        """A callback of ours raised: the page stays known as failed, the crawl goes on."""
        lease = response.meta.get("lease") if response is not None else None
        reason = f"callback-{type(failure.value).__name__}"
        self._count(f"articles/dropped/{reason}")
        if lease:
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
        try:
            self.handover.close(reason, counts)
        except StorageError as error:
            self.give_up(error)

    def _entries(self, kind: str, response: Response) -> list[Entry]:
        content_type = header(response, "Content-Type")
        if kind == "feed":
            return feed_entries(response.body, url=response.url, content_type=content_type)
        if kind == "sitemap":
            return sitemap_entries(response.body, url=response.url)
        return listing_entries(response.body, url=response.url, source=self.source, content_type=content_type)

    def _item(self, entry: Entry, response: Response, depth: int) -> FrontierItem | None:
        """A story to queue, with its date understood now, while "7 hours ago" still means something."""
        url = canonical_url(entry.url) if entry.url and entry.kind == "article" else None
        if url is None or not self.source.is_article(url):
            return None
        if entry.published is None and entry.published_raw:
            source = self.source
            date = parse_date(
                entry.published_raw, timezone=source.timezone, languages=source.languages,
                now=response.meta["retrieved_at"],
            )  # fmt: skip
            entry = replace(entry, published=date.value if date else None)
        entry = replace(entry, found_in=response.meta["endpoint"])
        return FrontierItem(
            key=story_identifier(url, self.source), url=url, entry=entry_to_row(entry, response.url), depth=depth + 1
        )

    def _unasked(self, response: Response, lease: Lease | None) -> Iterator[Work]:
        """A 304 that nobody asked for says nothing: the endpoint has failed."""
        self._count("requests/failed/http-304")
        self._count("endpoints/failed")
        yield self._endpoint_seen(response, entries=None)
        if lease:
            yield FetchFailed(source=self.source.id, lease_id=lease.id, reason="http-304", retry=True)

    def _endpoint_seen(self, response: Response, *, entries: int | None, is_read: bool = True) -> EndpointSeen:
        # A page that says "back soon" with 200 has validators, too: they would hide the feed that comes back.
        etag, last_modified = (header(response, name) if is_read else None for name in ("ETag", "Last-Modified"))
        return EndpointSeen(
            source=self.source.id, url=response.meta["endpoint_url"], kind=response.meta["endpoint"],
            status=response.status, entries=entries, found_at=response.meta["found_at"],
            read_as=self.source.story_digest, etag=etag, last_modified=last_modified,
        )  # fmt: skip

    def _endpoint_request(
        self, url: str, kind: str, *, depth: int, lease: Lease | None = None, found_at: str | None = None
    ) -> Request:
        meta: dict[str, Any] = {
            "endpoint": kind, "endpoint_url": url, "endpoint_depth": depth, "found_at": found_at,
            "download_maxsize": _LARGE, "handle_httpstatus_list": [NOT_MODIFIED],
        }  # fmt: skip
        if lease:
            meta["lease"] = lease
        return Request(url, callback=self.read_endpoint, errback=self.failed, meta=meta, priority=10, dont_filter=True)

    def _count(self, name: str) -> None:
        if self.crawler.stats:
            self.crawler.stats.inc_value(name)


def _is_conditional(response: Response) -> bool:
    headers = response.request.headers if response.request else {}
    return b"If-None-Match" in headers or b"If-Modified-Since" in headers


def _status(failure: Failure) -> int | None:
    return failure.value.response.status if isinstance(failure.value, HttpError) else None


def _is_reported(name: str) -> bool:
    groups: Iterable[str] = (
        "articles/",
        "endpoints/",
        "requests/",
        "downloader/request_count",
        "downloader/response_",
        "response_received_count",
        "retry/",
    )
    return any(name.startswith(group) for group in groups)
