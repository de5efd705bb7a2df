"""What is known of a block that stands in several articles of one source: where, how often, when and in what company.

Counts only; `crawler.clean.learned` decides. What comes out depends on the articles put in, never on their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.clean.editions import Edition, headline_words, weekday_of, words_of
from storage.blocks import CountedArticle, CountedBlock

MIN_SUPPORT = 5
"""Fewest articles in which a block must stand before it can be anything but a part of them."""

NEARLY_ALL = 0.9
"""Part of the stories from which on a block stands in all of them, but for the odd one."""

_AFTER = 10  # stories behind the last that has it: else a phrase of one busy week would stand in all of its time
_SERIES, _ELSEWHERE = 0.8, 0.3  # a word in that part of the stories that have the block, and of those that do not
_FEW = 3  # stories without the block from which its stories' common words can be told
_WEEKLY = 0.8
_MAX_BLOCKS = 1000  # what has more teaches nothing: five pages of 8,000 paragraphs took 53 s; no story has that many


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
        self._having: dict[str, list[str]] = {}  # lists: most hold one identifier, and a set of one is 150 bytes more
        self._editions: defaultdict[str | None, Edition] = defaultdict(Edition)
        self._own: dict[str, tuple[int, int]] = {}  # first and last block of its own, as long as nothing is added
        for article in articles:
            self.put(article)

    def put(self, article: CountedArticle) -> None:
        """Add an article, in place of the one with its identifier."""
        old = self._articles.get(article.identifier)
        self._own.clear()
        if old:
            self._editions[old.language].drop(old)
            for key in _keys(old):
                self._having[key].remove(article.identifier)
        self._articles[article.identifier] = article
        self._editions[article.language].add(article)
        for key in _keys(article):
            self._having.setdefault(key, []).append(article.identifier)

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
        texts: dict[str, str] = {}  # masked key -> one of its texts
        varied = set()
        for block in (block for article in self._articles.values() if _teaches(article) for block in article.blocks):
            texts[block.key] = block.key
            if block.masked and texts.setdefault(block.masked, block.key) != block.key:
                varied.add(block.masked)
        often = (key for key, having in self._having.items() if len(having) >= MIN_SUPPORT)
        return sorted(key for key in often if texts[key] == key or key in varied)

    def evidence(self, key: str) -> Evidence:
        """Return what is known of a key that stands in at least one article."""
        articles = self.having(key)
        places = [self._place(article, key) for article in articles]
        days = [article.day for article in articles if article.day]
        dated = len(days) * 2 >= len(articles)
        editions = [self._editions[language] for language in {article.language for article in articles}]
        others = sum(edition.stories for edition in editions) - len(articles)
        own = [place for place in places if place.is_before or place.is_behind]
        company = others + len(articles)
        if dated:
            within = sum(edition.between(min(days), max(days)) for edition in editions) + len(articles) - len(days)
            company = within + min(_AFTER, sum(edition.behind(max(days)) for edition in editions))
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
            weekday=dated and _is_weekly(days, editions),
            series=_series(articles, editions, others, nearly_all=len(articles) >= NEARLY_ALL * company),
            theme=_theme(articles) if others < _FEW else None,
        )

    def _place(self, article: CountedArticle, key: str) -> _Place:
        blocks = article.blocks
        at = next(i for i, block in enumerate(blocks) if key in (block.key, block.masked))
        if article.identifier not in self._own:
            own = [i for i, block in enumerate(blocks) if self.support(block.key) == 1]
            self._own[article.identifier] = (own[0], own[-1]) if own else (len(blocks), -1)
        first, last = self._own[article.identifier]
        return _Place(blocks[at], first < at, last > at)


def _teaches(article: CountedArticle) -> bool:
    return len(article.blocks) <= _MAX_BLOCKS


def _keys(article: CountedArticle) -> set[str]:
    return {key for block in article.blocks for key in (block.key, block.masked) if key} if _teaches(article) else set()


def _is_weekly(days: Sequence[str], editions: Iterable[Edition]) -> bool:
    """Whether most of *days* are one day of different weeks, and most of the other stories' days are not."""
    here = Counter(map(weekday_of, days))
    weekday, count = here.most_common(1)[0]
    weeks = {day for day in days if weekday_of(day) == weekday}
    there = Counter[int]()
    for edition in editions:
        there.update(edition.weekdays)
    there.subtract(here)
    often = count >= _WEEKLY * len(days) and len(weeks) >= MIN_SUPPORT - 1
    return often and there[weekday] * 2 < there.total()


def _series(
    articles: Sequence[CountedArticle], editions: Sequence[Edition], others: int, *, nearly_all: bool
) -> str | None:  # fmt: skip
    """The tag or headline word that most of *articles* and few of the *others* have.

    All of them where the block stands in *nearly_all* stories of its time: then only a busy source's series is one.
    """
    if others < _FEW:
        return None
    here = Counter(word for article in articles for word in words_of(article))
    most = len(articles) * (1.0 if nearly_all else _SERIES)
    apart = []
    for word, count in here.items():
        there = sum(edition.words[word] for edition in editions) - count
        if count >= most and there <= _ELSEWHERE * others:
            apart.append((there / others - count / len(articles), word))
    return min(apart)[1] if apart else None


def _theme(articles: Sequence[CountedArticle]) -> str | None:
    return min(set.intersection(*(headline_words(article) for article in articles)), default=None)
