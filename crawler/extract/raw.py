"""One page -> `RawArticle`: the order in which `extract` asks its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from html import escape

from lxml import html

from crawler.charset import decode
from crawler.data import Knowledge
from crawler.extract import fields
from crawler.extract.body import is_prose, main_blocks, plain
from crawler.extract.declared import declared_languages
from crawler.extract.document import PageBlock, inner_text, page_blocks, parse_html, text_blocks
from crawler.extract.elements import elements_of
from crawler.extract.features import Witness
from crawler.extract.page_dates import page_dates
from crawler.extract.refusal import refusal
from crawler.extract.state import story_markup
from crawler.extract.structured import Structured, behind_a_wall, describes, structured_data
from crawler.model import Found, RawArticle
from crawler.rights import PRODUCT
from crawler.sources import Select

_RESERVATIONS = ("robots", PRODUCT, "tdm-reservation", "tdm-policy")
_SHELLS = ("needs-javascript", "no-body", None)
EndsStory = Callable[[str], bool]
"""Says of a line whether the story is over there: ``Related News``."""


def raw_text(text: str, *, ends_story: EndsStory) -> RawArticle:
    """Return what a page of plain text holds: one block a line, nothing named. A story's end cuts all that follows."""
    blocks = text_blocks(text)
    end = _end(blocks, 0, ends_story)
    return RawArticle(blocks=[plain(block, inside=True, behind=index >= end) for index, block in enumerate(blocks)])


def raw_html(
    text: str,
    *,
    utf8: bytes | None = None,
    url: str,
    select: Select,
    strip: Iterable[str],
    knowledge: Knowledge,
    ends_story: EndsStory,
    known_site: bool,
) -> RawArticle:
    """Return what an HTML page holds, read from one tree.

    *utf8* is the same text as it was fetched, where that was valid UTF-8: it need not be encoded again. *url* is the
    page's address, *select* are the source's selectors and *strip* its CSS of elements to leave out. *known_site*: what
    follows the end of the story never belongs to it; on a page of an unknown site it may be a box in mid-story.
    """
    root = parse_html(utf8 or text)
    if root is None:
        return RawArticle(refusal="no-body")
    stripped = [element for css in strip for element, _ in fields.select(root, [css])]
    data = own_data(root)
    blocks, flags = page_blocks(root, stripped)
    headlines = fields.headlines(root, data, blocks, select)
    headline = fields.heading(headlines, blocks)
    start = next((i for i, block in enumerate(blocks) if block.text == headline and not block.chrome), 0)
    end = _end(blocks, start, ends_story) if known_site else len(blocks)
    wanted = [element for element, _ in fields.select(root, select.body)]
    main = main_blocks(blocks, end=end, witness=testimony(data, headlines), cues=knowledge.cues, wanted=wanted)
    refused = refusal(root, blocks, data, title=_title(headlines) or "", url=url, refusals=knowledge.refusals)
    is_empty = refused in _SHELLS and not any(block.inside for block in main.blocks)
    if is_empty and (markup := story_markup(root)) and (story := _around(markup, headline)) is not None:
        blocks, _ = page_blocks(story)
        main = main_blocks(blocks, end=len(blocks), witness=testimony(data, headlines), cues=knowledge.cues)
        flags, refused = [*flags, "body-from-state"], None
    is_truncated = behind_a_wall(root, data)
    for element in stripped:
        element.drop_tree()  # no field is looked for in it
    if stripped:
        data = replace(data, elements=elements_of(root))
    published, changed = page_dates(root, data, blocks, select, text=text, headline=headline)
    return RawArticle(
        blocks=main.blocks,
        confidence=main.confidence,
        headlines=headlines,
        descriptions=[*fields.selected(root, select.description), *_descriptions(data)],
        dates_published=published,
        dates_modified=changed,
        authors=fields.authors(root, data, select, blocks, headline),
        keywords=fields.keywords(root, data, select, blocks, headline),
        sections=fields.sections(root, data, headline),
        languages=declared_languages(root, data),
        publishers=fields.publishers(data),
        images=fields.images(data),
        canonical_urls=fields.canonical_urls(data),
        is_truncated=is_truncated,
        reservations=[(name, content) for name in _RESERVATIONS for content in data.meta.get(name, ())],
        flags=flags,
        refusal=refused,
    )


def own_data(root: html.HtmlElement) -> Structured:
    """Return the page's structured data, without an article that is another page's."""
    data = structured_data(root)
    titles = [
        *(inner_text(node) for node in data.elements.titles),
        *(f.value for f in data.from_meta("og:title")),
    ]
    return data if describes(data, titles) else replace(data, article={})


def testimony(data: Structured, headlines: Sequence[Found]) -> Witness:
    """Return what a page's data and its headline candidates tell of its blocks."""
    told = data.article.get("articleBody")
    return Witness(
        headline=headlines[0].value if headlines else "",
        descriptions=tuple(found.value for found in _descriptions(data)),
        article_body=told if isinstance(told, str) else "",
    )


def stated_url(body: bytes, content_type: str | None = None) -> str | None:
    """Return what a saved page calls its own address, None where it names none that is whole."""
    root = parse_html(decode(body, content_type).text)
    stated = [] if root is None else fields.canonical_urls(structured_data(root))
    return next((found.value for found in stated if found.value.startswith(("http://", "https://"))), None)


def _around(markup: str, headline: str | None) -> html.HtmlElement | None:
    """A page of its own for a story that stood in a program's data."""
    return parse_html(f"<h1>{escape(headline or '')}</h1><article>{markup}</article>")


def _descriptions(data: Structured) -> list[Found]:
    return [*data.from_article("description"), *data.from_meta("og:description", "description", "twitter:description")]


def _end(blocks: Sequence[PageBlock], start: int, ends_story: EndsStory) -> int:
    """Index behind the line that ends the story: the first such line with prose between the headline and it."""
    prose = False
    for index in range(start, len(blocks)):
        prose = prose or (is_prose(blocks[index].text) and not blocks[index].linked and not blocks[index].stripped)
        if prose and not blocks[index].stripped and ends_story(blocks[index].text):
            return index + 1
    return len(blocks)


def _title(headlines: Sequence[Found]) -> str | None:
    return next(
        (found.value for found in headlines if found.origin == "title"), headlines[0].value if headlines else None
    )
