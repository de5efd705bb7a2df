"""Filters of a reading command, checked: a misspelt day, tag or source gets a line with the remedy, not an empty list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from crawler.cli.options import Given
    from storage import ArticleStore


def checked(store: ArticleStore, filters: Mapping[str, Any], given: Given) -> dict[str, Any]:
    """Return *filters* as they are. Raises UsageError for a day that cannot be read, and for an unknown tag or source."""
    for name in ("since", "until"):
        try:
            store.articles(**{name: filters[name]})
        except ValueError as error:
            raise click.UsageError(f"--{name} {filters[name]}: {error}") from error
    since, until, language = filters["since"], filters["until"], filters["language"]
    if since and until and since[: len(until)] > until:  # 2026-03-05 lies within 2026-03
        raise click.UsageError(f"--since {since} comes after --until {until}; exchange them")
    if language and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language):
        raise click.UsageError(f'--lang "{language}" is no language tag; write as in en, zh or zh-Hant')
    _check(filters["tag"], "tag", _names(store, "SELECT id FROM tags UNION SELECT tag FROM article_tags"))
    if filters["source"]:
        stored = _names(store, "SELECT DISTINCT source FROM articles UNION SELECT DISTINCT source FROM crawls")
        _check(filters["source"], "source", stored | set(given.sources()))
    return dict(filters)


def _names(store: ArticleStore, sql: str) -> set[str]:
    return {str(row[0]) for row in store.connection.rows(sql)}


def _check(value: str | None, option: str, known: set[str]) -> None:
    if value is None or value in known or not known:
        return
    near = get_close_matches(value, known, n=1)
    remedy = f'; did you mean "{near[0]}"?' if near else ""
    raise click.UsageError(f'no {option} "{value}" in this store{remedy}')
