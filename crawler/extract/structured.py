"""What a page says of itself for machines: JSON-LD, OpenGraph, ``<meta>``. Values as printed; weighs nothing against the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from cssselect import SelectorError
from lxml import html
from lxml.etree import XPathError
from parsel import css2xpath

from crawler.extract import jsonld
from crawler.extract.document import even, inner_text
from crawler.extract.elements import Elements, elements_of
from crawler.extract.lines import letters_of
from crawler.model import Found

_ORGANIZATIONS = frozenset({"organization", "newsmediaorganization", "corporation"})
_STORY_CHARS = 400  # of the part that is paid for: more than a teaser
_MAX_VALUE = 20_000
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_WORD = re.compile(r"\w{2,}")
_PAGES = frozenset({"webpage", "itempage", "newspage", "medicalwebpage"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Structured:
    """The machine-readable side of a page."""

    article: dict[str, Any] = field(default_factory=dict)
    """The JSON-LD object that describes the story; empty where there is none."""
    page: dict[str, Any] = field(default_factory=dict)
    """The JSON-LD object of the page itself (``WebPage``); empty where there is none."""
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    """JSON-LD objects by their ``@id``, for the references of others."""
    crumbs: list[str] = field(default_factory=list)
    """Names of the JSON-LD breadcrumb list, from the front page down."""
    addresses: frozenset[str] = frozenset()
    """Paths of the addresses that the page calls its own."""
    elements: Elements = field(default_factory=Elements)
    """The page's elements that say something of it."""
    meta: dict[str, list[str]] = field(default_factory=dict)
    """``name``, ``property`` or ``itemprop`` of ``<meta>`` in lower case -> contents in order."""

    def from_meta(self, *names: str) -> list[Found]:
        """Return the contents of these ``<meta>`` names, in the order of the names."""
        return [
            Found(value=text, origin="og" if name.startswith("og:") else f"meta:{name}")
            for name in names
            for value in self.meta.get(name, ())
            if (text := even(value))
        ]

    def persons(self) -> list[Found]:
        """Return the names of the JSON-LD article's authors, or the page's, that are not said to be organizations."""
        for owner, key in ((self.article, "author"), (self.article, "creator"), (self.page, "author")):
            stated = owner.get(key)
            listed = [self._referred(item) for item in (stated if isinstance(stated, list) else [stated])]
            people = [item for item in listed if not (isinstance(item, dict) and jsonld.types(item) & _ORGANIZATIONS)]
            names = [text for text in _texts(people, ("name", "@value")) if text]
            owner_names = self.owner()
            found = [Found(value=n, origin="json-ld:owner" if n in owner_names else "json-ld") for n in names]
            if found:
                return found
        return []

    def owner(self) -> list[str]:
        """The name of a person whose own site this is."""
        publisher = self._referred(self.article.get("publisher"))
        is_person = isinstance(publisher, dict) and "person" in jsonld.types(publisher)
        return _texts(publisher, ("name",)) if is_person else []

    def from_article(self, key: str) -> list[Found]:
        """Return the texts below *key* of the JSON-LD article: texts, or the ``name``/``url`` of objects."""
        value = self._referred(self.article.get(key))
        return [Found(value=text, origin="json-ld") for text in _texts(value, ("name", "url", "@value")) if text]

    def images(self) -> list[Found]:
        """Return the addresses of the JSON-LD article's pictures."""
        value = self._referred(self.article.get("image"))
        found = _texts(value, ("url", "contentUrl", "@id"))
        return [Found(value=text, origin="json-ld") for text in found if text]

    def article_addresses(self) -> set[str]:
        """Return the paths of the addresses that the JSON-LD article calls its own."""
        stated = [self.article.get(key) for key in ("url", "mainEntityOfPage", "@id")]
        return {path for text in _texts(stated, ("@id", "url")) if (path := _path(text))}

    def _referred(self, value: Any) -> Any:  # noqa: ANN401  # JSON
        """The object that a bare reference names."""
        if isinstance(value, dict) and not value.get("name") and isinstance(value.get("@id"), str):
            return self.by_id.get(value["@id"], value)
        return value


