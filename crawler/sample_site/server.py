"""Serves the sample outlet on loopback, in a thread of its own, on a port of the system's choice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

from crawler.sample_site.articles import sample_articles
from crawler.sample_site.render import article_html, listing_html

_STORY = re.compile(r"/newscontent/(\d+)")


@contextmanager
def serve(*, seed: int = 0) -> Iterator[SampleServer]:
    """Serve the site while the block runs; the value tells the port and counts what was asked for."""
    server = SampleServer(seed)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class SampleServer(ThreadingHTTPServer):
    """The sample outlet behind one socket of 127.0.0.1."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.seed = seed
        self.requested: list[str] = []
        """Paths asked for, in order."""

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self.server_address[1])


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SampleServer

    def do_GET(self) -> None:
        """Answer with a page, the listing, robots.txt or 404."""
        self.server.requested.append(self.path)
        parts = urlsplit(self.path)
        articles = sample_articles()
        story = _STORY.search(parts.path)
        if parts.path == "/robots.txt":
            self._send(200, "text/plain", "User-agent: *\nDisallow: /x/\n")
        elif story:
            self._story(int(story.group(1)))
        elif parts.path in ("/", "/en/"):
            page = parse_qs(parts.query).get("page", ["1"])[0]
            self._send(200, "text/html; charset=utf-8", listing_html(articles, int(page) if page.isdecimal() else 1))
        else:
            self._send(404, "text/html; charset=utf-8", "<title>Not found</title>")

    def _story(self, number: int) -> None:
        articles = sample_articles()
        found = next((article for article in articles if article.id == number), None)
        if found is None:
            self._send(404, "text/html; charset=utf-8", "<title>Not found</title>")
            return
        others = [article for article in articles if article.id != number][:2]
        self._send(200, "text/html; charset=utf-8", article_html(found, others, seed=self.server.seed))

    def _send(self, status: int, content_type: str, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base class's name
        """Say nothing: the crawl's own log is what a reader wants."""
