"""What an alarm is: one thing that is wrong with a source, by its own past."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal[
    "failing", "silent", "lost-field", "shorter-bodies", "truncated", "refused", "endpoint-fails", "endpoint-empty"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One thing that is wrong with a source."""

    source: str
    """Its id."""
    kind: Kind
    """``silent``, ``lost-field`` ...: each has a rule of its own in this package."""
    field: str | None
    """The field of its stories, the reason of refusals, or the endpoint's address; None where the kind says all."""
    since: datetime
    """When it began, as far as the store can tell; UTC."""
    detail: str
    """In words, with the figures: ``authors in 0 of the last 5 stories; in 20 of 20 before``."""


def in_words(seconds: float) -> str:
    """Return a stretch of time as a person says it.

    >>> in_words(5 * 3600), in_words(3 * 86400), in_words(86400)
    ('5 hours', '3 days', '24 hours')
    """
    hours = round(seconds / 3600)
    return f"{hours} hour{'s' * (hours != 1)}" if hours < _TWO_DAYS else f"{round(hours / 24)} days"


_TWO_DAYS = 48
