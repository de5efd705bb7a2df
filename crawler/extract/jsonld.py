"""JSON-LD as pages carry it: broken scripts mended where that is cheap, the objects in them, and which of them is the story."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from crawler.extract.json_text import without_halves

_ARTICLE_TYPES = frozenset(
    "article newsarticle reportagenewsarticle analysisnewsarticle blogposting techarticle report "
    "advertisercontentarticle opinionnewsarticle backgroundnewsarticle liveblogposting reviewnewsarticle "
    "askpublicnewsarticle satiricalarticle scholarlyarticle socialmediaposting discussionforumposting".split()
)
_MAX_CHARS = 1_000_000
_MAX_MENDED = 200_000  # mending tries again and again; nothing of a story's own data is longer
_MAX_DEPTH = 12
_MAX_OBJECTS = 2000
_OPENINGS = ("<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA[")
_ENDINGS = ("-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "//", ";")
_LINE_COMMENT = re.compile(r"(?<=[\s,{\[}\]])//[^\n\"]{0,300}$", re.MULTILINE)
_TRAILING_COMMA = re.compile(r",(?=\s{0,200}[}\]])")
_MISSING_COMMA = re.compile(r"(?<=[}\]])(?=\s{0,200}\{)")
_STRAY_ESCAPE = re.compile(r"\\(?![\"\\/bfnrtu])")
_PLAIN_PAIR = re.compile(
    r"\"(?P<key>@type|headline|datePublished|dateModified|articleSection|keywords|author)\"\s{0,20}:\s{0,20}"
    r"(?:\{\s{0,50}\"@type\"\s{0,20}:\s{0,20}\"Person\"\s{0,20},\s{0,50}\"name\"\s{0,20}:\s{0,20})?"
    r"\"(?P<value>(?:[^\"\\\n]|\\.){1,300})\"(?=\s{0,50}[,}])"
)
_PAIR_CHARS = 20_000


def objects(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Return the objects that these scripts hold, in order, those within others behind them. What cannot be read is passed over."""
    found: list[dict[str, Any]] = []
    for text in texts:
        for item in _within(_load(text), 0):
            found.append(item)
            if len(found) >= _MAX_OBJECTS:
                return found
    return found


def types(item: Mapping[str, Any]) -> set[str]:
    """Return the object's types in lower case, without the address of the vocabulary."""
    stated = item.get("@type")
    return {str(t).rsplit("/", 1)[-1].lower() for t in (stated if isinstance(stated, list) else [stated])}


def is_article(item: Mapping[str, Any]) -> bool:
    """Return whether the object says that it is a story."""
    return bool(types(item) & _ARTICLE_TYPES)


def _load(text: str) -> Any:  # noqa: ANN401  # JSON: looked at by the caller
    if len(text) > _MAX_CHARS:
        return None
    bare = without_halves(text.strip().removesuffix(";"))
    try:
        return json.loads(bare, strict=False)
    except RecursionError:  # no ValueError: 1,000 nested brackets raise it
        return None
    except ValueError:
        return _mended(bare) if 1 < len(bare) <= _MAX_MENDED else None


def _mended(text: str) -> Any:  # noqa: ANN401  # JSON
    """What is left of a script with the usual faults: comments, commas, several objects behind each other, bare quotation marks."""
    for wrapper in _OPENINGS:
        text = text.removeprefix(wrapper).lstrip()
    for wrapper in _ENDINGS:
        text = text.removesuffix(wrapper).rstrip()
    if not text.startswith(("{", "[")):
        return None
    if '"' not in text[:200] and "&quot;" in text[:200]:
        text = unescape(text)
    text = _MISSING_COMMA.sub(",", _TRAILING_COMMA.sub("", _LINE_COMMENT.sub("", _STRAY_ESCAPE.sub(r"\\\\", text))))
    for candidate in (text, f"[{text}]"):
        try:
            return json.loads(candidate, strict=False)
        except RecursionError:
            return None
        except ValueError:
            continue
    pairs = [(pair["key"], pair["value"]) for pair in _PLAIN_PAIR.finditer(text[:_PAIR_CHARS])]
    first = dict(reversed(pairs))  # the outermost of a key stands first
    return {key: unescape(value.replace('\\"', '"').replace("\\/", "/")) for key, value in first.items()}


def _within(value: Any, depth: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401  # JSON
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _within(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item"):
            yield from _within(value.get(key), depth + 1)
