"""The sample web without its sockets: what each outlet answers for each of its addresses at a moment of its clock."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from crawler.sample_site import feeds
from crawler.sample_site.articles import LODESTAR, Outlet, SampleArticle, sample_articles, sample_outlets
from crawler.sample_site.designs import (
    agency,
    daily,
    lodestar,
    nextjs,
    notes,
    paywall,
    portal,
    review,
    tables,
    wordpress,
)
from crawler.sample_site.designs.markup import meta
from crawler.sample_site.listings import card, dated_row, front_page_html, listing_html, news_block

_HTML = "text/html"
_FEED_ITEMS = 10
_FULL_TEXTS = 5
_TEXT_MAP = "/archive.txt"
_ROBOTS = "User-agent: *\nDisallow: /search\nDisallow: /print/\nDisallow: /x/"
_LODESTAR_STORY = re.compile(r"/newscontent/(\d+)")
_COUNTED = re.compile(r"/r/(\d+)")
_SHORT = re.compile(r"/news/(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request is answered, before anybody asks whether it has changed."""

    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    body: bytes = b""
    location: str | None = None
    """Where a redirect leads."""
    headers: tuple[tuple[str, str], ...] = ()
    """Further headers: what an outlet reserves."""
    changed_at: datetime | None = None
    """When that body last changed, aware; None where nobody says."""

    @property
    def etag(self) -> str:
        """Validator of the body."""
        return f'"{sha256(self.body).hexdigest()[:16]}"'


NOT_FOUND = Answer(status=404, body=b"<title>Not found</title>")


class SampleWeb:
    """All outlets, rendered with one seed, as of when they opened."""

    def __init__(self, *, seed: int = 0, opened: datetime | None = None) -> None:
        """*opened*: the moment from which stories that are some hours old count back, aware; left out: now."""
        self.seed = seed
        self.opened = opened or datetime.now(UTC)
        self._outlets = {outlet.host: outlet for outlet in sample_outlets()}
        self._articles = {
            host: sorted(sample_articles(outlet.id, opened=self.opened), key=lambda a: a.id, reverse=True)
            for host, outlet in self._outlets.items()
        }
        for host, stories in self._articles.items():
            if host != "news.lodestar-metals.example":
                stories.sort(key=lambda a: (a.published_at, a.id), reverse=True)

    @property
    def hosts(self) -> list[str]:
        """All hosts that answer."""
        return [*self._outlets, "www.lodestar-metals.example"]

    def answer(self, host: str, target: str, now: datetime) -> Answer:
        """Return what *host* answers for *target* (path and query) when its clock shows *now* (aware)."""
        known = host.replace("www.lodestar", "news.lodestar")
        outlet = self._outlets.get(known)
        if outlet is None:
            return NOT_FOUND
        parts = urlsplit(target)
        site = _Site(outlet, self._visible(known, now), self.seed, now)
        return site.answer(parts.path, {name: values[0] for name, values in parse_qs(parts.query).items()})

    def _visible(self, host: str, now: datetime) -> list[SampleArticle]:
        """The stories that are out, as they read by then."""
        return [a.at(now) for a in self._articles[host] if a.published_at is None or a.published_at <= now]


