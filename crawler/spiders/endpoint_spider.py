"""Asks a source's feeds, sitemaps and listings, and queues what is new. All decisions are made elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from scrapy import Request
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.discover import feed_entries, listing_entries, robots_sitemaps, sitemap_entries
from crawler.entry_rows import entry_to_row, updates_of
from crawler.fetch.failures import reason_of
from crawler.fetch.headers import header
from crawler.fetch.patience import fresh_for, rest_asked_by
from crawler.fetch.revisits import NOT_MODIFIED
from crawler.model import Entry
from crawler.normalize import canonical_url, parse_date, story_identifier
from crawler.polling import LONGEST
from crawler.spiders.source_spider import SourceSpider
from crawler.work import EndpointSeen, EntriesFound, FetchFailed, SourceParked, Work
from storage.frontier import FrontierItem, Lease
from storage.schedule import believed, steps_to

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure

_SITEMAP_DEPTH = 3
_LASTMOD_SLACK = timedelta(days=1)  # a lastmod without a clock time is midnight of a day that may have gone on
_LARGE = 16 * 1024 * 1024  # feeds and sitemaps may be larger than pages


class EndpointSpider(SourceSpider):
    """Reads what a source announces; the stories are for `crawler.spiders.news`."""

    async def start(self) -> AsyncIterator[Any]:
        """Ask all endpoints, or those whose time has come: then also sitemaps that an index led to before."""
        for kind, url in self.source.endpoints():
            if self._is_wanted(url):
                yield self._endpoint_request(url, kind, depth=0)
        known = self.handover.endpoints if self.due_only else {}
        named = [url for _, url in self.source.endpoints()]
        for url, depth in steps_to({url: endpoint.found_at for url, endpoint in known.items()}, named).items():
            if depth and self._is_wanted(url):
                yield self._endpoint_request(url, "sitemap", depth=depth, found_at=known[url].found_at)

    def read_endpoint(self, response: Response) -> Iterator[Work]:
        """Feed, sitemap or listing: queue its stories; a sitemap index leads to its sitemaps."""
        kind: str = response.meta["endpoint"]
        lease: Lease | None = response.meta.get("lease")
        depth: int = response.meta["endpoint_depth"]
        if response.status != NOT_MODIFIED or is_conditional(response):
            self._count("endpoints/read")
        if response.status == NOT_MODIFIED and not is_conditional(response):
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
            if entry.kind == "sitemap"
            and entry.url
            and entry.url not in self.handover.endpoints
            and depth < _SITEMAP_DEPTH
            and self.source.owns(entry.url)
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
        if lease:
            yield self.not_fetched(lease, request, reason, retry=retry)

    def not_fetched(self, lease: Lease, request: Request, reason: str, *, retry: bool) -> Work:
        """What becomes of a lease whose request led to nothing."""
        del request
        return FetchFailed(source=self.source.id, lease_id=lease.id, reason=reason, retry=retry)

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
        is_due = (
            endpoint is None
            or endpoint.next_poll is None
            or believed(endpoint.next_poll, now := datetime.now(UTC)) <= now
        )
        if url in self.asked or (self.due_only and not is_due):
            return False
        self.asked.add(url)
        return True

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


def is_conditional(response: Response) -> bool:
    """Return whether the request asked only for what is new."""
    headers = response.request.headers if response.request else {}
    return b"If-None-Match" in headers or b"If-Modified-Since" in headers


def _status(failure: Failure) -> int | None:
    return failure.value.response.status if isinstance(failure.value, HttpError) else None
