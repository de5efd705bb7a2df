"""What stands before the colon in lines around a story: ``labels.toml``, loaded and made ready. Reads no line of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from crawler.data.toml import read_toml


class Labels(NamedTuple):
    """Patterns of labelled lines."""

    tags: re.Pattern[str]
    """A whole line of tags; group 1 is what stands behind the colon, 2 to 200 characters."""
    source: re.Pattern[str]
    """The beginning of a line that names the source or the day of publication."""


@cache
def load_labels() -> Labels:
    """Return the shipped labels.

    >>> load_labels().tags.match("Mots-clés : cuivre, zinc")[1]
    'cuivre, zinc'
    """
    given = read_toml(files("crawler.data") / "labels.toml")
    return Labels(
        tags=re.compile(rf"^(?:{_any_of(given['tags'])})\s*[:：]\s*(.{{2,200}})$", re.IGNORECASE),
        source=re.compile(rf"^(?:{_any_of(given['source'])})\s*[:：]", re.IGNORECASE),
    )


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))
