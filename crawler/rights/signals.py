"""All signals of one page in one list, and what they mean together.

The more specific place wins where two disagree about text and data mining: the page, its headers, the files of its site,
robots.txt. Within one place a reservation wins over its opposite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.rights.directives import RESERVING, header_words, meta_words
from crawler.rights.robots_txt import RobotsTxt, read_robots, target_of
from crawler.rights.tdmrep import LocationRule, read_tdmrep, said_at, said_of

_RANKS = (
    ("robots-meta", "tdmrep-meta"),
    ("x-robots-tag", "tdmrep-header"),
    ("tdmrep-file", "ai.txt"),
    ("robots.txt",),
)
"""Places of signals, the most specific first."""
_SITE_WIDE = frozenset({*_RANKS[2], *_RANKS[3]})
_MOST = 40  # a page has three or four; a hostile one thousands
_MAX_CHARS = 300
_LAST_NAME = re.compile(r"/[^/.?]*(\?|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What is known of the rights in one page."""

    signals: tuple[str, ...] = ()
    """``place:what it says``, the most specific place first, each once: ``tdmrep-header:1 https://tin.example/policy``."""

    @property
    def tdm_reserved(self) -> bool | None:
        """Whether text and data mining is reserved; None where nobody says."""
        for places in _RANKS:
            verdicts = {_verdict(signal) for signal in self.signals if signal.partition(":")[0] in places}
            if verdicts - {None}:
                return True in verdicts
        return None

    @property
    def is_archivable(self) -> bool:
        """Whether a copy of the page may be kept: nobody said ``noarchive``."""
        return not any(_word(signal) == "noarchive" for signal in self.signals if not _is_site_wide(signal))


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
        return tuple(signal[:_MAX_CHARS] for signal in found)


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


def page_rights(
    *,
    metas: Iterable[tuple[str, str]] = (),
    headers: Iterable[tuple[str, str]] = (),
    site: Sequence[str] = (),
    product: str,
) -> Rights:
    """Return the rights in a page.

    *metas* are name (lower case) and content of its ``<meta>`` tags, *headers* name and value of each header line as
    received, *site* what `SiteFiles.signals` said, *product* our product token in lower case.
    """
    lines = [(name.lower(), value) for name, value in headers]
    signals = [*_of_page(list(metas), product), *_of_headers(lines, product), *site]
    return Rights(signals=tuple(dict.fromkeys(signal[:_MAX_CHARS] for signal in signals))[:_MOST])


def site_wide(signals: Iterable[str]) -> tuple[str, ...]:
    """Return those of *signals* that were about the site, not the page itself."""
    return tuple(signal for signal in signals if _is_site_wide(signal))


def _of_page(metas: Sequence[tuple[str, str]], product: str) -> Iterator[str]:
    for name, content in metas:
        if name in ("robots", product):
            own = f"{product}:" if name == product else ""
            yield from (f"robots-meta:{own}{word}" for word in meta_words(content))
    if said := _reservation(metas):
        yield f"tdmrep-meta:{said}"


def _of_headers(headers: Sequence[tuple[str, str]], product: str) -> Iterator[str]:
    for name, value in headers:
        if name == "x-robots-tag":
            yield from (f"x-robots-tag:{word}" for word in header_words(value, product=product))
    if said := _reservation(headers):
        yield f"tdmrep-header:{said}"


def _reservation(pairs: Sequence[tuple[str, str]]) -> str | None:
    """The first valid reservation, with the first policy."""
    policy = next((value for name, value in pairs if name == "tdm-policy"), None)
    return next((said for name, value in pairs if name == "tdm-reservation" and (said := said_of(value, policy))), None)


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


def _verdict(signal: str) -> bool | None:
    """Whether a signal by itself reserves text and data mining; None: it is about something else."""
    place, _, said = signal.partition(":")
    if place in ("robots-meta", "x-robots-tag"):
        return True if _word(signal) in RESERVING else None
    if place == "ai.txt":
        return not said.lower().startswith("allow")
    if place == "robots.txt":
        # contentsignals.org: what a "no" restricts is reserved under article 4 of directive (EU) 2019/790.
        pairs = dict(_pair(part) for part in said.partition(":")[2].split(","))
        return True if "no" in pairs.values() else False if pairs.get("ai-train") == "yes" else None
    return said.startswith("1")


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return name.strip(), value.strip()


def _word(signal: str) -> str:
    """The directive in a signal, whomever it is for."""
    return signal.rpartition(":")[2]


def _is_site_wide(signal: str) -> bool:
    return signal.partition(":")[0] in _SITE_WIDE
