from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discover import sitemap, sitemap_entries

URL = "https://example.com/maps/sitemap.xml"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def urlset(*items: str, namespace: str = NAMESPACE) -> bytes:
    google = "http://www.google.com/schemas/sitemap"
    news = f'xmlns:news="{google}-news/0.9" xmlns:image="{google}-image/1.1"'
    inner = "".join(f"<url>{item}</url>" for item in items)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{namespace}" {news}>{inner}</urlset>'.encode()


def urls(body: bytes) -> list[str | None]:
    return [entry.url for entry in sitemap_entries(body, url=URL)]


def test_reads_a_news_sitemap():
    body = urlset(
        "<loc>https://example.com/tin</loc><lastmod>2024-03-05</lastmod>"
        "<news:news><news:publication><news:name>Wire</news:name></news:publication>"
        "<news:publication_date>2024-03-05T09:30:00+08:00</news:publication_date>"
        "<news:title>Tin &amp; zinc</news:title></news:news><image:image><image:loc>https://example.com/tin.jpg</image:loc></image:image>"
    )

    (entry,) = sitemap_entries(body, url=URL)

    assert (entry.url, entry.title, entry.kind) == ("https://example.com/tin", "Tin & zinc", "article")
    assert entry.published == datetime(2024, 3, 5, 1, 30, tzinfo=UTC)
    assert entry.updated == datetime(2024, 3, 5, tzinfo=UTC)


def test_items_of_an_index_are_sitemaps():
    item = "<sitemap><loc>/a.xml.gz</loc><lastmod>2024-03</lastmod></sitemap>"
    body = f"<sitemapindex xmlns='{NAMESPACE}'>{item}</sitemapindex>"

    (entry,) = sitemap_entries(body.encode(), url=URL)

    assert (entry.url, entry.kind) == ("https://example.com/a.xml.gz", "sitemap")
    assert entry.updated == datetime(2024, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("item", "want"),
    [
        pytest.param("<loc>\n  https://example.com/a\n</loc>", ["https://example.com/a"], id="white space"),
        pytest.param(
            "<loc><![CDATA[https://example.com/?a=1&b=2]]></loc>", ["https://example.com/?a=1&b=2"], id="cdata"
        ),
        pytest.param("<loc>https://example.com/?a=1&amp;b=2</loc>", ["https://example.com/?a=1&b=2"], id="ampersand"),
        pytest.param(
            "<loc>https://example.com/?a=1&b=2&copy=3</loc>",
            ["https://example.com/?a=1&b=2&copy=3"],
            id="bare ampersand",
        ),
        pytest.param("<loc>a.html</loc>", ["https://example.com/maps/a.html"], id="relative"),
        pytest.param("<loc>javascript:alert(1)</loc>", [], id="javascript"),
        pytest.param("<loc>file:///etc/passwd</loc>", [], id="file"),
        pytest.param("<loc></loc>", [], id="empty"),
        pytest.param("<lastmod>2024-03-05</lastmod>", [], id="no loc"),
        pytest.param("\nhttps://example.com/a\n", ["https://example.com/a"], id="address without loc"),
        pytest.param("<loc>https://example.com/a<!-- x --></loc>", ["https://example.com/a"], id="comment"),
        pytest.param("<loc>https://example.com/caf&eacute;</loc>", ["https://example.com/café"], id="entity of html"),
        pytest.param("<loc>https://example.com/&unknown;/a</loc>", [], id="unknown entity"),
        pytest.param(
            "<image:image><image:loc>https://example.com/a.jpg</image:loc></image:image>", [], id="only an image"
        ),
    ],
)
def test_reads_an_address(item, want):
    assert urls(urlset(item)) == want


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            urlset("<loc>/a</loc>", "<loc>/b</loc>", namespace="http://www.google.com/schemas/sitemap/0.84"), id="wrong"
        ),
        pytest.param(b"<urlset><url><loc>/a</loc></url><url><loc>/b</loc></url></urlset>", id="none"),
        pytest.param(
            b"<s:urlset><s:url><s:loc>/a</s:loc></s:url><s:url><s:loc>/b</s:loc></s:url></s:urlset>", id="undeclared"
        ),
        pytest.param(
            b"\n\xef\xbb\xbf" + urlset("<loc>/a</loc>", "<loc>/b</loc>"), id="something before the declaration"
        ),
        pytest.param(
            urlset("<loc>/a</loc>", "<loc>/b</loc>").decode().replace("UTF-8", "UTF-16").encode("utf-16"), id="utf-16"
        ),
        pytest.param(urlset("<loc>/a</loc>", "<loc>/b</loc>").replace(b"</urlset>", b"<url><loc>/c"), id="cut off"),
        pytest.param(urlset("<loc>/a</loc>", "<loc>/b</lok>"), id="wrong end tag"),
    ],
)
def test_reads_what_the_standard_forbids(body):
    assert urls(body)[:2] == ["https://example.com/a", "https://example.com/b"]


def test_an_address_listed_twice_comes_twice():
    assert urls(urlset("<loc>/a</loc>", "<loc>/a</loc>")) == ["https://example.com/a"] * 2


