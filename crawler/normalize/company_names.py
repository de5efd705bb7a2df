"""Whether words stand within the name of a company that nobody has listed: ``Gold Corp`` is no gold, ``Platinum Equity`` no platinum."""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterable

from crawler.data.taxonomy import Tag
from crawler.normalize.matcher import Mention
from crawler.normalize.vocabulary import CJK_FIRST, Spelled, fold


class CompanyNames:
    """The words that make a name one of a company, a bank or a fund."""

    def __init__(self, tags: Iterable[Tag]) -> None:
        tags = list(tags)
        designators = {word for tag in tags for word in tag.designators}
        self._financiers = {fold(word) for tag in tags for word in tag.financiers}
        self._designators = {fold(word) for word in designators if word < CJK_FIRST}
        self._beginnings = tuple(word for word in designators if word >= CJK_FIRST)
        self._endings = tuple(word for word in self._beginnings if len(word) > 1)  # 业 also ends 铜工业, an industry

    def is_company(self, text: Spelled, found: Iterable[Mention]) -> bool:
        """Return whether a printed keyword, in which *found* was found, is the name of a company: it says ``Ltd`` or 集团."""
        if any(fold(word) in self._designators for word in text.words):
            return True
        return "".join(text.words).endswith(self._endings) or any(self.is_in_name(text, mention) for mention in found)

    def is_in_name(self, text: Spelled, mention: Mention) -> bool:
        """Return whether what follows makes the mention a part of a company's name: 锗业, ``Gold Corp``."""
        if mention.end >= len(text.words):
            return False
        word = text.words[mention.end]
        if word < CJK_FIRST:
            return word[0].isupper() and fold(word) in self._designators
        return (word + "".join(text.words[mention.end + 1 : mention.end + 2])).startswith(self._beginnings)

    def is_financier(self, text: Spelled, mention: Mention) -> bool:
        """Return whether the mention is part of the name of a bank or fund: ``Platinum Equity``, ``Bank of Botswana``."""
        words, start = text.words, mention.start
        after = words[mention.end] if mention.end < len(words) else ""
        if after[:1].isupper() and fold(after) in self._financiers:
            return True
        return start > 1 and words[start - 1] == "of" and fold(words[start - 2]) in self._financiers
