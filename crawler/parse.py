"""One page, the whole way, top to bottom: bytes -> text -> blocks -> what is not the story goes -> comparable values -> `Article`.

Pure: no network, no store, no clock, no settings. Crawling, ``extract``, tests and benchmarks all run this one function.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from crawler import __version__, clean, normalize
from crawler.data import Knowledge, load_knowledge
from crawler.extract import decode, is_prose, raw_html, raw_text
from crawler.model import Block, Entry, Found, ParsedDate, RawArticle, Reading
from crawler.sources import Select, Source
from storage import Article
from storage.article import Price, Removed

_UTC = ZoneInfo("UTC")
_MAX_RAW_DATE = 100
_MAX_DESCRIPTION = 2000
_DAY_IN_URL = "url"


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
) -> Reading:
    """Return all that can be understood of one page; never raises on what a page holds.

    *body* is the response as bytes; ``text/plain`` in *content_type* is read as one block a line. *source* None: any news
    page of the open web. *entry* is what a feed, sitemap or listing said of it. *learned* are keys of blocks that a store
    knows for this source's boilerplate. *retrieved_at* is aware: relative dates count back from it. *knowledge* left out
    are the shipped rules and taxonomy.
    """
    knowledge = knowledge or load_knowledge()
    decoded = decode(body, content_type)
    raw = _raw_article(decoded.text, content_type, source, knowledge)
    flags = [*decoded.flags, *raw.flags]
    if raw.refusal:
        return Reading(refusal=raw.refusal, blocks=raw.blocks, flags=flags, encoding=decoded.encoding)

    when = _Dates(source.timezone if source else _UTC, source.languages if source else None, retrieved_at)
    headline = _headline(raw, entry, url, when, knowledge)
    blocks = clean.mark_headline(raw.blocks, headline.value if headline else "")
    blocks, genre_line = clean.mark_between(blocks, is_genre=partial(_names_genre, knowledge))
    blocks, published = _date_published(blocks, raw, entry, url, when)
    blocks, genre_line = (
        (blocks, genre_line) if genre_line else clean.mark_between(blocks, is_genre=partial(_names_genre, knowledge))
    )
    blocks = clean.take_learned(_stripped(blocks, source), learned)
    blocks, facts = clean.take_blocks(blocks, knowledge.rules, is_story=is_prose)
    blocks, prices = clean.take_prices(blocks)
    blocks, abstract = clean.mark_abstract(
        blocks,
        is_story=is_prose,
        opens_story=partial(clean.opens_story, rules=knowledge.rules),
        printed=bool(source and source.select.abstract),
    )
    blocks, tag_lines = clean.mark_tag_lines(blocks, is_known=partial(_is_known, knowledge), is_story=is_prose)
    blocks, edge_facts = clean.take_edges(clean.mark_outside(blocks), knowledge.rules, is_story=is_prose)

    kept = [block for block in blocks if block.kept]
    if not kept or headline is None:
        return Reading(refusal="no-body", blocks=blocks, flags=flags, encoding=decoded.encoding)
    article = _article(
        raw=raw, url=url, source=source, blocks=blocks, headline=headline, published=published, when=when,
        facts=[*facts, *edge_facts], prices=prices, abstract=abstract, tag_lines=tag_lines, genre_line=genre_line,
        flags=flags, retrieved_at=retrieved_at, knowledge=knowledge,
    )  # fmt: skip
    return Reading(article=article, blocks=blocks, flags=flags, encoding=decoded.encoding)


def _raw_article(text: str, content_type: str | None, source: Source | None, knowledge: Knowledge) -> RawArticle:
    ends_story = partial(clean.ends_story, rules=knowledge.rules)
    if (content_type or "").split(";")[0].strip().lower() == "text/plain":
        return raw_text(text, ends_story=ends_story)
    select, strip = (source.select, source.strip.nodes) if source else (Select(), ())
    return raw_html(text, select=select, strip=strip, ends_story=ends_story, known_site=source is not None)


def _headline(raw: RawArticle, entry: Entry | None, url: str, when: _Dates, knowledge: Knowledge) -> Found | None:
    """The page's own, else what the listing or feed said, else the words of the address."""
    if raw.headlines:
        return raw.headlines[0]
    line = clean.lead_line(raw.blocks, knowledge.rules, is_date=when.is_date)
    slug = unquote(urlsplit(url).path).rstrip("/").rsplit("/", 1)[-1].lstrip("0123456789-").replace("-", " ").strip()
    candidates = [
        Found(value=line or "", origin=f"text:line {_line_number(raw.blocks, line)}"),
        Found(value=(entry.title if entry else None) or "", origin="entry"),
        Found(value=slug if " " in slug else "", origin="url"),
    ]
    return next((found for found in candidates if found.value), None)


