"""Takes away what is not the article and says which rule took what. Works on blocks; reads no page and no date."""

from __future__ import annotations

from crawler.clean.furniture import (
    date_lines,
    lead_line,
    mark_abstract,
    mark_between,
    mark_headline,
    mark_outside,
    mark_tag_lines,
)
from crawler.clean.languages import rules_for_language
from crawler.clean.learned import Judgement, judge, story_blocks, take_learned
from crawler.clean.phrases import Fact, ends_story, rule_for, take_edges
from crawler.clean.prices import take_prices
from crawler.clean.whole import take_blocks, take_notices
from storage.blocks import block_key

__all__ = [
    "Fact",
    "Judgement",
    "block_key",
    "date_lines",
    "ends_story",
    "judge",
    "lead_line",
    "mark_abstract",
    "mark_between",
    "mark_headline",
    "mark_outside",
    "mark_tag_lines",
    "rule_for",
    "rules_for_language",
    "story_blocks",
    "take_blocks",
    "take_edges",
    "take_learned",
    "take_notices",
    "take_prices",
]
