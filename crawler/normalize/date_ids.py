"""When a story can be of, by its id, on a site that counts its stories up with time. Pure; the known ids are in the source file."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from crawler.sources import Source


class Span(NamedTuple):
    """The days between which a story lies."""

    first: date | None = None
    """None: any day before."""
    last: date | None = None
    """None: any day after."""


def span_of_id(url: str, source: Source | None) -> Span:
    """Return the days of the nearest known ids below and above the id in *url*; an open span where nothing is known.

    >>> from crawler.sources import source_for_url
    >>> span_of_id("https://news.metal.com/newscontent/100982475", source_for_url("https://metal.com/"))
    Span(first=datetime.date(2019, 10, 17), last=datetime.date(2019, 10, 17))
    """
    if source is None or source.identity.pattern is None or not source.identity.dated:
        return Span()
    found = source.identity.pattern.search(unquote(urlsplit(url).path))
    if not found or not found.group(1).isdecimal():
        return Span()
    number, known = int(found.group(1)), sorted(source.identity.dated.items())
    numbers = [id_ for id_, _ in known]
    below, above = bisect_right(numbers, number), bisect_left(numbers, number)
    return Span(known[below - 1][1] if below else None, known[above][1] if above < len(known) else None)
