"""How one article is written: row, addresses, tags, full text, the version it replaces, change log. All or nothing.

The caller opens the transaction. Everything that can be wrong with an article is found by `storage.rows` before the
first statement, so that one bad article leaves nothing half done.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from storage import boilerplate, fulltext, rows
from storage.article import FIELDS, utc_text
from storage.blocks import CountedBlock, blocks_of
from storage.changes import Cause, Kind, record_change
from storage.connection import Connection
from storage.rows import ArticleRow, Value, clean_text

Outcome = Literal["new", "changed", "unchanged"]

_INSERT = f"INSERT INTO articles ({', '.join(rows.COLUMNS)}) VALUES ({', '.join('?' * len(rows.COLUMNS))})"  # noqa: S608
_UPDATE = f"UPDATE articles SET {', '.join(f'{name} = ?' for name in rows.COLUMNS[1:])} WHERE id = ?"  # noqa: S608
_SELECT = f"SELECT {', '.join(rows.COLUMNS)} FROM articles WHERE id = ?"  # noqa: S608 - our own column names
_FTS_COLUMNS = f"rowid, {', '.join(fulltext.COLUMNS)}"
_FTS_INSERT = f"INSERT INTO articles_fts ({_FTS_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608
_FTS_DELETE = f"INSERT INTO articles_fts (articles_fts, {_FTS_COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?, ?)"  # noqa: S608


def save_row(
    connection: Connection,
    row: ArticleRow,
    *,
    cause: Cause,
    now: datetime,
    seen_at: Iterable[str] = (),
    blocks: Iterable[CountedBlock] | None = None,
) -> Outcome:
    """Write *row* as a new article, or as a new version of the one with its identifier, or not at all.

    With it, the *blocks* that count for learning boilerplate; where nobody names them, those that the row tells of.

    The same content again writes nothing but an address not seen before, and what the site now says of its rights: no edit
    of the story, so no version is kept, the outcome is "unchanged", and the change log has it under ``reextract``. What
    only our own reading changed (tags, removed blocks) is written when *cause* says that reading is what changed, and
    replaces no version: the publisher's is the same.
    """
    known = connection.row(
        "SELECT id, content_sha256, url, tdm_reserved, rights FROM articles WHERE identifier = ?",
        (row.values["identifier"],),
    )
    if known is None:
        article_id = _insert(connection, row, cause=cause, now=now)
        _count(connection, article_id, row, blocks)
        add_urls(connection, row.values["identifier"], seen_at, now=now)
        return "new"
    article_id, old_sha256, url, *rights = known
    add_urls(connection, row.values["identifier"], {str(row.values["url"]), *seen_at} - {url}, now=now)
    if row.content_sha256 == old_sha256 and cause == "publisher":
        if rights != [row.values[name] for name in rows.RIGHTS_FIELDS]:
            _update_rights(connection, row, article_id, now=now)
        return "unchanged"
    old = old_values(connection, article_id)
    if row.content_sha256 != old_sha256:
        _keep_revision(connection, old, now)
    elif _reads_the_same(old, row):
        return "unchanged"
    _update(connection, row, old, cause=cause, now=now)
    _count(connection, article_id, row, blocks)
    return "changed"


def forget_row(connection: Connection, article_id: int, *, now: datetime) -> None:
    """Delete an article with all that hangs on it; the change log keeps that it was there."""
    _drop_text(connection, old_values(connection, article_id))
    connection.run("DELETE FROM articles WHERE id = ?", (article_id,))
    record_change(connection, kind="forgotten", cause="person", article_id=article_id, now=now)


def old_values(connection: Connection, article_id: int) -> dict[str, Value]:
    """Return all columns of a row that is known to exist, by name."""
    found = connection.rows(_SELECT, (article_id,))
    return dict(zip(rows.COLUMNS, found[0], strict=True))


def index_row(connection: Connection, values: Mapping[str, Value]) -> None:
    """Add a row to the full-text index, which must not hold it yet."""
    connection.run(_FTS_INSERT, (values["id"], *map(fulltext.index_text, searched_texts(values))))


def searched_texts(values: Mapping[str, Value]) -> list[str]:
    """Return what full text searches of a row, one string for each of ``fulltext.COLUMNS``."""
    credit = [str(values["source_credit"])] if values["source_credit"] else []
    return [
        str(values["headline"]),
        str(values["description"] or ""),
        str(values["article_body"] or ""),
        "\n".join(map(str, json.loads(str(values["keywords"])))),
        "\n".join([*map(str, json.loads(str(values["authors"]))), *credit]),
    ]


def _insert(connection: Connection, row: ArticleRow, *, cause: Cause, now: datetime) -> int:
    article_id = _next_id(connection)
    values = _whole_row(row, article_id=article_id, first_seen_at=utc_text(now), url=row.values["url"])
    connection.run(_INSERT, tuple(values.values()))
    add_urls(connection, row.values["identifier"], [str(row.values["url"])], now=now)
    _finish(connection, values, kind="new", cause=cause, now=now)
    return article_id


def _count(connection: Connection, article_id: int, row: ArticleRow, blocks: Iterable[CountedBlock] | None) -> None:
    if blocks is None:
        body, types, removed = (row.values[name] for name in ("article_body", "block_types", "removed"))
        blocks = blocks_of(str(body or ""), json.loads(str(types)), json.loads(str(removed)))
    boilerplate.write_blocks(connection, article_id, blocks)


def _update(connection: Connection, row: ArticleRow, old: Mapping[str, Value], *, cause: Cause, now: datetime) -> None:
    article_id = int(str(old["id"]))
    values = _whole_row(row, article_id=article_id, first_seen_at=old["first_seen_at"], url=old["url"])
    _drop_text(connection, old)
    connection.run("DELETE FROM article_tags WHERE article_id = ?", (article_id,))
    connection.run(_UPDATE, (*list(values.values())[1:], article_id))
    _finish(connection, values, kind="changed", cause=cause, now=now)


def _update_rights(connection: Connection, row: ArticleRow, article_id: int, *, now: datetime) -> None:
    values = old_values(connection, article_id) | {name: row.values[name] for name in rows.RIGHTS_FIELDS}
    connection.run(
        "UPDATE articles SET tdm_reserved = :tdm_reserved, rights = :rights, row_sha256 = :row_sha256 WHERE id = :id",
        {**{name: values[name] for name in ("id", *rows.RIGHTS_FIELDS)}, "row_sha256": rows.row_sha256(values)},
    )
    record_change(connection, kind="changed", cause="reextract", article_id=article_id, now=now)


def _finish(connection: Connection, values: Mapping[str, Value], *, kind: Kind, cause: Cause, now: datetime) -> None:
    article_id = int(str(values["id"]))
    index_row(connection, values)
    tags = dict.fromkeys(json.loads(str(values["tags"])))
    connection.run_many(
        "INSERT INTO article_tags (article_id, tag) VALUES (?, ?)", [(article_id, str(tag)) for tag in tags]
    )
    record_change(connection, kind=kind, cause=cause, article_id=article_id, now=now)


def _whole_row(row: ArticleRow, *, article_id: int, first_seen_at: Value, url: Value) -> dict[str, Value]:
    values: dict[str, Value] = {
        "id": article_id,
        **row.values,
        "url": url,
        "first_seen_at": first_seen_at,
        "content_sha256": row.content_sha256,
        "row_sha256": "",
        "word_count": rows.count_words(str(row.values["article_body"] or "")),
    }
    values["row_sha256"] = rows.row_sha256(values)
    return values


def _next_id(connection: Connection) -> int:
    # Asked for before the insert, because the hash of the row covers its id. What AUTOINCREMENT itself would take.
    found = connection.row("SELECT seq FROM sqlite_sequence WHERE name = 'articles'")
    return (found[0] if found else 0) + 1


def add_urls(connection: Connection, identifier: Value, urls: Iterable[str], *, now: datetime) -> None:
    """Record that the article of that identifier was seen at *urls*; does nothing where there is no such article.

    An address that led to another article first stays with that one.
    """
    connection.run_many(
        "INSERT OR IGNORE INTO article_urls (url, article_id, first_seen_at)"
        " SELECT ?, id, ? FROM articles WHERE identifier = ?",
        [(clean_text(url), utc_text(now), identifier) for url in urls],
    )


def _keep_revision(connection: Connection, old: Mapping[str, Value], now: datetime) -> None:
    connection.run(
        "INSERT INTO revisions (article_id, number, content, content_sha256, retrieved_at, replaced_at)"
        " SELECT :id, coalesce(max(number), 0) + 1, :content, :sha256, :retrieved_at, :now"
        " FROM revisions WHERE article_id = :id",
        {
            "id": old["id"],
            "content": rows.content_json(old),
            "sha256": old["content_sha256"],
            "retrieved_at": old["retrieved_at"],
            "now": utc_text(now),
        },
    )


def _drop_text(connection: Connection, old: Mapping[str, Value]) -> None:
    # A contentless index forgets a text only when it is told the same words again.
    connection.run(_FTS_DELETE, (old["id"], *map(fulltext.index_text, searched_texts(old))))


def _reads_the_same(old: Mapping[str, Value], row: ArticleRow) -> bool:
    return all(old[name] == row.values[name] for name in FIELDS if name in rows.READING_FIELDS)
