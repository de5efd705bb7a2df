"""Which tag, or which genre, a printed keyword is as a whole. Finds nothing within one, but for the genre at its ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from crawler.data.memo import uncollected
from crawler.data.taxonomy import Tag
from crawler.normalize.mentions import Labels
from crawler.normalize.vocabulary import has_cyrillic


class Keywords:
    """Every wording of tags and genres, told apart by spellings that count as one."""

    def __init__(self, tags: Sequence[Tag], genres: Sequence[Tag], labels: Labels) -> None:
        self._tags, self._genre_tags, self._labels = tags, genres, labels

    def tag(self, keyword: str) -> Tag | None:
        """Return the tag that the keyword is."""
        known = self._cyrillic if has_cyrillic(keyword) else self._others
        return known.get(self._labels.keys([keyword])[0])

    def genre(self, text: str) -> str | None:
        """Return the genre of the whole text, else of the longest wording that it begins or ends with."""
        key = f" {self._labels.keys([text])[0]} "
        genres, words = self._cyrillic_genres if has_cyrillic(text) else self._genres
        if not key.endswith(words) and not key.startswith(words):
            return None
        endings = [(len(word), genre) for word, genre in genres.items() if key.endswith(word) or key.startswith(word)]
        return genres.get(key) or max(endings)[1]

    @cached_property
    def _others(self) -> dict[str, Tag]:
        return self._of_tags(is_cyrillic=False)

    @cached_property
    def _cyrillic(self) -> dict[str, Tag]:
        return self._of_tags(is_cyrillic=True)

    @cached_property
    def _genres(self) -> tuple[dict[str, str], tuple[str, ...]]:
        return self._of_genres(is_cyrillic=False)

    @cached_property
    def _cyrillic_genres(self) -> tuple[dict[str, str], tuple[str, ...]]:
        return self._of_genres(is_cyrillic=True)

    def _of_tags(self, *, is_cyrillic: bool) -> dict[str, Tag]:
        pairs = [
            (word, tag) for tag in reversed(self._tags) for word in tag.keywords() if has_cyrillic(word) == is_cyrillic
        ]
        with uncollected():
            keys = self._labels.keys([word for word, _ in pairs])
            return {key: tag for key, (_, tag) in zip(keys, pairs, strict=True)}

    def _of_genres(self, *, is_cyrillic: bool) -> tuple[dict[str, str], tuple[str, ...]]:
        """The wordings between spaces. A Cyrillic text may end in a genre of Latin letters."""
        pairs = [
            (word, tag.id)
            for tag in self._genre_tags
            for word in tag.keywords()
            if is_cyrillic or not has_cyrillic(word)
        ]
        keys = self._labels.keys([word for word, _ in pairs])
        genres = {f" {key} ": genre for key, (_, genre) in zip(keys, pairs, strict=True)}
        return genres, tuple(genres)
