"""The words that name a zone beside a clock, and the zone each place stands for. Nothing but tables, of folded words."""

from __future__ import annotations

import re
from typing import Final

from crawler.normalize.date_words import fold

TIME: Final = frozenset(
    """
    time zeit heure hora horario ora tijd czas время времени saati saat zaman waktu gio tempo temps tiempo توقيت التوقيت
    sommerzeit winterzeit normalzeit standardzeit weltzeit zomertijd wintertijd standaardtijd wereldtijd
    """.split()
)
SUMMER: Final = frozenset(
    """
    summer daylight saving savings sommerzeit ete avancee verano verao летнее legale yaz zomertijd letni panas mua he
    الصيفي
    """.split()
)
STANDARD: Final = frozenset(
    """
    standard normalzeit standardzeit winterzeit normale estandar padrao normal стандартное зимнее solare standart
    standaardtijd wintertijd standardowy zimowy standar chuan الرسمي mean mittlere ortalama gemiddelde
    moyen moyenne medio media promedio trung binh среднее
    """.split()
)
JOINING: Final = frozenset(
    """
    de d l la le del della dell da do di du des et der the of us usa america amerika america's musim v local
    по northern nord north american americain americaine norteamericana
    """.split()
)
EDGE: Final = frozenset("de d l la le del du des et the of v at".split())
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
    "Europe/Moscow": "moscow|moskauer|moscou|moscu|москва|москве|московское|московскому|moskova|mosca",
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
PLACES: Final = {frozenset(fold(name).split()): key for key, row in _PLACE_ROWS.items() for name in row.split("|")}
PLACE_WORDS: Final = frozenset(word for name in PLACES for word in name)
EASTERN: Final = frozenset({"eastern", "central"})

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
CJK_PLACES: Final = {
    fold(name.replace("\\ ", " ")): key for key, row in _CJK_ROWS.items() for name in re.split(r"(?<!\\) ", row)
}
