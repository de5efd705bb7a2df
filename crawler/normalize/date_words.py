"""What the words of printed dates mean: months, weekdays, labels, day words, in the languages of metals news.

Contains no grammar: `date_forms` reads the marked text that `mark_words` returns. Tables hold folded words (no accents,
lower case); a month name means the same month in all of these languages, so the language need not be known.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final


def _table(rows: tuple[str, ...], mark: str, start: int) -> dict[str, str]:
    return {word: mark.format(number) for row in rows for number, word in enumerate(row.split(), start) if word != "-"}


_MONTH_ROWS: Final = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar marz april mai juni juli august september oktober november dezember",
    "janner feber maerz apr mai jun jul aug sept okt nov dez",
    "jan feb mrz apr mai jun jul aug sep okt nov dez",
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "jan fev mars avr mai juin juill aout sept oct nov dec",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago setiembre oct nov dic",
    "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen feb mar apr mag giu lug ago set ott nov dic",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november desember",
    "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "январь февраль март апрель маи июнь июль август сентябрь октябрь ноябрь декабрь",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "янв фев мар апр маи июн июл авг сен окт ноя дек",
    "янв февр мар апр мая июн июл авг сент окт нояб дек",
    "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
    "oca sub mar nis may haz tem agu eyl eki kas ara",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "jan feb mar apr mei jun jul agt sep okt nov des",
    "styczen luty marzec kwiecien maj czerwiec lipiec sierpien wrzesien pazdziernik - grudzien",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika - grudnia",
    "leden unor brezen duben kveten cerven cervenec srpen zari rijen - prosinec",
    "ledna unora brezna dubna kvetna cervna cervence srpna zari rijna - prosince",
    "januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ян февр мар апр май юни юли авг септ окт ноем дек",
    "януари февруари март април маи юни юли август септември октомври ноември декември",
    "січень лютии березень квітень травень червень липень серпень вересень жовтень листопад грудень",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "tammikuu helmikuu maaliskuu huhtikuu toukokuu kesakuu heinakuu elokuu syyskuu lokakuu marraskuu joulukuu",
    (
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta marraskuuta "
        "joulukuuta"
    ),
    "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου",
    "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
)
"""A hyphen stands for *listopad*: November in Polish and Czech, October in Croatian."""

_WEEKDAY_ROWS: Final = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "mon tue wed thu fri sat sun",
    "mon tues weds thur fri sat sun",
    "mon tue wed thurs fri sat sun",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "mo di mi do fr sonnabend so",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lun mardi mer jeu ven sam dim",
    "lunes martes miercoles jueves viernes sabado domingo",
    "lun martes mie jue vie sab dom",
    "segunda terca quarta quinta sexta sabado domingo",
    "seg ter qua qui sex sab dom",
    "lunedi martedi mercoledi giovedi venerdi sabato domenica",
    "lun - mer gio ven sab dom",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "ma di wo do vr za zo",
    "понедельник вторник среда четверг пятница суббота воскресенье",
    "пн вт ср чт пт сб вс",
    "пон вто среду четв пятницу субботу вск",
    "pazartesi sali carsamba persembe cuma cumartesi pazar",
    "pzt sal car per cum cmt paz",
    "senin selasa rabu kamis jumat sabtu minggu",
    "sen sel rab kam jum sab -",
    "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
    "周一 周二 周三 周四 周五 周六 周日",
    "星期一 星期二 星期三 星期四 星期五 星期六 星期天",
    "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
    "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
    "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
    "poniedzialek wtorek sroda czwartek piatek sobota niedziela",
    "pon wt sr czw pt sob niedz",
    "pondeli utery streda ctvrtek patek sobota nedele",
    "hetfo kedd szerda csutortok pentek szombat vasarnap",
    "luni marti miercuri joi vineri sambata duminica",
    "понеделник вторник сряда четвъртък петък събота неделя",
    "понеділок вівторок середа четвер пятниця субота неділя",
    "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
    "mandag tirsdag onsdag torsdag fredag lordag sondag",
    "mandag tisdag onsdag torsdag fredag lordag sondag",
    "δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη",
    "الاثنين الثلاثاء الاربعاء الخميس الجمعة السبت الاحد",
)
"""A hyphen stands for what is another word first: *mar* is March, *min* a minute."""

_DAY_WORDS: Final = (
    "today heute aujourdhui hoy hoje oggi vandaag dzis dzisiaj اليوم сегодня bugun 今天 今日 本日 오늘",
    "yesterday gestern hier ayer ontem ieri gisteren wczoraj امس вчера dun kemarin 昨天 昨日 어제",
    "vorgestern przedwczoraj avanthier anteayer antier anteontem eergisteren позавчера 前天 一昨日 그저께 그제",
)
"""Row n: words for the day n days before today."""

_PUBLISHED: Final = """
    published publish publication posted post date dated created released release issued submitted uploaded
    written gepostet eingestellt geschrieben
    veroffentlicht erschienen erstellt datum publie publiee parution paru publicado publicada publicacion fecha data
    publicacao pubblicato pubblicata gepubliceerd geplaatst опубликовано опубликован дата публикации
    publikacji opublikowano opublikowany dodano utworzono
    yayinlanma yayinlandi yayin tarih diterbitkan dipublikasikan
    发布时间 发布日期 发布于 发布 发表于 发表时间 发表 日期 时间 發布時間 發佈日期 發布
    公開日 公開 公開日時 配信 掲載 掲載日 投稿日 投稿
    입력 등록 작성 발행 게시 기사입력 등록일 작성일 발행일 입력일
