"""The limit of memory, held against what the process uses now.

Scrapy looks at the most it ever used, which on Linux is passed on from the process that started it: a crawl started by a
large program would end before its first request.
"""

from __future__ import annotations

from pathlib import Path
from resource import getpagesize

from scrapy.extensions.memusage import MemoryUsage

_STATM = Path("/proc/self/statm")


class ResidentMemory(MemoryUsage):
    """Scrapy's extension with another measure."""

    def get_virtual_size(self) -> int:
        """Return the bytes in use; where the system has no such file (macOS), the most that ever were."""
        try:
            return int(_STATM.read_text(encoding="ascii").split()[1]) * getpagesize()
        except OSError:
            return super().get_virtual_size()
