"""A story's tags as printed: links to tag pages in or behind the story, and the lists that the head states; which one is believed.

Of several lists the one that others repeat is believed: search words of a plugin stand alone, a story's tags are printed
and stated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_WORDS = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+")
_PLURALS = ("tags", "keywords", "topics", "hashtags", "taglist", "tagslist", "etiquetas", "schlagworte", "schlagwoerter", "temas")
_SINGULARS = frozenset({"tag", "keyword", "topic", "hashtag", "etiqueta", "schlagwort", "tema"})
_BEHIND_TAG = frozenset("list links link box container wrapper wrap item items group section area name label text bar row block button btn pill chip".split())
_NO_TAGS = frozenset("cloud trending popular hot manager meta nav header navigation menu".split())
_LABEL = re.compile(
    r"^\W{0,3}(?:tags?|tagged(?: (?:with|in|as))?|topics?|keywords?|filed under|themen|thema|schlagw(?:ort|örter|orte|oerter)|stichw(?:ort|orte|örter)|mots[- ]clés|sujets|temas|etiquetas|"
    r"palabras clave|tag articolo|argomenti|trefwoorden|onderwerpen|emneord|ämnen|emner|tagi|etiketler|теги|метки|ключевые слова|标签|關鍵字|关键词|關鍵詞|タグ|キーワード|태그)\s*(?:[:：]|$)",
    re.IGNORECASE,
)
_MORE_ABOUT = re.compile(
    r"^\W{0,3}(?:(?:lesen sie )?mehr (?:lesen )?(?:über|zu|zum thema|zu den themen|zu diesen themen)|weitere artikel zu|themen in diesem artikel|read more (?:about|on)|"
    r"more (?:about|on)(?: this| these| this topic| these topics)?|explore more(?: on| about)?|related (?:topics|tags)|in this (?:story|article)|topics in this (?:story|article)|"
    r"en savoir plus sur|plus sur|sur le même thème|dans cet article|más (?:sobre|información sobre|en)|temas relacionados|archivado en|leggi anche su|altro su|lees meer over|"
    r"mer om|läs mer om|les mer om|læs mere om|lue lisää aiheesta|więcej o|więcej na temat|читайте также о|подробнее о|関連(?:キーワード|トピックス|タグ)|相关(?:标签|话题|主题))\s*(?:[:：]|$)",
    re.IGNORECASE,
)
_RELATED_TAGS = re.compile(r"related-?(?:tags|topics)", re.IGNORECASE)
_SPLIT = re.compile(r"\s*[,;，；、|]\s*")
_MACHINE = re.compile(r"^[0-9a-f]{6,}(?:-[0-9a-f]{4,})*$|^\d+$|[{}<>=]|https?:|_(?=.*_)|^[a-z]+:[a-z0-9_-]+:", re.IGNORECASE)
_PREFIX = re.compile(r"^[A-Za-z ]{2,20}(?:/|: )(?=\S)")
_CODE = re.compile(r"^[A-Z0-9]{2,8}$")
_META = ("article:tag", "og:article:tag", "parsely-tags", "sailthru.tags", "cxenseparse:keywords", "dc.subject", "news_keywords", "keywords")
_SEARCH = {"news_keywords": 0.3, "keywords": 0.25}
_STATED = 0.35
_MAX_TAG = 60
_MAX_TAGS = 30
_MAX_STATED = 80
_MANY = 5
_MAX_CHIP = 40
_MAX_GROUPS = 3  # more of them, all different, are those of other stories
_MAX_LINKS = 20_000
_PROSE = 60  # characters of text beside the links that make it a paragraph


@dataclass(frozen=True, slots=True)
class _List:
    """One place's tags."""

    origin: str
    voice: str
    trust: float
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
        found = [_List("page-state", "state", 0.0, tuple(state_of(root, headline or "").keywords))] if headline else []
        lists = [cleaned for each in found if (cleaned := _cleaned(each, sites, headline)).tags]
    best = max(lists, key=lambda each: _support(each, lists), default=None)
    return [Found(value=tag, origin=best.origin) for tag in best.tags] if best else []


