"""What the store counts of each article's blocks, and what persons decided."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage import Article, ArticleStore
from storage.blocks import block_key, counted_blocks
from storage.boilerplate import count_stored
from storage.errors import StorageError

NOTICE = "Scan to join our group"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def article(number, *texts, **fields):
    return Article(
        url=f"https://e.example/{number}",
        headline=f"Story {number}",
        article_body="\n\n".join(texts),
        block_types=["p"] * len(texts),
        **fields,
    )


@pytest.fixture
def store():
    with ArticleStore(":memory:", clock=lambda: NOW) as store:
        yield store


def counted(store, source="e.example"):
    return {found.identifier: [block.key for block in found.blocks] for found in store.counted_articles(source)}


def keys(*texts):
    return [block_key(text) for text in texts]


def test_saving_counts_the_blocks_of_the_body(store):
    store.save(article(1, "Tin fell.", NOTICE, tags=["tin"], date_published_local="2026-11-02", in_language="en"))

    (found,) = store.counted_articles("e.example")

    assert [block.key for block in found.blocks] == keys("Tin fell.", NOTICE)
    assert (found.id, found.identifier, found.headline) == (1, "https://e.example/1", "Story 1")
    assert (found.day, found.language, found.tags) == ("2026-11-02", "en", ("tin",))


def test_what_the_caller_counts_wins(store):
    store.save(article(1, "Tin fell."), blocks=counted_blocks([("p", NOTICE), ("p", "Tin fell.")]))

    assert counted(store) == {"https://e.example/1": keys(NOTICE, "Tin fell.")}


def test_what_was_taken_as_learned_stays_counted_and_what_rules_took_does_not(store):
    removed = [{"text": "Metals News", "rule": "section-label"}, {"text": NOTICE, "rule": "learned"}]

    store.save(article(1, "Tin fell.", removed=removed))

    assert counted(store) == {"https://e.example/1": keys("Tin fell.", NOTICE)}


def test_a_changed_article_replaces_its_own_blocks(store):
    store.save(article(1, "Tin fell.", NOTICE))
    store.save(article(2, "Zinc rose.", NOTICE))

    assert store.save(article(1, "Tin fell twice.")) == "changed"

    assert counted(store) == {
        "https://e.example/1": keys("Tin fell twice."),
        "https://e.example/2": keys("Zinc rose.", NOTICE),
    }


def test_forgetting_an_article_forgets_its_blocks(store):
    store.save(article(1, "Tin fell.", NOTICE))

    store.forget("https://e.example/1")

    assert counted(store) == {}
    assert store.connection.row("SELECT count(*) FROM boilerplate_blocks") == (0,)


def test_counting_again_says_whether_anything_differs(store):
    store.save(article(1, "Tin fell."))

    assert store.count_blocks(1, counted_blocks([("p", "Tin fell.")])) is False
    assert store.count_blocks(1, counted_blocks([("p", "Tin fell."), ("p", NOTICE)])) is True
    assert counted(store) == {"https://e.example/1": keys("Tin fell.", NOTICE)}


def test_sources_are_counted_apart(store):
    store.save(article(1, NOTICE))
    store.save(Article(url="https://f.example/1", headline="Other", article_body=NOTICE, block_types=["p"]))

    assert list(counted(store)) == ["https://e.example/1"]
    assert store.sources() == ["e.example", "f.example"]


def test_articles_come_in_the_order_of_their_rows_however_many(store):
    with store.transaction():
        for number in range(1, 2502):
            store.save(article(number, f"Text {number}."))

    assert [found.id for found in store.counted_articles("e.example")] == list(range(1, 2502))


def test_the_last_ones_published_are_told_apart(store):
    for number, day in ((1, "2026-11-05"), (2, None), (3, "2026-11-02"), (4, "2026-11-07")):
        store.save(article(number, f"Text {number}.", date_published_local=day))

    assert [found.id for found in store.counted_articles("e.example", newest=2)] == [1, 4]


def test_an_older_store_is_counted_when_it_is_migrated(tmp_path):
    with ArticleStore(tmp_path / "news.db") as store:
        store.save(article(1, "Tin fell.", NOTICE))
        store.db.execute("DROP TABLE boilerplate_blocks")
        store.db.execute("DROP TABLE boilerplate_verdicts")
        store.db.execute("DELETE FROM _sqlite_migrations WHERE name = '0008_boilerplate'")

    with ArticleStore(tmp_path / "news.db") as store:
        assert counted(store) == {"https://e.example/1": keys("Tin fell.", NOTICE)}


def test_a_persons_word_is_kept_with_its_time_and_replaces_the_earlier_one(store):
    store.decide("e.example", "a" * 16, "allow", text="Tin fell.")
    store.decide("e.example", "a" * 16, "deny", text="Tin fell.")
    store.decide("f.example", "b" * 16, "allow", text="Zinc.")

    (verdict,) = store.verdicts("e.example")

    assert (verdict.key, verdict.decision, verdict.text, verdict.decided_at) == ("a" * 16, "deny", "Tin fell.", NOW)
    assert [found.source for found in store.verdicts()] == ["e.example", "f.example"]


def test_there_are_two_decisions(store):
    with pytest.raises(StorageError):
        store.decide("e.example", "a" * 16, "perhaps", text="Tin fell.")


def test_an_article_knows_all_its_addresses(store):
    store.save(article(1, "Tin fell."), seen_at=["https://e.example/old/1"])

    assert store.addresses(1) == ["https://e.example/1", "https://e.example/old/1"]
    assert store.addresses(2) == []


@pytest.mark.parametrize("local", ["2019-10", "2019", "20191017", "soon"])
def test_what_is_no_day_counts_as_undated(store, local):
    store.save(article(1, NOTICE, date_published_local=local))

    assert [found.day for found in store.counted_articles("e.example")] == [None]


def test_removed_blocks_of_another_shape_do_not_stop_a_save(store):
    store.save(article(1, NOTICE, removed=[{"text": "x"}]))

    assert counted(store) == {"https://e.example/1": keys(NOTICE)}


def test_a_damaged_row_does_not_keep_a_store_from_counting(store):
    store.save(article(1, NOTICE))
    store.connection.run("UPDATE articles SET removed = 'none', block_types = '{}'")

    count_stored(store.connection)

    assert counted(store) == {"https://e.example/1": keys(NOTICE)}
