"""Reads the pages of one source with what its articles teach about its boilerplate. Holds no store: it is told what one counts.

What is learned while a crawl runs depends on what has been crawled; `orewire reextract` brings all to the same end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

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
        self._allowed: set[str] = set()
        for verdict in sorted(self._verdicts.values(), key=lambda v: (v.decided_at, v.key)):  # the later word holds
            if verdict.decision == "allow":  # who allows one variant of a line has said that the line is content
                self._allowed |= {verdict.key, masked_key(verdict.text) or verdict.key}
            else:
                self._allowed.discard(verdict.key)
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
        return [self._as_variant(known) for known in found]

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

    def explained(self, key: str) -> Known:
        """Return what becomes of a block or its variants: as `judged`, but a text goes with the variants it is one of."""
        return self._as_variant(self.judged(key))

    def _as_variant(self, known: Known) -> Known:
        masked = None if known.learned or known.verdict else self._masked(known.key)
        if masked is None or not self.judged(masked).learned:
            return known
        return replace(known, learned=True, reason=f"a variant of {masked}: {self.judged(masked).reason}")

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
        return key in self._allowed or self._masked(key) in self._allowed

    def _masked(self, key: str) -> str | None:
        """The key that a text shares with its variants; None for a text without any, and for such a key itself."""
        having = self.ledger.having(key)[:1]
        return next((b.masked for article in having for b in article.blocks if b.key == key), None)


def read_with(page: Page, learned: frozenset[str]) -> Reading:
    """Return the reading of *page* without the blocks of *learned*, but with them where nothing else is there."""
    reading = page(learned)
    return page(frozenset()) if learned and reading.refusal == "no-body" else reading
