from __future__ import annotations

import dataclasses
import json
import sqlite3
import threading
from datetime import UTC, date, datetime

import pytest

from storage import Article, ArticleStore, SearchHit, StorageError, StoredArticle
from storage.errors import ArticleError, NotAStoreError, StoreMissingError, StoreTooNewError
from storage.rows import COLUMNS, HASHED_FIELDS, PUBLISHER_FIELDS, READING_FIELDS, RIGHTS_FIELDS, row_sha256

NOW = datetime(2026, 11, 23, 8, 0, 5, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    with ArticleStore(tmp_path / "news.db", clock=clock) as store:
        yield store


def story(number=1, **fields):
    given = {
        "url": f"https://example.org/{number}",
        "identifier": f"example:{number}",
        "headline": f"Copper falls {number}",
        "article_body": "Copper fell on Monday.\n\nStocks rose.",
    }
    return Article(**(given | fields))


FULL = story(
    source="example.org",
    description="A standfirst",
    block_types=["p", "p"],
    date_published=datetime(2019, 10, 17, 7, 50, tzinfo=UTC),
    date_published_raw="Oct 17, 2019 15:50",
    date_precision="minute",
    date_zone="source",
    date_ambiguous=False,
    date_published_local="2019-10-17",
    date_modified=datetime(2019, 10, 18, tzinfo=UTC),
    date_modified_raw="Oct 18",
    authors=["Ann Lee", "Bo Li"],
    keywords=["Copper", "铜"],
    tags=["copper", "rare-earths"],
    genre="news",
    article_section="Metals",
    in_language="en",
    publisher="Example",
    image="https://example.org/1.jpg",
    dateline_place="SHANGHAI",
    source_credit="An Association",
    machine_translated_by="A Machine",
    is_truncated=True,
    extraction_confidence=1,
    prices=[
        {
            "name": "Copper",
            "low": 1.5,
            "high": 2.0,
            "average": None,
            "change": -3.0,
            "unit": "USD/mt",
            "date": "Oct 17",
            "raw": ["Copper", "1.5"],
        }
    ],
    tdm_reserved=False,
    rights=["robots:noai"],
    removed=[{"text": "Sign up\there\nnow", "rule": "sign-up"}],
    provenance={"headline": "json-ld"},
    flags=["dates-disagree"],
    retrieved_at=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    extractor_version="1+abc",
)


def count(store, table):
    return store.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608


def test_gives_back_every_field_as_it_was_saved(store):
    assert store.save(FULL) == "new"

    found = store.get("example:1")

    assert {name: getattr(found, name) for name in FULL.to_dict()} == {n: getattr(FULL, n) for n in FULL.to_dict()}
    assert isinstance(found, StoredArticle)
    assert found.first_seen_at == NOW
    assert found.word_count == 6
    assert found.is_truncated is True
    assert found.tdm_reserved is False


def test_gives_back_an_article_that_says_nothing_but_its_headline(store):
    store.save(Article(url="https://example.org/x", headline="Tin"))

    found = store.get("https://example.org/x")

    assert found.article_body is None
    assert found.tdm_reserved is None
    assert found.authors == []
    assert found.word_count == 0


def test_stored_article_as_a_dict_has_what_the_store_added(store):
    store.save(FULL)

    found = store.get(1).to_dict()

    assert list(found) == [name for name in COLUMNS if name not in STORE_ADDED] + STORE_ADDED
    assert json.loads(json.dumps(found)) == found
    assert found["first_seen_at"] == "2026-11-23T08:00:05Z"


STORE_ADDED = ["first_seen_at", "content_sha256", "row_sha256", "word_count"]


def test_the_same_article_again_writes_nothing(store):
    store.save(FULL)
    before = store.db.execute("SELECT total_changes()").fetchone()

    outcome = store.save(dataclasses.replace(FULL, retrieved_at=NOW, extractor_version="2", tags=["tin"]))

    assert outcome == "unchanged"
    assert store.db.execute("SELECT total_changes()").fetchone() == before
    assert count(store, "changes") == 1


def test_a_new_address_of_the_same_article_is_remembered(store):
    store.save(FULL)

    assert store.save(dataclasses.replace(FULL, url="https://m.example.org/1")) == "unchanged"

    assert store.get("https://m.example.org/1").url == "https://example.org/1"
    assert count(store, "articles") == 1
    assert count(store, "article_urls") == 2


def test_a_change_keeps_the_version_it_replaces(store, clock):
    store.save(FULL)
    clock.now = datetime(2026, 11, 24, tzinfo=UTC)

    outcome = store.save(
        dataclasses.replace(FULL, url="https://example.org/other", headline="Zinc rises", tags=["zinc"])
    )

    (revision,) = store.db["revisions"].rows
    found = store.get(1)
    assert outcome == "changed"
    assert json.loads(revision["content"])["headline"] == "Copper falls 1"
    assert set(json.loads(revision["content"])) == set(PUBLISHER_FIELDS)
    assert revision["number"] == 1
    assert revision["replaced_at"] == "2026-11-24T00:00:00Z"
    assert (found.headline, found.url, found.first_seen_at) == ("Zinc rises", FULL.url, NOW)
    assert [hit.id for hit in store.search("zinc")] == [1]
    assert list(store.search('"copper falls"')) == []
    assert [row["tag"] for row in store.db["article_tags"].rows] == ["zinc"]
    assert found.content_sha256 != revision["content_sha256"]


def test_three_versions_are_numbered_from_the_oldest(store):
    for headline in ("a", "b", "a"):
        store.save(story(headline=headline))

    rows = [(row["number"], json.loads(row["content"])["headline"]) for row in store.db["revisions"].rows]

    assert rows == [(1, "a"), (2, "b")]


DIFFERENT = {
    "headline": "Other",
    "block_types": ["h", "p"],
    "authors": [],
    "keywords": ["Tin"],
    "prices": [],
    "date_ambiguous": True,
    "is_truncated": False,
    "date_published": NOW,
    "date_modified": NOW,
}


def test_a_date_in_other_words_is_no_change(store):
    store.save(dataclasses.replace(FULL, date_published_raw="3 hours ago"))

    assert store.save(dataclasses.replace(FULL, date_published_raw="5 hours ago")) == "unchanged"


def test_every_address_that_led_to_an_article_finds_it(store):
    store.save(FULL, seen_at=["https://metal.com/newscontent/100982475"])
    store.seen_at(FULL.identifier, "https://news.metal.com/newscontent/100982475?again")
    store.seen_at("metal.com:1:en", "https://news.metal.com/newscontent/1")

    assert store.get("https://metal.com/newscontent/100982475").identifier == FULL.identifier
    assert store.get("https://news.metal.com/newscontent/100982475?again").identifier == FULL.identifier
    assert store.get("https://news.metal.com/newscontent/1") is None


@pytest.mark.parametrize("name", ["url", "headline"])
@pytest.mark.parametrize("value", ["", None])
def test_what_is_no_article_is_refused_before_anything_is_written(store, name, value):
    with pytest.raises(ArticleError, match=f"it has no {name}"):
        store.save(dataclasses.replace(FULL, identifier="x", **{name: value}))

    assert list(store.articles()) == []


@pytest.mark.parametrize("name", HASHED_FIELDS)
def test_a_difference_in_what_the_publisher_printed_is_a_change(store, name):
    store.save(FULL)

    assert store.save(dataclasses.replace(FULL, **{name: DIFFERENT.get(name, "other")})) == "changed"


READ_DIFFERENTLY = {
    "tags": ["tin"],
    "extraction_confidence": 0.5,
    "tdm_reserved": True,
    "rights": [],
    "removed": [],
    "provenance": {},
    "flags": [],
}


@pytest.mark.parametrize("name", sorted(set(READING_FIELDS) - set(RIGHTS_FIELDS)))
def test_a_difference_in_our_own_reading_is_a_change_only_when_we_read_again(store, name):
    store.save(FULL)
    read_again = dataclasses.replace(FULL, **{name: READ_DIFFERENTLY[name]})

    assert store.save(read_again) == "unchanged"
    assert store.save(read_again, cause="reextract") == "changed"
    assert store.save(read_again, cause="reextract") == "unchanged"
    assert count(store, "revisions") == 0
    assert [change.cause for change in store.changes()] == ["publisher", "reextract"]


@pytest.mark.parametrize("name", RIGHTS_FIELDS)
def test_a_change_of_rights_is_stored_and_is_no_edit_of_the_story(store, name):
    store.save(FULL)
    reserved = dataclasses.replace(FULL, **{name: READ_DIFFERENTLY[name]}, tags=["tin"])

    assert store.save(reserved) == "unchanged"
    assert store.save(reserved) == "unchanged"

    found = store.get("example:1")
    assert getattr(found, name) == READ_DIFFERENTLY[name]
    assert found.tags == FULL.tags, "what only our reading changed waits for a new reading"
    assert count(store, "revisions") == 0
    assert [change.cause for change in store.changes()] == ["publisher", "reextract"]


def test_the_row_hash_fits_every_row_and_no_edited_one(store):
    store.save(FULL)
    store.save(dataclasses.replace(FULL, tdm_reserved=None))
    store.save(dataclasses.replace(FULL, headline="Zinc"))
    store.save(story(2))

    rows = list(store.db["articles"].rows)

    assert [row["row_sha256"] for row in rows] == [row_sha256(row) for row in rows]
    assert row_sha256(rows[0] | {"headline": "zinc"}) != rows[0]["row_sha256"]


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        pytest.param("a\x00b\x01c\x1f", "abc", id="controls"),
        pytest.param("a\tb\nc", "a\tb\nc", id="keeps-tab-and-line-feed"),
        pytest.param("a\ud800b", "ab", id="lone-surrogate"),
        pytest.param("a\ufffeb\uffff", "ab", id="noncharacters"),
        pytest.param("铜价\U00020000😀", "铜价\U00020000😀", id="keeps-astral"),
        pytest.param('quote " and \\u0000 as text', 'quote " and \\u0000 as text', id="keeps-escapes-written-out"),
    ],
)
def test_text_is_cleaned_in_every_field(store, dirty, clean):
    removed = [{"text": dirty, "rule": "r"}]
    article = story(headline=dirty, article_body=dirty, keywords=[dirty], removed=removed, provenance={dirty: dirty})

    assert store.save(article) == "new"
    assert store.save(article) == "unchanged"

    found = store.get(1)
    assert found.headline == found.article_body == clean
    assert found.keywords == [clean]
    assert found.removed == [{"text": clean, "rule": "r"}]
    assert found.provenance == {clean: clean}


