from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from storage import Article, ArticleStore, StorageError

WRITER = """
import sys
from storage import Article, ArticleStore
from storage.frontier import FrontierItem, SqliteFrontier
with ArticleStore(sys.argv[1]) as store:
    frontier = SqliteFrontier(store)
    number = int(sys.argv[2])
    while True:
        with store.transaction():
            for number in range(number, number + 20):
                url, text = f"https://example.org/{number}", f"Copper 铜价 report {number}. " * 100
                store.save(Article(url=url, headline=f"Story {number}", article_body=text, tags=["tin"]))
                frontier.add("example.org", [FrontierItem(key=f"k{number}", url=f"{url}/k")])
        number += 1
        print(number, flush=True)
"""


def test_ten_kills_lose_no_acknowledged_row(tmp_path):
    path, acknowledged = tmp_path / "news.db", 0
    for kill in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), str(acknowledged)], stdout=subprocess.PIPE, text=True
        ) as writer:
            for _ in range(kill + 1):
                acknowledged = int(writer.stdout.readline())
            writer.kill()
            acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])

        with ArticleStore(path) as store:
            store.db.execute("INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')")
            assert store.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            found = {article.url for article in store.articles()}
            assert found >= {f"https://example.org/{number}" for number in range(acknowledged)}
            assert len(found) % 20 == 0
            assert {hit.url for hit in store.search("铜价")} == found
            assert store.db.execute("SELECT count(*) FROM frontier").fetchone() == (len(found),)


AS_NOBODY = """
import os, sys
from storage import ArticleStore, StorageError
os.setgid(65534), os.setuid(65534)
try:
    with ArticleStore(sys.argv[1], readonly=sys.argv[2] == "ro") as store:
        print(store.save.__self__.get(1).headline)
except StorageError as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="gives up root's rights to lack some")
@pytest.mark.parametrize(
    ("folder_mode", "file_mode", "how", "said"),
    [
        pytest.param(0o755, 0o644, "rw", "cannot be", id="read-only-folder"),
        pytest.param(0o777, 0o444, "rw", "cannot be written", id="read-only-file"),
        pytest.param(0o777, 0o000, "rw", "cannot be opened", id="unreadable-file"),
        pytest.param(0o777, 0o000, "ro", "cannot be opened", id="unreadable-file-to-read"),
        pytest.param(0o755, 0o644, "ro", "Tin", id="reads-in-a-read-only-folder"),
    ],
)
def test_missing_rights_are_told_in_one_line(tmp_path_factory, folder_mode, file_mode, how, said):
    # Not tmp_path: pytest closes its parents to other users.
    folder = tmp_path_factory.getbasetemp().parent.parent / f"orewire-rights-{os.getpid()}"
    folder.mkdir(mode=0o777)
    try:
        with ArticleStore(folder / "news.db") as store:
            store.save(Article(url="https://example.org/1", headline="Tin"))
        (folder / "news.db").chmod(file_mode)
        folder.chmod(folder_mode)

        run = subprocess.run(
            [sys.executable, "-c", AS_NOBODY, str(folder / "news.db"), how], capture_output=True, text=True, check=True
        )
    finally:
        shutil.rmtree(folder)

    assert said in run.stdout
    assert run.stdout.count("\n") == 1


def test_a_full_disk_is_told_in_one_line_and_undone(tmp_path):
    with ArticleStore(tmp_path / "news.db") as store:
        store.save(Article(url="https://example.org/0", headline="Tin"))
        pages = store.db.execute("PRAGMA page_count").fetchone()[0]
        store.db.execute(f"PRAGMA max_page_count = {pages + 20}").fetchall()

        def fill():
            with store.transaction():
                for number in range(1, 100):
                    store.save(Article(url=f"https://example.org/{number}", headline="Tin", article_body="tin " * 2000))

        with pytest.raises(StorageError, match="disk is full"):
            fill()

        assert [article.headline for article in store.articles()] == ["Tin"]


@pytest.mark.parametrize("readonly", [True, False])
def test_a_name_too_long_is_told_in_one_line(tmp_path, readonly):
    with pytest.raises(StorageError, match="cannot be opened"):
        ArticleStore(tmp_path / ("x" * 300), readonly=readonly)


def test_a_damaged_file_is_told_in_one_line(tmp_path):
    path = tmp_path / "news.db"
    with ArticleStore(path) as store:
        for number in range(50):
            store.save(Article(url=f"https://example.org/{number}", headline="Tin", article_body="tin " * 2000))
    damaged = bytearray(path.read_bytes())
    damaged[4096:] = b"\xa5" * (len(damaged) - 4096)
    path.write_bytes(damaged)

    with pytest.raises(StorageError, match=r"news\.db: is damaged") as caught, ArticleStore(path) as store:
        list(store.articles())

    assert "\n" not in str(caught.value)


def test_importing_storage_loads_neither_the_crawler_nor_its_libraries():
    code = "import sys, storage; print(sorted({name.split('.')[0] for name in sys.modules}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = set(run.stdout.replace("'", "").strip("[]\n").split(", "))

    assert "storage" in loaded
    assert not loaded & {"crawler", "scrapy", "twisted", "lxml", "pydantic", "rich"}
