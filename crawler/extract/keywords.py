"""A story's tags as printed: links to tag pages in or behind the story, and the lists that the head states; which one is believed.

Of several lists the one that others repeat is believed: search words of a plugin stand alone, a story's tags are printed
and stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from lxml import html

from crawler.extract.document import PageBlock, even
from crawler.extract.places import selected
from crawler.extract.state import state_of
from crawler.extract.structured import Structured
from crawler.extract.surroundings import names_others, stands_apart
from crawler.model import Found
from crawler.sources import Select

_TAG_PAGE = re.compile(
    r"/(?:tags?|topics?|keywords?|themen?|themenseite|schlagw(?:ort|orte|oerter|örter)|etiquetas?|temas?|mots?-cles?|sujets?|argoment[oi]|label|labels|tagged|hashtag|"
    r"tema|emne|emner|amne|ämne|avainsana|tag_list|temy|konu|etiket|chu-de|label-tag)[/=]|[?&](?:tags?|topic|keyword)=",
    re.IGNORECASE,
)
_TAG_CLASS = re.compile(r"(?<![a-z])(?:[a-z]*(?:tag|keyword|topic|hashtag|etiqueta|schlagw[a-zö]*rt|themen)s?)(?![a-z]*(?:line|cloud))(?![a-z])|(?<=[a-z])(?:Tags?|Topics?|Keywords?)(?![a-z])")
_NO_TAG_CLASS = re.compile(r"stage|vintage|heritage|percentage|advantage|cottage|montage|storage|tag-?(?:cloud|manager)|trending|popular|nav-?topics|hot-?topics", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W{0,3}(?:tags?|tagged(?: (?:with|in|as))?|topics?|keywords?|filed under|themen|thema|schlagw(?:ort|örter|orte|oerter)|stichw(?:ort|orte|örter)|mots[- ]clés|sujets|temas|etiquetas|"
    r"palabras clave|tag articolo|argomenti|trefwoorden|onderwerpen|emneord|ämnen|emner|tagi|etiketler|теги|метки|ключевые слова|标签|關鍵字|关键词|關鍵詞|タグ|キーワード|태그)\s*(?:[:：]|$)",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[,;，；、|]\s*")
_MACHINE = re.compile(r"^[0-9a-f]{6,}(?:-[0-9a-f]{4,})*$|^\d+$|[{}<>=]|https?:|_(?=.*_)|^[a-z]+:[a-z0-9_-]+:", re.IGNORECASE)
_PREFIX = re.compile(r"^[A-Za-z]+(?:/|: )(?=\S)")
_META = ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "cxenseparse:keywords", "dc.subject", "news_keywords", "keywords")
_SINGLE = frozenset({"news_keywords", "keywords"})
_MAX_TAG = 60
_MAX_TAGS = 30
_MAX_LINKS = 20_000
_PROSE = 60  # characters of text beside the links that make it a paragraph


@dataclass(frozen=True, slots=True)
class _List:
    """One place's tags."""

    origin: str
    voice: str
    tags: tuple[str, ...]

    @property
    def set(self) -> frozenset[str]:
        return frozenset(tag.casefold() for tag in self.tags)


def keywords(root: html.HtmlElement, data: Structured, chosen: Select, blocks: Sequence[PageBlock], headline: str | None) -> list[Found]:
    """Return printed tags, one each: the source's selectors, else the list that most places agree on."""
    own = selected(root, chosen.keywords)
    if own:
        return own
    sites = frozenset(found.value.casefold() for found in (*data.from_article("publisher"), *data.from_meta("og:site_name")))
    lists = [cleaned for each in (*_printed(root, blocks), *_stated(data)) if (cleaned := _cleaned(each, sites, headline)).tags]
    if not lists:
        found = [_List("page-state", "state", tuple(state_of(root, headline or "").keywords))] if headline else []
        lists = [cleaned for each in found if (cleaned := _cleaned(each, sites, headline)).tags]
    best = max(lists, key=lambda each: _support(each, lists), default=None)
    return [Found(value=tag, origin=best.origin) for tag in best.tags] if best else []


def _support(one: _List, lists: Iterable[_List]) -> float:
    """How far the other places repeat the list: 1 for each voice that says the same, less for one that says some of it."""
    voices: dict[str, float] = {}
    for other in lists:
        if other.voice != one.voice:
            shared = len(one.set & other.set) / len(one.set | other.set)
            voices[other.voice] = max(voices.get(other.voice, 0.0), shared)
    return round(sum(voices.values()), 2)


def _stated(data: Structured) -> list[_List]:
    lists = [_List("json-ld", "json-ld", _apart(data.from_article("keywords")))]
    for name in _META:
        voice = "search" if name in _SINGLE else "meta"
        found = data.from_meta(name)
        lists.append(_List(found[0].origin if found else name, voice, _apart(found)))
    return sorted(lists, key=lambda each: each.origin == "json-ld" and len(each.tags) == 1)


def _apart(found: Sequence[Found]) -> tuple[str, ...]:
    """Lists apart; several values are one tag each where most hold no comma."""
    if len(found) > 1 and sum("," in item.value for item in found) * 2 < len(found):
        return tuple(item.value for item in found)
    return tuple(part for item in found[:_MAX_TAGS] for part in _SPLIT.split(item.value))


