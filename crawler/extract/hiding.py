"""Which text no reader sees: by inline styles and by the page's own style sheets. It is where instructions to machines hide.

Of a sheet only what holds for every screen and state is believed: no at-rules, no pseudo-classes, no attribute selectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from lxml import html

HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*0*\.?0+\s*(?=[;!}]|$)"
    r"|font-size\s*:\s*0*\.?0+(?:px|em|rem|pt|%)?\s*(?=[;!}]|$)|text-indent\s*:\s*-\d{3,}"
    r"|(?<![\w-])(?:left|top|right|bottom)\s*:\s*-\d{3,}|(?<![\w-])clip\s*:\s*rect\(\s*0"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%|(?<![\w-])color\s*:\s*transparent",
    re.IGNORECASE,
)
"""A declaration that takes an element's text out of sight."""
FADING_STYLE = re.compile(r"(?<![\w-])opacity\s*:", re.IGNORECASE)
"""What a program often undoes as the page scrolls: believed of little text only."""
MOST_CHARS = 1500
"""Text that a rule hides at most: one that hides more folds away answers, tabs, a live blog's older posts, which a reader opens."""
_OPENINGS = tuple(
    f"{name}:{space}{value}"
    for name, value in (
        ("display", "none"), ("visibility", "hidden"), ("opacity", "0"), ("opacity", ".0"), ("font-size", "0"),
        ("text-indent", "-"), ("left", "-"), ("top", "-"), ("clip", "rect(0"), ("clip-path", "inset("),
        ("color", "transparent"),
    )
    for space in ("", " ")
)  # fmt: skip
"""What it begins with in a sheet: a search for each of them is cheaper than one for the expression."""
_SHOWING = re.compile(r"display\s*:\s*(?!none)\w", re.IGNORECASE)
_LAST_NAME = re.compile(r"[.#]([\w-]+)(?=\s*(?:,|$))")
_COMPOUND = re.compile(r"([a-z][a-z0-9-]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_MAX_SHEETS, _MAX_DECLARATIONS, _MAX_SELECTOR = 1_000_000, 2000, 500

_Selector = tuple[tuple[str, frozenset[str]], ...]
"""Tag (empty: any) and classes (``.x``) and ids (``#x``) of an element, then of those around it, outwards."""


class _Rule(NamedTuple):
    """A rule that hides, by where it stands in the sheets."""

    begin: int
    """Where its selectors begin."""
    start: int
    """Where its declarations begin."""


class Hiding:
    """The rules of a page's ``<style>`` elements that keep text out of sight. What they hold is read once it is asked for."""

    def __init__(self, sheets: str = "") -> None:
        self._sheets = sheets[:_MAX_SHEETS]
        self._rules: dict[str, list[_Rule]] = {}
        self._read: dict[str, list[_Selector]] = {}
        self._idle: set[str] = set()
        counted = 0
        for at in _declarations(self._sheets):
            start = self._sheets.rfind("{", counted, at)
            if start < 0:
                continue  # a second declaration of one rule
            begin = max(self._sheets.rfind(mark, counted, start) for mark in "{};") + 1 or counted
            counted = start
            if start - begin <= _MAX_SELECTOR:
                for name in _LAST_NAME.findall(self._sheets[begin:start]):
                    self._rules.setdefault(name, []).append(_Rule(begin, start))

    def __bool__(self) -> bool:
        return bool(self._rules)

    def without(self, names: Iterable[str]) -> Hiding:
        """Return the rules but for those that end in one of *names*."""
        fewer = Hiding()
        fewer._sheets, fewer._read = self._sheets, self._read
        fewer._rules = {name: rules for name, rules in self._rules.items() if name not in frozenset(names)}
        return fewer

    def hides(self, element: html.HtmlElement, names: Iterable[str]) -> str | None:
        """Return the class or id by which a rule hides *element*, whatever the screen; None where none does.

        *names* are values of its attributes, its ``class`` and ``id`` among them.
        """
        for value in names:
            if value in self._idle:
                continue
            known = [name for name in value.split() if name in self._rules]
            if not known:
                self._idle.add(value)
            for name in known:
                if any(_matches(element, selector) for selector in self._selectors(name)):
                    return name
        return None

    def _selectors(self, name: str) -> list[_Selector]:
        """The selectors that end in *name*, but for those of a rule within ``@media`` or the like, or shown again later."""
        if name not in self._read:
            self._read[name] = []
            for begin, start in self._rules[name]:
                if self._sheets.count("{", 0, begin) == self._sheets.count("}", 0, begin):
                    given = self._sheets[begin:start].rpartition("*/")[2].split(",")
                    shown = [text.strip() for text in given if not self._is_shown_again(text.strip(), start)]
                    found = [selector for text in shown if (selector := _parsed(text))]
                    self._read[name] += [selector for selector in found if _is_of(selector, name)]
        return self._read[name]

    def _is_shown_again(self, selector: str, after: int) -> bool:
        at = self._sheets.find(f"{selector}{{", after)
        return at >= 0 and bool(_SHOWING.search(self._sheets[at : self._sheets.find("}", at)]))


def hiding_sheets(root: html.HtmlElement) -> Hiding:
    """Return what the page's own style sheets hide."""
    return Hiding("\n".join([node.text for node in root.iter("style") if node.text and _is_for_screens(node)]))


def _is_for_screens(sheet: html.HtmlElement) -> bool:
    return (sheet.get("media") or "all").strip().lower() in ("", "all", "screen")


def _declarations(sheets: str) -> list[int]:
    """Where declarations that hide begin, in order."""
    found: list[int] = []
    for words in _OPENINGS:
        at = sheets.find(words)
        while at >= 0 and len(found) < _MAX_DECLARATIONS:
            if HIDING_STYLE.match(sheets, at):
                found.append(at)
            at = sheets.find(words, at + 1)
    return sorted(found)


def _parsed(text: str) -> _Selector | None:
    """None for what depends on a state, an attribute or a sibling; a child is read as any descendant."""
    compounds = [_COMPOUND.fullmatch(part) for part in reversed(text.replace(">", " ").split())]
    if not compounds or not all(compounds):
        return None
    return tuple(((found[1] or "").lower(), frozenset(_NAME.findall(found[2]))) for found in compounds if found)


def _is_of(selector: _Selector, name: str) -> bool:
    return not selector[0][1].isdisjoint((f".{name}", f"#{name}"))


def _matches(element: html.HtmlElement, selector: _Selector) -> bool:
    first, *around = selector
    if not _is(element, first):
        return False
    above = element.getparent()
    for wanted in around:
        while above is not None and not _is(above, wanted):
            above = above.getparent()
        if above is None:
            return False
        above = above.getparent()
    return True


def _is(element: html.HtmlElement, wanted: tuple[str, frozenset[str]]) -> bool:
    tag, names = wanted
    if tag and tag != element.tag:
        return False
    own = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    return names <= own
