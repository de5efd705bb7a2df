"""Which language a text is in: what the page declares, unless its script says otherwise. Detects nothing beyond scripts yet."""

from __future__ import annotations

import re
from collections.abc import Iterable

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HANGUL = re.compile(r"[\uac00-\ud7af]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTER = re.compile(r"[^\W\d_]")
_SHARE = 0.2  # Chinese stories about metals hold up to a half Latin letters: units, grades, names
_BY_SCRIPT = {"zh", "ja", "ko"}
_CYRILLIC_LANGUAGES = {"ru", "uk", "bg", "sr", "kk", "be", "mk", "mn", "ky"}


def language_of(text: str, declared: Iterable[str], default: str | None) -> str | None:
    """Return the BCP 47 tag of *text*: the first declared tag that its script allows, else what the script says.

    *default* (the source's own language) stands where nothing is declared and the script decides nothing. Region
    subtags are dropped, script subtags kept: ``en``, ``zh-Hant``.
    """
    script = _script(text)
    for tag in [*declared, *([default] if default else [])]:
        language = _tidy(tag)
        if language and _fits(language.split("-")[0], script):
            return language
    return {"cyrillic": "ru", "latin": None}.get(script or "latin", script)


def _script(text: str) -> str | None:
    letters = len(_LETTER.findall(text))
    if not letters:
        return None
    counts = {"ja": _KANA, "ko": _HANGUL, "zh": _HAN, "cyrillic": _CYRILLIC}
    for name, pattern in counts.items():
        share = _SHARE / 2 if name == "ja" else _SHARE
        if len(pattern.findall(text)) / letters >= share:
            return name
    return "latin"


def _fits(language: str, script: str | None) -> bool:
    if script is None:
        return True
    if script == "cyrillic":
        return language in _CYRILLIC_LANGUAGES
    return language == script if script in _BY_SCRIPT else language not in _BY_SCRIPT | {"ru", "uk"}


def _tidy(tag: str) -> str | None:
    parts = tag.strip().replace("_", "-").split("-")
    if not re.fullmatch(r"[A-Za-z]{2,3}", parts[0]):
        return None
    scripts = [part.title() for part in parts[1:2] if len(part) == 4]  # noqa: PLR2004  # BCP 47: script subtags have four letters
    return "-".join([parts[0].lower(), *scripts])
