"""Sections, outlets and pictures, from the data or from the page."""

import pytest

from crawler.extract import fields
from crawler.extract.document import parse_html
from crawler.extract.structured import structured_data


def page(head="", body=""):
    root = parse_html(f"<html><head>{head}</head><body><p>-</p>{body}</body></html>")
    return root, structured_data(root)


def ld(text):
    return f'<script type="application/ld+json">{text}</script>'


CRUMBS = '{"@type": "BreadcrumbList", "itemListElement": [{"name": "Home"}, {"item": {"name": "Metals"}}, {"name": "Tin rises"}]}'


@pytest.mark.parametrize(
    ("head", "body", "want"),
    [
        pytest.param(
            ld('{"@type": "Article", "articleSection": ["Metals", "News"]}'), "", ["Metals", "News"], id="json-ld"
        ),
        pytest.param('<meta property="article:section" content=Metals>', "", ["Metals"], id="meta"),
        pytest.param(ld(CRUMBS), "", ["Metals"], id="crumbs-in-the-data"),
        pytest.param(
            "", "<nav class=breadcrumbs><a href=/>Home</a><a href=/m>Metals</a></nav>", ["Metals"], id="crumbs-printed"
        ),
        pytest.param(
            "",
            "<ol class=breadcrumb><li><a href=/>Start</a><li><a href=/m>Metalle</a><li><a href=#>Tin rises</a></ol>",
            ["Metalle"],
            id="crumbs-with-the-story",
        ),
        pytest.param("", "<nav class=breadcrumbs><a href=/>Home</a></nav>", [], id="front-page-only"),
        pytest.param("", "", [], id="none"),
    ],
)
def test_finds_the_section(head, body, want):
    root, data = page(head, body)

    assert [found.value for found in fields.sections(root, data, "Tin rises")] == want


@pytest.mark.parametrize(
    ("head", "want"),
    [
        pytest.param(ld('{"@type": "Article", "publisher": {"name": "Ore Post"}}'), ["Ore Post"], id="json-ld"),
        pytest.param("<meta property=og:site_name content='Ore Post'>", ["Ore Post"], id="site-name"),
        pytest.param("<meta name=publisher content='https://facebook.example/ore'>", [], id="address"),
        pytest.param(
            ld('{"@type": "Article", "publisher": {"@type": "Person", "name": "Ann Tin"}}'),
            ["Ann Tin"],
            id="a-person-alone",
        ),
        pytest.param(
            ld('{"@type": "Article", "publisher": {"@type": "Person", "name": "Ann Tin"}}')
            + "<meta property=og:site_name content='Ore Post'>",
            ["Ore Post"],
            id="a-person-and-an-outlet",
        ),
    ],
)
def test_finds_the_outlet(head, want):
    assert [found.value for found in fields.publishers(page(head)[1])] == want


@pytest.mark.parametrize(
    ("head", "want"),
    [
        pytest.param(
            ld('{"@type": "Article", "image": {"@type": "ImageObject", "url": "/a.jpg"}}'), ["/a.jpg"], id="object"
        ),
        pytest.param(ld('{"@type": "Article", "image": ["/a.jpg", "/b.jpg"]}'), ["/a.jpg", "/b.jpg"], id="list"),
        pytest.param(
            ld('{"@type": "Article", "image": "/img/logo.png"}') + "<meta property=og:image content=/a.jpg>",
            ["/a.jpg", "/img/logo.png"],
            id="logo-last",
        ),
        pytest.param("<meta property=og:image content='data:image/gif;base64,R0'>", [], id="data-address"),
        pytest.param("<meta name=twitter:image content=/a.jpg>", ["/a.jpg"], id="card"),
    ],
)
def test_finds_the_lead_picture(head, want):
    assert [found.value for found in fields.images(page(head)[1])] == want
