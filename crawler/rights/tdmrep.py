"""The TDM Reservation Protocol: what its header, meta tags and site-wide file say.

Source: W3C Community Group, "TDM Reservation Protocol (TDMRep)", final report of 10 May 2024. ``tdm-reservation`` is 1 or
0, anything else is as if it were not there; ``tdm-policy`` is the address of a policy.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from crawler.rights.robots_txt import fits, pattern_of

MAX_BYTES = 500 * 1024
_MAX_RULES = 1000
_MAX_POLICY = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationRule:
    """One object of a ``tdmrep.json``."""

    pattern: str
    """Paths it is about, as in robots.txt."""
    said: str
    """As `said_of` has it."""


def said_of(reservation: object, policy: object = None) -> str | None:
    """Return ``1``, ``0``, or either with the address of its policy behind a space; None for no valid reservation.

    >>> said_of("1", "https://tin.example/tdm.json")
    '1 https://tin.example/tdm.json'
    """
    value = str(reservation).strip() if isinstance(reservation, (str, int)) else ""
    if value not in ("0", "1"):
        return None
    address = policy.strip() if isinstance(policy, str) else ""
    is_address = address.startswith(("https://", "http://")) and len(address) <= _MAX_POLICY and " " not in address
    return f"{value} {address}" if is_address else value


def read_tdmrep(body: bytes) -> tuple[LocationRule, ...]:
    """Return the rules of a ``/.well-known/tdmrep.json``, in order; none of what is no such file. Never raises."""
    if len(body) > MAX_BYTES:
        return ()
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    objects = stated if isinstance(stated, list) else [stated]
    return tuple(
        LocationRule(pattern=pattern_of(item["location"].partition("#")[0].strip()), said=said)
        for item in objects[:_MAX_RULES]
        if isinstance(item, dict)
        and isinstance(item.get("location"), str)
        and (said := said_of(item.get("tdm-reservation"), item.get("tdm-policy")))
    )


def said_at(rules: tuple[LocationRule, ...], target: str) -> str | None:
    """Return what the first rule that fits says of *target* (a path as of `robots_txt.target_of`); None: no rule does."""
    return next((rule.said for rule in rules if fits(rule.pattern, target)), None)
