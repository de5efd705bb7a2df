"""German compounds that nobody lists: ``Kupfernachfrage`` is read as ``Kupfer nachfrage``. Names no tag."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from crawler.data.inflection import inflected
from crawler.data.taxonomy import Tag
from crawler.normalize.vocabulary import fold, words_of_each
from crawler.normalize.word_classes import forms_of

_COMPOUND = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{6,}")  # a German noun that is long enough to be one
_SHORTEST_FIRST_PART = 3


class CompoundWords:
    """The second parts of compounds that name topics, and the words that are no such compounds."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self._tags = tags
        self._languages = {language for tag in tags for language in tag.concept.endings}

    def parted(self, text: str, *, language: str | None) -> str:
        """Return *text* with its compounds in two where *language* has such: before a second part that names a topic."""
        return _COMPOUND.sub(self._in_parts, text) if language in self._languages else text

    def _in_parts(self, found: re.Match[str]) -> str:
        word = found[0]
        small = word.lower()
        if fold(small) not in self._whole:
            for cut in range(_SHORTEST_FIRST_PART, len(small) - 2):
                if small[cut:] in self._second_parts:
                    return f"{word[:cut]} {word[cut:]}"
        return word

    @cached_property
    def _second_parts(self) -> set[str]:
        endings = ((part, of) for tag in self._tags for of, parts in tag.concept.endings.items() for part in parts)
        return {form for part, language in endings for form in inflected(part, language)}

    @cached_property
    def _whole(self) -> set[str]:
        """The words that the taxonomy writes as they are, in all forms: Strompreis is power's, and no price."""
        labels = [pair for tag in self._tags for pair in (*tag.wordings(), *tag.headline_wordings())]
        labels = [pair for pair in labels if pair[1] in self._languages]
        phrases = [phrase for tag in self._tags for phrase in tag.concept.not_in]
        written = {
            (word, language)
            for (_, language), words in zip(labels, words_of_each([label for label, _ in labels]), strict=True)
            for word in words
        }
        written |= {
            (word, language) for words in words_of_each(phrases) for word in words for language in self._languages
        }
        return {form for word, language in written for form in forms_of(word, language)}
