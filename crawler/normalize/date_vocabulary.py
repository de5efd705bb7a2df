"""The words of printed dates in the languages of metals news: months, weekdays, labels, day words. Nothing but tables.

Words are folded (no accents, lower case); a month's name means the same month in all of these languages, so that the
language need not be known. What it does not is in `LOCAL_WORDS`.
"""

from __future__ import annotations

import re
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
    "senin selasa rabu kamis jumat sabtu minggu",
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
    "tr": _table(("pzt sal car per cum cmt paz",), "<w{}>", 0),
    "id": _table(("sen sel rab kam jum sab",), "<w{}>", 0),
    "vi": {"sa": "am", "ch": "pm"},
    "sv": {"fm": "am", "em": "pm"},
    "ms": {"pg": "am", "ptg": "pm"},
    "hu": {"de": "am", "du": "pm"},
}
"""Language -> its words that mean something else in another, as marks or as words that are marked."""
MONTHS: Final = _table(_MONTH_ROWS, "<{:02}>", 1)
"""Name of a month -> its mark."""
MARKS: Final = (
    dict.fromkeys(_FILLERS.split(), "<at>")
    | dict.fromkeys(_PUBLISHED.split(), "<pub>")
    | dict.fromkeys(_UPDATED.split(), "<mod>")
    | _table(_WEEKDAY_ROWS, "<w{}>", 0)
    | {word: f"<d{ago}>" for ago, row in enumerate(_DAY_WORDS) for word in row.split()}
    | {word: f"<{mark}>" for table in (_MERIDIEM, _UNITS) for mark, row in table.items() for word in row.split()}
    | MONTHS
)
"""Word -> its mark; see `date_words.mark_words`."""

OTHER_DAYS: Final = re.compile(
    r"\W*(?:deadline|expir(?:es|ed|y)|until|valid (?:until|through|to)|due(?: date| by| on)?|event date|date of birth|born"
    r"|closing date|anmeldeschluss|frist|gültig bis|bis zum|geboren|stichtag|hasta el|vence"
    r"|vencimiento|plazo|fecha del evento|nacid[oa]"
    r"|até|prazo|validade|data do evento|nascid[oa]|срок|действует до|истекает"
    r"|дата мероприятия|род(?:ился|илась)|son (?:tarih|başvuru)"
    r"|geçerlilik|doğum|etkinlik tarihi|jusqu.au|date limite|expire"
    r"|née? le|截止|有效期|出生|生于|活动时间|会议时间)(?!\w*-)(?![a-zа-яё])",
    re.IGNORECASE,
)
"""What a line begins with that tells another day than a publication's: an event's, a birth's, the last one of an offer."""
