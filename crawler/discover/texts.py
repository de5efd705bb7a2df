"""Small values of an entry in their final form: a headline as plain text, a link as an absolute web address."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from itertools import islice
from urllib.parse import urljoin, urlsplit

_MAX_TITLE_CHARS = 10_000
_MAX_WORD_CHARS = 100
_MAX_WORDS = 50
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr|/td)\b[^<>]*>", re.IGNORECASE)
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--[^>]*>")


def plain_title(raw: str, *, is_html: bool) -> str | None:
    """Return *raw* on one line, or None when nothing is left.

    With *is_html*, tags go and character references become their characters. Without it the text means what it says:
    ``Copper <b> 3`` stays as it is; only ``<br>`` goes even then, since no headline is about it.

    >>> plain_title("Copper &amp; <i>zinc</i> < lead", is_html=True)
    'Copper & zinc < lead'
    """
    text = _LINE_BREAK.sub(" ", raw[:_MAX_TITLE_CHARS])
    if is_html:
        text = html.unescape(_TAG.sub("", _BREAK.sub(" ", text)))
    return " ".join(_LONE_SURROGATE.sub("", text).split()) or None


def words(raw: Iterable[str | None]) -> tuple[str, ...]:
    """Return names or keywords as plain text, each once, in their order; at most 50 of at most 100 characters.

    >>> words(["Tin &amp; zinc", " ", "LME", "LME"])
    ('Tin & zinc', 'LME')
    """
    texts = (plain_title(text[: _MAX_WORD_CHARS * 4], is_html=True) for text in raw if text)
    return tuple(islice(dict.fromkeys(text for text in texts if text and len(text) <= _MAX_WORD_CHARS), _MAX_WORDS))


def web_url(raw: str, *, base: str) -> str | None:
    """Return *raw* resolved against *base*; None unless that is an http or https address with a host.

    Nothing else about it is judged or changed: that is for `crawler.normalize.canonical_url`.
    """
    link = raw.strip()
    try:
        url = urljoin(base, link)
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if not link or not host or parts.scheme not in {"http", "https"}:
        return None
    return _LONE_SURROGATE.sub("", url)
