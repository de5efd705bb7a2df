"""Nobody is asked for pages who could not ask back: sites see an address to write to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler import __version__
from crawler.config import is_contact
from crawler.errors import ConfigurationError

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def user_agent(contact: str | None) -> str:
    """Return the User-Agent header: honest, and with whom to write to where somebody is named."""
    return f"orewire/{__version__} (+{contact})" if contact else f"orewire/{__version__}"


def check_contact(urls: Iterable[str], settings: BaseSettings) -> None:
    """Raise ConfigurationError where one of *urls* lies on the open web and nobody is named whom its site could write to."""
    if settings.get("OREWIRE_REPLAY"):
        return  # a recording answers
    contact = settings.get("CONTACT")
    if contact and not is_contact(contact):
        raise ConfigurationError(
            f'OREWIRE_CONTACT "{contact}" is no mail address and no web page; write as in you@example.org'
        )
    mapped = settings.getdict("OREWIRE_CONNECT_TO")
    if not contact and any(urlsplit(url).hostname not in mapped for url in urls):
        raise ConfigurationError("set OREWIRE_CONTACT=you@example.org: the sites you visit see it")
