from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, sleep

import pytest

from crawler import writer as writer_module
from crawler.work import EndpointSeen, EntriesFound, FetchFailed, PageRead
from crawler.writer import FLUSH_ITEMS, FLUSH_SECONDS, Writer, acquire, release
from storage import Article, ArticleStore, StorageError
from storage.archive import ArchivedPage, PageArchive, archive_path
from storage.article import utc_text
from storage.errors import NotAStoreError, StoreBusyError
from storage.frontier import FrontierItem
from storage.lock import crawl_lock

SOURCE = "tin.example"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.db"


@pytest.fixture
def writer(path):
    with Writer(path) as made:
        yield made


def url(number):
    return f"https://tin.example/{number}"


def read(number, now, *, lease_id=None, **fields):
    """A page that was fetched, with its story."""
    given = {"url": url(number), "source": SOURCE, "headline": f"Tin {number}", "retrieved_at": now} | fields
    page = ArchivedPage(url=url(number), retrieved_at=now, status=200, body=f"<h1>{number}</h1>".encode())
    return PageRead(source=SOURCE, page=page, article=Article(**given), lease_id=lease_id)


def found(*numbers):
    items = [FrontierItem(key=url(number), url=url(number)) for number in numbers]
    return EntriesFound(source=SOURCE, items=items)


def stored(path, sql="SELECT count(*) FROM articles"):
    """What another program sees: committed rows only."""
    with ArticleStore(path, readonly=True) as store:
        return [row[0] if len(row) == 1 else row for row in store.connection.rows(sql)]


def wait_until(condition, seconds=5.0):
    end = monotonic() + seconds
    while not condition():
        assert monotonic() < end, "waited too long"
        sleep(0.01)


@dataclass(frozen=True)
class Probe:
    """Work that says when it was applied, and breaks on request."""

    applied: list
    error: Exception | None = None
    source: str = SOURCE
    page: None = None

    def apply(self, desk):
        self.applied.append(desk.store.connection.db.conn.in_transaction)
        if self.error:
            raise self.error


def broken(writer):
    """Let a flush fail, and wait until the writer has seen it."""
    writer.submit(Probe([], error=StorageError("the disk is full")))
    writer._thread.join(5)  # noqa: SLF001  # there is no other sign of a thread's end
    assert not writer._thread.is_alive()  # noqa: SLF001


class TestBatches:
    def test_a_lone_item_is_committed_after_a_quarter_of_a_second(self, writer, path, now):
        began = monotonic()

        writer.submit(read(1, now))
        wait_until(lambda: stored(path) == [1])

        assert FLUSH_SECONDS * 0.8 < monotonic() - began < FLUSH_SECONDS + 1

    def test_a_full_batch_is_committed_at_once(self, path, now, monkeypatch):
        monkeypatch.setattr(writer_module, "FLUSH_SECONDS", 60.0)
        with Writer(path) as writer:
            for number in range(FLUSH_ITEMS - 1):
                writer.submit(read(number, now))
            sleep(0.2)
            assert stored(path) == [0]

            writer.submit(read(FLUSH_ITEMS, now))
            wait_until(lambda: stored(path) == [FLUSH_ITEMS])

    def test_the_clock_starts_with_the_first_item_of_a_batch(self, path, now, monkeypatch):
        monkeypatch.setattr(writer_module, "FLUSH_SECONDS", 0.4)
        with Writer(path) as writer:
            began = monotonic()
            for number in range(8):
                writer.submit(read(number, now))
                sleep(0.1)
                if stored(path) != [0]:
                    break

            assert monotonic() - began < 0.75

    def test_a_batch_is_one_transaction(self, writer):
        applied = []

        for _ in range(3):
            writer.submit(Probe(applied))
        writer.ask(lambda _desk: None)

        assert applied == [True, True, True]

    def test_closing_commits_what_is_left(self, path, now):
        with Writer(path) as writer:
            writer.submit(read(1, now))

        assert stored(path) == [1]

    def test_handing_over_does_not_wait_for_the_disk(self, writer, now):
        began = monotonic()

        for number in range(100):
            writer.submit(read(number, now))

        assert monotonic() - began < 0.5

    def test_the_queue_is_bounded(self, path):
        release_it = threading.Event()
        with Writer(path) as writer:
            asker = threading.Thread(target=writer.ask, args=(lambda _desk: release_it.wait(10),))
            asker.start()
            for _ in range(writer_module.QUEUE_SIZE):
                writer.submit(Probe([]))
            late = threading.Thread(target=writer.submit, args=(Probe([]),))
            late.start()
            late.join(0.3)
            waits = late.is_alive()
            release_it.set()
            late.join(5)
            asker.join(5)

            assert waits
            assert not late.is_alive()


