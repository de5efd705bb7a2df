"""Why a page holds no story: what the machine that served it meant instead. The wordings are `crawler.data.refusals`.

A wording alone refuses nothing: a story may be about captchas, stand beside a login form or below a cookie banner. What
counts is how much prose the page has that neither a wording nor a list explains.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import html

from crawler.data.refusals import Refusals
from crawler.extract.body import is_prose
from crawler.extract.document import PageBlock, even
from crawler.extract.listing import Cards, cards, weight
from crawler.extract.structured import Structured
from crawler.extract.wordings import Wordings, wordings_of

_ORDER = ("captcha", "soft-404", "consent", "login")
_LONG_STORY = 1500  # three to four paragraphs: no notice is that long
_NOTICE = 700  # the longest explanation on an error or login page of tests/pages/refused, rounded up
_LITTLE = 400  # all other lines of a page that is nothing but a notice
_LINES = 40  # a notice stands at the top
_FEW_LINKS = 15
_CARDS = 5
_LINKS = 10
_MANY_LINKS = 20
_MANY_CARDS = 8
_SHELL = 80
_INTRODUCTION = 600  # two paragraphs above a topic's stories
_INDEX_TYPES = re.compile(r"\"@type\"\s{0,9}:\s{0,9}\[?\s{0,9}\"(?:CollectionPage|SearchResultsPage|ProfilePage)\"")
# WordPress writes them on <body>, themes of other systems have taken them over.
_INDEX_CLASSES = frozenset("archive category tag author search search-results home blog".split())
_STORY_CLASSES = frozenset("single single-post page-node-type-article node-type-article".split())
_SECTION = re.compile(r"/[^\W\d_]{2,20}(?:/[^\W\d_]{2,20})?/?")
_MAX_SCRIPT = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What the reasons are judged by."""

    root: html.HtmlElement
    shown: list[PageBlock]
    """Blocks outside navigation, footer, dialogs and what is hidden."""
    cards: Cards
    story: list[int]
    """Positions of the prose that no list holds."""
    titles: list[str]
    is_story: bool
    """Whether the page says to machines that it is one story."""


def refusal(
    root: html.HtmlElement, blocks: Sequence[PageBlock], data: Structured, *, title: str, url: str, refusals: Refusals
) -> str | None:
    """Return why the page is no story (a word of `Reading.refusal`), or None where it may be one.

    *title* is the best headline known, *url* the page's address (empty: unknown), *data* what it says of its own story.
    """
    wordings = wordings_of(refusals)
    page = _page(root, blocks, data, title)
    length = sum(weight(page.shown[index].text) for index in page.story)
    if length < _LONG_STORY and (reason := _notice(page, wordings)):
        return reason
    if not page.is_story and _is_listing(page, data, length, url, wordings):
        return "listing"
    return None


def _page(root: html.HtmlElement, blocks: Sequence[PageBlock], data: Structured, title: str) -> _Page:
    shown = [block for block in blocks if not (block.hidden or block.chrome or block.stripped)]
    stated = [even("".join(node.itertext())) for node in root.iter("title")][:1]
    found = cards(shown, title=" ".join([title, *stated]))
    prose = (i for i, block in enumerate(shown) if not block.linked and is_prose(block.text) and i not in found.teasers)
    body = root.find("body")
    classes = set((body.get("class") or "").split()) if body is not None else set()
    is_story = bool(data.article or data.meta.get("article:published_time") or classes & _STORY_CLASSES)
    return _Page(
        root=root, shown=shown, cards=found, story=[i for i in prose if not _in_link(shown[i])],
        titles=[*dict.fromkeys([*stated, title, *_headings(shown)])], is_story=is_story,
    )  # fmt: skip


