"""What is known of the words of a printed date is put into marks, in text made even. Contains no tables and no grammar.

`date_vocabulary` holds the words; `date_forms` reads the marked text that `mark_words` returns.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from crawler.normalize.date_vocabulary import LOCAL_WORDS, MARKS, MONTHS

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
_PLAIN: Final = {"short": "", "weekday": "", "era": "", "before_noon": "am", "after_noon": "pm"}
_DOTTED_CLOCKS: Final = frozenset({"id", "ms", "da", "fi"})
"""Languages that print 08.15 for a quarter past eight; with a third number of two digits it is no date for certain."""
_DOTTED_CLOCK: Final = re.compile(r"(?<![\d.,])(?:[01]?\d|2[0-3])\.[0-5]\d(?:\.[0-5]\d)?(?![\d.,%])")
_WORD: Final = re.compile(r"[^\W\d_]+\.?")
_LOOKALIKE: Final = str.maketrans("−‐‑’ıłøđĐ、。،<>٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "---'ilodD,.,  01234567890123456789")
"""Among them < and >, which are kept for the marks."""
_MAX_KNOWN: Final = 20_000  # characters; a hostile page may print all there are


class _Folding(dict[int, int | str | None]):
    """What becomes of a decomposed character, learnt as they come: None for an accent or an invisible one."""

    def __missing__(self, code: int) -> int | str | None:
        char = chr(code)
        dropped = unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Co")
        if len(self) < _MAX_KNOWN:
            self[code] = None if dropped else code
        return None if dropped else code


_folding = _Folding(_LOOKALIKE)


def fold(text: str) -> str:
    r"""Return *text* in compatibility form without accents or invisible characters, white space single, case kept.

    >>> fold("１７.\u00a0März　２０２１")
    '17. Marz 2021'
    """
    if text.isascii():
        if "<" in text or ">" in text:
            text = text.translate(_LOOKALIKE)
        return " ".join(text.split())
    bare = unicodedata.normalize("NFKD", text).translate(_folding)
    return " ".join(unicodedata.normalize("NFC", bare).split())


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


def with_local_words(folded: str, language: str) -> str:
    """Return *folded* with the words that mean something else in another language marked as in *language*, BCP 47.

    >>> with_local_words("17 lipca, 3 lis 2019", "pl")
    '17 lipca, 3 <11> 2019'
    """
    name = language[:3].lower().rstrip("-_")
    if name in _DOTTED_CLOCKS:
        folded = _DOTTED_CLOCK.sub(lambda clock: clock[0].replace(".", ":"), folded)
    words = LOCAL_WORDS.get(name)
    return _WORD.sub(lambda word: words.get(word[0].rstrip(".").lower(), word[0]), folded) if words else folded


def kind_of_word(word: str) -> str | None:
    """Return the mark of one word without its brackets, or None for a word that dates do not know."""
    mark = MARKS.get(word.lower())
    return mark and mark[1:-1]


def _plain_phrase(match: re.Match[str]) -> str:
    text, kind = match[0], match.lastgroup or ""
    match kind:
        case "meridiem":
            return f"{text[0]}m"
        case "two":
            return _TWO_WORDS[text.lower()]
        case "month":
            return f"<{int(match['month']):02}>"
        case "reign_year":
            return str(_FIRST_YEARS[text[:2]] - 1 + (1 if match["reign_year"] == "元" else int(match["reign_year"])))
    return _PLAIN.get(kind, f" {text} ")


def _mark(match: re.Match[str]) -> str:
    word = match[0]
    bare = word.removesuffix(".")
    if mark := MARKS.get(bare.lower()):
        return mark
    head = len(bare) - 1
    while head > 0 and not bare[head].isupper():
        head -= 1
    if head > 0 and bare[head - 1].islower() and (month := MONTHS.get(bare[head:].lower())):
        return f" {month}"
    return word
