"""The command line. Each command group is a module of its own, imported when it is called: `orewire search` loads no Scrapy."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from importlib import import_module

import click

from crawler import __version__

_COMMANDS = {
    "demo": "crawler.cli.demo",
    "crawl": "crawler.cli.crawl",
    "watch": "crawler.cli.watch",
    "schedule": "crawler.cli.schedule",
    "backfill": "crawler.cli.backfill",
    "add": "crawler.cli.add",
    "extract": "crawler.cli.extract",
    "sources": "crawler.cli.sources",
    "tags": "crawler.cli.tags",
    "articles": "crawler.cli.articles",
    "search": "crawler.cli.articles",
    "show": "crawler.cli.articles",
    "export": "crawler.cli.export",
    "changes": "crawler.cli.export",
    "boilerplate": "crawler.cli.boilerplate",
    "reextract": "crawler.cli.reextract",
    "status": "crawler.cli.status",
    "migrate": "crawler.cli.status",
}
"""Command -> module that defines a function of that name."""

EXIT_FAILED, EXIT_USAGE, EXIT_SOURCES_FAILED, EXIT_ALARM, EXIT_BUSY, EXIT_INTERRUPTED = 1, 2, 3, 4, 75, 130


class Commands(click.Group):
    """A group that proposes the nearest name for a misspelt command."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return name, command and the other arguments; raises UsageError with the nearest name."""
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            near = get_close_matches(args[0], known, n=1)
            remedy = f'; did you mean "{near[0]}"?' if near else f"; `{ctx.command_path} --help` lists the commands"
            raise click.UsageError(f'no command "{args[0]}"{remedy}', ctx)
        return super().resolve_command(ctx, args)


class LazyGroup(Commands):
    """Loads a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which a new user meets them."""
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, None where there is none of that name."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(_COMMANDS[cmd_name]), cmd_name)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="orewire")
def orewire() -> None:
    """A news wire for metals that its users own: crawl, clean, date, tag and search metals news in one SQLite file.

    Try it without a network: orewire demo
    """


def main() -> None:
    """Run the command line; what is wrong is one line on stderr and an exit code, never a traceback."""
    stdout = sys.stdout
    try:
        orewire(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        sys.exit(error.exit_code)
    except click.ClickException as error:
        click.echo(f"orewire: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(EXIT_INTERRUPTED)
    except SystemExit:
        if sys.stdout is not stdout:  # click put another in its place: `orewire articles | head` has seen enough
            sys.exit(0)
        raise
    except Exception as error:
        code = _exit_code(error)
        if code is None:
            raise
        click.echo(f"orewire: {error}{_nearest_store(error)}", err=True)
        sys.exit(code)


def _nearest_store(error: Exception) -> str:
    """For a store that is not there, the file that was probably meant."""
    from crawler.cli.options import nearest_path  # noqa: PLC0415
    from storage.errors import StoreMissingError  # noqa: PLC0415

    return nearest_path(error.path) if isinstance(error, StoreMissingError) and error.path else ""


def _exit_code(error: Exception) -> int | None:
    """The exit code of an error made for a person, None for a bug of ours."""
    from crawler.errors import CrawlerError  # noqa: PLC0415  # kept out of the fast path
    from storage.errors import StorageError, StoreBusyError, StoreMissingError  # noqa: PLC0415

    if isinstance(error, StoreBusyError):
        return EXIT_BUSY
    if isinstance(error, (CrawlerError, StoreMissingError)):
        return EXIT_USAGE
    return EXIT_FAILED if isinstance(error, StorageError) else None
