"""How late stories are stored and what that costs: 30 days of 40 outlets on a clock of its own, by the crawler's own decisions.

Beside it, with the same outlets and the same seed: every endpoint each 15 minutes, and miniflux's entry-frequency formula
(a week over the stories of the last week, 5 minutes to 24 hours). No HTTP and no waiting:

    python benchmarks/polling.py [--days 30] [--outlets 40] [--seed 0] [--each]

A feed lists its 20 newest stories. What fell out of it before it was asked is lost, and counted.
"""

from __future__ import annotations

import argparse
import random
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from crawler.polling import LONGEST, MOST_STORIES, SHORTEST, WINDOW, Answer, Past, Plan, plan_poll

BEGIN = datetime(2026, 9, 28, tzinfo=UTC)
BEFORE = timedelta(days=35)  # the feed is there, and has its rhythm, before anybody asks it
LISTED = 20
ZONES = [ZoneInfo(name) for name in ("Europe/London", "America/Toronto", "Asia/Shanghai", "Australia/Perth")]

Decision = Callable[[Past, Answer, list[datetime], datetime, ZoneInfo, str], Plan]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One endpoint and all it will ever publish."""

    name: str
    kind: str
    timezone: ZoneInfo
    stories: list[datetime]
    """Rising, UTC, from 35 days before the beginning on."""


@dataclass(slots=True, kw_only=True)
class Course:
    """What became of one outlet under one way of asking."""

    delays: list[timedelta] = field(default_factory=list)
    requests: int = 0
    lost: int = 0


def hours_of(day: date, chance: random.Random, kind: str) -> list[float]:
    """Local hours at which an outlet of that kind publishes on a day."""
    working = day.weekday() < 5  # noqa: PLR2004  # Saturday

    def some(mean: float, low: float, high: float) -> list[float]:
        number = max(0, round(chance.gauss(mean, mean**0.5)))
        return [chance.uniform(low, high) for _ in range(number)]

    kinds: dict[str, Callable[[], list[float]]] = {
        "hourly": lambda: some(20, 0, 24),
        "morning": lambda: [7 + abs(chance.gauss(0, 0.15)) for _ in range(chance.randint(4, 9))],
        "working days": lambda: some(8, 8, 18) if working else [],
        "office": lambda: [*some(12, 8, 18), *some(2, 18, 24)] if working else some(2, 9, 21),
        "three a day": lambda: some(3, 6, 22),
        "weekly": lambda: [chance.uniform(9, 17)] if day.weekday() == 2 else [],  # noqa: PLR2004  # Wednesdays
        "monthly": lambda: [chance.uniform(9, 17)] if day.day == 5 else [],  # noqa: PLR2004
        "dying": lambda: some(12, 8, 20) if day < (BEGIN + timedelta(days=8)).date() else [],
        "agency": lambda: [*some(90, 7, 19), *some(60, 0, 24)],
        "any time": lambda: some(chance.choice((0, 1, 2, 6)), 0, 24),
    }
    return kinds[kind]()


KINDS = (
    "hourly",
    "morning",
    "working days",
    "office",
    "three a day",
    "weekly",
    "monthly",
    "dying",
    "agency",
    "any time",
)


def outlets(number: int, *, days: int, seed: int) -> list[Outlet]:
    """Return *number* outlets of all kinds in turn, each with stories for *days* days and the 35 before."""
    made = []
    for place in range(number):
        kind, zone = KINDS[place % len(KINDS)], ZONES[place // len(KINDS) % len(ZONES)]
        chance = random.Random(f"{seed} {place}")  # noqa: S311  # no secret
        begin = (BEGIN - BEFORE).date()
        stories = [
            datetime.combine(day, time(), zone).astimezone(UTC) + timedelta(hours=hour)
            for day in (begin + timedelta(days=n) for n in range(days + BEFORE.days + 1))
            for hour in hours_of(day, chance, kind)
        ]
        made.append(Outlet(name=f"{kind} {place}", kind=kind, timezone=zone, stories=sorted(stories)))
    return made


def course(outlet: Outlet, decide: Decision, *, days: int) -> Course:
    """Return what asking *outlet* by *decide* comes to."""
    found = Course()
    now, past = BEGIN, Past()
    seen: list[datetime] = []
    last = BEGIN - BEFORE
    while now < BEGIN + timedelta(days=days):
        out = outlet.stories[bisect_right(outlet.stories, last) : bisect_right(outlet.stories, now)]
        listed = out[-LISTED:]
        if found.requests:  # what was there before anybody asked is nobody's delay
            found.lost += len(out) - len(listed)
            found.delays += [now - story for story in listed]
        found.requests += 1
        seen += listed
        recent = seen[bisect_left(seen, now - WINDOW) :][-MOST_STORIES:]
        plan = decide(
            past, Answer(status=200 if listed else 304, new=len(listed)), recent, now, outlet.timezone, outlet.name
        )
        last, now, past = now, plan.at, plan.past
    return found


def ours(past: Past, answer: Answer, seen: list[datetime], now: datetime, timezone: ZoneInfo, url: str) -> Plan:
    """The crawler's own decision."""
    return plan_poll(past, answer, seen, now=now, timezone=timezone, url=url)


