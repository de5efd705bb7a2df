"""Pages of the sample web that list stories, newest first, with a link to older ones. Lodestar's is with its design."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from crawler.sample_site.articles import Outlet, SampleArticle
from crawler.sample_site.designs.markup import page
from crawler.sample_site.designs.tables import listed_date

PAGE_SIZE = 6


def listing_html(
    outlet: Outlet, articles: Sequence[SampleArticle], number: int, *, older: str, label: str,
    item: Callable[[SampleArticle], str], charset: str = "utf-8",
) -> str:  # fmt: skip
    """Return list page *number* (from 1); *older* is the address of the next one with ``{}`` for its number."""
    shown = articles[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    has_more = number * PAGE_SIZE < len(articles)
    link = f'<a rel="next" href="{older.format(number + 1)}">{label}</a>' if has_more else ""
    nav = "".join(f'<a href="/c/{n}">{escape(word)}</a>' for n, word in enumerate(outlet.data["nav"]))
    head = f"<title>{escape(outlet.name)}</title>"
    body = f"<div>{nav}</div><h1>{escape(outlet.name)}</h1><div>{''.join(map(item, shown))}</div>{link}"
    return page(head, body, language=outlet.language, charset=charset)


def front_page_html(outlet: Outlet, feed: str | None, listing: str | None) -> str:
    """Return the outlet's front page: its sections, the address of its feed in the head, a link to the list of its stories."""
    kinds = {"/atom.xml": "application/atom+xml", "/feed.json": "application/feed+json"}
    head = f"<title>{escape(outlet.name)}</title>"
    if feed:
        head += f'<link rel="alternate" type="{kinds.get(feed, "application/rss+xml")}" href="{feed}">'
    word = {"zh": "资讯", "ru": "Новости"}.get(outlet.language, "Latest news")
    link = f'<a href="{listing}">{word}</a>' if listing else ""
    nav = "".join(f'<a href="/c/{n}">{escape(word)}</a>' for n, word in enumerate(outlet.data["nav"]))
    foot = "".join(f"<p>{escape(line)}</p>" for line in outlet.data["footer"])
    return page(head, f"<div>{nav}{link}</div><h1>{escape(outlet.name)}</h1>{foot}", language=outlet.language)


def card(article: SampleArticle) -> str:
    """Return a story as a card: linked headline, standfirst, a machine-readable date."""
    summary = f"<p>{escape(article.data['description'])}</p>" if article.data.get("description") else ""
    moment = article.published_at
    date = f'<time datetime="{moment.isoformat()}">{moment:%b %d}</time>' if moment else ""
    return f'<div><a href="{article.path}"><h3>{escape(article.printed_headline)}</h3></a>{summary}{date}</div>'


def dated_row(article: SampleArticle, now: datetime) -> str:
    """Return a story as a table row with its age, or month and day, at *now* (aware)."""
    return (
        f'<table><tr><td>·<a href="{article.path}" target="_blank">{escape(article.printed_headline)}</a></td>'
        f"<td>{listed_date(article, now)}</td></tr></table>"
    )


def news_block(article: SampleArticle) -> str:
    """Return a story as the Russian portal lists it."""
    return (
        f'<div><span>{article.published:%d.%m.%Y %H:%M}</span> <a href="{article.path}">'
        f"{escape(article.printed_headline)}</a></div>"
    )
