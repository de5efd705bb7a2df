"""What all tests share: nothing leaves loopback, the sample site with faults of the test's own, our commands as users run them.

Our commands run in subprocesses with an environment of their own, under the same guard: a reactor starts once a process.
"""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crawler.sample_site import articles as sample
from crawler.sample_site.server import SampleServer, serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.sample_site.web import SampleWeb

ROOT = Path(__file__).parents[1]
_SCRIPTS = Path(sysconfig.get_path("scripts"))
_left_loopback: list[str] = []


def forbid_leaving_loopback(note):
    """Make every connection and every look-up of a name beyond loopback fail, and *note* it.

    Reads nothing outside of itself: its source is what subprocesses run at their start.
    """
    import ipaddress  # noqa: PLC0415
    import sys  # noqa: PLC0415

    def stays_here(host, *, is_asked_for):
        text = host.decode() if isinstance(host, bytes) else host
        if text in (None, "", "localhost"):
            return True
        try:
            return ipaddress.ip_address(text).is_loopback or is_asked_for  # nobody is asked what a number means
        except ValueError:
            return False

    def hook(event, arguments):
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = arguments[1]
            is_asked_for = False
            host = address[0] if isinstance(address, tuple) else None  # a path: a socket of this machine
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            is_asked_for = True
            host = arguments[0]
        else:
            return
        if not stays_here(host, is_asked_for=is_asked_for):
            note(f"{event} {host}")
            raise PermissionError(f"{event} beyond loopback: {host}")

    sys.addaudithook(hook)


forbid_leaving_loopback(_left_loopback.append)


@pytest.fixture(autouse=True)
def loopback_only():
    """Fail a test that reached for the net, also where the code under test swallowed the refusal. The value: the attempts."""
    _left_loopback.clear()
    yield _left_loopback
    if _left_loopback:
        pytest.fail(f"left loopback: {', '.join(_left_loopback)}")


@pytest.fixture
def now():
    """A moment for everything that takes one."""
    return datetime(2026, 11, 23, 8, 0, 5, tzinfo=UTC)


@dataclass(kw_only=True)
class Answer:
    """What a path answers in place of the sample site."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    times: int | None = None
    """How often; None for ever."""


class Site:
    """The sample site on loopback, which a test can make slow and faulty."""

    def __init__(self, server: SampleServer) -> None:
        self._server = server
        self.pace: Callable[[str], float] = lambda _path: 0.0
        """Path -> seconds before its answer."""
        self.answers: dict[str, Answer] = {}
        """Path (with its query) -> what it answers."""
        self.arrived: list[str] = []
        """Paths in the order in which requests came in, also of those that wait for their answer."""
        self.hosts: list[str | None] = []
        """The Host header of each request, in order."""
        self.headers: list[dict[str, str]] = []
        """All headers of each request, names in lower case."""
        server.RequestHandlerClass = _faulty(self, server.RequestHandlerClass)

    @property
    def port(self) -> int:
        return self._server.port

    @property
    def web(self) -> SampleWeb:
        """What the site publishes."""
        return self._server.web

    @property
    def requested(self) -> list[str]:
        """Paths answered, in order."""
        return self._server.requested

    @property
    def stories(self) -> list[str]:
        """Paths of stories answered, in order."""
        return [path for path in self.requested if "/newscontent/" in path]

    @property
    def connect_to(self) -> list[str]:
        """Options that send the sample site's hosts here."""
        hosts = (sample.LODESTAR_HOST, sample.LODESTAR_HOST.replace("news.", "www.", 1))
        return [part for host in hosts for part in ("--connect-to", f"{host}=127.0.0.1:{self.port}")]

    def forget_requests(self) -> None:
        self.requested.clear()
        self.arrived.clear()
        self.hosts.clear()
        self.headers.clear()


def _faulty(site, base: type[BaseHTTPRequestHandler]) -> type[BaseHTTPRequestHandler]:
    class Handler(base):
        def handle(self):
            with suppress(ConnectionError):  # the crawl was killed
                super().handle()

        def do_GET(self):  # noqa: N802  # the base class's name
            site.hosts.append(self.headers["Host"])
            site.headers.append({name.lower(): value for name, value in self.headers.items()})
            site.arrived.append(self.path)
            if seconds := site.pace(self.path):
                time.sleep(seconds)
            answer = site.answers.get(self.path)
            if answer is None or answer.times == 0:
                super().do_GET()
            else:
                self._answer(answer)

        def _answer(self, answer):
            site.requested.append(self.path)
            answer.times = None if answer.times is None else answer.times - 1
            self.send_response(answer.status)
            usual = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(answer.body))}
            for name, value in (usual | answer.headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)
            self.close_connection = "Content-Length" in answer.headers  # it lies: nothing else may follow

    return Handler


@pytest.fixture
def sample_server():
    """The sample site, served on loopback; see `Site`."""
    with serve() as server:
        yield Site(server)


@pytest.fixture
def answer():
    """The type of `Site.answers`' values."""
    return Answer


@pytest.fixture
def sample_sources():
    """The folder of the sample site's source file, for ``--sources``."""
    return Path(sample.__file__).with_name("sources")


