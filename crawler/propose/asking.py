"""What a survey asks with, and what it is answered. The asking itself is `crawler.fetch.inquiry`'s."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a request led to."""

    url: str
    """Address that answered, after redirects; the one asked for where none did."""
    status: int | None = None
    """HTTP status; None where no answer came."""
    reason: str | None = None
    """Why none came, in a word: ``robots``, ``not-recorded``, ``CannotResolveHostError``; None where one did."""
    body: bytes = b""
    """The body, decompressed."""
    content_type: str | None = None
    """As the server says."""
    retrieved_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    """When, UTC."""

    @property
    def is_good(self) -> bool:
        """Whether the server gave what was asked for."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004  # HTTP's successes

    @property
    def said(self) -> str:
        """Status or reason, in a word."""
        return str(self.status) if self.status else self.reason or "no answer"


Ask = Callable[[str], Awaitable[Answer]]
