"""Recordings: what is written is read back, whatever the server compressed; a cut file loses its last answer only."""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from datetime import UTC, datetime
from io import BytesIO

import brotli
import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.errors import ConfigurationError
from crawler.fetch.encodings import plain_body
from crawler.fetch.warc import (
    Recorder,
    Recording,
    answers,
    open_recordings,
    recorder_at,
    release_recorder,
)

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOMENT = datetime(2026, 11, 23, 8, 0, 5, 123456, tzinfo=UTC)
PAGE = "<h1>Tin — 锡</h1>".encode()


def record(path, *pairs, moment=MOMENT):
    recorder = Recorder(path)
    for url, body in pairs:
        response = Response(url, status=200, headers={"Content-Type": "text/html", "X-Twice": ["a", "b"]}, body=body)
        recorder.write(Request(url, headers={"User-Agent": "orewire"}), response, moment)
    recorder.close()


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
def test_what_was_written_is_read_back(tmp_path, name):
    path = tmp_path / name
    record(path, ("https://tin.example/1?q=锡", PAGE), ("https://tin.example/2", b""))

    first, second = answers(path)

    assert (first.status, first.body, first.retrieved_at) == (200, PAGE, MOMENT)
    assert [value for key, value in first.headers if key == "X-Twice"] == ["a", "b"]
    assert (second.url, second.body) == ("https://tin.example/2", b"")


def test_answers_with_the_kind_of_response_that_the_web_gave(tmp_path):
    record(tmp_path / "a.warc.gz", ("https://tin.example/1", PAGE))
    request = Request("https://TIN.example/1#top")

    response = Recording(tmp_path / "a.warc.gz").answer(request)

    assert isinstance(response, HtmlResponse)
    assert (response.url, response.body) == (request.url, PAGE)
    assert request.meta["retrieved_at"] == MOMENT


def test_an_address_answers_in_the_order_recorded_and_then_goes_on_with_the_last(tmp_path):
    path, url = tmp_path / "a.warc.gz", "https://tin.example/1"
    record(path, (url, b"one"), (url, b"two"))
    record(path, (url, b"three"))
    recording = Recording(path)

    assert [recording.answer(Request(url)).body for _ in range(5)] == [b"one", b"two", b"three", b"three", b"three"]


def test_what_is_not_on_record_is_refused_as_that(tmp_path):
    record(tmp_path / "a.warc.gz", ("https://tin.example/1", PAGE))

    with pytest.raises(IgnoreRequest, match="not-recorded"):
        Recording(tmp_path / "a.warc.gz").answer(Request("https://tin.example/2"))


@pytest.mark.parametrize("share", [0.2, 0.6, 0.97])
def test_a_recording_cut_off_loses_its_last_answer_only(tmp_path, share):
    path = tmp_path / "a.warc.gz"
    body = bytes(range(256)) * 40
    record(path, *((f"https://tin.example/{n}", body) for n in range(5)))
    before = path.stat().st_size
    record(path, ("https://tin.example/5", body))
    whole = path.read_bytes()
    members = [m.start() for m in re.finditer(b"\x1f\x8b\x08", whole) if m.start() >= before]
    response, request = members[1], members[2]  # behind a second warcinfo
    path.write_bytes(whole[: response + int((request - response) * share)])

    assert [answer.url[-1] for answer in answers(path)] == list("01234")


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
@pytest.mark.parametrize("cut", [1, 40, 400])
def test_a_recording_cut_off_is_gone_on_with(tmp_path, name, cut):
    path = tmp_path / name
    body = bytes(range(256)) * 4
    record(path, *((f"https://tin.example/{n}", body) for n in range(3)))
    path.write_bytes(path.read_bytes()[:-cut])
    record(path, ("https://tin.example/new", b"after the kill"))

    read = {answer.url: answer.body for answer in answers(path)}

    assert read["https://tin.example/0"] == read["https://tin.example/1"] == body
    assert read["https://tin.example/new"] == b"after the kill"


def test_reads_other_peoples_files_chunks_undone(tmp_path):
    path = tmp_path / "other.warc.gz"
    chunked = b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        headers = StatusAndHeaders("200 OK", [("Transfer-Encoding", "chunked")], protocol="HTTP/1.1")
        for url, payload in (("https://tin.example/1", chunked), ("https://tin.example/2", chunked)):
            writer.write_record(
                writer.create_warc_record(
                    url, "response", payload=BytesIO(payload), length=len(payload), http_headers=headers
                )
            )

    assert [(answer.body, answer.headers) for answer in answers(path)] == [(b"hello world", ())] * 2


