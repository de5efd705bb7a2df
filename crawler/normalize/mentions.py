"""Where a text names tags of the taxonomy. Judges nothing: how much a mention weighs is `crawler.normalize.salience`'s.

The longest label wins: First Quantum is no metal. Topics are looked for on their own, so that ``secondary lead`` is lead,
and recycling; but nothing is found within the name of a company.

What a text can hold is made ready when the first such text comes: a page in Latin letters waits for no Russian declension.
"""

from __future__ import annotations

from collections.abc import Sequence

from crawler.data.memo import uncollected
from crawler.data.taxonomy import Tag
from crawler.normalize.company_names import CompanyNames
from crawler.normalize.compound_words import CompoundWords
from crawler.normalize.matcher import Cues, Matcher, Mention, Script
from crawler.normalize.vocabulary import Spelled, Vocabulary, has_cyrillic
from crawler.normalize.word_classes import word_classes


class Labels:
    """All wordings of the taxonomy, ready to be found."""

    def __init__(self, tags: Sequence[Tag]) -> None:
        self._tags = tags
        self._vocabulary = Vocabulary(word_classes(tags, is_cyrillic=False))
        self._is_cyrillic_known = False
        self._finders: dict[Script, tuple[Matcher, Matcher, Cues]] = {}
        self._companies = CompanyNames(tags)
        self._compounds = CompoundWords(tags)
        self.is_company = self._companies.is_company
        self.parted = self._compounds.parted

    def spell(self, text: str) -> Spelled:
        """Return *text* in the letters of the labels' words."""
        spelled = self._vocabulary.spell(text)
        if not spelled.is_cyrillic or self._is_cyrillic_known:
            return spelled
        self._learn_cyrillic()
        return self._vocabulary.spell(text)

    def keys(self, texts: Sequence[str]) -> list[str]:
        """Return one form for all spellings of each text: of case, hyphen, number; words of no label as they are."""
        if not self._is_cyrillic_known and any(map(has_cyrillic, texts)):
            self._learn_cyrillic()
        return self._vocabulary.keys(texts)

    def mentions(
        self, text: Spelled, *, language: str | None, is_cased: bool = True, is_keyword: bool = False
    ) -> list[Mention]:
        """Return what *text* names, things before topics, each in order.

        *language* is the story's, None where unknown.
        Proper names need a capital where *is_cased*; as a printed keyword (*is_keyword*), no label needs company.
        """
        matcher, topic_matcher, cues = self._finders_for(Script(text.is_cyrillic, text.characters > 0))
        things = list(matcher.find(text, language=language, is_cased=is_cased))
        if not is_keyword:  # in a headline, the name of a company that nobody knows still tells what it digs
            names = self._companies
            things = [
                mention
                for mention in things
                if mention.tag.facet == "company"
                or not (names.is_financier(text, mention) or (mention.paragraph and names.is_in_name(text, mention)))
            ]
        inside = {word for m in things if m.tag.facet == "company" for word in range(m.start, m.end)}
        topics = topic_matcher.find(text, language=language, is_cased=is_cased, is_keyword=is_keyword)
        found = [*things, *(m for m in topics if not inside or inside.isdisjoint(range(m.start, m.end)))]
        return found if is_keyword else cues.met(found, text.letters)

    def _learn_cyrillic(self) -> None:
        with uncollected():
            self._vocabulary.learn(word_classes(self._tags, is_cyrillic=True))
        self._is_cyrillic_known = True

    def _finders_for(self, script: Script) -> tuple[Matcher, Matcher, Cues]:
        """Things, topics and their company."""
        found = self._finders.get(script)
        if found is None:
            topics = [tag for tag in self._tags if tag.facet == "topic"]
            things = [tag for tag in self._tags if tag.facet != "topic"]
            with uncollected():
                found = (
                    Matcher(things, self._vocabulary, script),
                    Matcher(topics, self._vocabulary, script),
                    Cues(self._tags, self._vocabulary, script),
                )
            self._finders[script] = found
        return found
