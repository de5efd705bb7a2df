"""What is known of a block that stands in several articles of one source: where, how often, when and in what company.

Counts only; `crawler.clean.learned` decides. What comes out depends on the articles put in, never on their order.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from storage.blocks import CountedArticle, CountedBlock

MIN_SUPPORT = 5
"""Fewest articles in which a block must stand before it can be anything but a part of them."""

VARIANT_SUPPORT = 3
"""Fewest articles for each variant, on average, before blocks that differ in numbers only count as one: a price that a
notice names stays for a while, one that a story reports is another every day."""

NEARLY_ALL = 0.9
"""Part of the stories from which on a block stands in all of them, but for the odd one."""

_AFTER = 10  # stories behind the last that has it: else a phrase of one busy week would stand in all of its time
_SERIES, _ELSEWHERE = 0.8, 0.3  # a word in that part of the stories that have the block, and of those that do not
_FEW = 3  # stories without the block from which its stories' common words can be told
_WEEKLY = 0.8
_WORD = re.compile(r"[^\W\d_]{4,}|[\u3400-\u9fff]{2,}")
_CJK = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that speaks for or against a block's being boilerplate."""

    stories: int
    """Articles that have it."""
    company: int
    """Articles in its languages from the day it was first seen to the tenth story behind the last."""
    since: str | None
    """Day of the first article that has it; None where none is dated."""
    days: int
    """Days on which those articles were published; 0 where most are undated."""
    headlines: int
    """Different headlines among them."""
    own: int
    """Articles among them that have something of their own, a block that no other article has: its changing company."""
    head: int
    """Of these, how many begin with it: before it stands nothing of their own."""
    tail: int
    """Of these, how many end with it: behind it stands nothing of their own."""
    headings: int
    """Articles in which it is a heading."""
    rows: int
    """Articles in which it is a row of a table."""
    variants: int
    """Different texts; 1 unless it is a masked key."""
    size: int
    """Characters of the longest."""
    weekday: bool
    """Whether it comes on one day of the week, of a source that publishes on others, too."""
    series: str | None
    """A word of the headlines, or a tag, that sets its stories apart from those without it; None: there is none."""
    theme: str | None
    """Where there are hardly any stories without it to compare with: a word that all headlines have; else None."""

    @property
    def share(self) -> float:
        """Part of the company that has it, 0 to 1."""
        return self.stories / self.company


@dataclass(frozen=True, slots=True)
class _Place:
    """One article's first occurrence of a block."""

    block: CountedBlock
    is_before: bool
    is_behind: bool


