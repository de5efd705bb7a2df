"""Labels found in a text by one pass of an automaton each: tags' names, and the company that everyday words need.

The longest label wins: 氧化铝 is not aluminium. Weighs nothing and knows no facet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from crawler.data.taxonomy import Tag
from crawler.normalize.meanings import Meaning, is_meant, meanings_of
from crawler.normalize.vocabulary import PARAGRAPH, Spelled, Vocabulary, has_characters, has_cyrillic


class Mention(NamedTuple):
    """One place of a text that names a tag."""

    tag: Tag
    """What it names."""
    start: int
    """Number of its first word."""
    end: int
    """Number of the word after its last."""
    paragraph: int
    """Number of its paragraph; the first of the text, its headline, is 0."""
    is_adjective: bool = False
    """Whether it may only tell where somebody comes from: ``a Chilean miner``."""
    is_everyday: bool = False
    """Whether the words are everyday ones, which mean the tag in headlines and may mean it elsewhere: ``demand``."""


class Script(NamedTuple):
    """What a text is written in, Latin letters apart: a label that has anything else cannot stand in it."""

    is_cyrillic: bool
    """Whether it has Cyrillic letters."""
    has_characters: bool
    """Whether it has Chinese characters."""

    def holds(self, label: str) -> bool:
        """Return whether *label* may stand in a text of this script."""
        return label.isascii() or (
            (self.is_cyrillic or not has_cyrillic(label)) and (self.has_characters or not has_characters(label))
        )


class Matcher:
    """One pass over a text for the labels of some tags."""

    def __init__(self, tags: Iterable[Tag], vocabulary: Vocabulary, script: Script) -> None:
        """Take those labels that a text in *script* can hold; *vocabulary* knows their words."""
        tags = list(tags)
        meant: dict[str, list[Meaning]] = {}
        wordings = [wording for tag in tags for wording in meanings_of(tag) if script.holds(wording[0])]
        for letters, (_, meaning) in zip(vocabulary.spell_each([text for text, _ in wordings]), wordings, strict=True):
            meant.setdefault(letters, []).append(meaning)
        labels = _automaton(meant)
        names = list(meant)
        blocked: dict[str, set[Tag]] = {}
        phrases = [(phrase, tag) for tag in tags for phrase in tag.concept.not_in if script.holds(phrase)]
        for letters, (_, tag) in zip(vocabulary.spell_each([phrase for phrase, _ in phrases]), phrases, strict=True):
            blocked.setdefault(letters, set()).add(tag)
        # Each pattern's places: which of its letters mean what. A phrase that speaks of something else than its own tag has
        # what else it holds; the end of a paragraph has none.
        found = {letters: [(0, len(letters), meanings)] for letters, meanings in meant.items()} | {PARAGRAPH: []}
        for phrase, strangers in blocked.items():
            if phrase not in meant:
                found[phrase] = [
                    (start, end, [meaning for meaning in meant[names[number]] if meaning.tag not in strangers])
                    for number, start, end in labels.find_matches_as_indexes(phrase)
                ]
        self._places = list(found.values())
        self._paragraph = list(found).index(PARAGRAPH)
        self._automaton = _automaton(found)

    def find(
        self, text: Spelled, *, language: str | None, is_cased: bool, is_keyword: bool = False
    ) -> Iterator[Mention]:
        """Yield the mentions in order; see `crawler.normalize.mentions.Labels.mentions`."""
        paragraph = 0
        for number, begin, _ in self._automaton.find_matches_as_indexes(text.letters):
            if number == self._paragraph:
                paragraph += 1
                continue
            for start, end, meanings in self._places[number]:
                words = text.words[begin + start : begin + end]
                for meaning in meanings:
                    if (not meaning.is_keyword or is_keyword) and is_meant(
                        meaning, words, language=language, is_cased=is_cased
                    ):
                        yield Mention(
                            meaning.tag,
                            begin + start,
                            begin + end,
                            paragraph,
                            meaning.is_adjective,
                            meaning.is_everyday,
                        )
                        break


class Cues:
    """The company that everyday words need."""

    def __init__(self, tags: Iterable[Tag], vocabulary: Vocabulary, script: Script) -> None:
        """Take those words that a text in *script* can hold; *vocabulary* knows them."""
        self._tags: dict[str, list[Tag]] = {}
        cues = [(word, tag) for tag in tags for word in tag.concept.needs if script.holds(word)]
        for letters, (_, tag) in zip(vocabulary.spell_each([word for word, _ in cues]), cues, strict=True):
            self._tags.setdefault(letters, []).append(tag)
        self._patterns = [*self._tags, PARAGRAPH]
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.Standard)

    def met(self, found: list[Mention], letters: str) -> list[Mention]:
        """Return those of *found* that need no company, or have it.

        A headline's company may stand anywhere in the story, that of a paragraph stands in it or in the headline.
        """
        if not any(mention.tag.concept.needs for mention in found):
            return found
        near = self._paragraphs(letters)
        return [
            mention
            for mention in found
            if not mention.tag.concept.needs
            or any(mention.paragraph in (0, paragraph) for paragraph in near.get(mention.tag, ()))
        ]

    def _paragraphs(self, letters: str) -> dict[Tag, set[int]]:
        """For each tag the paragraphs in which its company stands."""
        found: dict[Tag, set[int]] = {}
        paragraph = 0
        for number, _, _ in self._automaton.find_matches_as_indexes(letters, overlapping=True):
            pattern = self._patterns[number]
            if pattern == PARAGRAPH:
                paragraph += 1
                continue
            for tag in self._tags[pattern]:
                found.setdefault(tag, set()).add(paragraph)
        return found


def _automaton(patterns: Iterable[str]) -> AhoCorasick:
    return AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)
