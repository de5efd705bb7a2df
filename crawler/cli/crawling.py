"""Runs spiders in this process and tells how they ended: what ``crawl`` and ``demo`` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.cli.logs import log_json
from crawler.cli.options import Given
from crawler.cli.progress import Form, following
from crawler.fetch.contact import check_contact, user_agent
from crawler.fetch.failures import quiet_scrapy
from crawler.fetch.handover import Handover
from crawler.fetch.warc import REPLAY_SETTINGS, open_recordings
from crawler.sources import Source
from crawler.spiders.loader import spider_for
from crawler.spiders.news import NewsSpider
from crawler.writer import acquire, release
from storage.outcomes import has_failed

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlResult:
    """How the crawl of one source ended."""

    source: str
    """Its id."""
    outcome: str
    """Scrapy's finish reason, or ``failed``."""
    counts: dict[str, int]
    """``found``, ``known``, ``fetched``, ``new``, ``changed``, ``unchanged``, ``gone``, ``dropped``, ``failed``,
    ``endpoints``, ``endpoints_failed``, ``bytes``, ``seconds``."""
    reasons: dict[str, int]
    """Why pages were dropped or requests failed."""

    @property
    def is_failure(self) -> bool:
        """Whether the source could not be crawled: it stopped for a fault or a refusal, or none of its endpoints answered."""
        endpoints = {"endpoints/read": self.counts["endpoints"], "endpoints/failed": self.counts["endpoints_failed"]}
        return has_failed(self.outcome, endpoints) is True


def failed_before(db: Path) -> frozenset[str]:
    """Return the sources whose last crawl into the store that says so failed; none where there is no store yet."""
    from storage import ArticleStore  # noqa: PLC0415

    if not db.exists():
        return frozenset()
    with ArticleStore(db) as store:  # not readonly: an older store is brought up to date first
        return store.failed_sources()


def run_crawl(
    sources: Sequence[Source],
    given: Given,
    *,
    limit: int | None = None,
    verbose: bool = False,
    rehearsals: Mapping[str, Handover] | None = None,
    arguments: Mapping[str, object] | None = None,
    kind: type[NewsSpider] = NewsSpider,
    form: Form = "none",
) -> list[CrawlResult]:
    """Crawl *sources* at once and return how each ended, in order.

    *limit*: most stories a source, None for all. *verbose*: Scrapy's own log is shown. *rehearsals* take the place of the
    store, by source id. *arguments*: further ones of the spiders, which are of that *kind*. *form*: how it is followed.

    Raises StoreBusyError where another crawl holds the store, StorageError where it cannot be written, ConfigurationError
    where nobody would know whom to complain to.
    """
    settings = scrapy_settings(given, verbose=verbose)
    if form == "events":
        log_json(verbose=verbose)
        settings.set("LOG_INSTALL_ROOT_HANDLER", value=False, priority="cmdline")
    check_contact((url for source in sources for _, url in source.endpoints()), settings)
    with open_recordings(record=given.record, replay=given.replay):
        writer = None if rehearsals else acquire(given.db)
        try:
            ids = [source.id for source in sources]
            waiting = writer.ask(lambda desk: {name: desk.frontier.pending(name) for name in ids}) if writer else {}
            spiders = [spider_for(source, kind) for source in sources]
            asked = {**(arguments or {}), "limit": limit}
            return _run(sources, spiders, settings, asked, rehearsals or {}, form=form, waiting=waiting)
        finally:
            if writer:
                release(writer)


def scrapy_settings(given: Given, *, verbose: bool = False) -> Settings:
    """Return Scrapy's settings: those of `crawler.settings`, with what the user says on top."""
    from scrapy.settings import Settings  # noqa: PLC0415  # Scrapy is slow to load

    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    settings.update(
        {
            "OREWIRE_DB": str(given.db),
            "OREWIRE_DATA": str(given.data or ""),
            "OREWIRE_CONNECT_TO": dict(given.connect_to),
            "OREWIRE_RECORD": str(given.record or ""),
            "OREWIRE_REPLAY": str(given.replay or ""),
            "CONTACT": given.contact or "",
            "USER_AGENT": user_agent(given.contact),
            "LOG_LEVEL": "INFO" if verbose else "WARNING",
            **(REPLAY_SETTINGS if given.replay else {}),
        },
        priority="cmdline",
    )
    return settings