def _support(one: _List, lists: Sequence[_List]) -> float:
    """How far the other places repeat the list: 1 for each voice that says the same, less for one that says some of it."""
    voices: dict[str, float] = {}
    for other in lists:
        if other.voice != one.voice:
            shared = len(one.set & other.set) / len(one.set | other.set)
            voices[other.voice] = max(voices.get(other.voice, 0.0), shared)
    alone = len(one.tags) == 1 and any(len(other.tags) > 1 and other.trust > 0.2 for other in lists)  # noqa: PLR2004
    return round((one.trust / 3 if alone else one.trust) + sum(voices.values()), 2)


def _stated(data: Structured) -> list[_List]:
    lists = [_List("json-ld", "json-ld", _STATED, _apart(data.from_article("keywords")))]
    for name in _META:
        found = data.from_meta(name)
        if found:
            voice, trust = ("search", _SEARCH[name]) if name in _SEARCH else ("meta", _STATED)
            lists.append(_List(found[0].origin, voice, trust, _apart(found)))
    return lists


def _apart(found: Sequence[Found]) -> tuple[str, ...]:
    """Lists apart; several values are one tag each where most hold no comma."""
    if len(found) > 1 and sum("," in item.value for item in found) * 2 < len(found):
        return tuple(item.value for item in found)
    return tuple(part for item in found[:_MAX_TAGS] for part in _SPLIT.split(item.value))


def _cleaned(one: _List, sites: frozenset[str], headline: str | None) -> _List:
    """The list without ids, names of the site and the headline itself; prefixes that all share, as in ``topic/tin``, go."""
    tags = [tag.strip(" #\"',;:-\t") for tag in one.tags]
    tags = [tag for tag in tags if tag and len(tag) <= _MAX_TAG and not _MACHINE.search(tag) and not _LABEL.fullmatch(tag)]
    prefixed = [tag for tag in tags if _PREFIX.match(tag)]
    if tags and len(prefixed) == len(tags) and all("/" in tag for tag in tags):
        tags = [tag.partition("/")[2] for tag in tags]
    elif len(tags) > len(prefixed):
        tags = [tag for tag in tags if ": " not in tag or tag not in prefixed]
    if len(tags) >= _MANY and sum(bool(_CODE.match(tag)) for tag in tags) > len(tags) * 0.8:
        tags = []  # an agency's subject codes
    skip = {*sites, (headline or "").casefold()}
    unique = {tag.casefold(): tag for tag in reversed(tags) if tag.casefold() not in skip}
    ordered = tuple(reversed(unique.values()))
    if len(ordered) == 1 and ordered[0].count(" ") >= _MANY - 1:
        return replace(one, tags=ordered, trust=0.0)  # a list whose commas were lost
    return replace(one, tags=ordered if len(ordered) <= _MAX_STATED else ())


def _printed(root: html.HtmlElement, blocks: Sequence[PageBlock]) -> list[_List]:
    """Groups of links to tag pages, and lines that a label opens, in page order."""
    boxes: dict[html.HtmlElement, bool] = {}
    groups: dict[html.HtmlElement, list[tuple[html.HtmlElement, bool, bool]]] = {}
    for _, link in zip(range(_MAX_LINKS), root.iter("a"), strict=False):
        relations, address = link.get("rel"), link.get("href") or ""
        is_marked = bool(relations) and "tag" in relations.lower().split() and "category" not in relations.lower()
        is_tag_page = not is_marked and bool(_TAG_PAGE.search(address[:300]))
        if (is_marked or is_tag_page or _in_tag_box(link, boxes)) and not (relations and "category" in relations.lower()):
            groups.setdefault(_holder(link), []).append((link, is_marked, is_tag_page))
    lists = []
    for holder, links in groups.items():
        if len(links) > _MAX_TAGS or _is_elsewhere(holder) or _is_prose(holder, len(links)):
            continue
        texts = tuple(even("".join(link.itertext()))[: _MAX_TAG + 1] for link, _, _ in links)
        lists.append(_List("tag-link", "printed", _trust(holder, links), texts))
    several = len({each.set for each in lists}) > _MAX_GROUPS
    return [*_labelled(blocks), *(replace(each, trust=each.trust / 10) if several else each for each in lists)]


