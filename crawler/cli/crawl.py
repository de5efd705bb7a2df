"""``crawl``: ask sources what is new, fetch it, store it. Resumes by itself what was cut off."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from crawler.cli import EXIT_INTERRUPTED, EXIT_SOURCES_FAILED
from crawler.cli.moments import Since
from crawler.cli.options import Given, shared_options
from crawler.cli.output import Output, emit, output_options
from crawler.cli.progress import form_of, on_terminal
from crawler.cli.summary import print_summary

if TYPE_CHECKING:
    from crawler.sources import Source
    from storage import ArticleStore


@click.command(short_help="Crawl sources into the store.")
@click.argument("source_ids", nargs=-1, metavar="ID...")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="At most so many stories a source; the rest waits."
)
@click.option("--due", is_flag=True, help="Only ask what is due by its own rhythm, and go on with what waits.")
@click.option("--since", type=Since(), metavar="2d", help="Leave out stories announced as older: 2d, 36h or a day.")
@click.option("--dry-run", is_flag=True, help="Only say which stories would be fetched.")
@click.option("-v", "--verbose", is_flag=True, help="Show Scrapy's log.")
@click.option("-q", "--quiet", is_flag=True, help="Show no progress.")
@click.option("--log-json", is_flag=True, help="Progress and logs as one JSON object a line, on stderr.")
@click.option(
    "--fail-on",
    type=click.Choice(("all", "new", "never")),
    default="new",
    show_default=True,
    help="Which failed sources make the exit code 3: all, those whose last crawl had not failed, or none.",
)
@shared_options(db=True, fetch=True)
@output_options
def crawl(
    source_ids: tuple[str, ...], limit: int | None, since: datetime | None, fail_on: str, given: Given, output: Output, *,
    due: bool, dry_run: bool, verbose: bool, quiet: bool, log_json: bool,
) -> None:  # fmt: skip
    """Crawl the named sources into the store, or those that `orewire sources enable` chose.

    Example: OREWIRE_CONTACT=you@example.org orewire crawl metal.com
    """
    chosen = chosen_sources(source_ids, given)
    if due:
        chosen = due_now(chosen, given)
    if not chosen:
        if output.form != "table":  # a table's head alone tells a person nothing
            print_summary([], output)
        return
    from crawler.cli.crawling import failed_before, run_crawl  # noqa: PLC0415  # Scrapy is slow to load

    arguments = {"due": due, "since": since.isoformat() if since else None}
    if dry_run:
        rehearse(chosen, given, output, arguments, verbose=verbose)
        return
    known_to_fail = failed_before(given.db) if fail_on == "new" else frozenset()
    form = form_of(quiet=quiet, log_json=log_json)
    results = run_crawl(chosen, given, limit=limit, verbose=verbose, arguments=arguments, form=form)
    print_summary(results, output)
    if any(result.outcome == "shutdown" for result in results):
        click.echo("interrupted; run the same command to go on", err=True)
        sys.exit(EXIT_INTERRUPTED)
    if fail_on != "never" and any(result.is_failure and result.source not in known_to_fail for result in results):
        sys.exit(EXIT_SOURCES_FAILED)


def chosen_sources(source_ids: Sequence[str], given: Given) -> list[Source]:
    """Return the sources named, or the enabled ones where none is named.

    Raises UnknownSourceError that proposes the nearest id, ConfigurationError where nothing is chosen.
    """
    from crawler.data.toml import nearest  # noqa: PLC0415
    from crawler.errors import ConfigurationError  # noqa: PLC0415
    from crawler.sources import get_source  # noqa: PLC0415  # pydantic is slow to load

    known = given.sources()
    if source_ids:
        return [get_source(source_id, known) for source_id in dict.fromkeys(source_ids)]
    if not given.enabled:
        raise ConfigurationError(
            "no source is enabled: `orewire sources list` shows them all, `orewire sources enable metal.com` chooses one"
        )
    lacking = next((source_id for source_id in given.enabled if source_id not in known), None)
    if lacking:
        raise ConfigurationError(
            f'{given.config_path}: key "enabled": no source "{lacking}"{nearest(lacking, known)};'
            f" name its folder with --data, or take it out: orewire sources disable {lacking}"
        )
    return [known[source_id] for source_id in dict.fromkeys(given.enabled)]


def due_now(chosen: Sequence[Source], given: Given) -> list[Source]:
    """Return those of the sources that have something to do; where none has, says on stderr when the first will."""
    from crawler.cli.due import due_moments, in_words  # noqa: PLC0415  # `--help` needs no store

    now = datetime.now(UTC)
    moments = due_moments(chosen, given.db, now=now)
    due = [source for source in chosen if moments[source.id] <= now]
    if not due:
        first = min(moments, key=lambda source_id: moments[source_id])
        click.echo(f"nothing is due; next: {first} in {in_words(moments[first] - now)}", err=True)
    return due


def rehearse(
    sources: list[Source], given: Given, output: Output, arguments: Mapping[str, object], *, verbose: bool
) -> None:
    """Ask the endpoints and print which stories a crawl would fetch; no story is fetched, nothing is stored."""
    from crawler.cli.crawling import run_crawl  # noqa: PLC0415
    from crawler.fetch.handover import Rehearsal  # noqa: PLC0415
    from storage import ArticleStore  # noqa: PLC0415

    with ExitStack() as opened:
        store = opened.enter_context(ArticleStore(given.db, readonly=True)) if given.db.exists() else None
        rehearsals = {
            source.id: Rehearsal(source.id, is_stored=partial(_is_known, store, source)) for source in sources
        }
        results = run_crawl(
            sources, given, verbose=verbose, rehearsals=rehearsals, arguments=arguments, form=on_terminal()
        )
    found = [
        {"source": source_id, "key": item.key, "url": item.url, "title": (item.entry or {}).get("title")}
        for source_id, rehearsal in rehearsals.items()
        for item in rehearsal.found
    ]
    emit(found, output, columns=("source", "url", "title"))
    if any(result.is_failure for result in results):
        sys.exit(EXIT_SOURCES_FAILED)


def _is_known(store: ArticleStore | None, source: Source, key: str, url: str) -> bool:
    """Whether a crawl would pass a story by: it is stored, or was fetched and found to be none."""
    from storage.frontier import SqliteFrontier  # noqa: PLC0415

    if store is None:
        return False
    stored = store.get(key) is not None or store.get(url) is not None
    return stored or SqliteFrontier(store).is_settled(source.id, key)
