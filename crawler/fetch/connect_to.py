"""``--connect-to HOST=127.0.0.1:PORT``: requests for a host go, in plain HTTP, to a port of this machine. Nothing else changes.

The Host header and ``response.url`` stay what they were, for ``https:`` addresses too. Only loopback can be named.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

from crawler.errors import ConfigurationError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_TARGET = re.compile(r"127\.0\.0\.1:([0-9]{1,5})")
_MAX_PORT = 65_535


def connect_to_map(options: tuple[str, ...]) -> dict[str, str]:
    """Return host -> ``127.0.0.1:port`` for options of the form ``HOST=127.0.0.1:PORT``. Raises ConfigurationError."""
    pairs = {}
    for option in options:
        host, _, target = option.partition("=")
        port = _TARGET.fullmatch(target)
        if not host or not port or not 0 < int(port[1]) <= _MAX_PORT:
            raise ConfigurationError(f'--connect-to "{option}": write HOST=127.0.0.1:PORT; only loopback can be named')
        pairs[host.lower()] = target
    return pairs


class ConnectToHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP handler, with some hosts served from loopback."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        mapped = crawler.settings.getdict("OREWIRE_CONNECT_TO")
        self._targets = connect_to_map(tuple(f"{host}={target}" for host, target in mapped.items()))

    async def download_request(self, request: Request) -> Response:
        """Fetch *request*, from loopback where its host is mapped there."""
        parts = urlsplit(request.url)
        target = self._targets.get(parts.hostname or "")
        if target is None:
            return await super().download_request(request)
        headers = request.headers.copy()
        headers["Host"] = parts.netloc
        local = request.replace(url=urlunsplit(("http", target, parts.path, parts.query, "")), headers=headers)
        response = await super().download_request(local)
        return response.replace(url=request.url)
