"""Руда и металл: a portal in Russian, windows-1251. Microdata, the date printed beside counters, reprint rules under each story."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from crawler.sample_site.articles import SampleArticle
from crawler.sample_site.designs.markup import Markup, Notice, boxed, column, meta, page, paragraphs, plain, rendered

ENCODING = "windows-1251"
_MONTHS = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split()


def article_html(article: SampleArticle, others: Sequence[SampleArticle], *, seed: int = 0) -> str:
    """Return the page of a story; *others* are listed below it."""
    markup = Markup.of(article, seed)
    data, outlet, moment = article.data, article.outlet, article.published
    assert moment  # noqa: S101  # dates every story
    text = rendered(column(article), text=plain, notice=lambda notice: _notice(markup, notice))
    deck = f'<div itemprop="description">{escape(data["description"])}</div>' if data.get("description") else ""
    day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year} | {moment:%H:%M}"
    changed = article.modified_at
    stamps = f'<meta itemprop="datePublished" content="{moment:%Y-%m-%d %H:%M}"><span>{day}</span>'
    if changed:
        stamps += f'<meta itemprop="dateModified" content="{changed:%Y-%m-%d %H:%M}"> <span>(обновлено {changed:%H:%M})</span>'
    names = ", ".join(data.get("authors", []))
    by = f'<span itemprop="author">{escape(names)}</span>' if names else ""
    photo = f'<div class="photo"><img alt="" src="/p/{article.id}.jpg"><em>{escape(data.get("caption", ""))}</em></div>'
    topics = "".join(
        f'<a class="topic" href="/ru/topics/{n}">{escape(word)}</a> ' for n, word in enumerate(data["keywords"])
    )
    note = f'<div class="about-author">{escape(data["author_note"])}</div>' if data.get("author_note") else ""
    story = (
        f'<div itemscope itemtype="http://schema.org/NewsArticle"><h1 class="{markup.names("title")}">'
        f"{escape(article.printed_headline)}</h1>{markup.box(stamps, 'date')}{by}{deck}"
        f'{photo if data.get("caption") else ""}<section itemprop="text">{markup.nested(text, "body")}</section>{note}'
        f"{markup.box(topics, 'topics')}</div>"
    )
    more = "".join(f'<li>{o.published:%d.%m} <a href="{o.path}">{escape(o.headline)}</a></li>' for o in others[:5])
    side = "".join(markup.box(f"<b>{escape(title)}</b>{paragraphs(lines, 'div')}", "block")
                   for title, *lines in outlet.data["sidebar"])  # fmt: skip
    main = f"<td>{story}<h3>Последние новости</h3><ul>{more}</ul></td>"
    body = f"<table><tr>{markup.shuffled([main, f'<td role=complementary>{side}</td>'])}</tr></table>"
    foot = "<br>".join(map(escape, outlet.data["footer"]))
    head = (
        f"<title>{escape(article.printed_headline)} / {escape(outlet.name)}</title>{meta('og:site_name', outlet.name)}"
        f"{meta('og:title', article.printed_headline)}{meta('description', data.get('description'), 'name')}"
    )
    nav = f"<div role=navigation>{markup.links(outlet.data['nav'])}</div>"
    return page(head, f"{nav}{body}<footer>{foot}</footer>", language="ru", charset="windows-1251")


def _notice(markup: Markup, notice: Notice) -> str:
    return boxed(markup, notice, data_unit=notice.kind)
