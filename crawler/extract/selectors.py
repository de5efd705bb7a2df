"""Elements of a page by CSS, and whether an element stands in what surrounds a story rather than in it."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import html
from parsel import css2xpath

from crawler.extract.document import even
from crawler.model import Found


def select(root: html.HtmlElement, selectors: Iterable[str]) -> list[tuple[html.HtmlElement, str]]:
    """Return the elements of the first selector that finds any, each with that selector."""
    for selector in selectors:
        found = root.xpath(css2xpath(selector))
        if isinstance(found, list) and found:
            return [(element, selector) for element in found if isinstance(element, html.HtmlElement)]
    return []


def selected(root: html.HtmlElement, selectors: Iterable[str]) -> list[Found]:
    """Return the texts of the elements that a source's selectors name; ``datetime`` and ``content`` win over the text."""
    return [
        Found(value=value, origin=f"selector:{selector}")
        for element, selector in select(root, selectors)
        if (value := even(element.get("datetime") or element.get("content") or "".join(element.itertext())))
    ]
