"""Headers as text: every byte of theirs, in order."""

from scrapy.http import Headers, Response

from crawler.fetch.headers import header, headers

RESPONSE = Response(
    "https://example.com/", headers=Headers({"ETag": b'"\xfc"', "Via": [b"1.1 one", b"1.1 two"], "X-Nothing": b""})
)


def test_reads_one_header_whatever_its_bytes():
    assert (header(RESPONSE, "etag"), header(RESPONSE, "Content-Type")) == ('"ü"', None)


def test_keeps_every_line_of_every_header():
    assert headers(RESPONSE) == (("Etag", '"ü"'), ("Via", "1.1 one"), ("Via", "1.1 two"), ("X-Nothing", ""))
