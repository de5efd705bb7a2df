"""Which language tags a page declares, and in which order."""

import pytest

from crawler.extract.declared import declared_languages
from crawler.extract.document import parse_html
from crawler.extract.structured import structured_data

LD = '<script type="application/ld+json">{"@type":"NewsArticle","inLanguage":"de"}</script>'


@pytest.mark.parametrize(
    ("head", "want"),
    [
        pytest.param("", ["en"], id="html-lang"),
        pytest.param(LD, ["de", "en"], id="the-article-s-own-first"),
        pytest.param('<meta property="og:locale" content=en_US>', ["en", "en_US"], id="opengraph"),
        pytest.param("<meta name=Content-Language content=fr>", ["en", "fr"], id="content-language"),
        pytest.param('<meta name="DC.language" content=fr>', ["en", "fr"], id="dublin-core"),
    ],
)
def test_finds_declared_languages(head, want):
    root = parse_html(f"<html lang=en><head>{head}</head><body><p>-</p></body></html>")

    assert [found.value for found in declared_languages(root, structured_data(root))] == want