class Ledger:
    """The articles of one source, and where each block stands."""

    def __init__(self, articles: Iterable[CountedArticle] = ()) -> None:
        self._articles: dict[str, CountedArticle] = {}
        self._having: dict[str, dict[str, None]] = {}
        for article in articles:
            self.put(article)

    def put(self, article: CountedArticle) -> None:
        """Add an article, in place of the one with its identifier."""
        old = self._articles.get(article.identifier)
        for key in _keys(old) if old else ():
            del self._having[key][article.identifier]
        self._articles[article.identifier] = article
        for key in _keys(article):
            self._having.setdefault(key, {})[article.identifier] = None

    def blocks(self, identifier: str) -> tuple[CountedBlock, ...]:
        """Return the blocks of an article; none where there is no such article."""
        article = self._articles.get(identifier)
        return article.blocks if article else ()

    def articles(self) -> list[CountedArticle]:
        """Return all articles in the order of their rows."""
        return sorted(self._articles.values(), key=lambda article: article.id)

    def having(self, key: str) -> list[CountedArticle]:
        """Return the articles in which a block of this key, or masked key, stands, sorted by day and identifier."""
        found = (self._articles[identifier] for identifier in self._having.get(key, ()))
        return sorted(found, key=lambda article: (article.day or "", article.identifier))

    def support(self, key: str) -> int:
        """Return in how many articles a key stands."""
        return len(self._having.get(key, ()))

    def recurring(self) -> list[str]:
        """Return the keys that stand in enough articles to be looked at, sorted; masked ones only where texts vary."""
        found = []
        for key, having in sorted(self._having.items()):
            if len(having) >= MIN_SUPPORT:
                places = [block for article in self.having(key) for block in article.blocks]
                if any(b.key == key for b in places) or len({b.key for b in places if b.masked == key}) > 1:
                    found.append(key)
        return found

    def evidence(self, key: str) -> Evidence:
        """Return what is known of a key that stands in at least one article."""
        articles = self.having(key)
        places = [self._place(article, key) for article in articles]
        days = [article.day for article in articles if article.day]
        dated = len(days) * 2 >= len(articles)
        languages = {article.language for article in articles}
        peers = [article for article in self._articles.values() if article.language in languages]
        others = [article for article in peers if article.identifier not in self._having[key]]
        own = [place for place in places if place.is_before or place.is_behind]
        company = _company(others, days) + len(articles) if dated else len(peers)
        return Evidence(
            stories=len(articles),
            company=company,
            since=min(days) if dated else None,
            days=len(set(days)) if dated else 0,
            headlines=len({article.headline.casefold() for article in articles}),
            own=len(own),
            head=sum(not place.is_before for place in own),
            tail=sum(not place.is_behind for place in own),
            headings=sum(place.block.type == "h" for place in places),
            rows=sum(place.block.type == "row" for place in places),
            variants=len({place.block.key for place in places}),
            size=max(place.block.size for place in places),
            weekday=dated and _is_weekly(days, [article.day for article in others if article.day]),
            series=_series(articles, others, nearly_all=len(articles) >= NEARLY_ALL * company),
            theme=_theme(articles) if len(others) < _FEW else None,
        )

    def _place(self, article: CountedArticle, key: str) -> _Place:
        blocks = article.blocks
        at = next(i for i, block in enumerate(blocks) if key in (block.key, block.masked))
        own = [self.support(block.key) == 1 for block in blocks]
        return _Place(blocks[at], any(own[:at]), any(own[at + 1 :]))


def _keys(article: CountedArticle) -> set[str]:
    return {key for block in article.blocks for key in (block.key, block.masked) if key}


def _company(others: Sequence[CountedArticle], days: Sequence[str]) -> int:
    """How many of the others were published between the first and the last of *days*, and the next few behind it."""
    when = sorted(article.day for article in others if article.day)
    end = bisect_right(when, max(days))
    return min(end + _AFTER, len(when)) - bisect_left(when, min(days))


def _is_weekly(days: Sequence[str], others: Sequence[str]) -> bool:
    """Whether most of *days* are one day of different weeks, and most of the *others* are not that day."""
    weekday, count = Counter(date.fromisoformat(day).weekday() for day in days).most_common(1)[0]
    same = {day for day in days if date.fromisoformat(day).weekday() == weekday}
    elsewhere = [day for day in others if date.fromisoformat(day).weekday() != weekday]
    return count >= _WEEKLY * len(days) and len(same) >= MIN_SUPPORT - 1 and len(elsewhere) * 2 > len(others)


def _series(
    articles: Sequence[CountedArticle], others: Sequence[CountedArticle], *, nearly_all: bool
) -> str | None:  # fmt: skip
    """The tag or headline word that most of *articles* and few of the *others* have.

    All of them where the block stands in *nearly_all* stories of its time: then only a busy source's series is one.
    """
    most = 1.0 if nearly_all else _SERIES
    if len(others) < _FEW:
        return None
    here = Counter(word for article in articles for word in _words(article))
    there = Counter(word for article in others for word in _words(article))
    apart = [
        (there[word] / len(others) - count / len(articles), word)
        for word, count in here.items()
        if count >= most * len(articles) and there[word] <= _ELSEWHERE * len(others)
    ]
    return min(apart)[1] if apart else None


def _theme(articles: Sequence[CountedArticle]) -> str | None:
    return min(set.intersection(*(_headline_words(article) for article in articles)), default=None)


def _words(article: CountedArticle) -> set[str]:
    return {*article.tags, *_headline_words(article)}


def _headline_words(article: CountedArticle) -> set[str]:
    found: set[str] = set()
    for word in _WORD.findall(article.headline.casefold()):
        found |= {word[i : i + 2] for i in range(len(word) - 1)} if _CJK.match(word) else {word}
    return found
