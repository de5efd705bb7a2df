"""Gossan Review: a magazine whose newest stories are whole in its feed only. Its pages refuse in four ways, or are plain."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from crawler.sample_site.articles import SampleArticle
from crawler.sample_site.designs.markup import Markup, Notice, boxed, column, meta, page, paragraphs, plain, rendered

_SHOWN = 2
_WALL = "Subscribe to continue reading."


def article_html(article: SampleArticle, others: Sequence[SampleArticle], *, seed: int = 0) -> str:
    """Return what a visitor gets at a story's address: by its ``access`` a wall, a shell, a teaser or, without one, the story."""
    access = article.data.get("access")
    if access == "forbidden":
        return page("<title>403 Forbidden</title>", "<h1>Forbidden</h1><p>Request blocked.</p>", language="en")
    if access == "consent":
        title, *lines = article.outlet.data["consent"]
        return page(f"<title>{escape(title)}</title>", f"<h1>{escape(title)}</h1>{paragraphs(lines)}", language="en")
    if access == "script":
        shell = '<div id="app"></div><noscript>You need to enable JavaScript to run this app.</noscript>'
        return page(f"<title>{escape(article.outlet.name)}</title>", shell, language="en")
    return _story(article, others, seed, is_teaser=access == "teaser")


def feed_html(article: SampleArticle) -> str:
    """Return a story's text as its feed carries it: whole, and below it where it comes from."""
    name, title = escape(article.outlet.name), escape(article.headline)
    return (
        f"{rendered(column(article), text=plain, notice=lambda _: '')}<p>The post {title} appeared first on {name}.</p>"
    )


def _story(article: SampleArticle, others: Sequence[SampleArticle], seed: int, *, is_teaser: bool) -> str:
    markup = Markup.of(article, seed)
    data, outlet, published = article.data, article.outlet, article.published_at
    assert published  # noqa: S101  # dates every story
    parts = column(article)[:_SHOWN] if is_teaser else column(article)
    text = rendered(parts, text=plain, notice=lambda notice: _notice(markup, notice))
    wall = f"<p>{_WALL}</p>" if is_teaser else ""
    by = ", ".join(f'<a rel="author" href="/writers/{n}">{escape(name)}</a>' for n, name in enumerate(data["authors"]))
    topics = "".join(f'<li><a href="/topics/{n}">{escape(word)}</a></li>' for n, word in enumerate(data["keywords"]))
    linked = json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": article.headline,
         "datePublished": f"{published:%Y-%m-%dT%H:%M%z}", "isAccessibleForFree": not is_teaser}
    )  # fmt: skip
    older = "".join(f'<li><a href="{other.path}">{escape(other.headline)}</a></li>' for other in others[:4])
    side = "".join(markup.box(f"<h3>{escape(title)}</h3>{paragraphs(lines)}", "card")
                   for title, *lines in outlet.data["sidebar"])  # fmt: skip
    story = (
        f"<h1>{escape(article.printed_headline)}</h1>"
        f'<p>{by} · <time datetime="{published:%Y-%m-%dT%H:%M%z}">{published:%d %b %Y}</time></p>'
        f'<div class="story">{text}{wall}</div><ul class="topics">{topics}</ul>'
    )
    return page(
        f"<title>{escape(article.headline)} | {escape(outlet.name)}</title>{meta('og:site_name', outlet.name)}"
        f'<script type="application/ld+json">{linked}</script>',
        f"<nav>{markup.links(outlet.data['nav'])}</nav><main>{story}</main>"
        f"{markup.shuffled([f'<nav><ul>{older}</ul></nav>', f'<aside>{side}</aside>'])}"
        f"<footer>{paragraphs(outlet.data['footer'])}</footer>",
        language="en-ZA",
    )


def _notice(markup: Markup, notice: Notice) -> str:
    return boxed(markup, notice)