def _date_published(
    blocks: list[Block], raw: RawArticle, entry: Entry | None, url: str, when: _Dates
) -> tuple[list[Block], _Dated | None]:
    """The first date that can be read: from markup, printed above the story, from the feed or listing, from the address.

    Printed date lines are marked even where another date is believed.
    """
    found = [
        _Dated(raw=f.value, origin=f.origin, date=date) for f in raw.dates_published if (date := when.read(f.value))
    ]
    for index in clean.date_lines(blocks, is_story=is_prose):
        if date := when.read(blocks[index].text):
            found.append(_Dated(raw=blocks[index].text, origin=f"text:line {index + 1}", date=date))
            blocks = [*blocks[:index], replace(blocks[index], rule="date-line"), *blocks[index + 1 :]]
    if entry and entry.published:
        found.append(_Dated(raw=None, origin="entry", date=when.of_entry(entry.published)))
    if date := when.read_url(url):
        found.append(_Dated(raw=None, origin="url", date=date))
    return blocks, found[0] if found else None


def _stripped(blocks: Sequence[Block], source: Source | None) -> list[Block]:
    phrases = {phrase.casefold() for phrase in source.strip.phrases} if source else set()
    return [replace(b, rule="strip-phrase") if b.kept and b.text.casefold() in phrases else b for b in blocks]


def _article(
    *, raw: RawArticle, url: str, source: Source | None, blocks: list[Block], headline: Found, published: _Dated | None,
    when: _Dates, facts: list[clean.Fact], prices: list[Price], abstract: str | None, tag_lines: list[str],
    genre_line: str | None, flags: list[str], retrieved_at: datetime, knowledge: Knowledge,
) -> Article:  # fmt: skip
    kept = [block for block in blocks if block.kept]
    text = "\n\n".join(block.text for block in kept)
    address = _address(raw, url, source)
    outlets = [*(f.value for f in raw.publishers), source.name if source else "", urlsplit(address).hostname or ""]
    kicker, title = normalize.split_kicker(normalize.without_site(headline.value, outlets))
    language = normalize.language_of(
        f"{title} {text}", _declared(raw, address, source), source.languages[0] if source else None
    )
    keywords = list(dict.fromkeys(tag_lines or [found.value for found in raw.keywords]))
    tags = normalize.canonical_tags(
        keywords=keywords, headline=f"{kicker or ''} {title}", body=text, language=language, taxonomy=knowledge.tags
    )
    modified = next(((f, date) for f in raw.dates_modified if (date := when.read(f.value))), None)
    fact = {f.field: f for f in reversed(facts)}
    bylines = [f.value for f in facts if f.field == "authors"] or [found.value for found in raw.authors]
    genres = [
        g
        for name in (kicker, genre_line, *keywords, title.partition(":")[0] if ":" in title else None)
        if name and (g := normalize.genre_of(name, taxonomy=knowledge.tags))
    ]
    removed = [Removed(text=block.text, rule=block.rule) for block in blocks if block.rule]
    if kicker:
        removed.insert(0, Removed(text=headline.value[: -len(title)].strip(), rule="kicker"))
    provenance = {
        "headline": headline.origin,
        "article_body": "blocks",
        **({"date_published": published.origin} if published else {}),
        **({"keywords": "text" if tag_lines else raw.keywords[0].origin} if keywords else {}),
        **(
            {"genre": f"kicker:{kicker}" if kicker and genres else f"text:{genre_line}" if genre_line else "keywords"}
            if genres
            else {}
        ),
        **{name: f"rule:{found.rule}" for name, found in fact.items()},
        **({"tags": "; ".join(f"{tag.id} <- {tag.evidence}" for tag in tags)} if tags else {}),
    }
    return Article(
        url=address,
        identifier=normalize.story_identifier(address, source, language),
        source=source.id if source else "",
        headline=title,
        description=(abstract or _first(raw.descriptions) or "")[:_MAX_DESCRIPTION] or None,
        article_body=text,
        block_types=[block.type for block in kept],
        date_published=published.date.value if published else None,
        date_published_raw=published.raw[:_MAX_RAW_DATE] if published and published.raw else None,
        date_precision=published.date.precision if published else None,
        date_zone=published.date.zone if published else None,
        date_ambiguous=published.date.ambiguous if published else None,
        date_published_local=normalize.local_date(published.date.value, published.date.precision, when.zone)
        if published
        else None,
        date_modified=modified[1].value if modified else None,
        date_modified_raw=modified[0].value[:_MAX_RAW_DATE] if modified else None,
        authors=normalize.author_names(bylines, outlets=outlets),
        keywords=keywords,
        tags=[tag.id for tag in tags],
        genre=genres[0] if genres else None,
        article_section=_first(raw.sections),
        in_language=language,
        publisher=_first(raw.publishers) or (source.name if source else None),
        image=urljoin(url, image) if (image := _first(raw.images)) else None,
        dateline_place=fact["dateline_place"].value if "dateline_place" in fact else None,
        source_credit=fact["source_credit"].value if "source_credit" in fact else None,
        machine_translated_by=fact["machine_translated_by"].value if "machine_translated_by" in fact else None,
        is_truncated=True if "is_truncated" in fact else None,
        prices=prices,
        removed=removed,
        provenance=provenance,
        flags=flags,
        retrieved_at=retrieved_at.astimezone(UTC),
        extractor_version=f"{__version__}+{knowledge.digest}",
    )


