"""Values as printed, from the source's selectors, structured data and the page's own elements; most trusted first."""

from __future__ import annotations

import re

from lxml import html

from crawler.extract.bylines import authors
from crawler.extract.document import even
from crawler.extract.headlines import heading, headlines
from crawler.extract.keywords import keywords
from crawler.extract.places import select, selected
from crawler.extract.structured import Structured
from crawler.model import Found
from crawler.sources import Select

_DATE_META = (
    "article:published_time", "og:published_time", "datepublished", "date.issued", "dc.date.issued",
    "dcterms.created", "pubdate", "publishdate", "publish_date", "publish-date", "parsely-pub-date",
    "sailthru.date", "date", "dc.date",
)  # fmt: skip
_MODIFIED_META = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "dcterms.modified")
_TAG_LINK = re.compile(r"/(tags?|topics?|keywords?|label)s?[/=]", re.IGNORECASE)


def dates_published(root: html.HtmlElement, data: Structured, chosen: Select) -> list[Found]:
    """Return date strings that markup gives for the publication; what is only printed as text is not among them."""
    times = [node for node in root.iter("time") if node.get("datetime") and not _in_chrome(node)]
    marked = [Found(value=even(node.get("datetime") or ""), origin="time") for node in times[:1]]
    return [
        *selected(root, chosen.date_published),
        *data.from_article("datePublished"),
        *data.from_meta(*_DATE_META),
        *(marked if len(times) <= 3 else []),  # noqa: PLR2004  # more of them are a list of other stories
    ]


def dates_modified(data: Structured) -> list[Found]:
    """Return date strings of the last change."""
    return [*data.from_article("dateModified"), *data.from_meta(*_MODIFIED_META)]


def languages(root: html.HtmlElement, data: Structured) -> list[Found]:
    """Return declared language tags."""
    declared = [Found(value=lang, origin="html lang") for lang in [root.get("lang") or root.get("xml:lang")] if lang]
    return [*data.from_article("inLanguage"), *declared, *data.from_meta("og:locale", "content-language", "language")]


def canonical_urls(root: html.HtmlElement, data: Structured) -> list[Found]:
    """Return what the page calls its own address."""
    links = [node.get("href") or "" for node in root.iter("link") if (node.get("rel") or "").lower() == "canonical"]
    return [*(Found(value=link, origin="rel=canonical") for link in links if link), *data.from_meta("og:url")]


def _relations(node: html.HtmlElement) -> list[str]:
    """The words of a link's ``rel``: ``nofollow tag``."""
    return (node.get("rel") or "").lower().split()


def _in_chrome(node: html.HtmlElement) -> bool:
    return any(up.tag in ("nav", "footer", "aside") for up in node.iterancestors())
