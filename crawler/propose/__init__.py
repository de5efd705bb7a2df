"""From a site's address to a source file: what to ask, and what the answers say. Contains no HTTP; `ask` is handed in."""

from __future__ import annotations

from crawler.propose.asking import Answer, Ask
from crawler.propose.draft import Proposal, as_toml
from crawler.propose.survey import NothingUsable, survey

__all__ = ["Answer", "Ask", "NothingUsable", "Proposal", "as_toml", "survey"]
