"""One page, the whole way, top to bottom: bytes -> text -> blocks -> what is not the story goes -> values -> `Article`.

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
from crawler.charset import decode
from crawler.data import Knowledge, load_knowledge
from crawler.extract import is_prose, raw_html, raw_text
from crawler.model import Block, Entry, Found, ParsedDate, RawArticle, Reading, TagMatch
from crawler.sources import Select, Source, source_for_url
from storage import Article
from storage.article import Price, Removed

_UTC = ZoneInfo("UTC")
_MAX_RAW_DATE = 100
_MAX_DESCRIPTION = 2000
_MAX_LABEL = 40


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

    *body* is the response as bytes; ``text/plain`` in *content_type* is read as one block a line. *source* None: the
    shipped source on whose hosts *url* lies, and where there is none, any news page of the open web. *entry* is what a
    feed, sitemap or listing said of it. *learned* are keys of blocks that a store knows for this source's boilerplate.
    *retrieved_at* is aware: relative dates count back from it. *knowledge* left out are the shipped rules and taxonomy.
    """
    known = knowledge or load_knowledge()
    source = source or source_for_url(url)
    decoded = decode(body, content_type)
    raw = _raw_article(decoded.text, content_type, source, known)
    flags = [*decoded.flags, *raw.flags]
    if raw.refusal:
        return Reading(refusal=raw.refusal, blocks=raw.blocks, flags=flags, encoding=decoded.encoding)

    when = _Dates(source.timezone if source else _UTC, source.languages if source else None, retrieved_at)
    names_genre, is_tag = partial(_names_genre, known), partial(normalize.is_keyword, taxonomy=known.tags)
    headline = _headline(raw, source, entry, url, when, known)
    blocks = clean.mark_headline(raw.blocks, headline.value if headline else "")
    blocks, genre_above = clean.mark_between(blocks, is_genre=names_genre)
    blocks, published = _date_published(blocks, raw, entry, url, when)
    blocks, genre_below = clean.mark_between(blocks, is_genre=names_genre)
    blocks = clean.take_learned(_stripped(blocks, source), learned)
    blocks, facts = clean.take_blocks(blocks, known.rules, is_story=is_prose)
    blocks, prices = clean.take_prices(blocks)
    blocks, abstract = clean.mark_abstract(
        blocks,
        is_story=is_prose,
        opens_story=partial(clean.opens_story, rules=known.rules),
        summaries=[found.value for found in raw.descriptions],
        printed=bool(source and source.select.abstract),
    )
    blocks, tag_lines = clean.mark_tag_lines(blocks, is_known=is_tag, is_story=is_prose)
    blocks, edges = clean.take_edges(clean.mark_outside(blocks), known.rules, is_story=is_prose)

    if headline is None or not any(block.kept for block in blocks):
        return Reading(refusal="no-body", blocks=blocks, flags=flags, encoding=decoded.encoding)
    story = _Story(
        url=url, source=source, knowledge=known, raw=raw, blocks=blocks, headline=headline, published=published,
        facts=[*facts, *edges], prices=prices, abstract=abstract, tag_lines=tag_lines,
        genre_line=genre_above or genre_below, flags=flags,
    )  # fmt: skip
    return Reading(article=_article(story, when), blocks=blocks, flags=flags, encoding=decoded.encoding)


def _raw_article(text: str, content_type: str | None, source: Source | None, knowledge: Knowledge) -> RawArticle:
    ends_story = partial(clean.ends_story, rules=knowledge.rules)
    if (content_type or "").split(";")[0].strip().lower() == "text/plain":
        return raw_text(text, ends_story=ends_story)
    select, strip = (source.select, source.strip.nodes) if source else (Select(), ())
    return raw_html(text, select=select, strip=strip, ends_story=ends_story, known_site=source is not None)


