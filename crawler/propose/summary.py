"""From what was found of a site to the proposal: its language, zone, name and status, with what each rests on. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from crawler.charset import decode
from crawler.data.discover import UsualPlaces
from crawler.model import Reading
from crawler.propose.addresses import Addresses
from crawler.propose.asking import Answer
from crawler.propose.draft import Proposal, source_id
from crawler.propose.findings import Endpoint, Seen, counted_hosts, foreign_hosts, own_hosts
from crawler.propose.selectors import Learned
from crawler.propose.zone import guessed_zone
from crawler.verdict import FROZEN
from storage import Article

_SHARED = 0.8  # of the pages, for a line to be the site's and not a story's
_ADDRESS_WORDS = 12  # what is longer is another story's teaser
_OFFSET = re.compile(r"[+-]\d\d:?\d\d$")
_FIELDS = ("headline", "article_body", "date_published", "description", "authors", "keywords", "image")


def proposal_from(
    seen: Seen, chosen: Sequence[Endpoint], addresses: Addresses, read: Sequence[tuple[Answer, Reading]],
    learned: Learned, places: UsualPlaces, now: datetime,
) -> Proposal:  # fmt: skip
    """Return what a source file for the site would say, having *read* some of its stories, of which one at least is one."""
    articles = [reading.article for _, reading in read if reading.article]
    spoken = [article.in_language for article in articles if article.in_language]
    languages = tuple(sorted(set(spoken), key=lambda tag: -spoken.count(tag)))
    main = tuple(tag for tag in languages if spoken.count(tag) * 10 >= len(spoken)) or ("en",)
    printed = [m for article in articles if (m := _offset_moment(article.date_published_raw))]
    zone = guessed_zone(
        printed, footer=_shared_text(seen, read), url=seen.home.url, languages=main,
        country_zones=places.country_zones, language_zones=places.language_zones, zones=places.zones,
    )  # fmt: skip
    status = _status(chosen, read, now)
    by_kind = {kind: tuple(e.url for e in chosen if e.kind == kind) for kind in ("feed", "sitemap", "listing")}
    next_page = next((seen.pages[url].older for url in by_kind["listing"] if seen.pages[url].older), None)
    proposal = Proposal(
        name=_name(seen, articles), homepage=seen.home.url, languages=main, zone=zone, status=status,
        evidence=f"proposed by `orewire sources discover`, {now:%Y-%m-%d}: {len(articles)} of {len(read)} stories read",
        hosts=own_hosts(seen), addresses=addresses, feeds=by_kind["feed"], sitemaps=by_kind["sitemap"],
        listings=by_kind["listing"], next_page=next_page, learned=learned, example=_example(articles),
    )  # fmt: skip
    return replace(proposal, notes=tuple(_notes(seen, chosen, articles, len(read))))


def _notes(seen: Seen, chosen: Sequence[Endpoint], articles: Sequence[Article], count: int) -> Iterator[str]:
    for kind, plural in (("feed", "feeds"), ("sitemap", "sitemaps"), ("listing", "pages that list stories")):
        found = [endpoint for endpoint in chosen if endpoint.kind == kind]
        yield from (_listed(e, foreign_hosts(e, seen.home.url).total()) for e in found)
        if not found:
            yield f"no {plural} with stories of their own were found"
    for endpoint in seen.endpoints:
        foreign = foreign_hosts(endpoint, seen.home.url)
        if foreign and foreign.total() == len(endpoint.urls):
            told = counted_hosts(foreign)
            yield f"{endpoint.kind} {endpoint.url} lists stories of other sites and none of its own: {told}"
    coverage = ", ".join(f"{name} {sum(bool(getattr(a, name)) for a in articles)}" for name in _FIELDS)
    repeated = sum((a.article_body or "").startswith(a.description or "\n") for a in articles)
    if repeated * 2 > len(articles):
        yield "stories begin with their standfirst: where pages print one above the story, write abstract = true in [select]"
    yield f"read {len(articles)} of {count} stories; have {coverage}"
    yield f"{len(seen.tried)} addresses were asked for; try it with: orewire sources check {source_id(seen.home.url)}"


def _listed(endpoint: Endpoint, foreign: int) -> str:
    others = f"; and {foreign} of other sites, which are left out" if foreign else ""
    return f"{endpoint.kind} {endpoint.url}: {len(endpoint.urls) - foreign} addresses{others}"


def _status(chosen: Sequence[Endpoint], read: Sequence[tuple[Answer, Reading]], now: datetime) -> str:
    truncated = sum(bool(reading.article and reading.article.is_truncated) for _, reading in read)
    scripted = sum(reading.refusal == "needs-javascript" for _, reading in read)
    dates = [date for e in chosen for entry in e.entries if (date := entry.published or entry.updated)]
    if not any(reading.article for _, reading in read):
        return "blocked"  # its pages are; its feed carries the stories
    if truncated * 2 > len(read):
        return "paywalled"
    if scripted * 2 > len(read):
        return "needs-javascript"
    if dates and now - max(dates) > FROZEN:
        return "frozen"
    return "ok"


def _example(articles: Sequence[Article]) -> tuple[str, str] | None:
    return next(((article.url, article.headline) for article in articles if article.headline), None)


def _name(seen: Seen, articles: Sequence[Article]) -> str:
    published = [article.publisher for article in articles if article.publisher]
    common = max(set(published), key=published.count) if published else None
    return seen.page.name or common or (seen.page.title or "").split(" | ")[-1].strip() or source_id(seen.home.url)


def _offset_moment(raw: str | None) -> datetime | None:
    """The moment of a date printed with an offset, which stays: it tells the outlet's zone."""
    if raw is None or not _OFFSET.search(raw.strip()):
        return None
    try:
        return datetime.fromisoformat(raw.strip())
    except ValueError:
        return None


def _shared_text(seen: Seen, read: Sequence[tuple[Answer, Reading]]) -> str:
    """The lines that all pages have, in which an outlet prints its address; of too few pages, the end of the front page."""
    pages = [set(_rows(decode(answer.body, answer.content_type).text)) for answer, _ in read]
    if len(pages) < 3:  # noqa: PLR2004
        return seen.page.text[-500:]
    shared = {row for page in pages for row in page if sum(row in other for other in pages) >= _SHARED * len(pages)}
    shared -= {entry.title for endpoint in seen.endpoints for entry in endpoint.entries if entry.title}
    addresses = {row for row in shared if "©" in row or any(char.isdigit() for char in row)}
    return " . ".join([*sorted(addresses), *sorted(addresses), *sorted(shared)])  # a house number counts three times


def _rows(text: str) -> Iterator[str]:
    plain = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    rows = (" ".join(part.split()) for part in re.split(r"<[^>]{0,2000}>", plain))
    return (row for row in rows if len(row) > 3 and ("©" in row or len(row.split()) <= _ADDRESS_WORDS))  # noqa: PLR2004
