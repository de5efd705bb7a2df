"""Where a text names tags of the taxonomy. Judges nothing: how much a mention weighs is `crawler.normalize.salience`'s.

The longest label wins: 氧化铝 is not aluminium, First Quantum no metal. Topics are looked for on their own, so that
``secondary lead`` is lead, and recycling; but nothing is found within the name of a company.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from crawler.data.inflection import MIN_INFLECTED, compounds, inflected
from crawler.data.taxonomy import Tag
from crawler.normalize.vocabulary import PARAGRAPH, Spelled, Vocabulary, fold, words_of

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MAX_ACRONYM = 4
_LATIN_LANGUAGES = frozenset({"es", "pt", "de", "tr"})
_SHORT = 4  # words of fewer letters have forms only where they are the whole label: "oro", not the "del" of a long one


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


@dataclass(frozen=True, slots=True)
class _Meaning:
    tag: Tag
    languages: frozenset[str]  # of the wording; those of Latin letters count in stories of their language only
    exact: tuple[str, ...] = ()  # the words of an acronym, which keep their case
    is_name: bool = False  # a proper name begins with a capital
    is_terse: bool = False  # an everyday word, which counts in headlines and keywords only


class Labels:
    """All wordings of the taxonomy, ready to be found."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self.vocabulary = Vocabulary(_word_classes(tags))
        topics = [tag for tag in tags if tag.facet == "topic"]
        self._things = _Matcher([tag for tag in tags if tag.facet != "topic"], self.vocabulary)
        self._topics = _Matcher(topics, self.vocabulary)
        self._cues = _Cues(tags, self.vocabulary)
        designators = {word for tag in tags for word in tag.designators}
        self._designators = {fold(word) for word in designators if word < "\u3040"}
        self._beginnings = tuple(word for word in designators if word >= "\u3040")
        self._endings = tuple(word for word in self._beginnings if len(word) > 1)  # 业 also ends 铜工业, an industry

    def mentions(
        self, text: Spelled, *, language: str | None, is_cased: bool = True, is_keyword: bool = False
    ) -> list[Mention]:
        """Return what *text* names, things before topics, each in order.

        Everyday words of topics count in its first paragraph, a headline or keyword. *language* is the story's, None where unknown.
        Proper names need a capital where *is_cased*; as a printed keyword (*is_keyword*), no label needs company.
        """
        things = list(self._things.find(text, language=language, is_cased=is_cased))
        if not is_keyword:  # in a headline, the name of a company that nobody knows still tells what it digs
            things = [m for m in things if not m.paragraph or m.tag.facet == "company" or not self._is_in_name(text, m)]
        inside = {word for m in things if m.tag.facet == "company" for word in range(m.start, m.end)}
        topics = self._topics.find(text, language=language, is_cased=is_cased)
        found = [*things, *(m for m in topics if not inside or inside.isdisjoint(range(m.start, m.end)))]
        if is_keyword or not any(mention.tag.concept.needs for mention in found):
            return found
        cues = self._cues.paragraphs(text.letters)
        return [m for m in found if not m.tag.concept.needs or _has_company(m, cues.get(m.tag, ()))]

    def is_company(self, text: Spelled, found: Iterable[Mention]) -> bool:
        """Return whether a printed keyword, in which *found* was found, is the name of a company: it says ``Ltd`` or 集团."""
        if any(fold(word) in self._designators for word in text.words):
            return True
        return "".join(text.words).endswith(self._endings) or any(self._is_in_name(text, mention) for mention in found)

    def _is_in_name(self, text: Spelled, mention: Mention) -> bool:
        """Whether what follows makes the mention a part of a company's name: 锗业, ``Gold Corp``."""
        if mention.end >= len(text.words):
            return False
        word = text.words[mention.end]
        if word < "\u3040":
            return word[0].isupper() and fold(word) in self._designators
        return (word + "".join(text.words[mention.end + 1 : mention.end + 2])).startswith(self._beginnings)


class _Matcher:
    """One pass over a text for the labels of some tags."""

    def __init__(self, tags: Iterable[Tag], vocabulary: Vocabulary) -> None:
        tags = list(tags)
        meant: dict[str, list[_Meaning]] = {}
        for tag in tags:
            for letters, meaning in _wordings(tag, vocabulary):
                meant.setdefault(letters, []).append(meaning)
        labels = _automaton(meant)
        names = list(meant)
        blocked: dict[str, set[Tag]] = {}
        for tag in tags:
            for phrase in tag.concept.not_in:
                blocked.setdefault(vocabulary.spell(phrase).letters, set()).add(tag)
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

    def find(self, text: Spelled, *, language: str | None, is_cased: bool) -> Iterator[Mention]:
        """Yield the mentions in order; see `Labels.mentions`."""
        paragraph = 0
        for number, begin, _ in self._automaton.find_matches_as_indexes(text.letters):
            if number == self._paragraph:
                paragraph += 1
                continue
            for start, end, meanings in self._places[number]:
                words = text.words[begin + start : begin + end]
                for meaning in meanings:
                    if _is_meant(meaning, words, language=language, is_terse=not paragraph, is_cased=is_cased):
                        yield Mention(meaning.tag, begin + start, begin + end, paragraph)
                        break


