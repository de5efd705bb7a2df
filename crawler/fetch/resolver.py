"""Names to addresses, and only to public ones: a name that leads to a private address is refused when it is connected to."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

from crawler.fetch.guard import is_public

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

LOOPBACK = "127.0.0.1"


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's caching resolver, whose every answer must be public; ``--connect-to`` alone opens loopback, by number."""

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.loopback_open = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        """Return the resolver of a process; the first crawler's settings decide."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.loopback_open = bool(crawler.settings.getdict("OREWIRE_CONNECT_TO"))
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802  # Twisted's name
        """Return a Deferred of the IPv4 address; it fails with DNSLookupError for a private one."""
        found = super().getHostByName(name, timeout)
        if name == LOOPBACK and self.loopback_open:
            return found
        return found.addCallback(_checked, name)


def _checked(address: str, name: str) -> str:
    if not is_public(ipaddress.ip_address(address)):
        raise DNSLookupError(f"{name} leads to the private address {address}")
    return address
