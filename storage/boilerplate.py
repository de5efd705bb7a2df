"""Which blocks stand in the articles of a source, and what persons have said of some. Decides nothing: the crawler does.

One row an article, all its blocks in it; a row a block, with indexes to find it by, was 765 bytes an article, this is 410.
A changed article replaces its own, a forgotten one takes them along: what is counted never depends on the order of crawling.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.article import utc_text
from storage.blocks import CountedArticle, CountedBlock, blocks_from_json, blocks_json, blocks_of, day_of
from storage.connection import Connection
from storage.rows import clean_text

Decision = Literal["allow", "deny"]

PAGE = 1000  # rows read at once: half a megabyte
_NEWEST = (
    "SELECT id FROM articles WHERE source = ?"
    " ORDER BY coalesce(date_published, date_published_local, '') DESC, id DESC LIMIT ?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a person decided about a block of a source."""

    source: str
    """Id of the source."""
    key: str
    """Key of the block, or the masked key of all its variants."""
    decision: Decision
    """``allow``: never boilerplate; ``deny``: always."""
    text: str
    """The block."""
    decided_at: datetime
    """When, UTC."""


def write_blocks(connection: Connection, article_id: int, blocks: Iterable[CountedBlock]) -> bool:
    """Count these blocks for the article, in place of earlier ones; return whether they differ."""
    return bool(
        connection.run(
            "INSERT INTO boilerplate_blocks (article_id, blocks) VALUES (?, ?)"
            " ON CONFLICT (article_id) DO UPDATE SET blocks = excluded.blocks WHERE blocks <> excluded.blocks",
            (article_id, blocks_json(blocks)),
        )
    )


def counted_articles(connection: Connection, source: str, newest: int | None = None) -> Iterator[CountedArticle]:
    """Yield the articles of a source with their blocks, in the order of their numbers; all, or the last ones published."""
    last = 0
    chosen = "source = ?" if newest is None else f"id IN ({_NEWEST})"  # the choice is made again for each page of rows
    values = (source,) if newest is None else (source, newest)
    while page := connection.rows(
        "SELECT id, identifier, date_precision, date_published_local, in_language, headline, tags, blocks"  # noqa: S608 - our own SQL
        f" FROM articles JOIN boilerplate_blocks ON article_id = id WHERE id > ? AND {chosen} ORDER BY id LIMIT ?",
        (last, *values, PAGE),
    ):
        for number, identifier, precision, local, language, headline, tags, blocks in page:
            yield CountedArticle(
                id=number, identifier=identifier, day=day_of(precision, local), language=language, headline=headline,
                tags=tuple(json.loads(tags)), blocks=blocks_from_json(blocks),
            )  # fmt: skip
        last = page[-1][0]


def sources(connection: Connection) -> list[str]:
    """Return the ids of all sources that have articles, sorted."""
    return [str(source) for (source,) in connection.rows("SELECT DISTINCT source FROM articles ORDER BY source")]


def verdicts(connection: Connection, source: str | None = None) -> list[Verdict]:
    """Return what persons decided, for all sources or one, sorted by source and key."""
    found = connection.rows(
        "SELECT source, key, decision, text, decided_at FROM boilerplate_verdicts WHERE source = coalesce(?, source)"
        " ORDER BY source, key",
        (source,),
    )
    return [
        Verdict(source=of, key=key, decision=decision, text=text, decided_at=datetime.fromisoformat(at))
        for of, key, decision, text, at in found
    ]


def decide(connection: Connection, source: str, key: str, decision: Decision, *, text: str, now: datetime) -> None:
    """Keep a person's decision, in place of an earlier one."""
    connection.run(
        "INSERT OR REPLACE INTO boilerplate_verdicts (source, key, decision, text, decided_at) VALUES (?, ?, ?, ?, ?)",
        (clean_text(source), clean_text(key), decision, clean_text(text), utc_text(now)),
    )


def count_stored(connection: Connection) -> None:
    """Count the blocks of every article of a store that an older orewire made, from the articles' own fields."""
    last = 0
    while page := connection.rows(
        "SELECT id, article_body, block_types, removed FROM articles WHERE id > ? ORDER BY id LIMIT ?", (last, PAGE)
    ):
        for number, body, types, removed in page:
            write_blocks(connection, number, blocks_of(body, _list(types), _list(removed)))
        last = page[-1][0]


def _list(text: str) -> list[Any]:
    """A JSON array; one damaged row must not keep a whole store from being brought up to date."""
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return found if isinstance(found, list) else []
