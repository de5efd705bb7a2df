"""Which of a page's dates is its story's: all that were read are weighed against each other. Pure.

A date is believed for its origin and for the others that name the same day (`crawler.story_signals`). One that lies ahead
of the fetch, or that is the minute of the fetch itself (the page was made then), loses; so does a change where anything
tells the publication.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Final

from crawler import normalize
from crawler.model import Found, ParsedDate
from crawler.normalize import Span
from crawler.story import Dated, Dates, StoryDates
from crawler.story_signals import BELIEVED, EXACT, OFFSET, WEIGHTS, Signal, SignalReader, minute_of

_SUPPORT: Final = 0.4
_CHANGED: Final = 0.3
_SAME_SEASON: Final = timedelta(days=30)
_AGED: Final = 0.5
_ORDER_SLACK: Final = timedelta(days=7)  # a story may be prepared days before it is published
_OUT_OF_ORDER: Final = 0.5  # a date in the markup against the order of ids still beats one in a sidebar that keeps it
_MAX_OFFSET: Final = timedelta(hours=14)


def weigh_dates(
    published: Sequence[Found],
    modified: Sequence[Found],
    *,
    others: Sequence[Dated],
    when: Dates,
    span: Span = Span(),  # noqa: B008 - a tuple: nobody can change it
) -> StoryDates:
    """Return the dates of a story from the strings that may tell its publication and its last change.

    *others* are understood already: of the feed, of the address. *span* are the days that the story's id allows.
    """
    reader = SignalReader(when)
    told = list(reader.read_all(published))
    changes = [item for item in told if item.side == "changed"] + list(reader.read_all(modified, changed=True))
    beyond = [*reader.beyond, *(dated for dated in others if not _is_possible(dated, when))]
    told = [item for item in told if item.side != "changed"]
    told += [reader.weighed(dated, dated.origin) for dated in others if _is_possible(dated, when)]
    told = _without_changes([_in_order(_settled(item, told, span, when), span) for item in told], changes)
    best = _chosen(told) or _chosen(changes)
    change = _chosen_change(changes, best)
    zoned = [item for item in (*told, *changes) if item.localized]
    flags = {
        "dates-disagree": _disagree(told),
        "date-beyond": bool(beyond),
        "date-out-of-order": best is not None and not _fits(best, span),
    }
    return StoryDates(
        published=_in_zone_of(best, zoned, when) if best else None,
        modified=_in_zone_of(change, zoned, when) if change else None,
        account=_account(best, told, beyond, when),
        flags=tuple(flag for flag, raised in flags.items() if raised),
    )


def _is_possible(dated: Dated, when: Dates) -> bool:
    return normalize.EARLIEST <= dated.date.value <= normalize.latest(when.now)


def _fits(item: Signal, span: Span) -> bool:
    """Whether one of its days lies between those of the ids around, give or take a week."""
    return any(
        (span.first is None or day >= span.first - _ORDER_SLACK)
        and (span.last is None or day <= span.last + _ORDER_SLACK)
        for day in item.days
    )


def _in_order(item: Signal, span: Span) -> Signal:
    return item if _fits(item, span) else replace(item, weight=item.weight - _OUT_OF_ORDER)


def _account(best: Signal | None, told: Sequence[Signal], beyond: Sequence[Dated], when: Dates) -> str | None:
    """The origin of what is believed, and what else was told of it; see `StoryDates.account`."""
    differing = {
        item.dated.origin: item.dated for item in told if best and item.weight >= BELIEVED and _apart(item, best)
    }
    notes = [
        *([best.dated.origin] if best else []),
        *(f"{origin} differs: {_written(dated.date, when)}" for origin, dated in differing.items()),
        *(f"{dated.origin} passed over: {_written(dated.date, when)}" for dated in beyond),
    ]
    return "; ".join(notes) or None


def _written(date: ParsedDate, when: Dates) -> str:
    return f"{date.value:%Y-%m-%dT%H:%M:%SZ}" if date.precision in EXACT else when.local(date)


def _apart(one: Signal, other: Signal) -> bool:
    """Whether all days of the one are more than a day from all of the other."""
    return all(abs(day - others) > timedelta(days=1) for day in one.days for others in other.days)


def _chosen(items: Sequence[Signal]) -> Signal | None:
    """The best supported day, and of what names it the best moment: one with a clock time, if any.

    A moment without a zone gives way to the same one with its zone: the minute is the same, the hours apart are whole or half.
    """
    if not items:
        return None
    best = max(items, key=lambda item: _support(item, items))
    if best.weight >= WEIGHTS["selector"]:
        return best
    same = [item for item in items if item.exact and item.days & best.days]
    if not same and (exact := [item for item in items if item.localized and _are_neighbors(item, best)]):
        return max(exact, key=lambda item: item.weight)
    best = max(same, key=lambda item: item.weight - _AGED * item.aged, default=best)
    if best.zoned or not best.exact:
        return best
    return next((item for item in same if item.zoned and _same_but_for_the_zone(item, best)), best)


def _without_changes(items: list[Signal], changes: Sequence[Signal]) -> list[Signal]:
    """The dates, less believed where they are the moment of the last change and another is told for the publication."""
    moments = {minute_of(change.dated.date.value) for change in changes if change.exact}
    stated = [item for item in items if item.exact and item.dated.origin == "json-ld"]
    if all(minute_of(item.dated.date.value) in moments for item in stated):
        return items
    return [
        replace(item, weight=item.weight - _CHANGED) if minute_of(item.dated.date.value) in moments else item
        for item in items
    ]


def _settled(item: Signal, items: Sequence[Signal], span: Span, when: Dates) -> Signal:
    """An ambiguous date made sure where only one of its readings goes with the story's id, or with another date's day."""
    parsed = item.dated.date
    if not parsed.ambiguous:
        return item
    try:
        wall = parsed.value.astimezone(when.zone)
        value = wall.replace(day=wall.month, month=wall.day).astimezone(UTC)
    except ValueError:
        return item
    dated = replace(item.dated, date=replace(parsed, value=value, ambiguous=False))
    exchanged = replace(item, dated=dated, days=frozenset({value.astimezone(when.zone).date()}))
    sure = replace(item, dated=replace(item.dated, date=replace(parsed, ambiguous=False)))
    if _fits(item, span) != _fits(exchanged, span):
        return exchanged if _fits(exchanged, span) else sure
    certain = {day for other in items if not other.dated.date.ambiguous for day in other.days}
    if bool(certain & item.days) == bool(certain & exchanged.days):
        return item
    return exchanged if certain & exchanged.days else sure


def _in_zone_of(item: Signal, zoned: Sequence[Signal], when: Dates) -> Dated:
    """A moment printed without a zone, in the offset that the page prints with another moment of the same weeks.

    Only on a page of an unknown site, whose zone nobody has registered.
    """
    date = item.dated.date
    if not item.exact or item.aged or date.zone == "printed" or when.zone.key != "UTC":
        return item.dated
    for other in zoned:
        printed = OFFSET.search(other.dated.raw or "")
        if printed and abs(other.dated.date.value - date.value) <= _SAME_SEASON:
            hours, minutes = int(printed[0][1:3]), int(printed[0][-2:])
            ahead = timedelta(hours=hours, minutes=minutes) * (-1 if printed[0][0] == "-" else 1)
            return replace(item.dated, date=replace(date, value=date.value - ahead))
    return item.dated


def _are_neighbors(one: Signal, other: Signal) -> bool:
    """Whether a moment is the eve of a printed day, or the day after: an edition of tomorrow, published tonight."""
    return one.weight >= BELIEVED and abs(min(one.days) - min(other.days)) <= timedelta(days=1)


def _same_but_for_the_zone(one: Signal, other: Signal) -> bool:
    apart = abs(minute_of(one.dated.date.value) - minute_of(other.dated.date.value))
    if other.aged:
        return apart <= timedelta(hours=1)
    return apart <= _MAX_OFFSET and not apart % timedelta(minutes=30)


def _support(item: Signal, items: Sequence[Signal]) -> float:
    others: dict[str, float] = {}
    for other in items:
        if other.side != item.side and other.days & item.days:
            others[other.side] = max(other.weight, others.get(other.side, 0.0))
    return item.weight + _SUPPORT * sum(others.values())


def _chosen_change(changes: Sequence[Signal], published: Signal | None) -> Signal | None:
    """The best supported change that is not before the publication."""
    since = published.dated.date.value - timedelta(days=1) if published else None
    return _chosen([item for item in changes if since is None or item.dated.date.value >= since])


def _disagree(items: Sequence[Signal]) -> bool:
    moments = [item.dated.date.value for item in items if item.weight >= BELIEVED]
    days = [item.days for item in items if item.weight >= BELIEVED]
    if not moments or max(moments) - min(moments) <= timedelta(days=1):
        return False
    first, last = min(map(max, days)), max(map(min, days))
    return last - first > timedelta(days=1)
