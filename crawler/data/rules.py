"""Boilerplate rules as people write them: ``boilerplate/*.toml``, loaded and checked. Applies nothing; `crawler.clean.phrases` does."""

from __future__ import annotations

from dataclasses import fields
from importlib.resources.abc import Traversable
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationInfo
from pydantic.dataclasses import dataclass

from crawler.data.patterns import LazyPattern, patterns
from crawler.data.toml import checked, read_toml
from crawler.errors import DataFileError

_STRICT = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


MAX_CHARS = 400  # longest notice seen in any inventory is 330 characters; a longer block is a story's paragraph
"""Longest block that a rule takes whole, where the rule does not say otherwise."""

BoilerplateClass = Literal[
    "newsletter", "event-sign-up", "qr-group", "contact", "research-pitch", "machine-translation", "legal-statement",
    "related-prices", "related-articles", "share-bar", "read-more", "consent", "paywall", "byline", "comments",
    "advertisement", "photo-credit", "dateline", "closing-credit", "navigation", "spam",
]  # fmt: skip
"""What kinds of boilerplate there are, in every language."""


def _pattern(value: object, info: ValidationInfo) -> object:
    found = patterns(value, info)
    return found[0] if isinstance(found, tuple) else found


def _tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


Texts = Annotated[tuple[str, ...], BeforeValidator(_tuple)]


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class PhraseRule:
    """One kind of boilerplate: how it is recognized, what becomes of it, and sentences that prove both."""

    id: str
    """``smm-qr-group``: what ``removed`` and ``extract --explain`` name."""
    kind: BoilerplateClass = Field(alias="class")
    """The class of boilerplate it belongs to, one word for all languages: ``qr-group``."""
    match: Annotated[tuple[LazyPattern, ...], BeforeValidator(patterns)]
    """Regular expressions, one of which must match; case ignored, and quotes and dashes of all kinds are ``\"``, ``'`` and
    ``-``. A block or prefix is matched from its first letter on, a suffix up to its last. Group ``value`` is what a field
    gets."""
    unless: Annotated[LazyPattern | None, BeforeValidator(_pattern)] = None
    """Regular expression that keeps a block, wherever it is found in it, beside the file's ``reported``."""
    part: Literal["block", "prefix", "suffix"] = "block"
    """What it takes: a block that matches whole; the beginning of a block; its end."""
    where: Literal["anywhere", "head", "tail", "end"] = "anywhere"
    """``head``: up to the first paragraph of the story (a prefix: only of that one); ``tail``: after it (a suffix: only of
    the last one); ``end``: among the lines behind the story, counted from the end of the page up to the first line that
    no rule takes. Wordings that a story may use, too, belong there."""
    action: Literal["drop", "cut", "field"] = "drop"
    """``drop`` it; ``cut`` it and all that follows; or drop it and keep its ``value`` in a ``field``."""
    max_chars: int = Field(default=MAX_CHARS, ge=1, strict=True)
    """Longest block (for a prefix or suffix: longest taken part) in characters that the rule takes."""
    field: Literal["machine_translated_by", "source_credit", "dateline_place", "is_truncated", "authors"] | None = None
    """Field of the article that gets the ``value`` (or, for ``is_truncated``, true); None unless the action is ``field``."""
    languages: Texts = ()
    """BCP 47 tags of the languages that it is for; left out: that of its file. A rule for the ``end`` holds only on pages
    in one of them (English, Chinese and ``mul``: on all)."""
    drop: Texts
    """Blocks that the rule must take: tests of the rule."""
    keep: Texts
    """Blocks that it must leave alone: tests of the rule."""
    reported: Annotated[LazyPattern | None, BeforeValidator(_pattern)] = None
    """Regular expression of reported speech (``said``), which keeps a block; left out: that of its file."""
    continued: Annotated[LazyPattern | None, BeforeValidator(_pattern)] = None
    """Regular expression for the further sentences of a notice (``Should the text differ from the original, ...``): beside a
    notice, what holds it is no part of the story; left out: that of its file. Where neither says, the rule takes a block whole
    though a sentence of the story stands in it."""

    def __post_init__(self) -> None:
        if (self.action == "field") != (self.field is not None):
            raise ValueError('"field" names the field exactly where action = "field"')
        if not self.match or not all(pattern.pattern for pattern in self.match):
            raise ValueError('"match" must hold at least one regular expression')
        if not self.drop or not self.keep:
            raise ValueError("needs at least one sentence in each of drop and keep: a rule without proof is no rule")


@dataclass(frozen=True, slots=True, kw_only=True, config=_STRICT)
class RuleFile:
    """One file of ``boilerplate/``: the rules for one language or one family of sites."""

    language: str
    """BCP 47 tag of the wordings, ``mul`` where they are mixed: what ``languages`` is where a rule leaves it out."""
    reported: Annotated[LazyPattern | None, BeforeValidator(_pattern)] = None
    """What ``reported`` is where a rule for whole blocks leaves it out."""
    continued: Annotated[LazyPattern | None, BeforeValidator(_pattern)] = None
    """What ``continued`` is where a rule for whole blocks leaves it out."""
    rules: Annotated[tuple[PhraseRule, ...], BeforeValidator(_tuple)] = Field(alias="rule")
    """The rules, in the order in which they are tried."""


_ADAPTER = TypeAdapter(RuleFile)
_KEYS = {
    "": ["language", "reported", "continued", "rule"],
    "rule": ["class" if item.name == "kind" else item.name for item in fields(PhraseRule)],
}


def load_rules(path: Traversable, *, proven: bool = False) -> tuple[PhraseRule, ...]:
    """Return the rules of one file, in order. Raises DataFileError that names file, key and remedy.

    *proven* leaves out to compile its patterns: those of shipped files are compiled by a test.
    """
    found = checked(_ADAPTER, read_toml(path), file=path.name, keys=_KEYS, proven=proven)
    rules = found.rules
    for rule in rules:
        given: dict[str, object] = {"languages": (found.language,)}
        if rule.part == "block":
            given |= {"reported": found.reported, "continued": found.continued}
        for key, value in given.items():
            if not getattr(rule, key):
                object.__setattr__(rule, key, value)  # frozen, and new: nobody else has seen it
    ids = [rule.id for rule in rules]
    for rule_id in ids:
        if ids.count(rule_id) > 1:
            raise DataFileError(path.name, f'two rules have the id "{rule_id}"', key="id")
    return rules
