"""Nobody is asked for pages who could not ask back: sites see an address to write to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.errors import ConfigurationError
from crawler.sources import Source

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def check_contact(sources: Iterable[Source], settings: BaseSettings) -> None:
    """Raise ConfigurationError where the open web is to be asked and OREWIRE_CONTACT names nobody."""
    mapped = settings.getdict("OREWIRE_CONNECT_TO")
    found = [source.discover for source in sources]
    asked = [url for each in found for url in (*each.feeds, *each.sitemaps, *each.listings)]
    if not settings.get("CONTACT") and any(urlsplit(url).hostname not in mapped for url in asked):
        raise ConfigurationError("set OREWIRE_CONTACT=you@example.org: the sites you visit see it")
