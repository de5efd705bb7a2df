"""The story as a feed's entry carries it, for pages that refuse or have less. Pure; `crawler.parse` reads it like any page.

A refusal is kept as such where the entry has no full text: what a site gives to nobody is not climbed for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from html import escape

from crawler.data import Knowledge
from crawler.entry_rows import MAX_CONTENT
from crawler.extract import raw_html
from crawler.extract.raw import EndsStory
from crawler.model import Entry, Found, RawArticle, Reading
from crawler.sources import Select, Source
from storage import Article

FLAG = "body-from-feed"
"""Flag of an article whose text is its feed's."""
REFUSALS = frozenset({"login", "captcha", "consent", "needs-javascript", "no-body", "soft-404"})
"""Words of `Reading.refusal` for pages that have a story and do not show it; a list, or the front page, has none."""
_FULLER = (
    2  # times the page's text; where both are whole, the sample web's entries, clutter and all, have 1.05 to 1.44 times
)
_BODY = "data-entry-content"
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_TAG = re.compile(r"<[^<>]{0,2000}>")
_SPACE = re.compile(r"\s+")
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\W{0,5}$")
_TAIL = 400


def entry_text(entry: Entry | None) -> str | None:
    """Return the entry's full text as given, None where it has none, or one too long to be a story's."""
    content = entry.content if entry else None
    return content if content and len(content) <= MAX_CONTENT else None


def needs_text(reading: Reading, said: Mapping[str, object] | None) -> bool:
    """Return whether a page refused or is cut, and what was *said* of it so far (a frontier row's entry) has no full text.

    A feed may have told it while the page was under way, which a sitemap had named before.
    """
    is_cut = reading.article is not None and bool(reading.article.is_truncated)
    return (is_cut or reading.refusal in REFUSALS) and "content" not in (said or {})


def has_more(entry: Entry | None, article: Article) -> bool:
    """Return whether the entry's text, taken with all that stands in it, is long enough to be worth a reading beside *article*."""
    text = entry_text(entry)
    length = len(_SPACE.sub("", article.article_body or ""))
    return bool(text) and (
        bool(article.is_truncated) or len(_SPACE.sub("", _TAG.sub("", text or ""))) >= _FULLER * length
    )


def is_fuller(fed: Article, page: Article) -> bool:
    """Return whether the feed's reading of a story is to be taken in place of the page's.

    It is the same story in a longer form: longer than a page that says that it is cut, and where the page says nothing,
    twice as long and with most of the page's blocks in it.
    """
    ours, theirs = (article.article_body or "" for article in (page, fed))
    if page.is_truncated:
        return len(theirs) > len(ours)
    blocks = set(theirs.split("\n\n"))
    shared = [block in blocks for block in ours.split("\n\n")]
    return len(theirs) >= _FULLER * len(ours) and sum(shared) * 2 >= len(shared)


def raw_entry(
    entry: Entry, *, url: str, source: Source | None, knowledge: Knowledge, ends_story: EndsStory
) -> RawArticle:
    """Return what the entry tells as the values of a page: its text as blocks, and title, authors and keywords of the feed."""
    page = f"<title>{escape(entry.title or '')}</title><div {_BODY}>{_as_html(entry_text(entry) or '')}</div>"
    raw = raw_html(
        page,
        url=url,
        select=Select(body=(f"[{_BODY}]",)),
        strip=source.strip.nodes if source else (),
        knowledge=knowledge,
        ends_story=ends_story,
        known_site=True,
    )
    origin = entry.found_in or "feed"
    changed = entry.updated if entry.updated != entry.published else None
    return RawArticle(
        blocks=raw.blocks,
        headlines=_found([entry.title or ""], origin),
        dates_modified=_found([changed.isoformat()] if changed else [], origin),
        authors=_found(entry.authors, origin),
        keywords=_found(entry.keywords, origin),
        is_truncated=_is_cut(raw),
        flags=[*raw.flags, FLAG],
    )


def with_body_of(page: RawArticle, fed: RawArticle) -> RawArticle:
    """Return what a page tells of a story of which it shows a part only, with the feed's text."""
    return replace(page, blocks=fed.blocks, is_truncated=fed.is_truncated, confidence=None, flags=[*page.flags, FLAG])


def _found(values: Collection[str], origin: str) -> list[Found]:
    return [Found(value=value, origin=origin) for value in values if value]


def _as_html(text: str) -> str:
    """Content may be plain text, in paragraphs or lines."""
    if _MARKUP.search(text):
        return text
    return "".join(f"<p>{escape(part)}</p>" for part in re.split(r"\n\s*\n|\n", text) if part.strip())


def _is_cut(raw: RawArticle) -> bool:
    """Whether the text breaks off: a feed that is no full-text feed puts its teaser where the text should be."""
    last = next((block.text for block in reversed(raw.blocks) if block.inside), "")
    return bool(_CUT.search(last[-_TAIL:]))
