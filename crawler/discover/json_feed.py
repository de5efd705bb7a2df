"""Entries of a JSON Feed, versions 1.0 and 1.1, which feedparser does not read.

Source: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from crawler.discover.texts import plain_title, web_url, words
from crawler.discover.timestamps import feed_date
from crawler.model import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MAX_LIST = 200


def json_feed_entries(text: str, *, url: str, limit: int) -> list[Entry]:
    """Return the first *limit* items of the feed in their order; nothing when *text* is not a JSON Feed.

    Relative addresses are resolved against *url*. A value of the wrong type counts as absent; a document whose own
    ``version`` or ``title`` is no string is some other JSON.
    """
    try:
        feed: object = json.loads(text)
    except (ValueError, RecursionError):  # a thousand nested brackets raise the latter
        return []
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return []
    if not isinstance(feed.get("version"), str) or not isinstance(feed.get("title", ""), str):
        return []
    return [_entry(item, url) for item in islice(feed["items"], limit) if isinstance(item, dict)]


def _entry(item: Mapping[str, object], base: str) -> Entry:
    identifier = _identifier(item)
    title, published, updated = (_text(item, key) for key in ("title", "date_published", "date_modified"))
    moment = feed_date(published) if published else None
    return Entry(
        url=_link(item, base) or (web_url(identifier, base="") if identifier else None),
        title=plain_title(title, is_html=False) if title else None,
        published=moment,
        published_raw=None if moment else published,
        updated=feed_date(updated) if updated else None,
        id=identifier,
        summary=_text(item, "summary"),
        content=_text(item, "content_html") or _text(item, "content_text"),
        authors=words(_text(author, "name") for author in _authors(item)),
        keywords=words(tag for tag in _list(item, "tags") if isinstance(tag, str)),
    )


def _link(item: Mapping[str, object], base: str) -> str | None:
    # external_url is the page that a link blog talks about: the story, where the item has no page of its own.
    links = (link for key in ("url", "external_url") if (link := _text(item, key)))
    return next((found for link in links if (found := web_url(link, base=base))), None)


def _identifier(item: Mapping[str, object]) -> str | None:
    value = item.get("id")
    # The specification asks readers to take a number for its digits.
    return str(value) if type(value) in {int, float} else _text(item, "id")


def _authors(item: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    # Version 1.0 had one author, in an object of its own.
    return (author for author in [*_list(item, "authors"), item.get("author")] if isinstance(author, dict))


def _list(item: Mapping[str, object], key: str) -> list[object]:
    value = item.get(key)
    return value[:_MAX_LIST] if isinstance(value, list) else []


def _text(item: Mapping[str, object], key: str) -> str | None:
    value = item.get(key)
    return (value.encode("utf-8", "ignore").decode() or None) if isinstance(value, str) else None