class Commands:
    """Runs our commands in a folder of the test, with an environment that holds nothing of the tester's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log = folder / "left-loopback.txt"
        guard = folder / "guard"
        guard.mkdir()
        note = f"lambda line: open({str(self._log)!r}, 'a').write(line + chr(10))"
        source = f"{inspect.getsource(forbid_leaving_loopback)}\n\nforbid_leaving_loopback({note})\n"
        (guard / "sitecustomize.py").write_text(source, encoding="utf-8")
        self.environment = {
            "PATH": f"{_SCRIPTS}{os.pathsep}{os.defpath}",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "COLUMNS": "200",
            "PYTHONPATH": f"{guard}{os.pathsep}{ROOT}",  # this checkout's code, whatever is installed
        }

    @property
    def left_loopback(self) -> list[str]:
        """What the commands reached for beyond loopback, a line each."""
        return self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []

    def run(self, *command, cwd=None, env=None, timeout=60) -> subprocess.CompletedProcess[str]:
        """Run *command* to its end; more than *timeout* seconds fail the test."""
        return subprocess.run(  # noqa: PLW1510  # the exit code is what tests look at
            list(map(str, command)),
            cwd=cwd or self.folder,
            env=self.environment | (env or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=timeout,
        )

    @contextmanager
    def started(self, *command, env=None):
        """Run *command* while the block runs; it is killed at the block's end where it still runs."""
        with subprocess.Popen(
            list(map(str, command)),
            cwd=self.folder,
            env=self.environment | (env or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            try:
                yield process
            finally:
                process.kill()


@pytest.fixture
def commands(tmp_path_factory):
    """See `Commands`. Fails the test where a command reached for the net."""
    commands = Commands(tmp_path_factory.mktemp("commands"))
    yield commands
    left = commands.left_loopback
    if left:
        pytest.fail(f"a command left loopback: {', '.join(left)}")


@pytest.fixture
def run_orewire(commands):
    """The installed ``orewire``: ``run_orewire("crawl", "metal.com", env={...}, timeout=60)``."""
    return lambda *arguments, **options: commands.run(_SCRIPTS / "orewire", *arguments, **options)


@pytest.fixture(scope="session")
def run_orewire_once(tmp_path_factory):
    """As `run_orewire`, for what many tests look at."""
    commands = Commands(tmp_path_factory.mktemp("commands"))
    yield lambda *arguments, **options: commands.run(_SCRIPTS / "orewire", *arguments, **options)
    assert commands.left_loopback == []


@pytest.fixture
def run_scrapy(commands):
    """Scrapy's own command in the checkout, as a Scrapy user runs it."""
    return lambda *arguments, **options: commands.run(_SCRIPTS / "scrapy", *arguments, **({"cwd": ROOT} | options))


@pytest.fixture
def run_python(commands):
    """Python code in a process of its own, its arguments in ``sys.argv[1:]``."""
    return lambda code, *arguments, **options: commands.run(sys.executable, "-c", code, *arguments, **options)


def _crawl_arguments(db: Path, site: Site) -> list[object]:
    sources = Path(sample.__file__).with_name("sources")
    return ["crawl", sample.LODESTAR, "--db", db, "--sources", sources, "--json", *site.connect_to]


@pytest.fixture
def store_path(tmp_path):
    """Where a test's store lies, or will lie."""
    return tmp_path / "news.db"


@pytest.fixture
def crawl_command(sample_server, store_path):
    """The command that crawls the sample site into `store_path`, for `Commands.started`."""
    return [_SCRIPTS / "orewire", *_crawl_arguments(store_path, sample_server)]


@pytest.fixture
def crawl_sample(commands, crawl_command):
    """Crawls the sample site into `store_path`, with more arguments where given."""
    return lambda *arguments, **options: commands.run(*crawl_command, *arguments, **options)


@pytest.fixture(scope="session")
def recorded_demo(tmp_path_factory):
    """A folder with ``news.db`` and ``demo.warc.gz``: the demo, run once and recorded. Nobody changes it."""
    commands = Commands(tmp_path_factory.mktemp("commands"))
    folder = tmp_path_factory.mktemp("demo")
    result = commands.run(_SCRIPTS / "orewire", "demo", "--record", "demo.warc.gz", cwd=folder)
    assert result.returncode == 0, result.stdout + result.stderr
    assert commands.left_loopback == []
    return folder


@pytest.fixture(scope="session")
def _sample_store(tmp_path_factory):
    commands = Commands(tmp_path_factory.mktemp("commands"))
    path = tmp_path_factory.mktemp("crawled") / "news.db"
    with serve() as server:
        result = commands.run(_SCRIPTS / "orewire", *_crawl_arguments(path, Site(server)))
    assert result.returncode == 0, result.stderr
    assert commands.left_loopback == []
    return path


@pytest.fixture
def crawled_store(_sample_store, store_path):
    """A copy, at `store_path`, of a store into which the whole sample site was crawled."""
    for path in _sample_store.parent.glob("news*.db"):  # nobody holds them: all is in the main files
        shutil.copy(path, store_path.with_name(path.name))
    return store_path
