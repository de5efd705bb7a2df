"""Scrapy's download handler: the web, or a port of this machine, or a recording answers; each answer is stamped, and recorded."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.fetch.asked import asked_for
from crawler.fetch.connect_to import ConnectToHandler
from crawler.fetch.warc import recorder_at, recording_at, release_recorder

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class WebHandler(ConnectToHandler):
    """Answers http and https requests, each counted by what it is for.

    ``request.meta["retrieved_at"]`` is then when the answer came (aware, UTC).
    """

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawler = crawler
        record, replay = crawler.settings.get("OREWIRE_RECORD"), crawler.settings.get("OREWIRE_REPLAY")
        self._recorder = recorder_at(Path(record)) if record else None
        self._recording = recording_at(Path(replay)) if replay else None

    async def download_request(self, request: Request) -> Response:
        """Return the answer to *request*."""
        if self._recording:
            response = self._recording.answer(request)
            self._count(request)
            return response
        self._count(request)
        response = await super().download_request(request)
        moment = datetime.now(UTC)
        request.meta["retrieved_at"] = moment
        if self._recorder:
            self._recorder.write(request, response, moment)
        return response

    def _count(self, request: Request) -> None:
        if self._crawler.stats:
            self._crawler.stats.inc_value(f"requests/asked/{asked_for(request)}")

    async def close(self) -> None:
        """Let connections and the recording go."""
        if self._recorder:
            release_recorder(self._recorder)
            self._recorder = None
        await super().close()
