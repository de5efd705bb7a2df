"""Tags as a page prints them: groups of links to tag pages in or behind the story, and links behind a label. Weighs nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, islice

from lxml import html

from crawler.extract.document import PageBlock, inner_text
from crawler.extract.margins import names_others, stands_apart

_TAG_PATH = re.compile(
    r"/(?:tags?|topics?|keywords?|thema|themen|themenseite|schlagw(?:ort|orte|oerter|örter)|etiquetas?|temas?|mots?-cles?|sujets?|"
    r"argoment[oi]|labels?|tagged|hashtag|emne|emner|amne|ämne|avainsana|tag_list|temy|konu|etiket|chu-de|label-tag)[/=]"
)
_TAG_QUERY = re.compile(
    r"[?&](?:tags?|topic|keyword)="
)  # of its own, as a search for one first letter is ten times as fast
_WORDS = re.compile(r"[A-Z]?[a-zà-ÿ]+|[A-Z]+")
_PLURALS = (
    "tags",
    "keywords",
    "topics",
    "hashtags",
    "taglist",
    "tagslist",
    "etiquetas",
    "schlagworte",
    "schlagwoerter",
    "temas",
)
_SINGULARS = frozenset({"tag", "keyword", "topic", "hashtag", "etiqueta", "schlagwort", "tema"})
_PARTS = ("tag", "keyword", "topic", "etiqueta", "schlagwo", "tema")
"""One of them is in each of these words."""
_BEHIND_TAG = frozenset(
    "list links link box container wrapper wrap item items group section area name label text bar row block button btn pill "
    "chip".split()
)
_NO_TAGS = frozenset("cloud trending popular hot manager meta nav header navigation menu".split())
_RELATED_TAGS = re.compile(r"related-?(?:tags|topics)", re.IGNORECASE)
_LABEL = re.compile(
    r"^\W{0,3}(?:tags?|tagged(?: (?:with|in|as))?|topics?|keywords?|filed under|themen|thema|schlagw(?:ort|örter|orte|oerter)|"
    r"stichw(?:ort|orte|örter)|mots[- ]clés|sujets|temas|etiquetas|palabras clave|tag articolo|argomenti|trefwoorden|onderwerpen|"
    r"emneord|ämnen|emner|tagi|etiketler|теги|метки|ключевые слова|标签|關鍵字|关键词|關鍵詞|タグ|キーワード|태그)\s*(?:[:：]|$)",
    re.IGNORECASE,
)
_MORE_ABOUT = re.compile(
    r"^\W{0,3}(?:(?:lesen sie )?mehr (?:lesen )?(?:über|zu|zum thema|zu den themen|zu diesen themen)|weitere artikel zu|"
    r"themen in diesem artikel|read more (?:about|on)|more (?:about|on)(?: this| these| this topic| these topics)?|"
    r"explore more(?: on| about)?|related (?:topics|tags)|in this (?:story|article)|topics in this (?:story|article)|"
    r"en savoir plus sur|plus sur|sur le même thème|dans cet article|más (?:sobre|información sobre|en)|temas relacionados|"
    r"archivado en|leggi anche su|altro su|lees meer over|mer om|läs mer om|les mer om|læs mere om|lue lisää aiheesta|"
    r"więcej o|więcej na temat|читайте также о|подробнее о|"
    r"関連(?:キーワード|トピックス|タグ)|相关(?:标签|话题|主题))\s*(?:[:：]|$)",
    re.IGNORECASE,
)
_LIST_TAGS = frozenset({"ul", "ol", "nav", "section", "article", "body"})
_MAX_TAG = 60
_MAX_TAGS = 30
_MAX_CHIP = 40
_MAX_WORDING = 40  # longer than any of the labels
_MAX_LABELLED = 400
_MAX_ADDRESS = 300
_MAX_GROUPS = 300
_MANY_GROUPS = 3  # more of them, all different, are those of other stories
_MAX_LINKS = 20_000
_PROSE = 60  # characters of text beside the links that make it a paragraph
_SURE = 0.5


@dataclass(frozen=True, slots=True)
class TagGroup:
    """Tags that stand together."""

    tags: tuple[str, ...]
    """As printed."""
    trust: float
    """How surely they are the story's, 0 to 1, by what marks them."""


_Links = list[tuple[html.HtmlElement, bool, bool]]
"""Links with: marked by ``rel=tag``; leads to a tag page."""


def printed_tags(
    anchors: Sequence[html.HtmlElement], blocks: Sequence[PageBlock], *, boxes_too: bool
) -> list[TagGroup]:
    """Return the groups of tags among the links of a page, those behind a label first, else in page order.

    *boxes_too*: where no link says that it leads to a tag, those in an element that calls itself tags count.
    """
    links = anchors[:_MAX_LINKS]
    marked = {i for i, link in enumerate(links) if (rel := link.get("rel")) and "tag" in rel.lower().split()}
    pages = _tag_pages(links)
    groups = _groups([(links[i], i in marked, i in pages) for i in sorted(marked | pages)])
    if boxes_too and not any(group.trust >= _SURE for group in groups):
        boxes: dict[html.HtmlElement, bool] = {}
        groups += _groups([(link, False, i in pages) for i, link in enumerate(links) if _in_tag_box(link, boxes)])
    several = len({frozenset(group.tags) for group in groups}) > _MANY_GROUPS
    return [*_labelled(blocks), *(replace(group, trust=group.trust / 10) if several else group for group in groups)]


