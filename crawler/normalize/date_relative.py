"""Reads ages: "3 hours ago", "vor 3 Stunden", "3小时前", "Just now".

Day words ("yesterday") are forms of `date_forms`.
"""

from __future__ import annotations

import re
from typing import Final

from crawler.normalize.date_words import kind_of_word

_UNIT_ROWS: Final = {
    "second": """
        s sec secs second seconds sekunde sekunden seconde secondes secondo secondi seconden segundo
        segundos sekund sekundy sekunde giay ثانية ثواني секунд секунды секунду saniye sn detik 秒 秒钟 초
    """,
    "minute": """
        m min mins minuty minute phut دقيقة دقائق minute minutes minuten minuut minuto minutos minuti
        минут минуты минуту мин dakika dk menit 分 分钟 分鐘 분
    """,
    "hour": """
        h hr hrs godzin godziny godzine godz gio ساعة ساعات hour hours std stunde stunden heure heures
        hora horas ora ore uur uren час часа часов ч saat jam 小时 个小时 小時 個小時 钟头 时间 時間 시간
    """,
    "day": """
        d day days dzien dni ngay يوم ايام tag tage tagen jour jours dia dias giorno giorni dag dagen
        день дня днеи gun hari 天 日 일
    """,
    "week": """
        w wk wks tydzien tygodnie tygodni tuan اسبوع اسابيع week weeks woche wochen semaine semaines
        semana semanas settimana settimane weken недель недели неделю hafta minggu 周 星期 个星期 週間 주
    """,
    "month": """
        mo mos miesiac miesiace miesiecy thang شهر اشهر month months monat monate monaten mois mes meses
        mese mesi maand maanden месяц месяца месяцев ay bulan 个月 個月 か月 ヶ月 ケ月 カ月 개월 달
    """,
    "year": """
        y yr yrs rok lata lat nam سنة سنوات year years jahr jahre jahren an ans annee annees ano anos
        anno anni jaar год года лет yil tahun 年 년
    """,
}
_UNITS: Final = {word: unit for unit, row in _UNIT_ROWS.items() for word in row.split()}
_NUMBER_ROWS: Final = (
    "a an one ein eine einer einem un une una um uma een bir одну один",
    "two zwei deux dos dois due два",
    "three drei trois tres tre три",
    "four vier quatre cuatro quatro quattro четыре",
    "five funf cinq cinco cinque пять",
)
_NUMBERS: Final = {word: number for number, row in enumerate(_NUMBER_ROWS, 1) for word in row.split()}
_NOW: Final = frozenset(
    {"just now", "now", "moments ago", "a moment ago", "a few seconds ago", "seconds ago", "gerade eben", "soeben"}
    | {
        "a l'instant",
        "ahora mismo",
        "agora mesmo",
        "только что",
        "az once",
        "simdi",
        "baru saja",
        "刚刚",
        "剛剛",
        "たった今",
        "방금",
    }
)
_WHOLE: Final = {
    "半小时前": {"minute": 30},
    "半小時前": {"minute": 30},
    "half an hour ago": {"minute": 30},
    "vor einer halben stunde": {"minute": 30},
    "il y a une demi-heure": {"minute": 30},
    "hace media hora": {"minute": 30},
    "полчаса назад": {"minute": 30},
    "минуту назад": {"minute": 1},
    "час назад": {"hour": 1},
    "день назад": {"day": 1},
    "неделю назад": {"week": 1},
    "месяц назад": {"month": 1},
    "год назад": {"year": 1},
    "godzine temu": {"hour": 1},
    "tydzien temu": {"week": 1},
    "miesiac temu": {"month": 1},
    "rok temu": {"year": 1},
    "منذ ساعة": {"hour": 1},
    "منذ ساعتين": {"hour": 2},
    "منذ يوم": {"day": 1},
    "منذ يومين": {"day": 2},
}
"""Ages without a number."""
_AGE: Final = re.compile(
    r"(?P<prefix>(?:vor|il y a|hace|ha|منذ|قبل)\b)? ?"
    r"(?:(?:about|over|almost|around|approx\.?|etwa|ca\.?|environ|unos|unas|cerca de|около|大约|约|約|약|~) ?)?"
    r"(?P<n>\d{1,3}|[^\W\d_]{1,6}(?= )) ?(?P<unit>[^\W\d_]{1,8}?)\.?"
    r"(?:,? (?:(?:and|und|et|y|e) )?(?P<n2>\d{1,2}) ?(?P<unit2>[^\W\d_]{1,8}?)\.?)?"
    r" ?(?P<suffix>ago|fa|atras|once|назад|geleden|yang lalu|lalu|temu|truoc|以?前|전)?"
)
_WORD: Final = re.compile(r"[^\W\d_]+\.?[ :]*")


def age_in(folded: str) -> dict[str, int] | None:
    """Return how long ago *folded* says, as unit -> number with the units of `timedelta` in the singular; None: no age.

    Labels before it ("Updated 2h ago") are passed over; "5 min" alone is how long a text takes to read, and no age.

    >>> age_in("Updated 1 hour 20 mins ago")
    {'hour': 1, 'minute': 20}
    """
    text = _without_labels(folded.lower().strip(" .|·•()"))
    if text in _NOW:
        return {"minute": 0}
    if whole := _WHOLE.get(text):
        return dict(whole)
    match = _AGE.fullmatch(text)
    if not match or bool(match["prefix"]) == bool(match["suffix"]):
        return None
    age: dict[str, int] = {}
    for number, unit in ((match["n"], match["unit"]), (match["n2"], match["unit2"])):
        if number is None:
            continue
        if unit not in _UNITS or not (number.isdecimal() or number in _NUMBERS):
            return None
        age[_UNITS[unit]] = _NUMBERS.get(number) or int(number)
    return age


def _without_labels(text: str) -> str:
    while (word := _WORD.match(text)) and kind_of_word(word[0].rstrip(" :.")) in ("pub", "mod"):
        text = text[word.end() :]
    return text
