"""The command line in this process, for commands that start no reactor."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crawler.cli import main


@pytest.fixture
def run_here(monkeypatch, capsys, tmp_path_factory):
    """``orewire`` in this process, in an empty folder: what starts no reactor needs no process of its own."""
    folder = tmp_path_factory.mktemp("here")

    def run(*arguments, cwd=folder, env=None):
        with monkeypatch.context() as patch:
            patch.setattr(sys, "argv", ["orewire", *map(str, arguments)])
            patch.chdir(cwd)
            patch.delenv("OREWIRE_DB", raising=False)
            patch.setenv("COLUMNS", "200")
            for name, value in (env or {}).items():
                patch.setenv(name, value)
            try:
                main()
                code = 0
            except SystemExit as end:
                code = end.code or 0
        said = capsys.readouterr()
        return subprocess.CompletedProcess(sys.argv, code, said.out, said.err)

    return run


@pytest.fixture
def notes_toml():
    """A definition of the sample web's newsletter in five lines."""
    return """
name = "Meltshop Notes"
homepage = "https://meltshop-notes.example/"
language = "en"
timezone = "America/New_York"
discover.feeds = ["https://meltshop-notes.example/feed.json"]
"""
