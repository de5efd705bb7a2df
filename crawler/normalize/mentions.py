"""Where a text names tags of the taxonomy. Judges nothing: how much a mention weighs is `crawler.normalize.salience`'s.

The longest label wins: 氧化铝 is not aluminium, First Quantum no metal. Topics are looked for on their own, so that
``secondary lead`` is lead, and recycling; but nothing is found within the name of a company.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from crawler.data.inflection import MIN_INFLECTED, compounds, inflected
from crawler.data.taxonomy import Tag
from crawler.normalize.vocabulary import CJK_FIRST, PARAGRAPH, Spelled, Vocabulary, fold, words_as_printed, words_of

_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MAX_ACRONYM = 4
_LATIN_LANGUAGES = frozenset({"es", "pt", "de", "tr"})
_COMPOUND = re.compile(r"[A-ZÄÖÜ][a-zäöüß]{6,}")  # a German noun that is long enough to be one
_SHORTEST_FIRST_PART = 3
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
    is_adjective: bool = False
    """Whether it may only tell where somebody comes from: ``a Chilean miner``."""
    is_everyday: bool = False
    """Whether the words are everyday ones, which mean the tag in headlines and may mean it elsewhere: ``demand``."""


class _Meaning(NamedTuple):
    tag: Tag
    languages: frozenset[str]  # of the wording; those of Latin letters count in stories of their language only
    exact: tuple[str, ...] = ()  # the words of an acronym, which keep their case
    is_name: bool = False  # a proper name begins with a capital
    is_title: bool = False  # its last word as well: "USA Rare Earth", not "USA rare earth"
    is_terse: bool = False  # an everyday word: see `Mention.is_everyday`
    is_keyword: bool = False  # one that counts in keywords only
    is_adjective: bool = False


class Labels:
    """All wordings of the taxonomy, ready to be found."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self.vocabulary = Vocabulary(_word_classes(tags))
        topics = [tag for tag in tags if tag.facet == "topic"]
        self._things = _Matcher([tag for tag in tags if tag.facet != "topic"], self.vocabulary)
        self._topics = _Matcher(topics, self.vocabulary)
        self._cues = _Cues(tags, self.vocabulary)
        endings = [
            (part, language) for tag in tags for language, parts in tag.concept.endings.items() for part in parts
        ]
        self._compounded = {language for _, language in endings}
        self._second_parts = {form for part, language in endings for form in inflected(part, language)}
        self._whole = _whole_words(tags, self._compounded)
        designators = {word for tag in tags for word in tag.designators}
        self._financiers = {fold(word) for tag in tags for word in tag.financiers}
        self._designators = {fold(word) for word in designators if word < "\u3040"}
        self._beginnings = tuple(word for word in designators if word >= "\u3040")
        self._endings = tuple(word for word in self._beginnings if len(word) > 1)  # 业 also ends 铜工业, an industry

    def parted(self, text: str, *, language: str | None) -> str:
        """Return a German *text* with compounds in two where the second part names a topic: ``Kupfer nachfrage``."""
        return _COMPOUND.sub(self._in_parts, text) if language in self._compounded else text

    def mentions(
        self, text: Spelled, *, language: str | None, is_cased: bool = True, is_keyword: bool = False
    ) -> list[Mention]:
        """Return what *text* names, things before topics, each in order.

        *language* is the story's, None where unknown.
        Proper names need a capital where *is_cased*; as a printed keyword (*is_keyword*), no label needs company.
        """
        things = list(self._things.find(text, language=language, is_cased=is_cased))
        if not is_keyword:  # in a headline, the name of a company that nobody knows still tells what it digs
            things = [
                mention
                for mention in things
                if mention.tag.facet == "company"
                or not (self._is_financier(text, mention) or (mention.paragraph and self._is_in_name(text, mention)))
            ]
        inside = {word for m in things if m.tag.facet == "company" for word in range(m.start, m.end)}
        topics = self._topics.find(text, language=language, is_cased=is_cased, is_keyword=is_keyword)
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

    def _in_parts(self, found: re.Match[str]) -> str:
        word = found[0]
        small = word.lower()
        if fold(small) not in self._whole:
            for cut in range(_SHORTEST_FIRST_PART, len(small) - 2):
                if small[cut:] in self._second_parts:
                    return f"{word[:cut]} {word[cut:]}"
        return word

    def _is_in_name(self, text: Spelled, mention: Mention) -> bool:
        """Whether what follows makes the mention a part of a company's name: 锗业, ``Gold Corp``."""
        if mention.end >= len(text.words):
            return False
        word = text.words[mention.end]
        if word < "\u3040":
            return word[0].isupper() and fold(word) in self._designators
        return (word + "".join(text.words[mention.end + 1 : mention.end + 2])).startswith(self._beginnings)

    def _is_financier(self, text: Spelled, mention: Mention) -> bool:
        """Whether the mention is part of the name of a bank or fund: ``Platinum Equity``, ``Bank of Botswana``."""
        words, start = text.words, mention.start
        after = words[mention.end] if mention.end < len(words) else ""
        if after[:1].isupper() and fold(after) in self._financiers:
            return True
        return start > 1 and words[start - 1] == "of" and fold(words[start - 2]) in self._financiers


