"""The one spider: asks a source's endpoints, queues what is new, reads what it fetches. All decisions are made elsewhere."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.defer import deferred_from_coro

from crawler.clean import story_blocks
from crawler.data import Knowledge, load_knowledge, tag_rows
from crawler.discover import feed_entries, listing_entries, robots_sitemaps, sitemap_entries
from crawler.entry_rows import entry_from_row, entry_to_row, updates_of
from crawler.entry_story import FLAG, needs_text
from crawler.errors import ConfigurationError
from crawler.fetch.contact import check_contact
from crawler.fetch.failures import reason_of
from crawler.fetch.handover import Handover, StoreHandover
from crawler.fetch.headers import header, headers
from crawler.fetch.patience import fresh_for, rest_asked_by
from crawler.fetch.revisits import NOT_MODIFIED
from crawler.model import Entry
from crawler.normalize import canonical_url, parse_date, story_identifier
from crawler.parse import read_entry, read_page
from crawler.polling import LONGEST
from crawler.sources import Source
from crawler.visits import visits_of
from crawler.work import EndpointSeen, EntriesFound, FetchFailed, PageRead, SourceParked, StoryVisited, Work
from storage import StorageError
from storage.archive import ArchivedPage
from storage.errors import StoreBusyError
from storage.frontier import FrontierItem, Lease

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

_SITEMAP_DEPTH = 3
_LASTMOD_SLACK = timedelta(days=1)  # a lastmod without a clock time is midnight of a day that may have gone on
_REFUSED = frozenset({"http-401", "http-402", "http-403", "http-451", "robots"})
"""Reasons of failures for which a story is taken from its feed where that has it whole."""
_LARGE = 16 * 1024 * 1024  # feeds and sitemaps may be larger than pages


class NewsSpider(scrapy.Spider):
    """Crawls one source; `crawler.spiders.loader` makes a subclass of it for each source file."""

    name = "news"
    source: Source
    handover: Handover
    asked: set[str]
    """Endpoints that this crawl has asked."""
    passed_over: set[str]
    """Endpoints of which it left stories out that another crawl may want."""
    looks_again = True
    """Whether stored stories are looked at again when their time has come."""
    knowledge: Knowledge
    has_fault = False
    """Whether the store failed under this crawl."""
    due_only = False
    """Whether endpoints are asked only when their time has come."""
    since: datetime | None = None
    """Stories announced as older are left out; None: none is. Aware."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:  # noqa: ANN401  # Scrapy's signature
        """Return the spider with its store opened.

        Arguments: ``limit`` (stories), ``due`` (ask only what is due), ``since`` (ISO 8601), ``handover`` (in place of
        the store's).
        """
        handover = kwargs.pop("handover", None)
        limit = kwargs.pop("limit", None)
        due, since = kwargs.pop("due", None), kwargs.pop("since", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.due_only = bool(due)
        spider.since = _moment(since, cls.source) if since else None
        spider.asked, spider.passed_over = set(), set()
        data = crawler.settings.get("OREWIRE_DATA")
        spider.knowledge = load_knowledge(Path(data) if data else None)
        spider.handover = handover or StoreHandover(
            Path(crawler.settings["OREWIRE_DB"]),
            cls.source.id,
            tags=tag_rows(spider.knowledge),
            stories=int(limit) if limit else None,
            visits=visits_of(cls.source.limits.pages)
            if cls.looks_again and not crawler.settings.get("OREWIRE_REPLAY")
            else 0,
            patient=spider.due_only,
            older=not cls.looks_again,
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
            check_contact((url for _, url in self.source.endpoints()), self.settings)
            self.handover.open()
        except (ConfigurationError, StorageError) as error:
            sys.stderr.write(f"orewire: {error}\n")
            codes = {ConfigurationError: 2, StoreBusyError: 75}
            raise SystemExit(codes.get(type(error), 1)) from error

    async def start(self) -> AsyncIterator[Any]:
        """Ask all endpoints, or those whose time has come: then also sitemaps that an index led to before."""
        for kind, url in self.source.endpoints():
            if self._is_wanted(url):
                yield self._endpoint_request(url, kind, depth=0)
        known = [endpoint for endpoint in self.handover.endpoints.values() if self.due_only and endpoint.found_at]
        for endpoint in known:
            if self._is_wanted(endpoint.url):
                yield self._endpoint_request(endpoint.url, "sitemap", depth=1, found_at=endpoint.found_at)

    def leased_request(self, lease: Lease) -> Request:
        """Return the request for something the frontier gave out."""
        if lease.kind != "article":
            return self._endpoint_request(lease.url, "listing", depth=lease.depth, lease=lease)
        if lease.visits:
            return self._visit(lease)
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
                below = endpoint.found_at == response.meta["endpoint_url"] and depth < _SITEMAP_DEPTH
                if below and self._is_wanted(endpoint.url):
                    yield self._endpoint_request(endpoint.url, "sitemap", depth=depth + 1, found_at=endpoint.found_at)  # type: ignore[misc]
            return
        entries = self._entries(kind, response)
        stories = [item for entry in entries if (item := self._item(entry, response, depth))]
        pages = [
            FrontierItem(key=entry.url, url=entry.url, kind="listing", depth=depth + 1, priority=10)
            for entry in entries
            if entry.kind == "listing" and entry.url
        ]
        yield EntriesFound(
            source=self.source.id, items=stories, next_pages=pages, lease_id=lease.id if lease else None,
            endpoint=response.meta["endpoint_url"], updated=updates_of(stories), goes_on=self.goes_on(entries),
        )  # fmt: skip
        unheard = [
            entry.url
            for entry in entries
            if entry.kind == "sitemap" and entry.url and entry.url not in self.handover.endpoints
        ]
        yield from (
            EndpointSeen(
                source=self.source.id, url=url, kind="sitemap", status=None, entries=None,
                found_at=response.meta["endpoint_url"],
            )
            for url in unheard
        )  # fmt: skip
        # Only behind its entries: a validator that outlived them would hide them from the next crawl.
        yield self._endpoint_seen(response, entries=len(stories), is_read=bool(entries), new=len(unheard))
        for entry in entries:
            if entry.kind == "sitemap" and entry.url and depth < _SITEMAP_DEPTH and self.leads_on(entry):
                yield self._endpoint_request(  # type: ignore[misc]  # Scrapy takes both
                    entry.url, "sitemap", depth=depth + 1, found_at=response.meta["endpoint_url"]
                )

    def read_story(self, response: Response) -> Iterator[Work]:
        """A page: archive it, and store its story or the reason why there is none."""
        lease: Lease = response.meta["lease"]
        now: datetime = response.meta["retrieved_at"]
        if response.status == NOT_MODIFIED:
            self._count("visits/unchanged")
            outcome: Literal["unchanged", "unknown"] = "unchanged" if _is_conditional(response) else "unknown"
            yield StoryVisited(source=self.source.id, lease_id=lease.id, outcome=outcome)
            return
        self._count("articles/fetched")
        if not self.source.is_article(response.url) or urlsplit(response.url).path in ("", "/"):
            yield self._no_story(lease, "moved-elsewhere", page=None)  # redirected to a page that is no story's
            return
        page = partial(
            read_page,
            response.body,
            url=response.url,
            content_type=header(response, "Content-Type"),
            source=self.source,
            retrieved_at=now,
            knowledge=self.knowledge,
            headers=headers(response),
            site_signals=response.meta.get("site_signals", ()),
        )
        said = lease.entry
        learning = self.handover.learning()
        reading = learning.read(lambda learned: page(entry=entry_from_row(said), learned=learned))
        if needs_text(reading, said) and (said := self.handover.said_of(lease.key)) and "content" in said:
            reading = learning.read(lambda learned: page(entry=entry_from_row(said), learned=learned))
        archived = ArchivedPage(
            url=response.url, retrieved_at=now, status=response.status, headers=headers(response), body=response.body
        )
        if reading.refusal:
            yield self._no_story(lease, reading.refusal, page=archived)
            return
        yield PageRead(
            source=self.source.id, page=archived if reading.rights.is_archivable else None,
            article=reading.article, lease_id=lease.id,
            blocks=story_blocks(reading.blocks),
            drops_text="content" in (said or {}) and FLAG not in reading.flags,
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
                seen_at=datetime.now(UTC),
                timezone=self.source.timezone,
                retry_after=rest_asked_by(failure),
            )
        yield from self._parked(failure, reason)
        lease: Lease | None = request.meta.get("lease")
        if lease and lease.visits:
            gone = reason == "gone"
            yield StoryVisited(source=self.source.id, lease_id=lease.id, outcome="gone" if gone else "unknown")
        elif lease:
            told = self._told_by_feed(request) if reason in _REFUSED else None
            yield told or FetchFailed(source=self.source.id, lease_id=lease.id, reason=reason, retry=retry)

    def wants(self, entry: Entry) -> bool:
        """Whether to queue a story, by what an endpoint says of it; its ``published`` is understood already."""
        said = entry.updated or entry.published
        return self.since is None or said is None or said >= self.since

    def goes_on(self, entries: list[Entry]) -> bool:  # noqa: ARG002  # for those who walk further
        """Whether to ask for older listing pages than one with *entries*, whatever is known of them."""
        return False

    def leads_on(self, entry: Entry) -> bool:
        """Whether to ask a sitemap that an index names: due and perhaps changed, or changed for certain, as the index says."""
        known = self.handover.endpoints.get(entry.url or "")
        read_at = known.read_at if known else None
        has_changed = read_at and entry.updated and entry.updated > read_at
        is_old = read_at and entry.updated and entry.updated + _LASTMOD_SLACK < read_at
        if not entry.url or is_old or not self.source.owns(entry.url):
            return False
        if has_changed and entry.url not in self.asked:
            self.asked.add(entry.url)
            return True
        return self._is_wanted(entry.url)

    def _told_by_feed(self, request: Request) -> PageRead | None:
        """The story of a page that was refused, where its feed carries it whole."""
        lease: Lease = request.meta["lease"]
        said = lease.entry if "content" in (lease.entry or {}) else self.handover.said_of(lease.key)
        entry = entry_from_row(said)
        if entry is None or not entry.content:
            return None
        story = partial(
            read_entry,
            entry,
            url=lease.url,
            source=self.source,
            retrieved_at=request.meta.get("retrieved_at") or datetime.now(UTC),  # robots.txt forbade it: nothing came
            knowledge=self.knowledge,
        )
        reading = self.handover.learning().read(lambda learned: story(learned=learned))
        if reading.article is None:
            return None
        self._count("articles/from-feed")
        return PageRead(
            source=self.source.id, page=None, article=reading.article, lease_id=lease.id, blocks=story_blocks(reading.blocks)
        )  # fmt: skip

    def broke(self, failure: Failure, response: Response | None) -> None:
        """A callback of ours raised: the page stays known as failed, the crawl goes on."""
        lease = response.meta.get("lease") if response is not None else None
        reason = f"callback-{type(failure.value).__name__}"
        self._count(f"articles/dropped/{reason}")
        if lease and lease.visits:
            self.hand_over(StoryVisited(source=self.source.id, lease_id=lease.id, outcome="unknown"))
        elif lease:
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
        if kind == "robots":
            return [Entry(url=url, kind="sitemap") for url in robots_sitemaps(response.body, url=response.url)]
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
        if not self.wants(entry):
            self._count("entries/out-of-range")
            self.passed_over.add(response.meta["endpoint_url"])
            return None
        entry = replace(entry, found_in=response.meta["endpoint"])
        return FrontierItem(
            key=story_identifier(url, self.source), url=url, entry=entry_to_row(entry, response.url), depth=depth + 1,
            endpoint=response.meta["endpoint_url"],
        )  # fmt: skip

    def _is_wanted(self, url: str) -> bool:
        """Whether to ask an endpoint in this crawl, and not asked yet; says so only once."""
        endpoint = self.handover.endpoints.get(url)
        is_due = endpoint is None or endpoint.next_poll is None or endpoint.next_poll <= datetime.now(UTC)
        if url in self.asked or (self.due_only and not is_due):
            return False
        self.asked.add(url)
        return True

    def _visit(self, lease: Lease) -> Request:
        """The request that looks at a stored story again, at the address that answered last."""
        self._count("visits/asked")
        meta: dict[str, Any] = {"lease": lease, "handle_httpstatus_list": [NOT_MODIFIED]}
        page = self.handover.last_read(lease)
        if page:
            meta["last_read"] = page
        url = page.url if page else lease.url
        return Request(url, callback=self.read_story, errback=self.failed, meta=meta, dont_filter=True)

    def _no_story(self, lease: Lease, refusal: str, *, page: ArchivedPage | None) -> Work:
        """A page that holds no story. Where one was stored, it stays, and what the page holds today is not kept for it."""
        if lease.visits:
            self._count(f"visits/refused/{refusal}")
            return StoryVisited(source=self.source.id, lease_id=lease.id, outcome="unknown")
        self._count(f"articles/dropped/{refusal}")
        return PageRead(source=self.source.id, page=page, article=None, refusal=refusal, lease_id=lease.id)

    def _parked(self, failure: Failure, reason: str) -> Iterator[Work]:
        """A server that is asked too much, or is down, may say for how long to leave it alone; `StopRules` ends the crawl."""
        asked = rest_asked_by(failure)
        if asked:
            until = datetime.now(UTC) + min(asked, LONGEST)
            yield SourceParked(source=self.source.id, until=until, reason=reason)

    def _unasked(self, response: Response, lease: Lease | None) -> Iterator[Work]:
        """A 304 that nobody asked for says nothing: the endpoint has failed."""
        self._count("requests/failed/http-304")
        self._count("endpoints/failed")
        yield self._endpoint_seen(response, entries=None)
        if lease:
            yield FetchFailed(source=self.source.id, lease_id=lease.id, reason="http-304", retry=True)

    def _endpoint_seen(
        self, response: Response, *, entries: int | None, is_read: bool = True, new: int = 0
    ) -> EndpointSeen:
        # A page that says "back soon" with 200 has validators, too: they would hide the feed that comes back, and what
        # this crawl leaves out.
        is_read = is_read and response.meta["endpoint_url"] not in self.passed_over
        etag, last_modified = (header(response, name) if is_read else None for name in ("ETag", "Last-Modified"))
        return EndpointSeen(
            source=self.source.id, url=response.meta["endpoint_url"], kind=response.meta["endpoint"],
            status=response.status, entries=entries, found_at=response.meta["found_at"],
            read_as=self.source.story_digest, etag=etag, last_modified=last_modified,
            seen_at=response.meta.get("retrieved_at") or datetime.now(UTC), timezone=self.source.timezone,
            fresh_for=fresh_for(response), new=new,
        )  # fmt: skip

    def _endpoint_request(
        self, url: str, kind: str, *, depth: int, lease: Lease | None = None, found_at: str | None = None
    ) -> Request:
        meta: dict[str, Any] = {
            "endpoint": kind, "endpoint_url": url, "endpoint_depth": depth, "found_at": found_at,
            "download_maxsize": _LARGE, "handle_httpstatus_list": [NOT_MODIFIED],
            **({"dont_obey_robotstxt": True} if kind == "robots" else {}),  # as that of Scrapy's: kept for a day
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


def _moment(text: str, source: Source) -> datetime:
    """A moment as given; without a zone it is on the source's own clock."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=source.timezone)


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
        "visits/",
        "entries/",
    )
    return any(name.startswith(group) for group in groups)
