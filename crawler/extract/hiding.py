"""Which text no reader sees: by inline styles and by the page's own style sheets. It is where instructions to machines hide.

Of a sheet only what holds for every screen and state is believed: no at-rules but ``@media all`` and ``screen``, no
pseudo-classes, no attribute selectors.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lxml import html

HIDING_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*(?:0*\.?0+|0?\.0[0-4]\d?)\s*(?=[;!}]|$)"
    r"|font-size\s*:\s*(?:0*\.?0+(?:px|em|rem|pt|%)?|[01]?(?:\.\d{1,4})?px)\s*(?=[;!}]|$)|text-indent\s*:\s*-\d{3,}"
    r"|(?<![\w-])(?:left|top|right|bottom)\s*:\s*-\d{3,}|(?<![\w-])clip\s*:\s*rect\(\s*0"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%|(?<![\w-])color\s*:\s*(?:transparent|rgba\([^()]{0,40},\s*0(?:\.0+)?\s*\))"
    r"|(?<![\w-])margin-(?:left|top)\s*:\s*-\d{4,}|(?<![\w-])transform\s*:\s*scale\(\s*0(?:\.0+)?\s*[),]"
    r"|(?<![\w-])height\s*:\s*0(?:px)?\s*;[^{}]{0,60}?overflow(?:-y)?\s*:\s*hidden"
    r"|(?<![\w-])overflow(?:-y)?\s*:\s*hidden\s*;[^{}]{0,60}?(?<![\w-])height\s*:\s*0(?:px)?\s*(?=[;!}]|$)",
    re.IGNORECASE,
)
"""A declaration that takes an element's text out of sight."""
FADING_STYLE = re.compile(r"(?<![\w-])opacity\s*:", re.IGNORECASE)
"""What a program often undoes as the page scrolls: believed of little text only."""
MOST_CHARS = 1500
"""Text that a rule hides at most: one that hides more folds away answers, tabs, a live blog's older posts, which a reader opens."""
_OPENINGS = (
    "display:none", "visibility:hidden", "visibility:collapse", "opacity:0", "opacity:.0", "font-size:0", "font-size:1px",
    "font-size:.", "text-indent:-", "left:-", "top:-", "right:-", "bottom:-", "clip:rect(0", "clip-path:inset(",
    "color:transparent", "color:rgba(", "transform:scale(0", "height:0", "overflow:hidden", "overflow-y:hidden",
)  # fmt: skip
"""What it begins with in a sheet: a search for each of them is cheaper than one for the expression."""
_SHOWING = {
    "display": re.compile(r"display:(?!none)\w", re.IGNORECASE),
    "visibility": re.compile("visibility:visible", re.IGNORECASE),
}
"""What takes back the declaration of a property."""
_BRACE = re.compile("[{}]")
_EVERY_SCREEN = re.compile(r"@media (?:only )?(?:all|screen)(?:,(?:all|screen))*", re.IGNORECASE)
_LAST_NAME = re.compile(r"[.#]([\w-]+)(?=\s*(?:,|$))")
_COMPOUND = re.compile(r"([a-z][a-z0-9-]*)?((?:[.#][\w-]+)*)", re.IGNORECASE)
_NAME = re.compile(r"[.#][\w-]+")
_MAX_SHEETS, _MAX_DECLARATIONS, _MAX_SELECTOR, _MAX_LATER = 1_000_000, 2000, 500, 20
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

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
        self._sheets = _even(sheets[:_MAX_SHEETS])
        self._open: frozenset[int] | None = None
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
        fewer._sheets, fewer._read, fewer._open = self._sheets, self._read, self._opened()
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
                if begin in self._opened():
                    given = self._sheets[begin:start].split(",")
                    hidden = [text.strip() for text in given if not self._is_shown_again(text.strip(), start)]
                    found = [selector for text in hidden if (selector := _parsed(text))]
                    self._read[name] += [selector for selector in found if _is_of(selector, name)]
        return self._read[name]

    def _opened(self) -> frozenset[int]:
        """Where the rules begin that hold on every screen: braces are counted once for all of them."""
        if self._open is None:
            begins = sorted({rule.begin for rules in self._rules.values() for rule in rules})
            self._open = frozenset(_on_every_screen(self._sheets, begins))
        return self._open

    def _is_shown_again(self, selector: str, start: int) -> bool:
        hiding = self._sheets[start : self._sheets.find("}", start)].lower()
        taken_back = [shown for name, shown in _SHOWING.items() if f"{name}:" in hiding]
        at = self._sheets.find(f"{selector}{{", start + 1)
        for _ in range(_MAX_LATER):
            if at < 0:
                return False
            later = self._sheets[at : self._sheets.find("}", at)]
            if taken_back and all(shown.search(later) for shown in taken_back):
                return True
            at = self._sheets.find(f"{selector}{{", at + 1)
        return False


def _even(sheets: str) -> str:
    """The sheets without comments, and without spaces around what divides them."""
    text = " ".join(without_comments(sheets).split())
    for mark in "{};:,":
        text = text.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    return text


def _on_every_screen(sheets: str, begins: Sequence[int]) -> list[int]:
    """Those of *begins*, in order, that stand in no block but ``@media all`` and ``@media screen``."""
    found: list[int] = []
    around: list[bool] = []
    last, waiting = 0, iter([*begins, len(sheets) + 1])
    begin = next(waiting)
    for brace in _BRACE.finditer(sheets):
        while begin <= brace.start():
            found += [begin] if all(around) else []
            begin = next(waiting)
        if begin > len(sheets):
            break
        if brace[0] == "{":
            is_media = sheets.startswith("@", last)
            around.append(is_media and bool(_EVERY_SCREEN.fullmatch(sheets, last, brace.start())))
        elif around:
            around.pop()
        last = brace.end()
    return found


def hiding_sheets(root: html.HtmlElement) -> Hiding:
    """Return what the page's own style sheets hide."""
    return Hiding("\n".join([node.text for node in root.iter("style") if node.text and _is_for_screens(node)]))


def without_comments(css: str) -> str:
    """Return style declarations without comments: ``display:/**/none`` hides."""
    first, *others = css.split("/*")
    return "".join([first, *(part.partition("*/")[2] for part in others)]) if others else css


def _is_for_screens(sheet: html.HtmlElement) -> bool:
    return (sheet.get("media") or "all").strip().lower() in ("", "all", "screen")


def _declarations(sheets: str) -> list[int]:
    """Where declarations that hide begin, in order."""
    found: list[int] = []
    lowered = sheets.lower() if sheets.isascii() else sheets.translate(_LOWER)  # each letter stays in its place
    for words in _OPENINGS:
        at = lowered.find(words)
        while at >= 0 and len(found) < _MAX_DECLARATIONS:
            if HIDING_STYLE.match(sheets, at):
                found.append(at)
            at = lowered.find(words, at + 1)
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