class _Matcher:
    """One pass over a text for the labels of some tags."""

    def __init__(self, tags: Iterable[Tag], vocabulary: Vocabulary) -> None:
        tags = list(tags)
        meant: dict[str, list[_Meaning]] = {}
        wordings = [wording for tag in tags for wording in _wordings(tag)]
        for letters, (_, meaning) in zip(vocabulary.spell_each([text for text, _ in wordings]), wordings, strict=True):
            meant.setdefault(letters, []).append(meaning)
        labels = _automaton(meant)
        names = list(meant)
        blocked: dict[str, set[Tag]] = {}
        phrases = [(phrase, tag) for tag in tags for phrase in tag.concept.not_in]
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
        """Yield the mentions in order; see `Labels.mentions`."""
        paragraph = 0
        for number, begin, _ in self._automaton.find_matches_as_indexes(text.letters):
            if number == self._paragraph:
                paragraph += 1
                continue
            for start, end, meanings in self._places[number]:
                words = text.words[begin + start : begin + end]
                for meaning in meanings:
                    if (not meaning.is_keyword or is_keyword) and _is_meant(
                        meaning, words, language=language, is_cased=is_cased
                    ):
                        yield Mention(
                            meaning.tag, begin + start, begin + end, paragraph, meaning.is_adjective, meaning.is_terse
                        )
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


def _is_meant(meaning: _Meaning, words: list[str], *, language: str | None, is_cased: bool) -> bool:
    if meaning.exact:
        return tuple(words) == meaning.exact or tuple(word.removesuffix("s") for word in words) == meaning.exact
    is_name = words[0][0].isupper() and (words[-1][0].isupper() or not meaning.is_title)
    if meaning.is_name and is_cased and words[0] < "\u3040" and not is_name:
        return False
    return language is None or language in meaning.languages or not meaning.languages <= _LATIN_LANGUAGES


def _wordings(tag: Tag) -> Iterator[tuple[str, _Meaning]]:
    """Each wording, with what it means; one wording of several languages is of all of them."""
    languages: dict[str, set[str]] = {}
    for label, language in tag.wordings():
        languages.setdefault(label, set()).add(language)
    is_proper, adjectives = tag.facet in ("place", "company"), tag.adjectives()
    for label, of in languages.items():
        is_name = is_proper and label[0].isupper()
        meaning = _Meaning(
            tag,
            frozenset(of),
            exact=_exact(label),
            is_name=is_name,
            is_title=is_name and words_as_printed(label)[-1][0].isupper(),
            is_adjective=label in adjectives,
        )
        yield label, meaning
    for word, language in tag.headline_wordings():
        yield word, _Meaning(tag, frozenset({language}), exact=_exact(word), is_terse=True)
    for word in tag.concept.keywords if tag.facet == "topic" else ():
        yield word, _Meaning(tag, frozenset({"en"}), exact=_exact(word), is_terse=True, is_keyword=True)


def _exact(label: str) -> tuple[str, ...]:
    return tuple(words_as_printed(label)) if is_acronym(label) else ()


def is_acronym(label: str) -> bool:
    """Return whether a label is one of a few capitals, which keeps its case: US is a country, us is not."""
    return label.isupper() and len(label) <= _MAX_ACRONYM


