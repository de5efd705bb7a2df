"""The text of a feed or sitemap as strict XML parsers take it: decoded, without prolog and forbidden characters.

Feeds say their charset wrongly more often than pages do, and one control character in a headline would cost the whole
document. Contains no XML parser and no knowledge of any format.
"""

from __future__ import annotations

import re

from crawler.charset import decode

# Unicode categories that XML 1.0 section 2.2 forbids, and the references that stand for them or for nothing at all.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]+")
_REFERENCE = re.compile("&#(?:[xX]([0-9a-fA-F]{1,40})|([0-9]{1,40}));")
_ELEMENT = re.compile(r"<[^\W\d]")
_KNOWN_ROOT = re.compile(r"<(?:\w{1,20}:)?(?:rss|rdf|feed|channel|urlset|sitemapindex)\b", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\s*\n\s*")
_LONG_ENTITY = re.compile(r"""<!ENTITY\s[^>"']{0,100}["'][^"']{65}""")
_LAST_CODE_POINT = 0x10FFFF
_MAX_PROLOG_CHARS = 16_384  # the DTD of RSS 0.91 with all of HTML's entities is 12,000


def xml_text(body: bytes, *, content_type: str | None = None, keep_doctype: bool = False) -> str:
    """Return the document as text that begins with its root element, or, where asked, with its DOCTYPE.

    Text that holds no element loses only the space around it.

    `crawler.charset` says how bytes become text. The XML declaration is gone: what it said is no longer true.

    A DOCTYPE of over 16 KB or with an entity of over 64 characters is dropped whatever was asked: feedparser takes time
    quadratic in the one (30 KB of line ends: 4 s) and repeats the other without bound (420 KB: 4.4 GB).
    """
    text = _FORBIDDEN.sub("", decode(body, content_type).text).lstrip("\ufeff")
    return _REFERENCE.sub(_keep_reference, _without_prolog(text, keep_doctype=keep_doctype))


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