def test_a_number_that_json_does_not_know_is_no_number(store):
    price = dict(FULL.prices[0], low=float("nan"), high=float("inf"))

    store.save(story(prices=[price], extraction_confidence=float("nan")))

    assert store.get(1).prices[0]["low"] is None
    assert store.get(1).prices[0]["high"] is None
    assert store.get(1).extraction_confidence is None


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"headline": None}, id="no-headline"),
        pytest.param({"headline": 5}, id="headline-of-another-type"),
        pytest.param({"date_published": datetime(2026, 1, 1)}, id="time-without-zone"),  # noqa: DTZ001
        pytest.param({"date_published": "2026-01-01"}, id="time-as-text"),
        pytest.param({"provenance": {"a": object()}}, id="not-json"),
    ],
)
def test_a_poison_item_fails_alone_and_the_batch_is_stored(store, fields):
    with store.transaction():
        store.save(story(1))
        with pytest.raises(StorageError), store.savepoint():
            store.save(story(2, **fields))
        store.dead_letter(source="example.org", url="https://example.org/2", reason="bad\x00 row")
        store.save(story(3))

    assert [article.identifier for article in store.articles(newest_first=False)] == ["example:1", "example:3"]
    assert [letter.reason for letter in store.dead_letters()] == ["bad row"]
    assert [hit.identifier for hit in store.search("copper")] == ["example:3", "example:1"]


