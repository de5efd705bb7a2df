"""How often alarms are false, and how soon true ones come: 40 healthy outlets over 90 days, then the same with faults.

    python benchmarks/health.py [--outlets 40] [--days 90] [--seed 6]

Outlets of ten rhythms publish on a simulated calendar that holds a Christmas: agencies by the hour, dailies in one burst,
weekday papers, weeklies, a monthly. The rules run four times a day on what a store would hold: no file, no network. A
false alarm is a stretch of checks with the same source, kind and field; then each fault is put into each outlet, on a Tuesday.
"""

from __future__ import annotations

import argparse
import random
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from statistics import median

from crawler.data.quiet_days import load_quiet_days
from storage.health import Alarm, alarms_of
from storage.health.past import FIELDS, MOST, NEWEST, Past, Story, read_of
from storage.health.shares import A_DAY, Bucket, thinned

START = datetime(2026, 10, 20, tzinfo=UTC)
WARM_UP = 150
"""Days of past before the first day that counts."""
BROKEN = 28
"""Day on which a fault begins."""
STEP = timedelta(hours=6)
HALF = 0.5
CUT = 0.02
"""Share of texts that a healthy outlet cuts."""
REST = load_quiet_days(range(2026, 2028))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """How an outlet publishes."""

    rhythm: str
    """What the table calls it."""
    hours: tuple[int, ...]
    """Hours (UTC) in which it publishes."""
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4)
    """0: Monday."""
    rate: float
    """Stories on a weekday it works; below 1: by chance."""
    every: int = 1
    """Weeks between two days of publishing."""
    regular: bool = False
    """Whether each day brings the same number, rather than one by chance (Poisson)."""
    rests: bool = True
    """Whether it closes over Christmas and the like."""
    language: str = "en"
    """Which feasts it keeps."""
    waves: float = 0.0
    """How much the share of stories with a field moves from day to day."""


