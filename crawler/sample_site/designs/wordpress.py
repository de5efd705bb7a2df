"""The Assayer: a WordPress-like trade weekly. JSON-LD of the Yoast kind, a sidebar, newsletter blocks within the text."""

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
    lines_of,
    meta,
    page,
    paragraphs,
    plain,
    rendered,
)

_BARE = frozenset({"legal", "machine-translation"})


def article_html(article: SampleArticle, others: Sequence[SampleArticle], *, seed: int = 0) -> str:
    """Return the page of a story; *others* are teased below it."""
    markup = Markup.of(article, seed)
    data, outlet = article.data, article.outlet
    published = article.published_at
    byline = " and ".join(data.get("authors", []))
    notices = Notices(markup)
    text = rendered(column(article), text=plain, notice=notices.inside)
    deck = markup.box(escape(data["description"]), "excerpt", "p") if data.get("description") else ""
    by = f'<span>By <a rel="author" href="/author/1/">{escape(byline)}</a></span>' if byline else ""
    date = f'<time datetime="{published:%Y-%m-%dT%H:%M:%S%z}">{published:%d %B %Y, %H:%M}</time>' if published else ""
    header = f"<h1>{escape(article.printed_headline)}</h1>{deck}" + markup.box(by + date, "entry-meta")
    tags = "".join(f'<a rel="tag" href="/tag/{n}/">{escape(word)}</a>' for n, word in enumerate(data["keywords"]))
    bio = (
        markup.box(f"<p>{escape(data['author_note'])}</p>", "author-box", "section") if data.get("author_note") else ""
    )
    story = (
        f'<article class="post type-post"><header>{header}</header>{figure(article)}'
        f'<div class="entry-content">{markup.nested(text, "content")}</div><footer>{markup.box(tags, "tags-links")}</footer>'
        f"{bio}</article>{''.join(notices.below)}{_teasers(markup, others)}"
    )
    side = "".join(markup.box(f"<h3>{escape(title)}</h3><ul>{markup.items(lines)}</ul>", "widget", "section")
                   for title, *lines in outlet.data["sidebar"])  # fmt: skip
    body = markup.shuffled([f'<main class="site-main">{story}</main>', f'<aside id="secondary">{side}</aside>'])
    consent = paragraphs(outlet.data["consent"])
    return page(
        _head(article),
        f'<nav>{markup.links(outlet.data["nav"])}</nav><div id="content">{body}</div>'
        f"<footer>{''.join(f'<p>{escape(line)}</p>' for line in outlet.data['footer'])}</footer>"
        f'<div id="cookie-notice" role="dialog">{consent}</div>',
        language="en-GB",
    )


class Notices:
    """Where WordPress puts clutter: blocks of the editor within the text, plugins' boxes below it."""

    def __init__(self, markup: Markup) -> None:
        self._markup = markup
        self.below: list[str] = []
        """What stands behind the story's element."""

    def inside(self, notice: Notice) -> str:
        """Return what stands in the text for a notice; nothing for one that a plugin prints below."""
        if notice.kind == "comments":
            self.below.append(f'<section id="respond">{boxed(self._markup, notice)}</section>')
            return ""
        if notice.kind == "share":
            return f'<div class="sharedaddy">{boxed(self._markup, notice)}</div>'
        if notice.kind in _BARE:
            return lines_of(notice)
        return f'<div class="wp-block-group">{boxed(self._markup, notice)}</div>'


def _teasers(markup: Markup, others: Sequence[SampleArticle]) -> str:
    cards = "".join(
        f'<article><h3><a href="{other.path}">{escape(other.headline)}</a></h3>'
        f"<p>{escape(other.blocks()[0][1][:160])}…</p></article>"
        for other in others[:3]
    )
    return markup.box(
        f"<h2>{markup.random.choice(('You might also like', 'More from us', 'Keep reading'))}</h2>{cards}", "more"
    )


def _head(article: SampleArticle) -> str:
    data, outlet = article.data, article.outlet
    assert article.published_at  # noqa: S101  # the weekly dates every story
    graph = [
        {
            "@type": "NewsArticle",
            "headline": article.printed_headline,
            "datePublished": article.published_at.isoformat(),
            "dateModified": (article.modified_at or article.published_at).isoformat(),
            "author": [{"@type": "Person", "name": name} for name in data.get("authors", [])],
            "articleSection": [data["section"]],
            "keywords": data["keywords"],
            "inLanguage": "en-GB",
            "publisher": {"@id": f"https://{outlet.host}/#organization"},
        },
        {"@type": "WebSite", "name": outlet.name, "url": f"https://{outlet.host}/"},
        {"@type": "Organization", "@id": f"https://{outlet.host}/#organization", "name": outlet.name},
    ]
    linked = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False).replace("<", "\\u003c")
    return (
        f"<title>{escape(article.printed_headline)} - {escape(outlet.name)}</title>"
        f'<link rel="canonical" href="{article.url}">'
        f"{meta('og:title', article.printed_headline)}{meta('og:description', data.get('description'))}"
        f'{meta("og:site_name", outlet.name)}<script type="application/ld+json">{linked}</script>'
    )