class TestAsking:
    def test_sees_all_that_was_handed_over_before(self, writer, now):
        for number in range(3):
            writer.submit(read(number, now))

        assert writer.ask(lambda desk: len(list(desk.store.articles()))) == 3

    def test_what_it_sees_is_committed(self, writer, path, now):
        writer.submit(read(1, now))

        assert writer.ask(lambda desk: desk.store.connection.db.conn.in_transaction) is False
        assert stored(path) == [1]

    def test_an_error_belongs_to_who_asked(self, writer, path, now):
        with pytest.raises(ZeroDivisionError):
            writer.ask(lambda _desk: 1 / 0)

        writer.submit(read(1, now))
        writer.ask(lambda _desk: None)
        assert stored(path) == [1]

    def test_many_threads_get_their_own_answers(self, writer):
        answers = {}
        threads = [
            threading.Thread(target=lambda n=n: answers.update({n: writer.ask(lambda _desk: n * n)})) for n in range(20)
        ]

        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(5)

        assert answers == {n: n * n for n in range(20)}


class TestWork:
    def test_an_article_its_page_and_the_end_of_its_lease_arrive_together(self, writer, path, now):
        writer.submit(found(1))
        (lease,) = writer.ask(lambda desk: desk.frontier.lease(SOURCE, 10))

        writer.submit(read(1, now, lease_id=lease.id))
        writer.ask(lambda _desk: None)

        assert stored(path) == [1]
        assert stored(path, "SELECT state FROM frontier") == ["done"]
        with PageArchive(archive_path(path), readonly=True) as archive:
            assert archive.get(1).body == b"<h1>1</h1>"
        assert writer.counts[SOURCE] == {"new": 1, "found": 1, "known": 0}

    def test_a_page_without_a_story_ends_its_lease_with_the_reason(self, writer, path, now):
        writer.submit(found(1))
        (lease,) = writer.ask(lambda desk: desk.frontier.lease(SOURCE, 10))

        writer.submit(
            PageRead(source=SOURCE, page=read(1, now).page, article=None, refusal="soft-404", lease_id=lease.id)
        )
        writer.ask(lambda _desk: None)

        assert stored(path, "SELECT state, reason, retry FROM frontier") == [("failed", "soft-404", 0)]
        assert stored(path) == [0]

    def test_an_article_can_come_without_lease_and_page(self, writer, path, now):
        article = read(1, now).article

        writer.submit(PageRead(source=SOURCE, page=None, article=article, lease_id=None))
        writer.ask(lambda _desk: None)

        assert stored(path) == [1]

    def test_the_way_to_older_pages_ends_at_known_ground(self, writer):
        older = [FrontierItem(key="page-2", url=url("page-2"), kind="listing")]
        writer.submit(EntriesFound(source=SOURCE, items=found(1, 2).items, next_pages=older))
        leases = writer.ask(lambda desk: desk.frontier.lease(SOURCE, 10))
        writer.submit(EntriesFound(source=SOURCE, items=found(1, 2).items, next_pages=older, lease_id=leases[-1].id))

        assert [lease.kind for lease in leases] == ["article", "article", "listing"]
        assert writer.ask(lambda desk: desk.frontier.lease(SOURCE, 10)) == []
        assert writer.counts[SOURCE] == {"found": 2, "known": 2}

    @pytest.mark.parametrize("retry", [True, False])
    def test_a_failure_is_noted_with_its_reason(self, writer, path, retry):
        writer.submit(found(1))
        (lease,) = writer.ask(lambda desk: desk.frontier.lease(SOURCE, 10))

        writer.submit(FetchFailed(source=SOURCE, lease_id=lease.id, reason="http-503", retry=retry))
        writer.ask(lambda _desk: None)

        assert stored(path, "SELECT state, reason, retry FROM frontier") == [("failed", "http-503", int(retry))]

    def test_an_endpoint_keeps_what_it_answered(self, writer, path):
        writer.submit(EndpointSeen(source=SOURCE, url=url("feed"), kind="feed", status=200, entries=7, etag='"a"'))
        writer.ask(lambda _desk: None)

        assert stored(path, "SELECT url, kind, status, entries, etag FROM endpoints") == [
            (url("feed"), "feed", 200, 7, '"a"')
        ]