def test_a_savepoint_undoes_article_index_and_changes_together(store):
    def cut_off():
        with store.savepoint():
            store.save(story(2, headline="Zinc"))
            raise RuntimeError

    with store.transaction():
        store.save(story(1))
        with pytest.raises(RuntimeError):
            cut_off()

    assert list(store.search("zinc")) == []
    assert len(list(store.changes())) == 1


def test_a_failed_transaction_leaves_nothing(store):
    def cut_off():
        with store.transaction(), store.transaction():
            store.save(story(1))
            store.begin_crawl("example.org")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cut_off()

    assert list(store.articles()) == []
    assert store.last_crawls() == []
    assert store.save(story(1)) == "new"


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(1, id="id"),
        pytest.param("1", id="id-as-typed"),
        pytest.param("example:1", id="identifier"),
        pytest.param("https://example.org/1", id="url"),
        pytest.param("https://m.example.org/1", id="other-url"),
    ],
)
def test_get_finds_an_article_by_any_of_its_names(store, key):
    store.save(FULL)
    store.save(dataclasses.replace(FULL, url="https://m.example.org/1"))

    assert store.get(key).identifier == "example:1"


@pytest.mark.parametrize("key", [2, -1, 10**30, "2", "", "example:2", "9" * 40, "a\x00", "\ud800"])
def test_get_of_what_is_not_there_is_none(store, key):
    store.save(FULL)

    assert store.get(key) is None


