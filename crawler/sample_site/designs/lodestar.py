"""Lodestar, the SMM-like outlet: one template an era, and the listing. The seed varies names, wrappers and tags of the markup.

Nothing in a page may be learnt by heart: class names are hashed anew for each seed, paragraphs may be ``div`` elements,
labels links or bare lines. What stays is what stays on the real site: the address and the order of the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from html import escape
from random import Random
from typing import Any

from crawler.sample_site.articles import LODESTAR_HOST, SampleArticle

PAGE_SIZE = 12
_NAME = "Lodestar Metals Market"
_NAV = ("Home", "Prices", "News", "Analysis", "Events", "Log in")
_DECOYS = (
    "Lead premiums ease as battery makers pause",
    "Quarterly chrome benchmark rolls over",
    "Barge rates climb on low water",
    "Magnesium offers thin out before the holiday",
)
_COLUMNS = ("name", "low", "high", "average", "change", "unit", "date")


def article_html(article: SampleArticle, others: Sequence[SampleArticle], *, seed: int = 0) -> str:
    """Return the page of a story; *others* lend the bodies that the fourth design prints under ``Related News``."""
    markup = _Markup(Random(f"{seed}:{article.id}"))  # noqa: S311  # variety, not secrecy
    lines = _LINES[article.era](article, others)
    title = article.printed_headline
    head = f'<meta charset="utf-8"><title>{escape(title)} | {_NAME}</title>'
    if article.era == "D":
        head += _og("title", title) + _og("description", article.data["abstract"]) + _og("site_name", _NAME)
    main = markup.wrap("".join(markup.line(kind, text) for kind, text in lines), "main")
    aside = "".join(markup.box(text) for text in ("Most popular", *markup.random.sample(_DECOYS, 3), "3 hours ago"))
    nav = "".join(f'<a href="/x/{number}">{word}</a>' for number, word in enumerate(_NAV))
    body = markup.wrap(nav, "nav") + markup.wrap(main + markup.wrap(aside, "right"), "row")
    footer = markup.wrap(
        f'<a href="/about">About us</a> <a href="/terms">Terms</a> © {_NAME}. All rights reserved.', "footer"
    )
    lang = article.language
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body><div id="root">{body}{footer}</div></body></html>'
    )


def article_text(article: SampleArticle, others: Sequence[SampleArticle]) -> str:
    """Return the story's page as text, one line a block, as crawls of the real site were stored."""
    lines = []
    for kind, text in _LINES[article.era](article, others):
        if kind == "prices":
            lines += ["\t".join(str(row[column]) for column in _COLUMNS) for row in _table(text)]
        elif kind == "chips":
            lines += text
        else:
            lines.append(str(text))
    return "\n".join(lines) + "\n"


def listing_html(articles: Sequence[SampleArticle], page: int) -> str:
    """Return page *page* (from 1) of the listing: *articles* newest first, with a link to the next older page."""
    shown = articles[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    items = "".join(
        f'<div class="item"><a href="{escape(a.path)}"><div class="t">{escape(a.printed_headline)}</div></a>'
        f'<div class="d">{_listed(a.published) if a.published and a.data["era"] != "B" else ""}</div></div>'
        for a in shown
    )
    more = page * PAGE_SIZE < len(articles)
    older = f'<a rel="next" href="/en/?page={page + 1}">More News</a>' if more else ""
    # The same stories under other addresses, as the real site has them: bare id, other host, broken relative link.
    again = "".join(
        f'<li><a href="{prefix}/newscontent/{a.id}">{escape(a.data["headline"])}</a></li>'
        for prefix, a in zip(
            ("", f"https://www.{LODESTAR_HOST.removeprefix('news.')}/en", "/Quotes%2520for%2520spot"),
            shown,
            strict=False,
        )
    )
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Metals news | {_NAME}</title></head><body>'
        f"<h1>Latest news</h1>{items}{older}<aside><h2>Most read</h2><ul>{again}</ul></aside></body></html>"
    )


def _era_a(article: SampleArticle, _: Sequence[SampleArticle]) -> list[tuple[str, Any]]:
    d = article.data
    chinese = article.language == "zh"
    return [
        ("label", "金属新闻" if chinese else "Metals News"),
        ("headline", article.printed_headline),
        *_date(
            f"{article.published:%b} {article.published.day},{article.published:%Y}" + _clock(article)
            if article.published
            else None
        ),
        *_lines("note", d.get("translation_notice")),
        *_story(article),
        *_lines("note", d.get("event"), d.get("qr")),
        ("chips", list(d.get("keywords", []))),
        *_lines("note", d.get("contact"), d.get("research")),
        ("label", "相关价格" if chinese else "Related Price"),
        ("prices", d["prices"]) if d.get("prices") else ("label", "暂无数据" if chinese else "No Data"),
    ]


