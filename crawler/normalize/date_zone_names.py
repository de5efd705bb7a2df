"""Finds zones named in words beside a clock time and puts them as `date_zones` reads them: "China Standard Time".

A name is words for time, for the season and for a place, in any order: the place decides. Named zones of places that are
not listed are no zone of the source's: the clock cannot be understood then.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from crawler.normalize.date_words import fold

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
_PLACES: Final = {
    frozenset(fold(name).split()): key for key, row in _PLACE_ROWS.items() for name in row.split("|")
}
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
_CJK_PLACES: Final = {fold(name.replace("\\ ", " ")): key for key, row in _CJK_ROWS.items() for name in re.split(r"(?<!\\) ", row)}
_CJK: Final = re.compile(
    r" ?[(\[]?(?P<place>" + "|".join(sorted(map(re.escape, _CJK_PLACES), key=len, reverse=True)) + r")"
    r" ?(?P<season>夏令|夏|하계 ?표준|하계|标准|標準|표준)? ?(?:时间|時間|時|时|시간|시)(?!刊|报|報|事|代)[)\]]? ?"
)
_CJK_UNKNOWN: Final = re.compile(r"(?:夏令|夏|하계|标准|標準|표준) ?(?:时间|時間|時|时|시)")
_ZONE_FIRST: Final = re.compile(
    r"(?<!:\d\d )(?<![\d:])((?:Asia|America)/\w+|(?:GMT|UTC)[+-]\d{1,2}(?::?\d\d)?|[+-]\d{4}|[A-Z]{3,4}) +"
    r"((?:[上下]午 ?)?\d{1,2}:\d\d(?::\d\d)?)(?! ?\d)",
    re.ASCII,
)
"""Chinese sets the zone between the date and the clock."""

_GATE: Final = re.compile(
    r"time|zeit|heure|hora|ora |tijd|czas|врем|saat|zaman|waktu|gio |tempo|temps|tiempo|توقيت|时|時|시", re.IGNORECASE
)
_PIECE: Final = re.compile(r"[^\W\d_]+(?:'s\b)?")
_BETWEEN: Final = re.compile(r"[ '(),-]{1,3}")
_CLOCK: Final = re.compile(r"\d:\d\d")
_CLOCK_AFTER: Final = re.compile(r"(?:[ap]m )?\d")
_CLOCK_BEFORE: Final = re.compile(r"\d ?(?:[ap]\. ?m\.?|\w{1,3})?[ (\[]*$|:\d\d\b.{0,8}$", re.IGNORECASE)


def plain_zones(folded: str, *, source: ZoneInfo) -> str:
    """Return *folded* with zones that are named in words as IANA keys or offsets, other text unaltered.

    Raises ValueError for the named zone of an unknown place beside a clock.

    >>> plain_zones("Oct 17, 2019, 8:15 AM China Standard Time", source=ZoneInfo("UTC"))
    'Oct 17, 2019, 8:15 AM Asia/Shanghai'
    """
    if not folded.isascii():
        folded = _ZONE_FIRST.sub(r"\2 \1", _CJK.sub(_cjk_zone, folded))
    if not _GATE.search(folded):
        return folded
    if not folded.isascii():
        if _CJK_UNKNOWN.search(folded):
            raise ValueError(f"{folded}: a zone of a place that is not known")
    words = [(match.group().lower(), match.start(), match.end()) for match in _PIECE.finditer(folded)]
    for place, (word, _, _) in enumerate(words):
        if word in _TIME and (span := _name_around(folded, words, place)):
            first, last = span
            zone = _zone_of([name for name, _, _ in words[first : last + 1]], source)
            start, end = words[first][1], words[last][2]
            before, after = folded[:start].rstrip("([ "), folded[end:].lstrip(")] ")
            beside = bool(_CLOCK_BEFORE.search(folded[:start]) or _CLOCK_AFTER.match(after))
            if zone and beside:
                return f"{before} {zone} {after}".strip()
            if zone != "" and (beside or _CLOCK.search(folded)):
                raise ValueError(f"{folded[start:end]}: a zone of a place that is not known")
    return folded


def _name_around(text: str, words: list[tuple[str, int, int]], place: int) -> tuple[int, int] | None:
    """Return the first and the last word of the name of which a word for time is part, None where it stands alone."""
    first = last = place
    while first > 0 and _belongs(words[first - 1][0]) and _BETWEEN.fullmatch(text, words[first - 1][2], words[first][1]):
        first -= 1
    while (
        last + 1 < len(words)
        and _belongs(words[last + 1][0])
        and _BETWEEN.fullmatch(text, words[last][2], words[last + 1][1])
    ):
        last += 1
    while first < place and words[first][0] in _JOINING:
        first += 1
    while last > place and words[last][0] in _JOINING:
        last -= 1
    unknown = first == place == last and words[place][0] in ("time", "zeit") and place > 0
    if unknown and _is_a_name(text, words[place - 1], words[place]):
        return place - 1, place
    return (first, last) if first < last or words[place][0] in _SUMMER | _STANDARD | _PLACE_WORDS else None


def _is_a_name(text: str, word: tuple[str, int, int], time: tuple[str, int, int]) -> bool:
    """Whether "Nairobi Time" stands there, right after a clock; "Reading time" is none."""
    return (
        text[word[1]].isupper()
        and text[word[2] : time[1]] == " "
        and word[0] not in ("local", "reading", "read", "publication", "update", "updated", "published")
        and _CLOCK_BEFORE.search(text[: word[1]]) is not None
        and text[word[1] - 1] != ":"
    )


def _belongs(word: str) -> bool:
    return word in _PLACE_WORDS or word in _SUMMER or word in _STANDARD or word in _JOINING or word in _TIME


def _zone_of(words: list[str], source: ZoneInfo) -> str | None:
    """Return the zone that words name together; an empty text: none at all, as in "local time"; None: an unknown one."""
    named = frozenset(words)
    places = named & _PLACE_WORDS
    if not places:
        return None if named - _JOINING - _TIME or named & (_SUMMER | _STANDARD) else ""
    key = _PLACES.get(places) or _PLACES.get(places - _JOINING) or _PLACES.get(places - _STANDARD)
    if key is None or (places <= _EASTERN and (source.key or "").startswith("Australia/")):
        return None  # of America or of Australia
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
