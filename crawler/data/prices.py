"""What the columns of price tables are called: ``prices/*.toml``, loaded and checked. Reads no table; `crawler.clean.prices` does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from importlib.resources.abc import Traversable
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from crawler.data.toml import checked, read_toml


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_tuple)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, config=ConfigDict(extra="forbid"))
class PriceWords:
    """Headings of columns, compared without regard to case; each field but the last is the one of `Price` that they mean."""

    name: Texts = ()
    """What is priced: ``product``."""
    low: Texts = ()
    """The lowest price."""
    high: Texts = ()
    """The highest price."""
    average: Texts = ()
    """The average, or the only price: ``price``."""
    change: Texts = ()
    """The change against the day before."""
    unit: Texts = ()
    """What the numbers are in."""
    date: Texts = ()
    """The day of the prices."""
    comma_languages: Texts = ()
    """BCP 47 tags of languages that write a comma before decimals."""

    def column(self, heading: str) -> str | None:
        """Return the field that a *heading* means, None for one that means none.

        >>> PriceWords(low=("Tief",)).column("TIEF (EUR/t)")
        'low'
        """
        return _columns(self).get(heading.casefold().split("(")[0].strip())


@cache
def _columns(words: PriceWords) -> dict[str, str]:
    """Heading -> field; the first of two fields that claim it."""
    return {word.casefold(): key for key in reversed(_COLUMNS) for word in getattr(words, key)}


_ADAPTER = TypeAdapter(PriceWords)
_KEYS = {"": [each.name for each in fields(PriceWords)]}
_COLUMNS = [key for key in _KEYS[""] if key != "comma_languages"]


def load_prices(paths: Iterable[Traversable]) -> PriceWords:
    """Return the words of all files together. Raises DataFileError that names file and key."""
    files = [checked(_ADAPTER, read_toml(path), file=path.name, keys=_KEYS) for path in paths]
    return PriceWords(**{key: tuple(word for file in files for word in getattr(file, key)) for key in _KEYS[""]})
