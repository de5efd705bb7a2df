"""Asks dateparser for a date whose month is named in a language that `date_words` does not hold.

dateparser guesses gladly ("5 min" is five minutes ago to it) and is thirty times slower than our own forms, so it is
asked only for what has a day, a year of four digits and a word, in a language that the page declares.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from crawler.model import ParsedDate

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

MAX_WORDS: Final = 6
OWN_LANGUAGES: Final = frozenset(
    {"en", "de", "fr", "es", "pt", "it", "nl", "sv", "da", "no", "nb", "ru", "tr", "id", "zh", "ja", "ko"}
)
"""Languages whose dates our own forms read: what they refuse there is refused."""

_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTH: Final = re.compile(r"<\d\d>")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_CHARS: Final = re.compile(r"[\w\s.,:/()+'|-]+")
_NUMBER: Final = re.compile(r"\d+")
_SECONDS: Final = re.compile(r"\d:\d\d:\d\d")


def foreign_date(text: str, marked: str, *, timezone: ZoneInfo, languages: Sequence[str] | None) -> ParsedDate | None:
    """Return what dateparser reads in *text*, or None; *marked* is the same text with its known words marked.

    None without *languages*, and where a month we know is printed: then our own forms have refused the string.
    """
    if not languages or _MONTH.search(marked) or not _looks_like_a_date(text):
        return None
    parser = _parser(tuple(name.lower().partition("-")[0] for name in languages))
    if parser is None:
        return None
    try:
        data = parser.get_date_data(text)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):  # dateparser promises nothing
        return None
    if data.date_obj is None:
        return None
    clock = "second" if _SECONDS.search(text) else "minute"
    moment = data.date_obj if data.date_obj.tzinfo else data.date_obj.replace(tzinfo=timezone)
    return ParsedDate(
        value=moment.astimezone(UTC).replace(microsecond=0),
        precision=clock if data.period == "time" else "day",
        zone="printed" if data.date_obj.tzinfo else "source",
    )


def _looks_like_a_date(text: str) -> bool:
    numbers = _NUMBER.findall(text)
    words = _WORD.findall(text)
    few = 1 <= len(words) <= MAX_WORDS and 2 <= len(numbers) <= MAX_WORDS  # noqa: PLR2004 - a day and a year
    return few and len(_YEAR.findall(text)) == 1 and bool(_CHARS.fullmatch(text))


@lru_cache(maxsize=64)
def _parser(languages: tuple[str, ...]) -> DateDataParser | None:
    """Return a parser of those of *languages* that dateparser knows and we do not; None: there is none."""
    if OWN_LANGUAGES.issuperset(languages):
        return None
    from dateparser.data.languages_info import language_order  # noqa: PLC0415 - 0.1 s
    from dateparser.date import DateDataParser  # noqa: PLC0415 - which most runs never need

    known = [
        language
        for language in dict.fromkeys(languages)
        if language in language_order and language not in OWN_LANGUAGES
    ]
    settings: dict[str, object] = {
        "PARSERS": [
            "absolute-time"
        ],  # its ages count from the clock of this machine: "2026 7. hete" was seven weeks ago
        "REQUIRE_PARTS": ["day", "month", "year"],
        "RETURN_TIME_AS_PERIOD": True,
        "DATE_ORDER": "DMY",
    }
    return DateDataParser(languages=known, settings=settings) if known else None
