"""The crawl frontier in memory: the same answers as in SQLite, gone with the process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from storage.article import utc_text
from storage.clock import utc_now
from storage.frontier import MAX_ATTEMPTS, FrontierItem, Lease, cleaned, pause

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


def _never(_key: str, _url: str) -> bool:
    return False


@dataclass(slots=True, kw_only=True)
class _Waiting:
    """One item of a `MemoryFrontier`, and how far it has come."""

    id: int
    source: str
    item: FrontierItem
    state: Literal["queued", "leased", "done", "failed"] = "queued"
    leased_until: str = ""
    attempts: int = 0
    retry: bool = False
    changed_at: datetime = _LONG_AGO
    """When it failed last, UTC."""


class MemoryFrontier:
    """A `Frontier` that lives as long as its process: for ``--dry-run`` and tests.

    *is_stored* says of a key and an address whether the article is known already.
    """

    def __init__(
        self, *, is_stored: Callable[[str, str], bool] = _never, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._is_stored = is_stored
        self._clock = clock
        self._by_id: dict[int, _Waiting] = {}
        self._by_key: dict[tuple[str, str], _Waiting] = {}

    def add(self, source: str, items: Iterable[FrontierItem]) -> list[str]:
        """See `Frontier.add`."""
        return [item.key for item in map(cleaned, items) if self._add(source, item)]

    def lease(self, source: str, limit: int, seconds: int = 600, *, older: bool = False) -> list[Lease]:
        """See `Frontier.lease`."""
        now = self._clock()
        free = [waiting for waiting in self._of(source, "queued", "leased") if self._is_free(waiting, now)]
        for waiting in free:
            if waiting.attempts >= MAX_ATTEMPTS:
                waiting.state, waiting.retry = "failed", False
        free = [waiting for waiting in free if waiting.state != "failed" and (older or waiting.item.kind != "older")]
        free.sort(key=lambda waiting: (waiting.state != "queued", -waiting.item.priority, waiting.id))
        given = free[: max(limit, 0)]
        for waiting in given:
            waiting.state, waiting.leased_until = "leased", utc_text(now + timedelta(seconds=seconds))
            waiting.attempts += 1
        return [_lease(waiting) for waiting in given]

    def done(self, lease_id: int) -> None:
        """See `Frontier.done`."""
        if waiting := self._by_id.get(lease_id):
            waiting.state, waiting.retry = "done", False

    def failed(self, lease_id: int, reason: str, *, retry: bool) -> None:  # noqa: ARG002 - nobody can ask for it later
        """See `Frontier.failed`."""
        if waiting := self._leased(lease_id):
            waiting.state, waiting.retry, waiting.changed_at = "failed", retry, self._clock()

    def release(self, lease_ids: Sequence[int]) -> None:
        """See `Frontier.release`."""
        for lease_id in lease_ids:
            if waiting := self._leased(lease_id):
                waiting.state, waiting.attempts = "queued", max(waiting.attempts - 1, 0)

    def pending(self, source: str) -> int:
        """See `Frontier.pending`."""
        return len(self._of(source, "queued", "leased"))

    def resume(self, source: str, *, patient: bool = False) -> int:
        """See `Frontier.resume`."""
        now = self._clock()
        lost = self._of(source, "leased")
        lost += [
            waiting
            for waiting in self._of(source, "failed")
            if waiting.retry
            and waiting.attempts < MAX_ATTEMPTS
            and (not patient or now - waiting.changed_at >= pause(waiting.attempts))
        ]
        for waiting in lost:
            waiting.attempts -= waiting.state == "leased"
            waiting.state, waiting.retry = "queued", False
        return len(lost)

    def _add(self, source: str, item: FrontierItem) -> bool:
        if item.kind == "article" and self._is_stored(item.key, item.url):
            return False
        known = self._by_key.get((source, item.key))
        if known is None:
            known = _Waiting(id=len(self._by_id) + 1, source=source, item=item)
            self._by_id[known.id] = self._by_key[source, item.key] = known
            return True
        if item.kind == "article" or known.state not in {"done", "failed"}:
            return False
        known.item, known.state, known.attempts, known.retry = item, "queued", 0, False
        return True

    def _of(self, source: str, *states: str) -> list[_Waiting]:
        return [waiting for waiting in self._by_id.values() if waiting.source == source and waiting.state in states]

    def _leased(self, lease_id: int) -> _Waiting | None:
        waiting = self._by_id.get(lease_id)
        return waiting if waiting and waiting.state == "leased" else None

    @staticmethod
    def _is_free(waiting: _Waiting, now: datetime) -> bool:
        return waiting.state == "queued" or waiting.leased_until <= utc_text(now)


def _lease(waiting: _Waiting) -> Lease:
    item = waiting.item
    return Lease(
        id=waiting.id,
        source=waiting.source,
        key=item.key,
        url=item.url,
        kind=item.kind,
        entry=item.entry,
        depth=item.depth,
        attempts=waiting.attempts,
    )
