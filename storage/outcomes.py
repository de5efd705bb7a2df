"""Whether a crawl failed, by its record: the one rule behind exit code 3, ``status`` and alarms."""

from __future__ import annotations

import json
from collections.abc import Mapping

from storage.connection import Connection

_BY_ITSELF = frozenset({"finished", "closespider_pagecount", "closespider_timeout", "closespider_megabytes"})
_ASKED_FOR_TIME = "parked"
_BY_A_PERSON = "shutdown"
_LAST = 500  # crawls of a source: two days, where it is asked every five minutes


def has_failed(outcome: str | None, counts: Mapping[str, int]) -> bool | None:
    """Return whether a crawl failed: it stopped for a fault or a refusal, or no endpoint answered. None: it does not say.

    *outcome* and *counts* as in `storage.crawls.Crawl`. A crawl does not say where it was killed or interrupted, asked to
    come back later, or had no endpoint to ask: what was known of the source before is still what is known.

    >>> has_failed("finished", {"endpoints/failed": 1}), has_failed("finished", {"endpoints/failed": 1, "endpoints/read": 1})
    (True, False)
    >>> has_failed("refused", {"endpoints/read": 1}), has_failed("finished", {}), has_failed(None, {})
    (True, None, None)
    """
    if outcome is None or outcome == _BY_A_PERSON:
        return None
    if outcome == _ASKED_FOR_TIME:
        return False if counts.get("endpoints/read") else None
    if outcome not in _BY_ITSELF:
        return True
    if counts.get("endpoints/read"):
        return False
    return True if counts.get("endpoints/failed") else None


def failed_sources(connection: Connection) -> frozenset[str]:
    """Return the sources that are known to fail: of their last crawls, the newest that says anything says so."""
    sources = [source for (source,) in connection.rows("SELECT DISTINCT source FROM crawls")]
    return frozenset(source for source in sources if _fails(connection, source))


def _fails(connection: Connection, source: str) -> bool:
    rows = connection.rows(
        "SELECT outcome, counts FROM crawls WHERE source = ? AND outcome IS NOT NULL ORDER BY id DESC LIMIT ?",
        (source, _LAST),
    )
    verdicts = (has_failed(outcome, json.loads(counts)) for outcome, counts in rows)
    return next((verdict for verdict in verdicts if verdict is not None), False)
