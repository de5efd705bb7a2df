"""The table that ends a crawl: one row a source, and what they come to together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crawler.cli.output import Output, emit
from crawler.cli.progress import in_bytes

if TYPE_CHECKING:
    from crawler.cli.crawling import CrawlResult

COLUMNS = (
    "source", "outcome", "found", "known", "fetched", "new", "changed", "gone", "dropped", "failed", "bytes", "seconds",
    "why",
)  # fmt: skip

_ONLY_WHERE_MET = frozenset({"changed", "gone", "dropped", "failed", "why"})


def print_summary(results: Sequence[CrawlResult], output: Output) -> None:
    """Print one row a source; in a table for people, what nobody met (a failure, an odd outcome) takes no room.

    People also get the sum of several sources in a last line, and bytes in words; programs get plain numbers.
    """
    rows = [summary(result) for result in results]
    if output.form != "table":
        emit(rows, output, columns=COLUMNS)
        return
    unmet = {name for name in _ONLY_WHERE_MET if not any(row[name] for row in rows)}
    if all(row["outcome"] == "finished" for row in rows):
        unmet.add("outcome")
    if len(results) > 1:
        rows.append(_total(results))
    emit(
        [{**row, "bytes": in_bytes(int(str(row["bytes"])))} for row in rows], output,
        columns=tuple(name for name in COLUMNS if name not in unmet),
    )  # fmt: skip


def summary(result: CrawlResult) -> dict[str, object]:
    """Return one row of the table that ends a crawl."""
    reasons = ", ".join(f"{reason} {count}" for reason, count in result.reasons.items())
    return {"source": result.source, "outcome": result.outcome, **result.counts, "why": reasons}


def _total(results: Sequence[CrawlResult]) -> dict[str, object]:
    sums = {name: sum(result.counts[name] for result in results) for name in results[0].counts}
    sums["seconds"] = max(result.counts["seconds"] for result in results)  # they were crawled at once
    return {"source": "total", "outcome": "", **sums, "why": ""}
