"""``watch``: rounds of what is due, signs of life, and a clean end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.cli.notify import Notifier
from crawler.cli.options import Given
from crawler.cli.watch import BUSY, LONGEST, SHORTEST, after, chosen_now, crawl_arguments
from crawler.sample_site.articles import LODESTAR
from storage import ArticleStore
from storage.lock import crawl_lock

NOW = datetime(2026, 11, 23, 8, 0, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "failures", "ends", "wait"),
    [
        pytest.param(0, 0, None, SHORTEST, id="done"),
        pytest.param(3, 0, None, SHORTEST, id="sources failed"),
        pytest.param(75, 0, None, BUSY, id="another crawl holds the store"),
        pytest.param(2, 0, None, LONGEST, id="a slip in a file"),
        pytest.param(1, 1, None, 2 * BUSY, id="failed once"),
        pytest.param(1, 4, None, LONGEST, id="failed four times"),
        pytest.param(1, 5, 1, LONGEST, id="failed five times"),
        pytest.param(-9, 1, None, 2 * BUSY, id="killed"),
    ],
)
def test_what_follows_a_round(code, failures, ends, wait):
    assert after(code, failures) == (ends, wait)


def test_what_is_wrong_from_the_first_round_on_ends_it():
    assert after(2, 0, is_first=True)[0] == 2


def test_a_round_is_told_all_that_the_watch_was_told():
    given = Given(
        db=Path("a.db"), data=Path("d"), source_folders=(Path("s"),), connect_to={"tin.example": "127.0.0.1:1"}
    )

    arguments = crawl_arguments(["tin.example"], given)

    assert " ".join(arguments) == (
        "crawl --due --json --db a.db --data d --sources s --connect-to tin.example=127.0.0.1:1 tin.example"
    )


def test_a_source_enabled_later_counts_and_a_slip_does_not_end_it(sample_sources, tmp_path, capsys):
    config = tmp_path / "orewire.toml"
    given = Given(source_folders=(sample_sources,), config_path=config, enabled=(LODESTAR,))
    config.write_text(f'enabled = ["{LODESTAR}"]')
    first = chosen_now((), given, [])
    config.write_text(f'enabled = ["{LODESTAR}", "steelyard.example"]')
    both = chosen_now((), given, first)
    config.write_text('enabled = ["steelyard.exmaple"]')

    kept = chosen_now((), given, both)

    assert [[source.id for source in chosen] for chosen in (first, both)] == [
        [LODESTAR],
        [LODESTAR, "steelyard.example"],
    ]
    assert kept == both
    assert capsys.readouterr().err.count("did you mean") == 1


@contextmanager
def listening(path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as receiver:
        receiver.bind(path)
        receiver.settimeout(30)
        yield receiver


def lines(receiver):
    return dict(line.split("=", 1) for line in receiver.recv(4096).decode().split("\n"))


@pytest.mark.parametrize("kind", ["path", "abstract"])
def test_the_supervisor_hears_of_every_beat(tmp_path, kind):
    name = str(tmp_path / "notify") if kind == "path" else f"@orewire-test-{os.getpid()}"
    bound = name if kind == "path" else f"\0{name[1:]}"
    beats = tmp_path / "beat.json"

    with listening(bound) as receiver:
        notifier = Notifier({"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "4000000"}, file=beats)
        notifier.beat(NOW, "round 1", rounds=1)
        assert lines(receiver) == {"WATCHDOG": "1", "STATUS": "round 1"}

    assert notifier.seconds == 2.0
    assert json.loads(beats.read_text()) == {"at": "2026-11-23T08:00:05Z", "status": "round 1", "rounds": 1}
    notifier.beat(NOW, "nobody listens any more")


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({}, id="none"),
        pytest.param({"WATCHDOG_USEC": "soon"}, id="no number"),
        pytest.param({"WATCHDOG_USEC": "2000000", "WATCHDOG_PID": "1"}, id="another process"),
    ],
)
def test_without_a_watchdog_it_beats_twice_a_minute(environment):
    assert Notifier(environment).seconds == 30.0


@pytest.fixture
def started(commands, crawl_command, tmp_path):
    """Starts a watch of the sample site with a supervisor of the test's; the value: process and socket."""

    @contextmanager
    def start(*more):
        name = str(tmp_path / "notify")
        environment = commands.environment | {"NOTIFY_SOCKET": name, "WATCHDOG_USEC": "2000000"}
        words = [sys.executable, "-m", "crawler.cli", "watch", *crawl_command[2:]]
        words.remove("--json")
        if "PYTHONPATH" in os.environ:
            environment["PYTHONPATH"] += os.pathsep + os.environ["PYTHONPATH"]
        with (
            listening(name) as receiver,
            subprocess.Popen(
                list(map(str, [*words, *more])), env=environment, cwd=tmp_path, stderr=subprocess.PIPE, text=True
            ) as watch,
        ):
            try:
                yield watch, receiver
            finally:
                watch.kill()

    return start


