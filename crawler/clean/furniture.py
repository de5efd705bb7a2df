"""Lines of the main container that are fields of the article, not its text: headline, date, kind of piece, abstract, tags.

Told by their place and shape, never by class names, so that plain text and every build of a site read the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from crawler.clean.phrases import IsStory, ids_of, opens_story, rule_for
from crawler.data.labels import load_labels
from crawler.data.rules import PhraseRule
from crawler.model import Block

Says = Callable[[str], bool]

_MAX_HEADLINE = 300
_MAX_DATE_LINE = 100
_MAX_TAG = 48
_MAX_TAG_WORDS = 6
_CLAUSE_END = re.compile(r"[.。;；:：,，]$")
_ABSTRACT_SHARE = 0.8  # abstracts of the sample site: 0.34 to 0.74 of the first paragraph's length; paragraphs: 0.87 up
_FULL_STOP = re.compile(r"[.!?。！？][\"'”’»）)\]]*$")
_TAG_SEPARATOR = re.compile(r"[,;，；、|]")
_NO_LABEL = re.compile(
    r"[.!?。！？;；:：][)）\]】\"”’»」]*$|,|，|\d{4}|\d[.%]"
)  # "Wuxi 214,000, down 7,000" is a list's last line
_IS_LISTED = re.compile(r"[:：]\s*\S|[(（]")  # "Peru (Group B): third time" is an item of a story's own list
_WORD = re.compile(r"[\u3400-\u9fff\u3040-\u30ff\uac00-\ud7af]|\w+")


def lead_line(blocks: Sequence[Block], rules: Sequence[PhraseRule], *, is_date: Says) -> str | None:
    """Return the headline of a page without markup: its first line that no rule takes, if that reads like a title.

    None where the page begins with a paragraph: then it prints no headline.
    """
    for block in blocks:
        if rule_for(block.text, rules, ("anywhere", "head")) or is_date(block.text):
            continue
        is_title = len(block.text) <= _MAX_HEADLINE and not _CLAUSE_END.search(block.text)
        return block.text if is_title else None
    return None


def mark_headline(blocks: Sequence[Block], headline: str) -> list[Block]:
    """Return the blocks with every printing of the headline before the second paragraph marked ``headline``."""
    wanted, done, paragraphs = headline.casefold(), list[Block](), 0
    for index, block in enumerate(blocks):
        if paragraphs == 2:  # noqa: PLR2004  # the second one
            return [*done, *blocks[index:]]
        is_headline = block.kept and block.text.casefold() == wanted
        done.append(replace(block, rule="headline") if is_headline else block)
        paragraphs += block.type == "p" and bool(_FULL_STOP.search(block.text)) and not is_headline
    return done


def date_lines(blocks: Sequence[Block], rules: Sequence[PhraseRule], *, is_story: IsStory) -> list[int]:
    """Return the indexes of blocks that may print the date: short, with a digit, before the story begins.

    A sentence that one of *rules* takes, such as a translation notice, begins no story.
    """
    stories = (i for i, b in enumerate(blocks) if b.kept and b.inside and b.type == "p" and is_story(b.text))
    end = next((i for i in stories if not rule_for(blocks[i].text, rules, ("anywhere", "head"))), len(blocks))
    top = next((i for i, b in enumerate(blocks[:end]) if b.rule == "headline"), 0)
    lines = [
        i
        for i in range(end)
        if blocks[i].kept and len(blocks[i].text) <= _MAX_DATE_LINE and any(map(str.isdigit, blocks[i].text))
    ]
    return sorted(lines, key=lambda i: (i < top, i))


def mark_between(blocks: Sequence[Block], *, is_genre: Says) -> tuple[list[Block], str | None]:
    """Return the blocks with the line that names the kind of piece marked ``genre-line``, and that line.

    It stands between headline and date, or, where the page prints no date, right behind the headline.
    """
    top = max((i for i, b in enumerate(blocks) if b.rule == "headline"), default=None)
    if top is None:
        return list(blocks), None
    for index in range(top + 1, len(blocks)):
        block = blocks[index]
        if block.kept and is_genre(block.text):
            return [*blocks[:index], replace(block, rule="genre-line"), *blocks[index + 1 :]], block.text
        if block.kept:
            break
    return list(blocks), None


def mark_abstract(
    blocks: Sequence[Block],
    rules: Sequence[PhraseRule],
    *,
    is_story: IsStory,
    summaries: Sequence[str],
    printed: bool,
) -> tuple[list[Block], str | None]:
    """Return the blocks with the abstract marked ``abstract``, and its text; None where the page has none.

    The abstract is the first line of the story's text where the next paragraph repeats it, or where the translation
    notice (what one of *rules* of the class ``machine-translation`` has taken) stands between the two. *printed* says
    that the site prints abstracts: then it is also a first line without a full stop that is one of the page's own
    *summaries*, and the first line behind a source or publication line, if it is one of these, is no sentence, or is much
    shorter than the paragraph below it; not where it has a dateline.
    """
    body = next((i for i, b in enumerate(blocks) if b.kept and b.inside), len(blocks))
    top = max((i for i, b in enumerate(blocks[:body]) if b.rule == "headline"), default=-1)
    # Between headline and body it may stand outside the element that holds the story.
    text = [i for i, b in enumerate(blocks) if b.kept and b.type == "p" and (b.inside or top < i < body)]
    below = [i for i in text[1:] if blocks[i].inside and is_story(blocks[i].text)]
    if not below or opens_story(blocks[text[0]].text, rules):
        return list(blocks), None
    first, second = text[0], below[0]
    line, paragraph = blocks[first].text, blocks[second].text
    notices = ids_of("machine-translation", rules)
    notice = is_story(line) and any(b.rule in notices for b in blocks[first + 1 : second])
    repeated = is_story(line) and _squeezed(line) in _squeezed(paragraph)
    behind = any(load_labels().source.match(b.text) for b in blocks[:first])
    short = len(line) < len(paragraph) * _ABSTRACT_SHARE
    shaped = line in summaries or not _FULL_STOP.search(line) or short
    stated = line in summaries and not _FULL_STOP.search(line)
    if not (notice or repeated or (printed and (stated or (behind and shaped)))):
        return list(blocks), None
    return [*blocks[:first], replace(blocks[first], rule="abstract"), *blocks[first + 1 :]], line


def mark_tag_lines(blocks: Sequence[Block], *, is_known: Says, is_story: IsStory) -> tuple[list[Block], list[str]]:
    """Return the blocks with printed tags marked ``keywords``, and the tags in order.

    Tags are a run of short lines without a full stop behind the story's last sentence; at least one of them must be
    known to the taxonomy (*is_known*), or all be links. List items that a colon announces are none. A line that says so
    itself (``Tags: tin, prices``) is taken at its word.
    """
    named = next(((i, found) for i, b in enumerate(blocks) if b.kept and (found := _tags_in(b.text))), None)
    if named:
        marked = [replace(block, rule="keywords") if index == named[0] else block for index, block in enumerate(blocks)]
        return marked, named[1]
    ends = [i for i, b in enumerate(blocks) if b.kept and b.inside and (is_story(b.text) or _CLAUSE_END.search(b.text))]
    last = ends[-1] if ends else -1
    listed = last >= 0 and blocks[last].text.endswith((":", "："))
    run: list[int] = []
    for index in range(last + 1, len(blocks)):
        block = blocks[index]
        is_item = block.type == "li" and not listed and (block.linked or not _IS_LISTED.search(block.text))
        if block.kept and _is_label(block.text) and (block.type == "p" or is_item):
            run.append(index)
        elif block.kept and run:
            break
    known = [i for i in run if is_known(blocks[i].text)]
    linked = all(blocks[i].linked for i in run)
    if not run or not (linked or (known and len(known) * 3 >= len(run))):
        return list(blocks), []
    tags = {i for i in run if linked or i >= known[0]}
    marked = [replace(block, rule="keywords") if index in tags else block for index, block in enumerate(blocks)]
    return marked, [blocks[i].text for i in sorted(tags)]


def mark_outside(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with what stands outside the body, and is nothing else, marked with why it does."""
    return [block if block.inside or block.rule else replace(block, rule=block.why) for block in blocks]


def _tags_in(text: str) -> list[str]:
    """The tags of a line that says so itself; none where one of them is a sentence: that is the story's."""
    found = load_labels().tags.match(text)
    tags = [tag.strip() for tag in _TAG_SEPARATOR.split(found[1]) if tag.strip()] if found else []
    return tags if all(map(_is_label, tags)) else []


def _is_label(text: str) -> bool:
    return len(text) <= _MAX_TAG and len(text.split()) <= _MAX_TAG_WORDS and not _NO_LABEL.search(text)


def _squeezed(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))