def _word_classes(tags: Sequence[Tag]) -> Iterator[list[str]]:
    """The words of all labels, phrases and cues; those of labels with their forms, the word itself first.

    A form that is listed in `not_in` as another word (``leads``) is none. One that two words share is left out where each
    alone names another tag: Индию is India and indium. A Chinese character has no forms and is its own letter.
    """
    phrases = {phrase for tag in tags for phrase in (*tag.concept.not_in, *tag.concept.needs)}
    listed = {words[0] for tag in tags for phrase in tag.concept.not_in if len(words := words_of(phrase)) == 1}
    classes = {word: forms - listed | {word} for word, forms in _inflected(tags).items()}
    named: dict[str, set[Tag]] = defaultdict(set)
    for tag in tags:
        for label in tag.labels():
            if " " not in label and len(words := words_of(label)) == 1:
                named[words[0]].add(tag)
    shared = _shared(classes)
    twice = set(shared)
    for word, forms in classes.items():
        own = named.get(word)
        if own and (common := forms & twice):
            forms -= {form for form in common if any(own.isdisjoint(named.get(other, own)) for other in shared[form])}
        yield [word, *(forms - {word})]
    yield from ([word] for phrase in phrases for word in words_of(phrase) if word < CJK_FIRST)


def _shared(classes: dict[str, set[str]]) -> dict[str, list[str]]:
    """The forms that are of several words, with these."""
    seen: set[str] = set()
    twice: set[str] = set()
    for forms in classes.values():
        twice |= seen & forms
        seen |= forms
    shared: dict[str, list[str]] = {form: [] for form in twice}
    for word, forms in classes.items():
        for form in forms & twice:
            shared[form].append(word)
    return shared


def _inflected(tags: Iterable[Tag]) -> dict[str, set[str]]:
    """Each word of the tags' labels, with its forms, itself among them. An English company name has none: POSCO Future."""
    classes: dict[str, set[str]] = {}
    for tag in tags:
        keywords = ((word, "ru" if _CYRILLIC.search(word) else "en") for word in tag.concept.keywords)
        for label, language in {*tag.wordings(), *tag.headline_wordings(), *keywords}:
            words = words_of(label)
            for word in words:
                if word >= CJK_FIRST:
                    continue
                forms = classes.setdefault(word, {word})
                if is_acronym(label):
                    forms.add(f"{word}s")
                elif _has_forms(word, words, language) and (tag.facet != "company" or language != "en"):
                    forms |= _forms(word, language)
        for language, parts in tag.compounds.items():
            for name in _names_in(tag, language):
                classes.setdefault(name, {name}).update(_folded(compounds(name, parts, language)))
    return classes


def _has_forms(word: str, words: list[str], language: str) -> bool:
    """Whether a word of a label changes in running text; of a Turkish one, only the last does."""
    is_last = language != "tr" or word == words[-1]
    return is_last and len(word) >= (MIN_INFLECTED if len(words) == 1 else _SHORT)


@cache
def _forms(word: str, language: str) -> frozenset[str]:
    return _folded(inflected(word, language))


def _folded(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(fold("\0".join(forms)).split("\0"))


def _whole_words(tags: Iterable[Tag], languages: Iterable[str]) -> set[str]:
    """The words of *languages* that the taxonomy writes as they are, in all forms: Strompreis is power's, and no price."""
    labels = [pair for tag in tags for pair in (*tag.wordings(), *tag.headline_wordings()) if pair[1] in languages]
    written = {(word, language) for label, language in labels for word in words_of(label)}
    written |= {
        (word, language)
        for tag in tags
        for phrase in tag.concept.not_in
        for word in words_of(phrase)
        for language in languages
    }
    return {form for word, language in written for form in _forms(word, language)}


def _names_in(tag: Tag, language: str) -> list[str]:
    """The names of one word that compounds of a language begin with: its own, or the English one where it has none."""
    own = [fold(text) for text, of in tag.names() if of == language]
    return [name for name in own or [fold(tag.concept.label)] if name.isalpha()]


def _automaton(patterns: Iterable[str]) -> AhoCorasick:
    return AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)
