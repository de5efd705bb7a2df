"""Which language a text is in: what the page declares, checked by the text's script and by its little words.

A template says ``lang="en"`` of every page it prints, so a declaration loses against a text that clearly speaks another
language; a text too short or too mixed to tell decides nothing. Two closely related languages (Danish and Norwegian,
Czech and Slovak) are told apart only where nothing is declared, or where the difference is large.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from crawler.normalize.language_words import ARABIC, CYRILLIC, LATIN

_SCRIPTS: Final = {
    "ja": "\u3040-\u30ff", "ko": "\uac00-\ud7af", "zh": "\u3400-\u4dbf\u4e00-\u9fff", "cyrillic": "\u0400-\u04ff",
    "arabic": "\u0600-\u06ff", "el": "\u0370-\u03ff\u1f00-\u1fff", "he": "\u0590-\u05ff", "devanagari": "\u0900-\u097f",
    "bengali": "\u0980-\u09ff", "th": "\u0e00-\u0e7f", "hy": "\u0530-\u058f", "ka": "\u10a0-\u10ff", "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f", "kn": "\u0c80-\u0cff", "ml": "\u0d00-\u0d7f", "gu": "\u0a80-\u0aff", "pa": "\u0a00-\u0a7f",
    "si": "\u0d80-\u0dff", "km": "\u1780-\u17ff", "my": "\u1000-\u109f", "lo": "\u0e80-\u0eff", "am": "\u1200-\u137f",
}  # fmt: skip
"""Script -> its characters. A script that only one language of the news uses bears that language's name."""
_OF_SCRIPT: Final = {name: re.compile(f"[{chars}]") for name, chars in _SCRIPTS.items()}
_LANGUAGES: Final = {
    "cyrillic": frozenset("ru uk bg sr mk be kk ky mn tg tt ba ce cv uz az sh bs".split()),
    "arabic": frozenset("ar fa ur ps ckb ku ug sd az pa".split()),
    "devanagari": frozenset("hi mr ne sa kok mai".split()),
    "bengali": frozenset("bn as".split()),
    "zh": frozenset("zh yue ja".split()),
    "he": frozenset("he yi".split()),
}
_USUAL: Final = {"cyrillic": "ru", "arabic": "ar", "devanagari": "hi", "bengali": "bn"}
_NOT_LATIN: Final = frozenset(
    "zh ja ko ru uk bg mk be ar fa ur he el th hi bn hy ka ta te kn ml gu si km my lo am".split()
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_OTHER: Final = re.compile(r"[^\x00-\u024f\u1e00-\u206f]")
_SHARE: Final = 0.2  # Chinese stories about metals hold up to a half Latin letters: units, grades, names
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}")
_WORD: Final = re.compile(r"[^\W\d_]+")
_ASCII_WORD: Final = re.compile(r"[a-z]+")  # the same in a sample without other letters, twice as fast
_SAMPLE_CHARS: Final = 1200
_SCRIPT_CHARS: Final = 1000
_MIN_WORDS: Final = 20
_MIN_WORDS_AGAINST: Final = 40
_MIN_SHARE: Final = 0.06
_MUCH: Final = 0.2
_CLEAR: Final = 1.25
_CLEAR_AGAINST: Final = 2.5
_SAME: Final = {"nb": "no", "nn": "no", "ms": "id", "bs": "hr", "sh": "hr", "in": "id", "iw": "he", "tl": "fil"}
"""Languages written so alike that little words do not part them, and old codes."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """How much of a text's words each language accounts for, 0 to 1, best first."""

    shares: list[tuple[str, float]]
    words: int

    def of(self, language: str) -> float:
        return next((share for name, share in self.shares if name == language), 0.0)


