"""The limit of memory counts what a crawl uses, not what the program that started it once did."""

from __future__ import annotations

CODE = """
import subprocess, sys
ballast = bytearray(300 * 1024 * 1024)
ballast[::4096] = b"x" * len(ballast[::4096])
del ballast
inner = "from crawler.fetch.memory import ResidentMemory as M; from scrapy.extensions.memusage import MemoryUsage as S;"
inner += "import resource; one = M.__new__(M); one.resource = resource; print(one.get_virtual_size() // 2**20);"
inner += "print(S.get_virtual_size(one) // 2**20)"
print(subprocess.run([sys.executable, "-c", inner], capture_output=True, text=True, check=True).stdout)
"""


def test_what_the_starting_program_used_does_not_count(run_python):
    now, most = map(int, run_python(CODE).stdout.split())

    assert now < 250
    assert now <= most