def _cleaned(one: _List, sites: frozenset[str], headline: str | None) -> _List:
    """The list without ids, names of the site and the headline itself; prefixes that all share, as in ``topic/tin``, go."""
    tags = [tag.strip(" #\"'.,;:\t") for tag in one.tags]
    tags = [tag for tag in tags if tag and len(tag) <= _MAX_TAG and not _MACHINE.search(tag)]
    if tags and all(_PREFIX.match(tag) and "/" in tag for tag in tags):
        tags = [tag.partition("/")[2] for tag in tags]
    skip = {*sites, (headline or "").casefold()}
    unique = {tag.casefold(): tag for tag in reversed(tags) if tag.casefold() not in skip}
    ordered = tuple(reversed(unique.values()))
    return replace(one, tags=ordered if len(ordered) <= _MAX_TAGS else ())


def _printed(root: html.HtmlElement, blocks: Sequence[PageBlock]) -> list[_List]:
    """Groups of links to tag pages, and lines that a label opens, in page order; those with a label or ``rel=tag`` first."""
    groups: dict[html.HtmlElement, list[tuple[str, bool]]] = {}
    for _, link in zip(range(_MAX_LINKS), root.iter("a"), strict=False):
        is_marked = "tag" in (link.get("rel") or "").lower().split()
        if not is_marked and not _TAG_PAGE.search((link.get("href") or "")[:300]) and not _in_tag_box(link):
            continue
        groups.setdefault(_holder(link), []).append((even("".join(link.itertext()))[: _MAX_TAG + 1], is_marked))
    sure, unsure = [], []
    for holder, links in groups.items():
        if len(links) <= _MAX_TAGS and not _is_elsewhere(holder) and not _is_prose(holder, links):
            is_sure = any(marked for _, marked in links) or _box_class(holder)
            (sure if is_sure else unsure).append(_List("tag-link", "printed", tuple(text for text, _ in links)))
    return [*_labelled(blocks), *sure, *unsure]


def _labelled(blocks: Sequence[PageBlock]) -> list[_List]:
    """Links behind a label: "Tags: tin, zinc", in one line or below it."""
    lists = []
    for index, block in enumerate(blocks):
        found = None if block.chrome or block.hidden or len(block.text) > 400 else _LABEL.match(block.text)  # noqa: PLR2004
        if not found:
            continue
        if block.links:
            if found.end() + sum(map(len, block.links)) >= len(block.text.replace(" ", "")) * 0.8:
                lists.append(_List("tag-link", "printed", block.links))
            continue
        if found.end() == len(block.text):
            below = blocks[index + 1 : index + 1 + _MAX_TAGS]
            end = next((i for i, other in enumerate(below) if not other.linked or len(other.text) > _MAX_TAG * 3), len(below))
            lists.append(_List("tag-link", "printed", tuple(text for other in below[:end] for text in other.links)))
    return lists


def _in_tag_box(link: html.HtmlElement) -> bool:
    for _, up in zip(range(3), link.iterancestors(), strict=False):
        if _is_tag_class(up.get("class") or ""):
            return True
    return _is_tag_class(link.get("class") or "")


def _holder(link: html.HtmlElement) -> html.HtmlElement:
    """The element that holds a group of links: above list items and wrappers of one link."""
    holder = link.getparent()
    for _ in range(3):
        up = holder.getparent() if holder is not None else None
        if up is None or holder.tag in ("ul", "ol", "nav", "section", "article", "body") or (len(holder) > 1 and holder.tag not in ("li", "span")):
            break
        holder = up
    return holder if holder is not None else link


def _box_class(holder: html.HtmlElement) -> bool:
    return any(_is_tag_class(node.get("class") or "") for node in (holder, *(up for _, up in zip(range(2), holder.iterancestors(), strict=False))))


def _is_elsewhere(holder: html.HtmlElement) -> bool:
    """Whether the group stands in a menu or a sidebar; a ``<nav>`` or ``<aside>`` that calls itself tags is none."""
    for level, node in enumerate((holder, *holder.iterancestors())):
        classes = f"{node.get('class') or ''} {node.get('id') or ''}"
        if names_others(classes) and not (level < 2 and re.search(r"related-?(?:tags|topics)|tags?-?list", classes)):  # noqa: PLR2004
            return True
        if _is_tag_class(node.get("class") or "") or _is_tag_class(node.get("id") or ""):
            return stands_apart(node) if node.tag not in ("nav", "aside") else False
        if level > 3 or node.tag in ("nav", "aside", "body"):  # noqa: PLR2004
            break
    return holder.tag in ("nav", "aside") or stands_apart(holder)


def _is_prose(holder: html.HtmlElement, links: Sequence[tuple[str, bool]]) -> bool:
    """Whether the links stand within running text."""
    if holder.tag not in ("p", "div", "span", "section", "article", "td", "blockquote"):
        return False
    own = sum(len((part or "").strip()) for part in (holder.text, *(child.tail for _, child in zip(range(200), holder, strict=False))))
    return own > _PROSE or (len(links) == 1 and holder.tag == "p" and own > len(links[0][0]))


@lru_cache(maxsize=4096)
def _is_tag_class(classes: str) -> bool:
    return bool(classes) and bool(_TAG_CLASS.search(classes[:300])) and not _NO_TAG_CLASS.search(classes[:300])
