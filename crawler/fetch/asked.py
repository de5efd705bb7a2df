"""What a request is for, in a word: each one that is sent is counted, so that a crawl's record tells what the site was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy import Request

SITE_FILE = "site_file"
"""Key of ``request.meta``: the word for a file of a whole site, ``tdmrep`` or ``ai-txt``."""


def asked_for(request: Request) -> str:
    """Return what *request* is for.

    ``retry`` and ``redirect`` for one that follows another, else ``robots``, ``tdmrep``, ``ai-txt``, ``feed``, ``sitemap``,
    ``listing``, ``revisit`` (a story that is stored), ``story``, or ``page`` for one that a person named.
    """
    meta = request.meta
    if meta.get("retry_times"):
        return "retry"
    if meta.get("redirect_times"):
        return "redirect"
    if is_robots(request):
        return "robots"
    if named := meta.get(SITE_FILE) or meta.get("endpoint"):
        return str(named)
    if "lease" not in meta:
        return "page"
    return "revisit" if meta["lease"].kind == "revisit" or meta.get("revisit") else "story"


def is_robots(request: Request) -> bool:
    """Return whether *request* is for a robots.txt, wherever it was redirected to: no other is sent past its rules."""
    return bool(request.meta.get("dont_obey_robotstxt"))


def is_for_site(request: Request) -> bool:
    """Return whether *request* is for a file of a whole site, which no story depends on."""
    return is_robots(request) or SITE_FILE in request.meta