def dated(number, local, moment=None, **fields):
    if local and not moment:
        moment = f"{(local + '-01-01')[:10]}T00:00:00+00:00"
    published = datetime.fromisoformat(moment) if moment else None
    return story(number, date_published=published, date_published_local=local, **fields)


@pytest.fixture
def dates(store):
    store.save(dated(1, "2019-10-17", "2019-10-16T16:30:00+00:00"))
    store.save(dated(2, "2019-10"))
    store.save(dated(3, "2019"))
    store.save(dated(4, "2019-11-01"))
    store.save(dated(5, None))
    store.save(dated(6, None, "2019-10-31T12:00:00+00:00"))
    return store


@pytest.mark.parametrize(
    ("since", "until", "found"),
    [
        pytest.param("2019-10-17", "2019-10-17", {1, 2, 3}, id="one-local-day"),
        pytest.param("2019-10-16", "2019-10-16", {2, 3}, id="not-the-utc-day"),
        pytest.param("2019-10-01", "2019-10-31", {1, 2, 3, 6}, id="month"),
        pytest.param("2019-10", "2019-10", {1, 2, 3, 6}, id="month-by-name"),
        pytest.param("2019", "2019", {1, 2, 3, 4, 6}, id="year"),
        pytest.param(date(2019, 11, 1), None, {3, 4}, id="since"),
        pytest.param(None, date(2019, 9, 30), {3}, id="until"),
        pytest.param("2020-01-01", None, set(), id="nothing"),
        pytest.param(None, None, {1, 2, 3, 4, 5, 6}, id="all"),
    ],
)
def test_days_are_the_sources_own_and_until_is_included(dates, since, until, found):
    assert {article.id for article in dates.articles(since=since, until=until)} == found
    assert {hit.id for hit in dates.search("copper", since=since, until=until)} == found


@pytest.mark.parametrize("day", ["yesterday", "", "2019-1-1", "2019-10-17T00:00"])
def test_a_day_that_cannot_be_read_is_refused(store, day):
    with pytest.raises(ValueError, match="is no day"):
        store.articles(since=day)


def test_articles_come_newest_first_and_undated_ones_last(dates):
    assert [article.id for article in dates.articles()] == [4, 6, 1, 2, 3, 5]
    assert [article.id for article in dates.articles(newest_first=False)] == [5, 3, 2, 1, 6, 4]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        pytest.param({"source": "a.org"}, [1], id="source"),
        pytest.param({"tag": "copper"}, [3, 1], id="tag"),
        pytest.param({"language": "zh"}, [3, 2], id="language-with-its-scripts"),
        pytest.param({"language": "ZH-Hant"}, [3], id="language-exactly"),
        pytest.param({"tag": "copper", "language": "en"}, [1], id="both"),
        pytest.param({"limit": 2}, [3, 2], id="limit"),
        pytest.param({"limit": 0}, [], id="limit-nothing"),
        pytest.param({"source": "' OR 1=1 --"}, [], id="hostile"),
    ],
)
def test_filters_narrow_lists_and_searches(store, filters, found):
    store.save(story(1, source="a.org", tags=["copper"], in_language="en"))
    store.save(story(2, source="b.org", tags=["tin"], in_language="zh"))
    store.save(story(3, source="b.org", tags=["copper", "tin"], in_language="zh-Hant"))

    assert [article.id for article in store.articles(**filters)] == found
    assert [hit.id for hit in store.search("copper", **filters)] == found


@pytest.mark.parametrize("newest_first", [True, False])
@pytest.mark.parametrize("limit", [None, 49, 50, 51, 120])
def test_pages_of_a_list_join_without_a_gap_or_a_double(store, newest_first, limit):
    with store.transaction():
        for number in range(1, 131):
            store.save(dated(number, f"2019-10-{number % 7 + 1:02}" if number % 5 else None))

    ids = [article.id for article in store.articles(newest_first=newest_first, limit=limit)]

    order = store.db.execute("SELECT id FROM articles ORDER BY ifnull(date_published, ''), id").fetchall()
    expected = [number for (number,) in order]
    assert ids == (expected[::-1] if newest_first else expected)[:limit]
    assert len(list(store.search("copper", limit=limit))) == (limit or 130)


