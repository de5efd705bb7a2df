"""Crawls on record: what servers answered, written to a WARC file (ISO 28500), and such a file answering in their place.

The bytes are those of the response's body as the server compressed it; Twisted has undone the chunks and taken
``Transfer-Encoding`` away. An address may be on record several times: a replay gives its
answers in their order, and the last one from then on.
"""

from __future__ import annotations

import os
import zlib
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers
from scrapy.responsetypes import responsetypes
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from crawler import __version__
from crawler.errors import ConfigurationError
from crawler.normalize import canonical_url

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

NOT_RECORDED = "not-recorded"
REPLAY_SETTINGS: dict[str, Any] = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
}
"""A file needs no politeness."""
_DATE = "%Y-%m-%dT%H:%M:%S.%fZ"
_HEAD = 512
_CHUNK = 1 << 16
_GZIP = b"\x1f\x8b"
_YEARS = (1990, 2200)  # of a web page
MAX_BODY = 16 * 1024 * 1024  # a feed's largest; a crawl's own limits come after


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedAnswer:
    """One response of a WARC file."""

    url: str
    """Address that answered."""
    retrieved_at: datetime
    """When, UTC."""
    status: int
    """HTTP status."""
    headers: tuple[tuple[str, str], ...]
    """Name and value of each header, in order."""
    body: bytes
    """The body, still compressed where ``Content-Encoding`` says so."""


class Recorder:
    """Adds answers to a WARC file: one per process and file, see `recorder_at`."""

    def __init__(self, path: Path) -> None:
        """Raises ConfigurationError where *path* cannot be written, or holds something else."""
        self.path = path
        try:
            end = _whole_end(path) if path.exists() and path.stat().st_size else 0
            self._stream: IO[bytes] = path.open("r+b" if end else "ab")
            self._stream.truncate(end)  # what a killed recorder left half written would end the reading of what follows
            self._stream.seek(end)
        except OSError as error:
            raise ConfigurationError(f"--record {path}: {error.strerror}") from error
        self._writer = WARCWriter(self._stream, gzip=path.suffix == ".gz", warc_version="WARC/1.1")
        self._write(
            self._writer.create_warcinfo_record(
                path.name, {"software": f"orewire/{__version__}", "format": "WARC File Format 1.1", "robots": "obey"}
            )
        )

    def write(self, request: Request, response: Response, moment: datetime) -> None:
        """Add what *request* was answered at *moment* (aware); both records are in the file when this returns."""
        dated = {"WARC-Date": moment.astimezone(UTC).strftime(_DATE)}
        answer = self._writer.create_warc_record(
            request.url,
            "response",
            payload=BytesIO(response.body),
            length=len(response.body),
            http_headers=_status_and_headers(response),
            warc_headers_dict=dict(dated),
        )
        asked = self._writer.create_warc_record(
            request.url,
            "request",
            payload=BytesIO(),
            length=0,
            http_headers=_request_line_and_headers(request),
            warc_headers_dict={**dated, "WARC-Concurrent-To": answer.rec_headers.get_header("WARC-Record-ID")},
        )
        self._write(answer)
        self._write(asked)

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def _write(self, record: object) -> None:
        self._writer.write_record(record)
        self._stream.flush()


class Recording:
    """A WARC file that answers requests."""

    def __init__(self, path: Path) -> None:
        """Raises ConfigurationError where *path* is no WARC file."""
        self._path = path
        self._places: dict[str, deque[int]] = defaultdict(deque)
        for place, answer in _placed_answers(path):
            self._places[_key(answer.url)].append(place)

    def answer(self, request: Request) -> Response:
        """Return what is on record for *request*, its moment in ``request.meta["retrieved_at"]``.

        Raises IgnoreRequest (``not-recorded``) where there is nothing.
        """
        places = self._places.get(_key(request.url))
        if not places:
            raise IgnoreRequest(NOT_RECORDED)
        place = places[0] if len(places) == 1 else places.popleft()
        with self._path.open("rb") as stream:
            stream.seek(place)
            found = next(_records(stream), None)
        if found is None:
            raise IgnoreRequest(NOT_RECORDED)
        answer = found[1]
        headers = Headers()
        for name, value in answer.headers:
            headers.appendlist(name, value)
        kind = responsetypes.from_args(headers=headers, url=request.url, body=answer.body)
        request.meta["retrieved_at"] = answer.retrieved_at
        return kind(url=request.url, status=answer.status, headers=headers, body=answer.body)


def answers(path: Path) -> Iterator[RecordedAnswer]:
    """Yield every HTTP response of a WARC file, in its order; what a killed recorder left half written is passed over.

    Raises ConfigurationError where *path* cannot be read or is no WARC file.
    """
    return (answer for _, answer in _placed_answers(path))


def _placed_answers(path: Path) -> Iterator[tuple[int, RecordedAnswer]]:
    try:
        if not _begins_as_warc(path):
            raise ConfigurationError(f"{path}: is no WARC file; name one that --record has written")
        with path.open("rb") as stream:
            yield from _records(stream)
    except OSError as error:
        raise ConfigurationError(f"{path}: {error.strerror}; name a file that --record has written") from error


