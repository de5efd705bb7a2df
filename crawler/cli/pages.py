"""One page for a command: from a file, from stdin, or fetched with a crawl's manners."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.cli.options import Given

_TYPES = {".txt": "text/plain", ".text": "text/plain"}
_SNIFFED = 2048


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPage:
    """A page that the command line named."""

    name: str
    """How the user called it."""
    body: bytes
    """Its bytes."""
    url: str | None
    """Where it is from; None where nobody said."""
    content_type: str | None
    """As the server said or the file's ending says."""
    retrieved_at: datetime
    """When it was fetched, UTC; now, for a file."""
    status: int = 200
    """HTTP status; 200 for a file."""
    headers: tuple[tuple[str, str], ...] = ()
    """Headers as received; none for a file."""
    site_signals: tuple[str, ...] = ()
    """What the files of its site say of its rights, as far as they were asked."""
    recorded: bool = False
    """Whether it is one of many in a recording, and nobody named it."""


def given_page(page: str, url: str | None, given: Given) -> GivenPage:
    """Return the page that *page* names: an address, a file, or ``-`` for stdin; *url* says where a file came from.

    Raises UsageError for a file that cannot be read and an address that is none, ClickException for one that does not
    answer.
    """
    address = page if is_address(page) else url
    if address:
        check_address(address)
    return fetched_pages([page], given)[0] if is_address(page) else page_of_file(page, url)


def is_address(page: str) -> bool:
    """Return whether a user means an address of the web, not a file."""
    return "://" in page


def check_address(address: str) -> None:
    """Raise UsageError where *address* is none that a page can be fetched from."""
    from crawler.normalize import canonical_url  # noqa: PLC0415  # loads lxml's neighbors

    if canonical_url(address) is None:
        raise click.UsageError(
            f'"{address}" is no address of a web page; write as in https://news.metal.com/newscontent/1'
        )


def page_of_file(page: str, url: str | None) -> GivenPage:
    """Return the page in a file, or on stdin for ``-``. Raises UsageError for a file that cannot be read."""
    path = Path(page)
    try:
        body = sys.stdin.buffer.read() if page == "-" else path.read_bytes()
    except OSError as error:
        raise click.UsageError(
            f"{page}: {error.strerror}; name a file, an address with https://, or - for stdin"
        ) from error
    kind = _TYPES.get(path.suffix.lower()) or (None if b"<" in body[:_SNIFFED] else "text/plain")
    return GivenPage(name=page, body=body, url=url, content_type=kind, retrieved_at=datetime.now(UTC))


def fetched_pages(addresses: list[str], given: Given) -> list[GivenPage]:
    """Return the pages at *addresses*, fetched with robots.txt and all; starts a reactor, so once a process.

    Raises ClickException for the first that does not answer.
    """
    from crawler.cli.crawling import scrapy_settings  # noqa: PLC0415  # Scrapy is slow to load
    from crawler.fetch.contact import check_contact  # noqa: PLC0415
    from crawler.fetch.headers import header, headers  # noqa: PLC0415
    from crawler.fetch.single import fetch_pages  # noqa: PLC0415
    from crawler.fetch.warc import open_recordings  # noqa: PLC0415

    settings = scrapy_settings(given)
    check_contact(addresses, settings)
    with open_recordings(record=given.record, replay=given.replay):
        answers = fetch_pages(addresses, settings)
    pages = []
    for address in addresses:
        response = answers.get(address, "interrupted")
        if isinstance(response, str):
            said = {"not-recorded": f"not recorded in {given.replay}", "robots": "not allowed by its robots.txt"}
            raise click.ClickException(f"{address}: {said.get(response, f'no answer ({response})')}")
        if response.status >= 400:  # noqa: PLR2004  # HTTP's client and server errors
            raise click.ClickException(f"{address}: the server answers {response.status}")
        pages.append(
            GivenPage(
                name=address, body=response.body, url=response.url, content_type=header(response, "Content-Type"),
                retrieved_at=response.meta["retrieved_at"], status=response.status, headers=headers(response),
                site_signals=response.meta.get("site_signals", ()),
            )
        )  # fmt: skip
    return pages