"""
_UPDATED: Final = """
    updated update modified revised edited amended
    aktualisiert aktualisierung anderung letzte geandert stand maj jour modifie modifiee
    actualizado actualizada actualizacion atualizado atualizada atualizacao aggiornato aggiornata bijgewerkt
    aktualizacja aktualizacji zaktualizowano
    обновлено обновлен изменено guncelleme guncellendi guncellenme diperbarui
    更新时间 更新日期 更新于 更新 修改时间 最后更新 更新時間 更新日 更新日時 最終更新 최종수정 수정 수정일
"""
_FILLERS: Final = """
    on at the of in first last originally article story online print time
    am um den der im vom zuletzt uhrzeit le la les a mis mise de du des d en as las los del el em do da no ora ore
    alle il ultima ultimo por hora op om laatst в во от г года год tarihi saat son pada pukul kl klo tanggal terakhir
    feira st nd rd th er ngay nam luc godz godzina r
    于 在 기사
"""
_MERIDIEM: Final = {
    "am": "am 上午 午前 오전 凌晨 清晨 早上 早晨 오전 새벽 아침 ص",
    "pm": "pm 下午 午後 오후 傍晚 오후 저녁 م",
    "noon": "中午 정오",
    "night": "晚上 深夜 밤",
}
_UNITS: Final = {
    "年": "年 년",
    "月": "月 월",
    "日": "日 号 號 일 日付",
    "h": "h 点 點 時 时 시",
    "m": "分 분",
    "s": "秒 초",
    "uhr": "uhr hrs hs uur",
}

LOCAL_WORDS: Final = {
    "pl": {
        **_table(("sty lut mar kwi maj cze lip sie wrz paz lis gru",), "<{:02}>", 1),
        **dict.fromkeys(("listopad", "listopada"), "<11>"),
    },
    "cs": dict.fromkeys(("listopad", "listopadu", "lis"), "<11>"),
    "hr": {
        **_table(("sij velj ozu tra svi lip srp kol ruj lis stu pro",), "<{:02}>", 1),
        **dict.fromkeys(("listopad", "listopada"), "<10>"),
    },
    "vi": {"sa": "am", "ch": "pm"},
    "sv": {"fm": "am", "em": "pm"},
    "ms": {"pg": "am", "ptg": "pm"},
    "hu": {"de": "am", "du": "pm"},
}
"""Language -> its words that mean something else in another, as marks or as words that are marked."""

_PHRASES: Final = re.compile(
    r"(?P<meridiem>\b[ap]\. ?m\b\.?)|(?P<two>avant-hier|aujourd'hui|hari ini|antes de ayer|hom nay|hom qua)"
    r"|(?P<cjk>上午|下午|午前|午後|오전|오후|凌晨|清晨|早上|早晨|中午|傍晚|晚上|深夜|星期[一二三四五六日天]|周[一二三四五六日]"
    r"|[月火水木金土日]曜日?|[월화수목금토일]요일)"
    r"|\((?P<short>[月火水木金土日월화수목금토일])\)"
    r"|\b(?:thang|thg\.?) (?P<month>1[0-2]|0?[1-9])\b"
    r"|\b(?P<weekday>thu? (?:[2-7]|hai|ba|tu|nam|sau|bay)(?=,? \d{1,2}(?:[/-]| <| th))|chu nhat)\b"
    r"|(?<=\d )(?-i:(?P<before_noon>OO)|(?P<after_noon>OS))\b"
    r"|(?<=\d{4})(?P<era> ?م)(?!\w)"
    r"|(?P<reign>令和|平成) ?(?P<reign_year>元|\d{1,2}) ?(?=年)"
    r"|(?<=[\d日])(?P<glued>(?:文章|信息)?(?:来源|來源|作者|编辑|編輯|责编|記者|记者|浏览|阅读|点击|稿源|分享))",
    re.IGNORECASE,
)
_GLUED_CLOCK: Final = re.compile(
    r"(?<=\D(?:19|20)\d\d)(?=\d\d:\d\d)|(?<=\d{4}-\d\d-\d\d)(?=\d\d:\d\d)|(?<=:\d\d)(?=[A-Z][a-z])"
)
"""Where a tag between a date and its clock, or behind it, left no space: "Oct 17,201915:50", "10:53Save"."""
_HINT: Final = re.compile(r"\.\ ?m|hier|jourd|hari |hom |ayer|th(?:ang|g|u? )|chu n| o[os]\b")
"""Stands in every phrase of ASCII, and is found six times faster."""
_FIRST_YEARS: Final = {"令和": 2019, "平成": 1989}
_TWO_WORDS: Final = {
    "avant-hier": "avanthier",
    "aujourd'hui": "aujourdhui",
    "hari ini": "today",
    "antes de ayer": "anteayer",
    "hom nay": "today",
    "hom qua": "yesterday",
}
_WORD: Final = re.compile(r"[^\W\d_]+\.?")
_LOOKALIKE: Final = str.maketrans("−‐‑’ıłøđĐ、。،<>٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "---'ilodD,.,  01234567890123456789")
"""Among them < and >, which are kept for the marks."""


def fold(text: str) -> str:
    r"""Return *text* in compatibility form without accents or invisible characters, white space single, case kept.

    >>> fold("１７.\u00a0März　２０２１")
    '17. Marz 2021'
    """
    if text.isascii():
        if "<" in text or ">" in text:
            text = text.translate(_LOOKALIKE)
        return " ".join(text.split())
    spread = unicodedata.normalize("NFKD", text)
    kept = (c for c in spread if not unicodedata.combining(c) and unicodedata.category(c) not in ("Cf", "Co"))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).translate(_LOOKALIKE).split())


def mark_words(folded: str) -> str:
    """Return *folded* with known words as marks: ``<10>`` a month, ``<w3>`` a weekday, ``<d1>`` yesterday.

    A word glued to a month's name ("PriceFeb") is dropped: it is the text of an icon or a link beside the date.

    >>> mark_words("Published: Thursday, Oct. 17 2019 at 7:10 p.m.")
    '<pub>: <w3>, <10> 17 2019 <at> 7:10 <pm>'
    """
    if ":" in folded:
        folded = _GLUED_CLOCK.sub(" ", folded)
    if not folded.isascii() or _HINT.search(folded.lower()):
        folded = _PHRASES.sub(_plain_phrase, folded)
    return _WORD.sub(_mark, folded)


def kind_of_word(word: str) -> str | None:
    """Return the mark of one word without its brackets, or None for a word that dates do not know."""
    mark = _MARKS.get(word.lower())
    return mark and mark[1:-1]


def _plain_phrase(match: re.Match[str]) -> str:
    text = match[0]
    match match.lastgroup:
        case "meridiem":
            return f"{text[0]}m"
        case "two":
            return _TWO_WORDS[text.lower()]
        case "short" | "weekday" | "era":
            return ""
        case "month":
            return f"<{int(match['month']):02}>"
        case "reign_year":
            return str(_FIRST_YEARS[text[:2]] - 1 + (1 if match["reign_year"] == "元" else int(match["reign_year"])))
        case "before_noon":
            return "am"
        case "after_noon":
            return "pm"
        case _:
            return f" {text} "


def _mark(match: re.Match[str]) -> str:
    word = match[0]
    bare = word.removesuffix(".")
    if mark := _MARKS.get(bare.lower()):
        return mark
    head = len(bare) - 1
    while head > 0 and not bare[head].isupper():
        head -= 1
    if head > 0 and bare[head - 1].islower() and (month := _MONTHS.get(bare[head:].lower())):
        return f" {month}"
    return word


_MONTHS: Final = _table(_MONTH_ROWS, "<{:02}>", 1)
_MARKS: Final = (
    dict.fromkeys(_FILLERS.split(), "<at>")
    | dict.fromkeys(_PUBLISHED.split(), "<pub>")
    | dict.fromkeys(_UPDATED.split(), "<mod>")
    | _table(_WEEKDAY_ROWS, "<w{}>", 0)
    | {word: f"<d{ago}>" for ago, row in enumerate(_DAY_WORDS) for word in row.split()}
    | {word: f"<{mark}>" for table in (_MERIDIEM, _UNITS) for mark, row in table.items() for word in row.split()}
    | _MONTHS
)
