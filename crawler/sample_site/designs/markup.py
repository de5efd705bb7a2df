"""What all designs share: one build of a site's markup, varied by a seed, and the story's column with its clutter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from random import Random
from typing import Any

from crawler.sample_site.articles import SampleArticle

_JUNK = ("flex", "mt-4", "px-2", "grid", "text-sm", "u-clearfix", "is-layout-flow", "gap-2", "relative", "block")
_ELEMENTS = {"h": "h2", "quote": "blockquote"}


@dataclass(frozen=True, slots=True)
class Notice:
    """Clutter in the story's column."""

    kind: str
    """What it is: ``newsletter``, ``share``, ``related`` ..."""
    lines: tuple[str, ...]
    """Its lines."""


@dataclass(frozen=True, slots=True)
class Text:
    """A block of the story."""

    kind: str
    """``p``, ``h``, ``li``, ``quote`` or ``row``."""
    text: str
    """As printed, with dateline or credit glued to it."""


class Markup:
    """One build of a site: its class names, wrappers and the order of its boxes."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._hash = f"{random.randrange(16**5):05x}"
        self._style = random.choice(("{0}-{1}", "{0}__{1}", "css-{1} {0}", "{0}_{0}__{1}"))
        self._depth = random.randrange(3)

    @classmethod
    def of(cls, article: SampleArticle, seed: int) -> Markup:
        """Return the build that a page of *article* has under a seed."""
        return cls(Random(f"{seed}:{article.outlet.host}:{article.id}"))  # noqa: S311  # variety, not secrecy

    def names(self, word: str) -> str:
        """Return a class attribute in this build's style, with others that only lay out."""
        own = self._style.format(word, self._hash)
        return " ".join([own, *self.random.sample(_JUNK, self.random.randrange(3))])

    def box(self, inner: str, word: str, tag: str = "div", **attributes: str) -> str:
        """Return an element of class *word*; ``data_x`` becomes ``data-x``."""
        more = "".join(f' {name.replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
        return f'<{tag} class="{self.names(word)}"{more}>{inner}</{tag}>'

    def nested(self, inner: str, word: str) -> str:
        """Return *inner* in as many wrappers as this build likes."""
        for level in range(self._depth):
            inner = self.box(inner, f"{word}-inner{level}")
        return inner

    def links(self, labels: Sequence[str], prefix: str = "/x/") -> str:
        """Return the labels as links to pages that are no stories."""
        return "".join(f'<a href="{prefix}{number}">{escape(label)}</a>' for number, label in enumerate(labels))

    def items(self, labels: Sequence[str], prefix: str = "/x/") -> str:
        """Return the labels as a list of links."""
        return "".join(
            f'<li><a href="{prefix}{number}">{escape(label)}</a></li>' for number, label in enumerate(labels)
        )

    def shuffled(self, parts: Sequence[str]) -> str:
        """Return the parts in this build's order."""
        ordered = list(parts)
        self.random.shuffle(ordered)
        return "".join(ordered)


def column(article: SampleArticle, *, gap: str = " ") -> list[Text | Notice]:
    """Return the story's column in order: its blocks, the dateline glued to the first, with the clutter between them."""
    data = article.data
    blocks = [Text(kind, text) for kind, text in article.blocks()]
    dateline = str(data.get("dateline", ""))
    if dateline:
        between = "" if dateline.endswith((" ", "，", "】")) else gap
        blocks[0] = Text(blocks[0].kind, f"{dateline}{between}{blocks[0].text}")
    notices: list[dict[str, Any]] = list(data.get("notices", ()))
    found: list[Text | Notice] = []
    for number in range(len(blocks) + 1):
        found += [Notice(n["class"], tuple(n["lines"])) for n in notices if n["after"] == number < len(blocks)]
        found += blocks[number : number + 1]
    if data.get("credit"):
        found.append(Text("p", data["credit"]))
    return [*found, *(Notice(n["class"], tuple(n["lines"])) for n in notices if n["after"] in (-1, len(blocks)))]


def rendered(
    parts: Sequence[Text | Notice], *, text: Callable[[Text], str], notice: Callable[[Notice], str]
) -> str:  # fmt: skip
    """Return the column as HTML: runs of list items and of rows are put into one list, one table."""
    return "".join(_runs(parts, text, notice))


def _runs(
    parts: Sequence[Text | Notice], text: Callable[[Text], str], notice: Callable[[Notice], str]
) -> Iterator[str]:
    for kind, run in groupby(parts, key=lambda part: part.kind if isinstance(part, Text) else ""):
        members = list(run)
        if kind == "li":
            yield (
                "<ul>"
                + "".join(f"<li>{escape(part.text)}</li>" for part in members if isinstance(part, Text))
                + "</ul>"
            )
        elif kind == "row":
            yield table([part.text.split(" | ") for part in members if isinstance(part, Text)])
        else:
            yield from (text(part) if isinstance(part, Text) else notice(part) for part in members)


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as a table."""
    lines = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows)
    return f"<table><tbody>{''.join(f'<tr>{line}</tr>' for line in lines)}</tbody></table>"


def plain(part: Text) -> str:
    """Return a block as its usual element."""
    element = _ELEMENTS.get(part.kind, "p")
    inner = f"<p>{escape(part.text)}</p>" if part.kind == "quote" else escape(part.text)
    return f"<{element}>{inner}</{element}>"


def meta(name: str, content: str | None, attribute: str = "property") -> str:
    """Return a ``<meta>`` element, nothing for no content."""
    return f'<meta {attribute}="{name}" content="{escape(content)}">' if content else ""


def page(head: str, body: str, *, language: str, charset: str = "utf-8") -> str:
    """Return a whole document."""
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="{charset}">{head}</head>'
        f"<body>{body}</body></html>"
    )


def boxed(markup: Markup, notice: Notice, tag: str = "div", **attributes: str) -> str:
    """Return a notice as a box of its own: heading, then links, a form or paragraphs, as its kind wants."""
    first, *others = notice.lines
    if notice.kind in ("related", "share"):
        inner = f"<h4>{escape(first)}</h4><ul>{markup.items(others)}</ul>"
    elif notice.kind == "prices":
        inner = f"<h4>{escape(first)}</h4>" + "".join(f"<div>{escape(line)}</div>" for line in others)
    elif notice.kind == "newsletter" and others:
        *texts, button = others
        fields = f'<form action="/signup"><input type="email" name="mail"><button>{escape(button)}</button></form>'
        inner = f"<h4>{escape(first)}</h4>{''.join(f'<p>{escape(text)}</p>' for text in texts)}{fields}"
    else:
        inner = "".join(f"<p>{escape(line)}</p>" for line in notice.lines)
    return markup.box(inner, notice.kind, tag, **attributes)


def lines_of(notice: Notice) -> str:
    """Return a notice as bare paragraphs, which look like those of the story."""
    return paragraphs(notice.lines)


def paragraphs(lines: Sequence[str], tag: str = "p") -> str:
    """Return each line in an element of its own."""
    return "".join(f"<{tag}>{escape(line)}</{tag}>" for line in lines)


def figure(article: SampleArticle) -> str:
    """Return the lead photo with its caption, nothing for a story without one."""
    caption = article.data.get("caption")
    picture = f'<img alt="" src="/i/{article.id}.jpg">'
    return f"<figure>{picture}<figcaption>{escape(caption)}</figcaption></figure>" if caption else ""
