"""Records anew what `sources check` is answered by each outlet of the sample web, for `tests/crawler/cli/test_recordings.py`.

Run it where the sample web or a source file of it has changed: ``python tests/recordings/record.py``. Asks loopback alone.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import crawler.sample_site
from crawler.sample_site.server import serve

HERE = Path(__file__).parent
SOURCES = Path(crawler.sample_site.__file__).with_name("sources")


def stories_of(source: str) -> str:
    """How many to read beside the example, so that all outlets are 240 kB: of the one with a wall, until most are teasers."""
    return {"steelyard.example": "9", "gossanreview.example": "8"}.get(source, "3")


def main() -> int:
    """Write a file for each source; the value is the exit code."""
    failed = False
    for old in HERE.glob("*.warc.gz"):
        old.unlink()
    with serve() as server:
        connect = [part for host, at in server.connect_to.items() for part in ("--connect-to", f"{host}={at}")]
        for source in sorted(SOURCES.glob("*.toml")):
            file = HERE / f"{source.stem}.warc.gz"
            orewire = [sys.executable, "-c", "from crawler.cli import main; main()"]
            check = ["sources", "check", source.stem, "--limit", stories_of(source.stem), "--sources", SOURCES]
            done = subprocess.run(
                [*orewire, *check, "--record", file, *connect], stdout=subprocess.DEVNULL, check=False
            )
            failed |= done.returncode != 0
            sys.stdout.write(f"{file.name}: {file.stat().st_size} bytes, exit code {done.returncode}\n")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
