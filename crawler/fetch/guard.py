"""No request leaves for a private address, an odd port or another scheme. The other half is `crawler.fetch.resolver`: names.

Measured without it: 12 of 23 spellings of loopback and private addresses were fetched and stored as articles.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from crawler.fetch.asked import is_robots
from crawler.normalize import canonical_url

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.sources import Source

_PORTS = frozenset({None, 80, 443, 8080, 8443})
_EMBEDDING = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
"""NAT64 (RFC 6052) and IPv4-compatible addresses: the last 32 bits are an IPv4 address."""
_LOCAL = (ipaddress.ip_network("fec0::/10"), ipaddress.ip_network("64:ff9b:1::/48"))
"""Site-local addresses (RFC 3879) and local-use NAT64 (RFC 8215), which Python's `is_global` lets pass."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class AddressGuard:
    """Downloader middleware: refuses what `refused` names, for links, redirects, sitemaps and robots.txt alike."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._mapped = frozenset(crawler.settings.getdict("OREWIRE_CONNECT_TO"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        """Return the guard of a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise IgnoreRequest, counted by reason, for an address that must not be asked."""
        reason = self._refused(request)
        if reason:
            if self._crawler.stats:
                self._crawler.stats.inc_value(f"requests/refused/{reason}")
            raise IgnoreRequest(reason)

    def _refused(self, request: Request) -> str | None:
        url = request.url
        try:
            mapped = urlsplit(url).hostname in self._mapped
        except ValueError:
            return "invalid-url"
        reason = None if mapped else refused(url)
        source: Source | None = getattr(self._crawler.spider, "source", None)
        if is_robots(request):  # a redirect leads wherever it leads (RFC 9309, section 2.3.1.2)
            return reason
        # Scrapy's own off-site middleware drops a request without an errback, and its lease with it.
        return reason or ("off-site" if source is not None and not source.owns(url) else None)


def refused(url: str) -> str | None:
    """Return why *url* must not be fetched (``scheme``, ``port``, ``private-address``, ``invalid-url``), None where it may.

    Numbers are read as browsers read them (127.1, 0x7f000001, circled digits); names are the resolver's question.
    """
    scheme, separator, _ = url.partition(":")
    if not separator or scheme.strip().lower() not in ("http", "https"):
        return "scheme"
    canonical = canonical_url(url)
    if canonical is None:
        return "invalid-url"
    parts = urlsplit(canonical)
    if parts.port not in _PORTS:
        return "port"
    host = (parts.hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost"):
        return "private-address"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return None  # a name
    return None if is_public(address) else "private-address"


def is_public(address: Address) -> bool:
    """Return whether *address* is one of the open internet, whatever IPv6 notation an IPv4 address hides in."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if any(address in network for network in _EMBEDDING):
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
        if any(address in network for network in _LOCAL):
            return False
    return address.is_global and not address.is_multicast