def _address(raw: RawArticle, url: str, source: Source | None) -> str:
    """The page's own canonical URL where it stays within the source's hosts and names the same story, else *url*."""
    own = normalize.canonical_url(url) or url
    stated = normalize.canonical_url(urljoin(url, raw.canonical_urls[0].value)) if raw.canonical_urls else None
    hosts = source.hosts if source else (urlsplit(own).hostname or "",)
    if stated is None or not normalize.is_within(stated, hosts) or urlsplit(stated).path in ("", "/"):
        return own
    same = normalize.story_identifier(stated, source) == normalize.story_identifier(own, source)
    return stated if same or source is None or source.identity.pattern is None else own


def _declared(raw: RawArticle, address: str, source: Source | None) -> list[str]:
    edition = normalize.edition_language(address, source) if source else None
    return [*([edition] if edition else []), *(found.value for found in raw.languages)]


def _first(found: Sequence[Found]) -> str | None:
    return found[0].value if found else None


def _line_number(blocks: Sequence[Block], line: str | None) -> int:
    return next((number for number, block in enumerate(blocks, 1) if block.text == line), 0)


def _names_genre(knowledge: Knowledge, text: str) -> bool:
    return len(text) <= 40 and normalize.genre_of(text, taxonomy=knowledge.tags) is not None  # noqa: PLR2004  # a label


def _is_known(knowledge: Knowledge, text: str) -> bool:
    return normalize.is_keyword(text, taxonomy=knowledge.tags)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date, as printed and as understood."""

    raw: str | None
    origin: str
    date: ParsedDate


@dataclass(frozen=True, slots=True)
class _Dates:
    """How this page's date strings are to be read."""

    zone: ZoneInfo
    languages: tuple[str, ...] | None
    now: datetime

    def read(self, raw: str) -> ParsedDate | None:
        languages = [tag.split("-")[0] for tag in self.languages] if self.languages else None
        return normalize.parse_date(raw, timezone=self.zone, languages=languages, now=self.now)

    def is_date(self, text: str) -> bool:
        return len(text) <= _MAX_RAW_DATE and self.read(text) is not None

    def of_entry(self, moment: datetime) -> ParsedDate:
        local = moment.astimezone(self.zone)
        midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
        return ParsedDate(value=moment, precision="day" if midnight else "minute", zone="printed")

    def read_url(self, url: str) -> ParsedDate | None:
        found = normalize.date_in_path(urlsplit(url).path)
        return self.read(found) if found else None