def _headline(
    raw: RawArticle, source: Source | None, entry: Entry | None, url: str, when: _Dates, knowledge: Knowledge
) -> Found | None:
    """The page's own, else what the listing or feed said, else the words of the address. A site's name is none."""
    names = {name.casefold() for name in _outlets(raw, source, url)}
    for found in raw.headlines:
        title = normalize.without_site(found.value, names)
        if entry and entry.title and found.value.startswith(entry.title):
            title = entry.title  # what the listing says, and behind it the name of a site we do not know
        if title and title.casefold() not in names:
            return replace(found, value=title)
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
    found = [_Dated(f.value, f.origin, date) for f in raw.dates_published if (date := when.read(f.value))]
    for index in clean.date_lines(blocks, is_story=is_prose):
        if date := when.read(blocks[index].text):
            found.append(_Dated(blocks[index].text, f"text:line {index + 1}", date))
            blocks = [*blocks[:index], replace(blocks[index], rule="date-line"), *blocks[index + 1 :]]
    if entry and entry.published:
        found.append(_Dated(None, "entry", when.of_entry(entry.published)))
    if date := when.in_url(url):
        found.append(_Dated(None, "url", date))
    return blocks, found[0] if found else None


def _stripped(blocks: Sequence[Block], source: Source | None) -> list[Block]:
    phrases = {phrase.casefold() for phrase in source.strip.phrases} if source else set()
    return [replace(b, rule="strip-phrase") if b.kept and b.text.casefold() in phrases else b for b in blocks]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Story:
    """All that the steps found out about one story, before it is put into comparable values."""

    url: str
    source: Source | None
    knowledge: Knowledge
    raw: RawArticle
    blocks: list[Block]
    headline: Found
    published: _Dated | None
    facts: list[clean.Fact]
    prices: list[Price]
    abstract: str | None
    tag_lines: list[str]
    genre_line: str | None
    flags: list[str]

    def fact(self, field: str) -> str | None:
        """The first value that boilerplate gave for a field."""
        return next((fact.value for fact in self.facts if fact.field == field), None)

    def outlets(self) -> list[str]:
        return _outlets(self.raw, self.source, self.url)


def _article(story: _Story, when: _Dates) -> Article:
    raw, source, published = story.raw, story.source, story.published
    kept = [block for block in story.blocks if block.kept]
    text = "\n\n".join(block.text for block in kept)
    address = _address(story)
    kicker, title = normalize.split_kicker(story.headline.value)
    default = source.languages[0] if source else None
    language = normalize.language_of(f"{title} {text}", _declared_languages(story, address), default)
    keywords = list(dict.fromkeys(story.tag_lines or [found.value for found in raw.keywords]))
    tags = normalize.canonical_tags(
        keywords=keywords,
        headline=f"{kicker or ''} {title}",
        body=text,
        language=language,
        taxonomy=story.knowledge.tags,
    )
    genre = _genre(story, kicker, title, keywords)
    modified = next(((found.value, date) for found in raw.dates_modified if (date := when.read(found.value))), None)
    bylines = [fact.value for fact in story.facts if fact.field == "authors"] or [found.value for found in raw.authors]
    return Article(
        url=address,
        identifier=normalize.story_identifier(address, source, language),
        source=source.id if source else "",
        headline=title,
        description=(story.abstract or _first(raw.descriptions) or "")[:_MAX_DESCRIPTION] or None,
        article_body=text,
        block_types=[block.type for block in kept],
        date_published=published.date.value if published else None,
        date_published_raw=published.raw[:_MAX_RAW_DATE] if published and published.raw else None,
        date_precision=published.date.precision if published else None,
        date_zone=published.date.zone if published else None,
        date_ambiguous=published.date.ambiguous if published else None,
        date_published_local=when.local(published.date) if published else None,
        date_modified=modified[1].value if modified else None,
        date_modified_raw=modified[0][:_MAX_RAW_DATE] if modified else None,
        authors=normalize.author_names(bylines, outlets=story.outlets()),
        keywords=keywords,
        tags=[tag.id for tag in tags],
        genre=genre[0] if genre else None,
        article_section=_first(raw.sections),
        in_language=language,
        publisher=_first(raw.publishers) or (source.name if source else None),
        image=_joined(story.url, image) if (image := _first(raw.images)) else None,
        dateline_place=story.fact("dateline_place"),
        source_credit=story.fact("source_credit"),
        machine_translated_by=story.fact("machine_translated_by"),
        is_truncated=True if story.fact("is_truncated") else None,
        prices=story.prices,
        removed=_removed(story, kicker, title),
        provenance=_provenance(story, tags, genre),
        flags=story.flags,
        retrieved_at=when.now.astimezone(UTC),
        extractor_version=f"{__version__}+{story.knowledge.digest}",
    )


