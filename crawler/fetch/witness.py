"""A crawl that somebody watches: everything is stored as ever, and what was seen on the way is remembered for a report."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime

from crawler.fetch.handover import StoreHandover
from crawler.work import EntriesFound, FetchFailed, PageRead, Work
from storage.frontier import Lease


class Witness(StoreHandover):
    """The handover of such a crawl."""

    stories: dict[str, str]
    """Key -> address of each story that was announced."""
    newest: dict[str, datetime]
    """Address of an endpoint, as it answered -> when the newest story that it lists came out, aware."""
    reasons: Counter[str]
    """Why stories were not read."""

    def open(self) -> None:
        """See `Handover.open`."""
        self.stories, self.newest, self.reasons = {}, {}, Counter()
        self._listings: set[int] = set()
        super().open()

    def lease(self, limit: int) -> list[Lease]:
        """See `Handover.lease`."""
        leases = super().lease(limit)
        self._listings |= {lease.id for lease in leases if lease.kind != "article"}
        return leases

    def submit(self, work: Work) -> None:
        """See `Handover.submit`."""
        if isinstance(work, EntriesFound):
            self._see(work)
        elif isinstance(work, PageRead) and work.refusal:
            self.reasons[work.refusal] += 1
        elif isinstance(work, FetchFailed) and work.lease_id not in self._listings:
            self.reasons[work.reason] += 1
        super().submit(work)

    def _see(self, work: EntriesFound) -> None:
        dates: defaultdict[str, list[datetime]] = defaultdict(list)
        for item in work.items:
            self.stories.setdefault(item.key, item.url)
            said = item.entry or {}
            moment = said.get("published") or said.get("updated")
            if moment:
                dates[str(said["found_at"])].append(datetime.fromisoformat(moment))
        for url, moments in dates.items():
            self.newest[url] = max([*moments, *([self.newest[url]] if url in self.newest else [])])
