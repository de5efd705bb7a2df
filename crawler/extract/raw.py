"""One page -> `RawArticle`: the order in which `extract` asks its questions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from lxml import html

from crawler.charset import decode
from crawler.extract import fields
from crawler.extract.body import is_prose, main_blocks
from crawler.extract.document import PageBlock, even, page_blocks, parse_html, text_blocks
from crawler.extract.refusal import refusal
from crawler.extract.structured import behind_a_wall, describes, structured_data
from crawler.model import Found, RawArticle
from crawler.sources import Select

EndsStory = Callable[[str], bool]
"""Says of a line whether the story is over there: ``Related News``."""


def raw_text(text: str, *, ends_story: EndsStory) -> RawArticle:
    """Return what a page of plain text holds: one block a line, nothing named. A story's end cuts all that follows."""
    blocks = text_blocks(text)
    return RawArticle(blocks=main_blocks(blocks, end=_end(blocks, 0, ends_story), headline=None))


def raw_html(text: str, *, select: Select, strip: Iterable[str], ends_story: EndsStory, known_site: bool) -> RawArticle:
    """Return what an HTML page holds, read from one tree.

    *select* are the source's selectors and *strip* its CSS of elements to leave out. *known_site*: what follows the end
    of the story never belongs to it; on a page of an unknown site it may be a box in mid-story.
    """
    root = parse_html(text)
    if root is None:
        return RawArticle(refusal="no-body")
    stripped = [element for css in strip for element, _ in fields.select(root, [css])]
    data = structured_data(root)
    blocks, flags = page_blocks(root, stripped)
    titles = [
        *(even("".join(node.itertext())) for node in root.iter("h1", "title")),
        *(f.value for f in data.from_meta("og:title")),
    ]
    if not describes(data, titles):
        data = replace(data, article={})
    headlines = fields.headlines(root, data, blocks, select)
    headline = fields.heading(headlines, blocks)
    start = next((i for i, block in enumerate(blocks) if block.text == headline and not block.chrome), 0)
    end = _end(blocks, start, ends_story) if known_site else len(blocks)
    wanted = [element for element, _ in fields.select(root, select.body)]
    main = main_blocks(blocks, end=end, headline=headline, wanted=wanted)
    is_truncated = behind_a_wall(root, data)
    for element in stripped:
        element.drop_tree()  # no field is looked for in it
    return RawArticle(
        blocks=main,
        headlines=headlines,
        descriptions=[
            *fields.selected(root, select.description),
            *data.from_article("description"),
            *data.from_meta("og:description", "description", "twitter:description"),
        ],
        dates_published=fields.dates_published(root, data, select),
        dates_modified=fields.dates_modified(data),
        authors=fields.authors(root, data, select, blocks, headline),
        keywords=fields.keywords(root, data, select, blocks, headline),
        sections=fields.sections(root, data, headline),
        languages=fields.languages(root, data),
        publishers=fields.publishers(data),
        images=fields.images(data),
        canonical_urls=fields.canonical_urls(root, data),
        is_truncated=is_truncated,
        flags=flags,
        refusal=refusal(_title(headlines), blocks, _noscript(root)),
    )


def stated_url(body: bytes, content_type: str | None = None) -> str | None:
    """Return what a saved page calls its own address, None where it names none that is whole."""
    root = parse_html(decode(body, content_type).text)
    stated = [] if root is None else fields.canonical_urls(root, structured_data(root))
    return next((found.value for found in stated if found.value.startswith(("http://", "https://"))), None)


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


def _noscript(root: html.HtmlElement) -> str:
    return " ".join("".join(node.itertext()) for node in root.iter("noscript"))[:500]
