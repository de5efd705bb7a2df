"""Bytes of a page, feed or sitemap to text. A declared charset is a hint: labels lie, valid UTF-8 does not.

Order of trust: byte order mark, strict UTF-8, UTF-8 with little damage, the declared WHATWG labels, a guess. Python's own
codec names do not count: they include ``rot13`` and ``unicode_escape``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import webencodings
from charset_normalizer import from_bytes

# Longest first: the BOM of UTF-16LE begins the one of UTF-32LE. Without a BOM, "<" and the zeros beside it tell.
_SIGNATURES = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0\0\0", "utf-32-le"),
    (b"\0\0\0<", "utf-32-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_HEADER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w:.-]{1,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s{0,64}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})[\"']")
_META_WINDOW = 4096  # the standard asks for the first 1,024 bytes; real pages put scripts before it
_GUESS_WINDOW = 65_536
_MAX_DAMAGE = 0.05  # share of broken sequences among the non-ASCII ones up to which a text is still UTF-8
_NO_CHARSETS = frozenset({"replacement", "x-user-defined"})  # in the registry for browsers' sake; no codec of Python's
_SINGLE_BYTE_DEFAULTS = frozenset({"cp1252", "iso8859-1", "latin-1"})  # what servers send when nobody has set a charset
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_CJK_PAIRS = 0.8  # share of high bytes that stand in runs of two and more: all in GBK and Big5, few in French


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a page and how it was read."""

    text: str
    """The page; undecodable bytes are U+FFFD."""
    encoding: str
    """Python's name of the encoding used."""
    flags: tuple[str, ...] = ()
    """``encoding-guessed`` where nothing valid was declared; ``mojibake`` where bytes were left undecodable."""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Return the text of *body*. *content_type* is the response's header, None where it had none.

    >>> decode("镨钕".encode("gb18030"), "text/html; charset=gbk").text
    '镨钕'
    """
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            return Decoded(text=body.decode(name, "replace").removeprefix("\ufeff"), encoding=name)
    try:
        return Decoded(text=body.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        body = body.replace(b"\0", b"")  # no charset that is left to try means anything by it
        text = body.decode("utf-8", "replace")
    if _is_nearly_whole(text):
        return Decoded(text=text, encoding="utf-8", flags=("mojibake",))
    labels = list(declared(body, content_type))
    for label in labels:
        if label in _SINGLE_BYTE_DEFAULTS and _is_in_pairs(body):
            continue
        try:
            return Decoded(text=body.decode(label), encoding=label)
        except UnicodeDecodeError:
            continue
    return _best_guess(body, labels)


def declared(body: bytes, content_type: str | None) -> Iterator[str]:
    """Yield Python's names of the WHATWG charsets that header, XML declaration and ``<meta>`` claim, in that order."""
    header = _HEADER.search((content_type or "")[:1000])
    if header and (name := _codec(header[1])):
        yield name
    for found in (_XML.match(body), _META.search(body[:_META_WINDOW])):
        # A label that was read as ASCII cannot be UTF-16: the standard takes it for UTF-8, which has been tried.
        if found and (name := _codec(found[1].decode("ascii", "replace"))) and not name.startswith("utf-16"):
            yield name


def _codec(label: str) -> str | None:
    encoding = webencodings.lookup(label)
    if encoding is None or encoding.name in _NO_CHARSETS or encoding.name == "utf-8":
        return None
    # GB 18030 reads all of GBK and GB 2312, and what their labels are wrongly given to.
    return "gb18030" if encoding.name in ("gbk", "gb18030") else encoding.codec_info.name


def _is_nearly_whole(text: str) -> bool:
    """Whether a text cut in mid-character, or with a broken byte, is UTF-8 all the same."""
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") <= foreign * _MAX_DAMAGE


def _is_in_pairs(body: bytes) -> bool:
    """Whether the bytes beyond ASCII come in runs, as in East Asian charsets and never in a Western text."""
    runs = [len(run) for run in _HIGH_RUN.findall(body[:_GUESS_WINDOW])]
    return bool(runs) and sum(length for length in runs if length > 1) / sum(runs) >= _CJK_PAIRS


def _best_guess(body: bytes, labels: Sequence[str]) -> Decoded:
    """A guess, or the declared label that damages least."""
    if _is_in_pairs(body):
        for name in ("gb18030", "big5hkscs", "euc_kr", "shift_jis"):
            if name == "gb18030" or name in labels:
                text = body.decode(name, "replace")
                if _is_nearly_whole(text):
                    flags = ("encoding-guessed", "mojibake") if "\ufffd" in text else ("encoding-guessed",)
                    return Decoded(text=text, encoding=name, flags=flags)
    for label in labels:
        text = body.decode(label, "replace")
        if _is_nearly_whole(text):
            return Decoded(text=text, encoding=label, flags=("mojibake",))
    best = from_bytes(body[:_GUESS_WINDOW]).best()
    name = best.encoding if best else "cp1252"
    text = body.decode(name, "replace")
    flags = ("encoding-guessed", "mojibake") if "\ufffd" in text else ("encoding-guessed",)
    return Decoded(text=text, encoding=name, flags=flags)
