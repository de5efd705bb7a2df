"""Whether a crawl failed, by its record: the one rule behind exit code 3, ``status`` and alarms."""

from __future__ import annotations

from collections.abc import Mapping

_BY_ITSELF = frozenset({"finished", "closespider_pagecount", "closespider_timeout"})
_BY_A_PERSON = "shutdown"


def has_failed(outcome: str | None, counts: Mapping[str, int]) -> bool | None:
    """Return whether a crawl failed: it stopped for a fault or a refusal, or no endpoint answered. None: it does not say.

    *outcome* and *counts* as in `storage.crawls.Crawl`. A crawl does not say where it was killed or interrupted, and where it
    had no endpoint to ask: what was known of the source before is still what is known.

    >>> has_failed("finished", {"endpoints/failed": 1}), has_failed("finished", {"endpoints/failed": 1, "endpoints/read": 1})
    (True, False)
    >>> has_failed("refused", {"endpoints/read": 1}), has_failed("finished", {}), has_failed(None, {})
    (True, None, None)
    """
    if outcome is None or outcome == _BY_A_PERSON:
        return None
    if outcome not in _BY_ITSELF:
        return True
    if counts.get("endpoints/read"):
        return False
    return True if counts.get("endpoints/failed") else None
