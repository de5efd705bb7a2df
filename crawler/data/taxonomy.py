"""The tags that stories are filed under: ``taxonomy/*.toml`` (SKOS concepts), loaded and checked. Matches nothing; `crawler.normalize.tags` does."""  # noqa: E501

from __future__ import annotations

from dataclasses import field, fields
from importlib.resources.abc import Traversable
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
    symbol: str | None = None
    """Chemical symbol; counts as a whole printed keyword only, never in running text."""
    broader: str | None = None
    """Id of the tag above it, of the same facet."""
    alt_labels: dict[str, Texts] = field(default_factory=dict)
    """Language -> other wordings, in printed keywords and in running text (SKOS altLabel)."""
    keywords: Texts = ()
    """Wordings that count only as a whole printed keyword: everyday words such as ``output``."""
    not_in: Texts = ()
    """Longer wordings that hold one of the labels and mean something else: 无锡 for 锡."""
    needs: Texts = ()
    """In running text, one of these must stand in the same text: ``lead`` is a metal beside ``zinc``."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tag:
    """A canonical tag with its place in the taxonomy. Compared by identity: each is loaded once."""

    id: str
    """``rare-earths``."""
    facet: str
    """``metal``, ``topic``, ``place``, ``company``, or ``genre`` (which is a field of its own, not a tag)."""
    concept: Concept
    """Labels and conditions."""

    def labels(self) -> list[str]:
        """Return every wording that stands for the tag in running text: the preferred label and all others."""
        return [self.concept.label, *(text for texts in self.concept.alt_labels.values() for text in texts)]

    def keywords(self) -> list[str]:
        """Return every wording that stands for it as a whole printed keyword."""
        symbol = [self.concept.symbol] if self.concept.symbol else []
        return [*self.labels(), *self.concept.keywords, *symbol, self.id.replace("-", " ")]


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class FacetFile:
    """One file of ``taxonomy/``."""

    facet: Literal["metal", "topic", "place", "company", "genre"]
    """What its tags name."""
    tag: dict[str, Concept]
    """Id -> tag."""


_ADAPTER = TypeAdapter(FacetFile)
_CONCEPT_KEYS = [item.name for item in fields(Concept)]


def load_tags(path: Traversable) -> tuple[Tag, ...]:
    """Return the tags of one file, in order. Raises DataFileError that names file, key and remedy."""
    table = read_toml(path)
    tags = table.get("tag")
    known = tags if isinstance(tags, dict) else {}
    keys = {"": ["facet", "tag"]} | {f"tag.{tag_id}": _CONCEPT_KEYS for tag_id in known}
    facets = checked(_ADAPTER, table, file=path.name, keys=keys)
    return tuple(Tag(id=tag_id, facet=facets.facet, concept=concept) for tag_id, concept in facets.tag.items())