def _trust(holder: html.HtmlElement, links: Sequence[tuple[html.HtmlElement, bool, bool]]) -> float:
    if any(is_marked for _, is_marked, _ in links):
        return 0.6
    is_box = _box_class(holder)
    is_page = any(is_tag_page for _, _, is_tag_page in links)
    trust = 0.5 if is_box and is_page else 0.3 if is_box else 0.15
    return trust if len(links) > 1 else trust / 3


def _labelled(blocks: Sequence[PageBlock]) -> list[_List]:
    """Links behind a label: "Tags: tin, zinc", in one line or below it."""
    lists = []
    for index, block in enumerate(blocks):
        text = block.text
        if block.chrome or block.hidden or len(text) > 400 or not text[:4].strip():  # noqa: PLR2004
            continue
        label = _LABEL.match(text) if len(text) <= _MAX_TAG or ":" in text[:_MAX_TAG] or "：" in text[:_MAX_TAG] or block.links else None
        found = label or (_MORE_ABOUT.match(text) if len(text) <= _MAX_TAG else None)
        if not found:
            continue
        if block.links and label:
            if found.end() + sum(map(len, block.links)) >= len(text.replace(" ", "")) * 0.8:
                lists.append(_List("tag-link", "printed", 0.6, block.links))
        elif found.end() == len(text):
            chips = _chips(blocks[index + 1 : index + 1 + _MAX_TAGS])
            lists.append(_List("tag-link", "printed", 0.6 if label else 0.5, chips))
    return lists


def _chips(blocks: Sequence[PageBlock]) -> tuple[str, ...]:
    """The texts of the short links that stand side by side from here on."""
    chips: list[str] = []
    row = blocks[0].element.getparent() if blocks and blocks[0].element is not None else None
    for block in blocks:
        if not block.linked or block.element is None or row not in (block.element, block.element.getparent()) or any(len(text) > _MAX_CHIP for text in block.links):
            break
        chips += block.links
    return tuple(chips)


def _in_tag_box(node: html.HtmlElement, known: dict[html.HtmlElement, bool], levels: int = 3) -> bool:
    """Whether the element or one close above it says "tags"; *known* are the elements already looked at."""
    classes = node.get("class")
    if classes and _is_tag_class(classes):
        return True
    up = node.getparent()
    if levels == 0 or up is None or up.tag in ("body", "article", "main", "html"):
        return False
    if up not in known:
        known[up] = _in_tag_box(up, known, levels - 1)
    return known[up]


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
    """Whether the group stands in a menu or a sidebar; a ``<nav>`` or ``<aside>`` around nothing but tags is none."""
    node, level = holder, 0
    while node is not None and level < 3 and not _is_tag_class(node.get("class") or ""):  # noqa: PLR2004
        node, level = node.getparent(), level + 1
    if node is None or level == 3:  # noqa: PLR2004
        return holder.tag in ("nav", "aside") or names_others(holder.get("class") or "") or stands_apart(holder)
    classes = node.get("class") or ""
    if names_others(classes) and not _RELATED_TAGS.search(classes):
        return True
    up = node.getparent()
    return stands_apart(up if up is not None and up.tag in ("nav", "aside") else node)


def _is_prose(holder: html.HtmlElement, links: int) -> bool:
    """Whether the links stand within running text."""
    if holder.tag not in ("p", "div", "span", "section", "article", "td", "blockquote"):
        return False
    own = sum(len((part or "").strip()) for part in (holder.text, *(child.tail for _, child in zip(range(200), holder, strict=False))))
    return own > _PROSE or (holder.tag == "p" and own > 10 * links)


@lru_cache(maxsize=4096)
def _is_tag_class(classes: str) -> bool:
    """Whether a class says "tags": ``post-tags``, ``articleTags``, ``tag-list``; not ``tag-tin``, as a story's own class is."""
    for token in classes[:300].split():
        words = [word.lower() for word in _WORDS.findall(token)]
        if not words or _NO_TAGS & set(words):
            continue
        for word, behind in zip(words, [*words[1:], ""], strict=True):
            if word.endswith(_PLURALS) or (word in _SINGULARS and (not behind or behind in _BEHIND_TAG)):
                return True
    return False
