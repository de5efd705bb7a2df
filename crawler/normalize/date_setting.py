"""Tells a date that stands by itself from one inside a sentence, by the words around it. Contains no date grammar.

A byline, an outlet's name, a section, a count of readers may stand beside a date; a sentence may not: "a record on
17 October 2019" says when something happened, not when the text was published.
"""

from __future__ import annotations

import re
from typing import Final

SPOT: Final = "\ue000"
"""Stands for a date in the text given to `stands_alone`: a private-use character, which `date_words.fold` takes out."""

MAX_SEGMENT_WORDS: Final = 8  # "By John Smith and Jane Doe in Shanghai" between bars
MAX_WORDS_BEFORE: Final = 4  # "John Smith, Copper Analyst,"
MAX_WORDS_AFTER: Final = 4  # mining.com sets its sections after the clock: "5:28 am Markets China Copper"
MAX_CJK_LETTERS: Final = 12  # "来源：上海有色网 作者：张三" is 11

_COUNTER: Final = re.compile(
    r"\b\d[\d,.]*[km]?[ -]*(?:min(?:ute)?s?\b(?: (?:read|lecture|lectura|leitura))?"
    r"|views?|comments?|shares?|reads?|words?|次|阅读|浏览|评论)"
    r"|(?:views?|reads?|hits|comments?|阅读|浏览|点击|评论|조회|조회수|閲覧)[^\W\d_]{0,3} ?:? ?\d[\d,.]*(?:次|人|回|k)?"
    r"|\b\d+ ?[^\W\d_]+ (?:ago|<08>|atras|once|назад|fa|geleden|temu|yang lalu)"  # "ago" is August in Spanish, and marked so
    r"|\b(?:vor|il y <at>|hace|ha) \d+ [^\W\d_]+|\b\d+ ?[^\W\d_]{1,3} ?[前전]",
    re.IGNORECASE,
)
_NUMBER: Final = re.compile(r"(?<!<)(?<!<[dw])(?<!<\d)\d")
"""A digit that is no part of a mark: all counters have one."""
_NOTHING_ELSE: Final = re.compile(r"(?:[^\w%<]|<[^<>]*>)*+")
_SEPARATOR: Final = re.compile(r"[|·•;]| [-–—/] |[–—]")
_MARK: Final = re.compile(r"<[^<>]*>")
_GLUED_WORD: Final = re.compile(r"[A-Z][a-z]+\b(?! [a-z])")
_WORD: Final = re.compile(r"[^\W\d_][\w'.&]*")
_CJK: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BY: Final = frozenset({"by", "par", "por", "von", "di", "da", "door", "от", "автор"})
_JOINING: Final = _BY | {"and", "und", "et", "y", "e", "&", "with", "de", "van", "der"}


def stands_alone(text: str, *, strictly: bool) -> bool:
    """Return whether nothing around the dates in *text* (each a `SPOT`) makes it a sentence or leaves a number unread.

    *strictly*: no word but labels, the rule for forms that prose is full of ("March 2026", "today").
    """
    if _NOTHING_ELSE.fullmatch(text):
        return True
    rest = _COUNTER.sub(" ", text) if _NUMBER.search(text) else text
    return all(_segment_is_fine(segment, strictly=strictly) for segment in _SEPARATOR.split(rest))


def _segment_is_fine(segment: str, *, strictly: bool) -> bool:
    if any(char.isdigit() for char in _MARK.sub("", segment)) or "%" in segment:
        return False
    if strictly:
        return not _words(segment)
    if SPOT not in segment:
        return len(_words(segment)) + segment.count("<") <= MAX_SEGMENT_WORDS
    before, *_, after = segment.split(SPOT)
    return _may_stand_before(before) and _may_stand_after(after)


def _may_stand_before(text: str) -> bool:
    words = _words(text)
    if not words:
        return True
    if _names_an_author(words):
        return len(words) <= MAX_SEGMENT_WORDS
    if text.rstrip().endswith((":", ")", "]")):
        return len(words) <= MAX_WORDS_BEFORE
    return (
        len(words) <= MAX_WORDS_BEFORE
        and _are_names(words)
        and words[-1].lower() not in _BY
        and not text.rstrip().endswith(">")
        and not _is_glued(text[-1])
    )


def _may_stand_after(text: str) -> bool:
    """Where a script has no capitals nothing tells a name from "in the afternoon" or a zone."""
    words = _words(text)
    if words and words[0].lower() in _BY and _names_an_author(words):
        return len(words) <= MAX_SEGMENT_WORDS
    told = all(word[0].isupper() or _CJK.match(word) for word in words if word.lower() not in _JOINING)
    glued = _is_glued(text[:1]) and not _GLUED_WORD.match(text)
    return len(words) <= MAX_WORDS_AFTER and told and _are_names(words) and not glued


def _names_an_author(words: list[str]) -> bool:
    """Return whether the words are "By John Smith", "Written by Jane Doe", "by admin"; "up by five percent" is none."""
    for place, word in enumerate(words[:2]):
        if word.lower() in _BY:
            names = words[place + 1 :]
            return len(names) == 1 or (len(names) > 1 and _are_names(names))
    return False


def _are_names(words: list[str]) -> bool:
    named = [word for word in words if word.lower() not in _JOINING]
    return (
        not any(word[0].islower() for word in named)
        and sum(len(_CJK.findall(word)) for word in named) <= MAX_CJK_LETTERS
    )


def _is_glued(char: str) -> bool:
    return char.isalpha()


def _words(text: str) -> list[str]:
    return _WORD.findall(_MARK.sub(" ", text))
