"""One page for a command: from a file, from stdin, or fetched with a crawl's manners."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import click

_TYPES = {".txt": "text/plain", ".text": "text/plain"}
_SNIFFED = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPage:
    """A page that the command line named."""

    body: bytes
    """Its bytes."""
    url: str | None
    """Where it is from; None where nobody said."""
    content_type: str | None
    """As the server said or the file's ending says."""
    status: int = 200
    """HTTP status; 200 for a file."""
    headers: tuple[tuple[str, str], ...] = ()
    """Headers as received; none for a file."""


def given_page(page: str, url: str | None, connect_to: tuple[str, ...], data: Path | None) -> GivenPage:
    """Return the page that *page* names: an address, a file, or ``-`` for stdin; *url* says where a file came from.

    Raises UsageError for a file that cannot be read and an address that is none, ClickException for one that does not
    answer.
    """
    from crawler.normalize import canonical_url  # noqa: PLC0415  # loads lxml's neighbors

    address = page if "://" in page else url
    if address and canonical_url(address) is None:
        raise click.UsageError(
            f'"{address}" is no address of a web page; write as in https://news.metal.com/newscontent/1'
        )
    return _fetched(page, connect_to, data) if "://" in page else _read(page, url)


def _read(page: str, url: str | None) -> GivenPage:
    path = Path(page)
    try:
        body = sys.stdin.buffer.read() if page == "-" else path.read_bytes()
    except OSError as error:
        raise click.UsageError(
            f"{page}: {error.strerror}; name a file, an address with https://, or - for stdin"
        ) from error
    kind = _TYPES.get(path.suffix.lower()) or (None if b"<" in body[:_SNIFFED] else "text/plain")
    return GivenPage(body=body, url=url, content_type=kind)


def _fetched(page: str, connect_to: tuple[str, ...], data: Path | None) -> GivenPage:
    from crawler.cli.crawling import CrawlOptions, scrapy_settings  # noqa: PLC0415  # Scrapy is slow to load
    from crawler.fetch.connect_to import connect_to_map  # noqa: PLC0415
    from crawler.fetch.contact import check_contact  # noqa: PLC0415
    from crawler.fetch.headers import header, headers  # noqa: PLC0415
    from crawler.fetch.single import fetch_page  # noqa: PLC0415

    settings = scrapy_settings(CrawlOptions(db=Path("news.db"), data=data, connect_to=connect_to_map(connect_to)))
    check_contact([page], settings)
    response = fetch_page(page, settings)
    if response is None:
        raise click.ClickException(f"{page}: no answer, or not allowed by its robots.txt")
    if response.status >= 400:  # noqa: PLR2004  # HTTP's client and server errors
        raise click.ClickException(f"{page}: the server answers {response.status}")
    return GivenPage(
        body=response.body, url=response.url, content_type=header(response, "Content-Type"),
        status=response.status, headers=headers(response),
    )  # fmt: skip
