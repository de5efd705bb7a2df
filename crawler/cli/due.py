"""Which sources have something to do now: what ``crawl --due`` and ``watch`` share. Loads no Scrapy: most rounds find nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from storage import ArticleStore
from storage.schedule import Schedule

if TYPE_CHECKING:
    from crawler.sources import Source


def due_moments(sources: Sequence[Source], db: Path, *, now: datetime) -> dict[str, datetime]:
    """Return from when on each source has something to do, by id; *now* for all where there is no store yet.

    Brings a store of an older orewire up to date. Raises StorageError where it cannot be read.
    """
    if not db.exists():
        return {source.id: now for source in sources}
    with ArticleStore(db) as store:
        schedule = Schedule(store)
        return {
            source.id: schedule.due_at(source.id, [url for _, url in source.discover.endpoints()], now=now)
            for source in sources
        }


def in_words(wait: timedelta) -> str:
    """Return how long that is, for a person.

    >>> in_words(timedelta(minutes=95))
    '1 h 35 min'
    """
    minutes = max(round(wait.total_seconds() / 60), 1)
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])
