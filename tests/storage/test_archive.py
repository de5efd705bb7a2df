from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.archive import ArchivedPage, PageArchive, archive_path
from storage.errors import NotAStoreError, StorageError, StoreMissingError
from storage.store import ArticleStore

URL = "https://example.org/1"


def page(body=b"<p>Copper</p>" * 500, day=1, **fields):
    given = {"url": URL, "retrieved_at": datetime(2026, 11, day, tzinfo=UTC), "status": 200, "body": body}
    return ArchivedPage(**(given | fields))


@pytest.fixture
def archive(tmp_path):
    with PageArchive(tmp_path / "news-pages.db") as archive:
        yield archive


def test_gives_back_the_page_as_it_came(archive):
    came = page(headers=(("Content-Type", "text/html"), ("Set-Cookie", "a"), ("Set-Cookie", "b")))

    found = archive.get(archive.save(came))

    assert {name: getattr(found, name) for name in ("url", "retrieved_at", "status", "headers", "body")} == {
        name: getattr(came, name) for name in ("url", "retrieved_at", "status", "headers", "body")
    }


@pytest.mark.parametrize("body", [b"", b"\x00\xff" * 1000, "铜".encode("gbk")])
def test_any_bytes_are_a_body(archive, body):
    assert archive.get(archive.save(page(body))).body == body


def test_the_same_body_of_an_address_is_kept_once(archive):
    first = archive.save(page())

    assert archive.save(page(day=2)) == first
    assert archive.save(page(url="https://example.org/2")) != first
    assert archive.get(first).retrieved_at == datetime(2026, 11, 1, tzinfo=UTC)


def test_latest_is_what_the_address_answered_last(archive):
    old, new = archive.save(page(b"old", 1)), archive.save(page(b"new", 2))
    assert archive.latest(URL).id == new

    archive.save(page(b"old", 3))

    assert archive.latest(URL).id == old
    assert archive.latest("https://example.org/other") is None
    assert archive.get(99) is None


def test_bodies_are_compressed(archive):
    archive.save(page())

    (size,) = archive.connection.row("SELECT length(body) FROM pages")

    assert size < 200


def test_a_damaged_body_is_a_storage_error(archive):
    page_id = archive.save(page())
    archive.connection.run("UPDATE pages SET body = x'00'")

    with pytest.raises(StorageError, match="damaged"):
        archive.get(page_id)


def test_a_transaction_is_all_or_nothing(archive):
    def cut_off():
        with archive.transaction():
            archive.save(page())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        cut_off()

    assert archive.latest(URL) is None


def test_urls_names_each_address_once(archive):
    for url in ("b", "a", "b"):
        archive.save(page(url=url, body=url.encode()))
    archive.save(page(url="a", body=b"other"))

    assert list(archive.urls()) == ["a", "b"]


def test_an_archive_and_a_store_do_not_take_each_other_for_their_own(tmp_path, archive):
    with pytest.raises(NotAStoreError, match="no orewire store"):
        ArticleStore(archive.path)
    with ArticleStore(tmp_path / "news.db"), pytest.raises(NotAStoreError, match="no orewire page archive"):
        PageArchive(tmp_path / "news.db")


def test_reading_never_creates_an_archive(tmp_path):
    with pytest.raises(StoreMissingError):
        PageArchive(tmp_path / "news-pages.db", readonly=True)


@pytest.mark.parametrize(("store", "pages"), [("news.db", "news-pages.db"), ("a/b.c.sqlite", "a/b.c-pages.sqlite")])
def test_the_archive_stands_beside_the_store(store, pages):
    assert archive_path(store).as_posix() == pages
