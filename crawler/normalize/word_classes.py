"""The words of the taxonomy with their forms: which words of a text count as one. Knows no text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from crawler.data.inflection import MIN_INFLECTED, compounds, inflected
from crawler.data.taxonomy import Tag
from crawler.normalize.meanings import is_acronym
from crawler.normalize.vocabulary import CJK_FIRST, fold, has_cyrillic, words_as_printed, words_of_each

_SHORT = 4  # words of fewer letters have forms only where they are the whole label: "oro", not the "del" of a long one
_Classes = dict[str, set[str]]


def word_classes(tags: Iterable[Tag], *, is_cyrillic: bool) -> Iterator[Collection[str]]:
    """Yield the words of all labels, phrases and cues in Cyrillic letters, or all others; those of labels with their forms.

    A form that is listed in `not_in` as another word (``leads``) is none. One that two words share is left out where each
    alone names another tag: Индию is India and indium. A Chinese character has no forms and is its own letter.
    """

    def is_ours(text: str) -> bool:
        return has_cyrillic(text) == is_cyrillic

    tags = list(tags)
    phrases = words_of_each([phrase for tag in tags for phrase in tag.concept.not_in if is_ours(phrase)])
    listed = {words[0] for words in phrases if len(words) == 1}
    classes = _inflected(tags, is_ours)
    _part(classes, tags, listed)
    yield from classes.values()
    cues = words_of_each([phrase for tag in tags for phrase in tag.concept.needs if is_ours(phrase)])
    yield from ([word] for words in (*phrases, *cues) for word in words if word < CJK_FIRST and is_ours(word))


def forms_of(word: str, language: str) -> set[str]:
    """Return the forms of a word as printed, itself included, folded.

    >>> sorted(forms_of("Oro", "es"))
    ['oro', 'oros']
    """
    if language != "tr":  # no other ending has a letter that is folded
        return inflected(fold(word), language)
    # Endings follow the vowels as they are printed: bakırda, not "bakirde".
    return _folded(inflected(word.replace("I", "ı").replace("İ", "i").lower(), language))


def _inflected(tags: Iterable[Tag], is_ours: Callable[[str], bool]) -> _Classes:
    """Each word of the tags' labels, with its forms, itself among them."""
    labels = list(dict.fromkeys(label for tag in tags for label in _labels(tag)))
    classes: _Classes = {}
    done: set[tuple[str, str]] = set()
    for label, words in zip(labels, words_of_each([label.text for label in labels]), strict=True):
        printed = words_as_printed(label.text) if label.language == "tr" else words
        for word, as_printed in zip(words, printed, strict=True):
            if word >= CJK_FIRST or not is_ours(word):
                continue
            forms = classes.setdefault(word, {word})
            if label.is_acronym:
                forms.add(f"{word}s")
            elif (word, label.language) not in done and label.has_forms and _changes(word, words, label.language):
                done.add((word, label.language))
                forms |= forms_of(as_printed, label.language)
    for tag in tags:
        for language, parts in tag.compounds.items():
            for name in filter(is_ours, _names_in(tag, language)):
                classes.setdefault(name, {name}).update(_folded(compounds(name, parts, language)))
    return classes


class _Label(NamedTuple):
    text: str
    language: str
    has_forms: bool
    is_acronym: bool


def _labels(tag: Tag) -> Iterator[_Label]:
    """The wordings that have forms. An English company name has none: POSCO Future."""
    keywords = ((word, "ru" if has_cyrillic(word) else "en") for word in tag.concept.keywords)
    for text, language in (*tag.wordings(), *tag.headline_wordings(), *keywords):
        yield _Label(text, language, tag.facet != "company" or language != "en", is_acronym(text))


def _changes(word: str, words: list[str], language: str) -> bool:
    """Whether a word of a label changes in running text; of a Turkish one, only the last does."""
    is_last = language != "tr" or word == words[-1]
    return is_last and len(word) >= (MIN_INFLECTED if len(words) == 1 else _SHORT)


def _part(classes: _Classes, tags: Iterable[Tag], listed: set[str]) -> None:
    """Take from the classes the forms that are other words, or names of two tags."""
    for word, forms in classes.items():
        if not forms.isdisjoint(listed):
            classes[word] = forms - listed | {word}
    named: dict[str, set[Tag]] = defaultdict(set)
    labels = [(label, tag) for tag in tags for label in tag.labels() if " " not in label]
    for words, (_, tag) in zip(words_of_each([label for label, _ in labels]), labels, strict=True):
        if len(words) == 1:
            named[words[0]].add(tag)
    shared = _shared(classes)
    twice = set(shared)
    for word, forms in classes.items():
        own = named.get(word)
        if own and not forms.isdisjoint(twice):
            forms -= {
                form
                for form in forms & twice
                if form != word and any(own.isdisjoint(named.get(other, own)) for other in shared[form])
            }


def _shared(classes: _Classes) -> dict[str, list[str]]:
    """The forms that are of several words, with these."""
    seen: set[str] = set()
    twice: set[str] = set()
    for forms in classes.values():
        if not seen.isdisjoint(forms):
            twice |= seen & forms
        seen |= forms
    shared: dict[str, list[str]] = {form: [] for form in twice}
    for word, forms in classes.items():
        if not twice.isdisjoint(forms):
            for form in forms & twice:
                shared[form].append(word)
    return shared


def _names_in(tag: Tag, language: str) -> list[str]:
    """The names of one word that compounds of a language begin with: its own, or the English one where it has none."""
    own = [fold(text) for text, of in tag.names() if of == language]
    return [name for name in own or [fold(tag.concept.label)] if name.isalpha()]


def _folded(forms: Iterable[str]) -> set[str]:
    return {*fold("\0".join(forms)).split("\0")}