class TestPoison:
    def test_goes_to_the_dead_letters_and_its_batch_survives(self, writer, path, now):
        writer.submit(found(1, 2, 3))
        leases = writer.ask(lambda desk: desk.frontier.lease(SOURCE, 10))

        for number, lease in enumerate(leases, start=1):
            naive = {"retrieved_at": now.replace(tzinfo=None)} if number == 2 else {}
            writer.submit(read(number, now, lease_id=lease.id, **naive))
        writer.ask(lambda _desk: None)

        assert stored(path, "SELECT url FROM articles ORDER BY id") == [url(1), url(3)]
        assert stored(path, "SELECT state FROM frontier ORDER BY id") == ["done", "failed", "done"]
        assert stored(path, "SELECT reason, retry FROM frontier WHERE state = 'failed'") == [("dead-letter", 0)]
        assert writer.counts[SOURCE] == {"found": 3, "known": 0, "new": 2, "dead-letter": 1}

    def test_keeps_its_address_its_reason_and_its_page(self, writer, path, now):
        writer.submit(read(1, now, retrieved_at=now.replace(tzinfo=None)))
        writer.ask(lambda _desk: None)

        with ArticleStore(path, readonly=True) as store:
            (letter,) = store.dead_letters(SOURCE)
        assert letter.url == url(1)
        assert letter.reason.startswith(f"{url(1)}: cannot be stored: ")
        with PageArchive(archive_path(path), readonly=True) as archive:
            assert archive.get(letter.page_id).body == b"<h1>1</h1>"

    def test_without_a_page_keeps_the_address_of_its_article(self, writer, path, now):
        article = read(1, now, retrieved_at=now.replace(tzinfo=None)).article

        writer.submit(PageRead(source=SOURCE, page=None, article=article, lease_id=None))
        writer.ask(lambda _desk: None)

        assert stored(path, "SELECT url FROM dead_letters") == [url(1)]

    @pytest.mark.parametrize(
        "fields",
        [
            pytest.param({"date_published": "2026-11-23"}, id="text-as-a-date"),
            pytest.param({"keywords": [object()]}, id="no-json"),
        ],
    )
    def test_of_another_kind_takes_no_batch_along_either(self, writer, path, now, fields):
        for number in range(3):
            writer.submit(read(number, now, **(fields if number == 1 else {})))
        writer.ask(lambda _desk: None)

        assert stored(path, "SELECT url FROM articles ORDER BY id") == [url(0), url(2)]
        assert len(stored(path, "SELECT reason FROM dead_letters")) == 1

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param("Tin \ud800 rises", id="lone-surrogate"),
            pytest.param("Tin \x00 rises", id="nul"),
            pytest.param("Tin \x1f rises", id="control"),
        ],
    )
    def test_dirty_text_is_cleaned_not_buried(self, writer, path, now, text):
        writer.submit(read(1, now, headline=text, article_body=text))
        writer.ask(lambda _desk: None)

        assert stored(path, "SELECT headline FROM articles") == ["Tin  rises"]
        assert stored(path, "SELECT count(*) FROM dead_letters") == [0]

    def test_a_hundred_of_a_thousand_cost_no_other(self, writer, path, now):
        for number in range(1000):
            writer.submit(read(number, now, **({"retrieved_at": now.replace(tzinfo=None)} if number % 10 == 0 else {})))
        writer.ask(lambda _desk: None)

        assert stored(path) == [900]
        assert stored(path, "SELECT count(*) FROM dead_letters") == [100]


