"""A headline as printed to the headline itself: without kicker and without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MIN_LABEL = 4
_KICKER = re.compile(
    r"^\s*(?:[\[【](?P<bracketed>[^\[\]【】]{2,60})[\]】]|(?P<flash>[A-Z]{2,6} (?:Flash|Alert|Brief))(?: News)?\s*[:：])\s*"
)
_SEPARATOR = re.compile(r"\s+[|\-–—·»:_]+\s+|\s*[|_»]\s*")


def split_kicker(headline: str) -> tuple[str | None, str]:
    """Return the kicker that opens a headline, None where none does, and the rest.

    >>> split_kicker("[LMM Analysis] Tin rises")
    ('LMM Analysis', 'Tin rises')
    """
    found = _KICKER.match(headline)
    rest = headline[found.end() :].strip() if found else ""
    if not found or not rest:
        return None, headline.strip()
    return found["bracketed"] or found["flash"], rest


def without_site(headline: str, names: Iterable[str]) -> str:
    """Return the headline without a site's name at its end; *names* are the outlet's name, host and the like.

    >>> without_site("Tin rises - Ore Post", ["Ore Post"])
    'Tin rises'
    """
    known = {_bare(name) for known in names if known for name in (known, *_labels(known))}
    for found in reversed(list(_SEPARATOR.finditer(headline))):
        if _bare(headline[found.end() :]) in known:
            headline = headline[: found.start()]
    return headline.strip()


def _labels(name: str) -> list[str]:
    """The parts of a host's name that may be the site's: "lastampa" of "www.lastampa.it"."""
    is_host = "." in name and not any(char.isspace() for char in name)
    return [label for label in name.split(".")[:-1] if len(label) >= _MIN_LABEL] if is_host else []


def _bare(name: str) -> str:
    return re.sub(r"^www|[\W_]|com$|net$|org$", "", name.casefold())
