from __future__ import annotations

import pytest

from crawler.discover import robots_sitemaps

URL = "https://tin.example/robots.txt"


@pytest.mark.parametrize(
    ("body", "want"),
    [
        pytest.param("Sitemap: https://tin.example/a.xml", ["https://tin.example/a.xml"], id="one"),
        pytest.param("sitemap:https://tin.example/a.xml # news", ["https://tin.example/a.xml"], id="comment"),
        pytest.param("User-agent: x\r\n\tSITEMAP : /a.txt\r\nDisallow: /\r\n", ["https://tin.example/a.txt"], id="relative"),
        pytest.param("Sitemap: /a\rSitemap: /b\rSitemap: /a\r", ["https://tin.example/a", "https://tin.example/b"], id="cr"),
        pytest.param("\ufeffSitemap: /a", ["https://tin.example/a"], id="byte-order-mark"),
        pytest.param("# Sitemap: /a\nDisallow: /sitemap: /b\nSitemap:\nSitemap: # none", [], id="none"),
        pytest.param("Sitemap: file:///etc/passwd\nSitemap: javascript:x\nSitemap: http://[", [], id="no-web-address"),
        pytest.param("<html><p>Sitemap: /a</p>", [], id="page"),
        pytest.param("\ud800".encode("utf-8", "surrogatepass"), [], id="no-text"),
    ],
)  # fmt: skip
def test_names_the_sitemaps_of_a_robots_txt(body, want):
    assert robots_sitemaps(body if isinstance(body, bytes) else body.encode(), url=URL) == want


def test_a_relative_address_needs_the_file_s_own():
    assert robots_sitemaps(b"Sitemap: /a.xml\nSitemap: https://tin.example/b.xml") == ["https://tin.example/b.xml"]


def test_is_bounded():
    lines = "".join(f"Sitemap: /{number}\n" for number in range(1000)).encode()

    assert len(robots_sitemaps(lines, url=URL)) == 100
    assert robots_sitemaps(b"x" * 600_000 + b"\nSitemap: /a", url=URL) == []
    assert robots_sitemaps(b"sitemap" + b" " * 500_000, url=URL) == []