class _Cues:
    """The company that everyday words need."""

    def __init__(self, tags: Iterable[Tag], vocabulary: Vocabulary) -> None:
        self._tags: dict[str, list[Tag]] = {}
        for tag in tags:
            for word in tag.concept.needs:
                self._tags.setdefault(vocabulary.spell(word).letters, []).append(tag)
        self._patterns = [*self._tags, PARAGRAPH]
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.Standard)

    def paragraphs(self, letters: str) -> dict[Tag, set[int]]:
        """Return for each tag the paragraphs in which its company stands."""
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


def _has_company(mention: Mention, paragraphs: Iterable[int]) -> bool:
    """A headline's company may stand anywhere in the story, that of a paragraph stands in it or in the headline."""
    return any(mention.paragraph in (0, paragraph) for paragraph in paragraphs)


def _is_meant(meaning: _Meaning, words: list[str], *, language: str | None, is_terse: bool, is_cased: bool) -> bool:
    if meaning.is_terse and not is_terse:
        return False
    if meaning.exact:
        return tuple(words) == meaning.exact or tuple(word.removesuffix("s") for word in words) == meaning.exact
    if meaning.is_name and is_cased and not words[0][0].isupper() and words[0] < "\u3040":
        return False
    return language is None or language in meaning.languages or not meaning.languages <= _LATIN_LANGUAGES


def _wordings(tag: Tag, vocabulary: Vocabulary) -> Iterator[tuple[str, _Meaning]]:
    """Each wording in letters, with what it means; one wording of several languages is of all of them."""
    languages: dict[str, set[str]] = {}
    for label, language in tag.wordings():
        languages.setdefault(label, set()).add(language)
    is_proper = tag.facet in ("place", "company")
    for label, of in languages.items():
        exact = tuple(vocabulary.spell(label).words) if is_acronym(label) else ()
        is_name = is_proper and label[0].isupper()
        yield vocabulary.spell(label).letters, _Meaning(tag, frozenset(of), exact=exact, is_name=is_name)
    everyday: dict[str, set[str]] = {}
    for word, language in _everyday(tag):
        everyday.setdefault(word, set()).add(language)
    for word, of in everyday.items():
        exact = tuple(vocabulary.spell(word).words) if is_acronym(word) else ()
        yield vocabulary.spell(word).letters, _Meaning(tag, frozenset(of), exact=exact, is_terse=True)


def _everyday(tag: Tag) -> list[tuple[str, str]]:
    """The words that count in headlines only, with their language."""
    keywords = [(word, "en") for word in tag.concept.keywords] if tag.facet == "topic" else []
    return [*keywords, *tag.headline_wordings()]


def is_acronym(label: str) -> bool:
    """Return whether a label is one of a few capitals, which keeps its case: US is a country, us is not."""
    return label.isupper() and len(label) <= _MAX_ACRONYM


def _word_classes(tags: Sequence[Tag]) -> Iterator[list[str]]:
    """The words of all labels, phrases and cues; those of labels with their forms, the word itself first.

    A form that is listed in `not_in` as another word (``leads``) is none. One that two words share is left out where each
    alone names another tag: Индию is India and indium.
    """
    listed = {words[0] for tag in tags for phrase in tag.concept.not_in if len(words := words_of(phrase)) == 1}
    classes = [(word, forms - listed | {word}) for tag in tags for word, forms in _inflected(tag)]
    named: dict[str, set[Tag]] = defaultdict(set)
    for tag in tags:
        for label in tag.labels():
            if len(words := words_of(label)) == 1:
                named[words[0]].add(tag)
    words_with: dict[str, set[str]] = defaultdict(set)
    for word, forms in classes:
        for form in forms:
            words_with[form].add(word)
    for word, forms in classes:
        own = named.get(word, set())
        strangers = {form for form in forms for other in words_with[form] if own.isdisjoint(named.get(other, own))}
        yield [word, *(forms - strangers - {word})] if own else [word, *(forms - {word})]
    for tag in tags:
        for phrase in (*tag.concept.not_in, *tag.concept.needs):
            yield from ([word] for word in words_of(phrase))


def _inflected(tag: Tag) -> Iterator[tuple[str, set[str]]]:
    """Each word of the tag's labels, with its forms, itself among them. An English company name has none: POSCO Future."""
    for label, language in [
        *tag.wordings(),
        *((word, "ru" if _CYRILLIC.search(word) else "en") for word in tag.concept.keywords),
        *tag.headline_wordings(),
    ]:
        words = words_of(label)
        for word in words:
            if is_acronym(label):
                yield word, {word, f"{word}s"}
            elif tag.facet == "company" and language == "en":
                yield word, {word}
            else:
                has_forms = len(word) >= (MIN_INFLECTED if len(words) == 1 else _SHORT)
                yield word, {fold(form) for form in inflected(word, language)} if has_forms else {word}
    for language, parts in tag.compounds.items():
        for name in _names_in(tag, language):
            yield name, {fold(form) for form in compounds(name, parts, language)} | {name}


def _names_in(tag: Tag, language: str) -> list[str]:
    """The names of one word that compounds of a language begin with: its own, or the English one where it has none."""
    own = [fold(text) for text, of in tag.names() if of == language]
    return [name for name in own or [fold(tag.concept.label)] if name.isalpha()]


def _automaton(patterns: Iterable[str]) -> AhoCorasick:
    return AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)
