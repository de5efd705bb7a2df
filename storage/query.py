"""Which articles, in which order: filters and pages of a list as SQL. Pure: builds statements, runs none."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from storage.fulltext import WEIGHTS
from storage.rows import COLUMNS

# A row saved without a local date still has its day in UTC, which is the best that is known.
LOCAL_DATE = "coalesce(articles.date_published_local, substr(articles.date_published, 1, 10))"
_MOMENT = "coalesce(articles.date_published, articles.date_published_local, '')"
_SELECTED = ", ".join(f"articles.{name}" for name in COLUMNS)
_PUBLISHED_AT, _LOCAL_AT = COLUMNS.index("date_published"), COLUMNS.index("date_published_local")
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list or a search is narrowed to; None narrows nothing."""

    source: str | None = None
    """Id of the source, exactly."""
    tag: str | None = None
    """Canonical tag id, exactly."""
    since: str | dt.date | None = None
    """First day, in each source's own zone: ``2019-10-17``, ``2019-10``, ``2019`` or a date."""
    until: str | dt.date | None = None
    """Last day, included."""
    language: str | None = None
    """BCP 47 tag; ``zh`` also finds ``zh-Hant`` (RFC 4647, basic filtering)."""

    def __post_init__(self) -> None:
        for day in (self.since, self.until):
            if day is not None:
                _day(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A SELECT and its parameters."""

    sql: str
    params: dict[str, str | int]


def moment(row: Sequence[object]) -> str:
    """Return the moment by which `article_page` orders *row*, whose values are those of ``rows.COLUMNS``."""
    return str(row[_PUBLISHED_AT] or row[_LOCAL_AT] or "")


def article_page(filters: Filters, *, after: tuple[str, int] | None, newest_first: bool, size: int) -> Statement:
    """Return the statement for one page of whole rows, in the columns of ``rows.COLUMNS``.

    Ordered by the moment of publication, then by id; an article without one counts as the oldest. *after* is the
    (moment, id) of the last row of the page before.
    """
    conditions, params = _conditions(filters)
    direction, sign = ("DESC", "<") if newest_first else ("ASC", ">")
    if after is not None:
        # SQLite 3.40 finds no place in an index of expressions by a row value; the first half takes it there.
        conditions.append(f"{_MOMENT} {sign}= :moment AND ({_MOMENT} {sign} :moment OR articles.id {sign} :id)")
        params |= {"moment": after[0], "id": after[1]}
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    order = f" ORDER BY {_MOMENT} {direction}, articles.id {direction} LIMIT :size"
    return Statement(sql=f"SELECT {_SELECTED} FROM articles{where}{order}", params=params | {"size": size})  # noqa: S608


def ranked_ids(filters: Filters, *, expression: str, limit: int | None) -> Statement:
    """Return the statement for (id, score) of all articles that match an FTS5 *expression*, best first, then newest."""
    conditions, params = _conditions(filters)
    rank = f"bm25(articles_fts, {', '.join(map(str, WEIGHTS))})"
    where = " AND ".join(["articles_fts MATCH :expression", *conditions])
    sql = (
        f"SELECT articles.id, -{rank} AS score FROM articles_fts JOIN articles ON articles.id = articles_fts.rowid"  # noqa: S608
        f" WHERE {where} ORDER BY score DESC, articles.id DESC LIMIT :size"
    )
    return Statement(sql=sql, params=params | {"expression": expression, "size": -1 if limit is None else limit})


def rows_by_id(count: int) -> str:
    """Return the SELECT of whole rows for *count* ids, in no particular order."""
    return f"SELECT {_SELECTED} FROM articles WHERE id IN ({', '.join('?' * count)})"  # noqa: S608 - our own column names


def _conditions(filters: Filters) -> tuple[list[str], dict[str, str | int]]:
    conditions: list[str] = []
    params: dict[str, str | int] = {}
    if filters.source is not None:
        conditions.append("articles.source = :source")
        params["source"] = filters.source
    if filters.tag is not None:
        conditions.append("articles.id IN (SELECT article_id FROM article_tags WHERE tag = :tag)")
        params["tag"] = filters.tag
    if filters.language is not None:
        conditions.append(
            "(lower(in_language) = :language OR substr(lower(in_language), 1, :prefix) = :language || '-')"
        )
        params |= {"language": filters.language.lower(), "prefix": len(filters.language) + 1}
    # Both bounds compare as many characters as both sides have: "2019-10" lies within 2019-10-01 to 2019-10-31.
    if filters.since is not None:
        conditions.append(f"{LOCAL_DATE} >= substr(:since, 1, length({LOCAL_DATE}))")
        # Redundant, for the index: a story of that year has no moment before the last days of the year before.
        conditions.append(f"{_MOMENT} >= :floor")
        params |= {"since": _day(filters.since), "floor": f"{int(_day(filters.since)[:4]) - 1:04}-12-30"}
    if filters.until is not None:
        conditions.append(f"substr({LOCAL_DATE}, 1, length(:until)) <= :until")
        conditions.append(f"{_MOMENT} < :ceiling")
        params |= {"until": _day(filters.until), "ceiling": f"{int(_day(filters.until)[:4]) + 1:04}-01-03"}
    return conditions, params


def _day(value: str | dt.date) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, dt.date) else value
    remedy = f"{text!r} is no day; write it as 2019-10-17, 2019-10 or 2019"
    if not _DAY.fullmatch(text):
        raise ValueError(remedy)
    try:
        dt.date.fromisoformat(f"{text}-01-01"[:10])  # 2019 and 2019-10 stand for their first days here
    except ValueError as error:
        raise ValueError(remedy) from error
    return text