def _era_b(article: SampleArticle, _: Sequence[SampleArticle]) -> list[tuple[str, Any]]:
    d, moment = article.data, article.published
    date = f"icon{moment:%b} {moment.day}, {moment:%Y %H:%M}" if moment else None
    if d.get("prints_zone") and moment:
        date = f"{moment:%b} {moment.day},{moment:%Y %H:%M}CST"
    return [
        ("label", f"Home / Metal News / {article.printed_headline}"),
        ("headline", article.printed_headline),
        *_date(date),
        ("label", "Source:LMM"),
        *_lines("note", d.get("abstract"), d.get("translation_notice")),
        *_story(article),
        *_lines("note", d.get("event"), d.get("qr")),
        *([("chips", list(d["keywords"]))] if d.get("keywords") else []),
        *_lines("note", d.get("contact"), d.get("research")),
        ("label", "Related Price"),
        ("prices", d["prices"]) if d.get("prices") else ("label", "No Data"),
    ]


def _era_c(article: SampleArticle, _: Sequence[SampleArticle]) -> list[tuple[str, Any]]:
    d = article.data
    return [
        *_lines("note", d.get("subscribe")),
        *_story(article),
        *_lines("note", d.get("qr"), d.get("contact"), d.get("research"), d.get("statement")),
    ]


def _era_d(article: SampleArticle, others: Sequence[SampleArticle]) -> list[tuple[str, Any]]:
    d, moment = article.data, article.published
    colon = " :" if d.get("announcement") else ":"
    bodies = [line for other in others[:2] for line in [("note", other.data["headline"]), *_story(other)]]
    return [
        ("headline", article.printed_headline),
        *_date(f"Published{colon} {moment:%b} {moment:%d}, {moment:%Y %H:%M}" if moment else None),
        *([("label", "Save")] if d.get("announcement") else []),
        *_lines("note", d.get("abstract")),
        *_story(article),
        *_lines("note", d.get("statement"), d.get("contact"), d.get("research")),
        ("label", "相关新闻" if article.language == "zh" else "Related News"),
        ("label", "Widget.Time.hoursAgo"),
        ("label", "Read More"),
        *bodies,
    ]


_LINES = {"A": _era_a, "B": _era_b, "C": _era_c, "D": _era_d}


def _story(article: SampleArticle) -> list[tuple[str, Any]]:
    """The body as printed: the lead-in before its first words, the credit behind its last."""
    blocks = article.blocks()
    lead_in, credit = article.data.get("lead_in"), article.data.get("credit")
    if lead_in:
        gap = "" if lead_in.endswith(("：", "，")) else " "
        blocks[0] = (blocks[0][0], f"{lead_in}{gap}{blocks[0][1]}")
    if credit:
        opening, closing = ("（", "）") if article.language == "zh" else (" (", ")")
        blocks[-1] = (blocks[-1][0], f"{blocks[-1][1]}{opening}{credit}{closing}")
    return [(kind, text) for kind, text in blocks]


def _clock(article: SampleArticle) -> str:
    return f" {article.published:%H:%M}" if "T" in str(article.data.get("published", "")) else ""


def _date(text: str | None) -> list[tuple[str, Any]]:
    return [("date", text)] if text else []


def _lines(kind: str, *texts: str | list[str] | None) -> list[tuple[str, Any]]:
    return [(kind, line) for text in texts if text for line in ([text] if isinstance(text, str) else text)]


def _listed(moment: datetime) -> str:
    return f"{moment:%b} {moment.day}, {moment:%Y %H:%M}"


def _table(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    heading = {column: column.title() for column in _COLUMNS}
    return [heading, *({column: row.get(column, "") for column in _COLUMNS} for row in rows)]


def _og(name: str, text: str) -> str:
    return f'<meta property="og:{name}" content="{escape(text)}">'


class _Markup:
    """One build of the site's markup: its class names, its elements for lines, its wrappers."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.suffix = f"___{random.randrange(16**5):05x}"
        self.paragraph = random.choice(("p", "p", "div"))
        self.chip = random.choice(("a", "span", "div"))
        self.depth = random.randrange(3)

    def line(self, kind: str, text: Any) -> str:  # noqa: ANN401  # a text, labels, or rows: by its kind
        if kind == "prices":
            rows = ["".join(f"<td>{escape(str(cell))}</td>" for cell in row.values()) for row in _table(text)]
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        if kind == "chips":
            return self.wrap("".join(self.labelled(tag) for tag in text), "tags")
        if kind == "date" and text.startswith("icon"):
            return self.wrap(f"<i>icon</i>{escape(text[4:])}", "date")
        element = {
            "headline": "h1",
            "h": "h3",
            "li": "li",
            "quote": "blockquote",
            "p": self.paragraph,
            "note": self.paragraph,
        }
        if kind in element:
            return self.inside(f"<{element[kind]}>{escape(text)}</{element[kind]}>", kind)
        return self.wrap(escape(text), kind)

    def labelled(self, tag: str) -> str:
        link = f' href="/tag/{escape(tag.lower().replace(" ", "-"))}"' if self.chip == "a" else ""
        return f'<{self.chip} class="tag{self.suffix}"{link}>{escape(tag)}</{self.chip}>'

    def inside(self, markup: str, kind: str) -> str:
        return self.wrap(markup, kind) if kind == "p" and self.depth == 2 else markup  # noqa: PLR2004

    def wrap(self, markup: str, name: str) -> str:
        return f'<div class="{name}{self.suffix}">{markup}</div>'

    def box(self, text: str) -> str:
        return f'<div class="card{self.suffix}">{escape(text)}</div>'
