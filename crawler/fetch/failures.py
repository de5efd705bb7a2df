"""Why a request led to nothing, in a word, and whether another crawl should try again."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy.exceptions import IgnoreRequest
from scrapy.spidermiddlewares.httperror import HttpError

from crawler.fetch.robots import RobotsUnreachableError
from crawler.fetch.warc import NOT_RECORDED

if TYPE_CHECKING:
    from twisted.python.failure import Failure

_GONE = frozenset({404, 410})
REFUSALS = frozenset({401, 403, 429, 451})
"""Statuses of a site that does not want to be asked, or not now; another crawl may be welcome."""
_WORDS = {"Forbidden by robots.txt": "robots"}
"""Words of Scrapy's own for what our reasons name in theirs."""


def reason_of(failure: Failure) -> tuple[str, bool]:
    """Return the word for a failed request (``gone``, ``http-403``, ``robots``, ``TimeoutError``) and whether to retry it."""
    error = failure.value
    if isinstance(error, HttpError):
        status = error.response.status
        return ("gone", False) if status in _GONE else (f"http-{status}", status >= 500 or status in REFUSALS)  # noqa: PLR2004
    if isinstance(error, RobotsUnreachableError):
        return str(error), True
    if isinstance(error, IgnoreRequest):
        return _WORDS.get(str(error), str(error) or type(error).__name__), str(error) == NOT_RECORDED
    return type(error).__name__, True


def quiet_scrapy() -> None:
    """Let Scrapy say nothing of sites that cannot be reached: they are counted and shown at the end, not told in 140 lines.

    Holds from the making of a process on, which sets up logging anew.
    """
    for name in ("robotstxt", "retry"):
        logging.getLogger(f"scrapy.downloadermiddlewares.{name}").setLevel(logging.CRITICAL)