def language_of(text: str, declared: Iterable[str], default: str | None) -> str | None:
    """Return the BCP 47 tag of *text*: the first declared one that script and words allow, else what they say.

    *default* (the source's own language) stands where nothing is declared and the text is too short to tell. Region
    subtags are dropped, script subtags kept: ``en``, ``zh-Hant``.
    """
    tags = [tidy for tag in [*declared, *([default] if default else [])] if (tidy := _tidy(tag))]
    script = _script(text)
    fitting = [tag for tag in tags if _fits(tag.split("-")[0], script)]
    heard = _heard(text, script)
    if heard is None:
        return fitting[0] if fitting else _USUAL.get(script or "", script)
    stated = next((tag for tag in fitting if not _contradicted(tag, heard)), None)
    return stated or _told(heard) or (fitting[0] if fitting else _USUAL.get(script or ""))


def _heard(text: str, script: str | None) -> _Heard | None:
    """What the little words say; None for a script that they are not kept for."""
    table = _TABLES.get(script or "")
    if table is None:
        return None
    scores: dict[str, float] = defaultdict(float)
    sample = text[:_SAMPLE_CHARS].lower()
    words = (_ASCII_WORD if sample.isascii() else _WORD).findall(sample)
    for word, count in Counter(words).items():
        if known := table.get(word):
            languages, weight = known
            for language in languages:
                scores[language] += weight * count
    shares = sorted(((name, score / len(words)) for name, score in scores.items()), key=lambda item: -item[1])
    return _Heard(shares, len(words))


def _told(heard: _Heard) -> str | None:
    """The language that the words name for certain."""
    if not heard.shares or heard.words < _MIN_WORDS or heard.shares[0][1] < _MIN_SHARE:
        return None
    second = heard.shares[1][1] if len(heard.shares) > 1 else 0.0
    return heard.shares[0][0] if heard.shares[0][1] >= second * _CLEAR else None


def _contradicted(tag: str, heard: _Heard) -> bool:
    """Whether the words clearly speak another language than a declared one."""
    stated = tag.split("-", maxsplit=1)[0]
    stated = _SAME.get(stated, stated)
    best = _told(heard)
    if best is None or best == stated or heard.words < _MIN_WORDS_AGAINST:
        return False
    if stated not in _KNOWN:
        return best == "en" and heard.shares[0][1] >= _MUCH
    return heard.shares[0][1] >= heard.of(stated) * _CLEAR_AGAINST


def _script(text: str) -> str | None:
    sample = text[:_SCRIPT_CHARS]
    if not _LETTER.search(sample):
        return None
    others = 0 if sample.isascii() else len(_OTHER.findall(sample))
    if others < len(sample) * _SHARE / 4:
        return "latin"
    letters = len(_LETTER.findall(sample))
    for name, pattern in _OF_SCRIPT.items():
        share = _SHARE / 2 if name == "ja" else _SHARE
        if len(pattern.findall(sample)) / letters >= share:
            return name
    return "latin"


def _fits(language: str, script: str | None) -> bool:
    if script is None:
        return True
    if script == "latin":
        return language not in _NOT_LATIN
    return language in _LANGUAGES.get(script, {script})


def _tidy(tag: str) -> str | None:
    parts = tag.strip()[:35].replace("_", "-").split("-")
    if not _LANGUAGE.fullmatch(parts[0]):
        return None
    scripts = [part.title() for part in parts[1:2] if len(part) == 4 and part.isalpha()]  # noqa: PLR2004  # BCP 47: script subtags have four letters
    return "-".join([parts[0].lower(), *scripts])


def _table(words: Mapping[str, str]) -> dict[str, tuple[tuple[str, ...], float]]:
    """Word -> the languages that have it, and how much it counts for each."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for language, text in words.items():
        for word in text.split():
            found[word][language] = None
    return {word: (tuple(languages), 1 / len(languages)) for word, languages in found.items()}


_TABLES: Final = {"latin": _table(LATIN), "cyrillic": _table(CYRILLIC), "arabic": _table(ARABIC)}
_KNOWN: Final = frozenset({*LATIN, *CYRILLIC, *ARABIC})
