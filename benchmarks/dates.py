"""How well and how fast printed dates are read, beside dateparser: CLDR's own forms, and any table of cases.

    python benchmarks/dates.py                    # every form that CLDR writes in the languages we have
    python benchmarks/dates.py --locales de,fr    # some of them: dateparser takes minutes for all
    python benchmarks/dates.py CASES.jsonl        # raw, timezone, languages, now, value, precision a line

``exact`` is the moment to the second and its precision, or nothing where nothing is named; ``none`` a date not read; ``flagged``
another moment, marked as ambiguous; ``wrong`` another moment, stated as a fact. dateparser tells no precision, so its moment alone
is judged, to the precision asked for. Times are CPU microseconds a string in one thread; all caches are warm.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from time import process_time_ns
from typing import Any
from zoneinfo import ZoneInfo

import dateparser
from cldr_forms import LOCALES, NOW, Form, cldr_forms, verdict
from rich.console import Console
from rich.table import Table

from crawler.model import ParsedDate
from crawler.normalize import parse_date

Reader = Callable[[Form, datetime], ParsedDate | None]
ROUNDS = 3
VERDICTS = ("exact", "none", "flagged", "wrong")


def main() -> None:
    """Read every string with every reader, and print a row a set and reader."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("cases", type=Path, nargs="?", help="a file of cases, one JSON object a line")
    parser.add_argument("--locales", default=",".join(LOCALES), help="CLDR names, comma between")
    parser.add_argument("--alone", action="store_true", help="leave dateparser out")
    parser.add_argument("--worst", type=int, default=0, help="print so many strings that were read wrong or not at all")
    options = parser.parse_args()
    sets = _file_sets(options.cases) if options.cases else _cldr_sets(options.locales.split(","))
    sets["all"] = [case for cases in sets.values() for case in cases]
    console = Console(width=100, markup=False, highlight=False)
    readers: dict[str, Reader] = {"orewire": _ours} | ({} if options.alone else {"dateparser": _dateparser})
    table = Table("set", "reader", "strings", *VERDICTS, "µs")
    for name, forms in sets.items():
        for reader_name, reader in readers.items():
            counts, micros, bad = _judged(forms, reader)
            numbers = [str(counts[verdict_]) for verdict_ in VERDICTS]
            table.add_row(name, reader_name, str(len(forms)), *numbers, f"{micros:.0f}")
            for form, got in bad[: options.worst] if reader is _ours and name != "all" else []:
                console.print(f"{form.locale} {form.kind} {form.raw!r}: {form.value} {form.precision}, got {got}")
    console.print(table)


def _judged(
    forms: Sequence[tuple[Form, datetime]], reader: Reader
) -> tuple[Counter[str], float, list[tuple[Form, ParsedDate | None]]]:
    counts: Counter[str] = Counter()
    bad, times = [], []
    for form, now in forms:
        found = reader(form, now)
        start = process_time_ns()
        for _ in range(ROUNDS):
            reader(form, now)
        times.append((process_time_ns() - start) / ROUNDS / 1000)
        result = verdict(form, found)
        counts[result] += 1
        if result != "exact":
            bad.append((form, found))
    return counts, fmean(times), bad


def _ours(form: Form, now: datetime) -> ParsedDate | None:
    return parse_date(form.raw, timezone=ZoneInfo(form.zone), languages=form.languages, now=now)


def _dateparser(form: Form, now: datetime) -> ParsedDate | None:
    """The moment, given the precision that was asked for."""
    settings: dict[str, Any] = {
        "TIMEZONE": form.zone,
        "RETURN_AS_TIMEZONE_AWARE": True,
        "RELATIVE_BASE": now.astimezone(ZoneInfo(form.zone)).replace(tzinfo=None),
        "PREFER_DATES_FROM": "past",
    }
    languages = [language.partition("-")[0] for language in form.languages or ()] or None
    found = dateparser.parse(form.raw, languages=languages, settings=settings)
    if found is None:
        return None
    asked = {"month": {"day": 1, "hour": 0}, "day": {"hour": 0}, "minute": {}, "second": {}, None: {}}[form.precision]
    if asked:
        found = found.replace(**asked, minute=0)
    value = found.astimezone(UTC).replace(microsecond=0)
    value = value if form.precision == "second" else value.replace(second=0)
    return ParsedDate(value=value, precision=form.precision or "day", zone="printed")


def _cldr_sets(locales: Sequence[str]) -> dict[str, list[tuple[Form, datetime]]]:
    return {locale: [(form, NOW) for form in cldr_forms([locale])] for locale in locales}


def _file_sets(path: Path) -> dict[str, list[tuple[Form, datetime]]]:
    sets: dict[str, list[tuple[Form, datetime]]] = defaultdict(list)
    for case, form in _file_forms(path):
        sets[case.get("class", path.stem)].append((form, datetime.fromisoformat(case["now"])))
    return dict(sets)


def _file_forms(path: Path) -> Iterator[tuple[dict[str, Any], Form]]:
    """Yield each case beside the form it stands for; a case of no precision is judged to the minute."""
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        value = case["value"] and datetime.fromisoformat(case["value"])
        precision = case["precision"] or ("minute" if value else None)
        locale = (case["languages"] or [""])[0].replace("-", "_")
        yield case, Form(case["raw"], locale, case.get("class", ""), case["timezone"], value, precision)


if __name__ == "__main__":
    main()
