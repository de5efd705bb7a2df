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

from crawler.normalize.date_words import fold
from crawler.normalize.date_zones import UNKNOWN_ZONE

_TIME: Final = frozenset(
    """
    time zeit heure hora horario ora tijd czas время времени saati saat zaman waktu gio tempo temps tiempo توقيت التوقيت
    sommerzeit winterzeit normalzeit standardzeit weltzeit zomertijd wintertijd standaardtijd wereldtijd
    """.split()
)
_SUMMER: Final = frozenset(
    """
    summer daylight saving savings sommerzeit ete avancee verano verao летнее legale yaz zomertijd letni panas mua he
    الصيفي
    """.split()
)
_STANDARD: Final = frozenset(
    """
    standard normalzeit standardzeit winterzeit normale estandar padrao normal стандартное зимнее solare standart
    standaardtijd wintertijd standardowy zimowy standar chuan الرسمي mean mittlere ortalama gemiddelde
    moyen moyenne medio media promedio trung binh среднее
    """.split()
)
_JOINING: Final = frozenset(
    "de d l la le del della dell da do di du des et der the of us usa america amerika america's musim v local temps moyen moyenne medio medio media promedio trung binh среднее по tb northern nord north american americain americaine norteamericana".split()
)
_EDGE: Final = frozenset("de d l la le del du des et the of v at".split())
_PLACE_ROWS: Final = {
    "UTC": """coordinated universal|universal|greenwich|gmt|utc|coordinated world|koordinierte weltzeit|weltzeit
        |universel coordonne|universel|meridiano greenwich|meridien greenwich|universal coordinado|universal coordinada
        |coordenada universal|universal coordenado|universal coordenada|всемирное координированное|всемирное
        |гринвичу|es gudumlu evrensel|coordinato universale|gecoordineerde wereldtijd
        |uniwersalny koordynowany|uniwersalny|universal terkoordinasi|phoi hop quoc te|العالمي المنسق|غرينتش""",
    "Asia/Shanghai": """china|chinese|beijing|shanghai|chinesische|chine|pekin|китай|пекину|пекинское|cin|cina|chiny
        |tiongkok|trung quoc|الصين""",
    "Asia/Hong_Kong": "hong kong|hongkong",
    "Asia/Singapore": "singapore|singapur|singapour|singapura",
    "Asia/Tokyo": "japan|tokyo|japanische|japon|япония|токио|jepang|japonya|giappone",
    "Asia/Seoul": "korea|korean|seoul|koreanische|coree|corea|корея|kore",
    "Asia/Kolkata": "india|indian|indische|inde|индия|hindistan",
    "Asia/Jakarta": "western indonesia|indonesia barat|jakarta",
    "Asia/Makassar": "central indonesia|indonesia tengah",
    "Asia/Jayapura": "eastern indonesia|indonesia timur",
    "Asia/Ho_Chi_Minh": "indochina|vietnam|hanoi|dong duong",
    "Asia/Riyadh": "arabian|arabia|العربي|السعودية",
    "Europe/London": """british|london|uk|britische|britannique|londres|britanica|britanico|великобритания|лондону|ingiltere
        |britse|brytyjski|inggris|anh|بريطانيا|regno unito""",
    "Europe/Paris": """central european|central europe|mitteleuropaische|europe centrale|europa central|europa centrale
        |центральная европа|orta avrupa|midden europese|srodkowoeuropejski|paris|berlin|madrid|roma|parigi""",
    "Europe/Athens": "eastern european|osteuropaische|europe est|europa oriental|восточная европа|dogu avrupa",
    "Europe/Lisbon": "western european|westeuropaische|europe ouest|europa occidental|europa ocidental|lisboa|lisbon",
    "Europe/Moscow": "moscow|moskauer|moscou|moscu|москва|москве|московское|moskova|mosca",
    "Europe/Istanbul": "turkey|turkiye|istanbul",
    "Africa/Johannesburg": "south africa|southern africa|johannesburg",
    "America/New_York": """eastern|new york|nordamerikanische ostkusten|ostkusten|est|oriental|este|восточная
        |восточная америка|leste|oriental norte americana|orientale|wschodnioamerykanski|dogu|kuzey dogu|mien dong
        |الشرقي""",
    "America/Chicago": "central|chicago",
    "America/Denver": "mountain|denver",
    "America/Los_Angeles": "pacific|los angeles|pacifique|pacifico",
    "America/Halifax": "atlantic|atlantique",
    "America/Sao_Paulo": "brasilia|brasil",
    "America/Santiago": "chile",
    "America/Lima": "peru|lima",
    "America/Bogota": "colombia|bogota",
    "America/Argentina/Buenos_Aires": "argentina|buenos aires",
    "Australia/Sydney": "australian eastern|sydney|melbourne",
    "Australia/Adelaide": "australian central|adelaide",
    "Australia/Perth": "australian western|perth",
}
_PLACES: Final = {frozenset(fold(name).split()): key for key, row in _PLACE_ROWS.items() for name in row.split("|")}
_PLACE_WORDS: Final = frozenset(word for name in _PLACES for word in name)
_EASTERN: Final = frozenset({"eastern", "central"})

