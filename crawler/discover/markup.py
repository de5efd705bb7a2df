"""The text of a feed or sitemap as strict XML parsers take it: decoded, without prolog and forbidden characters.

Feeds say their charset wrongly more often than pages do, and one control character in a headline would cost the whole
document. Contains no XML parser and no knowledge of any format.
"""

from __future__ import annotations

import codecs
import re

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
_DECLARED = re.compile(rb"""^\s{0,64}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?([\w.:-]{1,40})""", re.IGNORECASE)
# Unicode categories that XML 1.0 section 2.2 forbids, and the references that stand for them or for nothing at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
_REFERENCE = re.compile("&#(?:[xX]([0-9a-fA-F]{1,40})|([0-9]{1,40}));")
_ELEMENT = re.compile(r"<[^\W\d]")
_KNOWN_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:rss|rdf|feed|channel|urlset|sitemapindex)\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\s*\n\s*")
_LONG_ENTITY = re.compile(r"""<!ENTITY\s[^>"']{0,100}["'][^"']{65}""")
_LAST_CODE_POINT = 0x10FFFF
_MAX_PROLOG_CHARS = 16_384  # the DTD of RSS 0.91 with all of HTML's entities is 12,000
_MAX_DAMAGE = 0.05  # share of broken sequences among the non-ASCII ones up to which a text is still UTF-8
_GUESS_BYTES = 65_536
_NO_CHARSETS = {"replacement", "x-user-defined"}  # in the registry for browsers' sake; Python's codecs lack both


def xml_text(body: bytes, *, content_type: str | None = None, keep_doctype: bool = False) -> str:
    """Return the document as text that begins with its root element, or, where asked, with its DOCTYPE.

    Text that holds no element loses only the space around it.

    The charset is that of the byte order mark, else UTF-8 where the bytes allow it, else what HTTP and then the XML
    declaration say, else a guess; only labels of the WHATWG registry are obeyed, since Python's own codecs include
    ``rot13`` and ``unicode_escape``. The XML declaration is gone: what it said is no longer true.

    A DOCTYPE of over 16 KB or with an entity of over 64 characters is dropped whatever was asked: feedparser takes time
    quadratic in the one (30 KB of line ends: 4 s) and repeats the other without bound (420 KB: 4.4 GB).
    """
    text = _FORBIDDEN.sub("", _decode(body, content_type)).lstrip("\ufeff")
    return _REFERENCE.sub(_keep_reference, _without_prolog(text, keep_doctype=keep_doctype))


def _decode(body: bytes, content_type: str | None) -> str:
    for signature, encoding in _SIGNATURES:
        if body.startswith(signature):
            return body.decode(encoding, "replace")
    body = body.replace(b"\0", b"")  # what a gzip bomb unpacks to; as text it would be many times as large
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        pass  # an older site's own charset, or a character cut in two: what follows tells which
    for encoding in ("utf-8", *_declared(body, content_type)):
        text = body.decode(encoding, "replace")
        if _is_nearly_whole(text):
            return text
    guess = from_bytes(body[:_GUESS_BYTES]).best()
    return body.decode(guess.encoding if guess else "windows-1252", "replace")


def _is_nearly_whole(text: str) -> bool:
    # A summary cut in the middle of a character is common; it must not turn all other headlines into mojibake.
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") <= foreign * _MAX_DAMAGE


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Return the Python names of the charsets that HTTP and the XML declaration claim, as far as the web knows them."""
    http, xml = _CHARSET.search((content_type or "")[:1_000]), _DECLARED.match(body)
    labels = [http[1]] if http else []
    labels += [xml[1].decode("ascii", "replace")] if xml else []
    found = [encoding for label in labels if (encoding := webencodings.lookup(label))]
    return [encoding.codec_info.name for encoding in found if encoding.name not in _NO_CHARSETS]


def _without_prolog(text: str, *, keep_doctype: bool) -> str:
    start = text.lstrip()
    # A warning that PHP printed may stand before the feed; JSON and plain text may quote markup and are left alone.
    root = None if start.startswith("{") else (_ELEMENT if start.startswith("<") else _KNOWN_ROOT).search(text)
    if root is None:
        return text.strip()
    prolog = text[: root.start()]
    doctype = prolog.find("<!DOCTYPE")
    subset = prolog[doctype:]
    if not keep_doctype or doctype < 0 or len(subset) > _MAX_PROLOG_CHARS or _LONG_ENTITY.search(subset):
        return text[root.start() :]
    return _BLANK_LINES.sub("\n", subset) + text[root.start() :]


def _keep_reference(match: re.Match[str]) -> str:
    hexadecimal, decimal = match.groups()
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if code > _LAST_CODE_POINT or _FORBIDDEN.match(chr(code)):
        return ""
    return match[0]
