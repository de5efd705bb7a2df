"""How a crawl is followed: what is said of pace and bytes, and where it is said."""

from __future__ import annotations

import json
import logging
import sys
import threading

import pytest

from crawler.cli.crawling import CrawlResult
from crawler.cli.logs import JsonFormatter
from crawler.cli.output import Output
from crawler.cli.progress import Pace, following, form_of, in_bytes, line, pace
from crawler.cli.summary import print_summary

ZERO = dict.fromkeys(
    "found known fetched new changed unchanged gone dropped failed endpoints endpoints_failed bytes seconds waiting".split(),
    0,
)


class Followed:
    """A source whose crawl the test leads."""

    def __init__(self, source, **counts) -> None:
        self.source = source
        self.outcome = None
        self.said = {**ZERO, **counts}

    def counts(self):
        return self.said

    def reasons(self):
        return {"gone": 2} if self.said["failed"] else {}


@pytest.mark.parametrize(
    ("counts", "seconds", "limit", "expected"),
    [
        pytest.param({}, 0, None, Pace(total=0, rate=None, left=None), id="nothing yet"),
        pytest.param({"found": 40, "fetched": 4}, 8, None, Pace(total=40, rate=30.0, left=None), id="too few to know"),
        pytest.param(
            {"found": 40, "waiting": 20, "fetched": 30}, 60, None, Pace(total=60, rate=30.0, left=60.0), id="half"
        ),
        pytest.param({"found": 40, "fetched": 10}, 20, 20, Pace(total=20, rate=30.0, left=20.0), id="a limit"),
        pytest.param(
            {"found": 10, "fetched": 8, "failed": 2}, 20, None, Pace(total=10, rate=24.0, left=0.0), id="losses"
        ),
        pytest.param({"fetched": 6}, 12, None, Pace(total=6, rate=30.0, left=0.0), id="more than was known"),
    ],
)
def test_a_pace_is_known_only_where_it_can_be(counts, seconds, limit, expected):
    assert pace({**ZERO, **counts}, seconds=seconds, limit=limit) == expected


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_499, "999 kB"), (999_600, "1.0 MB"), (12_345_678, "12 MB"),
        (10**16, "10000 TB"),
    ],
)  # fmt: skip
def test_bytes_for_people(count, text):
    assert in_bytes(count) == text


def test_a_line_says_how_a_source_ended_and_why_pages_were_lost():
    one = Followed("tin.example", found=9, known=3, fetched=7, new=6, changed=1, failed=2)
    assert (
        line(one, seconds=61)
        == "tin.example: running: 9 found, 3 known, 7 of 9 fetched, 6 new, 1 changed; gone 2; 61 s"
    )

    one.outcome = "finished"
    assert line(one, seconds=61) == "tin.example: finished: 9 found, 3 known, 7 fetched, 6 new, 1 changed; gone 2; 61 s"


def test_a_long_crawl_says_a_line_now_and_then_and_one_at_its_end(capsys):
    slow, quick = Followed("slow.example"), Followed("quick.example")
    reminded = threading.Event()
    slow.reasons = lambda: reminded.set() or {}

    with following([slow, quick], "lines", every=0.01) as ended:
        quick.outcome = "finished"
        ended("quick.example")
        assert reminded.wait(10)
        slow.outcome = "finished"
        ended("slow.example")

    said = capsys.readouterr()
    lines = said.err.splitlines()
    assert said.out == ""
    assert sum(text.startswith("quick.example: finished") for text in lines) == 1
    assert sum(text.startswith("slow.example: finished") for text in lines) == 1
    assert any(text.startswith("slow.example: running") for text in lines)


def test_a_table_follows_on_a_terminal_and_leaves_nothing(capsys):
    one = Followed("tin.example", found=30, fetched=10, new=9, bytes=10)

    with following([one], "table") as ended:
        ended("tin.example")

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("is_terminal", "options", "form"),
    [
        (True, {}, "table"), (False, {}, "lines"), (True, {"quiet": True}, "none"), (False, {"quiet": True}, "none"),
        (True, {"log_json": True}, "events"),
    ],
)  # fmt: skip
def test_the_form_follows_the_place(monkeypatch, is_terminal, options, form):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal)

    assert form_of(**options) == form


def test_a_log_line_is_one_line_whatever_a_page_says():
    record = logging.LogRecord("tin", logging.WARNING, __file__, 1, "title %s", ("a\nb\x1b[2J\u2028锡",), None)
    record.exc_info = (ValueError, ValueError("broken\npage"), None)
    record.source, record.counts = "tin.example", {"found": 1}

    text = JsonFormatter().format(record)

    said = json.loads(text)
    assert text.isascii()
    assert len(text.splitlines()) == 1
    assert (said["level"], said["logger"], said["event"]) == ("warning", "tin", "title a\nb\x1b[2J\u2028锡")
    assert (said["source"], said["counts"]) == ("tin.example", {"found": 1})
    assert said["exception"].endswith("ValueError: broken\npage")
    assert said["time"].endswith("Z")


def result(source, **counts):
    return CrawlResult(source=source, outcome="finished", counts={**ZERO, **counts}, reasons={})


def test_the_last_table_sums_up_several_sources(capsys):
    print_summary(
        [result("a", new=2, bytes=1_500_000, seconds=9), result("b", new=3, bytes=700_000, seconds=4)], Output()
    )

    head, _, _, b, total = capsys.readouterr().out.splitlines()
    assert head.split() == ["source", "found", "known", "fetched", "new", "bytes", "seconds"]
    assert b.split() == ["b", "0", "0", "0", "3", "700", "kB", "4"]
    assert total.split() == ["total", "0", "0", "0", "5", "2.2", "MB", "9"]


def test_programs_get_plain_numbers_and_no_sum(capsys):
    print_summary([result("a", bytes=1_500_000), result("b")], Output(form="csv"))

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "source,outcome,found,known,fetched,new,changed,gone,dropped,failed,bytes,seconds,why"
    assert lines[1:] == ["a,finished,0,0,0,0,0,0,0,0,1500000,0,", "b,finished,0,0,0,0,0,0,0,0,0,0,"]
