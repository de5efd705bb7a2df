"""Reads the pages of one source with what its articles teach about its boilerplate. Holds no store: it is told what one counts.

What is learned while a crawl runs depends on what has been crawled; `orewire reextract` brings all to the same end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crawler.clean import judge, story_blocks
from crawler.clean.ledger import MIN_SUPPORT, Evidence, Ledger
from crawler.model import Reading
from storage.blocks import CountedArticle, counted_article, masked_key
from storage.boilerplate import Verdict

NEWEST = 2000
"""Articles from which a crawl learns, the last ones published: 0.13 s to load, 7 MB. Re-extraction asks all of them."""

Page = Callable[[frozenset[str]], Reading]
"""`crawler.parse.read_page` of one page, waiting for the keys of what was learned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One block that recurs in a source, or of which a person has spoken, and what is made of it."""

    key: str
    """Its key, or the masked key of its variants."""
    learned: bool
    """Whether it is taken out."""
    reason: str
    """Why, or why not."""
    verdict: Verdict | None
    """What a person said of it."""
    evidence: Evidence | None
    """What is counted; None where no article has it."""


class Learning:
    """What is known of one source's boilerplate while its pages are read."""

    def __init__(self, articles: Iterable[CountedArticle] = (), verdicts: Iterable[Verdict] = ()) -> None:
        self.ledger = Ledger(articles)
        """Its articles; those read by `read` are added."""
        self._verdicts = {verdict.key: verdict for verdict in verdicts}
        self._allowed = {key for key, verdict in self._verdicts.items() if verdict.decision == "allow"}
        # Who allows one variant of a line has said that the line is content.
        self._allowed |= {key for v in self._verdicts.values() if v.decision == "allow" and (key := masked_key(v.text))}
        self._denied = frozenset(self._verdicts) - self._allowed
        self._found: set[str] = set()
        self._due: dict[str, int] = {}

    @property
    def keys(self) -> frozenset[str]:
        """The keys to be taken out, as far as they were found."""
        return self._denied | self._found

    def known(self) -> list[Known]:
        """Look at all that recurs, sorted by key; what is learned goes into `keys`."""
        found = [self.judged(key) for key in sorted({*self.ledger.recurring(), *self._verdicts})]
        self._found = {known.key for known in found if known.learned and known.verdict is None}
        return found

    def judged(self, key: str) -> Known:
        """Return what is made of one key: a person's word, else the rule's."""
        evidence = self.ledger.evidence(key) if self.ledger.support(key) else None
        verdict = self._verdicts.get(key)
        if verdict:
            return Known(
                key=key, learned=key in self._denied, verdict=verdict, evidence=evidence,
                reason="a person said: " + ("never boilerplate" if verdict.decision == "allow" else "always boilerplate"),
            )  # fmt: skip
        if evidence is None:
            return Known(key=key, learned=False, reason="in no story", verdict=None, evidence=None)
        judgement = judge(evidence)
        allowed = judgement.learned and self._is_allowed(key)
        reason = f"{judgement.reason}: kept, a person allowed a variant of it" if allowed else judgement.reason
        return Known(key=key, learned=judgement.learned and not allowed, reason=reason, verdict=None, evidence=evidence)

    def read(self, page: Page) -> Reading:
        """Return the reading of *page* with what was learned until now, this page included.

        Where everything on it was learned, it is read as if nothing was: a story of nothing else may be one after all.
        """
        reading = read_with(page, self.keys)
        if reading.article:
            self.ledger.put(counted_article(reading.article, story_blocks(reading.blocks)))
            before = self.keys
            for block in self.ledger.blocks(reading.article.identifier):
                for key in (block.key, block.masked):
                    if key and self._is_due(key):
                        self._found = self._found - {key} | ({key} if self.judged(key).learned else set())
            if self.keys != before:
                reading = read_with(page, self.keys)
        return reading

    def _is_due(self, key: str) -> bool:
        """Whether to look at a key again: not at each of a thousand stories that have it."""
        support = self.ledger.support(key)
        if support < self._due.get(key, MIN_SUPPORT) or key in self._verdicts:
            return False
        self._due[key] = support + max(1, support // 10)
        return True

    def _is_allowed(self, key: str) -> bool:
        if key in self._allowed:
            return True
        having = self.ledger.having(key)[:1]
        return any(b.masked in self._allowed for article in having for b in article.blocks if b.key == key)


def read_with(page: Page, learned: frozenset[str]) -> Reading:
    """Return the reading of *page* without the blocks of *learned*, but with them where nothing else is there."""
    reading = page(learned)
    return page(frozenset()) if learned and reading.refusal == "no-body" else reading
