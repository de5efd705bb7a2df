"""What can go wrong before a crawl, one line each. Bad data from the web is no error: it is a reason that is counted.

CrawlerError
    DataFileError        a TOML file of ours or of a user is wrong: file, key, remedy
    UnknownSourceError   a source was named that is not registered
    ConfigurationError   an option, an environment variable or a setting is wrong
"""

from __future__ import annotations


class CrawlerError(Exception):
    """The message is one line, made to be shown to a person."""


class DataFileError(CrawlerError):
    """A TOML file (source, boilerplate rules, taxonomy) cannot be used as it is."""

    def __init__(self, file: str, problem: str, *, key: str | None = None) -> None:
        super().__init__(f"{file}: {problem}")
        self.file = file
        """Name of the file."""
        self.key = key
        """Dotted key at fault, or None where the whole file is."""


class UnknownSourceError(CrawlerError):
    """No source of that id is registered."""


class ConfigurationError(CrawlerError):
    """An option, an environment variable or a setting is wrong."""