def structured_data(root: html.HtmlElement) -> Structured:
    """Return the page's JSON-LD and its ``<meta>`` values. What cannot be read is passed over.

    Of several stories in the JSON-LD, the page's own is the one whose headline is printed in its titles, then the fuller.
    """
    elements = elements_of(root)
    meta: dict[str, list[str]] = {}
    for node in elements.metas:
        name, content = node.get("property") or node.get("name") or node.get("itemprop"), node.get("content")
        if name and content:
            meta.setdefault(name.strip().lower(), []).append(content[:_MAX_VALUE])
    scripts = (node for node in elements.scripts if "ld+json" in (node.get("type") or "").lower())
    objects = jsonld.objects(node.text or "" for node in scripts)
    if not objects:
        return Structured(elements=elements, meta=meta)
    links = [node.get("href") or "" for node in elements.canonical]
    articles = [item for item in objects if jsonld.is_article(item)]
    return Structured(
        article=_own(articles, elements.titles, meta),
        page=next((item for item in objects if jsonld.types(item) & _PAGES), {}),
        by_id={
            item["@id"]: item for item in reversed(objects) if isinstance(item.get("@id"), str) and item.get("name")
        },
        crumbs=_crumbs(objects),
        addresses=frozenset(filter(None, map(_path, [*links, *meta.get("og:url", ())]))),
        elements=elements,
        meta=meta,
    )


def _own(
    articles: Sequence[dict[str, Any]], titles: Iterable[html.HtmlElement], meta: dict[str, list[str]]
) -> dict[str, Any]:
    if len(articles) < 2:  # noqa: PLR2004
        return articles[0] if articles else {}
    texts = [*("".join(node.itertext()) for node in titles), *meta.get("og:title", ())]
    printed = [letters_of(text) for text in texts]

    def rank(item: dict[str, Any]) -> tuple[bool, int]:
        stated = [letters_of(text) for text in _texts(item.get("headline"), ()) if text]
        return any(text and text in title for text in stated for title in printed), len(item)

    return max(articles, key=rank)


def _crumbs(objects: Iterable[dict[str, Any]]) -> list[str]:
    trail = next((item for item in objects if "breadcrumblist" in jsonld.types(item)), {})
    steps = trail.get("itemListElement")
    names = []
    for step in steps[:20] if isinstance(steps, list) else []:
        inner = step.get("item") if isinstance(step, dict) else None
        texts = _texts([step, inner], ("name",))
        names += texts[:1]
    return [name for name in names if name]


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
    return max((len(inner_text(node)) for node in elements if isinstance(node, html.HtmlElement)), default=0)


def describes(data: Structured, printed: Iterable[str]) -> bool:
    """Return whether the JSON-LD article is the page's own: its headline is printed on the page, or it names the page's address.

    Pages carry the data of teasers and of recommended stories, too. A headline is printed where it stands on the page, whole
    or in part, or where half of its words do: newsrooms write one for readers and another for search engines.
    """
    stated = [found.value for found in data.from_article("headline")]
    lines = [line for line in printed if letters_of(line)]
    if not stated or not lines or data.article_addresses() & data.addresses:
        return True
    return any(_is_like(text, line) for text in stated for line in lines)


def _is_like(text: str, line: str) -> bool:
    bare, other = letters_of(text), letters_of(line)
    if bare and (bare in other or other in bare):
        return True
    words, others = (set(_WORD.findall(side.casefold())) for side in (text, line))
    return len(words & others) * 2 >= min(len(words), len(others)) > 2  # noqa: PLR2004  # two words prove nothing


def _path(address: str) -> str:
    """What tells two addresses of one site apart: no scheme, no host, no query."""
    return (
        re.sub(r"^https?://[^/]*", "", address.strip(), count=1, flags=re.IGNORECASE)
        .split("?")[0]
        .split("#")[0]
        .rstrip("/")
    )


def _texts(value: Any, keys: Sequence[str], depth: int = 0) -> list[str]:  # noqa: ANN401  # JSON
    """The texts in a value: itself, of a list each, of an object the first of *keys* that holds one.

    Entities and markup are undone.
    """
    if isinstance(value, str):
        return [_plain(value)]
    if isinstance(value, list) and depth < 3:  # noqa: PLR2004
        return [text for item in value[:100] for text in _texts(item, keys, depth + 1)]
    if isinstance(value, dict) and depth < 3:  # noqa: PLR2004
        named = next((value[key] for key in keys if value.get(key)), None)
        return _texts(named, keys, depth + 1) if isinstance(named, str | list) else []
    return []


def _plain(text: str) -> str:
    text = text[:_MAX_VALUE]
    if "&" in text:
        text = unescape(unescape(text))  # "&amp;#039;" is common
    if "<" in text:
        text = _MARKUP.sub("", text)
    return even(text)
