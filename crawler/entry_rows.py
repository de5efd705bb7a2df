"""What a feed, sitemap or listing said of a page, as the frontier keeps it: to read the page once more, today or in a year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crawler.model import Entry
from storage.frontier import FrontierItem

MAX_CONTENT = 200_000  # characters of HTML: a report of 20,000 words; the sample web's longest entry has 4,000


def entry_to_row(entry: Entry, found_at: str) -> dict[str, Any]:
    """Return what a frontier row keeps of *entry*, JSON-ready; *found_at* is the address of the endpoint that listed it."""
    moments = {name: moment.isoformat() for name in ("published", "updated") if (moment := getattr(entry, name))}
    texts = {name: text for name in ("title", "id", "summary", "content") if (text := getattr(entry, name))}
    if len(texts.get("content", "")) > MAX_CONTENT:
        del texts["content"]
    lists = {name: list(words) for name in ("authors", "keywords") if (words := getattr(entry, name))}
    return {"url": entry.url, **texts, **lists, **moments, "found_at": found_at, "found_in": entry.found_in}


def entry_from_row(row: dict[str, Any] | None) -> Entry | None:
    """Return what was said of a page, None where nothing was."""
    if row is None:
        return None
    published, updated = (
        datetime.fromisoformat(row[name]) if row.get(name) else None for name in ("published", "updated")
    )
    return Entry(
        url=row.get("url"), title=row.get("title"), id=row.get("id"), summary=row.get("summary"), found_in=row.get("found_in"),
        published=published, updated=updated, content=row.get("content"),
        authors=tuple(row.get("authors", ())), keywords=tuple(row.get("keywords", ())),
    )  # fmt: skip


def updates_of(items: Iterable[FrontierItem]) -> dict[str, datetime]:
    """Return when each of *items* was updated, by key; those of which nobody says so are left out."""
    return {
        item.key: datetime.fromisoformat(item.entry["updated"])
        for item in items
        if item.entry and item.entry.get("updated")
    }
