"""For what is made once of the rules or tags that were loaded once: a cache by identity, and peace while it is made. Holds nothing of its own."""  # noqa: E501

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
_MAX_KEPT = 64  # the rules of one language each


def by_identity(make: Callable[[tuple[K, ...]], V]) -> Callable[[tuple[K, ...]], V]:
    """Return *make* with a memory for its last arguments: to hash a tuple of hundreds costs more than most uses of the value."""
    made: dict[int, tuple[tuple[K, ...], V]] = {}

    @wraps(make)
    def remembered(items: tuple[K, ...]) -> V:
        known = made.get(id(items))
        if known is None or known[0] is not items:
            if len(made) >= _MAX_KEPT:
                made.clear()
            with uncollected():
                known = made[id(items)] = (items, make(items))  # the tuple is kept, so that its id stays its own
        return known[1]

    return remembered


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep Python from looking for garbage meanwhile: of what is made to stay there is none, and looking costs a quarter more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