def raw_deflate(data):
    compressor = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush()


@pytest.mark.parametrize(
    ("coding", "compress"),
    [
        pytest.param("gzip", gzip.compress, id="gzip"),
        pytest.param("deflate", zlib.compress, id="deflate"),
        pytest.param("deflate", raw_deflate, id="deflate-as-some-servers-mean-it"),
        pytest.param("br", brotli.compress, id="br"),
        pytest.param("zstd", zstd.compress, id="zstd"),
        pytest.param("identity", bytes, id="identity"),
        pytest.param("gzip, br", lambda data: brotli.compress(gzip.compress(data)), id="one-behind-the-other"),
    ],
)
def test_a_body_is_given_plain_whatever_its_encoding(tmp_path, coding, compress):
    body = compress(PAGE)
    response = Response("https://tin.example/1", headers={"Content-Encoding": coding}, body=body)
    recorder = Recorder(tmp_path / "a.warc.gz")
    recorder.write(Request(response.url), response, MOMENT)
    recorder.close()
    (answer,) = answers(tmp_path / "a.warc.gz")

    assert answer.body == body
    assert plain_body(answer) == PAGE


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd", "deflate", "rot13"])
def test_a_body_that_is_not_what_it_says_is_none(tmp_path, coding):
    response = Response("https://tin.example/1", headers={"Content-Encoding": coding}, body=b"\x00 no such thing")
    recorder = Recorder(tmp_path / "a.warc.gz")
    recorder.write(Request(response.url), response, MOMENT)
    recorder.close()
    (answer,) = answers(tmp_path / "a.warc.gz")

    assert plain_body(answer) is None


def test_a_bomb_is_not_unpacked(tmp_path):
    response = Response(
        "https://t.example/", headers={"Content-Encoding": "gzip"}, body=gzip.compress(bytes(64_000_000))
    )
    recorder = Recorder(tmp_path / "a.warc.gz")
    recorder.write(Request(response.url), response, MOMENT)
    recorder.close()
    (answer,) = answers(tmp_path / "a.warc.gz")

    assert plain_body(answer) is None


@pytest.mark.parametrize("content", [b"shopping: tin, zinc\n", b"\x1f\x8b\x08\x00nonsense", b"<html>"])
def test_another_file_is_neither_read_nor_added_to(tmp_path, content):
    path = tmp_path / "a.warc.gz"
    path.write_bytes(content)

    with pytest.raises(ConfigurationError, match="is no WARC file"):
        list(answers(path))
    with pytest.raises(ConfigurationError, match="is no WARC file"), open_recordings(record=path, replay=None):
        pass
    assert path.read_bytes() == content


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(ConfigurationError, match="--record"):
        Recorder(tmp_path / "nowhere" / "a.warc.gz")


def test_all_crawlers_of_a_process_share_one_file(tmp_path):
    path = tmp_path / "a.warc.gz"
    one, two = recorder_at(path), recorder_at(path)

    assert one is two
    release_recorder(one)
    two.write(Request("https://t.example/"), Response("https://t.example/", body=b"still open"), MOMENT)
    release_recorder(two)

    assert [answer.body for answer in answers(path)] == [b"still open"]
    three = recorder_at(path)
    release_recorder(three)
    assert three is not one


def test_a_record_that_is_malformed_costs_no_other(tmp_path):
    path = tmp_path / "a.warc.gz"
    record(path, ("https://tin.example/1", b"one"))
    with path.open("ab") as stream:
        writer = WARCWriter(stream, gzip=True)
        for status, date in (("x00 OK", "2026-11-23T08:00:00Z"), ("200 OK", "0999-01-01T00:00:00Z")):
            headers = StatusAndHeaders(status, [], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    "https://tin.example/odd", "response", payload=BytesIO(b"x"), length=1, http_headers=headers,
                    warc_headers_dict={"WARC-Date": date},
                )
            )  # fmt: skip
    record(path, ("https://tin.example/2", b"two"))

    assert [answer.body for answer in answers(path)] == [b"one", b"two"]
