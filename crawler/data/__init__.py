"""What a person who does not program may edit: rules, refusals, the taxonomy and words, as one value. Sources: `crawler.sources`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from crawler.data.bylines import BylineWords, load_bylines
from crawler.data.cues import Cues, load_cues
from crawler.data.inflection import inflected
from crawler.data.memo import uncollected
from crawler.data.prices import PriceWords, load_prices
from crawler.data.refusals import RefusalRule, Refusals, load_refusals
from crawler.data.rules import PhraseRule, load_rules
from crawler.data.taxonomy import Tag, load_tags
from crawler.data.toml import nearest
from crawler.errors import DataFileError

T = TypeVar("T")
_FOLDERS = ("boilerplate", "bylines", "prices", "refusals", "taxonomy")
_CASED = frozenset({"de", "ru", "tr"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All rules, wordings and tags of the shipped files and of a user's folder."""

    rules: tuple[PhraseRule, ...]
    """Boilerplate rules, in the order in which they are tried."""
    tags: tuple[Tag, ...]
    """The taxonomy, genres included."""
    cues: Cues
    """Words that stand where a story does not."""
    refusals: Refusals
    """Wordings of pages that are no story."""
    bylines: BylineWords
    """What stands around the names of authors."""
    prices: PriceWords
    """What the columns of price tables are called."""
    digest: str
    """Twelve hexadecimal digits that change with any byte of the files: part of ``extractor_version``."""


@cache
def load_knowledge(overlay: Path | None = None) -> Knowledge:
    """Return the shipped rules, tags and words; a file of the same name below *overlay* takes the place of the shipped one.

    *overlay* is a data folder that may hold ``boilerplate/``, ``bylines/``, ``prices/``, ``refusals/`` and ``taxonomy/``. Raises
    DataFileError for the first file at fault.
    """
    with uncollected():
        return _loaded(overlay)


def _loaded(overlay: Path | None) -> Knowledge:
    shipped = files("crawler.data")
    edited = [path for folder in _FOLDERS for path in _files(folder, overlay)]
    paths = [*edited, shipped / "cues.toml", shipped / "labels.toml", shipped / "block_model.json"]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:12]
    rules = {path.name: load_rules(path, proven=_is_shipped(path)) for path in _files("boilerplate", overlay)}
    tags = {path.name: load_tags(path) for path in _files("taxonomy", overlay)}
    refusals = {path.name: load_refusals(path, proven=_is_shipped(path)) for path in _files("refusals", overlay)}
    _check_ids(rules)
    _check_ids(refusals)
    _check_ids(tags)
    _check_broader(tags)
    return Knowledge(
        rules=_all(rules), tags=_all(tags), refusals=Refusals(rules=_all(refusals)), cues=load_cues(),
        bylines=load_bylines(_files("bylines", overlay)), prices=load_prices(_files("prices", overlay)), digest=digest,
    )  # fmt: skip


def tag_rows(knowledge: Knowledge) -> list[dict[str, str | list[str] | None]]:
    """Return the taxonomy as the store keeps a copy of it: ``id``, ``label``, ``facet``, ``broader`` and ``names`` of each tag.

    *names* are what a search takes for the same: the names in all languages, those of one word with their forms.
    """
    return [
        {
            "id": tag.id,
            "label": tag.concept.label,
            "facet": tag.facet,
            "broader": tag.concept.broader,
            "names": list(dict.fromkeys(form for name, language in tag.names() for form in _forms(name, language))),
        }
        for tag in knowledge.tags
    ]


def _forms(name: str, language: str) -> list[str]:
    """The name and, where it is one word of a language with cases, its forms; English ones the search makes itself."""
    return [name, *sorted(inflected(name.casefold(), language) - {name.casefold()})] if language in _CASED else [name]


def _files(folder: str, overlay: Path | None) -> list[Traversable]:
    found = {path.name: path for path in (files("crawler.data") / folder).iterdir()}
    if overlay is not None and (overlay / folder).is_dir():
        found |= {path.name: path for path in (overlay / folder).iterdir()}
    return [path for name, path in sorted(found.items()) if name.endswith(".toml")]


def _is_shipped(path: Traversable) -> bool:
    return not isinstance(path, Path) or path.parent.parent == Path(__file__).parent


def _all(by_file: Mapping[str, tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(item for items in by_file.values() for item in items)


def _check_ids(by_file: Mapping[str, Sequence[PhraseRule | RefusalRule | Tag]]) -> None:
    """An id means one thing over all files."""
    seen: dict[str, str] = {}
    for file, items in by_file.items():
        for item in items:
            if item.id in seen:
                raise DataFileError(file, f'the id "{item.id}" is taken by {seen[item.id]}; choose another', key="id")
            seen[item.id] = file


def _check_broader(by_file: Mapping[str, Sequence[Tag]]) -> None:
    """A tag's broader tag exists."""
    known = {tag.id for tags in by_file.values() for tag in tags}
    for file, tags in by_file.items():
        for tag in tags:
            if tag.concept.broader and tag.concept.broader not in known:
                remedy = nearest(tag.concept.broader, known)
                raise DataFileError(
                    file, f'key "broader" in [tag.{tag.id}]: no tag "{tag.concept.broader}"{remedy}', key="broader"
                )
