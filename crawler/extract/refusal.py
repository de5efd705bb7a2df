"""Why a page holds no story: what the machine that served it meant instead. The wordings are `crawler.data.refusals`.

A wording alone refuses nothing: a story may be about captchas, stand beside a login form or below a cookie banner. What
counts is how much prose the page has that neither a wording nor a list explains.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml import html

from crawler.data.refusals import Refusals
from crawler.extract.body import is_prose
from crawler.extract.document import PageBlock, even
from crawler.extract.listing import cards, in_link, mostly_linked, weight
from crawler.extract.notice import Page, main_headings, notice
from crawler.extract.structured import Structured
from crawler.extract.wordings import Wordings, wordings_of

_LONG_STORY = 1500  # three to four paragraphs: no notice is that long
_CARDS = 5
_LINKS = 10
_SAME = 20  # as much of a headline tells it from the name of a section
_MAX_PRINTED = 2000
_NAME = 60  # what a section or topic is called is shorter than a headline, and has fewer words:
_WORDS = 4  # spaces between them
_FEW_HEADLINES = 4  # make a list where the page calls itself one and has no prose
_MANY_LINKS = 20
_MANY_CARDS = 8
_PARAGRAPH = 200
_MIN_PROSE = 20
_LONG = 140
_INTRODUCTION = 600  # two paragraphs above a topic's stories
_INDEX_TYPES = re.compile(r"\"@type\"\s{0,9}:\s{0,9}\[?\s{0,9}\"(?:CollectionPage|SearchResultsPage|ProfilePage)\"")
# WordPress writes them on <body>, themes of other systems have taken them over.
_INDEX_CLASSES = frozenset("archive category tag author search search-results home blog".split())
_STORY_CLASSES = frozenset("single single-post page-node-type-article node-type-article".split())
_SECTION = re.compile(r"/[^\W\d_]{2,20}(?:/[^\W\d_]{2,20})?/?")
_MAX_SCRIPT = 300_000
_END = re.compile(r"[.!?…。！？]")


def refusal(
    root: html.HtmlElement, blocks: Sequence[PageBlock], data: Structured, *, title: str, url: str, refusals: Refusals
) -> str | None:
    """Return why the page is no story (a word of `Reading.refusal`), or None where it may be one.

    *title* is the best headline known, *url* the page's address (empty: unknown), *data* what it says of its own story.
    """
    body = root.find("body")
    classes = set((body.get("class") or "").split()) if body is not None else set()
    stated = next((node for node in data.elements.titles if node.tag == "title"), None)
    own = [even("".join(stated.itertext())) if stated is not None else "", title]
    shown = [block for block in blocks if not (block.hidden or block.chrome or block.stripped)]
    headings = main_headings(shown)
    is_story = _is_story(data, [*own, *headings], classes)
    prose: list[int] = []
    length = 0
    for index, block in enumerate(shown):
        if _is_prose(block):
            prose.append(index)
            length += weight(block.text)
            if is_story and length >= _LONG_STORY:
                return None
    wordings = wordings_of(refusals)
    titles = [text for text in dict.fromkeys([*own, *headings]) if text]
    address = _address(url)
    if address != "/" and any(weight(text) > _NAME or text.count(" ") >= _WORDS for text in headings):
        address = ""  # /topics/why-tin-fell: no list is called by a headline
    titled = {reason for text in titles for reason in wordings.of_title(text)}
    says_index = bool(classes & _INDEX_CLASSES or "listing" in titled or (address and wordings.of_address(address)))
    is_section = bool(_SECTION.fullmatch(address)) and data.meta.get("og:type", [""])[0].lower() != "article"
    if length >= _LONG_STORY and not (says_index or is_section) and _side_by_side(shown, prose):
        return None
    says_index = says_index or (not is_story and _is_typed_index(root))  # asked last: it looks at every script
    lists = cards(shown, prose, title=" ".join(own))
    story = [index for index in prose if index not in lists.teasers]
    page = Page(root=root, shown=shown, cards=lists, story=story, titled=titled, is_story=is_story)
    length = sum(weight(shown[index].text) for index in story)
    reason = notice(page, wordings) if length < _LONG_STORY else None
    if not reason and not is_story and _is_listing(page, length, says_index=says_index, is_section=is_section):
        reason = "listing"
    if reason in ("listing", "needs-javascript") and not length and _has_lost_prose(blocks, wordings):
        return None
    return reason


def _is_story(data: Structured, titles: Sequence[str], classes: set[str]) -> bool:
    """Whether the page says to machines that it is one story: a list carries the data of the stories that it lists, too."""
    if data.meta.get("article:published_time") or classes & _STORY_CLASSES:
        return True
    printed = " ".join(titles).casefold()[:_MAX_PRINTED]
    headlines = (found.value.casefold() for found in data.from_article("headline"))
    return any(text and text[:_SAME] in printed for text in headlines)


def _has_lost_prose(blocks: Sequence[PageBlock], wordings: Wordings) -> bool:
    """Whether a whole paragraph stands where none should: in a sidebar that was never closed, or hidden until a script comes."""
    lost = (block.text for block in blocks if (block.chrome or block.hidden) and _is_prose(block))
    return any(weight(text) >= _PARAGRAPH and not wordings.of_text(text) for text in lost)


def _is_prose(block: PageBlock) -> bool:
    """As `is_prose`, which asks a long text for nothing but its length and a short one first for its end."""
    text = block.text
    if len(text) < _LONG and (len(text) < _MIN_PROSE or not _END.search(text[-8:])):
        return False
    return (len(text) >= _LONG or is_prose(text)) and not mostly_linked(block)


def _side_by_side(shown: Sequence[PageBlock], prose: Sequence[int]) -> bool:
    """Whether three paragraphs follow one another in one element: no list of teasers does that."""
    for first, last in zip(prose, prose[2:], strict=False):
        if last - first == 2:  # noqa: PLR2004  # the third behind the first
            parents = {_parent(shown[index]) for index in (first, first + 1, last)}
            if len(parents) == 1:
                return True
    return False


def _parent(block: PageBlock) -> html.HtmlElement | None:
    return None if block.element is None else block.element.getparent()


def _is_listing(page: Page, length: int, *, says_index: bool, is_section: bool) -> bool:
    """Whether the page's lists are what it is for."""
    lists = page.cards
    if not length and (says_index or is_section) and lists.headlines >= _FEW_HEADLINES:
        return True
    if lists.count < _CARDS and lists.headlines < _LINKS:
        return not page.story and not lists.teasers and sum(block.linked for block in page.shown) >= _MANY_LINKS
    if not length:
        loose = (b for i, b in enumerate(page.shown) if not b.linked and i not in lists.near and not in_link(b))
        return sum(weight(block.text) for block in loose if weight(block.text) >= _MANY_LINKS) < _INTRODUCTION
    rest = sum(weight(page.shown[i].text) for i in page.story if i not in lists.near)
    listed = lists.headline_weight + sum(weight(page.shown[i].text) for i in lists.teasers)
    if says_index:
        return rest <= max(_INTRODUCTION, listed // 2)
    return is_section and lists.count >= _MANY_CARDS and rest <= listed // 2


def _is_typed_index(root: html.HtmlElement) -> bool:
    """Whether the page's JSON-LD calls it a list."""
    scripts = (node for node in root.iter("script") if "ld+json" in (node.get("type") or ""))
    return any(_INDEX_TYPES.search((node.text or "")[:_MAX_SCRIPT]) for node in scripts)


def _address(url: str) -> str:
    """Path and query; what counts visitors is left out."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    query = "&".join(
        part for part in parts.query.split("&") if part and not part.startswith(("utm_", "fbclid", "gclid"))
    )
    path = parts.path or ("/" if url else "")
    return f"{path}?{query}" if query else path