def _run(
    sources: Sequence[Source], spiders: Sequence[type[NewsSpider]], settings: Settings, arguments: Mapping[str, object],
    rehearsals: Mapping[str, Handover], *, form: Form, waiting: Mapping[str, int],
) -> list[CrawlResult]:  # fmt: skip
    from scrapy.crawler import AsyncCrawlerProcess  # noqa: PLC0415

    process = AsyncCrawlerProcess(settings)
    if settings["LOG_LEVEL"] != "INFO":
        quiet_scrapy()
    crawlers = [process.create_crawler(spider) for spider in spiders]
    tasks = [
        process.crawl(crawler, **arguments, handover=rehearsals.get(source.id))
        for source, crawler in zip(sources, crawlers, strict=True)
    ]
    followed = [
        _Followed(source.id, crawler, waiting.get(source.id, 0))
        for source, crawler in zip(sources, crawlers, strict=True)
    ]
    limit = arguments.get("limit")
    with following(followed, form, limit=limit if isinstance(limit, int) else None) as ended:
        for one, task in zip(followed, tasks, strict=True):
            task.add_done_callback(partial(_has_ended, ended, one.source))
        process.start()
    for task in tasks:
        error = task.exception() if task.done() and not task.cancelled() else None
        if error:
            raise error
    return [_result(source, crawler) for source, crawler in zip(sources, crawlers, strict=True)]


def _has_ended(tell: Callable[[str], None], source: str, _task: object) -> None:
    tell(source)


class _Followed:
    """A crawler as `crawler.cli.progress` looks at it."""

    def __init__(self, source: str, crawler: Crawler, waiting: int) -> None:
        self.source = source
        self._crawler = crawler
        self._waiting = waiting

    @property
    def outcome(self) -> str | None:
        reason = _stats(self._crawler).get("finish_reason")
        return None if reason is None else str(reason)

    def counts(self) -> dict[str, int]:
        return {**counts_of(self._crawler), "waiting": self._waiting}

    def reasons(self) -> dict[str, int]:
        return reasons_of(self._crawler)


def _result(source: Source, crawler: Crawler) -> CrawlResult:
    stats = _stats(crawler)
    # A second Ctrl-C stops the process before a crawl could say how it ended.
    outcome = str(stats.get("finish_reason", "shutdown"))
    return CrawlResult(source=source.id, outcome=outcome, counts=counts_of(crawler), reasons=reasons_of(crawler))


def counts_of(crawler: Crawler) -> dict[str, int]:
    """Return what a crawl has counted so far; all zero before it began."""
    stats = _stats(crawler)
    handover: Handover | None = getattr(crawler.spider, "handover", None)
    stored = handover.counts() if handover else {}
    dropped = sum(value for name, value in stats.items() if name.startswith("articles/dropped/"))
    failed = sum(value for name, value in stats.items() if name.startswith("requests/failed/"))
    return {
        "found": stored.get("found", 0),
        "known": stored.get("known", 0),
        "fetched": stats.get("articles/fetched", 0),
        "new": stored.get("new", 0),
        "changed": stored.get("changed", 0),
        "unchanged": stored.get("unchanged", 0),
        "gone": stored.get("gone", 0),
        "dropped": dropped,
        "failed": failed,
        "endpoints": stats.get("endpoints/read", 0),
        "endpoints_failed": stats.get("endpoints/failed", 0),
        "bytes": stats.get("downloader/response_bytes", 0),
        "seconds": round(stats.get("elapsed_time_seconds", 0)),
    }


def reasons_of(crawler: Crawler) -> dict[str, int]:
    """Return why pages were dropped and requests failed so far, each with its count."""
    return {
        name.split("/", 2)[2]: value
        for name, value in sorted(_stats(crawler).items())
        if name.startswith(("articles/dropped/", "requests/failed/")) and isinstance(value, int)
    }


def _stats(crawler: Crawler) -> dict[str, Any]:
    try:
        return crawler.stats.get_stats() if crawler.stats else {}
    except RuntimeError:  # Scrapy's way of saying that the crawl has not begun
        return {}
