"""Markdown: what a reader of it sees is the text of the article, to the letter."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from storage import Article, ArticleStore
from storage.export import export
from storage.markdown import markdown_text

PARSER = MarkdownIt("commonmark").enable("table")
URL = "https://tin.example/1"


def article(*blocks, **fields):
    kinds, texts = zip(*blocks, strict=True) if blocks else ((), ())
    values = {"headline": "Tin", **fields}
    return Article(url=URL, article_body="\n\n".join(texts) or None, block_types=list(kinds), **values)


def seen(markdown):
    """Kind and text of each block that a Markdown reader shows, below the headline and the line of the source."""
    found, kinds = [], []
    for token in PARSER.parse(markdown):
        if token.nesting == 1:
            kinds.append(token.tag)
        elif token.nesting == -1:
            kinds.pop()
        elif token.type == "inline":
            text = "".join(
                child.content for child in token.children if child.type in ("text", "code_inline", "softbreak")
            )
            kind = next((k for k in kinds if k in ("li", "blockquote", "h1", "h2", "th", "td")), "p")
            found.append((kind, text))
    return found


def test_every_block_type_has_its_form():
    text = markdown_text(
        article(
            ("p", "Tin fell."), ("h", "Stocks"), ("li", "Wuxi"), ("li", "Ganzhou"), ("quote", "We wait."),
            ("row", "Metal | Price"), ("row", "Tin | 31,000"), ("p", "It ended."),
            description="A quiet week", authors=["Ann Tin"], date_published_local="2026-11-20", publisher="Tin Post",
        )
    )  # fmt: skip

    assert text == (
        "# Tin\n\n2026-11-20 · Ann Tin · [Tin Post](https://tin.example/1)\n\n*A quiet week*\n\nTin fell.\n\n## Stocks\n\n"
        "- Wuxi\n- Ganzhou\n\n> We wait.\n\n| Metal | Price |\n| --- | --- |\n| Tin | 31,000 |\n\nIt ended.\n"
    )


@pytest.mark.parametrize(
    "line",
    [
        "# no heading", "- no item", "+ no item", "1. no number", "12) no number", "> no quotation", "= no rule", "---",
        "***", "a *star* and_an_underscore", "[no](link)", "<b>no markup</b>", "`no code`", "a | b", "&amp; no entity",

        "closing hashes ##", "C# and F#", "back\\slash", "~~no strike~~", "![no](picture)", "锡价 *上涨*", "https://tin.example/a_b_c",
        "A$240 million (+3%)", "2026",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["p", "h", "li", "quote"])
def test_text_that_looks_like_markdown_stays_text(kind, line):
    (*_, (shown_as, text)) = seen(markdown_text(article((kind, line))))

    assert text == line
    assert shown_as == {"p": "p", "h": "h2", "li": "li", "quote": "blockquote"}[kind]


WORDS = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=60).map(
    lambda text: re.sub(r"\s+", " ", text).strip()
)


@given(WORDS.filter(bool), st.sampled_from(["p", "h", "li", "quote"]))
def test_any_text_is_seen_as_it_is(text, kind):
    assert "".join(seen(markdown_text(article((kind, text))))[-1][1].split()) == "".join(text.split())


def test_a_table_with_rows_of_several_widths_is_filled_up():
    text = markdown_text(article(("row", "Metal | Low | High"), ("row", "Tin"), ("row", "Zinc | 1 | 2 | 3")))

    assert text.endswith(
        "| Metal | Low | High |  |\n| --- | --- | --- | --- |\n| Tin |  |  |  |\n| Zinc | 1 | 2 | 3 |\n"
    )


def test_an_article_without_a_body_is_its_headline_and_source():
    assert markdown_text(article()) == "# Tin\n\n[tin.example](https://tin.example/1)\n"


def test_an_export_has_a_rule_between_two_articles(tmp_path):
    with ArticleStore(tmp_path / "news.db") as store:
        store.save(article(("p", "One.")))
        store.save(Article(url="https://tin.example/2", headline="Zinc", article_body="Two.", block_types=["p"]))
        assert export(store.articles(), tmp_path / "all.md", "md") == 2

    text = (tmp_path / "all.md").read_text(encoding="utf-8")
    assert text.count("\n---\n") == 1
    assert text.startswith("# ")


@pytest.mark.parametrize("author", ["- Staff", "1. X", "# Y", "Ann\nTin"])
def test_an_author_makes_no_list(author):
    tokens = [
        token.tag
        for token in PARSER.parse(markdown_text(article(("p", "Tin."), authors=[author])))
        if token.nesting == 1
    ]

    assert tokens == ["h1", "p", "p"]


@pytest.mark.parametrize(
    "url", ["https://t.example/?q=\\", "https://t.example/(a)", "https://t.example/?a=1&lt;=2", "https://t.example/a b"]
)
def test_the_link_leads_to_the_article(url):
    made = Article(url=url, headline="Tin")
    (link,) = (
        child.attrs["href"]
        for token in PARSER.parse(markdown_text(made)) if token.type == "inline"
        for child in token.children if child.type == "link_open"
    )  # fmt: skip

    assert unquote(link) == url
