"""矿冶资讯网: a portal of the old kind. GBK, tables for layout, ``<br>`` between paragraphs, ages in place of dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape

from crawler.sample_site.articles import SampleArticle
from crawler.sample_site.designs.markup import Markup, Notice, Text, column, meta, page

ENCODING = "gbk"
_BARE = frozenset({"byline", "machine-translation"})


def article_html(article: SampleArticle, others: Sequence[SampleArticle], *, seed: int = 0) -> str:
    """Return the page of a story; *others* are listed below it."""
    markup = Markup.of(article, seed)
    data, outlet = article.data, article.outlet
    cells = "".join(_cell(part, markup) for part in column(article, gap=""))
    names = "、".join(data.get("authors", []))
    writers = f'<tr><td align="center" id="author">作者：{names}</td></tr>' if names else ""
    stamp = f"发布时间：{printed_date(article)}"
    abstract = f'<tr><td id="zhaiyao">{escape(data["description"])}</td></tr>' if data.get("description") else ""
    photo = f'<tr><td align="center"><img src="/i/{article.id}.gif"><br>{escape(data.get("caption", ""))}</td></tr>'
    words = " ".join(f'<a href="/tags/{n}">{escape(word)}</a>' for n, word in enumerate(data["keywords"]))
    note = f'<tr><td id="note">{escape(data["author_note"])}</td></tr>' if data.get("author_note") else ""
    story = (
        f'<table width="700"><tr><td align="center"><h1>{escape(article.printed_headline)}</h1></td></tr>'
        f'<tr><td align="center" id="info">{stamp}</td></tr>{writers}{abstract}{photo if data.get("caption") else ""}'
        f'<tr><td id="zoom" class="{markup.names("text")}">{cells}</td></tr>{note}'
        f"<tr><td>关键词：{words}</td></tr></table>"
    )
    more = "".join(f'<a href="{other.path}">{escape(other.headline)}</a><br>' for other in others[:4])
    side = "".join(
        f'<table width="240"><tr><th>{escape(title)}</th></tr>{"".join(f"<tr><td>{escape(x)}</td></tr>" for x in lines)}</table>'
        for title, *lines in outlet.data["sidebar"]
    )
    left, right = f"<td>{story}<hr>相关文章<br>{more}</td>", f'<td id="right">{side}</td>'
    nav = f"您的位置：{' &gt; '.join(f'<a href=/c/{n}>{escape(x)}</a>' for n, x in enumerate(outlet.data['nav'][:2]))} &gt; 正文"
    foot = "<br>".join(map(escape, outlet.data["footer"]))
    head = (
        f'<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        f"<title>{escape(article.printed_headline)}_{escape(outlet.name)}</title>"
        + meta("description", data.get("description"), "name")
    )
    body = (
        f'<table id="nav"><tr>{"".join(f"<td><a href=/c/{n}>{escape(x)}</a></td>" for n, x in enumerate(outlet.data["nav"]))}</tr>'
        f"</table><div>{nav}</div><table><tr>{markup.shuffled([left, right])}</tr></table><center>{foot}</center>"
    )
    return page(head, body, language="zh-CN", charset="gb2312")


def printed_date(article: SampleArticle) -> str:
    """Return the date as the page prints it: an age for fresh stories."""
    if article.hours_ago is not None:
        return f"{article.hours_ago}小时前"
    return f"{article.published:%Y-%m-%d %H:%M}"


def listed_date(article: SampleArticle, now: datetime) -> str:
    """Return the date as the list prints it at *now* (aware): an age of up to a day, else month and day."""
    assert article.published_at  # noqa: S101  # dates every story
    age = now - article.published_at
    hours = int(age.total_seconds() // 3600)
    return f"{hours}小时前" if hours < 24 else f"{article.published:%m-%d}"  # noqa: PLR2004  # a day


def _cell(part: Text | Notice, markup: Markup) -> str:
    if isinstance(part, Notice):
        if part.kind in ("related", "prices"):
            rows = "".join(f"<tr><td>{escape(line)}</td></tr>" for line in part.lines)
            return f'<table class="{markup.names("box")}" align="right">{rows}</table>'
        if part.kind in _BARE:
            return "".join(f"　　{escape(line)}<br>" for line in part.lines)
        return f'<div class="{markup.names(part.kind)}" align="center">{"<br>".join(map(escape, part.lines))}</div>'
    if part.kind == "row":
        return f"<table border=1><tr>{''.join(f'<td>{escape(c)}</td>' for c in part.text.split(' | '))}</tr></table>"
    if part.kind in ("h", "li", "quote"):
        element = {"h": "h3", "li": "li", "quote": "blockquote"}[part.kind]
        return f"<{element}>{escape(part.text)}</{element}>"
    return f"　　{escape(part.text)}<br><br>"
