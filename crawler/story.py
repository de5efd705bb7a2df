"""All that was found out about one story, put into the comparable values of an `Article`. Pure; `crawler.parse` calls it last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from crawler import __version__, clean, normalize
from crawler.data import Knowledge
from crawler.model import Block, Found, ParsedDate, RawArticle, TagMatch
from crawler.rights import Rights
from crawler.sources import Source
from storage import Article
from storage.article import Price, Removed

_MAX_RAW_DATE = 100
_MAX_LANGUAGE_READS = 25  # dateparser takes a millisecond a string: a hostile page prints thousands
_MAX_DESCRIPTION = 2000


@dataclass(frozen=True, slots=True)
class Dated:
    """A date that was found, and understood."""

    raw: str | None
    """As printed; None where it came without words, from a listing or an address."""
    origin: str
    """Where it was found: ``json-ld``, ``text:line 3``, ``feed``, ``listing``, ``url``."""
    date: ParsedDate
    """What it means."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDates:
    """What was made of all dates of a page."""

    published: Dated | None = None
    """The publication; None where nothing tells it."""
    modified: Dated | None = None
    """The last change; None where nothing tells one."""
    account: str | None = None
    """Origin of the publication, then what else was told: ``json-ld; feed differs: 2026-11-01T08:00:00Z``, and ``; meta passed
    over: 2099-01-01`` for a date before 1990 or ahead of the fetch. Days are the source's own; None where nothing is told."""
    flags: tuple[str, ...] = ()
    """``dates-disagree``: believed dates of publication are more than a day apart; ``date-beyond``: one was before 1990 or
    ahead of the fetch, and passed over; ``date-out-of-order``: the story's id is of another time."""


@dataclass(frozen=True, slots=True)
class Dates:
    """How a page's date strings are to be read."""

    zone: ZoneInfo
    """The source's zone: that of dates printed without one."""
    languages: tuple[str, ...] | None
    """BCP 47 tags; None: unknown."""
    now: datetime
    """When the page was fetched, aware."""
    known: dict[str, ParsedDate | None] = field(default_factory=dict, compare=False, repr=False)
    """Strings read so far: a page prints the same date several times."""

    def read(self, raw: str) -> ParsedDate | None:
        """Return the moment that *raw* names, None where it names none for certain."""
        if raw not in self.known:
            languages = self.languages if len(self.known) < _MAX_LANGUAGE_READS else None
            self.known[raw] = normalize.parse_date(raw, timezone=self.zone, languages=languages, now=self.now)
        return self.known[raw]

    def is_date(self, text: str) -> bool:
        """Return whether a line prints a date."""
        return len(text) <= _MAX_RAW_DATE and self.read(text) is not None

    def beyond(self, raw: str) -> ParsedDate | None:
        """Return the moment that *raw* names where it cannot be one of a story fetched now."""
        return normalize.date_beyond(raw, timezone=self.zone, now=self.now)

    def in_url(self, url: str) -> ParsedDate | None:
        """Return the day that an address names, None where it names none."""
        found = normalize.date_in_path(urlsplit(url).path)
        return self.read(found) if found else None

    def of_entry(self, moment: datetime) -> ParsedDate:
        """A listing's date has lost how it was printed: midnight there stands for a day."""
        local = moment.astimezone(self.zone)
        midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
        return ParsedDate(value=moment, precision="day" if midnight else "minute", zone="source")

    def local(self, date: ParsedDate) -> str:
        """Return the date in the source's own zone, cut to its precision."""
        return normalize.local_date(date.value, date.precision, self.zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """All that the steps found out about one story, before it is put into comparable values."""

    url: str
    """Where the page was fetched."""
    source: Source | None
    """Whose page it is; None: of no registered source."""
    knowledge: Knowledge
    """Rules and taxonomy."""
    raw: RawArticle
    """Values as printed."""
    blocks: list[Block]
    """All blocks of the main container, judged."""
    headline: Found
    """The headline chosen, kicker and all."""
    dates: StoryDates
    """The dates believed."""
    facts: list[clean.Fact]
    """What boilerplate said."""
    prices: list[Price]
    """Rows of a related-price table."""
    abstract: str | None
    """The printed abstract; None where there is none."""
    tag_lines: list[str]
    """Tags printed as lines."""
    genre_line: str | None
    """The printed line that names the kind of piece; None where there is none."""
    rights: Rights
    """What page, headers and site reserve."""
    flags: list[str]
    """What a careful reader should know."""

    def fact(self, field: str) -> str | None:
        """The first value that boilerplate gave for a field."""
        return next((fact.value for fact in self.facts if fact.field == field), None)

    def outlets(self) -> list[str]:
        """Return the names that are the site's own."""
        return outlet_names(self.raw, self.source, self.url)


def finished_article(story: Story, when: Dates) -> Article:
    """Return the article: texts without kicker and site name, dates in UTC, canonical tags, each with its provenance."""
    raw, source, published, modified = story.raw, story.source, story.dates.published, story.dates.modified
    kept = [block for block in story.blocks if block.kept]
    text = "\n\n".join(block.text for block in kept)
    address = _address(story)
    kicker, title = normalize.split_kicker(story.headline.value)
    default = source.languages[0] if source else None
    language = normalize.language_of(f"{title} {text}", _declared_languages(story, address), default)
    keywords = _keywords(story)
    tags = normalize.canonical_tags(
        keywords=keywords,
        headline=f"{kicker or ''} {title}",
        body=text,
        language=language,
        taxonomy=story.knowledge.tags,
    )
    genre = _genre(story, kicker, title, keywords)
    bylines = _authors(story)
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
        date_modified=modified.date.value if modified else None,
        date_modified_raw=modified.raw[:_MAX_RAW_DATE] if modified and modified.raw else None,
        authors=bylines[0],
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
        extraction_confidence=raw.confidence,
        is_truncated=True if raw.is_truncated or story.fact("is_truncated") else None,
        prices=story.prices,
        tdm_reserved=story.rights.tdm_reserved,
        rights=list(story.rights.signals),
        removed=_removed(story, kicker, title),
        provenance=_provenance(story, tags, genre, authors_from=bylines[1], language=language),
        flags=story.flags,
        retrieved_at=when.now.astimezone(UTC),
        extractor_version=f"{__version__}+{story.knowledge.digest}",
    )


