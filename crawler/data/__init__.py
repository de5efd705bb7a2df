"""What a person who does not program may edit: boilerplate rules and the taxonomy, as one value. Sources: `crawler.sources`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from crawler.data.rules import PhraseRule, load_rules
from crawler.data.taxonomy import Tag, load_tags

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """All rules and tags of the shipped files and of a user's folder."""

    rules: tuple[PhraseRule, ...]
    """Boilerplate rules, in the order in which they are tried."""
    tags: tuple[Tag, ...]
    """The taxonomy, genres included."""
    digest: str
    """Twelve hexadecimal digits that change with any byte of the files: part of ``extractor_version``."""


@cache
def load_knowledge(overlay: Path | None = None) -> Knowledge:
    """Return the shipped rules and tags; a file of the same name below *overlay* takes the place of the shipped one.

    *overlay* is a data folder that may hold ``boilerplate/`` and ``taxonomy/``. Raises DataFileError for the first file
    at fault.
    """
    paths = [*_files("boilerplate", overlay), *_files("taxonomy", overlay)]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()[:12]
    return Knowledge(
        rules=tuple(_each(_files("boilerplate", overlay), load_rules)),
        tags=tuple(_each(_files("taxonomy", overlay), load_tags)),
        digest=digest,
    )


def _files(folder: str, overlay: Path | None) -> list[Traversable]:
    found = {path.name: path for path in (files("crawler.data") / folder).iterdir()}
    if overlay is not None and (overlay / folder).is_dir():
        found |= {path.name: path for path in (overlay / folder).iterdir()}
    return [path for name, path in sorted(found.items()) if name.endswith(".toml")]


def _each(paths: list[Traversable], load: Callable[[Traversable], tuple[T, ...]]) -> Iterator[T]:
    for path in paths:
        yield from load(path)
