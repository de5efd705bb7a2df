"""Wordings of pages that are no story, as people write them: ``refusals/*.toml``, loaded and checked. Judges no page."""

from __future__ import annotations

from dataclasses import dataclass as plain_dataclass
from dataclasses import fields
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationInfo
from pydantic.dataclasses import dataclass

from crawler.data.patterns import LazyPattern, is_proven, patterns
from crawler.data.rules import Texts, _tuple
from crawler.data.toml import checked, read_toml
from crawler.errors import DataFileError

_STRICT = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

RefusalReason = Literal["listing", "soft-404", "login", "captcha", "consent", "needs-javascript"]
"""What a machine serves in place of a story. ``no-body`` is what is left, and has no wording."""


def _ungrouped(value: object, info: ValidationInfo) -> object:
    """The patterns, which are joined to one: groups with a number would make that slow."""
    found = patterns(value, info)
    if isinstance(found, tuple) and not is_proven(info) and any(isinstance(p, LazyPattern) and p.groups for p in found):
        raise ValueError("must group with (?: ), not with ( )")
    return found


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class RefusalRule:
    """One way in which a page says that it is no story, and sentences that prove it."""

    id: str
    """``not-found-de``: unique over all files."""
    reason: RefusalReason
    """The word of `Reading.refusal` that it stands for."""
    languages: Texts
    """BCP 47 tags of the wordings; ``mul`` for names and codes. For people: rules apply to pages of every language."""
    where: Literal["title", "line", "text", "address", "markup"]
    """``title``: the page's title without the site's name, or its main heading, matched whole. ``line``: the same, and any
    line of a page that has little else. ``text``: found anywhere within a paragraph, which is then no story's. ``address``:
    found in path and query. ``markup``: found in the address or beginning of a script or frame."""
    match: Annotated[tuple[LazyPattern, ...], BeforeValidator(_ungrouped)]
    """Regular expressions, one of which must match; case is ignored, curly quotes are straight ones, and a line comes
    without the marks around it."""
    refuse: Texts
    """What it must recognize: tests of the rule."""
    keep: Texts
    """What it must leave alone: tests of the rule."""

    def __post_init__(self) -> None:
        if not self.match or not all(pattern.pattern for pattern in self.match):
            raise ValueError('"match" must hold at least one regular expression')
        if not self.refuse or not self.keep:
            raise ValueError("needs at least one sentence in each of refuse and keep: a rule without proof is no rule")


@plain_dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Refusals:
    """The rules of all files as one value, told from others by identity: what is compiled from it is kept beside it."""

    rules: tuple[RefusalRule, ...]
    """In the order in which they are tried."""


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class RefusalFile:
    """One file of ``refusals/``: the wordings for one reason."""

    rules: Annotated[tuple[RefusalRule, ...], BeforeValidator(_tuple)] = Field(alias="rule")
    """The rules, in the order in which they are tried."""


_ADAPTER = TypeAdapter(RefusalFile)
_KEYS = {"": ["rule"], "rule": [item.name for item in fields(RefusalRule)]}


def load_refusals(path: Traversable, *, proven: bool = False) -> tuple[RefusalRule, ...]:
    """Return the rules of one file, in order. Raises DataFileError that names file, key and remedy.

    *proven* leaves out to compile its patterns: those of shipped files are compiled by a test.
    """
    rules = checked(_ADAPTER, read_toml(path), file=path.name, keys=_KEYS, proven=proven).rules
    ids = [rule.id for rule in rules]
    for rule_id in ids:
        if ids.count(rule_id) > 1:
            raise DataFileError(path.name, f'two rules have the id "{rule_id}"', key="id")
    return rules
