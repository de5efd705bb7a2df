"""The tags that stories are filed under: ``taxonomy/*.toml`` (SKOS concepts), loaded and checked. Matches nothing; `crawler.normalize.tags` does."""  # noqa: E501

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, fields
from importlib.resources.abc import Traversable
from re import Pattern
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from crawler.data.toml import checked, read_toml

_STRICT = ConfigDict(extra="forbid")
Texts = Annotated[tuple[str, ...], BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)]


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Concept:
    """One tag as its file writes it."""

    label: str
    """Preferred English label (SKOS prefLabel)."""
    scope_note: str | None = None
    """What it stands for and what not, for who labels or edits (SKOS scopeNote); matches nothing."""
    symbol: str | None = None
    """Chemical symbol; counts as a whole printed keyword only, never in running text."""
    broader: str | None = None
    """Id of the tag above it, of the same facet."""
    implied: bool = False
    """Whether a story of a tag below is also one of this tag: dysprosium is a rare earth."""
    same: Texts = ()
    """English wordings that mean exactly the same (``aluminum``): labels, and a search for one finds the others."""
    alt_labels: dict[str, Texts] = field(default_factory=dict)
    """Language -> other wordings, in printed keywords and in running text (SKOS altLabel); the first is the name there."""
    adjectives: dict[str, Texts] = field(default_factory=dict)
    """Language -> labels that also tell where somebody comes from (``Chilean``): beside another country they name no place."""
    headline_labels: dict[str, Texts] = field(default_factory=dict)
    """Language -> everyday words that count in headlines and printed keywords, elsewhere where they come back: ``demand``, ``Streik``."""
    keywords: Texts = ()
    """Wordings that count only as a printed keyword: words such as ``mine``, which any headline of the trade may hold."""
    figures: Pattern[str] | None = None
    """A regular expression: what it finds in a headline stands for the tag, as a price per tonne does for prices."""
    endings: dict[str, Texts] = field(default_factory=dict)
    """Language -> second parts of compound words that name the tag, whatever stands before them: ``nachfrage``, as in Kupfernachfrage."""
    phrasings: dict[str, Pattern[str]] = field(default_factory=dict)
    """Language -> a regular expression that does the same for headlines of that language: ``buys ... stake``."""
    not_in: Texts = ()
    """Longer wordings that hold one of the labels, or forms of one, and mean something else: 无锡 for 锡, ``leads``."""
    needs: Texts = ()
    """In running text, one of these must stand in the same paragraph: ``lead`` is a metal beside ``zinc``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tag:
    """A canonical tag with its place in the taxonomy. Compared by identity: each is loaded once."""

    id: str
    """``rare-earths``."""
    facet: str
    """``metal``, ``topic``, ``place``, ``company``, or ``genre`` (which is a field of its own, not a tag)."""
    concept: Concept
    """Labels and conditions."""
    compounds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language -> second parts of compound words that its names begin: ``preis`` for Kupferpreis."""
    designators: tuple[str, ...] = ()
    """Words that make what stands before them a company's name: ``Ltd``; the same for all tags of a file."""
    financiers: tuple[str, ...] = ()
    """Words that make it the name of a bank or fund, which tells nothing of metals or places: ``Platinum Equity``."""

    def labels(self) -> list[str]:
        """Return every wording that stands for the tag in running text: the preferred label and all others."""
        return list(dict.fromkeys(label for label, _ in self.wordings()))

    def wordings(self) -> list[tuple[str, str]]:
        """Return the labels, each with the language (BCP 47) that it is of."""
        others = (*self.concept.alt_labels.items(), *self.concept.adjectives.items())
        own = [(text, "en") for text in (self.concept.label, *self.concept.same)]
        return [*own, *((text, language) for language, texts in others for text in texts)]

    def adjectives(self) -> set[str]:
        """Return those of the labels that also tell where somebody comes from."""
        return {text for texts in self.concept.adjectives.values() for text in texts}

    def headline_wordings(self) -> list[tuple[str, str]]:
        """Return the everyday words that count in headlines, each with the language (BCP 47) that it is of."""
        return [(text, language) for language, texts in self.concept.headline_labels.items() for text in texts]

    def names(self) -> list[tuple[str, str]]:
        """Return the wordings that mean the tag and nothing narrower, with their language: one in each, in English all."""
        others = self.concept.alt_labels.items()
        own = [(text, "en") for text in (self.concept.label, *self.concept.same)]
        return [*own, *((texts[0], language) for language, texts in others if language != "en" and texts)]

    def keywords(self) -> list[str]:
        """Return every wording that stands for it as a whole printed keyword."""
        symbol = [self.concept.symbol] if self.concept.symbol else []
        everyday = [text for text, _ in self.headline_wordings()]
        return [*self.labels(), *everyday, *self.concept.keywords, *symbol, self.id.replace("-", " ")]


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class FacetFile:
    """One file of ``taxonomy/``."""

    facet: Literal["metal", "topic", "place", "company", "genre"]
    """What its tags name."""
    tag: dict[str, Concept]
    """Id -> tag."""
    compounds: dict[str, Texts] = field(default_factory=dict)
    """Language -> second parts of compound words: a name of that language before one still names its tag."""
    designators: Texts = ()
    """Words that make what stands before them a company's name."""
    financiers: Texts = ()
    """Words that make it, or what follows them and ``of``, the name of a bank or fund."""


_ADAPTER = TypeAdapter(FacetFile)
_CONCEPT_KEYS = [item.name for item in fields(Concept)]


def load_tags(path: Traversable) -> tuple[Tag, ...]:
    """Return the tags of one file, in order. Raises DataFileError that names file, key and remedy."""
    table = read_toml(path)
    tags = table.get("tag")
    known = tags if isinstance(tags, dict) else {}
    keys = {"": ["facet", "tag", "compounds", "designators", "financiers"]} | {f"tag.{tag_id}": _CONCEPT_KEYS for tag_id in known}
    facets = checked(_ADAPTER, table, file=path.name, keys=keys)
    return tuple(
        Tag(
            id=tag_id,
            facet=facets.facet,
            concept=concept,
            compounds=facets.compounds,
            designators=facets.designators,
            financiers=facets.financiers,
        )
        for tag_id, concept in facets.tag.items()
    )
