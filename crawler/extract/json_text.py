"""JSON as pages carry it, before it is read: halves of characters are taken out, which no file and no database can hold."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[dD][89a-fA-F][0-9a-fA-F]{2}|.)", re.DOTALL
)
_HALF = 6  # characters of "\ud83d": a whole character outside the basic plane is two of them, any other escape shorter


def without_halves(text: str) -> str:
    r"""Return *text* with each half of a surrogate pair that stands alone as the replacement character.

    >>> without_halves(r'"tin \ud83d\ude00, \ud800 and \\ud800"')
    '"tin \\ud83d\\ude00, \\ufffd and \\\\ud800"'
    """
    if "\\ud" not in text and "\\uD" not in text:
        return text
    return _ESCAPE.sub(lambda found: r"\ufffd" if len(found[0]) == _HALF else found[0], text)
