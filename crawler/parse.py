"""One page, the whole way, top to bottom: bytes -> text -> blocks -> what is not the story goes -> values -> `Article`.

Pure: no network, no store, no clock, no settings. Crawling, ``extract``, tests and benchmarks all run this one function.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache, partial
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from crawler import clean, normalize
from crawler.charset import Decoded, decode
from crawler.data import Knowledge, load_knowledge
from crawler.entry_story import REFUSALS, entry_text, has_more, is_fuller, raw_entry, with_body_of
from crawler.extract import is_prose, raw_html, raw_text
from crawler.model import Block, Entry, Found, RawArticle, Reading
from crawler.rights import PRODUCT, Rights, page_rights
from crawler.sources import Select, Source, source_for_url
from crawler.story import Dated, Dates, Story, StoryDates, finished_article, outlet_names
from crawler.story_dates import weigh_dates
from crawler.story_signals import date_languages
from storage import Article

_UTC = ZoneInfo("UTC")
_MAX_LABEL = 40
_FULL_STOPS = (".", "!", "?", "。", "！", "？")  # forty Chinese characters are a sentence
_MAX_TITLE = 1000
_FEWEST_LETTERS = 5
_MAX_HEADINGS = 4
_MAX_SENTENCE = 160
_MAX_DATE_LINES = 60  # a page prints one or two above its story; a hostile one thousands
_SENTENCE = re.compile(r".{10,}?[.!?。！？](?=\s|$)")


def parse_article(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    source: Source | None = None,
    retrieved_at: datetime,
) -> Article | None:
    """Return the story on a page, None where there is none. As `read_page`, without the account of how."""
    return read_page(body, url=url, content_type=content_type, source=source, retrieved_at=retrieved_at).article


def read_page(
    body: bytes,
    *,
    url: str,
    content_type: str | None = None,
    source: Source | None = None,
    entry: Entry | None = None,
    learned: frozenset[str] = frozenset(),
    retrieved_at: datetime,
    knowledge: Knowledge | None = None,
    headers: Sequence[tuple[str, str]] = (),
    site_signals: Sequence[str] = (),
) -> Reading:
    """Return all that can be understood of one page; never raises on what a page holds.

    *body* is the response as bytes; ``text/plain`` in *content_type* is read as one block a line. *source* None: the
    shipped source on whose hosts *url* lies, and where there is none, any news page of the open web. *entry* is what a
    feed, sitemap or listing said of it: where it carries the full text and the page refuses or shows a part of it only,
    the text is the entry's, and the flag "body-from-feed" says so. *learned* are keys of blocks that a store knows for
    this source's boilerplate. *retrieved_at* is aware: relative dates count back from it. *knowledge* left out are the
    shipped rules and taxonomy. *headers* are name and value of each header line received with it, *site_signals* what the
    files of its site say of its rights (`crawler.rights.SiteFiles.signals`); both are read for rights only.
    """
    known = knowledge or load_knowledge()
    source = source or source_for_url(url)
    decoded = decode(body, content_type)
    raw = _raw_article(decoded, content_type, source, known, url)
    raw = replace(raw, flags=[*decoded.flags, *raw.flags])
    rights = page_rights(metas=raw.reservations, headers=headers, site=site_signals, product=PRODUCT)
    read = partial(
        _read, url=url, source=source, learned=learned, retrieved_at=retrieved_at, known=known, rights=rights,
        encoding=decoded.encoding,
    )  # fmt: skip
    reading = read(raw, entry=entry)
    page = reading.article
    if (
        entry is None
        or entry_text(entry) is None
        or not (has_more(entry, page) if page else reading.refusal in REFUSALS)
    ):
        return reading
    if page is None:
        fed = read_entry(
            entry, url=url, source=source, learned=learned, retrieved_at=retrieved_at, knowledge=known,
            refusal=reading.refusal, rights=rights,
        )  # fmt: skip
        return fed if fed.article else reading
    told = raw_entry(
        entry, url=url, source=source, knowledge=known, ends_story=partial(clean.ends_story, rules=known.rules)
    )
    fuller = read(with_body_of(raw, told), entry=entry)
    return fuller if fuller.article and is_fuller(fuller.article, page) else reading


def read_entry(
    entry: Entry,
    *,
    url: str,
    source: Source | None = None,
    learned: frozenset[str] = frozenset(),
    retrieved_at: datetime,
    knowledge: Knowledge | None = None,
    refusal: str | None = None,
    rights: Rights | None = None,
) -> Reading:
    """Return the story that a feed's entry carries whole, for a page that refuses; arguments as for `read_page`.

    *rights*: what is known of them; None: nothing. There is no story where the entry has no full text, or one that breaks
    off: then *refusal*, left out "no-body", says why.
    """
    known = knowledge or load_knowledge()
    source = source or source_for_url(url)
    told = raw_entry(
        entry, url=url, source=source, knowledge=known, ends_story=partial(clean.ends_story, rules=known.rules)
    )
    if entry_text(entry) is None or told.is_truncated:
        return Reading(refusal=refusal or "no-body", blocks=clean.mark_outside(told.blocks), rights=rights or Rights())
    return _read(
        told, url=url, source=source, entry=entry, learned=learned, retrieved_at=retrieved_at, known=known,
        rights=rights or Rights(),
    )  # fmt: skip


def _read(
    raw: RawArticle,
    *,
    url: str,
    source: Source | None,
    entry: Entry | None,
    learned: frozenset[str],
    retrieved_at: datetime,
    known: Knowledge,
    rights: Rights,
    encoding: str = "utf-8",
) -> Reading:
    """The way from values as printed to the article, step by step."""
    flags = list(raw.flags)
    if raw.refusal:
        blocks = clean.mark_outside(raw.blocks)
        return Reading(refusal=raw.refusal, blocks=blocks, flags=flags, rights=rights, encoding=encoding)

    languages = source.languages if source else date_languages(raw, url)
    when = Dates(source.timezone if source else _UTC, languages, retrieved_at)
    names_genre, is_tag = partial(_names_genre, known), partial(normalize.is_keyword, taxonomy=known.tags)
    is_story = cache(is_prose)  # seven steps ask it of the same blocks
    headline = _headline(raw, source, entry, url, when, known)
    blocks = raw.blocks
    for title in _printed_titles(raw, headline):
        blocks = clean.mark_headline(blocks, title)
    blocks, genre_above = clean.mark_between(blocks, is_genre=names_genre)
    printed = clean.date_lines(blocks, known.rules, is_story=is_story)
    blocks, dates = _dates(blocks, printed, raw, source, entry, url, when)
    flags = [*flags, *dates.flags]
    blocks, genre_below = clean.mark_between(blocks, is_genre=names_genre)
    blocks = clean.take_learned(_stripped(blocks, source), learned)
    language = _language(raw, source, url, languages)
    rules = clean.rules_for_language(known.rules, language)
    blocks, facts = clean.take_blocks(blocks, rules, is_story=is_story)
    blocks, prices = clean.take_prices(blocks, known.rules, words=known.prices, language=language)
    blocks, abstract = clean.mark_abstract(
        blocks,
        known.rules,
        is_story=is_story,
        summaries=[found.value for found in raw.descriptions],
        printed=bool(source and source.select.abstract),
    )
    blocks, tag_lines = clean.mark_tag_lines(blocks, is_known=is_tag, is_story=is_story)
    blocks = clean.mark_outside(blocks)
    blocks, glued = clean.take_notices(blocks, rules, is_story=is_story)
    split, edges = clean.take_edges(blocks, rules, is_story=is_story)
    if source or raw.confidence is None:  # a dateline and a credit stay in the text of sites that nobody has described
        blocks = clean.take_learned(split, learned)  # a dateline or credit may have been glued to it

    letters = set[str]()
    for block in blocks:
        if block.kept and len(letters) < _FEWEST_LETTERS:
            letters.update(block.text[:_MAX_TITLE])
    if headline is None or len(letters) < _FEWEST_LETTERS:  # a thousand times the same byte is no story either
        return Reading(refusal="no-body", blocks=blocks, flags=flags, rights=rights, encoding=encoding)
    told = " ".join([headline.value, *(block.text for block in blocks if block.kept)])
    if "mojibake" not in flags and normalize.is_mojibake(told):
        flags = [*flags, "mojibake"]
    story = Story(
        url=url, source=source, knowledge=known, raw=raw, blocks=blocks, headline=headline, dates=dates,
        facts=[*facts, *glued, *edges], prices=prices, abstract=abstract, tag_lines=tag_lines,
        genre_line=genre_above or genre_below, rights=rights, flags=flags,
    )  # fmt: skip
    article = finished_article(story, when)
    return Reading(article=article, blocks=blocks, flags=flags, rights=rights, encoding=encoding)


def _raw_article(
    page: Decoded, content_type: str | None, source: Source | None, knowledge: Knowledge, url: str
) -> RawArticle:
    ends_story = partial(clean.ends_story, rules=knowledge.rules)
    if (content_type or "").split(";")[0].strip().lower() == "text/plain":
        return raw_text(page.text, ends_story=ends_story)
    select, strip = (source.select, source.strip.nodes) if source else (Select(), ())
    return raw_html(
        page.text,
        utf8=page.utf8,
        url=url,
        select=select,
        strip=strip,
        knowledge=knowledge,
        ends_story=ends_story,
        known_site=source is not None,
    )


def _headline(
    raw: RawArticle, source: Source | None, entry: Entry | None, url: str, when: Dates, knowledge: Knowledge
) -> Found | None:
    """The page's own, else what the listing or feed said, the words of the address, the story's first. A site's name is none."""
    names = {name.casefold() for name in outlet_names(raw, source, url)}
    for found in raw.headlines:
        title = normalize.without_site(found.value[:_MAX_TITLE], names)
        if entry and entry.title and found.value.startswith(entry.title):
            title = entry.title  # what the listing says, and behind it the name of a site we do not know
        if title and title.casefold() not in names:
            return replace(found, value=title)
    line = clean.lead_line(raw.blocks, knowledge.rules, is_date=when.is_date)
    slug = unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[-1].lstrip("0123456789-").replace("-", " ").strip()
    candidates = [
        Found(value=line or "", origin=f"text:line {_line_number(raw.blocks, line)}"),
        Found(value=(entry.title if entry else None) or "", origin=(entry.found_in if entry else None) or "feed"),
        Found(value=slug if " " in slug else "", origin="url"),
        Found(value=_first_sentence(raw.blocks, knowledge), origin="text:first sentence"),
    ]
    return next((found for found in candidates if found.value), None)


