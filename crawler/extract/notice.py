"""Pages that are one notice: a login, a bot check, a cookie wall, an error, an empty app. Lists: `crawler.extract.listing`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import html

from crawler.extract.document import PageBlock
from crawler.extract.listing import Cards, in_link, weight
from crawler.extract.wordings import Wordings

_ORDER = ("captcha", "soft-404", "consent", "login")
_NOTICE = 700  # the longest explanation on an error or login page of tests/pages/refused, rounded up
_LITTLE = 400  # all other lines of a page that is nothing but a notice
_LINES = 40  # a notice stands at the top
_FEW_LINKS = 15
_SHELL = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the reasons are judged by."""

    root: html.HtmlElement
    shown: list[PageBlock]
    """Blocks outside navigation, footer, dialogs and what is hidden."""
    cards: Cards
    story: list[int]
    """Positions of the prose that no list holds."""
    titled: set[str]
    """Reasons that title and main headings give."""
    is_story: bool
    """Whether the page says to machines that it is one story."""


def notice(page: Page, wordings: Wordings) -> str | None:
    """Return login, captcha, consent, soft-404 or needs-javascript; None where the page is none of them."""
    texts = [page.shown[index].text for index in page.story]
    if page.titled & set(_ORDER):
        other = [text for text in texts if not _is_notice(text, wordings)]
        if sum(map(weight, other)) < _NOTICE and not (page.is_story and other):
            return next(reason for reason in _ORDER if reason in page.titled)
    if page.is_story or not all(_is_notice(text, wordings) for text in texts):
        return None
    return _bare_notice(page, wordings)


def _is_notice(text: str, wordings: Wordings) -> bool:
    return weight(text) < _NOTICE and bool(wordings.of_text(text) or wordings.of_line(text))


def _bare_notice(page: Page, wordings: Wordings) -> str | None:
    """The reason that the lines of a page without a story give."""
    loose = [
        block.text
        for i, block in enumerate(page.shown)
        if not (block.linked or i in page.story or i in page.cards.near or in_link(block))
    ]
    found = [reason for text in loose[:_LINES] if (reason := wordings.of_line(text))]
    if "soft-404" in found:
        return "soft-404"
    if sum(weight(text) for text in loose if not wordings.of_line(text)) >= _LITTLE:
        return None
    if page.cards.headlines < _FEW_LINKS:
        said = [wordings.of_text(page.shown[i].text) or wordings.of_line(page.shown[i].text) for i in page.story]
        said += [wordings.of_text(text) for text in loose[:_LINES]]
        for reason in _ORDER:
            if reason in found or reason in said:
                return reason
        if marked := _marked(page.root, wordings):
            return marked
        if "needs-javascript" in said or wordings.of_text(_noscript(page.root)) == "needs-javascript":
            return "needs-javascript"
    is_shell = (
        sum(len(block.text) for block in page.shown) < _SHELL and next(page.root.iter("script"), None) is not None
    )
    return "needs-javascript" if is_shell and not main_headings(page.shown) else None


def _marked(root: html.HtmlElement, wordings: Wordings) -> str | None:
    for node in root.iter("script", "iframe"):
        if reason := wordings.of_markup(node.get("src") or node.text or ""):
            return reason
    return None


def _noscript(root: html.HtmlElement) -> str:
    return " ".join("".join(node.itertext()) for node in root.iter("noscript"))[:500]


def main_headings(shown: Sequence[PageBlock]) -> list[str]:
    """Return the main headings: every ``h1`` that is no link, or the first such heading where there is none."""
    headings = [block for block in shown if block.type == "h" and not block.linked]
    main = [block.text for block in headings if block.element is not None and block.element.tag == "h1"]
    return main or [block.text for block in headings[:1]]
