"""Blocks that a store has learned to be one source's boilerplate. Decides nothing: it is told their keys."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from crawler.model import Block


def block_key(text: str) -> str:
    """Return the key under which a block is counted: 16 hexadecimal digits, the same for case and spacing variants."""
    return hashlib.sha256(" ".join(text.casefold().split()).encode("utf-8", "replace")).hexdigest()[:16]


def take_learned(blocks: Sequence[Block], learned: AbstractSet[str]) -> list[Block]:
    """Return the blocks, those whose key is in *learned* marked ``learned``."""
    return [
        replace(block, rule="learned") if learned and block.kept and block_key(block.text) in learned else block
        for block in blocks
    ]
