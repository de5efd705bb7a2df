"""Bylines as printed to names of persons. First forms: role words and outlets out, joined names apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ROLE = re.compile(
    r"^\s*(by|von|por|par|author|autor|text|written by|reporter)\b\s*[:：]?\s+|^\s*(作者|记者|编辑)\s*[:：]?\s*",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:,|;|/|\||&|、|，|\band\b|\bund\b|\by\b|\be\b|\bи\b)\s*")
_NO_PERSON = re.compile(
    r"https?:|@|\d|\b(staff|team|desk|editor(ial|s)?|newsroom|admin|reporter|contributor|agency|reuters|news|press|wire|media|redaktion|redacción)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"://|^www\.|^/|\.\w{2,}/", re.IGNORECASE)
_MAX_NAME = 60


def author_names(raw: Iterable[str], *, outlets: Iterable[str]) -> list[str]:
    """Return the names of persons in *raw* bylines, in order, each once; *outlets* are names that are no person's.

    >>> author_names(["By Ann Tin and Tom Ore", "Ore Post Staff"], outlets=["Ore Post"])
    ['Ann Tin', 'Tom Ore']
    """
    known = {outlet.casefold() for outlet in outlets if outlet}
    bylines = [text for text in raw if not _ADDRESS.search(text)]  # article:author is often a profile's address
    names = [" ".join(name.split()).strip(" .-") for text in bylines for name in _JOIN.split(_ROLE.sub("", text))]
    people = [n for n in names if 1 < len(n) <= _MAX_NAME and not _NO_PERSON.search(n) and n.casefold() not in known]
    return list(dict.fromkeys(people))
