"""Meltshop Notes: a newsletter's web archive. Plain elements, a JSON Feed with the full text, letters' footers in the column."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from crawler.sample_site.articles import SampleArticle
from crawler.sample_site.designs.markup import (
    Markup,
    Notice,
    Text,
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
    """Return the page of a note; *others* are listed below it."""
    markup = Markup.of(article, seed)
    data, outlet, published = article.data, article.outlet, article.published_at
    assert published  # noqa: S101  # dates every note
    text = rendered(column(article), text=plain, notice=lambda notice: _notice(markup, notice))
    deck = f"<p role=doc-subtitle>{escape(data['description'])}</p>" if data.get("description") else ""
    by = " and ".join(f'<a rel="author" href="/about">{escape(name)}</a>' for name in data.get("authors", []))
    note = f"<footer>{escape(data['author_note'])}</footer>" if data.get("author_note") else ""
    tags = " ".join(f'<a rel="tag" href="/tags/{n}">{escape(word)}</a>' for n, word in enumerate(data["keywords"]))
    story = (
        f"<header><h1>{escape(article.printed_headline)}</h1>{deck}<p>{by} · "
        f'<time datetime="{published:%Y-%m-%dT%H:%M%z}">{published:%b %d, %Y}</time></p></header>'
        f'{figure(article)}<div role="article">{markup.nested(text, "letter")}</div>{note}<p>{tags}</p>'
    )
    older = "".join(f'<li><a href="{o.path}">{escape(o.headline)}</a></li>' for o in others[:5])
    side = "".join(markup.box(f"<h3>{escape(title)}</h3>{paragraphs(lines)}", "card")
                   for title, *lines in outlet.data["sidebar"])  # fmt: skip
    body = f"<main>{story}</main>{markup.shuffled([f'<nav><ul>{older}</ul></nav>', f'<aside>{side}</aside>'])}"
    foot = paragraphs(outlet.data["footer"])
    consent = paragraphs(outlet.data["consent"])
    changed = article.modified_at
    head = (
        f"<title>{escape(article.printed_headline)} — {escape(outlet.name)}</title>{meta('og:site_name', outlet.name)}"
        f"{meta('og:title', article.printed_headline)}{meta('og:description', data.get('description'))}"
        f"{meta('article:modified_time', f'{changed:%Y-%m-%dT%H:%M%z}' if changed else None)}"
        f'<link rel="alternate" type="application/feed+json" href="/feed.json">'
    )
    nav = markup.links(outlet.data["nav"])
    return page(
        head, f"<nav>{nav}</nav>{body}<footer>{foot}</footer><div role=dialog>{consent}</div>", language="en-US"
    )


def feed_html(article: SampleArticle) -> str:
    """Return a note's text as its feed carries it: the column with its clutter, nothing around it."""
    return rendered(column(article), text=plain, notice=lambda notice: f"<hr>{''.join(map(_line, notice.lines))}")


def _line(text: str) -> str:
    return plain(Text("p", text))


def _notice(markup: Markup, notice: Notice) -> str:
    return boxed(markup, notice, "section", data_block=notice.kind)
