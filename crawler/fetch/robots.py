"""Every request obeys robots.txt as RFC 9309 has it, and keeps the pace that it asks for.

Scrapy's own middleware reads the page of an error as if it were the rules, allows all where a site is in trouble, and
passes Crawl-delay over. Here a site in trouble is not asked (section 2.3.1.4), one without a robots.txt allows all
(2.3.1.3), and a delay holds for the whole crawl, without jitter below it.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.robotstxt import RobotParser
from scrapy.utils.python import to_unicode

from crawler.fetch.asked import is_robots
from crawler.rights import PRODUCT, RobotsTxt, read_robots

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from scrapy.http import Response

LONGEST_DELAY = 60.0
"""Seconds: a site that asks for more is asked once a minute, and for few pages."""
_TOO_MANY = 429


class RobotsUnreachableError(IgnoreRequest):
    """Nobody knows what a site allows; the reason is a word such as ``robots-http-503``."""


class OurRobots(RobotParser):
    """Scrapy's ROBOTSTXT_PARSER: what a robots.txt says to us, whatever the User-Agent header."""

    def __init__(self, body: bytes) -> None:
        self.rules: RobotsTxt = read_robots(body, product=PRODUCT)

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> OurRobots:
        """Return the parser of a file."""
        del crawler
        return cls(robotstxt_body)

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Return whether *url* may be fetched by us."""
        del user_agent
        return self.rules.allows(to_unicode(url))

    def crawl_delay(self, user_agent: str | bytes) -> float | None:
        """Return the seconds to wait between two requests, None where the file does not say."""
        del user_agent
        return self.rules.delay


class RobotsRules(RobotsTxtMiddleware):
    """Downloader middleware. Leaves what robots.txt says in ``request.meta["robots"]`` (`RobotsTxt`) for others."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._unreachable: dict[str, str] = {}
        self._paced: set[str] = set()
        self._keeps_pace = not crawler.settings.get("OREWIRE_REPLAY")  # a file needs no politeness

    async def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise IgnoreRequest for what robots.txt forbids, or where it cannot be had; slow the host down as it asks."""
        del spider
        if is_robots(request):
            return
        parser = await self.robot_parser(request)
        reason = self._unreachable.get(_host(request))
        if reason:
            raise RobotsUnreachableError(reason)
        if isinstance(parser, OurRobots):
            request.meta["robots"] = parser.rules
            self.pace(request, parser.rules.delay)
        self.process_request_2(parser, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        meaning = robots_answer(response.status)
        if meaning == "unreachable":
            self._unreachable[netloc] = f"robots-http-{response.status}"
        await super()._parse_robots(response if meaning == "rules" else response.replace(body=b""), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if not isinstance(exc, IgnoreRequest):  # which is: not recorded, too many redirects, an address that we refuse
            self._unreachable[netloc] = type(exc).__name__  # the host is down, rather than its robots.txt
        super()._robots_error(exc, netloc)

    def pace(self, request: Request, asked: float | None) -> None:
        """Slow the host of *request* down to *asked* seconds a request, where that is slower than its source is."""
        delay = min(asked or 0.0, LONGEST_DELAY)
        if not self._keeps_pace or delay <= self.crawler.settings.getfloat("DOWNLOAD_DELAY") or not self.crawler.engine:
            return
        request.meta["autothrottle_dont_adjust_delay"] = True  # it would go below
        downloader = self.crawler.engine.downloader
        key = downloader.get_slot_key(request)
        if key in self._paced:
            return
        self._paced.add(key)
        self._stats.inc_value("requests/paced/hosts")
        self._stats.max_value("requests/paced/seconds", ceil(delay))
        downloader.per_slot_settings[key] = {"delay": delay, "jitter": 0, "concurrency": 1}
        slot = downloader.slots.get(key)
        if slot:
            slot.delay, slot.jitter, slot.concurrency = delay, 0.0, 1


def robots_answer(status: int) -> str:
    """Return what the HTTP status of a robots.txt means: ``rules``, ``absent`` (all is allowed) or ``unreachable`` (nothing is).

    429 is no 4xx like the others: who is asked too often has not said that all is allowed (RFC 9309, section 2.3.1.3,
    lets a crawler choose).
    """
    if 200 <= status < 300:  # noqa: PLR2004  # HTTP's successes
        return "rules"
    return "unreachable" if status >= 500 or status == _TOO_MANY else "absent"  # noqa: PLR2004  # HTTP's server errors


def _host(request: Request) -> str:
    from scrapy.utils.httpobj import urlparse_cached  # noqa: PLC0415

    return urlparse_cached(request).netloc
