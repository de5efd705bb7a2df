"""A story's words to canonical tags of the taxonomy, each with its evidence. Knows no label of its own.

Printed keywords come first: who wrote the story says what it is about. Then the headline, and the body by salience.
Words match whole and without regard to case, hyphen, number and case ending; Chinese labels match as substrings, the
longest first, so that 锡 is not found in 无锡 nor aluminium in 氧化铝. A headline is terse, so that everyday words of
topics (``output``) count there as they do in keywords. Acronyms keep their case: ``US`` is a country, ``us`` is not.
A dateline at the head of the body says where it was written, not what it is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter

from crawler.data import load_knowledge
from crawler.data.memo import by_identity
from crawler.data.taxonomy import Tag
from crawler.model import TagMatch
from crawler.normalize.keywords import Keywords
from crawler.normalize.matcher import Mention
from crawler.normalize.mentions import Labels
from crawler.normalize.salience import BODY, HEADLINE, Mentions, place_of
from crawler.normalize.vocabulary import PARAGRAPH, Spelled

_GENRE, _METAL, _PLACE, _TOPIC = "genre", "metal", "place", "topic"
_MAX_BODY = 100_000  # characters of a body that are read: a story of 15,000 words has long said what it is about
_PARAGRAPH = "\n\n"
_HEADLINE = 0
_MAX_LEAD = 4  # a story that begins with more lines than that is a list: its first one leads
_FEWEST_WORDS = 12
# "SHANGHAI, Nov 20 (Reuters) - ", "LIMA --", "Santiago, 4 nov (EFE).-", "新华社北京11月20日电": sites that nobody described.
_DATELINE = re.compile(
    r"""(?x) \s* (?:
      [A-ZÀ-ÞА-ЯİŞĞ][A-ZÀ-ÞА-ЯİŞĞ.'/ -]{2,30} (?:
          (?: ,\ ?[^\W\d]{2,20} )? (?: ,\ ?(?: \d{1,2}\ (?:de\ )?[^\W\d]{3,9} | [^\W\d]{3,9}\.?\ \d{1,2} ) )?
          (?: (?<=\w) \ ? \([^()\n]{2,30}\) \.? | (?<=\d) | (?<=[a-zа-я]{3}) ) \ ?[-–—:]{1,2}
        | \ ?(?:--|—)
        ) [ ]
      | [^\W\d][^\W\d_ ]{2,20} (?:\ [^\W\d_]{2,12})?, \ \d{1,2}\ (?:de\ )?[^\W\d]{3,10}\.?\ ? \([^()\n]{2,30}\) \.?\ ?[-–—:.]
      | [\u4e00-\u9fff]{2,12}\d{1,2}月\d{1,2}日[电讯電訊]
    )"""
)


def canonical_tags(
    *,
    keywords: Sequence[str],
    headline: str,
    body: str,
    language: str | None,
    taxonomy: tuple[Tag, ...] | None = None,
) -> list[TagMatch]:
    """Return the tags that printed keywords, headline and *body* name, sorted by id, each once with its best evidence.

    *body* has a blank line between blocks; `crawler.normalize.salience` says what in it counts. *language* (BCP 47) is the
    story's: German wordings are not looked for in a Spanish one; None: unknown. *taxonomy* left out is the shipped one.
    Evidence is ``keyword:`` with the keyword, ``headline:``, ``lead:`` or ``body:`` with the words as printed, the number
    of mentions behind the last (``body:copper x5``), or ``broader:`` with the tag below that implies it.
    """
    index = _index(taxonomy if taxonomy is not None else load_knowledge().tags)
    spoken = language.partition("-")[0].lower() if language else None
    found = index.of_text(headline.replace("\n", " "), body[:_MAX_BODY], spoken)
    for keyword in keywords:
        for tag in index.of_keyword(keyword):
            found[tag.id] = TagMatch(id=tag.id, evidence=f"keyword:{keyword}")
    for other, tag_id in index.implied(found):
        found.setdefault(other, TagMatch(id=other, evidence=f"broader:{tag_id}"))
    return [found[tag_id] for tag_id in sorted(found)]


def genre_of(text: str, *, taxonomy: tuple[Tag, ...] | None = None) -> str | None:
    """Return the kind of piece that a printed keyword, kicker or line names (``market-commentary``), None where it names none."""
    return _index(taxonomy if taxonomy is not None else load_knowledge().tags).genre(text)


def is_keyword(text: str, *, taxonomy: tuple[Tag, ...] | None = None) -> bool:
    """Return whether *text* as a whole is a tag or genre that the taxonomy knows, or begins or ends with one."""
    index = _index(taxonomy if taxonomy is not None else load_knowledge().tags)
    return bool(index.of_keyword(text)) or index.genre(text) is not None


def tag_provenance(tags: Iterable[TagMatch]) -> str:
    """Return what an article keeps of its tags' evidence, in one line: ``copper <- headline:Copper; zinc <- body:zinc x4``."""
    return "; ".join(f"{tag.id} <- {tag.evidence.replace(' <- ', ' ')}" for tag in tags)


