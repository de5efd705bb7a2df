"""Where sites usually keep feeds, sitemaps and lists of stories: ``discover.toml``, loaded and checked."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from crawler.data.toml import checked, read_toml


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_tuple)]


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class UsualPlaces:
    """What is tried at a site of which nothing is known. Words are compared without regard to case."""

    feeds: Texts
    """Paths of feeds, the likeliest first."""
    sitemaps: Texts
    """Paths of sitemaps."""
    story_sitemaps: Texts
    """Words in the address of a sitemap of stories, among an index's many."""
    sections: Texts
    """Texts of links to a page that lists the newest stories."""
    older: Texts
    """Texts of links from such a page to older stories."""
    zones: Texts
    """IANA zones that are tried where only an offset is known."""
    language_zones: dict[str, str]
    """Language -> IANA zone of most of its outlets."""
    country_zones: dict[str, str]
    """Last label of a host -> IANA zone of most of that country's outlets."""


_ADAPTER = TypeAdapter(UsualPlaces)
_KEYS = {"": [each.name for each in fields(UsualPlaces)]}


@cache
def usual_places() -> UsualPlaces:
    """Return the shipped places. Raises DataFileError that names file and key."""
    path = files("crawler.data") / "discover.toml"
    return checked(_ADAPTER, read_toml(path), file=path.name, keys=_KEYS)