def test_reads_plain_text_and_nothing_but_addresses():
    body = b"\xef\xbb\xbfhttps://example.com/a\r\n  https://example.com/b \n\nUser-agent: *\n/c\nftp://example.com/d\n"

    assert urls(body) == ["https://example.com/a", "https://example.com/b"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(
            b"<rss><channel><item><link>/a</link></item><item><title>b</title></item></channel></rss>", id="rss"
        ),
        pytest.param(b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><link href='/a'/></entry></feed>", id="atom"),
    ],
)
def test_reads_a_feed_given_as_sitemap_leaving_out_items_without_link(body):
    assert urls(body) == ["https://example.com/a"]


@pytest.mark.parametrize(
    "pack",
    [
        pytest.param(gzip.compress, id="gzip"),
        pytest.param(lambda body: gzip.compress(gzip.compress(body)), id="gzip in gzip"),
        pytest.param(lambda body: gzip.compress(body[:60]) + gzip.compress(body[60:]), id="two members"),
        pytest.param(lambda body: gzip.compress(body)[:-6], id="cut off"),
    ],
)
def test_unpacks(pack):
    assert urls(pack(urlset("<loc>/a</loc>"))) == ["https://example.com/a"]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x1f\x8b", id="gzip without data"),
        pytest.param(b"\x1f\x8bnonsense", id="broken gzip"),
        pytest.param(b"\x89PNG\r\n\x1a\n", id="picture"),
        pytest.param(b"<!DOCTYPE html><html><body><a href='https://example.com/a'>a</a></body></html>", id="page"),
        pytest.param(b"User-agent: *\nSitemap: https://example.com/sitemap.xml\n", id="robots.txt"),
        pytest.param(b"<a>" * 100_000, id="too deep"),
        pytest.param(b"<urlset>" + b"<a/>" * 3_000_000 + b"<url><loc>/a</loc></url></urlset>", id="too many elements"),
    ],
)
def test_what_is_no_sitemap_has_no_entries(body):
    assert urls(body) == []


def test_stops_at_fifty_thousand():
    assert len(urls(b"<urlset>" + b"<url><loc>/a</loc></url>" * 60_000)) == 50_000


def test_reads_no_more_than_the_limit_of_a_bomb(monkeypatch):
    monkeypatch.setattr(sitemap, "MAX_BYTES", 1_000_000)
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    bomb = b"".join([packer.compress(urlset("<loc>/a</loc>")[:-9] + b" " * 20_000_000), packer.flush()])

    assert urls(bomb) == ["https://example.com/a"]
    assert len(sitemap._unpack(bomb)) == 1_000_000  # noqa: SLF001  the bound itself, which no entry shows


@pytest.mark.parametrize(
    "subset",
    [
        pytest.param('<!ENTITY x SYSTEM "{file}">', id="file"),
        pytest.param('<!ENTITY x "https://example.com/inner">', id="internal"),
        pytest.param('<!ENTITY % p SYSTEM "{file}"> %p;', id="parameter"),
        pytest.param('<!ENTITY y "aaaaaaaaaa"><!ENTITY x "&y;&y;&y;&y;&y;&y;&y;&y;">', id="nested"),
    ],
)
def test_never_expands_an_entity(tmp_path, subset):
    trap = tmp_path / "trap"
    trap.write_text("https://example.com/do-not-visit")
    doctype = f"<!DOCTYPE urlset [{subset.format(file=trap.as_uri())}]>"

    body = f"{doctype}<urlset><url><loc>&x;</loc></url><url><loc>/a</loc></url></urlset>".encode()

    assert urls(body) == ["https://example.com/a"]


PARTS = st.sampled_from(
    [
        "<urlset>", "<urlset xmlns='x'>", "<sitemapindex>", "<url>", "</url>", "<sitemap>", "<loc>", "</loc>",
        "<lastmod>", "&", "&x;", "<news:news>", "<news:title>", "<news:publication_date>",
        "9999-12-31T23:59:59-12:00", "http://[", "/a", "<![CDATA[", "]]>", "<!--", "-->", "<!DOCTYPE urlset [",
        "<!ENTITY x 'y'>", "]>", "\x00", "é", "<rss>", "<item>", "<link>", "<?p", "?>",
    ]
)  # fmt: skip


@given(st.binary(max_size=300) | st.lists(PARTS, max_size=40).map(lambda parts: "".join(parts).encode()), st.booleans())
@settings(max_examples=300, deadline=None)
def test_never_raises(body, packed):
    for entry in sitemap_entries(gzip.compress(body) if packed else body, url=URL):
        assert entry.url is not None
        assert entry.url.startswith(("http://", "https://"))


def test_reads_the_keywords_of_a_news_sitemap():
    news = "<news:news><news:title>Tin</news:title><news:keywords>tin, LME &amp; SHFE,, tin</news:keywords></news:news>"

    (entry,) = sitemap_entries(urlset(f"<loc>/tin</loc>{news}"), url=URL)

    assert entry.keywords == ("tin", "LME & SHFE")
