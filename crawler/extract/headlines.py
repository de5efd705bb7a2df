"""Headline candidates, most trusted first: what the page prints as its heading, weighed against what it states in its head.

The heading as printed is what a reader knows the story by. Titles in the head say which heading that is (a logo may be an
``<h1>``, too), where its kicker ends, and stand in for it where the page prints none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from lxml import html

from crawler.extract import jsonld
from crawler.extract.document import PageBlock, even, inner_text
from crawler.extract.lines import letters_of
from crawler.extract.selectors import selected
from crawler.extract.structured import Structured
from crawler.model import Found
from crawler.sources import Select

_TITLE_SEPARATORS = re.compile(
    r"\s+(?:[|\-–—_»«·•:]+|//)\s+|\s*[|ㅣ_»]\s*|(?<=[\u3040-\u9fff\uac00-\ud7a3\uff01\uff1f])[-–—](?=[\u3040-\u9fff\uac00-\ud7a3])"
)
_KICKER = re.compile(
    r"(?<![a-z])(?:kicker|overline|topline|eyebrow|rubric|rubrik|category|label|badge|prefix|dachzeile|spitzmarke|roofline|"
    r"subtitle|subline|subhead(?:line)?|sr-only|visually-?hidden|screen-reader(?:-text)?|pre-?title|super-?title|date|meta)(?![a-z])",
    re.IGNORECASE,
)
_NO_TEXT = frozenset({"script", "style", "svg", "button", "noscript", "template", "time", "small", "sup"})
_WORD = re.compile(r"\w+")
_NEWS = frozenset(
    {"newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle", "liveblogposting"}
)
_MAX_HEADLINE = 300
_MAX_TITLE = 1000
_MAX_GAPS = 8
_MAX_H1 = 20
_SIMILAR = 0.1  # a site's name or a section's shares no word with the title; a variant of the heading shares some
_CUT = re.compile(r"(?:…|\.\.\.)$")


def headlines(root: html.HtmlElement, data: Structured, blocks: Sequence[PageBlock], chosen: Select) -> list[Found]:
    """Return headline candidates. A title that stands on the page as a block of its own is that block's text."""
    titles = [
        Found(value=even(node.text or ""), origin="title")
        for node in data.elements.titles
        if node.tag == "title" and even(node.text or "")
    ][:1]
    stated = [*data.from_article("headline"), *data.from_meta("og:title", "twitter:title"), *titles]
    nodes = [node for node in data.elements.titles if node.tag == "h1"][:_MAX_H1]
    whole = [Found(value=text, origin="h1") for node in nodes if (text := inner_text(node))]
    confirmed = _confirmed(stated, blocks, {found.value for found in whole})
    pieces = [Found(value=text, origin="h1") for node in nodes if (text := _without_kicker(node, stated))]
    printed = _by_likeness([*confirmed, *pieces], stated)
    best = [*selected(root, chosen.headline), *_of_the_newsroom(data, printed, stated)]
    if not confirmed and _is_alien(printed, stated):
        return [*best, *stated, *whole[:1]]
    return [*best, *printed, *whole[:1], *stated]


def heading(found: Sequence[Found], blocks: Sequence[PageBlock]) -> str | None:
    """Return the candidate that stands on the page as a block of its own: where the story begins. Else the first."""
    lines = {block.text for block in blocks if not block.chrome}
    return next((item.value for item in found if item.value in lines), found[0].value if found else None)


def _confirmed(stated: Iterable[Found], blocks: Iterable[PageBlock], h1: set[str]) -> list[Found]:
    """The blocks of the page that are one of the stated titles, whole or without the site's name at its end."""
    lines = {
        block.text.casefold(): block.text for block in blocks if len(block.text) <= _MAX_HEADLINE and not block.hidden
    }
    ends = [lines[cut] for found in stated for cut in map(str.casefold, _cuts(found.value)) if cut in lines]
    whole = ends or [lines[cut] for f in stated for cut in map(str.casefold, _openings_cut(f.value)) if cut in lines]
    return [Found(value=text, origin="h1" if text in h1 else "text") for text in whole]


