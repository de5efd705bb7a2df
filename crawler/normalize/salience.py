"""How much of a story a tag is: from where its mentions stand and how many they are. A metal named once in passing is no tag."""

from __future__ import annotations

from typing import NamedTuple

HEADLINE, LEAD, BODY = "headline", "lead", "body"

# Measured on the labelled stories of the sample web, doubtful labels left out, for what no headline names. A place in the
# first paragraph is the story's in 38 cases of 45; a metal or topic named there and nowhere else in 15 of 30, one that comes
# back in 22 of 24. A province named there and nowhere else was the story's own in 4 cases of 27; its country is meant. In
# stories of 300 words and more, half of the labelled metals come back within 162 words, of those that are not labelled none
# within 160.
# The only metal of a story is what it is about, named once in its first paragraph: 5 right and none wrong in seventy stories.
_LEADS_ALONE = frozenset({"place", "company"})
_LEAD_MENTIONS = 2
_BODY_MENTIONS = {"metal": 3, "topic": 3, "place": 3, "company": 2}
_BODY_PARAGRAPHS = 2
_WORDS_A_MENTION = 160
# What a first paragraph says in looser words. Everyday words of a topic ("demand") count where they come back as often as each
# 70 words: in the sample 2 more right and 3 wrong, in the sixty short stories of tests/ 10 and 2; whatever the length 11 and
# 24, 10 and 3. An adjective of a country counts where the country comes back, or is the only one: 4 and 0, 4 and 2.
_WORDS_AN_EVERYDAY_WORD = 70
_MOST_TIMES = (
    3  # what is named a third as often as the one of its kind that is named most is there to be compared with it
)


class Mentions(NamedTuple):
    """The places of one tag in a story, and how long the story is."""

    facet: str
    """Facet of the tag."""
    headline: int
    """Mentions in the headline."""
    lead: int
    """Mentions up to the end of the first paragraph of prose."""
    loose_lead: int
    """Mentions there by looser words, not counted above: everyday words of a topic, adjectives of a place."""
    body: int
    """Mentions in the whole body, lead included, everyday words left out."""
    everyday: int
    """Mentions in the whole body by everyday words."""
    paragraphs: int
    """Paragraphs of the body that mention it."""
    words: int
    """Length of the story in words, a Chinese character as half a word."""
    is_part: bool
    """Whether the tag is a part of another: a province, whose country it names as well."""
    is_alone: bool
    """Whether the story names no other country, or no other metal."""
    most: int
    """Mentions in the body of the tag of this facet that has most."""


def place_of(found: Mentions) -> str | None:
    """Return what makes the story one about the tag, ``headline``, ``lead`` or ``body``; None where nothing does."""
    if found.headline:
        return HEADLINE
    if found.lead and ((found.facet in _LEADS_ALONE and not found.is_part) or found.body >= _LEAD_MENTIONS):
        return LEAD
    if found.facet == "topic" and (found.lead or found.loose_lead) and _is_dense(found):
        return LEAD
    if found.facet == "place" and found.loose_lead and (found.body >= _LEAD_MENTIONS or found.is_alone):
        return LEAD
    if found.facet == "metal" and found.lead and found.is_alone:
        return LEAD
    return BODY if _recurs(found) else None


def _is_dense(found: Mentions) -> bool:
    """Whether a topic, everyday words for it included, comes back often enough for the story's length."""
    said = found.body + found.everyday
    return said >= _LEAD_MENTIONS and said * _WORDS_AN_EVERYDAY_WORD >= found.words


def _recurs(found: Mentions) -> bool:
    """Whether the body alone is enough: several mentions, not in one place only, for its length, beside its like."""
    return (
        found.body >= _BODY_MENTIONS[found.facet]
        and found.paragraphs >= _BODY_PARAGRAPHS
        and found.body * _WORDS_A_MENTION >= found.words
        and found.body * _MOST_TIMES >= found.most
    )
