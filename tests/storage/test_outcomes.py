"""Which sources are known to fail, whatever lies between."""

from __future__ import annotations

import pytest

from storage import ArticleStore

READ, FAILED = {"endpoints/read": 1}, {"endpoints/failed": 1}


@pytest.mark.parametrize(
    ("crawls", "fails"),
    [
        pytest.param([], False, id="never crawled"),
        pytest.param([("finished", FAILED)], True, id="no endpoint answered"),
        pytest.param([("finished", READ | FAILED)], False, id="one of two endpoints answered"),
        pytest.param([("finished", READ | {"requests/failed/gone": 3})], False, id="stories are gone"),
        pytest.param([("refused", READ)], True, id="refused"),
        pytest.param([("refused", READ), ("finished", {})], True, id="parked: nothing was asked since"),
        pytest.param([("refused", READ), ("finished", READ)], False, id="works again"),
        pytest.param([("finished", FAILED), (None, {})], True, id="killed since"),
        pytest.param([("finished", FAILED), ("shutdown", READ)], True, id="interrupted since"),
        pytest.param([("closespider_errorcount", READ)], True, id="too many errors"),
        pytest.param([("closespider_pagecount", READ)], False, id="its budget is used up"),
    ],
)
def test_the_newest_crawl_that_says_anything_counts(crawls, fails):
    with ArticleStore(":memory:") as store:
        for outcome, counts in crawls:
            number = store.begin_crawl("tin.example")
            if outcome:
                store.finish_crawl(number, outcome, counts)

        assert store.failed_sources() == ({"tin.example"} if fails else set())
