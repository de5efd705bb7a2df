"""The forms that words of the data files take in running text: plurals, cases, genders. By a bounded set of endings.

Only forms of the label's own kind are made: медь has меди, not медный. A form that nobody writes does no harm; one that is
another word does (стали, "they became"), and is named in `not_in` of its tag.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

MIN_INFLECTED = 3
"""Letters of the shortest word that has forms: ``oro``, ``лом``; ``US`` has none."""

_RU_HARD = ("", "а", "у", "ом", "е", "ы", "и", "ов", "ам", "ами", "ах")
_RU_A = ("", "а", "ы", "и", "е", "у", "ой", "ей", "ою", "ам", "ами", "ах")
_RU_O = ("", "о", "а", "у", "ом", "е", "ам", "ами", "ах")
_RU_SOFT = ("ь", "я", "ю", "ем", "е", "и", "ью", "ей", "ям", "ями", "ях")
_RU_IOTA = ("й", "я", "ю", "ем", "е", "и", "ев", "ям", "ями", "ях")
_RU_YA = ("я", "и", "ю", "е", "ей", "й", "ям", "ями", "ях")
_RU_YE = ("е", "я", "ю", "ем", "и", "й", "ям", "ями", "ях")
_RU_PLURAL = ("", "ы", "и", "а", "ов", "ам", "ами", "ах")
_RU_SOFT_PLURAL = ("и", "й", "я", "ей", "ев", "ям", "ями", "ях")
_RU_ADJECTIVE = tuple("ый ий ой ого его ому ему ым им ом ем ая яя ую юю ое ее ей ые ие ых их ыми ими".split())
_RU_ADJECTIVE_ENDS = ("ый", "ой", "ая", "яя", "ое", "ые")
_RU_VELAR_ENDS = ("кий", "кие")
_DE_ADJECTIVE_ENDS = ("sche", "ene", "ere", "ige")
_TR_BACK, _TR_ROUND = "aıou", "ouöü"
_TR_VOWELS = "aeiıoöuü"
_TR_SOFTENED = {"k": "ğ", "ç": "c", "p": "b", "t": "d"}


def inflected(word: str, language: str) -> set[str]:
    """Return the forms of *word*, itself included, in *language* (BCP 47). *word* is in lower case.

    A word of fewer than `MIN_INFLECTED` letters, one that is not all letters and one of a language without forms here are
    returned alone.

    >>> sorted(inflected("cobre", "es"))
    ['cobre', 'cobres']
    """
    forms = _FORMS.get(language)
    if forms is None or len(word) < MIN_INFLECTED or not word.isalpha():
        return {word}
    return {word, *forms(word)}


def compounds(word: str, second_parts: tuple[str, ...], language: str) -> set[str]:
    """Return the words that begin with *word* and end with one of *second_parts* in any form: Kupferpreise."""
    return {word + end for end in _ends(second_parts, language)}


@cache
def _ends(parts: tuple[str, ...], language: str) -> frozenset[str]:
    return frozenset(form for part in parts for form in inflected(part, language))


def _english(word: str) -> list[str]:
    if word.endswith("y") and word[-2] not in "aeiou":
        return [f"{word[:-1]}ies"]
    if word.endswith("s") and not word.endswith("ss"):
        return []  # a plural as it is listed
    return [f"{word}es"] if word.endswith(("ss", "x", "z", "ch", "sh")) else [f"{word}s"]


def _spanish(word: str) -> list[str]:
    if word.endswith("z"):
        return [f"{word[:-1]}ces"]
    if word.endswith(("ón", "és", "án")):
        plain = word[:-2] + {"ó": "o", "é": "e", "á": "a"}[word[-2]] + word[-1]
        return [f"{plain}es", f"{plain}a", f"{plain}as"] if word.endswith("és") else [f"{plain}es"]
    if word.endswith("o") and len(word) > MIN_INFLECTED + 1:
        return [f"{word}s", f"{word[:-1]}a", f"{word[:-1]}as"]
    return [f"{word}s"] if word[-1] in "aeiouáéíóú" else [f"{word}es"]


def _portuguese(word: str) -> list[str]:
    if word.endswith("ão"):
        return [f"{word[:-2]}ões"]
    if word.endswith("ês"):
        return [f"{word[:-2]}eses", f"{word[:-2]}esa", f"{word[:-2]}esas"]
    if word.endswith("l"):
        return [f"{word[:-1]}is"]
    if word.endswith("m"):
        return [f"{word[:-1]}ns"]
    if word.endswith("o") and len(word) > MIN_INFLECTED + 1:
        return [f"{word}s", f"{word[:-1]}a", f"{word[:-1]}as"]
    return [f"{word}s"] if word[-1] in "aeiouáéíóúâêô" else [f"{word}es"]


def _german(word: str) -> list[str]:
    if word.endswith("e"):
        return [f"{word}{end}" for end in (("n", "r", "s", "m") if word.endswith(_DE_ADJECTIVE_ENDS) else ("n",))]
    return [f"{word}{end}" for end in ("s", "es", "e", "en")]


def _russian(word: str) -> list[str]:  # noqa: PLR0911  # one line a declension
    stem, end = word[:-1], word[-1]
    if word.endswith(_RU_ADJECTIVE_ENDS + _RU_VELAR_ENDS):
        return [word[:-2] + other for other in _RU_ADJECTIVE]
    if word.endswith("ец"):  # свинец, свинца
        return [f"{word[:-2]}ц{other}" for other in ("а", "у", "ом", "ем", "е", "ы", "ов", "ев")]
    if word.endswith(("ие", "ье")):
        return [stem + other for other in _RU_YE]
    if word.endswith("ии"):
        return [stem + other for other in _RU_SOFT_PLURAL]
    if word.endswith(("ка", "ки")):  # поставка, поставок; нехватка, задержек
        fleeting = "е" if word[-3:-2] in "жчшй" else "о"
        return [*(stem + other for other in _RU_A), f"{word[:-2].removesuffix('й')}{fleeting}к"]
    if end in "ьйа" or end == "я":
        return [stem + other for other in {"ь": _RU_SOFT, "й": _RU_IOTA, "а": _RU_A, "я": _RU_YA}[end]]
    if end in "ыи":
        return [stem + other for other in _RU_PLURAL]
    if end == "о":
        return [stem + other for other in _RU_O]
    return [word + other for other in _RU_HARD] if end not in "еуэюё" else []


def _turkish(word: str) -> list[str]:
    """Case endings by vowel harmony, of the word and of its plural; a proper name has an apostrophe before them."""
    last = next((letter for letter in reversed(word) if letter in _TR_VOWELS), None)
    if last is None:
        return []
    ends, vowel_ends = _turkish_ends(last, word[-1])
    forms = [word + end for end in ends]
    softened = _TR_SOFTENED.get(word[-1])
    return [*forms, *(word[:-1] + softened + end for end in vowel_ends)] if softened else forms


@cache
def _turkish_ends(vowel: str, letter: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What follows a word of that last vowel and letter; and which of it begins with a vowel, before which the letter softens."""
    is_back = vowel in _TR_BACK
    plural = "lar" if is_back else "ler"
    own, vowel_ends = _turkish_cases(vowel, letter)
    of_plural, _ = _turkish_cases("a" if is_back else "e", "r")
    return (*own, plural, *(plural + end for end in of_plural)), vowel_ends


