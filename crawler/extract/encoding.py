"""Bytes of a page to text. A declared charset is a hint: labels lie, valid UTF-8 does not. Knows no HTML but ``<meta charset>``.

Order of trust: byte order mark, strict UTF-8, the declared WHATWG label where it decodes without error, a guess.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import webencodings
from charset_normalizer import from_bytes

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
_META_WINDOW = 4096  # the standard asks for the first 1,024 bytes; real pages put scripts before it
_GUESS_WINDOW = 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a page and how it was read."""

    text: str
    """The page; undecodable bytes are U+FFFD."""
    encoding: str
    """Name of the encoding used."""
    flags: tuple[str, ...] = ()
    """``encoding-guessed`` where nothing valid was declared; ``mojibake`` where bytes were left undecodable."""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Return the text of *body*. *content_type* is the response's header, None where it had none.

    >>> decode("镨钕".encode("gb18030"), "text/html; charset=gbk").text
    '镨钕'
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return Decoded(text=body[len(bom) :].decode(name, "replace"), encoding=name)
    try:
        return Decoded(text=body.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        pass  # not UTF-8: the label, then a guess
    for label in _declared(body, content_type):
        try:
            return Decoded(text=body.decode(label), encoding=label)
        except UnicodeDecodeError:
            continue
    return _guess(body)


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Python codec names of the WHATWG labels declared, header first. Labels that are none (rot13, idna) do not count."""
    header = _HEADER.search(content_type or "")
    meta = _META.search(body[:_META_WINDOW])
    labels = [match.group(1) for match in (header,) if match]
    labels += [match.group(1).decode("ascii", "replace") for match in (meta,) if match]
    known = [webencodings.lookup(label) for label in labels]
    return ["gb18030" if e.name in ("gbk", "gb18030") else e.codec_info.name for e in known if e and e.name != "utf-8"]


def _guess(body: bytes) -> Decoded:
    best = from_bytes(body[:_GUESS_WINDOW]).best()
    name = best.encoding if best else "cp1252"
    text = body.decode(name, "replace")
    flags = ("encoding-guessed", "mojibake") if "\ufffd" in text else ("encoding-guessed",)
    return Decoded(text=text, encoding=name, flags=flags)