def _printed_titles(raw: RawArticle, headline: Found | None) -> list[str]:
    """The headline, and the page's heading where that is another: with a kicker in it, or not the one its data state."""
    headings = [found.value for found in raw.headlines if found.origin in ("h1", "text")]
    return list(dict.fromkeys([*([headline.value] if headline else []), *headings]))[:_MAX_HEADINGS]


def _first_sentence(blocks: Sequence[Block], knowledge: Knowledge) -> str:
    """What a story is known by that nobody gave a headline: it must not be lost for that."""
    judged, _ = clean.take_blocks(blocks, knowledge.rules, is_story=is_prose)
    judged, _ = clean.take_edges(judged, knowledge.rules, is_story=is_prose)
    text = next((block.text for block in judged if block.kept and block.inside), "")
    sentence = _SENTENCE.match(text)
    short = sentence[0] if sentence else text
    return short if len(short) <= _MAX_SENTENCE else f"{short[:_MAX_SENTENCE].rsplit(' ', 1)[0]}…"


def _dates(
    blocks: list[Block],
    printed: Sequence[int],
    raw: RawArticle,
    source: Source | None,
    entry: Entry | None,
    url: str,
    when: Dates,
) -> tuple[list[Block], StoryDates]:
    """The dates from markup, printed above the story, from the feed or listing and from the address, weighed.

    *printed* are indexes of lines that may print one; they are marked even where another date is believed. On a known
    site no other line counts.
    """
    lines: dict[str, Found] = {}
    for index in printed[:_MAX_DATE_LINES]:
        text = blocks[index].text
        if when.read(text):
            lines.setdefault(text, Found(value=text, origin=f"text:line {index + 1}"))
            blocks = [*blocks[:index], replace(blocks[index], rule="date-line"), *blocks[index + 1 :]]
    if source is None:
        found = [lines.pop(f.value, f) if f.origin.startswith("text") else f for f in raw.dates_published]
    else:
        found = [
            f for f in raw.dates_published if not f.origin.startswith(("text", "json:")) and "elsewhere" not in f.origin
        ]
    found = [*found, *lines.values()]
    others = []
    if entry and entry.published:
        others.append(Dated(None, entry.found_in or "feed", when.of_entry(entry.published)))
    if date := when.in_url(url):
        others.append(Dated(None, "url", date))
    span = normalize.span_of_id(url, source)
    return blocks, weigh_dates(found, raw.dates_modified, others=others, when=when, span=span)


def _language(raw: RawArticle, source: Source | None, url: str, languages: tuple[str, ...] | None) -> str | None:
    """What the page's first paragraphs are written in: decides on loose rules, and on the comma in a table's numbers.

    *languages* are those of the source, or what the page of an unknown site was found to be written in.
    """
    told = date_languages(raw, url) if source else languages
    if told is None and source:
        return source.languages[0] if len(source.languages) == 1 else normalize.edition_language(url, source)
    return told[0].split("-")[0] if told else None


def _stripped(blocks: Sequence[Block], source: Source | None) -> list[Block]:
    phrases = {phrase.casefold() for phrase in source.strip.phrases} if source else set()
    return [replace(b, rule="strip-phrase") if b.kept and b.text.casefold() in phrases else b for b in blocks]


def _line_number(blocks: Sequence[Block], line: str | None) -> int:
    return next((number for number, block in enumerate(blocks, 1) if block.text == line), 0)


def _names_genre(knowledge: Knowledge, text: str) -> bool:
    return (
        len(text) <= _MAX_LABEL
        and not text.endswith(_FULL_STOPS)
        and normalize.genre_of(text, taxonomy=knowledge.tags) is not None
    )
