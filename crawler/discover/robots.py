"""The sitemaps that a robots.txt names. What it forbids is none of this module's business; it contains no HTTP."""

from __future__ import annotations

import re

from crawler.discover.texts import web_url

_MAX_BYTES = 512 * 1024  # RFC 9309 section 2.5: crawlers read at least 500 KiB
_MAX_SITEMAPS = 100
_SITEMAP_LINE = re.compile(
    r"^[ \t]{0,20}sitemap[ \t]{0,20}:[ \t]{0,20}([^\s#]\S{0,2000})", re.IGNORECASE | re.MULTILINE
)


def robots_sitemaps(body: bytes, *, url: str = "") -> list[str]:
    r"""Return the addresses that the ``Sitemap:`` lines name, each once, in their order, at most 100. Never raises.

    The lines belong to no group of rules and may stand anywhere. Relative addresses, which the protocol forbids and sites
    write, are resolved against *url*, the file's own; without it they are left out, as all that is not http or https.
    A page that is sent in place of the file has no such lines.

    Source: https://www.sitemaps.org/protocol.html#submit_robots; RFC 9309 section 2.2.4.

    >>> robots_sitemaps(b"User-agent: *\nDisallow: /x/\nSitemap: https://tin.example/map.txt\n")
    ['https://tin.example/map.txt']
    """
    text = body[:_MAX_BYTES].decode("utf-8", "replace").lstrip("\ufeff").replace("\r", "\n")
    found = (web_url(match[1], base=url) for match in _SITEMAP_LINE.finditer(text))
    return list(dict.fromkeys(address for address in found if address))[:_MAX_SITEMAPS]
