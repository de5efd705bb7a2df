"""Whether a short text beside a link is a date, in any of the languages of `crawler.data.date_words`. Understands none."""

from __future__ import annotations

import re

from crawler.data.date_words import load_date_words

MAX_DATE = 60
_MAX_OTHERS = 2  # "Reuters | 3 hours ago", "By Staff: 29 October 2020"; a headline with a year in it has more
_NUMBERS = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}(?!\d)"  # 2026-11-23, 2026年11月
    r"|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.](?:(?:19|20)\d\d|\d\d)(?!\d)"  # 23.11.2026
    r"|(?<!\d)\d{1,2}\s?月\s?\d{1,2}\s?日"
    r"|(?<!\d)(?:[01]?\d|2[0-3])[:h][0-5]\d(?!\d)"  # 09:41, 9h41
    r"|^\W?(?:0\d|1[0-2])[-/.](?:[0-2]\d|3[01])\W?$"  # 11-23 alone
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def is_date_like(text: str) -> bool:
    """Return whether *text* (on one line) is a date or an age and hardly another word.

    >>> [is_date_like(text) for text in ("Publicado el 3 de marzo de 2026", "3小时前", "Copper at a high of 2026")]
    [True, True, False]
    """
    if not 0 < len(text) <= MAX_DATE:
        return False
    kinds, others = load_date_words().read(text)
    if others > _MAX_OTHERS:
        return False
    if _NUMBERS.search(text) or {"ages", "units"} <= kinds:
        return True
    if "days" in kinds and not others:
        return True
    return "months" in kinds and any(char.isdigit() for char in text) and (others <= 1 or bool(_YEAR.search(text)))
