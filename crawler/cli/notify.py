"""Tells systemd and people that a long-running command is alive: sd_notify(3), and a file that is written at each beat.

Of our own, as the protocol is one datagram of lines; the libraries for it bind libsystemd or have slept since 2017.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from storage.article import utc_text

_MICRO = 1_000_000
_EVERY = 30.0


class Notifier:
    """One command's signs of life. What nobody listens to is said to nobody."""

    def __init__(self, environment: Mapping[str, str] = os.environ, *, file: Path | None = None) -> None:
        """*file*: written at each beat as one JSON object, in place of the one before; None: none is."""
        self._address = environment.get("NOTIFY_SOCKET")
        self._file = file
        # Half of what systemd allows, as its manual advises; its own process only.
        allowed = environment.get("WATCHDOG_USEC", "")
        mine = environment.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
        self.seconds = min(int(allowed) / _MICRO / 2, _EVERY) if allowed.isdigit() and int(allowed) and mine else _EVERY
        """How long two beats may lie apart."""

    def say(self, **lines: str) -> None:
        """Send state to systemd: ``say(READY="1", STATUS="waiting")``. A supervisor that has gone is no reason to stop."""
        if not self._address:
            return
        # An abstract socket has a NUL in place of the @ that the variable can hold.
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        text = "\n".join(f"{name}={value}" for name, value in lines.items())
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.sendto(text.encode(), address)

    def begin(self, now: datetime) -> None:
        """Write the file for the first time. Raises OSError where it cannot be."""
        self._write(now, "begins")

    def beat(self, now: datetime, status: str, **known: object) -> None:
        """Say that all is well *now*: to systemd's watchdog, and in the file with what is *known*."""
        with suppress(OSError):  # a disk that fills up does not end the watch
            self._write(now, status, **known)
        self.say(WATCHDOG="1", STATUS=status)

    def _write(self, now: datetime, status: str, **known: object) -> None:
        if self._file:
            text = json.dumps({"at": utc_text(now), "status": status, **known}, ensure_ascii=False)
            part = self._file.with_name(f"{self._file.name}.part")
            part.write_text(f"{text}\n", encoding="utf-8")
            part.replace(self._file)  # a reader sees the old one or the new one
