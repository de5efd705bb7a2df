"""Other names of what a query asks for: ``aluminum`` finds aluminium, and 铝. Knows no tag: names come with `put_tags`.

Pure but for `other_names`, which reads table ``tag_names``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from storage.connection import Connection

MAX_WORDS = 4
"""Words of the longest name that is looked for in a query: ``democratic republic of congo``."""

_SHORT = 3  # letters of words that end in s without being plurals: gas
_WORDS = re.compile(r"[^\W_]+")


def name_key(text: str) -> str:
    """Return one form for a name's spellings: of case, hyphen and plural. Empty for a text without a word.

    >>> name_key("Rare-Earths") == name_key("rare earth")
    True
    """
    return " ".join([_singular(word) for word in _WORDS.findall(text.casefold())])


def runs(words: Sequence[str]) -> Iterable[tuple[int, str]]:
    """Yield (start, key) of each run of up to `MAX_WORDS` words that could be a name."""
    for start in range(len(words)):
        for end in range(start + 1, min(start + MAX_WORDS, len(words)) + 1):
            yield start, name_key(" ".join(words[start:end]))


def keyed(names: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """Return the rows of ``tag_names`` for pairs of tag and name, sorted."""
    return sorted({(tag, name, name_key(name)) for tag, name in names if name_key(name)})


def other_names(connection: Connection, keys: Iterable[str]) -> Mapping[str, list[str]]:
    """Return for each of *keys* that is a name all names of the same tag."""
    asked = list(dict.fromkeys(keys))
    found: dict[str, list[str]] = {}
    rows = connection.rows(
        "SELECT asked.key, other.name FROM tag_names AS asked JOIN tag_names AS other ON other.tag = asked.tag"  # noqa: S608
        f" WHERE asked.key IN ({', '.join('?' * len(asked))}) ORDER BY other.name",
        asked,
    )
    for key, name in rows:
        found.setdefault(key, []).append(name)
    return found


def _singular(word: str) -> str:
    return (
        word[:-1] if len(word) > _SHORT and word.endswith("s") and not word.endswith("ss") and word.isascii() else word
    )