class TestFailure:
    def test_surfaces_at_the_next_hand_over(self, path, now):
        writer = Writer(path)
        broken(writer)

        with pytest.raises(StorageError, match=r"news\.db: writing failed: the disk is full"):
            writer.submit(read(1, now))
        with pytest.raises(StorageError, match="writing failed"):
            writer.ask(lambda _desk: None)
        with pytest.raises(StorageError, match="writing failed"):
            writer.close()

    def test_reaches_who_waits_for_an_answer(self, path):
        writer = Writer(path)
        writer.submit(Probe([], error=StorageError("the disk is full")))

        with pytest.raises(StorageError, match="writing failed"):
            writer.ask(lambda _desk: None)
        with pytest.raises(StorageError):
            writer.close()

    def test_undoes_its_whole_batch_and_nothing_before(self, path, now):
        writer = Writer(path)
        writer.submit(found(1, 2))
        leases = writer.ask(lambda desk: desk.frontier.lease(SOURCE, 10))
        writer.submit(read(1, now, lease_id=leases[0].id))
        writer.ask(lambda _desk: None)
        writer.submit(read(2, now, lease_id=leases[1].id))
        broken(writer)
        with pytest.raises(StorageError):
            writer.close()

        assert stored(path, "SELECT url FROM articles") == [url(1)]
        assert stored(path, "SELECT state FROM frontier ORDER BY id") == ["done", "leased"]

    def test_frees_the_store_once_closed(self, path, now):
        writer = Writer(path)
        broken(writer)
        with pytest.raises(StorageError):
            writer.close()

        with Writer(path) as again:
            again.submit(read(1, now))
        assert stored(path) == [1]

    def test_of_the_database_itself_is_told_with_its_path(self, path, now):
        writer = Writer(path)
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("DROP TABLE changes")
        writer.submit(read(1, now))

        with pytest.raises(StorageError, match=r"news\.db: writing failed: .*no such table: changes"):
            writer.ask(lambda _desk: None)
        with pytest.raises(StorageError):
            writer.close()