def evidence_of(tag_id: str, provenance: str) -> str | None:
    """Return the evidence for one tag out of the line that `tag_provenance` made; None where it does not name the tag."""
    found = re.search(rf"(?:^|; ){re.escape(tag_id)} <- (.*?)(?=; [a-z0-9-]+ <- |$)", provenance, re.DOTALL)
    return found[1] if found else None


class _Index:
    """The taxonomy, arranged for look-ups."""

    def __init__(self, taxonomy: Iterable[Tag]) -> None:
        taxonomy = list(taxonomy)
        tags = [tag for tag in taxonomy if tag.facet != _GENRE]
        self._tags = {tag.id: tag for tag in tags}
        self._figures: dict[str | None, list[tuple[Tag, re.Pattern[str]]]] = {None: []}
        for language in {language for tag in tags for language in tag.concept.phrasings}:
            self._figures[language] = [
                (tag, tag.concept.phrasings[language]) for tag in tags if language in tag.concept.phrasings
            ]
        self._figures[None] = [(tag, tag.concept.figures) for tag in tags if tag.concept.figures]
        self._labels = Labels(tags)
        self._keywords = Keywords(tags, [tag for tag in taxonomy if tag.facet == _GENRE], self._labels)
        self.genre = self._keywords.genre

    def of_keyword(self, keyword: str) -> list[Tag]:
        """The tag that the keyword is as a whole, else those it names; in a company's name, no other than the company."""
        if whole := self._keywords.tag(keyword):
            return [whole]
        spelled = self._labels.spell(keyword)
        found = self._labels.mentions(spelled, language=None, is_cased=False, is_keyword=True)
        companies = [mention for mention in found if mention.tag.facet == "company"]
        named = companies if companies or self._labels.is_company(spelled, found) else found
        return list(dict.fromkeys(mention.tag for mention in named))

    def of_text(self, headline: str, body: str, language: str | None) -> dict[str, TagMatch]:
        """Tag id -> its best evidence in headline and body."""
        if dateline := _DATELINE.match(body):
            body = body[dateline.end() :]
        spelled = self._labels.spell(self._labels.parted(f"{headline}{_PARAGRAPH}{body}", language=language))
        places: dict[Tag, list[Mention]] = {}
        is_cased = not headline.islower()  # words taken from an address have no capitals
        for mention in self._labels.mentions(spelled, language=language, is_cased=is_cased):
            places.setdefault(mention.tag, []).append(mention)
        matches = dict(_matches(places, spelled, headline, body))
        if countries := self._countries(places, matches):
            matches |= _matches(countries, spelled, headline, body)
        spoken = [self._figures.get(language, [])] if language else list(self._figures.values())[1:]
        for tag, figures in chain(self._figures[None], *spoken):
            if tag.id not in matches and (figure := figures.search(headline)):
                matches[tag.id] = TagMatch(id=tag.id, evidence=f"headline:{figure[0].strip()}")
        return matches

    def _countries(
        self, places: Mapping[Tag, list[Mention]], found: Mapping[str, TagMatch]
    ) -> dict[Tag, list[Mention]]:
        """The mentions of countries that were not found, those of their provinces among them: who is in Kolwezi is in DR Congo."""
        countries: dict[Tag, list[Mention]] = {}
        for tag, mentions in places.items():
            above = tag.concept.broader if tag.facet == _PLACE else None
            if above and tag.id not in found and above not in found:
                country = self._tags[above]
                countries.setdefault(country, [*places.get(country, ())]).extend(mentions)
        return {country: sorted(mentions, key=itemgetter(1)) for country, mentions in countries.items()}

    def implied(self, found: Mapping[str, TagMatch]) -> list[tuple[str, str]]:
        """What some of the tags name as well, with the tag that does: a province its country, dysprosium the rare earths.

        A compound names the metal in its name: lithium carbonate is a story of lithium, bauxite not one of aluminium. A
        printed keyword implies no group: who chose it could have printed the group, too.
        """
        known = [self._tags[tag_id] for tag_id in found]
        above = [(self._tags[tag.concept.broader], tag) for tag in known if tag.concept.broader]
        return [
            (other.id, tag.id)
            for other, tag in above
            if tag.facet == _PLACE
            or _is_named_in(other, tag)
            or (other.concept.implied and not found[tag.id].evidence.startswith("keyword:"))
        ]


