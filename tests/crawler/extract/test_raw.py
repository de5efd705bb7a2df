"""A page to what it holds, as printed: plain text and HTML."""

import pytest

from crawler.extract import raw_text
from crawler.extract.document import page_blocks, parse_html
from crawler.extract.headlines import headlines
from crawler.extract.raw import own_data, testimony
from crawler.sources import Select

TIN = "Stocks of tin in exchange warehouses fell again, to 41,200 mt on Monday, and traders expect more."


def test_takes_all_lines_of_a_plain_text():
    found = raw_text(f"Tin falls\n\n{TIN}\nTags\n", ends_story=lambda _: False)

    assert [(block.text, block.inside, block.rule) for block in found.blocks] == [
        ("Tin falls", True, None),
        (TIN, True, None),
        ("Tags", True, None),
    ]


def test_a_plain_text_ends_where_its_story_ends():
    lines = f"Tin falls\n{TIN}\nRelated News\nZinc rises\n{TIN}"

    found = raw_text(lines, ends_story=lambda line: line == "Related News")

    assert [(block.text, block.rule) for block in found.blocks[2:]] == [
        ("Related News", None),
        ("Zinc rises", "behind-the-story"),
        (TIN, "behind-the-story"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", " \t\n"])
def test_an_empty_text_has_no_blocks(text):
    assert raw_text(text, ends_story=lambda _: False).blocks == []


def read_testimony(root):
    data = own_data(root)
    return testimony(data, headlines(root, data, page_blocks(root)[0], Select()))


def test_what_a_page_s_data_say_testifies_of_its_blocks():
    data = (
        '{"@type": "NewsArticle", "headline": "Tin falls", "description": "A dry spell.", "articleBody": "Tin fell."}'
    )
    root = parse_html(
        f'<html><head><title>Tin falls</title><script type="application/ld+json">{data}</script></head>'
        f"<body><h1>Tin falls</h1><p>{TIN}</p></body></html>"
    )

    witness = read_testimony(root)

    assert (witness.headline, witness.article_body) == ("Tin falls", "Tin fell.")
    assert "A dry spell." in witness.descriptions


def test_a_page_without_data_testifies_nothing():
    root = parse_html(f"<body><p>{TIN}</p></body>")

    witness = read_testimony(root)

    assert (witness.descriptions, witness.article_body) == ((), "")
