"""Bytes of a page, feed or sitemap to text. A declared charset is a hint: labels lie, valid UTF-8 does not.

Order of trust: byte order mark, strict UTF-8, UTF-8 with little damage; then the declared WHATWG labels and a handful of
common charsets compete, and the most plausible text wins, the label's where it is about as good. Obeying labels that
decode without an error is the rejected way: windows-1252 decodes nearly anything. Python's own codec names do not count:
they include ``rot13`` and ``unicode_escape``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import webencodings
from charset_normalizer import from_bytes

from crawler.charset.plausibility import plausibility

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
_MAX_DAMAGE = 0.05  # share of broken sequences among the non-ASCII ones up to which a text is still UTF-8
_NO_CHARSETS = frozenset({"replacement", "x-user-defined"})  # in the registry for browsers' sake; no codec of Python's
_COMMON = (
    "cp1252", "gb18030", "big5", "euc_kr", "shift_jis", "euc_jp", "cp1251", "koi8_r", "cp1250", "iso8859-2", "cp1254",
    "iso8859-5", "cp1253", "cp1256", "cp1255",
)  # fmt: skip
"""What pages without a right label are written in; of equally plausible ones the first wins."""
_WIDER = {"big5": "big5hkscs", "shift_jis": "cp932", "euc_kr": "cp949", "iso8859-1": "cp1252", "iso8859-9": "cp1254"}
"""Python's codecs of these names are narrower than what browsers read under them."""
_SAMPLE = 2500  # bytes of text with characters beyond ASCII: to decode and judge it 15 times takes 2 ms
_LABEL_BONUS = 0.12  # wins ties and near ties: German is the same in four charsets but for a quotation mark
_SHORT = (
    3.0  # divided by the number of bytes beyond ASCII: a name of two rare characters proves nothing against its label
)
_FEW = 4  # bytes beyond ASCII
_SERVER_DEFAULTS = frozenset({"cp1252", "iso8859-1", "latin-1"})  # what servers send when nobody has set a charset
_HIGH = bytes(range(128, 256))
_PLAUSIBLE = 0.25  # right texts of the tests have 0.42 and more, even short ones
_NEAR = 1024
_MANY_FAULTS = 40  # in so many bytes from the first on: no UTF-8 that was damaged on its way, and slow to decode
_CHUNK = re.compile(rb"[^<>\r\n]+")  # no charset in use has these as the second byte of a character


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """The text of a page and how it was read."""

    text: str
    """The page; undecodable bytes are U+FFFD."""
    encoding: str
    """Python's name of the encoding used."""
    utf8: bytes | None = None
    """The page as it came, where that is valid UTF-8 without a byte order mark; None: `text` must be encoded."""
    flags: tuple[str, ...] = ()
    """``encoding-guessed`` where nothing was declared or something else read better; ``mojibake`` where bytes were undecodable."""


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """Return the text of *body*. *content_type* is the response's header, None where it had none.

    >>> decode("镨钕".encode("gb18030"), "text/html; charset=gbk").text
    '镨钕'
    """
    for signature, name in _SIGNATURES:
        if body.startswith(signature):
            return Decoded(text=body.decode(name, "replace").removeprefix("\ufeff"), encoding=name)
    if b"\0" in body[:_META_WINDOW] and (decoded := _two_bytes(body, content_type)):
        return decoded
    try:
        return Decoded(text=body.decode("utf-8"), encoding="utf-8", utf8=body)
    except UnicodeDecodeError as error:
        first = error.start
    body = body.replace(b"\0", b"")  # no charset that is left to try means anything by it
    near = body[first : first + _NEAR].decode("utf-8", "replace")
    if near.count("\ufffd") <= _MANY_FAULTS and _is_nearly_whole(text := body.decode("utf-8", "replace")):
        return Decoded(text=text, encoding="utf-8", flags=("mojibake",))
    labels = [name for name in dict.fromkeys(declared(body, content_type)) if not name.startswith("utf-16")]
    name, is_guess = _most_plausible(body, labels)
    guessed = ("encoding-guessed",) if is_guess else ()
    for codec in filter(None, (name, _WIDER.get(name))):
        try:
            return Decoded(text=body.decode(codec), encoding=codec, flags=guessed)
        except UnicodeDecodeError:
            continue
    codec = _WIDER.get(name, name)
    text = body.decode(codec, "replace")
    return Decoded(text=text, encoding=codec, flags=(*guessed, *(("mojibake",) if "\ufffd" in text else ())))


def _two_bytes(body: bytes, content_type: str | None) -> Decoded | None:
    """UTF-16 that the header declares and that has no byte order mark, where it reads as a text."""
    name = next((name for name in declared(b"", content_type) if name.startswith("utf-16")), None)
    text = body.decode(name, "replace") if name else ""
    if not name or text.count("\ufffd") > 1 or plausibility(text[:_SAMPLE]) < _PLAUSIBLE:
        return None
    return Decoded(text=text, encoding=name)


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


def _most_plausible(body: bytes, labels: Sequence[str]) -> tuple[str, bool]:
    """The charset, declared or common, in which the text reads best, and whether that is no more than a guess."""
    sample = _sample(body)
    foreign = len(sample) - len(sample.translate(None, _HIGH))
    trust = _LABEL_BONUS + _SHORT / (1 + foreign)
    # Three bytes, two of them quotation marks, prove no label false, not even one that servers send unasked.
    doubted = _SERVER_DEFAULTS if foreign > _FEW else frozenset[str]()
    scores = {name: plausibility(_read(sample, name)) for name in dict.fromkeys([*labels, *_COMMON])}
    best = max(scores, key=lambda name: scores[name])  # the first of equals, and labels stand first
    for name in labels:
        if scores[name] + (_LABEL_BONUS if name in doubted else trust) >= scores[best]:
            return name, scores[name] < scores[best] and _read(sample, name) != _read(sample, best)
    if scores[best] < _PLAUSIBLE and (guess := from_bytes(sample).best()):
        return guess.encoding, True
    return best, True


def _read(sample: bytes, name: str) -> str:
    return sample.decode(_WIDER.get(name, name), "replace")


def _sample(body: bytes) -> bytes:
    """The beginnings of lines and texts that hold bytes beyond ASCII."""
    chunks: list[bytes] = []
    size = 0
    for found in _CHUNK.finditer(body):
        if found[0].isascii():
            continue
        chunks.append(found[0][:_SAMPLE])
        size += len(chunks[-1])
        if size >= _SAMPLE:
            break
    return b"\n".join(chunks)
