"""When a stored story is looked at again, so that edits and withdrawals are seen. Pure; `storage.visits` remembers.

Most edits come soon after publication, and what is a month old is history: 1 hour, 4 hours, 1, 3, 7 and 30 days after
it came out. A visit asks whether the page has changed; each third one, a day and a month after, asks for the whole page,
since some servers answer 304 for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta

STEPS = (
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=7),
    timedelta(days=30),
)
"""Ages of a story at which it is looked at again."""

_SHARE = 5
_WHOLE = 3


def next_visit(published: datetime | None, *, visits: int, now: datetime) -> datetime | None:
    """Return when to look at a story again that was fetched *now*; None where it is too old for that.

    *published*: when it came out; None where no clock time is known: then the steps count from when it was found, by how
    many *visits* there were. A step less than a quarter of itself away is left out: a story fetched when it was 50
    minutes old is next looked at when it is 4 hours old.

    >>> next_visit(datetime(2026, 11, 23, 8), visits=0, now=datetime(2026, 11, 23, 8, 5))
    datetime.datetime(2026, 11, 23, 9, 0)
    """
    if published is None:
        age = STEPS[min(visits, len(STEPS)) - 1] if visits else timedelta(0)
    else:
        age = max(now - published, timedelta(0))
    return next((now + step - age for step in STEPS if step >= age + step / 4), None)


def is_whole(visits: int) -> bool:
    """Return whether the visit of that number, counted from 1, asks for the page whatever its validators say."""
    return visits % _WHOLE == 0


def visits_of(pages: int) -> int:
    """Return how many visits a crawl may make whose source allows so many requests: a fifth of them, but one at least."""
    return max(pages // _SHARE, 1)
