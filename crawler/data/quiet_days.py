"""Days on which newsrooms rest: ``quiet_days.toml``, loaded and checked. Says nothing of what follows from them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from crawler.data.toml import checked, read_toml

_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Yearly:
    """A rest that comes on the same days each year."""

    name: str
    """What people call it."""
    from_: str
    """First day, ``12-24``."""
    until: str
    """Last day; one before the first is in the next year."""
    languages: tuple[str, ...] = ()
    """Whose newsrooms rest; empty: all."""

    def __post_init__(self) -> None:
        for text in (self.from_, self.until):
            date.fromisoformat(f"2028-{text}")  # a leap year: 02-29 is a day


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class Dated:
    """A rest that moves from year to year."""

    name: str
    """What people call it."""
    days: tuple[tuple[date, date], ...]
    """First and last day of each year's."""
    languages: tuple[str, ...] = ()
    """Whose newsrooms rest; empty: all."""

    def __post_init__(self) -> None:
        if any(last < first for first, last in self.days):
            raise ValueError("each pair is the first and the last day, in this order")


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class _File:
    yearly: tuple[Yearly, ...] = ()
    dated: tuple[Dated, ...] = ()


_ADAPTER = TypeAdapter(_File)
_KEYS = {"": ("yearly", "dated"), "yearly": ("name", "from", "until", "languages"), "dated": ("name", "days", "languages")}


def load_quiet_days(years: Collection[int], path: Traversable | None = None) -> dict[str, frozenset[date]]:
    """Return the days of rest in *years* by language; under the empty text those of all that the file does not name.

    *path*: None for the shipped file. Raises DataFileError where it is at fault.
    """
    file = path or files("crawler.data") / "quiet_days.toml"
    table = read_toml(file)
    for entry in table.get("yearly", ()):
        if isinstance(entry, dict) and "from" in entry:
            entry["from_"] = entry.pop("from")  # a word of Python's
    found = checked(_ADAPTER, table, file=file.name, keys=_KEYS)
    every: list[Yearly | Dated] = [*found.yearly, *found.dated]
    rests = [(rest.languages, frozenset(_days(rest, years))) for rest in every]
    named = {language for languages, _ in rests for language in languages}
    return {
        language: frozenset(day for languages, days in rests if not languages or language in languages for day in days)
        for language in ("", *sorted(named))
    }


def _days(rest: Yearly | Dated, years: Collection[int]) -> Iterator[date]:
    for first, last in rest.days if isinstance(rest, Dated) else _yearly(rest, years):
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        yield from (day for day in days if day.year in years)


def _yearly(rest: Yearly, years: Collection[int]) -> Iterator[tuple[date, date]]:
    for year in range(min(years) - 1, max(years) + 1):
        first, last = (date.fromisoformat(f"{year}-{text}") for text in (rest.from_, rest.until))
        yield first, last if last >= first else date.fromisoformat(f"{year + 1}-{rest.until}")
