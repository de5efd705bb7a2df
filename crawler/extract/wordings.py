"""Which reason a line, a paragraph or an address gives for refusing its page. Judges no page; `crawler.extract.refusal` does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property

from crawler.data.refusals import RefusalRule, Refusals

_MAX_LINE = 160  # the longest notice among the rules' own sentences is 110 characters; what is longer is a paragraph
_MAX_TEXT = 2000
_MAX_MARKUP = 500
_STRAIGHT = str.maketrans("‘’‚‛`´“”„«»", "''''''\"\"\"\"\"")
_MARKS = " \t.,:;!?…¡¿。，！？、：-–—|·•*>→←×«»\"'()[]（）【】《》"
_BETWEEN = re.compile(r"\s+[-–—|·•»:/]+\s+|\s*[|_｜»]\s*|\s*[–—]\s+")


class Wordings:
    """The rules of all files, made ready for one pass each."""

    def __init__(self, rules: Iterable[RefusalRule]) -> None:
        by_place: dict[str, dict[str, list[str]]] = {}  # compiled for a place when the first page has something there
        for rule in rules:
            patterns = by_place.setdefault(rule.where, {}).setdefault(rule.reason, [])
            patterns += [pattern.pattern for pattern in rule.match]
        self._by_place = by_place

    @cached_property
    def _lines(self) -> list[tuple[str, re.Pattern[str]]]:
        return _compiled(self._by_place.get("line", {}))

    @cached_property
    def _titles(self) -> list[tuple[str, re.Pattern[str]]]:
        return _compiled(self._by_place.get("title", {}))

    @cached_property
    def _texts(self) -> list[tuple[str, re.Pattern[str]]]:
        return _compiled(self._by_place.get("text", {}))

    @cached_property
    def _addresses(self) -> list[tuple[str, re.Pattern[str]]]:
        return _compiled(self._by_place.get("address", {}))

    @cached_property
    def _markups(self) -> list[tuple[str, re.Pattern[str]]]:
        return _compiled(self._by_place.get("markup", {}))

    def of_title(self, title: str) -> list[str]:
        """Return the reasons that a title or main heading gives: as a whole, or the part of it that is not the site's name.

        Of a listing only the beginning tells: a story's title may end in the name of its section.
        """
        parts = [title, *_BETWEEN.split(title)] if len(title) <= _MAX_LINE else []
        lines = [bare_line(part) for part in parts]
        return [
            reason
            for reason, pattern in [*self._lines, *self._titles]
            if any(line and pattern.fullmatch(line) for line in (lines[:2] if reason == "listing" else lines))
        ]

    def of_line(self, text: str) -> str | None:
        """Return the reason that a line gives, None for an ordinary one."""
        line = bare_line(text) if len(text) <= _MAX_LINE else ""
        return next((reason for reason, pattern in self._lines if line and pattern.fullmatch(line)), None)

    def of_text(self, text: str) -> str | None:
        """Return the reason that a paragraph gives, None for an ordinary one."""
        straight = text[:_MAX_TEXT].translate(_STRAIGHT)
        return next((reason for reason, pattern in self._texts if pattern.search(straight)), None)

    def of_address(self, address: str) -> str | None:
        """Return the reason that path and query give."""
        return next((reason for reason, pattern in self._addresses if pattern.search(address[:_MAX_TEXT])), None)

    def of_markup(self, text: str) -> str | None:
        """Return the reason that a script or frame gives, by its address or beginning."""
        return next((reason for reason, pattern in self._markups if pattern.search(text[:_MAX_MARKUP])), None)


@cache
def wordings_of(refusals: Refusals) -> Wordings:
    """Return the rules ready for use; they are compiled once, when first asked."""
    return Wordings(refusals.rules)


def bare_line(text: str) -> str:
    """Return *text* without the marks around it, quotes straight, spaces even.

    >>> bare_line("»  Seite nicht gefunden! «")
    'Seite nicht gefunden'
    """
    return text.translate(_STRAIGHT).strip(_MARKS)


def _compiled(by_reason: dict[str, list[str]]) -> list[tuple[str, re.Pattern[str]]]:
    return [
        (reason, re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE))
        for reason, patterns in by_reason.items()
    ]
