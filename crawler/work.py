"""What spiders hand over to the writer: pieces of work, each of which says how it is written. `crawler.writer` does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, Protocol

from crawler.polling import MOST_STORIES, WINDOW, Answer, Past, plan_poll
from crawler.visits import next_visit
from storage import Article, ArticleStore
from storage.archive import ArchivedPage, PageArchive
from storage.blocks import CountedBlock
from storage.changes import Cause
from storage.clock import utc_now
from storage.frontier import FrontierItem, SqliteFrontier
from storage.schedule import Schedule
from storage.visits import VisitedStory, Visits


@dataclass(slots=True)
class Desk:
    """What a piece of work is applied to, in the writer's thread."""

    store: ArticleStore
    """The store, inside the batch's transaction."""
    frontier: SqliteFrontier
    """Its frontier."""
    archive: PageArchive
    """The pages beside it."""
    counts: dict[str, Counter[str]]
    """Source -> how many were ``new``, ``changed``, ``unchanged``, ``found``, ``known``, ``gone``, ``back``, ``dead-letter``."""
    visits: Visits
    """Stories to be looked at again."""
    schedule: Schedule
    """When its sources are due."""
    is_known_page: bool = False
    """Whether the page of the piece of work at hand is the one that its address answered with before."""
    listed: Counter[str] = field(default_factory=Counter)
    """Endpoint -> how many of its stories were new, until its `EndpointSeen` says that it has been read."""


