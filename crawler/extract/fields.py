"""Values as printed, from the source's selectors, structured data and the page's own elements; most trusted first."""

from __future__ import annotations

import re

from lxml import html

from crawler.extract.bylines import authors
from crawler.extract.document import inner_text
from crawler.extract.headlines import heading, headlines
from crawler.extract.keywords import keywords
from crawler.extract.selectors import select, selected
from crawler.extract.structured import Structured
from crawler.model import Found

__all__ = [
    "authors", "canonical_urls", "heading", "headlines", "images", "keywords",
    "publishers", "sections", "select", "selected",
]  # fmt: skip

_STAND_IN = re.compile(r"(?<![a-z])(?:logo|placeholder|default|fallback|blank|spacer|favicon)(?![a-z])", re.IGNORECASE)
_MAX_SECTION = 60
_MAX_CRUMBS = 12
_MAX_PUBLISHER = 100
_MAX_ADDRESS = 2000


def sections(root: html.HtmlElement, data: Structured, headline: str | None) -> list[Found]:
    """Return section names: what the data say, else the last step of the breadcrumbs above the story itself."""
    stated = [
        *data.from_article("articleSection"),
        *data.from_meta("article:section", "parsely-section", "og:article:section"),
    ]
    if stated:
        return [found for found in stated if len(found.value) <= _MAX_SECTION]
    trail, origin = (data.crumbs, "json-ld") if data.crumbs else (_breadcrumbs(root), "breadcrumb")
    steps = [step for step in trail[1:] if step != headline and len(step) <= _MAX_SECTION]
    if len(steps) == len(trail) - 1 and headline and trail[1:] and headline.startswith(trail[-1].rstrip("….")):
        steps = steps[:-1]  # the story itself, its headline cut
    return [Found(value=step, origin=origin) for step in steps[-1:]]


def _breadcrumbs(root: html.HtmlElement) -> list[str]:
    """The links of the first element that calls itself breadcrumbs."""
    for node in root.iter("nav", "ol", "ul", "div", "p"):
        if "readcrumb" in (node.get("class") or "") or "readcrumb" in (node.get("aria-label") or ""):
            texts = [inner_text(link) for _, link in zip(range(_MAX_CRUMBS), node.iter("a"), strict=False)]
            if any(texts):
                return [text for text in texts if text]
    return []


def publishers(data: Structured) -> list[Found]:
    """Return names of the outlet; an owner who is a person is the last of them."""
    owners = data.owner()
    found = [
        *data.from_article("publisher"),
        *data.from_meta("og:site_name", "application-name", "dc.publisher", "publisher"),
    ]
    names = [item for item in found if "://" not in item.value and len(item.value) <= _MAX_PUBLISHER]
    return [item for item in names if item.value not in owners] or names


def images(data: Structured) -> list[Found]:
    """Return addresses of the lead picture; a logo or a stand-in only where nothing else is stated."""
    found = [
        *data.images(),
        *data.from_meta("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"),
    ]
    whole = [
        item for item in found if len(item.value) <= _MAX_ADDRESS and not item.value.startswith(("data:", "blob:", "#"))
    ]
    return sorted(whole, key=lambda item: bool(_STAND_IN.search(item.value)))


def canonical_urls(data: Structured) -> list[Found]:
    """Return what the page calls its own address."""
    links = [node.get("href") or "" for node in data.elements.canonical]
    return [*(Found(value=link, origin="rel=canonical") for link in links if link), *data.from_meta("og:url")]


def _in_chrome(node: html.HtmlElement) -> bool:
    return any(up.tag in ("nav", "footer", "aside") for up in node.iterancestors())