def _headings(shown: Sequence[PageBlock]) -> list[str]:
    """The main headings: every ``h1`` that is no link home, or the first heading where there is none."""
    headings = [block for block in shown if block.type == "h"]
    main = [block.text for block in headings if block.element is not None and block.element.tag == "h1" and not block.linked]
    return main or [block.text for block in headings[:1]]


def _in_link(block: PageBlock) -> bool:
    return block.element is not None and next(block.element.iterancestors("a"), None) is not None


# --- notices ----------------------------------------------------------------------------------------------------------


def _notice(page: _Page, wordings: Wordings) -> str | None:
    """Login, captcha, consent, error or the shell of an app; None where the page is none of them."""
    other = [i for i in page.story if not (wordings.of_text(page.shown[i].text) or wordings.of_line(page.shown[i].text))]
    unexplained = sum(weight(page.shown[i].text) for i in other)
    titled = {reason for title in page.titles for reason in wordings.of_title(title)}
    if unexplained < _NOTICE and not (page.is_story and other):
        for reason in _ORDER:
            if reason in titled:
                return reason
    if other or page.is_story:
        return None
    return _bare_notice(page, wordings)


def _bare_notice(page: _Page, wordings: Wordings) -> str | None:
    """The reason that the lines of a page without a story give."""
    loose = [
        block.text for i, block in enumerate(page.shown) if not block.linked and i not in page.cards.teasers and i not in page.story
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
    is_shell = sum(len(block.text) for block in page.shown) < _SHELL and next(page.root.iter("script"), None) is not None
    return "needs-javascript" if is_shell and not _headings(page.shown) else None


def _marked(root: html.HtmlElement, wordings: Wordings) -> str | None:
    for node in root.iter("script", "iframe"):
        if reason := wordings.of_markup(node.get("src") or node.text or ""):
            return reason
    return None


def _noscript(root: html.HtmlElement) -> str:
    return " ".join("".join(node.itertext()) for node in root.iter("noscript"))[:500]


# --- listings ---------------------------------------------------------------------------------------------------------


def _is_listing(page: _Page, data: Structured, length: int, url: str, wordings: Wordings) -> bool:
    """Whether the page's lists are what it is for."""
    found = page.cards
    if found.count < _CARDS and found.headlines < _LINKS:
        return not page.story and sum(block.linked for block in page.shown) >= _MANY_LINKS
    if not length:
        loose = (b for i, b in enumerate(page.shown) if not b.linked and i not in found.teasers and not _in_link(b))
        return sum(weight(block.text) for block in loose if weight(block.text) >= _MANY_LINKS) < _INTRODUCTION
    rest = sum(weight(page.shown[i].text) for i in page.story if i not in found.beside)
    listed = found.headline_weight + sum(weight(page.shown[i].text) for i in found.teasers)
    address = _address(url)
    if _says_index(page, address, wordings):
        return rest <= max(_INTRODUCTION, listed // 2)
    is_section = bool(_SECTION.fullmatch(address)) and data.meta.get("og:type", [""])[0].lower() != "article"
    return is_section and found.count >= _MANY_CARDS and rest <= listed // 2


def _says_index(page: _Page, address: str, wordings: Wordings) -> bool:
    """Whether title, address, structured data or the theme's class on the body call the page a list."""
    body = page.root.find("body")
    if body is not None and _INDEX_CLASSES & set((body.get("class") or "").split()):
        return True
    if (address and wordings.of_address(address)) or any("listing" in wordings.of_title(title) for title in page.titles):
        return True
    return any(
        _INDEX_TYPES.search((node.text or "")[:_MAX_SCRIPT])
        for node in page.root.iter("script")
        if "ld+json" in (node.get("type") or "")
    )


def _address(url: str) -> str:
    """Path and query; what counts visitors is left out."""
    parts = urlsplit(url)
    query = "&".join(part for part in parts.query.split("&") if part and not part.startswith(("utm_", "fbclid", "gclid")))
    return f"{parts.path or '/'}?{query}" if query else parts.path or ("/" if url else "")
