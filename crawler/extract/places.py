"""Where on a page a block stands: the element with most prose, the way from a block to it, the names on that way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import html

from crawler.extract.document import Naming, PageBlock, Place, name_words

NOWHERE = 99
"""`Path.climb` of a block that stands in no tree, or on a page without a story."""
_PARAGRAPHS = frozenset({"p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt"})
_CLEARLY_MORE = 1.8  # a sidebar with one summary adds a tenth; the other half of a story doubles it
_MORE = 1.1
_LEVELS = 6
_NONE = (0.0, 0.0)
Spans = dict[Naming, tuple[float, float]]
"""What an element is called -> the least and the most that a word of it says for a story."""


class Path(NamedTuple):
    """The way from a block up to the element with most prose, or to the first element around both."""

    climb: int
    """How many block-level elements above the one with most prose the two meet; 0: the block is in it."""
    tags: frozenset[str]
    """Tags of the block-level elements on the way."""
    names: tuple[Naming, ...]
    """What these elements are called, the nearest first."""


@dataclass(slots=True)
class Container:
    """The element with most prose of its own, or one above it that holds clearly more."""

    place: Place | None
    """None where the page has no prose."""
    own: Mapping[html.HtmlElement, float]
    """Words of prose by the element that holds it, the paragraphs' parents."""
    _levels: dict[html.HtmlElement, int] = field(default_factory=dict)
    _paths: dict[html.HtmlElement, Path] = field(default_factory=dict)
    _alike: dict[tuple[object, ...], Path] = field(default_factory=dict)
    """Ways by what is above them and the element's own tag and names: all paragraphs of a story go the same."""

    def __post_init__(self) -> None:
        self._levels = {place.element: level for level, place in enumerate(chain(self.place))}
        self._paths = {element: Path(level, frozenset(), ()) for element, level in self._levels.items()}

    def climb(self, place: Place | None) -> int:
        """Return `Path.climb` of *place*, which is all that most blocks of a page are asked for."""
        if place is None:
            return NOWHERE
        level = self._levels.get(place.element)
        if level is None:
            level = self._levels[place.element] = self.climb(place.outer)
        return level

    def path(self, place: Place | None) -> Path:
        """Return the way from *place* up."""
        if place is None or place.element is None:
            return Path(NOWHERE, frozenset(), ())
        known = self._paths.get(place.element)
        if known is None:
            above = self.path(place.outer)
            alike = (id(above), place.element.tag, place.names)
            if (known := self._alike.get(alike)) is None:
                known = Path(above.climb, above.tags | {place.element.tag}, (place.names, *above.names))
                self._alike[alike] = known
            self._paths[place.element] = known
        return known


def chain(place: Place | None) -> Iterator[Place]:
    """Yield the place and those around it, up to the root."""
    while place is not None and place.element is not None:
        yield place
        place = place.outer


def home(place: Place) -> Place:
    """Return the element whose text a block is part of: that around a paragraph, the element itself where it is none."""
    element, outer = place.element, place.outer
    if element is not None and element.tag in _PARAGRAPHS and outer is not None and outer.element is not None:
        return outer
    return place


def container_of(blocks: Sequence[PageBlock], words: Sequence[float]) -> Container:
    """Return the element with most prose. *words* are the lengths of blocks that are prose, 0 of all others."""
    own: dict[html.HtmlElement, float] = defaultdict(float)
    total: dict[html.HtmlElement, float] = defaultdict(float)
    count: dict[html.HtmlElement, int] = defaultdict(int)
    places: dict[html.HtmlElement, Place] = {}
    for block, length in zip(blocks, words, strict=True):
        if not length or block.place.element is None:
            continue
        start = home(block.place)
        own[start.element] += length
        count[start.element] += 1
        places[start.element] = start
    for element, length in own.items():
        for place in chain(places[element]):
            total[place.element] += length
    if not own:
        return Container(None, own)
    best = places[max(own, key=lambda element: own[element])]
    few = (
        count[best.element] == 1
    )  # a paragraph alone in an element is wrapped: what stands beside it counts more easily
    for level, place in enumerate(chain(best.outer)):
        if place.element is None or place.element.tag in ("html", "body") or level >= _LEVELS:
            break
        if total[place.element] >= total[best.element] * (_MORE if few else _CLEARLY_MORE):
            best = place
            few = False
    return Container(best, own)


def weigh(
    names: Sequence[Naming], weights: Mapping[str, float], known: Spans | None = None
) -> tuple[float, float, float, float, float]:
    """Return how much a way's names speak for a story: the least and most of the first, and least, most and sum of all.

    *weights* are log-odds by word, of a block in an element so called to be part of a story; 0 is no word at all. *known*
    is what was found so far: the ways of a page have most of their names in common.
    """
    if not names:
        return (0.0, 0.0, 0.0, 0.0, 0.0)
    spans = [known[name] if known and name in known else _span(name, weights, known) for name in names]
    lows, highs = [low for low, _ in spans], [high for _, high in spans]
    return (*spans[0], min(lows), max(highs), sum(lows) + sum(highs))


def _span(name: Naming, weights: Mapping[str, float], known: Spans | None) -> tuple[float, float]:
    found = [weights[word] for word in name_words(name) if word in weights]
    span = (min(found), max(found)) if found else _NONE
    if known is not None:
        known[name] = span
    return span
