"""Steelyard Intelligence: a subscription service. Most stories end after a teaser, at a wall; prices stand in boxes between."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from crawler.sample_site.articles import SampleArticle
from crawler.sample_site.designs.markup import (
    Markup,
    Notice,
    boxed,
    column,
    figure,
    meta,
    page,
    paragraphs,
    plain,
    rendered,
)


def article_html(article: SampleArticle, others: Sequence[SampleArticle], *, seed: int = 0) -> str:
    """Return the page of a story as everybody sees it; *others* are listed beside it."""
    markup = Markup.of(article, seed)
    data, outlet, published = article.data, article.outlet, article.published
    assert published  # noqa: S101  # dates every story
    text = rendered(column(article), text=plain, notice=lambda notice: _notice(markup, notice))
    deck = f"<h2 class=standfirst>{escape(data['description'])}</h2>" if data.get("description") else ""
    by = ", ".join(data.get("authors", []))
    stamp = f"{published:%A, %d %B %Y %H:%M} (GMT+3) | Istanbul"
    topics = "".join(f'<a href="/topics/{n}.htm">{escape(word)}</a>' for n, word in enumerate(data["keywords"]))
    note = f"<div class=writer>{escape(data['author_note'])}</div>" if data.get("author_note") else ""
    story = (
        f"<h1>{escape(article.printed_headline)}</h1>{deck}{markup.box(stamp, 'date')}"
        f"{f'<div><a rel=author href=/people/1.htm>{escape(by)}</a></div>' if by else ''}"
        f'{figure(article)}<div id="story">{markup.nested(text, "text")}</div>{note}'
        f"{markup.box(topics, 'tags')}"
    )
    latest = "".join(f'<li><a href="{o.path}">{escape(o.printed_headline)}</a></li>' for o in others[:6])
    side = "".join(markup.box(f"<h3>{escape(title)}</h3>{paragraphs(lines, 'div')}", "box")
                   for title, *lines in outlet.data["sidebar"])  # fmt: skip
    body = markup.shuffled([f"<main>{story}</main>", f"<aside><ul>{latest}</ul>{side}</aside>"])
    linked = json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": article.printed_headline,
         "isAccessibleForFree": data.get("free", True), "articleSection": data["section"],
         **({"dateModified": f"{article.modified_at:%Y-%m-%dT%H:%M%z}"} if article.modified_at else {})},
        ensure_ascii=False,
    ).replace("<", "\\u003c")  # fmt: skip
    head = (
        f"<title>{escape(article.headline)} - {escape(outlet.name)}</title>{meta('og:site_name', outlet.name)}"
        f'{meta("og:description", data.get("description"))}<script type="application/ld+json">{linked}</script>'
    )
    foot = paragraphs(outlet.data["footer"])
    consent = paragraphs(outlet.data["consent"])
    return page(
        head,
        f"<nav>{markup.links(outlet.data['nav'])}</nav>{body}<footer>{foot}</footer><dialog>{consent}</dialog>",
        language="en",
    )


def _notice(markup: Markup, notice: Notice) -> str:
    return boxed(markup, notice, data_widget=notice.kind)