def test_a_half_read_list_holds_no_read_transaction(tmp_path, store):
    with store.transaction():
        for number in range(1, 131):
            store.save(story(number))
    with ArticleStore(tmp_path / "news.db", readonly=True) as reader:
        half_read = [reader.articles(), reader.search("copper"), reader.changes()]
        for iterator in half_read:
            next(iterator)
        store.save(story(131))

        busy = store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]

        assert busy == 0


def test_changes_continue_after_the_last_number_seen(store):
    store.save(story(1))
    store.save(story(2))
    store.save(story(1, headline="Other"))

    first = list(store.changes())
    rest = list(store.changes(after=first[1].seq))

    assert [(change.seq, change.kind, change.article_id) for change in first] == [
        (1, "new", 1),
        (2, "new", 2),
        (3, "changed", 1),
    ]
    assert rest == first[2:]
    assert rest[0].url == "https://example.org/1"
    assert rest[0].changed_at == NOW


def test_a_forgotten_article_leaves_only_its_line_in_the_log(store):
    store.save(FULL)
    store.save(dataclasses.replace(FULL, headline="Zinc"))

    assert store.forget("example:1") is True
    assert store.forget("example:1") is False

    assert list(store.search("zinc")) == []
    assert [count(store, table) for table in ("articles", "article_urls", "article_tags", "revisions")] == [0] * 4
    assert [(change.kind, change.url) for change in store.changes()][-1] == ("forgotten", None)
    assert store.save(FULL) == "new"
    assert store.get(FULL.url).id == 2


def test_search_ranks_a_headline_above_a_mention(store):
    store.save(story(1, headline="Market report", article_body="Traders said that cobalt was mentioned. " * 3))
    store.save(story(2, headline="Cobalt export quota", article_body="The quota was announced on Monday. " * 3))

    hits = list(store.search("cobalt"))

    assert [hit.id for hit in hits] == [2, 1]
    assert hits[0].score > hits[1].score
    assert isinstance(hits[0], SearchHit)
    assert hits[1].snippet.count("\x02cobalt\x03") == 3


def test_the_flat_view_has_one_row_an_article_with_lists_joined(store):
    store.save(FULL)

    (row,) = store.db["articles_flat"].rows

    assert row["date"] == "2019-10-17"
    assert row["authors"] == "Ann Lee, Bo Li"
    assert row["keywords"] == "Copper, 铜"
    assert row["tags"] == "copper,rare-earths"


def test_tags_are_a_copy_that_the_next_copy_replaces(store):
    store.put_tags([{"id": "copper", "label": "Copper", "facet": "metal", "broader": None}, {"id": "tin"}])
    store.put_tags([{"id": "copper", "label": "Copper", "facet": "metal", "broader": "base-metals"}])

    assert list(store.db["tags"].rows) == [
        {"id": "copper", "label": "Copper", "facet": "metal", "broader": "base-metals"},
    ]


def test_an_endpoint_keeps_its_validators_until_a_full_answer_brings_others(store):
    url = "https://example.org/feed"
    note = {"source": "example.org", "kind": "feed"}
    store.note_endpoint(url, **note, status=200, entries=20, etag='"a"', last_modified="Mon")
    store.note_endpoint(url, **note, status=304)
    store.note_endpoint(url, **note, status=None)

    (kept,) = store.endpoints("example.org")
    store.note_endpoint(url, **note, status=200, entries=0)
    (replaced,) = store.endpoints()

    assert (kept.status, kept.entries, kept.etag, kept.last_modified) == (None, 20, '"a"', "Mon")
    assert (replaced.entries, replaced.etag, replaced.last_modified) == (0, None, None)


def test_last_crawls_says_which_one_never_finished(store):
    first = store.begin_crawl("a.org")
    store.finish_crawl(first, "finished", {"articles/new": 3})
    store.begin_crawl("b.org")

    a, b = store.last_crawls()

    assert (a.id, a.outcome, a.counts, a.finished_at) == (first, "finished", {"articles/new": 3}, NOW)
    assert (b.source, b.outcome, b.finished_at) == ("b.org", None, None)


