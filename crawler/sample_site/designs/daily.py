"""Minería Austral: a daily in Spanish. Photo credits, «lea también» boxes and share bars between and below paragraphs."""

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

_MONTHS = ("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre").split()


def article_html(article: SampleArticle, others: Sequence[SampleArticle], *, seed: int = 0) -> str:
    """Return the page of a story; *others* are teased below it."""
    markup = Markup.of(article, seed)
    data, outlet, moment = article.data, article.outlet, article.published
    assert moment  # noqa: S101  # dates every story
    text = rendered(column(article), text=plain, notice=lambda notice: _notice(markup, notice))
    deck = f'<p class="bajada">{escape(data["description"])}</p>' if data.get("description") else ""
    names = " y ".join(data.get("authors", []))
    date = f"{moment.day} de {_MONTHS[moment.month - 1]} de {moment.year} | {moment:%H:%M}"
    stamp = markup.box(
        f'<span class="autor">{f"Por {escape(names)}" if names else ""}</span><span>{date}</span>', "firma"
    )
    note = f'<div class="autor-nota">{escape(data["author_note"])}</div>' if data.get("author_note") else ""
    tags = "".join(
        f'<li><a rel="tag" href="/etiqueta/{n}/">{escape(word)}</a></li>' for n, word in enumerate(data["keywords"])
    )
    story = (
        f'<section class="nota"><span class="volanta">{escape(data["section"])}</span><h1>{escape(article.printed_headline)}</h1>'
        f'{deck}{stamp}{figure(article)}<div class="cuerpo">{markup.nested(text, "texto")}</div>{note}'
        f"<ul>{tags}</ul></section>"
    )
    more = "".join(
        f'<div class="{markup.names("tarjeta")}"><a href="{o.path}">{escape(o.headline)}</a><p>{escape(o.blocks()[0][1])}</p></div>'
        for o in others[:3]
    )
    side = "".join(markup.box(f"<h3>{escape(title)}</h3><ol>{markup.items(lines)}</ol>", "modulo")
                   for title, *lines in outlet.data["sidebar"])  # fmt: skip
    body = markup.shuffled(
        [f"<main>{story}<div class='mas'><h2>Más noticias</h2>{more}</div></main>", f"<aside>{side}</aside>"]
    )
    linked = json.dumps(
        {"@context": "https://schema.org", "@type": "NewsArticle", "headline": article.printed_headline,
         "datePublished": f"{article.published_at:%Y-%m-%dT%H:%M%z}", "articleSection": data["section"],
         "author": [{"@type": "Person", "name": name} for name in data.get("authors", [])],
         **({"dateModified": f"{article.modified_at:%Y-%m-%dT%H:%M%z}"} if article.modified_at else {})},
        ensure_ascii=False,
    ).replace("<", "\\u003c")  # fmt: skip
    head = (
        f"<title>{escape(article.printed_headline)} - {escape(outlet.name)}</title>"
        f"{meta('og:description', data.get('description'))}{meta('og:site_name', outlet.name)}"
        f'{meta("og:title", article.headline)}<script type="application/ld+json">{linked}</script>'
    )
    foot = paragraphs(outlet.data["footer"])
    consent = paragraphs(outlet.data["consent"])
    return page(
        head,
        f"<header><nav>{markup.links(outlet.data['nav'])}</nav></header>{body}<footer>{foot}</footer>"
        f'<div role="alertdialog">{consent}</div>',
        language="es-CL",
    )


def _notice(markup: Markup, notice: Notice) -> str:
    tag = "aside" if notice.kind in ("related", "event", "research", "newsletter") else "div"
    return boxed(markup, notice, tag, data_bloque=notice.kind)