class _Site:
    """One outlet at one moment."""

    def __init__(self, outlet: Outlet, articles: list[SampleArticle], seed: int, now: datetime) -> None:
        self.outlet, self.articles, self.seed, self.now = outlet, articles, seed, now
        self._pages: dict[str, Callable[[dict[str, str]], Answer]] = {
            "/robots.txt": lambda _: _text(self._robots()),
            **{path: lambda _, text=text: _text(text) for path, text in outlet.data.get("site_files", {}).items()},  # type: ignore[misc]
            "/": lambda _: _html(
                front_page_html(outlet, _FEEDS.get(outlet.data["design"]), _LISTS.get(outlet.data["design"]))
            ),
            **getattr(self, f"_{outlet.data['design']}")(),
        }

    def answer(self, path: str, query: dict[str, str]) -> Answer:
        if path in self._pages:
            return self._pages[path](query)
        found = next((a for a in self.articles if a.path == path), None)
        if self.outlet.id == LODESTAR and (number := _LODESTAR_STORY.search(path)):
            found = self._numbered(int(number[1]))  # whatever stands around the number
        return self._story(found) if found else self._moved(path)

    def _robots(self) -> str:
        maps = [f"Sitemap: {self.outlet.address(_TEXT_MAP)}"] if _TEXT_MAP in self._pages else []
        return "\n".join([_ROBOTS, *self.outlet.data.get("robots", ()), *maps])

    def _numbered(self, number: int) -> SampleArticle | None:
        return next((a for a in self.articles if a.id == number), None)

    def _moved(self, path: str) -> Answer:
        counted, short = _COUNTED.fullmatch(path), _SHORT.fullmatch(path)
        found = self._numbered(int((counted or short)[1])) if counted or short else None  # type: ignore[index]
        if found is None:
            found = next((a for a in self.articles if a.path == f"{path}/"), None)
        return Answer(status=302 if counted else 301, location=found.url) if found else NOT_FOUND

    def _story(self, article: SampleArticle) -> Answer:
        others = [other for other in self.articles if other.id != article.id]
        module = _DESIGNS[self.outlet.data["design"]]
        encoding = getattr(module, "ENCODING", "utf-8")
        text: str = module.article_html(article, others[:6], seed=self.seed)
        metas = "".join(meta(name, content, "name") for name, content in article.data.get("metas", {}).items())
        text = text.replace("<head>", f"<head>{metas}", 1)
        # The portals say nothing in the header; the old one declares less than it uses.
        content_type = f"{_HTML}; charset=utf-8" if encoding == "utf-8" else _HTML
        changed = article.updated_at if article.hours_ago is None else None
        headers = tuple(self.outlet.data.get("headers", {}).items())
        status = 403 if article.data.get("access") == "forbidden" else 200
        return Answer(
            status=status, content_type=content_type, body=text.encode(encoding), changed_at=changed, headers=headers
        )

    # --- what each outlet has besides stories -------------------------------------------------------------------------

    def _lodestar(self) -> dict[str, Callable[[dict[str, str]], Answer]]:
        def listing(query: dict[str, str]) -> Answer:
            return _html(lodestar.listing_html(self.articles, _number(query, "page")))

        return {"/en/": listing, "/": listing}

    def _wordpress(self) -> dict[str, Callable[[dict[str, str]], Answer]]:
        maps = [self.outlet.address("/post-sitemap.xml"), self.outlet.address("/page-sitemap.xml")]
        pages = [self.outlet.address(path) for path in ("/", "/about/", "/advertise/")]
        return {
            "/feed/": self._xml(lambda: feeds.rss(self.outlet, self.articles[:_FEED_ITEMS])),
            "/sitemap_index.xml": self._xml(lambda: feeds.sitemap_index(maps)),
            "/post-sitemap.xml": self._xml(lambda: feeds.sitemap(self.articles)),
            "/page-sitemap.xml": self._xml(lambda: feeds.plain_sitemap(pages)),
            "/": lambda query: self._by_number(query.get("p", "")),
        }

    def _by_number(self, number: str) -> Answer:
        found = self._numbered(int(number)) if number.isdigit() else None
        return Answer(status=301, location=found.url) if found else _html(front_page_html(self.outlet, "/feed/", None))

    def _nextjs(self) -> dict[str, Callable[[dict[str, str]], Answer]]:
        return {"/news": self._listing("/news?page={}", "Older stories", card, "page")}

    def _agency(self) -> dict[str, Callable[[dict[str, str]], Answer]]:
        maps = [self.outlet.address("/news-sitemap.xml"), self.outlet.address("/archive/2026-11.xml.gz")]
        return {
            "/atom.xml": self._xml(
                lambda: feeds.atom(self.outlet, self.articles[:_FEED_ITEMS]), "application/atom+xml"
            ),
            "/sitemap.xml": self._xml(lambda: feeds.sitemap_index(maps)),
            "/news-sitemap.xml": self._xml(lambda: feeds.news_sitemap(self.outlet, self.articles[:5])),
            "/archive/2026-11.xml.gz": self._xml(
                lambda: gzip.compress(feeds.sitemap(self.articles), mtime=0), "application/gzip"
            ),
        }

    def _tables(self) -> dict[str, Callable[[dict[str, str]], Answer]]:
        gone = '<table><tr><td>·<a href="/html/2026/11/2999.html">本栏目历史存档</a></td><td>11-02</td></tr></table>'
        pages = range(1, len(self.articles) // 6 + 2)

        def listing(number: int) -> Answer:
            html = listing_html(
                self.outlet, self.articles, number, older="/list_{}.html", label="下一页", charset="gb2312",
                item=partial(dated_row, now=self.now),
            ).replace("</h1>", f"</h1>{gone if number == 1 else ''}")  # fmt: skip
            return Answer(content_type=_HTML, body=html.encode("gbk"))

        numbered = {f"/list_{number}.html": number for number in pages} | {"/list.html": 1}
        return {path: lambda _, number=number: listing(number) for path, number in numbered.items()}  # type: ignore[misc]

    def _daily(self) -> dict[str, Callable[[dict[str, str]], Answer]]:
        return {"/feed/": self._xml(lambda: feeds.rss(self.outlet, self.articles, encoding="iso-8859-1"))}

    def _portal(self) -> dict[str, Callable[[dict[str, str]], Answer]]:
        listing = self._listing("/ru/news?pn={}", "Более ранние новости", news_block, "pn", "windows-1251")
        return {
            "/ru/news/list.rss": self._xml(lambda: feeds.rss(self.outlet, self.articles[:5], encoding="windows-1251")),
            "/ru/news": listing,
        }

    def _paywall(self) -> dict[str, Callable[[dict[str, str]], Answer]]:
        printed = '<p><a href="/print/news/latest/archive-70001.htm">Printer-friendly archive</a></p>'
        listing = self._listing("/news/latest/?page={}", "More news", card, "page", extra=printed)
        return {"/news/latest/": listing}

    def _notes(self) -> dict[str, Callable[[dict[str, str]], Answer]]:
        return {"/feed.json": self._xml(lambda: feeds.json_feed(self.outlet, self.articles), "application/feed+json")}

    def _review(self) -> dict[str, Callable[[dict[str, str]], Answer]]:
        newest, listed = self.articles[:_FULL_TEXTS], self.articles[:-2]
        addresses = "".join(f"{article.url}\n" for article in self.articles).encode()
        return {
            "/rss.xml": self._xml(lambda: feeds.rss(self.outlet, newest, full_text=review.feed_html), "application/rss+xml"),
            "/api/stories": lambda query: Answer(
                content_type="application/json", body=feeds.json_listing(listed, _number(query, "page"), _number(query, "per_page"))
            ),
            _TEXT_MAP: self._xml(lambda: addresses, "text/plain"),
        }  # fmt: skip

    def _xml(
        self, make: Callable[[], bytes], content_type: str = "application/xml"
    ) -> Callable[[dict[str, str]], Answer]:
        changed = max((a.updated_at for a in self.articles), default=None)
        return lambda _: Answer(content_type=content_type, body=make(), changed_at=changed)

    def _listing(
        self, older: str, label: str, item: Callable[[SampleArticle], str], name: str, charset: str = "utf-8", extra: str = ""
    ) -> Callable[[dict[str, str]], Answer]:  # fmt: skip
        def answer(query: dict[str, str]) -> Answer:
            html = listing_html(
                self.outlet, self.articles, _number(query, name), older=older, label=label, item=item, charset=charset
            )
            body = html.replace("</body>", f"{extra}</body>").encode(charset)
            return Answer(content_type=f"{_HTML}; charset={charset}", body=body)

        return answer


def _text(text: str) -> Answer:
    return Answer(content_type="text/plain", body=f"{text}\n".encode())


def _html(text: str) -> Answer:
    return Answer(body=text.encode())


def _number(query: dict[str, str], name: str) -> int:
    value = query.get(name, "1")
    return int(value) if value.isdecimal() else 1


_FEEDS = {
    "wordpress": "/feed/",
    "agency": "/atom.xml",
    "daily": "/feed/",
    "portal": "/ru/news/list.rss",
    "notes": "/feed.json",
}
"""What front pages name as their feed."""
_LISTS = {"nextjs": "/news", "tables": "/list.html", "portal": "/ru/news", "paywall": "/news/latest/"}
"""Where their first word of navigation that means news leads."""
_DESIGNS = {
    "lodestar": lodestar, "wordpress": wordpress, "nextjs": nextjs, "agency": agency, "tables": tables, "daily": daily,
    "portal": portal, "paywall": paywall, "notes": notes, "review": review,
}  # fmt: skip
"""Word of an outlet's file -> the module that renders its pages."""
