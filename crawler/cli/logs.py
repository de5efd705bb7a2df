"""Logs for machines: one JSON object a line on stderr, Scrapy's own among them. See `crawler.cli.progress` for people's."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping
from datetime import UTC, datetime

EVENTS = "orewire.crawl"
"""Name of the logger of what happens to a source: `event` writes to it."""


class JsonFormatter(logging.Formatter):
    """A record as one line: ``time``, ``level``, ``logger``, ``event``, then what is known: ``source``, ``counts``, ``exception``.

    ``time`` is UTC to the millisecond. Non-ASCII is escaped: no text of a page can begin a line or move a terminal's cursor.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC)
            .isoformat(timespec="milliseconds")
            .replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage(),
        }
        spider = getattr(record, "spider", None)  # Scrapy's own records have it
        source = getattr(record, "source", None) or getattr(spider, "name", None)
        if source:
            said["source"] = source
        counts = getattr(record, "counts", None)
        if counts is not None:
            said["counts"] = counts
        if record.exc_info:
            said["exception"] = self.formatException(record.exc_info)
        return json.dumps(said, default=str)


def event(name: str, source: str, counts: Mapping[str, object]) -> None:
    """Log what happened to a source: ``started``, ``running``, ``ended``."""
    logging.getLogger(EVENTS).info(name, extra={"source": source, "counts": dict(counts)})


def log_json(*, verbose: bool) -> None:
    """Send all logs of this process to stderr as JSON: events always, the rest from INFO on where *verbose*, else WARNING.

    To be called before Scrapy's process is made, and with its own handler off (``LOG_INSTALL_ROOT_HANDLER``).
    """
    least = logging.INFO if verbose else logging.WARNING
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    # At the handler: Scrapy sets the levels of its loggers anew when its process is made.
    handler.addFilter(lambda record: record.name == EVENTS or record.levelno >= least)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
