"""What a page says of itself for machines: JSON-LD, OpenGraph, ``<meta>``. Values as printed; weighs nothing against the text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cssselect import SelectorError
from lxml import html
from lxml.etree import XPathError
from parsel import css2xpath

from crawler.extract.document import even
from crawler.model import Found

_ARTICLE_TYPES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle blogposting techarticle report "
    "advertisercontentarticle opinionnewsarticle backgroundnewsarticle liveblogposting "
    "socialmediaposting".split()
)
_ORGANIZATIONS = frozenset({"organization", "newsmediaorganization", "corporation"})
_MAX_JSON_CHARS = 1_000_000
_MAX_DEPTH = 12
_STORY_CHARS = 400  # of the part that is paid for: more than a teaser


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """The machine-readable side of a page."""

    article: dict[str, Any] = field(default_factory=dict)
    """The JSON-LD object that describes the story; empty where there is none."""
    meta: dict[str, list[str]] = field(default_factory=dict)
    """``name``, ``property`` or ``itemprop`` of ``<meta>`` in lower case -> contents in order."""

    def from_meta(self, *names: str) -> list[Found]:
        """Return the contents of these ``<meta>`` names, in the order of the names."""
        return [
            Found(value=even(value), origin="og" if name.startswith("og:") else f"meta:{name}")
            for name in names
            for value in self.meta.get(name, ())
            if even(value)
        ]

    def persons(self) -> list[Found]:
        """Return the names of the JSON-LD article's authors that are not said to be organizations."""
        authors = self.article.get("author")
        listed = authors if isinstance(authors, list) else [authors]
        people = [item for item in listed if not (isinstance(item, dict) and _types(item) & _ORGANIZATIONS)]
        return [Found(value=even(text), origin="json-ld") for text in _names(people) if even(text)]

    def from_article(self, key: str) -> list[Found]:
        """Return the texts below *key* of the JSON-LD article: texts, or the ``name``/``url`` of objects."""
        return [Found(value=even(text), origin="json-ld") for text in _names(self.article.get(key)) if even(text)]


def structured_data(root: html.HtmlElement) -> Structured:
    """Return the page's JSON-LD article and its ``<meta>`` values. Broken JSON-LD is passed over."""
    scripts = root.iter("script")
    texts = [
        s.text or "" for s in scripts if (s.get("type") or "").split(";")[0].strip().lower() == "application/ld+json"
    ]
    objects = [item for text in texts for item in _objects(_load(text), 0)]
    articles = [item for item in objects if _types(item) & _ARTICLE_TYPES]
    meta: dict[str, list[str]] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop")
        if name and node.get("content"):
            meta.setdefault(name.strip().lower(), []).append(node.get("content") or "")
    return Structured(article=max(articles, key=len, default={}), meta=meta)


def behind_a_wall(root: html.HtmlElement, data: Structured) -> bool:
    """Return whether the page says that its story is not free to read, and what it sells is not on it.

    ``isAccessibleForFree`` with ``hasPart`` and its ``cssSelector``, as search engines ask paid sites for.
    """
    if str(data.article.get("isAccessibleForFree")).lower() != "false":
        return False
    parts = data.article.get("hasPart")
    selectors = [
        part.get("cssSelector") for part in (parts if isinstance(parts, list) else [parts]) if isinstance(part, dict)
    ]
    return not any(_text_at(root, css) >= _STORY_CHARS for css in selectors if isinstance(css, str))


def _text_at(root: html.HtmlElement, css: str) -> int:
    """How many characters the first element that *css* finds holds; 0 where it finds none or is no CSS."""
    try:
        found = root.xpath(css2xpath(css))
    except (SelectorError, XPathError):
        return 0
    elements = found if isinstance(found, list) else []
    return max(
        (len(even("".join(node.itertext()))) for node in elements if isinstance(node, html.HtmlElement)), default=0
    )


def describes(data: Structured, printed: Iterable[str]) -> bool:
    """Return whether the JSON-LD article is the page's own: its headline is printed on the page, whole or in part.

    Pages carry the data of teasers and of recommended stories, too.
    """
    stated = [_squeezed(found.value) for found in data.from_article("headline")]
    lines = [_squeezed(line) for line in printed]
    return not stated or not any(lines) or any(s in line or line in s for s in stated if s for line in lines if line)


def _squeezed(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _load(text: str) -> Any:  # noqa: ANN401  # JSON: looked at on the next line
    if len(text) > _MAX_JSON_CHARS:
        return None
    try:
        return json.loads(text.strip().removesuffix(";"), strict=False)
    except (ValueError, RecursionError):  # RecursionError is no ValueError: 1,000 nested brackets raise it
        return None


def _objects(value: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401  # JSON
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _objects(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _objects(value.get(key), depth + 1)


def _types(item: dict[str, Any]) -> set[str]:
    types = item.get("@type")
    return {str(t).rsplit("/", 1)[-1].lower() for t in (types if isinstance(types, list) else [types])}


def _names(value: Any) -> list[str]:  # noqa: ANN401  # JSON
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [name for item in value[:100] for name in _names(item) if not isinstance(item, list)]
    if isinstance(value, dict):
        named = value.get("name") or value.get("url") or value.get("@value")
        return [named] if isinstance(named, str) else []
    return []
