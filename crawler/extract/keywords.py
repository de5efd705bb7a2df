"""A story's tags as printed: links to tag pages in or behind the story, and the lists that the head states; which one is believed.

Of several lists the one that others repeat is believed: search words of a plugin stand alone, a story's tags are printed
and stated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import html

from crawler.extract.document import PageBlock
from crawler.extract.selectors import selected
from crawler.extract.state import state_of
from crawler.extract.structured import Structured
from crawler.extract.tag_links import is_label, printed_tags
from crawler.model import Found
from crawler.sources import Select

_SPLIT = re.compile(r"\s*[,;，；、|]\s*")
_MACHINE = re.compile(
    r"^[0-9a-f]{6,}(?:-[0-9a-f]{4,})*$|^\d+$|[{}<>=]|https?:|_(?=.*_)|^[a-z]+:[a-z0-9_-]+:", re.IGNORECASE
)
_PREFIX = re.compile(r"^[A-Za-z ]{2,20}(?:/|: )(?=\S)")
_CODE = re.compile(r"^[A-Z0-9]{2,8}$")
_META = (
    "article:tag",
    "og:article:tag",
    "parsely-tags",
    "sailthru.tags",
    "cxenseparse:keywords",
    "dc.subject",
    "news_keywords",
    "keywords",
)
_SEARCH = {"news_keywords": 0.3, "keywords": 0.25}
_STATED = 0.35
_MAX_TAG = 60
_MAX_VALUES = 100
_MAX_STATED = 80
_MANY = 5
_MAX_LISTS = 40


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


def keywords(
    root: html.HtmlElement, data: Structured, chosen: Select, blocks: Sequence[PageBlock], headline: str | None
) -> list[Found]:
    """Return printed tags, one each: the source's selectors, else the list that most places agree on."""
    own = selected(root, chosen.keywords)
    if own:
        return own
    sites = frozenset(
        found.value.casefold() for found in (*data.from_article("publisher"), *data.from_meta("og:site_name"))
    )
    stated = [kept for each in _stated(data) if (kept := _cleaned(each, sites, headline)).tags]
    printed = (
        []
        if _agreed(stated)
        else [
            kept
            for group in printed_tags(
                data.elements.links, blocks, boxes_too=not any(e.trust >= _STATED and len(e.tags) > 1 for e in stated)
            )
            if (kept := _cleaned(_List("tag-link", "printed", group.trust, group.tags), sites, headline)).tags
        ]
    )
    lists = [*printed[:_MAX_LISTS], *stated]
    if not lists and headline:
        told = tuple(state_of(data.elements.scripts, headline).keywords)
        state = _cleaned(_List("page-state", "state", 0.0, told), sites, headline)
        lists = [state] if state.tags else []
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


def _agreed(stated: Sequence[_List]) -> bool:
    """Whether two of the head's voices say the same: then the page prints it no other way."""
    return any(a.voice != b.voice and a.set == b.set and len(a.tags) > 1 for a in stated for b in stated)


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
    return tuple(part for item in found[:_MAX_VALUES] for part in _SPLIT.split(item.value))


def _cleaned(one: _List, sites: frozenset[str], headline: str | None) -> _List:
    """The list without ids, names of the site and the headline itself; prefixes that all share, as in ``topic/tin``, go."""
    tags = [tag.strip(" #\"',;:-\t") for tag in one.tags]
    tags = [tag for tag in tags if tag and len(tag) <= _MAX_TAG and not _MACHINE.search(tag) and not is_label(tag)]
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
