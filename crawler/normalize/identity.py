"""What makes two addresses the same story. Contains no I/O; the rule of each site is in its source file."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from crawler.normalize.urls import canonical_url
from crawler.sources import Source


def edition_language(url: str, source: Source) -> str | None:
    """Return the language of the edition that a part of the path names, None where it names none.

    >>> from crawler.sources import source_for_url
    >>> edition_language("https://news.metal.com/vn/newscontent/1", source_for_url("https://metal.com/"))
    'vi'
    """
    parts = urlsplit(url).path.split("/")
    return next((source.identity.editions[part] for part in parts if part in source.identity.editions), None)


def story_identifier(url: str, source: Source | None, language: str | None = None) -> str:
    """Return what identifies the story at *url*: ``metal.com:100982475:en`` where its source declares a pattern, else the URL.

    *language* is the page's own where it is known; an edition named in the path wins over it, and without either the
    source's main language stands. Garbage before and slugs behind the id do not count.
    """
    canonical = canonical_url(url) or url
    if source is None or source.identity.pattern is None:
        return canonical
    found = source.identity.pattern.search(unquote(urlsplit(canonical).path)) or source.identity.pattern.search(
        canonical
    )
    if not found:
        return canonical
    if not source.identity.per_language:
        return f"{source.id}:{found.group(1)}"
    edition = edition_language(canonical, source) or _primary(language) or _primary(source.languages[0])
    return f"{source.id}:{found.group(1)}:{edition}"


def _primary(language: str | None) -> str | None:
    return language.split("-")[0].lower() if language else None
