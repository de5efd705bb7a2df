from crawler.data.memo import by_identity


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