def test_a_second_opening_finds_what_the_first_one_saved(tmp_path):
    with ArticleStore(tmp_path / "news.db") as store:
        store.save(FULL)
    before = (tmp_path / "news.db").stat().st_size

    with ArticleStore(str(tmp_path / "news.db")) as store:
        assert store.save(FULL) == "unchanged"
        assert store.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert store.db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert store.db.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert (tmp_path / "news.db").stat().st_size == before


def test_two_stores_write_by_turns(tmp_path, store):
    with ArticleStore(tmp_path / "news.db") as other:
        store.save(story(1))
        other.save(story(2))
        store.save(story(3))

    assert count(store, "articles") == 3


def test_a_store_may_live_in_another_thread_than_the_main_one(tmp_path):
    outcomes = []

    def work():
        with ArticleStore(tmp_path / "news.db") as store:
            outcomes.append(store.save(FULL))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert outcomes == ["new"]


def test_reading_never_creates_a_store(tmp_path):
    with pytest.raises(StoreMissingError, match=r"news\.db.*--db"):
        ArticleStore(tmp_path / "news.db", readonly=True)

    assert list(tmp_path.iterdir()) == []


def test_a_readonly_store_reads_and_does_not_write(tmp_path):
    with ArticleStore(tmp_path / "odd ?name#%20.db") as store:
        store.save(FULL)

    with ArticleStore(tmp_path / "odd ?name#%20.db", readonly=True) as store:
        assert [hit.id for hit in store.search("copper")] == [1]
        with pytest.raises(StorageError, match="cannot be written"):
            store.save(story(2))


def test_a_store_of_a_newer_orewire_is_refused_in_one_line(tmp_path):
    with ArticleStore(tmp_path / "news.db") as store:
        values = ("orewire", "9999_from_the_future", "2030-01-01")
        store.db.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)", values)

    for readonly in (True, False):
        with pytest.raises(StoreTooNewError, match="newer orewire") as caught:
            ArticleStore(tmp_path / "news.db", readonly=readonly)
        assert "\n" not in str(caught.value)
        assert caught.value.path == tmp_path / "news.db"


def test_a_store_of_an_older_orewire_is_not_read_but_migrated(tmp_path):
    with ArticleStore(tmp_path / "news.db") as store:
        store.save(FULL)
        store.db.execute("DROP VIEW articles_flat")
        store.db.execute("DELETE FROM _sqlite_migrations WHERE name = '0006_articles_flat'")

    with pytest.raises(StorageError, match="orewire migrate"):
        ArticleStore(tmp_path / "news.db", readonly=True)
    with ArticleStore(tmp_path / "news.db") as store:
        assert count(store, "articles_flat") == 1


@pytest.mark.parametrize("readonly", [True, False])
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"PK\x03\x04" * 500, id="zip"),
        pytest.param(b"id,headline\n", id="text"),
    ],
)
def test_a_file_that_is_no_database_is_left_alone(tmp_path, content, readonly):
    path = tmp_path / "news.db"
    path.write_bytes(content)

    with pytest.raises(NotAStoreError, match=r"news\.db"):
        ArticleStore(path, readonly=readonly)

    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("readonly", [True, False])
def test_another_programs_database_is_left_alone(tmp_path, readonly):
    path = tmp_path / "history.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE visits (url)")
    other.close()
    before = path.read_bytes()

    with pytest.raises(NotAStoreError, match=r"history\.db"):
        ArticleStore(path, readonly=readonly)

    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_store_but_is_none_to_read(tmp_path):
    path = tmp_path / "news.db"
    path.touch()

    with pytest.raises(NotAStoreError, match="empty"):
        ArticleStore(path, readonly=True)
    with ArticleStore(path) as store:
        assert store.save(FULL) == "new"


def test_a_folder_is_refused_in_one_line(tmp_path):
    with pytest.raises(StorageError, match="is a folder"):
        ArticleStore(tmp_path)


def test_a_missing_folder_is_named_with_the_remedy(tmp_path):
    with pytest.raises(StorageError, match=r"mkdir -p .*data"):
        ArticleStore(tmp_path / "data" / "news.db")


def test_a_path_below_a_file_cannot_be_opened(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(StorageError, match="folder"):
        ArticleStore(tmp_path / "file" / "news.db")


def test_an_article_of_another_thread_is_a_storage_error_not_a_crash(store):
    errors = []

    def work():
        try:
            store.get(1)
        except StorageError as error:
            errors.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert len(errors) == 1
