"""Robots directives of a page: the words of ``<meta name="robots">`` and of ``X-Robots-Tag`` that tell of rights.

Grammar: Google Search Central, "Robots meta tag, data-nosnippet, and X-Robots-Tag specifications"; MDN, "X-Robots-Tag".
``noai`` and ``noimageai`` are DeviantArt's (2022), ``noml`` Mojeek's.
"""

from __future__ import annotations

import re

WORDS = frozenset({"noai", "noimageai", "noml", "noarchive", "nocache", "nosnippet", "noindex", "none"})
"""What is kept of a page's directives; ``nofollow`` and the like say nothing of rights."""
RESERVING = frozenset({"noai", "noml"})
"""Those that reserve text; ``noimageai`` speaks of pictures alone."""
_MAX_CHARS = 4000
_VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
_BOT = re.compile(r"[a-z][a-z0-9_-]*")


def meta_words(content: str) -> list[str]:
    """Return the directives in the content of a robots meta tag that tell of rights, in lower case, in order."""
    return [word for word in re.split(r"[\s,;]+", content[:_MAX_CHARS].lower()) if word in WORDS]


def header_words(value: str, *, product: str) -> list[str]:
    """Return the directives of one ``X-Robots-Tag`` line for everybody, and for *product* as ``orewire:noai``.

    The name of a bot holds for all that follows it in its line, up to the next name.

    >>> header_words("noarchive, otherbot: noai, nosnippet, orewire: noai", product="orewire")
    ['noarchive', 'orewire:noai']
    """
    found, bot = [], ""
    for part in value[:_MAX_CHARS].lower().split(","):
        word = part.strip()
        name, colon, rest = (piece.strip() for piece in word.partition(":"))
        if colon and name not in _VALUED and _BOT.fullmatch(name):
            bot, word = name, rest
        if word in WORDS and bot in ("", "*", "robots", product):
            found.append(f"{product}:{word}" if bot == product else word)
    return found
