"""The wheel holds all that the code reads and nothing else, and the command works where cron would run it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from email.parser import Parser
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
ORDERED = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NO_INDEX = ("Failed to establish a new connection", "No matching distribution found for setuptools", "NameResolution")
CRON = ("env", "-i", f"PATH={os.defpath}", "HOME=/nonexistent")
"""The environment of a cron job: nearly none."""


def has_own_setuptools() -> bool:
    """Whether the setuptools beside the tests is the one that pyproject.toml asks for."""
    try:
        return int(version("setuptools").partition(".")[0]) >= 77
    except ModuleNotFoundError:
        return False


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of a copy of the checkout. Where setuptools is too old, build fetches its own from the package index."""
    place = tmp_path_factory.mktemp("build")
    checkout = place / "checkout"
    checkout.mkdir()
    for name in ("crawler", "storage", "tests"):
        shutil.copytree(ROOT / name, checkout / name, ignore=shutil.ignore_patterns("__pycache__", "*.db*"))
    for path in (path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")):
        shutil.copy(path, checkout)
    isolation = ["--no-isolation"] if has_own_setuptools() else []
    command = [sys.executable, "-m", "build", "--wheel", *isolation, "--outdir", str(place), str(checkout)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    if not isolation and any(sign in done.stdout + done.stderr for sign in NO_INDEX):
        pytest.skip("building needs setuptools>=77, installed or from the package index, which does not answer")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (built,) = place.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def names(wheel):
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_holds_every_file_of_the_packages(names):
    sources = {
        str(path.relative_to(ROOT))
        for package in ("crawler", "storage")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }

    assert sources - names == set()
    assert {"crawler/py.typed", "storage/py.typed", "crawler/data/sources/metal.com.toml"} <= names


def test_the_wheel_holds_nothing_but_the_packages(names):
    tops = {name.partition("/")[0] for name in names}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"crawler", "storage"}
    assert [name for name in names if "__pycache__" in name or "/tests/" in name] == []


def test_the_wheel_says_what_it_is(wheel, names):
    folder = next(name.partition("/")[0] for name in names if ".dist-info/" in name)
    with ZipFile(wheel) as archive:
        metadata = Parser().parsestr(archive.read(f"{folder}/METADATA").decode())
        entries = archive.read(f"{folder}/entry_points.txt").decode()

    assert metadata["Name"] == "orewire"
    assert metadata["Version"] == ORDERED["project"]["version"]
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_payload().strip(), "the README is the long description"
    assert "orewire = crawler.cli:main" in entries
    assert f"{folder}/licenses/LICENSE" in names


def test_the_demo_runs_from_the_wheel_alone(wheel, tmp_path):
    """From the wheel's files only, so that a data file that was left behind shows."""
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "unpacked")
    code = "import crawler, sys; print(crawler.__file__, file=sys.stderr); from crawler.cli import main; main()"

    done = subprocess.run(
        [*CRON, f"PYTHONPATH={tmp_path / 'unpacked'}", sys.executable, "-c", code, "demo", "--db", "demo.db"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[0].startswith(str(tmp_path))
    assert "177 of 177" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--version"], "orewire", id="version"),
        pytest.param(["sources", "list"], "metal.com", id="sources"),
    ],
)
def test_the_installed_command_works_as_cron_runs_it(tmp_path, arguments, said):
    command = [*CRON, str(Path(sysconfig.get_path("scripts")) / "orewire"), *arguments]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
    assert said in done.stdout


def test_crawling_and_chinese_survive_an_environment_without_a_locale(tmp_path):
    command = [*CRON, "LC_ALL=C", str(Path(sysconfig.get_path("scripts")) / "orewire")]

    crawled, found = (
        subprocess.run([*command, *arguments], cwd=tmp_path, capture_output=True, timeout=60, check=False)
        for arguments in (["demo", "--db", "cron.db"], ["search", "稀土", "--db", "cron.db"])
    )

    assert (crawled.returncode, found.returncode) == (0, 0), crawled.stderr + found.stderr
    assert b"177 of 177" in crawled.stdout
    assert "稀土".encode() in found.stdout
