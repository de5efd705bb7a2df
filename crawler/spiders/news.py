"""The one spider: reads the stories that a source's endpoints announced. All decisions are made elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from scrapy import Request

from crawler.clean import story_blocks
from crawler.entry_rows import entry_from_row
from crawler.entry_story import FLAG, needs_text
from crawler.fetch.headers import header, headers
from crawler.fetch.revisits import NOT_MODIFIED
from crawler.normalize import canonical_url
from crawler.parse import read_entry, read_page
from crawler.spiders.endpoint_spider import EndpointSpider, is_conditional
from crawler.work import PageRead, StoryVisited, Work
from storage.archive import ArchivedPage
from storage.frontier import Lease

if TYPE_CHECKING:
    from scrapy.http import Response

_REFUSED = frozenset({"http-401", "http-402", "http-403", "http-451", "robots"})
"""Reasons of failures for which a story is taken from its feed where that has it whole."""


class NewsSpider(EndpointSpider):
    """Crawls one source; `crawler.spiders.loader` makes a subclass of it for each source file."""

    name = "news"

    def leased_request(self, lease: Lease) -> Request:
        """Return the request for something the frontier gave out."""
        if lease.kind != "article":
            return self._endpoint_request(lease.url, "listing", depth=lease.depth, lease=lease)
        if lease.visits:
            return self._visit(lease)
        return Request(
            lease.url, callback=self.read_story, errback=self.failed, meta={"lease": lease}, dont_filter=True
        )

    def read_story(self, response: Response) -> Iterator[Work]:
        """A page: archive it, and store its story or the reason why there is none."""
        lease: Lease = response.meta["lease"]
        now: datetime = response.meta["retrieved_at"]
        if response.status == NOT_MODIFIED:
            self._count("visits/unchanged")
            outcome: Literal["unchanged", "unknown"] = "unchanged" if is_conditional(response) else "unknown"
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
            yield self._no_story(lease, reading.refusal, page=archived if reading.rights.is_archivable else None)
            return
        yield PageRead(
            source=self.source.id, page=archived if reading.rights.is_archivable else None,
            article=reading.article, lease_id=lease.id,
            blocks=story_blocks(reading.blocks),
            drops_text=FLAG not in reading.flags,  # a feed may have told it while the page was under way
            seen_at=tuple(url for asked in (lease.url, response.url) if (url := canonical_url(asked))),
        )  # fmt: skip

    def not_fetched(self, lease: Lease, request: Request, reason: str, *, retry: bool) -> Work:
        """A story that was looked at again is kept, one that was refused is taken from its feed where that has it whole."""
        if lease.visits:
            return StoryVisited(
                source=self.source.id, lease_id=lease.id, outcome="gone" if reason == "gone" else "unknown"
            )
        told = self._told_by_feed(request) if reason in _REFUSED else None
        return told or super().not_fetched(lease, request, reason, retry=retry)

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
