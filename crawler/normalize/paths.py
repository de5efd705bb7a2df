"""Dates in addresses: ``/2026/11/23/``, ``-2026-11-23``, ``t20261123_``. Anything less than a whole day is not believed."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")


def date_in_path(path: str) -> str | None:
    """Return the day that a URL's path names, as ``2026-11-23``, or None.

    >>> date_in_path("/news/2026/11/23/tin-rises/")
    '2026-11-23'
    """
    found = _DAY.search(path)
    if not found or (not found[2] and len(found.group()) != len("20261123")):
        return None
    try:
        return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
    except ValueError:  # 31 February
        return None
