"""One spider a source file: `scrapy list` and `scrapy crawl ID` work as in any Scrapy project.

A file with an error stops every command before the first request, with one line that names file, key and remedy.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.errors import ConfigurationError, CrawlerError
from crawler.sources import Source, load_sources
from crawler.spiders.news import NewsSpider
from storage import StorageError
from storage.errors import StoreBusyError
from storage.lock import crawl_lock

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings


class SourceLoader:
    """Scrapy's SPIDER_LOADER_CLASS."""

    def __init__(self, sources: Mapping[str, Source], settings: BaseSettings) -> None:
        self._sources = sources
        self._settings = settings

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> SourceLoader:
        """Return the loader for the shipped sources and the folders that OREWIRE_DATA and OREWIRE_SOURCES name.

        Ends the process with one line for the first file at fault.
        """
        try:
            return cls(load_sources(*source_folders(settings)), settings)
        except CrawlerError as error:
            raise _end(1, error) from error

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a source. Raises KeyError where there is none of that id.

        Ends the process, as `orewire crawl` would, where nobody is named to the sites, or another crawl holds the store.
        """
        source = self._sources[spider_name]
        try:
            check_contact([source], self._settings)
            with crawl_lock(Path(self._settings["OREWIRE_DB"])):
                pass
        except ConfigurationError as error:
            raise _end(2, error) from error
        except StorageError as error:
            raise _end(75 if isinstance(error, StoreBusyError) else 1, error) from error
        return spider_for(source)

    def list(self) -> list[str]:
        """Return all ids, sorted."""
        return sorted(self._sources)

    def find_by_request(self, request: Request) -> Sequence[str]:
        """Return the ids of the sources whose hosts a request goes to."""
        return [source.id for source in self._sources.values() if source.owns(request.url)]


def _end(code: int, error: Exception) -> SystemExit:
    """One line on stderr, and the exit code; scrapy itself would print a traceback."""
    sys.stderr.write(f"orewire: {error}\n")
    return SystemExit(code)


def check_contact(sources: Iterable[Source], settings: BaseSettings) -> None:
    """Raise ConfigurationError where the open web is to be asked and nobody is named whom a site could write to."""
    mapped = settings.getdict("OREWIRE_CONNECT_TO")
    found = [source.discover for source in sources]
    asked = [url for each in found for url in (*each.feeds, *each.sitemaps, *each.listings)]
    if not settings.get("CONTACT") and any(urlsplit(url).hostname not in mapped for url in asked):
        raise ConfigurationError("set OREWIRE_CONTACT=you@example.org: the sites you visit see it")


def source_folders(settings: BaseSettings) -> list[Path]:
    """Return the folders of source files that lie over the shipped one, the strongest last."""
    data = settings.get("OREWIRE_DATA")
    overlay = [Path(data) / "sources"] if data and (Path(data) / "sources").is_dir() else []
    return [*overlay, *map(Path, settings.getlist("OREWIRE_SOURCES"))]


def spider_for(source: Source) -> type[NewsSpider]:
    """Return the spider class of one source: its name, hosts and limits."""
    limits: dict[str, Any] = {
        "DOWNLOAD_DELAY": source.limits.delay,
        "CLOSESPIDER_PAGECOUNT": source.limits.pages,
        # Without a delay AutoThrottle would invent one: only the bundled sample site asks for none.
        "AUTOTHROTTLE_ENABLED": source.limits.delay > 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if source.limits.delay else 4,
        # What waits in Scrapy's downloader is asked for even after Ctrl-C: two at most, where each takes its time.
        "CONCURRENT_REQUESTS": 2 if source.limits.delay else 8,
    }
    members = {
        "name": source.id,
        "source": source,
        "allowed_domains": list(source.hosts),
        "custom_settings": limits,
        "__doc__": f"Crawls {source.name}.",
    }
    return type("NewsSpider", (NewsSpider,), members)
