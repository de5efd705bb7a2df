"""What a page's own program was given about the story: ``__NEXT_DATA__`` and the like.

Looked at only where nothing else names a value: it is large, and the story's object has no fixed place in it.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml import html

from crawler.extract.json_text import without_halves

_LONG_STRING = re.compile(r'"(?:[^"\\]|\\.){300,}"', re.DOTALL)
_PARAGRAPH = re.compile(r"<(?:p|br)[\s/>]", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,2000}>")
_MIN_STORY = 300  # characters of text: less is a teaser, a notice, a label
_ASSIGNED = re.compile(r"=\s{0,5}(?=[{\[])")
_ASSIGNED_TO = re.compile(r"[\w\]]\s{0,5}$")
_BEFORE = 6
_MAX_ASSIGNED = 12
_MAX_CHARS = 1_500_000
_MIN_CHARS = 100
_MAX_SCRIPTS = 60
_MAX_VALUES = 20_000
_TITLE_KEYS = ("headline", "title", "name", "hed", "seoTitle")
_KEYWORD_KEYS = ("keywords", "tags", "topics", "tagList")
_NAME_KEYS = ("name", "title", "label", "text", "displayName", "fullName", "tag")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What the page's state says of the story."""

    keywords: list[str] = field(default_factory=list)
    """Its tags, one each."""


def state_of(scripts: Sequence[html.HtmlElement], headline: str) -> State:
    """Return what the object that has the page's own headline says; nothing where no script holds such an object."""
    wanted = _bare(headline)
    for script in scripts[:_MAX_SCRIPTS]:
        text = script.text or ""
        if (
            len(text) < _MIN_CHARS
            or "ld+json" in (script.get("type") or "")
            or not any(f'"{key}"' in text for key in _KEYWORD_KEYS)
        ):
            continue
        for value in _values(text, (script.get("type") or "").lower()):
            story = _story(value, wanted)
            found = next((tags for key in _KEYWORD_KEYS if (tags := _names(story.get(key)))), [])
            if found:
                return State(keywords=found)
    return State()


def story_markup(root: html.HtmlElement) -> str | None:
    """Return the HTML of the longest text with paragraphs in the page's state; None where there is none.

    For pages that hold their story for their own program alone: empty shells, and React's flight data, which is JSON in
    strings of JSON.
    """
    longest, size = None, _MIN_STORY
    for _, script in zip(range(_MAX_SCRIPTS), root.iter("script"), strict=False):
        text = script.text or ""
        if len(text) < _MIN_STORY or len(text) > _MAX_CHARS or "ld+json" in (script.get("type") or ""):
            continue
        for markup in _strings(text, levels=2):
            if _PARAGRAPH.search(markup) and (chars := len(_TAG.sub("", markup))) > size:
                longest, size = markup, chars
    return longest


def _strings(text: str, levels: int) -> Iterator[str]:
    """Long JSON strings that hold markup, as they read; strings within strings, too."""
    for found in _LONG_STRING.finditer(text):
        if "\\u003c" not in found[0] and "<" not in found[0]:
            continue
        try:
            value = json.loads(without_halves(found[0]), strict=False)
        except ValueError:
            continue
        yield value
        if levels > 1 and "\\" in value:
            yield from _strings(value, levels - 1)


def _values(text: str, kind: str) -> Iterator[Any]:
    """The JSON in a script: all of it, or what is assigned to a variable."""
    if len(text) > _MAX_CHARS:
        return
    text = without_halves(text)
    decoder = json.JSONDecoder(strict=False)
    starts = (
        [len(text) - len(text.lstrip())]
        if "json" in kind
        else [match.end() for match in islice(_assignments(text), _MAX_ASSIGNED)]
    )
    done = 0
    for start in starts:
        if start < done:
            continue
        try:
            value, done = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        yield value


def _assignments(text: str) -> Iterator[re.Match[str]]:
    """The sign is looked for first: a search for one letter is many times as fast."""
    for match in _ASSIGNED.finditer(text):
        if _ASSIGNED_TO.search(text[max(0, match.start() - _BEFORE) : match.start()]):
            yield match


def _story(value: Any, wanted: str) -> dict[str, Any]:  # noqa: ANN401  # JSON
    """The first object, from the outside in, that has the headline and a list of tags."""
    waiting, seen = deque([value]), 0
    while waiting and seen < _MAX_VALUES:
        item, seen = waiting.popleft(), seen + 1
        if isinstance(item, dict):
            if any(_bare(item[key]) == wanted for key in _TITLE_KEYS if isinstance(item.get(key), str)) and any(
                item.get(key) for key in _KEYWORD_KEYS
            ):
                return item
            waiting.extend(inner for inner in item.values() if isinstance(inner, dict | list))
        elif isinstance(item, list):
            waiting.extend(inner for inner in item[:200] if isinstance(inner, dict | list))
    return {}


def _names(value: Any) -> list[str]:  # noqa: ANN401  # JSON
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")]
    if not isinstance(value, list):
        return []
    named = [item if isinstance(item, str) else next((item[key] for key in _NAME_KEYS if isinstance(item.get(key), str)), "")
             for item in value[:50] if isinstance(item, str | dict)]  # fmt: skip
    return [name for name in named if name]


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text[:400].casefold()))
