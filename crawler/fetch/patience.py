"""A server that says for how long to leave it alone is not asked again at once: Scrapy's retries do not read Retry-After."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

OVERLOADED = frozenset({429, 503})
"""Statuses that may come with a Retry-After (RFC 9110, section 10.2.3; RFC 6585, section 4)."""


class Patience:
    """Downloader middleware, nearer to the web than Scrapy's retries; the spider parks the source."""

    def process_response(self, request: Request, response: Response) -> Response:
        """Let a request rest whose server asked for time."""
        if response.status in OVERLOADED and response.headers.get("Retry-After"):
            request.meta["dont_retry"] = True
        return response
