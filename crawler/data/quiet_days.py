"""Days on which newsrooms rest: ``quiet_days.toml``, loaded and checked. Says nothing of what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

    def __post_init__(self) -> None:
        if any(last < first for first, last in self.days):
            raise ValueError("each pair is the first and the last day, in this order")


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class _File:
    yearly: tuple[Yearly, ...] = ()
    dated: tuple[Dated, ...] = ()


_ADAPTER = TypeAdapter(_File)
_KEYS = {"": ("yearly", "dated"), "yearly": ("name", "from", "until"), "dated": ("name", "days")}


def load_quiet_days(years: Iterable[int], path: Traversable | None = None) -> frozenset[date]:
    """Return the days of rest in *years*. Raises DataFileError where the file (None: the shipped one) is at fault."""
    file = path or files("crawler.data") / "quiet_days.toml"
    table = read_toml(file)
    for entry in table.get("yearly", ()):
        if isinstance(entry, dict) and "from" in entry:
            entry["from_"] = entry.pop("from")  # a word of Python's
    found = checked(_ADAPTER, table, file=file.name, keys=_KEYS)
    wanted = set(years)
    days = {day for rest in found.dated for first, last in rest.days for day in _days(first, last)}
    for rest in found.yearly:
        for year in range(min(wanted, default=0) - 1, max(wanted, default=-1) + 1):
            first, last = (date.fromisoformat(f"{year}-{text}") for text in (rest.from_, rest.until))
            days.update(_days(first, last if last >= first else date.fromisoformat(f"{year + 1}-{rest.until}")))
    return frozenset(day for day in days if day.year in wanted)


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