def until(receiver, wanted):
    end = time.monotonic() + 120
    while time.monotonic() < end:
        said = lines(receiver)
        if wanted(said):
            return said
    raise AssertionError("never heard")


def ended(watch, number):
    begun = time.monotonic()
    watch.send_signal(number)
    _, log = watch.communicate(timeout=30)
    assert time.monotonic() - begun < 10
    return watch.returncode, log


def test_it_crawls_what_is_due_then_waits_and_ends_when_told(started, sample_server, store_path, tmp_path):
    with started("--heartbeat", tmp_path / "beat.json") as (watch, receiver):
        assert lines(receiver) == {"READY": "1"}
        until(receiver, lambda said: said.get("STATUS", "").startswith("next look in"))
        with crawl_lock(store_path):
            asked = list(sample_server.requested)
        beat = json.loads((tmp_path / "beat.json").read_text())
        code, log = ended(watch, signal.SIGTERM)
        assert until(receiver, lambda said: "STOPPING" in said)["STATUS"] == "told to end"

    assert code == 0
    assert (beat["state"], beat["rounds"]) == ("waiting", 1)
    assert datetime.now(UTC) - datetime.fromisoformat(beat["at"]) < timedelta(minutes=1)
    assert "round 1: 1 source, 48 new, 0 changed" in log
    assert asked[1] == "/en/"
    with ArticleStore(store_path, readonly=True) as store:
        assert sum(1 for _ in store.articles()) == 48


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_round_under_way_ends_with_it_and_loses_nothing(
    started, sample_server, crawl_sample, store_path, number, code
):
    sample_server.pace = lambda path: 0.3 if "/newscontent/" in path else 0.0
    with started() as (watch, receiver):
        until(receiver, lambda _: len(sample_server.stories) > 3)
        ended_with, _ = ended(watch, number)

    sample_server.pace = lambda _path: 0.0
    done = crawl_sample()

    assert ended_with == code
    assert done.returncode == 0, done.stderr
    with ArticleStore(store_path, readonly=True) as store:
        assert sum(1 for _ in store.articles()) == 48


def test_a_store_that_another_crawl_holds_is_waited_for(started, sample_server, store_path):
    with ArticleStore(store_path):
        pass
    with crawl_lock(store_path), started() as (watch, receiver):
        until(receiver, lambda said: said.get("STATUS", "").startswith("next look in"))
        code, log = ended(watch, signal.SIGTERM)

    assert code == 0
    assert "round 1: another crawl holds the store" in log
    assert sample_server.requested == []


def test_what_was_said_wrongly_ends_it(run_orewire, tmp_path):
    done = run_orewire("watch", "metal.com", cwd=tmp_path)

    assert done.returncode == 2
    assert "set OREWIRE_CONTACT=" in done.stderr
    assert LODESTAR not in done.stderr


def test_a_heartbeat_that_cannot_be_written_is_told_at_once(run_orewire, tmp_path):
    done = run_orewire("watch", "metal.com", "--heartbeat", tmp_path / "none" / "beat.json")

    assert done.returncode == 2
    assert done.stderr.endswith("No such file or directory; name a file in a folder that is there\n")