def _cuts(title: str) -> list[str]:
    """The title and what is left of it when site names are cut off its end, longest first."""
    ends = [gap.start() for gap in _TITLE_SEPARATORS.finditer(title[:_MAX_TITLE])]
    return [title, *(title[:end] for end in reversed(ends[-_MAX_GAPS:]))]


def _openings_cut(title: str) -> list[str]:
    """What is left of a title when site names are cut off its beginning, longest first."""
    return [title[gap.end() :] for gap in _TITLE_SEPARATORS.finditer(title[:_MAX_TITLE])][:_MAX_GAPS]


def _without_kicker(node: html.HtmlElement, stated: Iterable[Found]) -> str:
    """The text of a heading without the kicker or subtitle that stands in an element of its own within it."""
    pieces = _pieces(node)
    if len(pieces) > 1:
        wanted = {cut.casefold() for found in stated for cut in (*_cuts(found.value), *_openings_cut(found.value))}
        whole = even("".join(text for text, _ in pieces))
        if letters_of(whole) in map(letters_of, wanted):
            return whole
        for length in range(len(pieces) - 1, 0, -1):
            for start in range(len(pieces) - length + 1):
                text = even("".join(text for text, _ in pieces[start : start + length]))
                if text.casefold() in wanted:
                    return text
    return even("".join(text for text, is_extra in pieces if not is_extra)).lstrip(":|–—-• ")


def _pieces(node: html.HtmlElement) -> list[tuple[str, bool]]:
    """The texts within a heading in order, and whether each stands in a kicker or the like."""
    pieces = [(node.text or "", False)]
    for child in node:
        if isinstance(child.tag, str) and child.tag not in _NO_TEXT:
            is_extra = bool(_KICKER.search(child.get("class") or "")) and len(node) > 0
            pieces.append(("".join(child.itertext()), is_extra))
        elif child.tag == "small":
            pieces.append(("".join(child.itertext()), True))
        pieces.append((child.tail or "", False))
    filled = [(text, extra) for text, extra in pieces[:12] if text.strip()]
    return filled if any(not extra for _, extra in filled) else [(text, False) for text, _ in filled]


def _of_the_newsroom(data: Structured, printed: Sequence[Found], stated: Sequence[Found]) -> list[Found]:
    """The headline that a ``NewsArticle`` states where another one is printed: the newsroom's own, not a plugin's search title.

    A kicker or a site's name before or behind the printed one does not make it another.
    """
    own = data.from_article("headline")[:1]
    if not own or not printed or not jsonld.types(data.article) & _NEWS or _CUT.search(own[0].value):
        return []
    text, others = letters_of(own[0].value), [letters_of(found.value) for found in printed]
    if not text or any(text in other or other in text for other in others):
        return []
    copied = [found for found in stated[1:] if text in letters_of(found.value)]
    return [] if len(copied) > 1 and not _is_alien(printed, stated) else own


def _by_likeness(printed: Sequence[Found], stated: Sequence[Found]) -> list[Found]:
    """The printed headings, those first that are most like the stated titles; the order of the page where none is."""
    words = [_words(found.value) for found in stated]
    return sorted(printed, key=lambda found: -_best_likeness(_words(found.value), words))


def _is_alien(printed: Sequence[Found], stated: Sequence[Found]) -> bool:
    """Whether no printed heading is like any stated title, where the data of the story and another title agree."""
    if not printed or not stated or stated[0].origin != "json-ld":
        return False  # a site's slogan is often both <title> and og:title
    agree = any(letters_of(stated[0].value) in letters_of(found.value) for found in stated[1:])
    words = [_words(found.value) for found in stated]
    return agree and all(_best_likeness(_words(found.value), words) < _SIMILAR for found in printed)


def _best_likeness(words: set[str], others: Iterable[set[str]]) -> float:
    return max((_likeness(words, other) for other in others), default=0.0)


def _likeness(a: set[str], b: set[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.casefold()[:_MAX_HEADLINE]))
