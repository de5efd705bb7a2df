"""Alloy Wire: a news agency. Microdata, no JSON-LD; every story begins with a dateline and ends with its reporters."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from crawler.sample_site.articles import SampleArticle
from crawler.sample_site.designs.markup import (
    Markup,
    Notice,
    boxed,
    column,
    figure,
    lines_of,
    meta,
    page,
    paragraphs,
    plain,
    rendered,
)

_BARE = frozenset({"contact", "read-more"})


def article_html(article: SampleArticle, others: Sequence[SampleArticle], *, seed: int = 0) -> str:
    """Return the page of a story; *others* are listed beside it."""
    markup = Markup.of(article, seed)
    data, outlet = article.data, article.outlet
    published, changed = article.published_at, article.modified_at
    text = rendered(column(article), text=plain, notice=lambda notice: _notice(markup, notice))
    assert published  # noqa: S101  # dates every story
    dates = f'<time itemprop="datePublished" datetime="{published.isoformat()}">{published:%d %b %Y %H:%M} AEDT</time>'
    if changed:
        dates += f' <time itemprop="dateModified" datetime="{changed.isoformat()}">Updated {changed:%H:%M}</time>'
    deck = f'<p itemprop="description">{escape(data["description"])}</p>' if data.get("description") else ""
    authors = "".join(f'<meta itemprop="author" content="{escape(name)}">' for name in data.get("authors", []))
    topics = "".join(f'<a href="/topic/{n}" rel="tag">{escape(word)}</a> ' for n, word in enumerate(data["keywords"]))
    note = f"<aside>{escape(data['author_note'])}</aside>" if data.get("author_note") else ""
    story = (
        f'<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">'
        f"{escape(article.printed_headline)}</h1>{deck}{authors}{markup.box(dates, 'stamp')}"
        f'{figure(article)}<div itemprop="articleBody">{markup.nested(text, "copy")}</div>{note}'
        f"{markup.box(f'Topics: {topics}' if seed % 2 else topics, 'topics')}</div>"
    )
    latest = "".join(f'<li><a href="{o.path}">{escape(o.headline)}</a></li>' for o in others[:5])
    side = "".join(markup.box(f"<h3>{escape(title)}</h3>{paragraphs(lines)}", "panel")
                   for title, *lines in outlet.data["sidebar"])  # fmt: skip
    body = markup.shuffled(
        [markup.box(story, "main"), f"<aside>{markup.box(f'<h3>Latest</h3><ul>{latest}</ul>', 'l')}{side}</aside>"]
    )
    foot = paragraphs(outlet.data["footer"])
    consent = paragraphs(outlet.data["consent"])
    head = (
        f"<title>{escape(article.headline)} :: {escape(outlet.name)}</title>{meta('og:site_name', outlet.name)}"
        f"{meta('news_keywords', ', '.join(data['keywords']), 'name')}{meta('og:url', article.url)}"
    )
    nav = markup.links(outlet.data["nav"])
    return page(
        head,
        f"<header><nav>{nav}</nav></header>{body}<footer>{foot}</footer><dialog open>{consent}</dialog>",
        language="en",
    )


def _notice(markup: Markup, notice: Notice) -> str:
    if notice.kind in _BARE:
        return lines_of(notice)
    return boxed(
        markup,
        notice,
        "aside" if notice.kind in ("related", "prices", "research", "event") else "div",
        data_type=notice.kind,
    )
