"""All stories of a source in one language, summed up, so that what few of them share can be compared with all. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from storage.blocks import CountedArticle

_WORD = re.compile(r"[^\W\d_]{4,}|[\u3400-\u9fff]{2,}")
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(slots=True)
class Edition:
    """All articles of one language, summed up: a source has thousands, and each block is compared with all of them."""

    stories: int = 0
    """How many there are."""
    days: list[str] = field(default_factory=list)
    """Days of those that are dated, sorted."""
    weekdays: Counter[int] = field(default_factory=Counter)
    """How many of these on each day of the week, 0 being Monday."""
    words: Counter[str] = field(default_factory=Counter)
    """In how many stories each tag and headline word stands."""

    def add(self, article: CountedArticle) -> None:
        """Count an article."""
        self.stories += 1
        self.words.update(words_of(article))
        if article.day:
            insort(self.days, article.day)
            self.weekdays[weekday_of(article.day)] += 1

    def drop(self, article: CountedArticle) -> None:
        """Take back what `add` counted."""
        self.stories -= 1
        self.words.subtract(words_of(article))
        if article.day:
            del self.days[bisect_left(self.days, article.day)]
            self.weekdays[weekday_of(article.day)] -= 1

    def between(self, first: str, last: str) -> int:
        """Return how many stories are of these days and those between."""
        return bisect_right(self.days, last) - bisect_left(self.days, first)

    def behind(self, day: str) -> int:
        """Return how many stories are later."""
        return len(self.days) - bisect_right(self.days, day)


def words_of(article: CountedArticle) -> set[str]:
    """Return the tags of a story and the words of its headline."""
    return {*article.tags, *headline_words(article)}


def headline_words(article: CountedArticle) -> set[str]:
    """Return the words of four letters and more in a headline, of Chinese ones each pair of characters."""
    found: set[str] = set()
    for word in _WORD.findall(article.headline.casefold()):
        found |= {word[i : i + 2] for i in range(len(word) - 1)} if _CJK.match(word) else {word}
    return found


def weekday_of(day: str) -> int:
    """Return the day of the week of a day, 0 being Monday."""
    return date.fromisoformat(day).weekday()
