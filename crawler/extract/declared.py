"""Which languages a page says that it is in: language tags as printed. Checks none of them; `crawler.normalize.language` does."""

from __future__ import annotations

from lxml import html

from crawler.extract.structured import Structured
from crawler.model import Found


def declared_languages(root: html.HtmlElement, data: Structured) -> list[Found]:
    """Return language tags, that of the article itself first, then that of the page."""
    own = [Found(value=lang, origin="html lang") for lang in [root.get("lang") or root.get("xml:lang")] if lang]
    return [
        *data.from_article("inLanguage"),
        *own,
        *data.from_meta("og:locale", "content-language", "dc.language", "dcterms.language", "language"),
    ]
