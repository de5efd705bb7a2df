"""Printed keywords and headlines to canonical tags of the taxonomy, each with its evidence. Knows no label of its own.

Words match whole and without regard to case, hyphen or plural; Chinese labels match as substrings, the longest first, so
that 锡 is not found in 无锡 nor aluminium in 氧化铝. Topics are looked for on their own: ``secondary lead`` is lead, and
recycling. A headline is terse, so that the everyday words of topics (``output``) count there as they do in keywords.
Short acronyms keep their case: ``US`` is a country, ``us`` is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from crawler.data import load_knowledge
from crawler.data.memo import by_identity
from crawler.data.taxonomy import Tag
from crawler.model import TagMatch

_CJK = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_LATIN = rf"(?:(?![{_CJK}])[^\W_])+"  # ends where Chinese begins: SHFE铜 is an exchange and a metal
_TOKEN = re.compile(rf"[{_CJK}]+|{_LATIN}(?:&{_LATIN})*")
_ASCII_TOKEN = re.compile(r"[A-Za-z0-9]+(?:&[A-Za-z0-9]+)*")  # the same of a text without others, three times as fast
_NO_WORD = re.compile(r"['’]s\b|\bUS(?=[$¢])", re.IGNORECASE)  # a genitive, a dollar: no country
_CJK_START = "\u3040"
_MAX_ACRONYM = 4
_GENRE, _TOPIC = "genre", "topic"


def canonical_tags(
    *,
    keywords: Sequence[str],
    headline: str,
    body: str,
    language: str | None,
    taxonomy: tuple[Tag, ...] | None = None,
) -> list[TagMatch]:
    """Return the tags that the printed keywords and the headline name, sorted by id, each once with its best evidence.

    The *body* decides about everyday words only: ``lead`` is a metal where the story speaks of zinc or a smelter.
    *language* is not needed by labels that are told apart by script; it is there for those that are not. *taxonomy* left
    out is the shipped one.
    """
    del language  # no shipped label means different things in two languages yet
    index = _index(taxonomy if taxonomy is not None else load_knowledge().tags)
    found = {}
    for tag, label in index.in_text(headline, context=f"{headline} {body}"):
        found[tag.id] = TagMatch(id=tag.id, evidence=f"headline:{label}")
    for keyword in keywords:
        for tag in index.of_keyword(keyword):
            found[tag.id] = TagMatch(id=tag.id, evidence=f"keyword:{keyword}")
    for element, compound in index.elements(found):
        found.setdefault(element, TagMatch(id=element, evidence=f"broader:{compound}"))
    return [found[tag_id] for tag_id in sorted(found)]


def genre_of(text: str, *, taxonomy: tuple[Tag, ...] | None = None) -> str | None:
    """Return the kind of piece that a printed keyword, kicker or line names (``market-commentary``), None where it names none."""
    return _index(taxonomy if taxonomy is not None else load_knowledge().tags).genre(text)


def is_keyword(text: str, *, taxonomy: tuple[Tag, ...] | None = None) -> bool:
    """Return whether *text* as a whole is a tag or genre that the taxonomy knows, or begins or ends with one."""
    index = _index(taxonomy if taxonomy is not None else load_knowledge().tags)
    return bool(index.of_keyword(text)) or index.genre(text) is not None


class _Index:
    """The taxonomy, arranged for look-ups."""

    def __init__(self, taxonomy: Iterable[Tag]) -> None:
        tags = list(taxonomy)
        self._genres = {_fold(word): tag.id for tag in tags if tag.facet == _GENRE for word in tag.keywords()}
        self._genre_words = tuple(self._genres)
        tags = [tag for tag in tags if tag.facet != _GENRE]
        self._tags = {tag.id: tag for tag in tags}
        self._keywords = {_fold(word): tag for tag in reversed(tags) for word in tag.keywords()}
        topics = [tag for tag in tags if tag.facet == _TOPIC]
        things = [tag for tag in tags if tag.facet != _TOPIC]
        self._matchers = [_Matcher(group, exact=exact) for group in (topics, things) for exact in (False, True)]

    def of_keyword(self, keyword: str) -> list[Tag]:
        whole = self._keywords.get(_fold(keyword))
        if whole:
            return [whole]
        return list(dict.fromkeys(tag for tag, _ in self.in_text(keyword, context=keyword)))

    def elements(self, tag_ids: Iterable[str]) -> list[tuple[str, str]]:
        """The metal that a compound among the tags has in its name: lithium for lithium carbonate, not aluminium for bauxite."""
        known = [self._tags[tag_id] for tag_id in tag_ids]
        above = [(self._tags[tag.concept.broader], tag) for tag in known if tag.concept.broader]
        return [
            (metal.id, tag.id)
            for metal, tag in above
            if metal.concept.symbol and _fold(metal.concept.label) in _fold(tag.concept.label)
        ]

    def in_text(self, text: str, *, context: str) -> list[tuple[Tag, str]]:
        folded, spaced = _fold(text), _spaced(text)
        pairs = [pair for matcher in self._matchers for pair in matcher.find(spaced if matcher.exact else folded)]
        if not any(tag.concept.needs for tag, _ in pairs):
            return pairs  # the context may be a whole story: it is folded only for a tag that asks
        near = _fold(context)
        return [(tag, label) for tag, label in pairs if _has_company(tag, near)]

    def genre(self, text: str) -> str | None:
        folded = _fold(text)
        if folded in self._genres:
            return self._genres[folded]
        if not folded.endswith(self._genre_words) and not folded.startswith(self._genre_words):
            return None
        endings = [
            (len(word), genre)
            for word, genre in self._genres.items()
            if folded.endswith(word) or folded.startswith(word)
        ]
        return max(endings)[1] if endings else None


class _Matcher:
    """One pass over a text for all labels; *exact* for the acronyms, which keep their case."""

    def __init__(self, tags: Iterable[Tag], *, exact: bool) -> None:
        self.exact = exact
        self._meant: dict[str, tuple[Tag, str] | None] = {}
        for tag in tags:
            for phrase in tag.concept.not_in:
                self._meant.setdefault(self._form(phrase), None)
            for label in [*tag.labels(), *(tag.concept.keywords if tag.facet == "topic" else ())]:
                if _is_acronym(label) == exact:
                    for form in _plurals(self._form(label)):
                        self._meant[form] = (tag, label)
        self._patterns = [form for form in self._meant if form.strip()]
        self._automaton = AhoCorasick(self._patterns, matchkind=MatchKind.LeftmostLongest)

    def find(self, form: str) -> Iterator[tuple[Tag, str]]:
        for number, _, _ in self._automaton.find_matches_as_indexes(form):
            meant = self._meant[self._patterns[number]]
            if meant:
                yield meant

    def _form(self, text: str) -> str:
        return _spaced(text) if self.exact else _fold(text)


def _is_acronym(label: str) -> bool:
    return label.isascii() and label.isupper() and len(label) <= _MAX_ACRONYM


def _fold(text: str) -> str:
    return _spaced(text.casefold())


def _spaced(text: str) -> str:
    """Words with a space on each side of their own, so that neighbors can both match whole; Chinese without any."""
    words = (_ASCII_TOKEN if text.isascii() else _TOKEN).findall(_NO_WORD.sub(" ", text))
    return "".join([word if word[0] >= _CJK_START else f" {word} " for word in words])


def _plurals(form: str) -> list[str]:
    if not form.endswith(" ") or not form.isascii():
        return [form]
    word = form.rstrip()
    return [form, f"{word}s ", f"{word}es ", *([f"{word[:-1]}ies "] if word.endswith("y") else [])]


def _has_company(tag: Tag, folded: str) -> bool:
    return not tag.concept.needs or any(_fold(word) in folded for word in tag.concept.needs)


_index = by_identity(_Index)
