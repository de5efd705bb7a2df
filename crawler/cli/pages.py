"""One page for a command: from a file, from stdin, or fetched with a crawl's manners."""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

import click

_TYPES = {".txt": "text/plain", ".text": "text/plain"}
_NOWHERE = "https://localhost.invalid/"


def fetched_or_read(
    page: str, url: str | None, connect_to: tuple[str, ...], data: Path | None
) -> tuple[bytes, str, str | None]:
    """Return the bytes of a page, its address and its content type (None: unknown).

    *page* is an address, the name of a file, or ``-`` for stdin; *url* says where a file came from. Raises UsageError for
    a file that cannot be read, ClickException for an address that does not answer.
    """
    return _fetched(page, connect_to, data) if "://" in page else _read(page, url)


def _read(page: str, url: str | None) -> tuple[bytes, str, str | None]:
    if page == "-":
        return sys.stdin.buffer.read(), url or _NOWHERE, None
    path = Path(page)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise click.UsageError(
            f"{page}: {error.strerror}; name a file, an address with https://, or - for stdin"
        ) from error
    return body, url or f"{_NOWHERE}{path.name}", _TYPES.get(path.suffix.lower())


def _fetched(page: str, connect_to: tuple[str, ...], data: Path | None) -> tuple[bytes, str, str | None]:
    from crawler.cli.crawling import CrawlOptions, scrapy_settings  # noqa: PLC0415  # Scrapy is slow to load
    from crawler.errors import ConfigurationError  # noqa: PLC0415
    from crawler.fetch.connect_to import connect_to_map  # noqa: PLC0415
    from crawler.fetch.single import fetch_page  # noqa: PLC0415

    targets = connect_to_map(connect_to)
    settings = scrapy_settings(CrawlOptions(db=Path("news.db"), data=data, connect_to=targets))
    if urlsplit(page).hostname not in targets and not settings.get("CONTACT"):
        raise ConfigurationError("set OREWIRE_CONTACT=you@example.org: the sites you visit see it")
    response = fetch_page(page, settings)
    if response is None:
        raise click.ClickException(f"{page}: no answer, or not allowed by its robots.txt")
    header = response.headers.get("Content-Type")
    return response.body, response.url, header.decode("latin-1") if header else None
