"""All signals of one page in one list, and what they mean together.

The more specific place wins where two disagree about text and data mining: the page, its headers, the files of its site,
robots.txt. Within one place a reservation wins over its opposite.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.rights.directives import RESERVING, header_words, meta_words
from crawler.rights.tdmrep import said_of

_RANKS = (
    ("robots-meta", "tdmrep-meta"),
    ("x-robots-tag", "tdmrep-header"),
    ("tdmrep-file", "ai.txt"),
    ("robots.txt",),
)
"""Places of signals, the most specific first."""
_SITE_WIDE = frozenset({*_RANKS[2], *_RANKS[3]})
_MOST = 40  # a page has three or four; a hostile one thousands
MAX_CHARS = 300
"""Of one signal; the rest is cut."""


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
    return Rights(signals=tuple(dict.fromkeys(signal[:MAX_CHARS] for signal in signals))[:_MOST])


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
