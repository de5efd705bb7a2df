"""Bylines as printed to names of persons: words around names and outlets out, joined names apart; then which byline is believed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from crawler.data.bylines import BylineWords

_ADDRESS = re.compile(r"://|^www\.|^/|\.\w{2,}/", re.IGNORECASE)
_NO_PERSON = re.compile(r"https?:|[@\d<>{}=#?!_:：]|\w\.[a-z]{2,}$|\[at\]|…|\.\.\.")
_BRACKETED = re.compile(r"\s*[(\[（][^()\[\]（）]{0,80}[)\]）]|\s*외\s{0,3}\d+\s{0,3}명")
_DEED = re.compile(
    r"\s+(?:[Ff]or|FOR|in|In|from|From|at|@|aus|für|vom|bei|chez|para|per|am|on|um|vor|il y a|hace|Hace|외)\s.{0,80}$"
)
_DATE = re.compile(
    r"\s*\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"
    r"(?:(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Dez|Mai|Okt|Mär)[a-zä]{0,7}\.?\s+)?\d.*$"
)
_CREDENTIAL = re.compile(r"^(?:[A-Z][A-Za-z]?\.?){1,3}$|^[A-Z.\-+® ]{1,12}$")
_CREDENTIALS = re.compile(r"^(?:[A-Z][A-Z.\-+®]{0,5}(?:\s|$)){1,4}$")
_SHOUTED_NAME = re.compile(r"^[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+(?: [A-ZÀ-Þ'’.-]+)+$")
_DOMAIN = re.compile(r"^www\.?|\.(?:com|net|org|de|at|ch|co\.uk|uk|fr|es|it|eu|info|tv|online)$", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_PARTICLES = frozenset(
    "de da di do dos das del della der den van von vom zu zur la le el al bin ben ibn abu d' ter ten st mac mc af av du y e "
    "und".split()
)
_CJK = 0x2E80  # the first code point of East Asian scripts
_PAIR = 2
_MAX_BYLINE = 600
_MAX_NAME = 60
_MAX_WORDS = 6
_MAX_NAMES = 30
_BYLINE = "text:byline"
_PRINTED = frozenset({"rel=author", "class=author", "author-link", "microdata"})
_MORE_NAMES = 10  # a longer list that only repeats a shorter byline is the page's staff


@dataclass(frozen=True, slots=True)
class _Forms:
    """The word lists as patterns."""

    opening: re.Pattern[str]
    opening_of_full_name: re.Pattern[str]
    join: re.Pattern[str]
    roles: frozenset[str]
    role_suffix: re.Pattern[str]
    nobodies: frozenset[str]
    organization: re.Pattern[str]


def author_names(raw: Iterable[str], *, outlets: Iterable[str], words: BylineWords) -> list[str]:
    """Return the names of persons in *raw* bylines, in order, each once; *outlets* are names that are no person's.

    >>> from crawler.data import load_knowledge
    >>> author_names(["By Ann Tin and Tom Ore", "Ore Post Staff"], outlets=["Ore Post"], words=load_knowledge().bylines)
    ['Ann Tin', 'Tom Ore']
    """
    forms, known = _forms(words), {bare for outlet in outlets if (bare := _bare(outlet))}
    found: dict[str, str] = {}
    for text in raw:
        if not _ADDRESS.search(text[:_MAX_BYLINE]):  # article:author is often a profile's address
            for name in _persons(text[:_MAX_BYLINE], forms, known):
                found.setdefault(name.casefold(), name)
    return list(found.values())[:_MAX_NAMES]


def believed_byline(places: Mapping[str, Sequence[str]]) -> str | None:
    """Return which place's names are believed, the most trusted place first; None where no place has any.

    A place that names the same person more fully is believed before the first that names any, and so is one that names
    some more and is not alone in that: pages state one author in their head and print three above the story. A byline
    printed beside the heading that another printed place confirms is believed against the head: the head names who
    put the story online.

    >>> believed_byline({"json-ld": ["Ann"], "rel=author": ["Ann Tin"]})
    'rel=author'
    """
    named = {place: names for place, names in places.items() if 0 < len(names) <= _MORE_NAMES}
    named = named or {place: names for place, names in places.items() if names}
    if not named:
        return None
    best, *others = named
    byline = _folded(named.get(_BYLINE, ()))
    is_other = any(" " in name for name in byline) and not set(byline) & set(_folded(named[best]))
    if is_other and any(_folded(named[place]) == byline for place in others if place in _PRINTED):
        return _BYLINE
    for place in others:
        confirmed = any(set(_folded(named[place])) <= set(_folded(named[other])) for other in others if other != place)
        if _says_more(named[place], named[best], confirmed=confirmed):
            best = place
    return best


def _folded(names: Iterable[str]) -> list[str]:
    return [name.casefold() for name in names]


def _says_more(names: Sequence[str], than: Sequence[str], *, confirmed: bool) -> bool:
    left, right = _folded(names), _folded(than)
    if len(left) > _MORE_NAMES or not all(any(_is_part(name, other) for other in left) for name in right):
        return False
    if len(left) == len(right):
        return left != right
    return confirmed and len(left) > len(right) and all(" " in name or not _LATIN.search(name) for name in left)


def _is_part(name: str, other: str) -> bool:
    return name == other or (" " not in name and name in other.split())


@cache
def _forms(words: BylineWords) -> _Forms:
    return _Forms(
        opening=_openings(words.openings),
        opening_of_full_name=_openings(words.openings_of_full_names),
        join=re.compile(
            rf"\s*(?:[,;|•·&＆、，；+→»]|\s[-–—/]\s|/|\s{{3,}})\s*|\s+(?:{_any(words.joins)}|AND|UND|And|Und)\s+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])"
        ),
        roles=frozenset(word for role in words.roles for word in (role, *role.split())),
        role_suffix=re.compile(
            rf"(?<=[\u3040-\u9fff\uac00-\ud7a3])\s*(?:{_any(role for role in words.roles if not _LATIN.search(role))})$"
        ),
        nobodies=frozenset(words.nobodies),
        organization=re.compile(
            rf"(?<!\w)(?:{_any(words.organizations)})(?!\w)|(?:通讯社|通信社|新聞社|编辑部|編集部)", re.IGNORECASE
        ),
    )


def _openings(words: Iterable[str]) -> re.Pattern[str]:
    latin = _any(word for word in words if _LATIN.search(word) or (word[-1].isalpha() and ord(word[-1]) < _CJK))
    other = _any(word for word in words if ord(word[-1]) >= _CJK or not word[-1].isalpha())
    return re.compile(rf"^\W*(?:(?:{latin})(?:\s*[:：]\s*|\s+)|(?:{other or '(?!)'})\s*[:：/]?\s*)", re.IGNORECASE)


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(set(words), key=len, reverse=True))


def _persons(text: str, forms: _Forms, known: set[str]) -> list[str]:
    text = _BRACKETED.sub("", " ".join(text.split("\n"))).strip()
    if _bare(text) in known:
        return []
    text = _opened(text, forms)
    pieces = [piece for piece in forms.join.split(text) if piece]
    if pieces and not pieces[0].isupper():
        pieces = [piece for piece in pieces if not _CREDENTIALS.match(piece)]
    names: list[str] = []
    for piece in pieces[: 2 * _MAX_NAMES]:
        if name := _person(_DATE.sub("", piece), forms, known):
            names.append(name)
        if names and any(char.isdigit() for char in piece):
            break  # behind the date stand sections and reading times
    if len(pieces) > 1 and names and _is_outlet(pieces[0], known) and not any(" " in name for name in names):
        return []  # "orepost.example, Frankfurt, Germany"
    if (
        len(names) == len(pieces) == _PAIR
        and text.count(",") == 1
        and all(" " not in name for name in names)
        and _LATIN.search(text)
    ):
        return [f"{names[1]} {names[0]}"]  # "Tin, Ann"
    full = any(" " in name for name in names)
    return [name for name in names if not full or " " in name or not _LATIN.search(name)]


def _opened(text: str, forms: _Forms) -> str:
    """The byline behind its first words: "Text: By Ann Tin" takes two turns."""
    for _ in range(3):
        found = forms.opening.match(text)
        if not found:
            found = forms.opening_of_full_name.match(text)
            if not found or len(text[found.end() :].split()) < 2:  # noqa: PLR2004
                return text
        text = text[found.end() :].strip()
    return text


def _person(piece: str, forms: _Forms, known: set[str]) -> str | None:
    """The name in one piece of a byline, None where it is no person's."""
    if forms.opening.fullmatch(f"{piece.strip(' :')} "):
        return None
    name = _DEED.sub("", _opened(piece.strip(" .-–—:*\"“”„'"), forms)).strip(' .-–—:*"“”„')
    name = forms.role_suffix.sub("", name)
    tokens = name.split()
    while len(tokens) > 2 and tokens[-1].casefold().strip(".") in forms.roles:  # noqa: PLR2004
        tokens.pop()
    while len(tokens) > 2 and tokens[0].casefold().strip(".:") in forms.roles:  # noqa: PLR2004
        tokens.pop(0)
    name = " ".join(tokens)
    is_name = _has_form_of_name(name, tokens) and not _names_nobody(name, tokens, forms) and _bare(name) not in known
    return name if is_name else None


def _has_form_of_name(name: str, tokens: Sequence[str]) -> bool:
    if not 1 < len(name) <= _MAX_NAME or len(tokens) > _MAX_WORDS or not any(char.isalpha() for char in name):
        return False
    if _NO_PERSON.search(name) or (_CREDENTIAL.match(name) and not _SHOUTED_NAME.match(name)):
        return False
    ends = tokens[:: len(tokens) - 1] if len(tokens) > 1 else []
    return not any(token[0].islower() and token not in _PARTICLES and _LATIN.match(token) for token in ends)


def _names_nobody(name: str, tokens: Iterable[str], forms: _Forms) -> bool:
    if name.casefold() in forms.nobodies or forms.organization.search(name):
        return True
    return all(token.casefold().strip(".") in forms.roles for token in tokens)


def _is_outlet(piece: str, known: set[str]) -> bool:
    return _bare(piece) in known or bool(_NO_PERSON.search(piece))


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", _DOMAIN.sub("", name.strip().casefold()))