ALL_DAYS = tuple(range(7))
RHYTHMS = (
    Outlet(rhythm="agency, 150 a day", hours=tuple(range(24)), weekdays=ALL_DAYS, rate=150, rests=False, waves=0.2),
    Outlet(rhythm="hourly, weekdays", hours=tuple(range(7, 19)), rate=14, waves=0.2, language="ru"),
    Outlet(rhythm="hourly, all week", hours=tuple(range(6, 22)), weekdays=ALL_DAYS, rate=20, waves=0.1),
    Outlet(rhythm="daily burst at 7", hours=(7,), weekdays=ALL_DAYS, rate=6, regular=True),
    Outlet(rhythm="one a weekday", hours=(8, 9), rate=1, regular=True),
    Outlet(rhythm="four a weekday, by chance", hours=tuple(range(8, 18)), rate=4, waves=0.2, language="zh"),
    Outlet(rhythm="two in three days, by chance", hours=tuple(range(8, 20)), weekdays=ALL_DAYS, rate=0.7),
    Outlet(rhythm="two days a week", hours=(9, 10, 11), weekdays=(1, 3), rate=2, regular=True, waves=0.1),
    Outlet(rhythm="weekly on Tuesday", hours=(6,), weekdays=(1,), rate=3, regular=True),
    Outlet(rhythm="monthly", hours=(10,), weekdays=(2,), rate=4, every=4, regular=True),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong on a day."""

    name: str
    """What the table calls it."""
    kinds: frozenset[str]
    """Kinds of alarm that are right."""
    story: Callable[[Story, float, random.Random], Story | None] = lambda story, _age, _chance: story
    """What becomes of a story *age* days after the beginning; None: it is not stored."""
    refuses: float = 0.0
    """Share of pages that are refused."""


def without(*names: str) -> Callable[[Story, float, random.Random], Story]:
    """Return a fault that takes fields away."""
    return lambda story, _age, _chance: replace(story, fields={**story.fields, **dict.fromkeys(names, False)})


def drift(story: Story, age: float, chance: random.Random) -> Story:
    """Lose keywords in more and more stories, in all after 20 days."""
    return without("keywords")(story, age, chance) if chance.random() < age / 20 else story


FAULTS = (
    Fault(name="falls silent", kinds=frozenset({"silent"}), story=lambda _story, _age, _chance: None),
    Fault(name="authors vanish", kinds=frozenset({"lost-field"}), story=without("authors")),
    Fault(name="keywords vanish over 20 days", kinds=frozenset({"lost-field"}), story=drift),
    Fault(
        name="bodies halve", kinds=frozenset({"shorter-bodies"}),
        story=lambda story, _age, _chance: replace(story, words=story.words // 2),
    ),
    Fault(
        name="half of the texts are cut by a paywall", kinds=frozenset({"truncated"}),
        story=lambda story, _age, chance: replace(story, is_truncated=chance.random() < HALF),
    ),
    Fault(
        name="half of the pages are refused", kinds=frozenset({"refused", "silent"}),
        story=lambda story, _age, chance: story if chance.random() < HALF else None, refuses=HALF,
    ),
)  # fmt: skip


def outlets(number: int) -> list[Outlet]:
    """Return *number* outlets, the rhythms in turn."""
    return [RHYTHMS[place % len(RHYTHMS)] for place in range(number)]


def publish(outlet: Outlet, days: int, chance: random.Random) -> list[Story]:
    """Return what an outlet publishes in *days*, oldest first."""
    shares = {name: chance.choice((1.0, 1.0, 0.95, 0.8, 0.5, 0.0)) for name in FIELDS}
    shares |= {"article_body": 1.0, "date_published": 1.0, "authors": chance.choice((1.0, 0.95, 0.8))}
    shares["keywords"] = chance.choice((1.0, 0.9))
    length = chance.choice((180, 350, 700))
    found: list[Story] = []
    for number in range(days):
        day = START - timedelta(days=WARM_UP) + timedelta(days=number)
        works = day.weekday() in outlet.weekdays and (number // 7) % outlet.every == 0
        if not works or (outlet.rests and day.date() in REST[outlet.language]):
            continue
        wave = chance.uniform(-outlet.waves, outlet.waves)
        count = round(outlet.rate) if outlet.regular else _poisson(outlet.rate, chance)
        for _ in range(count):
            seen = day + timedelta(hours=chance.choice(outlet.hours), minutes=chance.randrange(60))
            fields = {
                name: chance.random() < (share + wave if 0 < share < 1 else share) for name, share in shares.items()
            }
            words = max(20, round(length * chance.lognormvariate(0, 0.5)))
            found.append(Story(seen=seen, words=words, fields=fields, is_truncated=chance.random() < CUT))
    return sorted(found, key=lambda story: story.seen)


def _poisson(mean: float, chance: random.Random) -> int:
    total, count = chance.expovariate(1), 0
    while total < mean:
        total += chance.expovariate(1)
        count += 1
    return count


def past_at(now: datetime, stories: Sequence[Story], refuses: float, broken: datetime, language: str) -> Past:
    """Return what a store holds at *now*; it has been asked all the time."""
    end = bisect_right(stories, now, key=_seen)
    every = stories[max(0, end - NEWEST) : end][::-1]
    newest = read_of(every)
    chosen = thinned(newest, [story.seen.date() for story in newest], A_DAY)[:MOST]
    counted = Counter(story.seen.date() for story in newest)
    days = [
        Bucket(
            moment=datetime(day.year, day.month, day.day, tzinfo=UTC), of=min(count, A_DAY),
            had=round(min(count, A_DAY) * (1 - (refuses if day >= broken.date() else 0.01))),
        )
        for day, count in counted.items()
    ]  # fmt: skip
    return Past(
        source="outlet", asked=now, crawled=now, moments=[story.seen for story in every], listed=None,
        days_asked=_days(now), stories=chosen, trials=[], refused={"http-403": days}, endpoints=[], language=language,
    )  # fmt: skip


def _seen(story: Story) -> datetime:
    return story.seen


def _days(now: datetime) -> list[date]:
    return [(now - timedelta(days=number)).date() for number in range(90)]


def checks(
    outlet: Outlet, stories: Sequence[Story], first: int, last: int, *, refuses: float = 0.0
) -> Iterator[tuple[datetime, list[Alarm]]]:
    """Yield moment and alarms of each check from day *first* to day *last*."""
    now, end = START + timedelta(days=first), START + timedelta(days=last)
    while now < end:
        yield (
            now,
            alarms_of(past_at(now, stories, refuses, START + timedelta(days=BROKEN), outlet.language), quiet_days=REST),
        )
        now += STEP


def false_alarms(outlet: Outlet, stories: Sequence[Story], days: int) -> Counter[str]:
    """Count the stretches of alarms of a healthy outlet, by kind."""
    standing: set[tuple[str, str | None]] = set()
    found: Counter[str] = Counter()
    for _, alarms in checks(outlet, stories, 0, days):
        now = {(alarm.kind, alarm.field) for alarm in alarms}
        found.update(kind for kind, _ in now - standing)
        standing = now
    return found


def days_until(
    fault: Fault, outlet: Outlet, stories: Sequence[Story], days: int, chance: random.Random
) -> float | None:
    """Return the days from the beginning of *fault* to its alarm, None where none came."""
    begin = START + timedelta(days=BROKEN)
    broken = [
        changed
        for story in stories
        if (
            changed := story
            if story.seen < begin
            else fault.story(story, (story.seen - begin) / timedelta(days=1), chance)
        )
    ]
    for now, alarms in checks(outlet, broken, BROKEN, days, refuses=fault.refuses):
        if any(alarm.kind in fault.kinds and alarm.since >= begin - timedelta(days=10) for alarm in alarms):
            return (now - begin) / timedelta(days=1)
    return None


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--outlets", type=int, default=40)
    parser.add_argument("--days", type=int, default=90)
    parser.add_argument("--seed", type=int, default=6)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311  # a simulation
    published = [(outlet, publish(outlet, WARM_UP + given.days, chance)) for outlet in outlets(given.outlets)]
    false = Counter[tuple[str, str]]()
    for outlet, stories in published:
        false.update(
            {(outlet.rhythm, kind): count for kind, count in false_alarms(outlet, stories, given.days).items()}
        )
    print(f"{given.outlets} healthy outlets, {given.days} days: {false.total()} false alarms")  # noqa: T201  # what it is for
    for (rhythm, kind), count in sorted(false.items()):
        print(f"  {kind:15} {count:3}  {rhythm}")  # noqa: T201  # what it is for
    print(f"\n{'fault on day ' + str(BROKEN):40} {'rhythm':30} seen   days until: median, last")  # noqa: T201  # what it is for
    for fault in FAULTS:
        for rhythm in RHYTHMS:
            several = [
                days_until(fault, outlet, stories, given.days, chance)
                for outlet, stories in published
                if outlet == rhythm
            ]
            seen = [days for days in several if days is not None]
            until = f"{median(seen):5.1f} {max(seen):5.1f}" if seen else ""
            print(f"{fault.name:40} {rhythm.rhythm:30} {len(seen)} of {len(several)}  {until}")  # noqa: T201  # what it is for


if __name__ == "__main__":
    main()