def _outlets(raw: RawArticle, source: Source | None, url: str) -> list[str]:
    """Names that are the site's own: no part of a headline, no author."""
    stated = [found.value for found in raw.publishers]
    return [*stated, *([source.name, *source.aliases] if source else []), urlsplit(url).hostname or ""]


def _address(story: _Story) -> str:
    """The page's own canonical URL where it stays within the source's hosts and names the same story, else where it was found."""
    source, own = story.source, normalize.canonical_url(story.url) or story.url
    stated = _first(story.raw.canonical_urls)
    address = normalize.canonical_url(_joined(story.url, stated) or "") if stated else None
    hosts = source.hosts if source else (urlsplit(own).hostname or "",)
    if address is None or not normalize.is_within(address, hosts) or urlsplit(address).path in ("", "/"):
        return own
    if source is None or source.identity.pattern is None:
        return address
    same = normalize.story_identifier(address, source) == normalize.story_identifier(own, source)
    return address if same else own


def _declared_languages(story: _Story, address: str) -> list[str]:
    edition = normalize.edition_language(address, story.source) if story.source else None
    return [*([edition] if edition else []), *(found.value for found in story.raw.languages)]


def _genre(story: _Story, kicker: str | None, title: str, keywords: Sequence[str]) -> tuple[str, str] | None:
    """The kind of piece and where it is printed: kicker, a line of its own, a keyword, the headline's first words."""
    opening = title.partition(":")[0] if ":" in title else None
    places = [
        ("kicker", kicker),
        ("text", story.genre_line),
        *(("keyword", word) for word in keywords),
        ("headline", opening),
    ]
    for place, words in places:
        genre = normalize.genre_of(words, taxonomy=story.knowledge.tags) if words else None
        if genre:
            return genre, f"{place}:{words}"
    return None


def _removed(story: _Story, kicker: str | None, title: str) -> list[Removed]:
    taken = [Removed(text=block.text, rule=block.rule) for block in story.blocks if block.rule]
    printed = story.headline.value.partition(title)[0].strip() if kicker else ""
    return [*([Removed(text=printed, rule="kicker")] if printed else []), *taken]


def _provenance(story: _Story, tags: Sequence[TagMatch], genre: tuple[str, str] | None) -> dict[str, str]:
    """Field -> where its value came from."""
    first_keyword = story.raw.keywords[0].origin if story.raw.keywords else None
    origins = {
        "headline": story.headline.origin,
        "description": "abstract"
        if story.abstract
        else story.raw.descriptions[0].origin
        if story.raw.descriptions
        else None,
        "date_published": story.published.origin if story.published else None,
        "keywords": "text" if story.tag_lines else first_keyword,
        "genre": genre[1] if genre else None,
        "tags": "; ".join(f"{tag.id} <- {tag.evidence}" for tag in tags),
        **{fact.field: f"rule:{fact.rule}" for fact in reversed(story.facts)},
    }
    return {field: origin for field, origin in origins.items() if origin}


def _first(found: Sequence[Found]) -> str | None:
    return found[0].value if found else None


def _joined(base: str, address: str) -> str | None:
    try:
        return urljoin(base, address)
    except ValueError:  # "http://[": no address
        return None


def _line_number(blocks: Sequence[Block], line: str | None) -> int:
    return next((number for number, block in enumerate(blocks, 1) if block.text == line), 0)


def _names_genre(knowledge: Knowledge, text: str) -> bool:
    return len(text) <= _MAX_LABEL and normalize.genre_of(text, taxonomy=knowledge.tags) is not None


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date as printed (None where it came without words), its origin, and as understood."""

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

    def in_url(self, url: str) -> ParsedDate | None:
        found = normalize.date_in_path(urlsplit(url).path)
        return self.read(found) if found else None

    def of_entry(self, moment: datetime) -> ParsedDate:
        """A listing's date has lost how it was printed: midnight there stands for a day."""
        local = moment.astimezone(self.zone)
        midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
        return ParsedDate(value=moment, precision="day" if midnight else "minute", zone="source")

    def local(self, date: ParsedDate) -> str:
        return normalize.local_date(date.value, date.precision, self.zone)
