"""One spider a source file: `scrapy list` and `scrapy crawl ID` work as in any Scrapy project.

A file with an error stops every command before the first request, with one line that names file, key and remedy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.errors import CrawlerError
from crawler.sources import Source, load_sources, overlay_folders
from crawler.spiders.news import NewsSpider

if TYPE_CHECKING:
    from scrapy import Request, Spider
    from scrapy.settings import BaseSettings


class SourceLoader:
    """Scrapy's SPIDER_LOADER_CLASS."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> SourceLoader:
        """Return the loader for the shipped sources and the folders that OREWIRE_DATA and OREWIRE_SOURCES name.

        Ends the process with one line for the first file at fault.
        """
        try:
            data, further = settings.get("OREWIRE_DATA"), settings.getlist("OREWIRE_SOURCES")
            return cls(load_sources(*overlay_folders(Path(data) if data else None, map(Path, further))))
        except CrawlerError as error:
            raise SystemExit(f"orewire: {error}") from error  # one line: scrapy itself would print a traceback

    def load(self, spider_name: str) -> type[Spider]:
        """Return the spider of a source. Raises KeyError where there is none of that id."""
        return spider_for(self._sources[spider_name])

    def list(self) -> list[str]:
        """Return all ids, sorted."""
        return sorted(self._sources)

    def find_by_request(self, request: Request) -> Sequence[str]:
        """Return the ids of the sources whose hosts a request goes to."""
        return [source.id for source in self._sources.values() if source.owns(request.url)]


def spider_for(source: Source, kind: type[NewsSpider] = NewsSpider) -> type[NewsSpider]:
    """Return the spider class of one source: its name, hosts and limits. *kind*: what it does there."""
    limits: dict[str, Any] = {
        "DOWNLOAD_DELAY": source.limits.delay,
        "CLOSESPIDER_PAGECOUNT": source.limits.pages,
        "CLOSESPIDER_TIMEOUT": source.limits.seconds,
        "OREWIRE_MEGABYTES": source.limits.megabytes or 0,
        # Without a delay AutoThrottle would invent one: only the bundled sample site asks for none.
        "AUTOTHROTTLE_ENABLED": source.limits.delay > 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1 if source.limits.delay else 4,
    }
    members = {
        "name": source.id,
        "source": source,
        "allowed_domains": list(source.hosts),
        "custom_settings": limits,
        "__doc__": f"Crawls {source.name}.",
    }
    return type(kind.__name__, (kind,), members)
