"""What a wording of the taxonomy means: which tag, in stories of which language, printed with which capitals. Finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from crawler.data.taxonomy import Tag
from crawler.normalize.vocabulary import CJK_FIRST, words_as_printed

_MAX_ACRONYM = 4
_LATIN_LANGUAGES = frozenset({"es", "pt", "de", "tr"})


class Meaning(NamedTuple):
    """One wording's tag, and the conditions on which it stands for it."""

    tag: Tag
    """What it names."""
    languages: frozenset[str]
    """BCP 47 tags of the wording; those of Latin letters, English apart, count in stories of their language only."""
    exact: tuple[str, ...] = ()
    """The words of an acronym, which keep their case; empty for any other."""
    is_name: bool = False
    """Whether it is a proper name, which begins with a capital."""
    is_title: bool = False
    """Whether its last word does as well: "USA Rare Earth", not "USA rare earth"."""
    is_everyday: bool = False
    """Whether it means the tag in headlines and may mean it elsewhere: ``demand``."""
    is_keyword: bool = False
    """Whether it counts in printed keywords only."""
    is_adjective: bool = False
    """Whether it may only tell where somebody comes from: ``Chilean``."""


def meanings_of(tag: Tag) -> Iterator[tuple[str, Meaning]]:
    """Yield each wording with what it means; one wording of several languages is of all of them."""
    languages: dict[str, set[str]] = {}
    for label, language in tag.wordings():
        languages.setdefault(label, set()).add(language)
    is_proper, adjectives = tag.facet in ("place", "company"), tag.adjectives()
    for label, of in languages.items():
        is_name = is_proper and label[0].isupper()
        is_title = is_name and words_as_printed(label)[-1][0].isupper()
        yield (
            label,
            Meaning(
                tag, frozenset(of), _exact(label), is_name=is_name, is_title=is_title, is_adjective=label in adjectives
            ),
        )
    for word, language in tag.headline_wordings():
        yield word, Meaning(tag, frozenset({language}), _exact(word), is_everyday=True)
    for word in tag.concept.keywords if tag.facet == "topic" else ():
        yield word, Meaning(tag, frozenset({"en"}), _exact(word), is_everyday=True, is_keyword=True)


def is_meant(meaning: Meaning, words: list[str], *, language: str | None, is_cased: bool) -> bool:
    """Return whether *words* as printed have that meaning in a story of *language*, None: unknown.

    *is_cased* is false for a text whose capitals tell nothing.
    """
    if meaning.exact:
        return tuple(words) == meaning.exact or tuple(word.removesuffix("s") for word in words) == meaning.exact
    is_name = words[0][0].isupper() and (words[-1][0].isupper() or not meaning.is_title)
    if meaning.is_name and is_cased and words[0] < CJK_FIRST and not is_name:
        return False
    return language is None or language in meaning.languages or not meaning.languages <= _LATIN_LANGUAGES


def is_acronym(label: str) -> bool:
    """Return whether a label is one of a few capitals, which keeps its case: US is a country, us is not."""
    return label.isupper() and len(label) <= _MAX_ACRONYM


def _exact(label: str) -> tuple[str, ...]:
    return tuple(words_as_printed(label)) if is_acronym(label) else ()
