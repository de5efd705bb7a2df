"""One article as Markdown (CommonMark, and the tables of GitHub's dialect), made from ``block_types``.

A reader of the Markdown sees the text of the article, to the letter: what Markdown would take for its own marks is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from storage.article import Article

_MARKS = re.compile(r"[\\`*_\[\]<>~|&#]")
_LINE_START = re.compile(r"^(?:[+=-]|\d{1,9}(?=[.)]))")
_NO_PLACE = re.compile(r"[()\s\\]")
_CELL = " | "


def markdown_text(article: Article) -> str:
    r"""Return *article* as Markdown that ends in a line end: headline, day and source, standfirst, body.

    >>> print(markdown_text(Article(url="https://a.example/1", headline="Tin", article_body="Up 3*", block_types=["p"])))
    # Tin
    <BLANKLINE>
    [a.example](https://a.example/1)
    <BLANKLINE>
    Up 3\*
    <BLANKLINE>
    """
    by = _line(", ".join(article.authors))
    place = article.url.replace("\\", "%5C").replace("&", "&amp;").replace("<", "%3C").replace(">", "%3E")
    place = f"<{place}>" if _NO_PLACE.search(place) else place
    link = f"[{_line(article.publisher or article.source)}]({place})"
    parts = [f"# {_line(article.headline)}", " · ".join(filter(None, [article.date_published_local, by, link]))]
    if article.description and article.description.strip():
        parts.append(f"*{_escaped(' '.join(article.description.split()))}*")
    return "\n\n".join([*parts, *_blocks(article)]) + "\n"


def _blocks(article: Article) -> Iterator[str]:
    texts = (article.article_body or "").split("\n\n") if article.article_body else []
    types = [*article.block_types, *["p"] * len(texts)]  # an article that somebody else saved may lack some
    for kind, group in groupby(zip(types, texts, strict=False), key=lambda pair: pair[0]):
        lines = [text for _, text in group]
        if kind == "row":
            yield _table(lines)
        elif kind == "li":
            yield "\n".join(f"- {_line(text)}" for text in lines)
        elif kind == "quote":
            yield "\n>\n".join(f"> {_line(text)}" for text in lines)
        else:
            yield from (f"## {_line(text)}" if kind == "h" else _line(text) for text in lines)


def _table(lines: list[str]) -> str:
    """The first row is the heading: Markdown knows no table without one."""
    rows = [[_escaped(" ".join(cell.split())) for cell in line.split(_CELL)] for line in lines]
    width = max(map(len, rows))
    filled = [row + [""] * (width - len(row)) for row in rows]
    drawn = [f"| {' | '.join(row)} |" for row in [filled[0], ["---"] * width, *filled[1:]]]
    return "\n".join(drawn)


def _line(text: str) -> str:
    """A paragraph: one line, which must not begin like a heading or a list."""
    even = _escaped(" ".join(text.split()))
    start = _LINE_START.match(even)
    return (
        even
        if start is None
        else f"{even[: start.end()]}\\{even[start.end() :]}"
        if start[0].isdigit()
        else f"\\{even}"
    )


def _escaped(text: str) -> str:
    return _MARKS.sub(lambda mark: f"\\{mark[0]}", text)
