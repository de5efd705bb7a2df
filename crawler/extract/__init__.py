"""Page -> `RawArticle`: text to one tree, and from it the values as printed and the blocks of the main container.

Judges no wording: what belongs to the story and what does not is `crawler.clean`'s question.
"""

from __future__ import annotations

from crawler.extract.body import is_prose
from crawler.extract.raw import raw_html, raw_text, stated_url

__all__ = ["is_prose", "raw_html", "raw_text", "stated_url"]
