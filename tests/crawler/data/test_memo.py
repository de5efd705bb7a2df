import gc

import pytest

from crawler.data.memo import by_identity, uncollected


def test_makes_a_value_once_for_each_tuple():
    made = []

    def counted(items):
        made.append(items)
        return len(items)

    length = by_identity(counted)
    letters = ["a", "b"]
    one, same = tuple(letters), tuple(letters)

    assert [length(one), length(one), length(same)] == [2, 2, 2]
    assert len(made) == 2


def test_forgets_what_was_made_long_ago():
    length = by_identity(len)

    assert [length(tuple(range(number))) for number in range(40)] == list(range(40))


@pytest.mark.parametrize("is_on", [True, False])
def test_garbage_is_left_alone_for_a_while_and_then_as_before(is_on):
    was_on = gc.isenabled()
    (gc.enable if is_on else gc.disable)()
    try:
        with uncollected():
            inside = gc.isenabled()
        after = gc.isenabled()
    finally:
        (gc.enable if was_on else gc.disable)()

    assert (inside, after) == (False, is_on)
