"""Makes one address of the many that lead to the same page, by the URL standard that browsers follow. Contains no HTTP.

Parsing is ada's (https://url.spec.whatwg.org/): what browsers refuse is refused here, and nothing is guessed. Raw
control characters are refused although the standard drops tabs and line ends: an address that holds them was put
together by mistake or to deceive a log.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from ada_url import URL

MAX_CHARS: Final = 2083  # Scrapy's URLLENGTH_LIMIT, once Internet Explorer's

TRACKING_PREFIXES: Final = ("utm_", "mtm_", "pk_", "hsa_", "oly_", "at_campaign", "at_medium", "vero_", "__hs", "trk_")
"""How the names of campaign parameters begin: Google, Matomo, HubSpot, Omeda, AT Internet, Vero, LinkedIn."""

_CLICKS: Final = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid li_fat_id igshid igsh yclid ysclid ymclid rb_clickid
    mc_cid mc_eid mkt_tok _hsenc _hsmi hsctatracking _ga _gl _openstat _bta_tid _bta_c ml_subscriber ml_subscriber_hash
    ref_src ref_url spm scm cmpid ncid cid_source wickedid irclickid s_kwcid ef_id epik xtor
"""
TRACKING_PARAMETERS: Final = frozenset(_CLICKS.split())
"""Names of parameters that say where a click came from, and never which page is shown; lower case."""

SESSION_PARAMETERS: Final = frozenset(
    {"phpsessid", "jsessionid", "aspsessionid", "asp.net_sessionid", "cfid", "cftoken"}
)
"""Names of parameters that number a visit; lower case."""

_SID: Final = re.compile(r"s(?:ess(?:ion)?)?_?id=[0-9a-f]{16,64}", re.IGNORECASE)
_PATH_SESSION: Final = re.compile(r";(?:jsessionid|phpsessid)=[^/;?]*", re.IGNORECASE)
_RAW_CONTROL: Final = re.compile(r"[\x00-\x1f\ud800-\udfff]")
_ENCODED_CONTROL: Final = re.compile(r"%[01][0-9a-f]", re.IGNORECASE)
_OUTER_SPACE: Final = " \t\n\r\f"


@lru_cache(maxsize=256)  # a page's address is asked for at every step of its way
def canonical_url(url: str) -> str | None:
    """Return *url* as one address of its page, or None where it is refused.

    No fragment, no default port, no tracking parameter, no session; the other parameters keep order and encoding.
    Refused: what the URL standard fails, other schemes than http and https, user names, control characters (raw, or
    percent-encoded in the path), more than 2083 characters. A canonical URL is its own canonical URL.

    >>> canonical_url("HTTPS://News.Metal.com:443/newscontent/100982475?utm_source=x&id=7#top")
    'https://news.metal.com/newscontent/100982475?id=7'
    """
    given = url.strip(_OUTER_SPACE).partition("#")[0]
    if len(given) > MAX_CHARS or _RAW_CONTROL.search(given):
        return None
    parts = _parse(given)
    if parts is None or parts.protocol not in ("http:", "https:") or not _is_sound_host(parts.hostname):
        return None
    if parts.username or parts.password or _ENCODED_CONTROL.search(parts.pathname):
        return None
    path = _PATH_SESSION.sub("", parts.pathname)
    kept = _parse(
        f"{parts.protocol}//{parts.host}{path}{_kept_query(parts.search)}"
    )  # "/a/..;jsessionid=1" ends in dots
    return kept.href if kept and len(kept.href) <= MAX_CHARS else None


def is_within(url: str, hosts: Sequence[str]) -> bool:
    """Return whether the host of *url* is one of *hosts* or below one of them; False for what is no URL.

    >>> is_within("https://news.metal.com/a", ["metal.com"]), is_within("https://notmetal.com/", ["metal.com"])
    (True, False)
    """
    parts = _parse(url)
    if parts is None:
        return False
    host = parts.hostname.removesuffix(".")
    return any(host == own or host.endswith(f".{own}") for own in map(_bare_host, hosts) if own)


def _is_sound_host(host: str) -> bool:
    """Return whether *host* has a name whose punycode reads back to itself: ada 4.0 lets pass what UTS 46 fails."""
    return bool(host) and all(_reads_back(label) for label in host.split(".") if label.startswith("xn--"))


def _reads_back(label: str) -> bool:
    try:
        name = label.removeprefix("xn--").encode().decode("punycode")
    except UnicodeError:
        return False
    parts = _parse(f"http://{name}/")
    return parts is not None and parts.hostname == label


def _bare_host(host: str) -> str:
    """Return the host as URLs write it: lower case, punycode."""
    parts = _parse(f"http://{host}/")
    return parts.hostname.removesuffix(".") if parts else ""


def _parse(url: str) -> URL | None:
    try:
        return URL(url)
    except ValueError:
        return None


def _kept_query(search: str) -> str:
    kept = [pair for pair in search[1:].split("&") if not _is_noise(pair)]
    return f"?{'&'.join(kept)}" if any(kept) else ""


def _is_noise(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    if name in TRACKING_PARAMETERS or name in SESSION_PARAMETERS or name.startswith(TRACKING_PREFIXES):
        return True
    return _SID.fullmatch(pair) is not None