def is_label(text: str) -> bool:
    """Return whether *text* is only the label of a list of tags: ``Tags:``."""
    return bool(_LABEL.fullmatch(text))


def _tag_pages(links: Sequence[html.HtmlElement]) -> set[int]:
    """Indexes of the links to tag pages. One search over all addresses: it is ten times as fast as one for each."""
    addresses = [(link.get("href") or "")[:_MAX_ADDRESS].lower().replace("\n", "") for link in links]
    starts = list(accumulate((len(address) + 1 for address in addresses), initial=0))
    joined = "\n".join(addresses)
    found = [*_TAG_PATH.finditer(joined), *_TAG_QUERY.finditer(joined)]
    return {bisect_right(starts, match.start()) - 1 for match in found}


def _groups(links: _Links) -> list[TagGroup]:
    """The links that stand together, where they are the story's own. Links to categories are no tags."""
    held: dict[html.HtmlElement, _Links] = {}
    for link, is_marked, is_page in links:
        if "category" not in (link.get("rel") or "").lower():
            held.setdefault(_holder(link), []).append((link, is_marked, is_page))
    return [
        TagGroup(tuple(inner_text(link)[: _MAX_TAG + 1] for link, _, _ in group), _trust(holder, group))
        for holder, group in islice(held.items(), _MAX_GROUPS)
        if len(group) <= _MAX_TAGS and not _is_elsewhere(holder) and not _is_prose(holder, len(group))
    ]


def _trust(holder: html.HtmlElement, links: _Links) -> float:
    if any(is_marked for _, is_marked, _ in links):
        return 0.6
    is_box = _box_class(holder)
    is_page = any(is_tag_page for _, _, is_tag_page in links)
    trust = 0.5 if is_box and is_page else 0.3 if is_box else 0.26
    return trust if len(links) > 1 else trust / 3


def _labelled(blocks: Sequence[PageBlock]) -> list[TagGroup]:
    """Links behind a label: "Tags: tin, zinc", in one line or below it."""
    lists = []
    for index, block in enumerate(blocks):
        text = block.text
        is_short = len(text) <= _MAX_TAG
        if block.chrome or block.hidden or len(text) > _MAX_LABELLED or not (is_short or block.links):
            continue
        if len(text) > _MAX_WORDING and ":" not in text and "：" not in text:
            continue  # a label is the whole line, or ends in a colon
        label = _LABEL.match(text)
        found = label or (_MORE_ABOUT.match(text) if is_short and not block.links else None)
        if not found:
            continue
        if block.links and label:
            if found.end() + sum(map(len, block.links)) >= len(text.replace(" ", "")) * 0.8:
                lists.append(TagGroup(block.links, 0.6))
        elif found.end() == len(text):
            chips = _chips(blocks[index + 1 : index + 1 + _MAX_TAGS])
            lists.append(TagGroup(chips, 0.6 if label else 0.5))
    return lists


def _chips(blocks: Sequence[PageBlock]) -> tuple[str, ...]:
    """The texts of the short links that stand side by side from here on."""
    chips: list[str] = []
    row = blocks[0].element.getparent() if blocks and blocks[0].element is not None else None
    for block in blocks:
        if (
            not block.linked
            or block.element is None
            or row not in (block.element, block.element.getparent())
            or any(len(text) > _MAX_CHIP for text in block.links)
        ):
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
        if up is None or holder.tag in _LIST_TAGS or (len(holder) > 1 and holder.tag not in ("li", "span")):
            break
        holder = up
    return holder if holder is not None else link


def _box_class(holder: html.HtmlElement) -> bool:
    return any(
        _is_tag_class(node.get("class") or "") for node in (holder, *(up for up in islice(holder.iterancestors(), 2)))
    )


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
    own = sum(len((part or "").strip()) for part in (holder.text, *(child.tail for child in islice(holder, 200))))
    return own > _PROSE or (holder.tag == "p" and own > 10 * links)


@lru_cache(maxsize=4096)
def _is_tag_class(classes: str) -> bool:
    """Whether a class says "tags": ``post-tags``, ``articleTags``, ``tag-list``; not ``tag-tin``, as a story's own class is."""
    said = classes[:300].lower()
    if not any(part in said for part in _PARTS):
        return False
    for token in classes[:300].split():
        words = [word.lower() for word in _WORDS.findall(token)]
        if not words or _NO_TAGS & set(words):
            continue
        for word, behind in zip(words, [*words[1:], ""], strict=True):
            if word.endswith(_PLURALS) or (word in _SINGULARS and (not behind or behind in _BEHIND_TAG)):
                return True
    return False