def _turkish_cases(vowel: str, letter: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    is_back, is_round = vowel in _TR_BACK, vowel in _TR_ROUND
    narrow = ("u" if is_round else "ı") if is_back else ("ü" if is_round else "i")
    wide = "a" if is_back else "e"
    if letter in _TR_VOWELS:
        ends = (f"n{narrow}n", f"y{narrow}", f"y{wide}", f"d{wide}", f"d{wide}n", f"yl{wide}", f"s{narrow}",
                f"s{narrow}n{narrow}n", f"s{narrow}n{wide}", f"s{narrow}n{narrow}", f"s{narrow}nd{wide}", f"s{narrow}nd{wide}n",
                f"n{narrow}", f"n{wide}", f"nd{wide}", f"nd{wide}n")  # fmt: skip  # the last four after a possessive: fiyatı, fiyatına
        return ends, ()
    hard = "t" if letter in "fstkçşhp" else "d"
    before_vowel = (f"{narrow}n", narrow, wide, f"{narrow}n{narrow}n", f"{narrow}n{wide}", f"{narrow}n{narrow}", f"{narrow}nd{wide}",
                    f"{narrow}nd{wide}n", f"{narrow}yl{wide}")  # fmt: skip
    return (*before_vowel, f"{hard}{wide}", f"{hard}{wide}n", f"{hard}{wide}ki", f"l{wide}"), before_vowel


_FORMS: dict[str, Callable[[str], list[str]]] = {
    "en": _english,
    "es": _spanish,
    "pt": _portuguese,
    "de": _german,
    "ru": _russian,
    "tr": _turkish,
}
