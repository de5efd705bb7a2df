"""What the sample web's outlets announce their stories by: RSS, Atom, JSON Feed, sitemaps, a news sitemap, an index of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

from crawler.sample_site.articles import Outlet, SampleArticle
from crawler.sample_site.designs.notes import feed_html

_SUMMARY = 180


def rss(
    outlet: Outlet, articles: Sequence[SampleArticle], *, encoding: str = "utf-8",
    full_text: Callable[[SampleArticle], str] | None = None,
) -> bytes:  # fmt: skip
    """Return an RSS 2.0 feed with summaries, and with the stories' HTML where *full_text* makes it."""
    items = "".join(
        f"<item><title>{escape(a.printed_headline)}</title><link>{a.url}</link>"
        f'<guid isPermaLink="false">https://{outlet.host}/?p={a.id}</guid><pubDate>{_rfc822(a)}</pubDate>'
        f"{''.join(f'<dc:creator>{escape(name)}</dc:creator>' for name in a.data.get('authors', []))}"
        f"{''.join(f'<category>{escape(word)}</category>' for word in a.data['keywords'])}"
        f"<description>{escape(_summary(a, outlet))}</description>"
        f"{f'<content:encoded>{escape(full_text(a))}</content:encoded>' if full_text else ''}</item>"
        for a in articles
    )
    return (
        f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{escape(outlet.name)}</title><link>https://{outlet.host}/</link>"
        f"<description>{escape(outlet.name)}</description><language>{outlet.language}</language>{items}</channel></rss>"
    ).encode(encoding, "xmlcharrefreplace")


def atom(outlet: Outlet, articles: Sequence[SampleArticle]) -> bytes:
    """Return an Atom feed; its links go through the outlet's counter, which redirects to the story."""
    entries = "".join(
        f'<entry><id>tag:{outlet.host},2026:{a.id}</id><title type="html">{escape(escape(a.printed_headline))}</title>'
        f'<link rel="alternate" href="/r/{a.id}"/><published>{_iso(a.published_at)}</published>'
        f"<updated>{_iso(a.updated_at)}</updated><summary>{escape(_summary(a, outlet))}</summary></entry>"
        for a in articles
    )
    updated = _iso(max(a.updated_at for a in articles)) if articles else "2026-01-01T00:00:00+00:00"
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
        f'xml:base="https://{outlet.host}/"><id>https://{outlet.host}/</id><title>{escape(outlet.name)}</title>'
        f"<updated>{updated}</updated>{entries}</feed>"
    ).encode()


def json_feed(outlet: Outlet, articles: Sequence[SampleArticle]) -> bytes:
    """Return a JSON Feed with the full texts."""
    items = [
        {
            "id": str(a.id), "url": a.url, "title": a.printed_headline, "content_html": feed_html(a),
            "date_published": _iso(a.published_at), "tags": a.data["keywords"],
            "authors": [{"name": name} for name in a.data.get("authors", [])],
            **({"date_modified": _iso(a.modified_at)} if a.modified_at else {}),
        }
        for a in articles
    ]  # fmt: skip
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": f"https://{outlet.host}/",
    }
    return json.dumps({**feed, "items": items}, ensure_ascii=False).encode()


def json_listing(articles: Sequence[SampleArticle], number: int, size: int) -> bytes:
    """Return page *number* (from 1) of an API's list of stories, *size* a page."""
    shown = articles[(number - 1) * size : number * size]
    stories = [
        {"id": a.id, "slug": a.data["slug"], "headline": a.headline, "published_at": int(a.published_at.timestamp())}
        for a in shown
        if a.published_at
    ]
    return json.dumps({"data": {"stories": stories, "total": len(articles)}}).encode()


def sitemap(articles: Sequence[SampleArticle]) -> bytes:
    """Return a sitemap of stories."""
    return _urlset("".join(f"<url><loc>{a.url}</loc><lastmod>{_iso(a.updated_at)}</lastmod></url>" for a in articles))


def plain_sitemap(addresses: Sequence[str]) -> bytes:
    """Return a sitemap of pages that are no stories."""
    return _urlset("".join(f"<url><loc>{address}</loc></url>" for address in addresses))


def news_sitemap(outlet: Outlet, articles: Sequence[SampleArticle]) -> bytes:
    """Return a news sitemap."""
    return _urlset(
        "".join(
            f"<url><loc>{a.url}</loc><news:news><news:publication><news:name>{escape(outlet.name)}</news:name>"
            f"<news:language>{outlet.language}</news:language></news:publication>"
            f"<news:publication_date>{_iso(a.published_at)}</news:publication_date>"
            f"<news:title>{escape(a.headline)}</news:title></news:news></url>"
            for a in articles
        )
    )


def sitemap_index(addresses: Sequence[str]) -> bytes:
    """Return an index of sitemaps."""
    maps = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"{maps}</sitemapindex>"
    ).encode()


def _urlset(urls: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'
    ).encode()


def _summary(article: SampleArticle, outlet: Outlet) -> str:
    text = article.data.get("description") or article.blocks()[0][1]
    cut = text if len(text) <= _SUMMARY else f"{text[:_SUMMARY].rsplit(' ', 1)[0]} […]"
    return f"<p>{escape(cut)}</p><p>The post {escape(article.headline)} appeared first on {escape(outlet.name)}.</p>"


def _rfc822(article: SampleArticle) -> str:
    return format_datetime(article.published_at) if article.published_at else ""


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