def _matches(
    places: Mapping[Tag, Sequence[Mention]], text: Spelled, headline: str, body: str
) -> Iterator[tuple[str, TagMatch]]:
    for tag, place, count in _about(places, text):
        first = next(m for m in places[tag] if (m.paragraph == _HEADLINE) == (place == HEADLINE))
        printed = text.printed(first.start, first.end, headline if place == HEADLINE else body)
        yield tag.id, TagMatch(id=tag.id, evidence=f"{place}:{printed}" + (f" x{count}" if place == BODY else ""))


def _about(places: Mapping[Tag, Sequence[Mention]], text: Spelled) -> Iterator[tuple[Tag, str, int]]:
    """What the story is about: tag, the place that makes it so, mentions in the body."""
    lead, words = _lead(text), len(text.words) - text.characters // 2
    paragraphs = {tag: [mention.paragraph for mention in found] for tag, found in places.items()}
    heads = {tag: numbers.count(_HEADLINE) for tag, numbers in paragraphs.items()}
    counts = {tag: len(found) - heads[tag] for tag, found in places.items()}
    for tag, found in places.items():
        if tag.facet == _TOPIC:
            counts[tag] = sum([bool(mention.paragraph) and not mention.is_everyday for mention in found])
    most: dict[str, int] = {}
    for tag, count in counts.items():
        most[tag.facet] = max(most.get(tag.facet, 0), count)
    metals = sum([tag.facet == _METAL for tag in places])
    countries = sum([tag.facet == _PLACE and not tag.concept.broader for tag in places])
    for tag, numbers in paragraphs.items():
        if len(numbers) == 1 and numbers[0] > lead:  # most are: named once in passing
            continue
        first = [mention for mention in places[tag] if _HEADLINE < mention.paragraph <= lead]
        loose = sum([mention.is_adjective or mention.is_everyday for mention in first])
        mentions = Mentions(
            facet=tag.facet,
            headline=heads[tag],
            lead=len(first) - loose,
            loose_lead=loose,
            body=counts[tag],
            everyday=len(numbers) - heads[tag] - counts[tag],
            paragraphs=len({*numbers} - {_HEADLINE}),
            words=words,
            is_part=tag.concept.broader is not None,
            is_alone=(countries if tag.facet == _PLACE else metals) == 1,
            most=most[tag.facet],
        )
        if place := place_of(mentions):
            yield tag, place, counts[tag]


def _is_named_in(metal: Tag, compound: Tag) -> bool:
    return bool(metal.concept.symbol) and metal.concept.label.casefold() in compound.concept.label.casefold()


def _lead(text: Spelled) -> int:
    """The number of the first paragraph that is long enough for a sentence of prose: no place, no line above the story."""
    lengths = map(len, text.letters.split(PARAGRAPH, _MAX_LEAD)[1:_MAX_LEAD])
    return next((number for number, length in enumerate(lengths, 1) if length > _FEWEST_WORDS), 1)


_index = by_identity(_Index)
