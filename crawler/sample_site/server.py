"""Serves the sample web on loopback: all outlets behind one port of the system's choice, told apart by the Host header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from crawler.sample_site.articles import LODESTAR_HOST
from crawler.sample_site.web import Answer, SampleWeb

Clock = Callable[[], datetime]


def now_utc() -> datetime:
    """Return the real time, aware."""
    return datetime.now(UTC)


@contextmanager
def serve(*, seed: int = 0, clock: Clock = now_utc) -> Iterator[SampleServer]:
    """Serve the sample web while the block runs; the value tells the port and counts what was asked for.

    *clock* says what time it is there (aware): stories come out, and edits are made, when their moment has come.
    """
    server = SampleServer(seed, clock)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class SampleServer(ThreadingHTTPServer):
    """The sample web behind one socket of 127.0.0.1."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, seed: int, clock: Clock = now_utc) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.clock = clock
        """What time it is there; may be set while it runs."""
        self.web = SampleWeb(seed=seed, opened=clock())
        self.requested: list[str] = []
        """Paths asked for, in order."""
        self.answered: list[tuple[str, str, int, bool]] = []
        """Host, path, status and whether the request was conditional, of each answer in order."""

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])

    @property
    def connect_to(self) -> dict[str, str]:
        """Host -> ``127.0.0.1:port`` for each outlet, as ``--connect-to`` takes it."""
        return dict.fromkeys(self.web.hosts, f"127.0.0.1:{self.port}")


class _Handler(BaseHTTPRequestHandler):
    server: SampleServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:  # the base class's name
        self.server.requested.append(self.path)
        host = (self.headers["Host"] or "").split(":")[0]
        answer = self.server.web.answer(host, self.path, self.server.clock())
        if host in ("127.0.0.1", "localhost", ""):  # a person who looks at the port itself sees the first outlet
            answer = self.server.web.answer(LODESTAR_HOST, self.path, self.server.clock())
        asked = self.headers["If-None-Match"], self.headers["If-Modified-Since"]
        status = 304 if answer.status == 200 and _is_unchanged(answer, *asked) else answer.status  # noqa: PLR2004
        self.server.answered.append((host, self.path, status, any(asked)))
        self._send(answer, status)

    def _send(self, answer: Answer, status: int) -> None:
        body = b"" if status == 304 else answer.body  # noqa: PLR2004  # not modified
        self.send_response(status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(body)))
        if answer.location:
            self.send_header("Location", answer.location)
        for name, value in answer.headers:
            self.send_header(name, value)
        if answer.status == 200:  # noqa: PLR2004  # errors and redirects have no validators
            self.send_header("ETag", answer.etag)
        if answer.changed_at:
            self.send_header("Last-Modified", format_datetime(answer.changed_at.astimezone(UTC), usegmt=True))
        self.end_headers()
        self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header: what the clock there shows."""
        moment = self.server.clock() if timestamp is None else datetime.fromtimestamp(timestamp, UTC)
        return format_datetime(moment.astimezone(UTC), usegmt=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Say nothing: the crawl's own log is what a reader wants."""


def _is_unchanged(answer: Answer, etag: str | None, since: str | None) -> bool:
    """An ETag decides where both validators are sent (RFC 9110, section 13.2.2)."""
    if etag:
        return answer.etag in [part.strip() for part in etag.split(",")]
    if since and answer.changed_at:
        return answer.changed_at.replace(microsecond=0) <= parsedate_to_datetime(since)
    return False
