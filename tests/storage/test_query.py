from __future__ import annotations

import pytest

from storage import ArticleStore
from storage.query import Filters, article_page


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        pytest.param(Filters(), "articles_by_moment (<expr><?)", id="all"),
        pytest.param(Filters(source="a.org"), "articles_by_source (source=? AND <expr><?)", id="source"),
        pytest.param(
            Filters(since="2019-10-17", until="2019"), "articles_by_moment (<expr>>? AND <expr><?)", id="days"
        ),
    ],
)
def test_a_page_is_found_by_its_key_and_not_by_reading_what_comes_before_it(filters, index):
    statement = article_page(filters, after=("2019-10-17T00:00:00Z", 7), newest_first=True, size=50)

    with ArticleStore(":memory:") as store:
        plan = store.db.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.params).fetchall()

    assert [step[-1] for step in plan] == [f"SEARCH articles USING INDEX {index}"]
