"""When a source is due: its endpoints' next polls, what waits in the frontier, stories to look at again, who asked for time.

What is written here the crawler decides (`crawler.polling`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from storage.article import utc_text
from storage.frontier import MAX_ATTEMPTS, RESTED_AT
from storage.store import ArticleStore

_DAY_ONLY = "T00:00:00+00:00"


def steps_to(found_at: Mapping[str, str | None], named: Iterable[str]) -> dict[str, int]:
    """Return how many indexes lie between each sitemap and the definition that names the first; what it no longer names is out."""
    steps = dict.fromkeys(named, 0)
    left = {url: above for url, above in found_at.items() if above and url not in steps}
    while now := {url: steps[above] + 1 for url, above in left.items() if above in steps}:
        steps |= now
        left = {url: above for url, above in left.items() if url not in now}
    return steps


def believed(moment: datetime, now: datetime) -> datetime:
    """Return *moment*, or *now* where it is further off than anything is ever planned: a clock was wrong then."""
    return moment if moment <= now + timedelta(days=2) else now


class Schedule:
    """The schedule of a store; writes join the store's transaction where one is open."""

    def __init__(self, store: ArticleStore) -> None:
        self._connection = store.connection

    def plan(self, url: str, *, next_poll: datetime, interval: timedelta, failures: int) -> None:
        """Record when an endpoint, which must be known, is asked next."""
        self._connection.run(
            "UPDATE endpoints SET next_poll = ?, interval_s = ?, failures = ? WHERE url = ?",
            (utc_text(next_poll), interval.total_seconds(), failures, url),
        )

    def past(self, url: str) -> tuple[timedelta, int] | None:
        """Return interval and failures as `plan` left them; None where nothing was planned yet."""
        found = self._connection.row(
            "SELECT interval_s, failures FROM endpoints WHERE url = ? AND interval_s IS NOT NULL", (url,)
        )
        return (timedelta(seconds=found[0]), found[1]) if found else None

    def published(self, endpoint: str, *, since: datetime, limit: int) -> list[datetime]:
        """Return when stories came out that *endpoint* listed first, found *since* then, the newest *limit*; UTC.

        As the endpoint says, else as the page does; only where a clock time is known. Midnight UTC is none.
        """
        rows = self._connection.rows(
            "SELECT json_extract(entry, '$.published'), date_published, date_precision FROM frontier"
            " LEFT JOIN articles ON articles.identifier = frontier.key"
            " WHERE endpoint = ? AND added_at >= ? AND kind = 'article' ORDER BY frontier.id DESC LIMIT ?",
            (endpoint, utc_text(since), limit),
        )
        found = [
            said if said and not said.endswith(_DAY_ONLY) else read if precision in ("second", "minute") else None
            for said, read, precision in rows
        ]
        return [datetime.fromisoformat(text) for text in found if text]

    def park(self, source: str, *, until: datetime, reason: str) -> None:
        """Leave a source alone until a moment, as its server asked; an earlier one does not shorten a later one."""
        self._connection.run(
            "INSERT INTO parked (source, until, reason) VALUES (?, ?, ?) ON CONFLICT (source) DO UPDATE"
            " SET until = excluded.until, reason = excluded.reason WHERE excluded.until > until",
            (source, utc_text(until), reason),
        )

    def due_at(self, source: str, urls: Iterable[str], *, now: datetime) -> datetime:
        """Return from when on a source has something to do, UTC: *now* or earlier where it has.

        *urls*: the endpoints that its definition names; one never asked is due. Sitemaps found in an index are asked of
        their own. A day from now where nothing is known to come.
        """
        named = set(urls)
        polls = self._connection.rows("SELECT url, found_at, next_poll FROM endpoints WHERE source = ?", (source,))
        led = steps_to({url: found_at for url, found_at, _ in polls}, named)
        moments = [now for _ in named - {url for url, _, _ in polls}]
        moments += [believed(datetime.fromisoformat(due) if due else now, now) for url, _, due in polls if url in led]
        first = min([*moments, *self._waiting(source, now)], default=now + timedelta(days=1))
        until = self._connection.row("SELECT until FROM parked WHERE source = ?", (source,))
        return max(first, believed(datetime.fromisoformat(until[0]), now)) if until else first

    def _waiting(self, source: str, now: datetime) -> list[datetime]:
        waiting = self._connection.row(
            "SELECT 1 FROM frontier WHERE source = ? AND state IN ('queued', 'leased') AND kind != 'older' LIMIT 1",
            (source,),
        )
        failed = self._connection.row(
            f"SELECT min({RESTED_AT}) FROM frontier WHERE source = ? AND state = 'failed' AND retry AND attempts < ?"  # noqa: S608
            " AND kind != 'older'",
            (source, MAX_ATTEMPTS),
        )
        visit = self._connection.row(
            "SELECT min(next_visit) FROM frontier WHERE source = ? AND next_visit IS NOT NULL AND state = 'done'",
            (source,),
        )
        texts = [row[0] for row in (failed, visit) if row and row[0]]
        return [*([now] if waiting else []), *map(datetime.fromisoformat, texts)]
