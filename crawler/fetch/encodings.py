"""The ``Content-Encoding`` of a recorded answer undone, within a limit. Live answers are Scrapy's to decode."""

from __future__ import annotations

import sys
import zlib

import brotli  # type: ignore[import-untyped]

from crawler.fetch.warc import MAX_BODY, RecordedAnswer

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def plain_body(answer: RecordedAnswer) -> bytes | None:
    """Return the body of *answer* with its ``Content-Encoding`` undone, None where that cannot be done within 16 MiB."""
    body = answer.body
    coding = next((value for name, value in answer.headers if name.lower() == "content-encoding"), "")
    for name in reversed([part.strip().lower() for part in coding.split(",") if part.strip()]):
        if name == "identity":
            continue
        decompress = _DECOMPRESSORS.get(name)
        if decompress is None:
            return None
        try:
            body = decompress(body)
        except (brotli.error, zlib.error, zstd.ZstdError, EOFError):
            return None
        if len(body) >= MAX_BODY:
            return None
    return body


def _ungzip(data: bytes) -> bytes:
    return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(data, MAX_BODY)


def _inflate(data: bytes) -> bytes:
    """Servers mean one of two things by deflate."""
    try:
        return _ungzip(data)
    except zlib.error:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, MAX_BODY)


def _unbrotli(data: bytes) -> bytes:
    return bytes(brotli.Decompressor().process(data, output_buffer_limit=MAX_BODY))


def _unzstd(data: bytes) -> bytes:
    return zstd.ZstdDecompressor().decompress(data, max_length=MAX_BODY)


_DECOMPRESSORS = {"gzip": _ungzip, "x-gzip": _ungzip, "deflate": _inflate, "br": _unbrotli, "zstd": _unzstd}