def _records(stream: IO[bytes]) -> Iterator[tuple[int, RecordedAnswer]]:
    """Each whole response from where *stream* stands, with its offset in the file."""
    start = stream.tell()
    iterator = ArchiveIterator(stream)
    with suppress(Exception):  # warcio raises whatever a record that was cut off leads to
        for record in iterator:
            is_http = record.rec_type == "response" and record.http_headers is not None
            answer = None
            with suppress(ValueError, AttributeError):  # one record that is malformed costs no other
                answer = _answer_of(record) if is_http else None
            if answer:  # only now: to tell its place, warcio reads past the record
                yield start + iterator.get_record_offset(), answer


def _whole_end(path: Path) -> int:
    """Return the offset behind the last whole record. Raises ConfigurationError where the file is no WARC file."""
    if not _begins_as_warc(path):
        raise ConfigurationError(f"{path}: is no WARC file; name one that --record has written")
    with path.open("rb") as stream:
        return _end_of_members(stream) if stream.read(2) == _GZIP else _end_of_records(stream)


def _end_of_members(stream: IO[bytes]) -> int:
    """A compressed file: each record is a gzip member, whole where its check sum is."""
    end = stream.seek(0)
    rest = b""
    while True:
        member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        taken = 0
        while not member.eof:
            chunk = rest or stream.read(_CHUNK)
            if not chunk:
                return end
            try:
                member.decompress(chunk)
            except zlib.error:
                return end
            rest = member.unused_data
            taken += len(chunk) - len(rest)
        end += taken


def _end_of_records(stream: IO[bytes]) -> int:
    """A plain file: each record ends with two line ends behind as many bytes as it says."""
    end = stream.seek(0)
    while stream.readline(_HEAD).startswith(b"WARC/"):
        length = None
        while (line := stream.readline(_CHUNK)).strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length" and value.strip().isdigit():
                length = int(value)
        if length is None:
            break
        stream.seek(length, os.SEEK_CUR)
        if stream.read(4) != b"\r\n\r\n":
            break
        end = stream.tell()
    return end


def _begins_as_warc(path: Path) -> bool:
    """Whether the file begins with a WARC record, compressed or not: warcio itself reads on in anything."""
    with path.open("rb") as stream:
        start = stream.read(_HEAD)
    try:
        plain = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(start, _HEAD) if start[:2] == _GZIP else start
    except zlib.error:
        return False
    return plain.startswith(b"WARC/")


def _answer_of(record: Any) -> RecordedAnswer | None:  # noqa: ANN401  # warcio has no types
    headers = [(name, value) for name, value in record.http_headers.headers if name.lower() != "transfer-encoding"]
    chunked = "chunked" in (record.http_headers.get_header("Transfer-Encoding") or "").lower()
    stream = ChunkedDataReader(record.raw_stream, decomp_type=None) if chunked else record.raw_stream
    body = stream.read(MAX_BODY)
    is_cut = getattr(record.raw_stream, "limit", 0) > 0 and len(body) < MAX_BODY  # the file ends before the record does
    moment = _moment(record.rec_headers.get_header("WARC-Date") or "")
    status = record.http_headers.get_statuscode()
    if moment is None or not status.isdigit() or (is_cut and not chunked):
        return None
    return RecordedAnswer(
        url=record.rec_headers.get_header("WARC-Target-URI").strip("<>"), retrieved_at=moment,
        status=int(status), headers=tuple(headers), body=body,
    )  # fmt: skip


def _moment(date: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(date)
    except ValueError:
        return None
    if not _YEARS[0] <= found.year <= _YEARS[1]:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _key(url: str) -> str:
    return canonical_url(url) or url


def _status_and_headers(response: Response) -> StatusAndHeaders:
    status = response.status
    phrase = HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
    return StatusAndHeaders(f"{status} {phrase}".strip(), _pairs(response.headers), protocol="HTTP/1.1")


def _request_line_and_headers(request: Request) -> StatusAndHeaders:
    parts = urlsplit(request.url)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    headers = [("Host", parts.netloc), *(pair for pair in _pairs(request.headers) if pair[0].lower() != "host")]
    return StatusAndHeaders(f"{request.method} {target} HTTP/1.1", headers, is_http_request=True)


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    """Name and value of each header line; one that came twice stands twice."""
    return [(_text(name), _text(value)) for name, values in headers.items() for value in values]


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


@contextmanager
def open_recordings(*, record: Path | None, replay: Path | None) -> Iterator[None]:
    """Keep the files of ``--record`` and ``--replay`` open while a crawl runs: Scrapy would swallow what is wrong with them.

    Raises ConfigurationError for a file that cannot be written, or is none of ours.
    """
    recorder = recorder_at(record) if record else None
    if replay:
        recording_at(replay)
    try:
        yield
    finally:
        if recorder:
            release_recorder(recorder)


@cache
def recording_at(path: Path) -> Recording:
    """Return the process's recording of *path*: its answers are given in order, whoever asks. Raises ConfigurationError."""
    return Recording(path)


_RECORDERS: dict[Path, tuple[Recorder, int]] = {}


def recorder_at(path: Path) -> Recorder:
    """Return the process's recorder for *path*, opened by the first that asks. Each must `release_recorder` it."""
    recorder, users = _RECORDERS.get(path) or (Recorder(path), 0)
    _RECORDERS[path] = (recorder, users + 1)
    return recorder


def release_recorder(recorder: Recorder) -> None:
    """Give a recorder back; the last one to do so closes the file."""
    _, users = _RECORDERS.pop(recorder.path)
    if users > 1:
        _RECORDERS[recorder.path] = (recorder, users - 1)
    else:
        recorder.close()