class TestOneWriterAStore:
    @pytest.mark.usefixtures("writer")
    def test_a_second_one_is_refused(self, path):
        with pytest.raises(StoreBusyError, match="another crawl holds"):
            Writer(path)

    @pytest.mark.usefixtures("writer")
    def test_one_in_another_process_is_refused(self, path):
        code = "import sys; from pathlib import Path; from crawler.writer import Writer; Writer(Path(sys.argv[1]))"

        result = subprocess.run(
            [sys.executable, "-c", code, str(path)], capture_output=True, text=True, timeout=30, check=False
        )

        assert result.returncode == 1
        assert "StoreBusyError: another crawl holds" in result.stderr

    def test_a_store_that_cannot_be_opened_is_told_and_stays_free(self, path):
        path.write_bytes(b"no database at all" * 100)

        with pytest.raises(NotAStoreError):
            Writer(path)
        with crawl_lock(path):
            pass

    def test_who_acquires_the_same_store_gets_the_same_writer(self, path, tmp_path):
        link = tmp_path / "link.db"
        link.symlink_to(path)
        first, second, third = acquire(path), acquire(path), acquire(link)

        assert first is second is third
        for writer in (first, second, third):
            release(writer)

    def test_two_stores_have_two_writers(self, tmp_path):
        first, second = acquire(tmp_path / "a.db"), acquire(tmp_path / "b.db")

        assert first is not second
        release(first)
        release(second)

    def test_the_last_to_release_it_closes_it(self, path, now):
        writer = acquire(path)
        acquire(path)
        release(writer)
        writer.submit(read(1, now))
        with pytest.raises(StoreBusyError), crawl_lock(path):
            pass

        release(writer)

        with crawl_lock(path):
            assert stored(path) == [1]

    def test_a_released_store_can_be_acquired_again(self, path, now):
        for number in range(2):
            writer = acquire(path)
            writer.submit(read(number, now))
            release(writer)

        assert stored(path) == [2]

    def test_the_last_release_tells_that_the_last_flush_failed(self, path):
        writer = acquire(path)
        acquire(path)
        broken(writer)

        release(writer)
        with pytest.raises(StorageError, match="writing failed"):
            release(writer)
        release(acquire(path))  # the next crawl starts afresh

    def test_a_store_that_is_busy_leaves_nothing_acquired(self, path):
        with crawl_lock(path), pytest.raises(StoreBusyError):
            acquire(path)

        release(acquire(path))


class TestPlans:
    """When what was read is asked again, as the store remembers it."""

    FEED = "https://tin.example/feed"

    def seen(self, writer, now, *, listed=(), **fields):
        items = [FrontierItem(key=url(n), url=url(n), endpoint=self.FEED) for n in listed]
        writer.submit(EntriesFound(source=SOURCE, items=items, endpoint=self.FEED))
        given = {"kind": "feed", "status": 200, "entries": len(items), "seen_at": now} | fields
        writer.submit(EndpointSeen(source=SOURCE, url=self.FEED, **given))
        (endpoint,) = writer.ask(lambda desk: desk.store.endpoints(SOURCE))
        return endpoint

    def test_news_halves_the_interval_and_silence_lengthens_it(self, writer, now):
        news, silence = self.seen(writer, now, listed=(1, 2)), self.seen(writer, now, listed=(1, 2))

        assert (news.interval, silence.interval) == (timedelta(minutes=30), timedelta(minutes=45))
        assert timedelta(minutes=26) < news.next_poll - now < timedelta(minutes=34)

    def test_failures_are_counted_until_an_answer_comes(self, writer, now):
        failed = [self.seen(writer, now, status=503, entries=None).failures for _ in range(3)]

        assert [*failed, self.seen(writer, now, status=304, entries=None).failures] == [1, 2, 3, 0]

    def test_what_the_server_asks_for_is_kept(self, writer, now):
        asked = self.seen(writer, now, status=503, retry_after=timedelta(hours=7))

        assert asked.next_poll - now == timedelta(hours=7)

    def test_a_sitemap_that_was_only_heard_of_is_due_at_once(self, writer, now):
        heard = self.seen(writer, now, kind="sitemap", status=None, entries=None, seen_at=None)

        assert (heard.next_poll, heard.failures) == (None, 0)

    def test_a_story_that_was_stored_is_looked_at_again_an_hour_after_it_came_out(self, writer, now):
        def next_visit(desk):
            return desk.store.connection.row("SELECT next_visit FROM frontier")[0]

        writer.submit(found(1))
        (lease,) = writer.ask(lambda desk: desk.frontier.lease(SOURCE, 1))
        out = now - timedelta(minutes=5)
        writer.submit(read(1, now, lease_id=lease.id, date_published=out, date_precision="minute"))

        assert writer.ask(next_visit) == utc_text(out + timedelta(hours=1))
