"""North Quarry: a page that a JavaScript framework rendered on its server, with its state beside it and ads between paragraphs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
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
    """Return the page of a story; *others* stand in its state, too."""
    markup = Markup.of(article, seed)
    data, outlet = article.data, article.outlet
    text = rendered(column(article), text=plain, notice=lambda notice: _notice(markup, notice))
    names = ", ".join(data.get("authors", []))
    assert article.published  # noqa: S101  # dates every story
    by = markup.box(f'<span>{escape(names)}</span><span data-testid="date">{_printed(article)}</span>', "Byline")
    deck = f'<h2 data-testid="deck">{escape(data["description"])}</h2>' if data.get("description") else ""
    tags = "".join(f'<a href="/topics/{n}">{escape(word)}</a>' for n, word in enumerate(data["keywords"]))
    note = (
        markup.box(escape(data["author_note"]), "AuthorNote", data_component="author")
        if data.get("author_note")
        else ""
    )
    main = (
        f'<div data-testid="kicker">{escape(data["section"])}</div><h1>{escape(article.printed_headline)}</h1>{deck}{by}'
        f'{figure(article)}<div data-testid="article-body">{markup.nested(text, "Paragraphs")}</div>'
        f"{note}{markup.box(tags, 'Topics')}"
    )
    rail = "".join(
        markup.box(f"<h4>{escape(title)}</h4>" + "".join(f"<div>{escape(line)}</div>" for line in lines), "Rail")
        for title, *lines in outlet.data["sidebar"]
    )
    body = markup.shuffled([markup.box(main, "Story", "main"), markup.box(rail, "Side", "aside")])
    state = {
        "props": {"pageProps": {"story": _state(article), "more": [_state(other) for other in others[:2]]}},
        "page": "/news/[date]/[slug]", "buildId": f"b{seed}",
    }  # fmt: skip
    script = json.dumps(state, ensure_ascii=False).replace("<", "\\u003c")
    consent = paragraphs(outlet.data["consent"], "div")
    foot = paragraphs(outlet.data["footer"], "div")
    head = (
        f"<title>{escape(article.printed_headline)} | {escape(outlet.name)}</title>"
        f"{meta('og:title', article.printed_headline)}{meta('og:description', data.get('description'))}"
        f"{meta('og:site_name', outlet.name)}{meta('article:published_time', _iso(article.published_at))}"
        f"{meta('article:modified_time', _iso(article.modified_at))}"
        f"{''.join(meta('author', name, 'name') for name in data.get('authors', []))}"
        f'<link rel="canonical" href="{article.url}">'
    )
    return page(
        head,
        f'<div id="__next">{markup.box(markup.links(outlet.data["nav"]), "Nav", "nav")}{body}'
        f"{markup.box(foot, 'Foot', 'footer')}</div>{markup.box(consent, 'Consent', role='dialog')}"
        f'<script id="__NEXT_DATA__" type="application/json">{script}</script>',
        language="en-CA",
    )


def _notice(markup: Markup, notice: Notice) -> str:
    if notice.kind == "ads":
        return "".join(f'<div data-component="ad">{escape(line)}</div>' for line in notice.lines)
    return boxed(markup, notice, data_component=notice.kind)


def _printed(article: SampleArticle) -> str:
    assert article.published  # noqa: S101  # dates every story
    return f"{article.published:%B %d, %Y} at {article.published:%I:%M %p}"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _state(article: SampleArticle) -> dict[str, object]:
    published = article.published_at
    return {
        "id": article.id, "title": article.headline, "topics": article.data["keywords"],
        "publishedAt": published.isoformat() if published else None,
        "body": [{"type": kind, "text": text} for kind, text in article.blocks()],
    }  # fmt: skip
