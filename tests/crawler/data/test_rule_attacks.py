"""No rule is slow on a text that was made from its own pattern: what it repeats, repeated, and then not what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from crawler.data import load_knowledge

RULES = load_knowledge().rules
ATTACK_CHARS = 100_000
MAX_SECONDS = 0.05
MANY = 8
"""A part that may be repeated this often is worth an attack."""


def attacks(pattern: str, flags: int) -> list[str]:
    """Return pairs of beginning and repeated piece, joined by a NUL, for every repetition and lookahead of a pattern."""
    parts = list(_parser.parse(pattern, flags))
    return list(dict.fromkeys([*_repeats(parts, ""), f"\0{_sample(parts)} "]))


def _repeats(parts: Iterable[tuple[Any, Any]], before: str) -> Iterator[str]:
    for op, value in parts:
        name = str(op)
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            if value[1] >= MANY:
                yield f"{before}\0{_sample(value[2])}"
                yield f"{before}\0{_sample(value[2], -1)}"
            yield from _repeats(value[2], before)
        elif name == "SUBPATTERN":
            yield from _repeats(value[-1], before)
        elif name == "BRANCH":
            for branch in value[1][:MANY]:
                yield from _repeats(branch, before)
        elif name == "ASSERT":
            yield f"{before}\0{_sample(value[1])} "
        before += _sample([(op, value)])


def _sample(parts: Iterable[tuple[Any, Any]], pick: int = 0) -> str:
    """A text that the parts match: of alternatives the first, of repetitions the fewest, but one where there may be none."""
    return "".join(_one(str(op), value, pick) for op, value in parts)


def _one(name: str, value: Any, pick: int) -> str:  # noqa: PLR0911  # as the parser has it
    match name:
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL" | "ANY":
            return "x"
        case "IN":
            return _member(*value[pick])
        case "BRANCH":
            return _sample(value[1][pick], pick)
        case "SUBPATTERN" | "ATOMIC_GROUP":
            return _sample(value[-1] if name == "SUBPATTERN" else value, pick)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _sample(value[2], pick) * max(1, min(value[0], MANY))
        case _:
            return ""


def _member(op: Any, value: Any) -> str:
    if op is _constants.RANGE:
        return chr(value[0])
    if op is _constants.CATEGORY:
        return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}.get(str(value), "x")
    return chr(value) if op is _constants.LITERAL else "x"


@pytest.mark.timeout(120)
@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in RULES])
def test_no_text_made_from_a_rules_own_pattern_makes_it_slow(rule, quickest):
    made = {attack for pattern in rule.match for attack in attacks(pattern.pattern, pattern.flags)}
    slow = {}
    for attack in sorted(made):
        before, _, piece = attack.partition("\0")
        whole = before + piece * (ATTACK_CHARS // max(1, len(piece)) + 1)
        for text in (
            f"{whole[:ATTACK_CHARS]}\x00",
            f"{whole[: rule.max_chars - 1]}\x00",
            whole[: rule.max_chars - 2] + "x.",
        ):
            seconds = quickest(rule, text, MAX_SECONDS)
            if seconds > MAX_SECONDS:
                slow[attack] = seconds

    assert made
    assert slow == {}
