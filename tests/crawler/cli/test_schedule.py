"""Files for systemd, cron and Kubernetes: complete, and valid by whoever reads them."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from crawler.cli.schedule import Place, files

PLACE = Place(program=Path("/srv/wire/.venv/bin/orewire"), db=Path("/srv/wire/news.db"), contact="you@example.org")
ODD = Place(
    program=Path("/opt/my venv/orewire"), db=Path("/srv/100% wire/$news.db"), contact='"O\'Re" <ore@example.org>'
)


def units(text):
    """Name of each unit file -> its text."""
    parts = re.split(r"^# /etc/systemd/system/(\S+)$", text, flags=re.MULTILINE)
    assert parts[0] == ""
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def parsed(text):
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read_string(text)
    return parser


def test_the_timer_looks_every_five_minutes_and_its_service_takes_3_and_75_for_success():
    found = units(files("systemd", PLACE))
    service, timer = parsed(found["orewire.service"])["Service"], parsed(found["orewire.timer"])

    assert service["ExecStart"] == "/srv/wire/.venv/bin/orewire crawl --db /srv/wire/news.db --due"
    assert service["SuccessExitStatus"] == "3 75"
    assert service["Environment"] == "OREWIRE_CONTACT=you@example.org"
    assert timer["Timer"]["OnCalendar"] == "*:0/5"
    assert timer["Timer"]["Persistent"] == "true"


@pytest.mark.parametrize("watch", [False, True])
def test_it_may_write_its_own_folder_and_nothing_else(watch):
    text = next(iter(units(files("systemd", PLACE, watch=watch, user="wire")).values()))
    service = parsed(text)["Service"]

    assert service["ReadWritePaths"] == "/srv/wire"
    assert service["User"] == "wire"
    wanted = {"ProtectSystem": "strict", "NoNewPrivileges": "true", "MemoryMax": "2G", "ProtectHome": "true"}
    assert {name: service[name] for name in wanted} == wanted


def test_a_store_at_home_is_not_hidden_from_its_own_service():
    home = Place(program=PLACE.program, db=Path("/home/ore/news.db"))

    assert "ProtectHome=read-only" in files("systemd", home)


def test_the_watch_is_supervised():
    (text,) = units(files("systemd", PLACE, watch=True)).values()
    service = parsed(text)["Service"]

    assert service["Type"] == "notify"
    assert service["WatchdogSec"] == "2min"
    assert service["ExecStart"] == "/srv/wire/.venv/bin/orewire watch --db /srv/wire/news.db"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd's own judge is not on this machine")
@pytest.mark.parametrize("watch", [False, True])
@pytest.mark.parametrize("odd", [False, True])
def test_systemd_finds_nothing_to_say(tmp_path, watch, odd):
    program = tmp_path / ("my venv" if odd else "venv") / "orewire"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    place = Place(program=program, db=ODD.db if odd else PLACE.db, contact=(ODD if odd else PLACE).contact)
    paths = []
    for name, text in units(files("systemd", place, watch=watch, user="root")).items():
        paths.append(tmp_path / name)
        paths[-1].write_text(text)

    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *paths], capture_output=True, text=True, check=False, timeout=60
    )

    ours = [line for line in done.stderr.splitlines() if "orewire" in line]
    assert ours == []
    if not done.stderr:
        assert done.returncode == 0


def test_a_crontab_has_five_fields_and_no_bare_percent():
    for place in (PLACE, ODD):
        (line,) = [line for line in files("cron", place).splitlines() if line.startswith("*")]
        assert line.split()[:5] == ["*/5", "*", "*", "*", "*"]
        assert not re.search(r"(?<!\\)%", line)
    assert "cd /srv/wire && /srv/wire/.venv/bin/orewire crawl --db /srv/wire/news.db --due" in files("cron", PLACE)


def test_the_cron_job_never_runs_twice_at_once_and_takes_3_and_75_for_success():
    text = files("kubernetes", PLACE)

    assert re.search(r"^  concurrencyPolicy: Forbid$", text, re.MULTILINE)
    assert re.search(r'^  schedule: "\*/5 \* \* \* \*"$', text, re.MULTILINE)
    assert "orewire crawl --due --db /wire/news.db;" in text
    assert "$$" not in text
    script = " ".join(re.search(r"- (orewire crawl .*?)\n +env:", text, re.DOTALL)[1].split())
    for code, ends in ((0, 0), (3, 0), (75, 0), (1, 1), (2, 2)):
        shell = f"orewire() {{ return {code}; }}; {script}"
        assert subprocess.run(["/bin/sh", "-c", shell], check=False).returncode == ends


def test_the_cron_job_is_yaml_by_its_indentation():
    # No YAML parser is among our dependencies: no tabs, steps of two, every key once in its place.
    stack = [-1]
    for line in files("kubernetes", ODD).splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        depth = len(line) - len(line.lstrip(" "))
        assert depth % 2 == 0
        assert "\t" not in line
        while stack[-1] >= depth:
            stack.pop()
        assert depth <= stack[-1] + (4 if "code=" in line else 2) or stack == [-1]
        stack.append(depth)
        assert re.match(r" *(- )?([A-Za-z]+:( .*)?|orewire crawl .*|code=.*)$", line), line


def test_the_command_prints_what_this_machine_has(run_here, tmp_path):
    done = run_here(
        "schedule", "--print", "systemd", "--db", tmp_path / "w.db", env={"OREWIRE_CONTACT": "me@example.org"}
    )

    assert done.returncode == 0, done.stderr
    assert f"--db {tmp_path}/w.db --due\n" in done.stdout
    assert "OREWIRE_CONTACT=me@example.org" in done.stdout
    assert run_here("schedule", "--print", "cron", "--watch").returncode == 2
