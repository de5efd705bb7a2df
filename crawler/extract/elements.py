"""The elements of a page that several questions are asked of, found in one walk: a walk costs a tenth of a parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """Elements by what they are, each list in the order of the page."""

    metas: list[html.HtmlElement] = field(default_factory=list)
    """``<meta>``."""
    scripts: list[html.HtmlElement] = field(default_factory=list)
    """``<script>``."""
    canonical: list[html.HtmlElement] = field(default_factory=list)
    """``<link rel="canonical">``."""
    titles: list[html.HtmlElement] = field(default_factory=list)
    """``<title>`` and ``<h1>``."""
    links: list[html.HtmlElement] = field(default_factory=list)
    """``<a>``."""
    times: list[html.HtmlElement] = field(default_factory=list)
    """``<time>``, and ``<abbr>``, in which microformats write dates."""


def elements_of(root: html.HtmlElement) -> Elements:
    """Return the elements below *root*."""
    found = Elements()
    lists = {
        "meta": found.metas, "script": found.scripts, "title": found.titles, "h1": found.titles,
        "a": found.links, "time": found.times, "abbr": found.times,
    }  # fmt: skip
    nodes: Iterator[html.HtmlElement] = root.iter("link", *lists)
    for node in nodes:
        if node.tag != "link":
            lists[node.tag].append(node)
        elif (node.get("rel") or "").lower() == "canonical":
            found.canonical.append(node)
    return found
