"""Which rules hold on a page of one language. Decides nothing about a block."""

from __future__ import annotations

from typing import Final

from crawler.clean.candidates import Selection
from crawler.data.memo import by_identity
from crawler.data.rules import PhraseRule

_EVERYWHERE: Final = frozenset({"en", "zh", "mul"})
"""Languages whose notices stand on pages of all others: what an outlet's template says, and what is told by its script."""


def rules_for_language(rules: tuple[PhraseRule, ...], language: str | None) -> tuple[PhraseRule, ...]:
    """Return the rules for a page in *language*, those of the language first; all of them for None.

    Only rules for the ``end`` of a page and for openings are left out: they are loose enough to take a foreign story's
    words ("tickets" is English and German). The others need whole phrases of their language, and notices in a language
    other than the page's are common.
    """
    known = _by_language(rules)
    if language not in known:
        holding = [rule for rule in rules if _holds(rule, language)]
        known[language] = Selection.of(rules, sorted(holding, key=lambda rule: language not in rule.languages))
    return known[language]


def _of_all(rules: tuple[PhraseRule, ...]) -> dict[str | None, tuple[PhraseRule, ...]]:
    return {None: rules}


_by_language = by_identity(_of_all)


def _holds(rule: PhraseRule, language: str | None) -> bool:
    if (rule.where != "end" and rule.part != "prefix") or not rule.languages:
        return True
    return not _EVERYWHERE.isdisjoint(rule.languages) or language in rule.languages