class Work(Protocol):
    """One thing to write."""

    @property
    def source(self) -> str:
        """Id of the source it belongs to."""

    @property
    def page(self) -> ArchivedPage | None:
        """What to archive before; None where there is nothing."""

    def apply(self, desk: Desk) -> None:
        """Write it, within a transaction of the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """A page was fetched and read: keep it, its article where it is one, and settle its lease."""

    source: str
    page: ArchivedPage | None
    article: Article | None
    lease_id: int | None
    refusal: str | None = None
    seen_at: tuple[str, ...] = ()
    """Addresses that led to it."""
    blocks: tuple[CountedBlock, ...] | None = None
    """Its blocks that count for learning boilerplate; None: those that the article's fields tell of."""
    drops_text: bool = False
    """Whether the full text that its feed's entry carried is of no more use: the page has it."""

    def apply(self, desk: Desk) -> None:
        """Save the article and mark the lease done, or failed for good with the reason why the page is no story."""
        outcome = None
        if self.article is not None:
            # The same page read otherwise: a change of ours (code, rules, what was learned since), not the publisher's.
            cause: Cause = "reextract" if desk.is_known_page else "publisher"
            outcome = desk.store.save(self.article, cause=cause, seen_at=self.seen_at, blocks=self.blocks)
            desk.counts[self.source][outcome] += 1
        if self.lease_id is None:
            return
        if self.refusal:
            desk.frontier.failed(self.lease_id, self.refusal, retry=False)
            return
        now = self.page.retrieved_at if self.page else utc_now()
        story = _settle(desk, self.lease_id, now)
        if self.drops_text:
            desk.frontier.drop_text(self.lease_id)
        if story and desk.visits.back(self.lease_id, story, is_logged=outcome == "changed"):
            desk.counts[self.source]["back"] += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryVisited:
    """A stored story was looked at again, and its page did not answer with another text."""

    source: str
    lease_id: int
    outcome: Literal["unchanged", "gone", "unknown"]
    """``unknown``: no answer, or one that says nothing of the story."""
    page: None = None

    def apply(self, desk: Desk) -> None:
        """Keep the article; note what became of its page, and when to look again."""
        story = _settle(desk, self.lease_id, utc_now())
        if story is None:
            return
        if self.outcome == "gone" and desk.visits.gone(self.lease_id, story):
            desk.counts[self.source]["gone"] += 1
        if self.outcome == "unchanged" and desk.visits.back(self.lease_id, story, is_logged=False):
            desk.counts[self.source]["back"] += 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceParked:
    """A server asked to be left alone for a while."""

    source: str
    until: datetime
    reason: str
    page: None = None

    def apply(self, desk: Desk) -> None:
        """Nothing of the source is due before; where it refused all, its stories have not used up a try."""
        if self.reason == "refused":
            desk.frontier.forgive(self.source)
        desk.schedule.park(self.source, until=self.until, reason=self.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesFound:
    """A feed, sitemap or listing was read: queue its stories, and the next page where this one had news."""

    source: str
    items: list[FrontierItem]
    next_pages: list[FrontierItem] = field(default_factory=list)
    lease_id: int | None = None
    endpoint: str | None = None
    """Address of the endpoint that listed them."""
    updated: Mapping[str, datetime] = field(default_factory=dict)
    """Key of a story -> when it was updated, as the endpoint says; aware."""
    goes_on: bool = False
    """Whether older pages are asked for whatever is known of this one."""
    page: None = None

    def apply(self, desk: Desk) -> None:
        """Queue what is not known; on known ground the way to older pages ends. Then the listing's own lease is done.

        What is known and was updated since it was fetched is looked at again.
        """
        new = desk.frontier.add(self.source, self.items)
        desk.counts[self.source]["found"] += len(new)
        desk.counts[self.source]["known"] += len(self.items) - len(new)
        for item in self.items:
            desk.store.seen_at(item.key, item.url)  # a story we have may be listed under another address
        if self.endpoint:
            desk.listed[self.endpoint] += len(new)
        for key in self.updated.keys() - set(new):
            desk.visits.edited(self.source, key, self.updated[key])
        if new or self.goes_on:
            desk.frontier.add(self.source, self.next_pages)
        if self.lease_id is not None:
            desk.frontier.done(self.lease_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailed:
    """A leased URL could not be fetched or read."""

    source: str
    lease_id: int
    reason: str
    retry: bool
    page: None = None

    def apply(self, desk: Desk) -> None:
        """Mark the lease failed; with *retry* the next crawl tries again."""
        desk.frontier.failed(self.lease_id, self.reason, retry=self.retry)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSeen:
    """Something was fetched that is no story, and shall be kept: a robots.txt."""

    source: str
    page: ArchivedPage

    def apply(self, desk: Desk) -> None:
        """Nothing beyond its place in the archive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSeen:
    """What a feed, sitemap or listing answered."""

    source: str
    url: str
    kind: str
    status: int | None
    entries: int | None
    etag: str | None = None
    last_modified: str | None = None
    found_at: str | None = None
    read_as: str | None = None
    seen_at: datetime | None = None
    """When it was asked, UTC; None where it was not, and only heard of."""
    timezone: tzinfo = UTC
    """The source's zone."""
    retry_after: timedelta | None = None
    """As in `crawler.polling.Answer`."""
    fresh_for: timedelta | None = None
    """As in `crawler.polling.Answer`."""
    new: int = 0
    """New things it listed that are no stories: sitemaps."""
    page: None = None

    def apply(self, desk: Desk) -> None:
        """Note it in table ``endpoints``, with when it is asked next."""
        desk.store.note_endpoint(
            self.url, source=self.source, kind=self.kind, status=self.status, entries=self.entries,
            etag=self.etag, last_modified=self.last_modified, found_at=self.found_at,
            read_as=self.read_as,
        )  # fmt: skip
        if self.seen_at:
            self._plan(desk, self.seen_at)

    def _plan(self, desk: Desk, now: datetime) -> None:
        known = desk.schedule.past(self.url)
        plan = plan_poll(
            Past(interval=known[0], failures=known[1]) if known else Past(),
            Answer(
                status=self.status, new=self.new + desk.listed.pop(self.url, 0),
                retry_after=self.retry_after, fresh_for=self.fresh_for,
            ),
            desk.schedule.published(self.url, since=now - WINDOW, limit=MOST_STORIES),
            now=now, timezone=self.timezone, url=self.url,
        )  # fmt: skip
        past = plan.past
        desk.schedule.plan(self.url, next_poll=plan.at, interval=past.interval, failures=past.failures)


def _settle(desk: Desk, lease_id: int, now: datetime) -> VisitedStory | None:
    """Mark a story as fetched *now*, with when to look at it again; return it, None where no article came of it."""
    story = desk.visits.story(lease_id)
    desk.visits.settle(lease_id, next_visit(story.published, visits=story.visits, now=now) if story else None)
    return story
