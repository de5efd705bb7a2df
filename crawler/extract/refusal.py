"""Why a page holds no story: what the machine that served it meant instead. A first list, of titles and not of sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.extract.body import is_prose
from crawler.extract.document import PageBlock

_TITLES = {
    "soft-404": re.compile(
        r"^(error ?)?(404|410)([ :|-]+.{0,60})?$|\b(error|status|code) (404|410)\b|\b(404|410) (error|not found|page)"
        r"|\b(page|article|story|file|content) (was |is |could )?(not|n't) (be )?(found|exist)|\bno longer (available|exists?)"
        r"|页面不存在|找不到(页面|该页)",
        re.IGNORECASE,
    ),
    "captcha": re.compile(
        r"captcha|are you (a )?(robot|human)|^just a moment|^attention required|^access (to this page )?(has been )?denied"
        r"|verify (that )?you are|^security check$|安全验证",
        re.IGNORECASE,
    ),
    "login": re.compile(
        r"^(log ?in|sign ?in|login required|please (log|sign) ?in|members? only|登录)\b", re.IGNORECASE
    ),
    "consent": re.compile(
        r"^(before you continue|cookie (consent|settings)|we value your privacy|your privacy)", re.IGNORECASE
    ),
}
_SCRIPTED = re.compile(
    r"(enable|requires?|turn on|activate) java ?script|javascript (is|to be) (disabled|enabled|required)", re.IGNORECASE
)
_FEW_PROSE = 3
_MANY_LINKS = 20


def refusal(title: str | None, blocks: Sequence[PageBlock], noscript: str) -> str | None:
    """Return why the page is no story (a word of `Reading.refusal`), or None where it may be one.

    *title* is the best headline known, *noscript* the text shown to browsers without JavaScript.
    """
    prose = [block for block in blocks if is_prose(block.text) and not block.linked and not block.hidden]
    if len(prose) < _FEW_PROSE:
        printed = [block for block in blocks if not block.linked and not block.hidden and not block.chrome]
        # One paragraph under a headline is a flash: only its title tells then, not the lines around it.
        texts = [title or "", *(block.text for block in printed[:5] if not prose)]
        for reason, pattern in _TITLES.items():
            if any(pattern.search(text) for text in texts if len(text) <= 120):  # noqa: PLR2004  # a title, not a paragraph
                return reason
    if not prose and _SCRIPTED.search(f"{noscript} {' '.join(block.text for block in blocks[:5])}"):
        return "needs-javascript"
    if not prose and sum(block.linked for block in blocks) >= _MANY_LINKS:
        return "listing"
    return None
