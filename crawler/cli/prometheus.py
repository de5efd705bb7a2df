"""Figures and alarms in Prometheus' text format, for the textfile collector of node_exporter. Pure text; judges nothing.

Format: Prometheus documentation, "Text-based format": HELP and TYPE once before the samples of a metric; in label values,
backslash, quote and line feed are escaped. Names: "Metric and label naming" - a prefix, base units, the unit as suffix.
All are gauges: they are read from the store anew each time, and fall when stories are forgotten.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from storage.figures import SourceFigures
from storage.health.alarm import Alarm
from storage.outcomes import has_failed

_Sample = tuple[Mapping[str, str], float]

_RESULTS = ("found", "known", "new", "changed", "unchanged")
_GROUPS = ("articles/dropped/", "requests/failed/")


def metrics(figures: Sequence[SourceFigures], alarms: Sequence[Alarm], *, now: datetime) -> str:
    """Return all metrics as the text of a ``.prom`` file."""
    return "".join(
        f"# HELP orewire_{name} {said}\n# TYPE orewire_{name} gauge\n{lines}"
        for name, said, samples in _metrics(figures, alarms, now)
        if (lines := "".join(_line(name, labels, value) for labels, value in samples))
    )


def _metrics(
    figures: Sequence[SourceFigures], alarms: Sequence[Alarm], now: datetime
) -> Iterator[tuple[str, str, Iterable[_Sample]]]:
    yield "status_timestamp_seconds", "When this was written.", [({}, now.timestamp())]
    yield "sources", "Sources that were ever crawled.", [({}, len(figures))]
    yield "alarms", "Alarms that stand, by source.", [
        ({"source": one.source}, sum(alarm.source == one.source for alarm in alarms)) for one in figures
    ]  # fmt: skip
    yield (
        "alarm_since_timestamp_seconds",
        "When each alarm that stands began.",
        [
            ({"source": alarm.source, "kind": alarm.kind, "field": alarm.field or ""}, alarm.since.timestamp())
            for alarm in alarms
        ],
    )
    yield "articles", "Stories stored.", [(_of(one), one.stories) for one in figures]
    yield "articles_last_day", "Stories first seen in the last 24 hours.", [(_of(one), one.last_day) for one in figures]
    yield "articles_last_week", "Stories first seen in the last 7 days.", [(_of(one), one.last_week) for one in figures]
    yield (
        "last_article_timestamp_seconds",
        "When the newest story was first seen.",
        _moments((one, one.last_story_at) for one in figures),
    )
    yield "waiting_urls", "Addresses that wait to be fetched.", [(_of(one), one.waiting) for one in figures]
    yield (
        "next_poll_timestamp_seconds",
        "When an endpoint is to be asked next.",
        _moments((one, one.next_poll_at) for one in figures),
    )
    yield (
        "last_crawl_start_timestamp_seconds",
        "When the last crawl began.",
        _moments((one, one.crawl.started_at) for one in figures),
    )
    yield (
        "last_crawl_duration_seconds",
        "How long the last crawl took.",
        [
            (_of(one), (one.crawl.finished_at - one.crawl.started_at).total_seconds())
            for one in figures
            if one.crawl.finished_at
        ],
    )
    yield (
        "last_crawl_failed",
        "1 where the last crawl failed, 0 where it did not; absent where it does not say.",
        [
            (_of(one), float(failed))
            for one in figures
            if (failed := has_failed(one.crawl.outcome, one.crawl.counts)) is not None
        ],
    )
    yield (
        "last_crawl_urls",
        "Addresses and stories of the last crawl, by what they were.",
        [
            ({"source": one.source, "result": result}, one.crawl.counts.get(result, 0))
            for one in figures
            for result in _RESULTS
        ],
    )
    yield (
        "last_crawl_lost_pages",
        "Pages that the last crawl asked for and got no story of, by reason.",
        [
            ({"source": one.source, "reason": name.split("/", 2)[2]}, count)
            for one in figures
            for name, count in sorted(one.crawl.counts.items())
            if name.startswith(_GROUPS)
        ],
    )
    yield (
        "last_crawl_received_bytes",
        "Bytes that the last crawl received.",
        [(_of(one), one.crawl.counts.get("downloader/response_bytes", 0)) for one in figures],
    )


def _of(one: SourceFigures) -> dict[str, str]:
    return {"source": one.source}


def _moments(pairs: Iterable[tuple[SourceFigures, datetime | None]]) -> list[_Sample]:
    return [(_of(one), moment.timestamp()) for one, moment in pairs if moment]


def _line(name: str, labels: Mapping[str, str], value: float) -> str:
    said = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    return f"orewire_{name}{{{said}}} {value:.15g}\n" if said else f"orewire_{name} {value:.15g}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
