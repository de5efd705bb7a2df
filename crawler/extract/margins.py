"""Whether an element belongs to a story or to what stands around it: menus, teasers, comments, sidebars. By tags and classes."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import html

_CHROME_TAGS = frozenset({"nav", "aside", "dialog", "menu", "form", "template", "noscript", "button"})
_OTHERS = re.compile(
    r"(?<![a-z])(?:comments?|commentlist|respond|responses?|replies|related|teasers?|recommend(?:ed|ations?)?|recirc\w*|side-?bar|widgets?|popular|"
    r"trending|latest|recent|most-?(?:read|viewed|popular)|newsletter|menu|nav(?:bar|igation)?|carousel|slider|swiper|promos?|outbrain|taboola|"
    r"read-?more|more-?(?:stories|news|articles|on|from)|next-?(?:article|post)s?|prev(?:ious)?-?(?:article|post)s?|see-?also|you-?may|also-?like|"
    r"footer|colophon|masthead|mega-?menu|off-?canvas|drawer|login|search|cookie|consent|tagcloud|tag-cloud|ticker|breaking|"
    r"card|listing|feed|river|similar|mehr-zum-thema|onward|topstories|discover)(?![a-z])",
    re.IGNORECASE,
)
_LEVELS = 14


def stands_apart(node: html.HtmlElement) -> bool:
    """Return whether *node* stands in a menu, a teaser, a comment, a sidebar or the page's footer."""
    for level, up in enumerate(node.iterancestors()):
        if up.tag in ("body", "html", "main") or level > _LEVELS:
            return False
        if up.tag in _CHROME_TAGS or (up.tag == "footer" and not _within_story(up)):
            return True
        if names_others(up.get("class") or "") or names_others(up.get("id") or ""):
            return True
    return False


@lru_cache(maxsize=4096)
def names_others(words: str) -> bool:
    """Return whether a ``class`` or ``id`` says that an element holds something else than the story.

    >>> names_others("post-related grid"), names_others("article-body")
    (True, False)
    """
    return bool(words) and bool(_OTHERS.search(words[:300]))


def _within_story(node: html.HtmlElement) -> bool:
    return any(up.tag == "article" for up in node.iterancestors())
