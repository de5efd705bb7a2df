"""``sources discover``: from a site's address to a source file, by asking the site."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from crawler.cli.options import Given, shared_options
from crawler.cli.pages import check_address

if TYPE_CHECKING:
    from crawler.propose import Proposal


@click.command(short_help="Propose a source file for a new site.")
@click.argument("url", metavar="URL")
@click.option(
    "-o", "--output", "folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR",
    help="Write DIR/ID.toml; default: print it.",
)  # fmt: skip
@click.option(
    "--stories", type=click.IntRange(2, 50), default=8, show_default=True, metavar="N", help="How many stories to read."
)
@click.option(
    "--delay", type=click.FloatRange(0), default=1.0, show_default=True, metavar="SECONDS",
    help="Between two requests, now and in the file.",
)  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="Show Scrapy's log.")
@shared_options(fetch=True)
def discover(url: str, folder: Path | None, stories: int, delay: float, given: Given, *, verbose: bool) -> None:
    """Look for a site's feeds, sitemaps and lists of stories, read some stories, and propose a source file.

    URL is the site's front page, one of its stories or its feed. About 25 requests are made, one after another, as
    robots.txt allows. The file goes to stdout, what was seen stands in it as comments. Exit code 1 where nothing that
    lists stories is found.

    Example: OREWIRE_CONTACT=you@example.org orewire sources discover https://www.mining.com/ -o my/sources
    """
    from crawler.propose import as_toml  # noqa: PLC0415  # loads the whole reader

    address = url if "://" in url else f"https://{url}"
    check_address(address)
    proposal = _proposed(address, given, stories=stories, delay=delay, verbose=verbose)
    text = as_toml(proposal)
    _check(text, proposal.id)
    for note in proposal.notes:
        click.echo(note, err=True)
    if folder is None:
        click.echo(text, nl=False)
        return
    path = folder / f"{proposal.id}.toml"
    if path.exists():
        raise click.UsageError(f"{path} exists; move it away, or print the proposal and compare")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        click.echo(text, nl=False)  # what was asked for shall not be asked again
        raise click.UsageError(f"{path}: {error.strerror}; the proposal is printed instead") from error
    click.echo(f"{path} is written; try it: orewire sources check {proposal.id} --sources {folder}", err=True)


def _proposed(url: str, given: Given, *, stories: int, delay: float, verbose: bool) -> Proposal:
    """Return the proposal. Raises ClickException where there is nothing to propose, Abort after Ctrl-C."""
    from datetime import UTC, datetime  # noqa: PLC0415

    from crawler.cli.crawling import scrapy_settings  # noqa: PLC0415  # Scrapy is slow to load
    from crawler.data.discover import usual_places  # noqa: PLC0415
    from crawler.fetch.contact import check_contact  # noqa: PLC0415
    from crawler.fetch.inquiry import inquire  # noqa: PLC0415
    from crawler.fetch.permissions import recorded_until  # noqa: PLC0415
    from crawler.fetch.warc import open_recordings  # noqa: PLC0415
    from crawler.propose import NothingUsable, survey  # noqa: PLC0415

    settings = scrapy_settings(given, verbose=verbose)
    settings.update({"DOWNLOAD_DELAY": delay, "AUTOTHROTTLE_ENABLED": delay > 0}, priority="cmdline")
    check_contact([url], settings)
    inquiry = partial(
        survey,
        url,
        places=usual_places(),
        knowledge=given.knowledge(),
        now=(recorded_until(given.replay) if given.replay else None) or datetime.now(UTC),
        stories=stories,
        delay=delay,
    )
    with open_recordings(record=given.record, replay=given.replay):
        try:
            proposal = inquire(inquiry, settings)
        except NothingUsable as error:
            raise click.ClickException(str(error)) from error
    if proposal is None:
        raise click.Abort
    return proposal


def _check(text: str, source_id: str) -> None:
    """Raise DataFileError where the proposal is none that orewire would load: it is made of what a site says of itself."""
    import tomllib  # noqa: PLC0415

    from crawler.sources import source_of  # noqa: PLC0415

    source_of(tomllib.loads(text), file=f"{source_id or urlsplit(text).hostname}.toml")
