"""Finds zones named in words beside a clock time and puts them as `date_zones` reads them: "China Standard Time".

A name is words for time, for the season and for a place, in any order: the place decides. The zone of a place that is not
listed is not the source's either: a clock beside it cannot be understood.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from crawler.normalize.date_zone_places import (
    CJK_PLACES,
    EASTERN,
    EDGE,
    JOINING,
    PLACE_WORDS,
    PLACES,
    STANDARD,
    SUMMER,
    TIME,
)
from crawler.normalize.date_zones import UNKNOWN_ZONE

_CJK: Final = re.compile(
    r" ?[(\[]?(?P<place>" + "|".join(sorted(map(re.escape, CJK_PLACES), key=len, reverse=True)) + r")"
    r" ?(?P<season>夏令|夏|하계 ?표준|하계|标准|標準|표준)? ?(?:时间|時間|시간|[时時시](?![^\W\d_]))[)\]]? ?"
)
_MOSCOW: Final = re.compile(r" ?\(?(?:по )?\bмск\b\)?", re.IGNORECASE)
_ZONE_FIRST: Final = re.compile(
    r"(?<!:\d\d )(?<![\d:])((?:Asia|America)/\w+|(?:GMT|UTC)[+-]\d{1,2}(?::?\d\d)?|[+-]\d{4}|[A-Z]{3,4}) +"
    r"((?:[上下]午 ?)?\d{1,2}:\d\d(?::\d\d)?)(?! ?\d)",
    re.ASCII,
)
"""Chinese sets the zone between the date and the clock."""

_GATE: Final = re.compile(
    "time|zeit|heure|hora|ora |ti?j?d|czas|врем|saat|zaman|waktu|gio |temp|tiempo|ωρα|vakti|توقيت|时|時|시"
)
_PIECE: Final = re.compile(r"[^\W\d_]+(?:'s\b)?")
_BETWEEN: Final = re.compile(r"[ '(),-]{1,3}")
_CLOCK: Final = re.compile(r"\d:\d\d|\d ?[時时시h分분]")
_BESIDE: Final = re.compile(r"(?:[:\d]\d|[時时시h分秒분초]) ?(?:[ap]\. ?m\.?|\w{1,2})?[ (\[]*$", re.IGNORECASE)
_CLOCK_AFTER: Final = re.compile(r"(?:[ap]m )?\d")
_UNKNOWN: Final = re.compile(
    r"(?<=[\w.]) [(\[]?(?P<name>(?:[^\W\d_][\w'.]*[ -]){0,4}?"
    r"[^\W\d_]*(?:time|zeit|tijd|tid|heure|hora|horario|ora|czas|время|saati|zaman|waktu|gio|ωρα|vakti)\b"
    r"(?! ?[:\d])[^|,;·:\d]{0,60})",
    re.IGNORECASE,
)
_CJK_UNKNOWN: Final = re.compile(
    r"(?<=[\d秒分초분]) ?[(\[]?(?P<name>[^\W\d_][^\d|,;:()\[\]]{0,20}(?:时间|時間|時|时|시간|시))[)\]]?(?![间間]? ?[:\d])"
)
_LOCAL: Final = re.compile(
    r" ?[(\[]?(?:\b(?:local time|hora local|heure locale|ora locale|ortszeit|plaatselijke tijd|czasu lokalnego|yerel saat"
    r"|waktu setempat|местное время|по местному времени)\b|(?:当地|當地|現地|현지) ?(?:时间|時間|시간))[)\]]?",
    re.IGNORECASE,
)
_NO_ZONE: Final = re.compile(
    r"\b(?:local|read|reading|publication|update|updated?|published|press|story|lese|lecture|locale|lokale|ort)|阅读|發布|发布|更新|发表",
    re.IGNORECASE,
)


def plain_zones(folded: str, *, source: ZoneInfo) -> str:
    """Return *folded* with zones that are named in words as IANA keys, offsets or `UNKNOWN_ZONE`, other text unaltered.

    >>> plain_zones("Oct 17, 2019, 8:15 AM China Standard Time", source=ZoneInfo("UTC"))
    'Oct 17, 2019, 8:15 AM Asia/Shanghai'
    """
    ascii_only = folded.isascii()
    if not ascii_only:
        folded = _CJK.sub(_cjk_zone, folded).replace("غرينتش", "GMT")
        folded = _MOSCOW.sub(" MSK", folded)
    if not ascii_only or folded.startswith(("19", "20")):
        folded = _ZONE_FIRST.sub(r"\2 \1", folded)
    if (ascii_only and ":" not in folded and "h" not in folded) or not _GATE.search(folded.lower()):
        return folded
    if not _CLOCK.search(folded):
        return folded
    folded = _LOCAL.sub("", folded)
    words = [(match[0].lower(), match.start(), match.end()) for match in _PIECE.finditer(folded)]
    for place, (word, _, _) in enumerate(words):
        if word in TIME and (span := _name_around(folded, words, place)):
            start, end = words[span[0]][1], words[span[1]][2]
            before, after = folded[:start].rstrip("([ "), folded[end:].lstrip(")] ")
            zone = _zone_of([name for name, _, _ in words[span[0] : span[1] + 1]], source)
            if zone and (_BESIDE.search(folded[:start]) or _CLOCK_AFTER.match(after)):
                return f"{before} {zone} {after}".strip()
    return _without_unknown(folded, _UNKNOWN if ascii_only else _CJK_UNKNOWN, _UNKNOWN)


def _without_unknown(text: str, *names: re.Pattern[str]) -> str:
    """Put `UNKNOWN_ZONE` for what stands right behind a clock and speaks of time: "Nairobi Time", not "reading time"."""
    for name in dict.fromkeys(names):
        for match in name.finditer(text):
            if _BESIDE.search(text[: match.start("name")]) and not _NO_ZONE.search(match["name"]):
                return f"{text[: match.start()]} {UNKNOWN_ZONE} {text[match.end() :]}"
    return text


def _name_around(text: str, words: list[tuple[str, int, int]], place: int) -> tuple[int, int] | None:
    """Return the first and the last word of the name of which a word for time is part, None where it stands alone."""
    first = last = place
    while (
        first > 0 and _belongs(words[first - 1][0]) and _BETWEEN.fullmatch(text, words[first - 1][2], words[first][1])
    ):
        first -= 1
    while (
        last + 1 < len(words)
        and _belongs(words[last + 1][0])
        and _BETWEEN.fullmatch(text, words[last][2], words[last + 1][1])
    ):
        last += 1
    while first < place and words[first][0] in EDGE:
        first += 1
    while last > place and words[last][0] in EDGE:
        last -= 1
    return (first, last) if first < last or words[place][0] in PLACE_WORDS else None


def _belongs(word: str) -> bool:
    return word in PLACE_WORDS or word in SUMMER or word in STANDARD or word in JOINING or word in TIME


def _zone_of(words: list[str], source: ZoneInfo) -> str | None:
    """Return the zone that words name together, None for one that is not known, and for none as in "local time"."""
    named = frozenset(words)
    places = named & PLACE_WORDS
    key = PLACES.get(places) or PLACES.get(places - JOINING) or PLACES.get(places - STANDARD)
    if key is None or (places <= EASTERN and (source.key or "").startswith("Australia/")):
        return None  # "Eastern" is of America or of Australia there
    return _in_season(key, summer=bool(named & SUMMER), standard=bool(named & STANDARD))


def _cjk_zone(match: re.Match[str]) -> str:
    season = match["season"] or ""
    summer = season.startswith(("夏", "하"))
    return f" {_in_season(CJK_PLACES[match['place']], summer=summer, standard=bool(season) and not summer)} "


@lru_cache(maxsize=256)
def _in_season(key: str, *, summer: bool, standard: bool) -> str:
    """Return the offset of a zone's summer or standard time, its key where it names neither or has but one."""
    days = (datetime(2024, month, 1, tzinfo=ZoneInfo(key)) for month in (1, 7))
    offsets = sorted(day.utcoffset() or timedelta() for day in days)
    if summer == standard or offsets[0] == offsets[1]:
        return key
    minutes = int((offsets[1] if summer else offsets[0]).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"GMT{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