def outlet_names(raw: RawArticle, source: Source | None, url: str) -> list[str]:
    """Names that are the site's own: no part of a headline, no author."""
    stated = [found.value for found in raw.publishers]
    return [*stated, *([source.name, *source.aliases] if source else []), urlsplit(url).hostname or ""]


def _address(story: Story) -> str:
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


def _declared_languages(story: Story, address: str) -> list[str]:
    edition = normalize.edition_language(address, story.source) if story.source else None
    return [*([edition] if edition else []), *(found.value for found in story.raw.languages)]


def _authors(story: Story) -> tuple[list[str], str | None]:
    """The persons of the byline that is believed, and where it was found: what boilerplate says, then the page's places."""
    places: dict[str, list[str]] = {}
    for fact in story.facts:
        if fact.field == "authors":
            places.setdefault(f"rule:{fact.rule}", []).append(fact.value)
    for found in story.raw.authors:
        places.setdefault(found.origin, []).append(found.value)
    outlets, words = [*story.outlets(), *_title_ends(story.raw)], story.knowledge.bylines
    names = {
        place: normalize.author_names(texts, outlets=() if place == "json-ld:owner" else outlets, words=words)
        for place, texts in places.items()
    }
    own = next((place for place in names if place.startswith(("selector:", "rule:")) and names[place]), None)
    best = own or normalize.believed_byline(names)
    return (names[best], best) if best else ([], None)


def _title_ends(raw: RawArticle) -> list[str]:
    """What stands behind the last bar of the page's title: the outlet where that is named nowhere else."""
    titles = [found.value for found in raw.headlines if found.origin == "title"]
    return [end for title in titles for _, bar, end in [title.rpartition(" | ")] if bar] + [
        end for title in titles for _, dash, end in [title.rpartition(" - ")] if dash
    ]


def _keywords(story: Story) -> list[str]:
    """Tags as printed: the source's own selectors, lines of tags, links and metadata; links tell apart what one line joins.

    On pages of unknown sites a line without a place of its own may be anything: what the page names elsewhere goes first.
    """
    found = [item.value for item in story.raw.keywords]
    if story.source is None and found and not set(found) <= set(story.tag_lines):
        return list(dict.fromkeys(found))
    selected = any(item.origin.startswith("selector:") for item in story.raw.keywords)
    joined = "".join("".join(found).split()) == "".join("".join(story.tag_lines).split())
    return list(dict.fromkeys(found if selected or joined else story.tag_lines or found))


def _genre(story: Story, kicker: str | None, title: str, keywords: Sequence[str]) -> tuple[str, str] | None:
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


def _removed(story: Story, kicker: str | None, title: str) -> list[Removed]:
    taken = [Removed(text=block.text, rule=block.rule) for block in story.blocks if block.rule]
    printed = story.headline.value.partition(title)[0].strip() if kicker else ""
    return [*([Removed(text=printed, rule="kicker")] if printed else []), *taken]


def _provenance(
    story: Story,
    tags: Sequence[TagMatch],
    genre: tuple[str, str] | None,
    *,
    authors_from: str | None,
    language: str | None,
) -> dict[str, str]:
    """Field -> where its value came from."""
    first_keyword = story.raw.keywords[0].origin if story.raw.keywords else None
    raw = story.raw
    origins = {
        "headline": story.headline.origin,
        "article_body": "feed" if "body-from-feed" in story.flags else None,
        "description": "abstract"
        if story.abstract
        else story.raw.descriptions[0].origin
        if story.raw.descriptions
        else None,
        "date_published": story.dates.account,
        "date_modified": story.dates.modified.origin if story.dates.modified else None,
        "in_language": _language_origin(story, language),
        **{name: found[0].origin for name, found in _as_stated(raw).items() if found},
        "keywords": "text" if story.tag_lines and not (first_keyword or "").startswith("selector:") else first_keyword,
        "authors": authors_from,
        "genre": genre[1] if genre else None,
        "is_truncated": "json-ld" if story.raw.is_truncated else None,
        "tags": normalize.tag_provenance(tags),
        **{fact.field: f"rule:{fact.rule}" for fact in reversed(story.facts)},
    }
    return {field: origin for field, origin in origins.items() if origin}


def _as_stated(raw: RawArticle) -> dict[str, Sequence[Found]]:
    """Fields that are what the page's first word on them says."""
    return {"article_section": raw.sections, "publisher": raw.publishers, "image": raw.images}


def _language_origin(story: Story, language: str | None) -> str | None:
    """Where the language is declared, ``text`` where the words told it: then the page says nothing of it, or something false."""
    if language is None:
        return None
    main = language.partition("-")[0]
    declared = (found.origin for found in story.raw.languages if found.value.lower().startswith(main))
    known = "source" if story.source and main in {tag.partition("-")[0] for tag in story.source.languages} else "text"
    return next(declared, known)


def _first(found: Sequence[Found]) -> str | None:
    return found[0].value if found else None


def _joined(base: str, address: str) -> str | None:
    try:
        return urljoin(base, address)
    except ValueError:  # "http://[": no address
        return None
