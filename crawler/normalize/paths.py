"""Dates in addresses: ``/2026/11/23/``, ``/2026/nov/23/``, ``-2026-11-23``, ``t20261123_``. A month alone is no date."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)((?:19|20)\d\d)([/_-])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\2(0?[1-9]|[12]\d|3[01])(?!\d)",
    re.IGNORECASE,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def date_in_path(path: str) -> str | None:
    """Return the day that a URL's path names, as ``2026-11-23``, or None.

    >>> date_in_path("/news/2026/11/23/tin-rises/")
    '2026-11-23'
    """
    found = _DAY.search(path) or _NAMED.search(path)
    if not found or (not found[2] and len(found.group()) != len("20261123")):
        return None
    month = _MONTHS.index(found[3].lower()) + 1 if found[3].isalpha() else int(found[3])
    try:
        return date(int(found[1]), month, int(found[4])).isoformat()
    except ValueError:  # 31 February
        return None
