"""The files in which a site speaks of all its pages: robots.txt, ``/.well-known/tdmrep.json`` and ``/ai.txt``.

ai.txt is Spawning's (spawning.ai/ai-txt): the grammar of robots.txt, its rules about paths or file types.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.rights.robots_txt import RobotsTxt, read_robots, target_of
from crawler.rights.signals import MAX_CHARS
from crawler.rights.tdmrep import LocationRule, read_tdmrep, said_at

SITE_FILES = {"tdmrep": "/.well-known/tdmrep.json", "ai-txt": "/ai.txt"}
"""Word for each file beside robots.txt -> its path."""

_PATHS = {"/robots.txt": "robots", **{path: word for word, path in SITE_FILES.items()}}
_LAST_NAME = re.compile(r"/[^/.?]*(\?|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFiles:
    """The files in which one host speaks of all its pages; each may be missing."""

    robots: RobotsTxt | None = None
    """Its robots.txt."""
    tdmrep: tuple[LocationRule, ...] = ()
    """Rules of ``/.well-known/tdmrep.json``."""
    ai_txt: RobotsTxt | None = None
    """Its ``ai.txt``, which has the grammar of robots.txt."""

    def signals(self, url: str) -> tuple[str, ...]:
        """Return what the files say of *url*, a page of the host."""
        target = target_of(url)
        found = []
        if said := said_at(self.tdmrep, target):
            found.append(f"tdmrep-file:{said}")
        if rule := _ai_rule(self.ai_txt, target):
            found.append(f"ai.txt:{rule}")
        if self.robots:
            found += [f"robots.txt:Content-Signal: {said}" for said in self.robots.signals_for(target)]
        return tuple(signal[:MAX_CHARS] for signal in found)


def read_site_files(
    *, robots: RobotsTxt | None = None, tdmrep: bytes | None = None, ai_txt: bytes | None = None, product: str
) -> SiteFiles:
    """Return what a host's files say, from their bytes; None for a file that is not there. Never raises."""
    is_text = ai_txt is not None and not ai_txt.lstrip().startswith(b"<")  # a page that says "not found" with 200
    return SiteFiles(
        robots=robots,
        tdmrep=read_tdmrep(tdmrep) if tdmrep is not None else (),
        ai_txt=read_robots(ai_txt, product=product) if ai_txt is not None and is_text else None,
    )


class RecordedSites:
    """The files of the sites in a recording, as they are met."""

    def __init__(self, *, product: str) -> None:
        self._product = product
        self._bodies: dict[str, dict[str, bytes]] = defaultdict(dict)
        self._read: dict[str, SiteFiles] = {}

    def is_site_file(self, url: str) -> bool:
        """Return whether *url* is one of them."""
        return urlsplit(url).path in _PATHS

    def put(self, url: str, body: bytes) -> None:
        """Take what *url*, a site's file, answered."""
        parts = urlsplit(url)
        self._bodies[parts.netloc][_PATHS[parts.path]] = body
        self._read.pop(parts.netloc, None)

    def signals(self, url: str) -> tuple[str, ...]:
        """Return what the files met so far say of *url*."""
        host = urlsplit(url).netloc
        if host not in self._read:
            bodies = self._bodies.get(host, {})
            self._read[host] = read_site_files(
                robots=read_robots(bodies.get("robots", b""), product=self._product),
                tdmrep=bodies.get("tdmrep"),
                ai_txt=bodies.get("ai-txt"),
                product=self._product,
            )
        return self._read[host].signals(url)


def _ai_rule(ai_txt: RobotsTxt | None, target: str) -> str | None:
    """The line of an ai.txt that is about a page.

    Its rules name file types (``*.html``), and most stories have none in their address: they are HTML all the same.
    """
    if ai_txt is None:
        return None
    path = target.partition("?")[0]
    named = f"{path.rstrip('/') or '/index'}.html" if _LAST_NAME.search(path) else path
    rules = [rule for rule in (ai_txt.rule_for(target), ai_txt.rule_for(named)) if rule]
    return next((rule.line for rule in rules if not rule.allows), rules[0].line if rules else None)
