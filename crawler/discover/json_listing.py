"""Listings in JSON to entries, by the paths of a source's table ``[json]``: an API's answer, or a script within a page.

Contains no HTTP and runs no script.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from crawler.discover.texts import plain_title, web_url
from crawler.model import Entry
from crawler.sources import Json

MAX_ITEMS = 1000
_MAX_DATE = 100
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = range(631_152_000, 4_102_444_800)  # 1990 to 2100
_DIGITS = re.compile(r"\d{9,10}(?:\d{3})?")
_PAGE = re.compile(r"[0-9]{1,6}")
_BRACES = re.compile(r"\{([^{}]+)\}")
_START = re.compile(r"[{\[]")


def json_document(text: str) -> object:
    """Return the first JSON object or list in *text*, whatever stands around it (``window.data = {...};``); None: there is none."""
    start = _START.search(text)
    if start is None:
        return None
    try:
        document: object = json.JSONDecoder().raw_decode(text, start.start())[0]
    except (ValueError, RecursionError):  # a thousand nested brackets raise the latter
        return None
    return document


def json_entries(document: object, *, url: str, paths: Json) -> list[Entry]:
    """Return the items of a listing as entries in its order, at most 1,000, then an entry of kind ``listing`` for the older one.

    *url* is the listing's address, against which relative ones are resolved. An item without an address, or whose address
    is made of a value that it lacks, is left out; a title is made plain text. A date in text stays as printed, since a
    source's zone is needed to understand one; seconds or milliseconds since 1970 are a moment. There is no older listing
    behind one without items. Values of other types than expected count as absent. Never raises.
    """
    items = list(islice(_items(document, paths), MAX_ITEMS))
    entries = [entry for item in items if (entry := _entry(item, url, paths))]
    older = _older(document, url, paths) if items else None
    return [*entries, *([Entry(url=older, kind="listing")] if older and older != url else [])]


def _items(document: object, paths: Json) -> Iterator[object]:
    for found in [document] if paths.items is None else _values(document, paths.items):
        yield from found if isinstance(found, list) else [found]


def _entry(item: object, base: str, paths: Json) -> Entry | None:
    address = _address(item, paths.url, base)
    if address is None:
        return None
    raw = _text(item, paths.date)
    moment = _moment(raw) if raw else None
    title = _text(item, paths.title)
    return Entry(
        url=address,
        title=plain_title(title, is_html=True) if title else None,
        published=moment,
        published_raw=raw[:_MAX_DATE] if raw and moment is None else None,
        content=_text(item, paths.content),
    )


def _older(document: object, url: str, paths: Json) -> str | None:
    if paths.next:
        return _address(document, paths.next, url)
    return _next_number(url, paths.page) if paths.page else None


def _next_number(url: str, name: str) -> str | None:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    number = query.get(name, "1")
    if not _PAGE.fullmatch(number):
        return None
    return urlunsplit(parts._replace(query=urlencode({**query, name: int(number) + 1}), fragment=""))


def _address(value: object, form: str, base: str) -> str | None:
    """The address at a path, or made of the values at the paths in braces, each of which must be there."""
    if "{" not in form:
        text = _text(value, form)
        return web_url(text, base=base) if text else None
    parts = {path: _text(value, path) for path in _BRACES.findall(form)}
    if not all(parts.values()):
        return None
    return web_url(_BRACES.sub(lambda match: quote(parts[match[1]] or "", safe="/-_.~"), form), base=base)


def _text(value: object, path: str | None) -> str | None:
    """The first text or whole number at *path*, as text; None where there is none."""
    for found in _values(value, path) if path else ():
        if isinstance(found, str) and (text := found.encode("utf-8", "ignore").decode().strip()):
            return text
        if type(found) is int:
            return str(found)
    return None


def _values(value: object, path: str) -> list[object]:
    found = [value]
    for name in path.split("."):
        found = [below for one in found for below in _below(one, name)]
    return found


def _below(value: object, name: str) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values() if name == "*" else [value[name]] if name in value else []
    if isinstance(value, list):
        return value if name == "*" else value[int(name) : int(name) + 1] if name.isascii() and name.isdigit() else []
    return []


def _moment(raw: str) -> datetime | None:
    """Seconds or milliseconds since 1970, of the years 1990 to 2100."""
    if not (raw.isascii() and _DIGITS.fullmatch(raw)):
        return None
    number = int(raw)
    seconds = number if number in _SECONDS else number // 1000
    return _FIRST + timedelta(seconds=seconds) if seconds in _SECONDS else None