_CJK_ROWS: Final = {
    "UTC": "协调世界 世界标准 协定世界 世界標準 協調世界 協定世界 格林尼治 格林威治 グリニッジ 협정\\ 세계 세계 그리니치",
    "Asia/Shanghai": "中国 中國 北京 上海 중국",
    "Asia/Hong_Kong": "香港 홍콩",
    "Asia/Taipei": "台北 臺北 台湾 台灣",
    "Asia/Tokyo": "日本 东京 東京 일본",
    "Asia/Seoul": "韩国 韓国 首尔 대한민국 한국 서울",
    "Europe/London": "英国 英國 伦敦 倫敦 영국",
    "America/New_York": "美国东部 北美东部 美东 纽约 東部 东部 アメリカ東部 米東部 ニューヨーク 미국\\ 동부 미\\ 동부",
}
_CJK_PLACES: Final = {
    fold(name.replace("\\ ", " ")): key for key, row in _CJK_ROWS.items() for name in re.split(r"(?<!\\) ", row)
}
_CJK: Final = re.compile(
    r" ?[(\[]?(?P<place>" + "|".join(sorted(map(re.escape, _CJK_PLACES), key=len, reverse=True)) + r")"
    r" ?(?P<season>夏令|夏|하계 ?표준|하계|标准|標準|표준)? ?(?:时间|時間|時|时|시간|시)(?!刊|报|報|事|代)[)\]]? ?"
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
    r"[^\W\d_]*(?:time|zeit|tijd|tid|heure|hora|horario|ora|czas|время|saati|zaman|waktu|gio|ωρα|vakti)\b(?! ?[:\d])[^|,;·:\d]{0,60})",
    re.IGNORECASE,
)
_CJK_UNKNOWN: Final = re.compile(
    r"(?<=[\d秒分초분]) ?[(\[]?(?P<name>[^\W\d_][^\d|,;:()\[\]]{0,20}(?:时间|時間|時|时|시간|시))[)\]]?(?![间間]? ?[:\d])"
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
    words = [(match[0].lower(), match.start(), match.end()) for match in _PIECE.finditer(folded)]
    for place, (word, _, _) in enumerate(words):
        if word in _TIME and (span := _name_around(folded, words, place)):
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
    while first < place and words[first][0] in _EDGE:
        first += 1
    while last > place and words[last][0] in _EDGE:
        last -= 1
    return (first, last) if first < last or words[place][0] in _PLACE_WORDS else None


def _belongs(word: str) -> bool:
    return word in _PLACE_WORDS or word in _SUMMER or word in _STANDARD or word in _JOINING or word in _TIME


def _zone_of(words: list[str], source: ZoneInfo) -> str | None:
    """Return the zone that words name together, None for one that is not known, and for none as in "local time"."""
    named = frozenset(words)
    places = named & _PLACE_WORDS
    key = _PLACES.get(places) or _PLACES.get(places - _JOINING) or _PLACES.get(places - _STANDARD)
    if key is None or (places <= _EASTERN and (source.key or "").startswith("Australia/")):
        return None  # "Eastern" is of America or of Australia there
    return _in_season(key, summer=bool(named & _SUMMER), standard=bool(named & _STANDARD))


def _cjk_zone(match: re.Match[str]) -> str:
    season = match["season"] or ""
    summer = season.startswith(("夏", "하"))
    return f" {_in_season(_CJK_PLACES[match['place']], summer=summer, standard=bool(season) and not summer)} "


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