def fixed(past: Past, answer: Answer, seen: list[datetime], now: datetime, timezone: ZoneInfo, url: str) -> Plan:  # noqa: ARG001
    """Every 15 minutes."""
    return Plan(at=now + timedelta(minutes=15), past=past)


def miniflux(past: Past, answer: Answer, seen: list[datetime], now: datetime, timezone: ZoneInfo, url: str) -> Plan:  # noqa: ARG001
    """A week over the stories of the last week, 5 minutes to 24 hours."""
    week = len(seen) - bisect_left(seen, now - timedelta(days=7))
    interval = timedelta(days=7) / week if week else LONGEST
    return Plan(at=now + min(max(interval, SHORTEST), LONGEST), past=past)


WAYS: dict[str, Decision] = {"ours": ours, "15 minutes": fixed, "miniflux": miniflux}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What one way of asking comes to, over some outlets."""

    median: float
    """Minutes from publication to storage."""
    p95: float
    """Likewise."""
    requests: float
    """Requests a day and outlet."""
    stories: int
    """Stories stored."""
    lost: int
    """Stories that fell out of the feed unseen."""


def figures(courses: list[Course], *, days: int) -> Figures:
    """Return the figures of some courses together."""
    minutes = sorted(delay / timedelta(minutes=1) for found in courses for delay in found.delays)
    return Figures(
        median=median(minutes) if minutes else 0.0,
        p95=minutes[int(len(minutes) * 0.95)] if minutes else 0.0,
        requests=sum(found.requests for found in courses) / days / len(courses),
        stories=len(minutes),
        lost=sum(found.lost for found in courses),
    )


def simulate(number: int, *, days: int, seed: int) -> dict[str, dict[str, Figures]]:
    """Return the figures of each way of asking, by kind of outlet; under ``all`` those of all together."""
    tables: dict[str, dict[str, Figures]] = {}
    made = outlets(number, days=days, seed=seed)
    for way, decide in WAYS.items():
        groups: dict[str, list[Course]] = defaultdict(list)
        for outlet in made:
            found = course(outlet, decide, days=days)
            groups[outlet.kind].append(found)
            groups["all"].append(found)
        tables[way] = {kind: figures(group, days=days) for kind, group in groups.items()}
    return tables


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--outlets", type=int, default=40)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    tables = simulate(given.outlets, days=given.days, seed=given.seed)
    say(f"{given.outlets} outlets, {given.days} days, seed {given.seed}; delays in minutes, requests a day and outlet")
    say(f"{'':14}" + "".join(f"{way:>34}" for way in tables))
    say(f"{'outlets':14}" + f"{'median':>10}{'p95':>8}{'requests':>10}{'lost':>6}" * len(tables))
    for kind in tables["ours"]:
        cells = (tables[way][kind] for way in tables)
        row = "".join(f"{cell.median:10.1f}{cell.p95:8.1f}{cell.requests:10.1f}{cell.lost:6}" for cell in cells)
        say(f"{kind:14}{row}")


if __name__ == "__main__":
    main()
