from __future__ import annotations

import subprocess
import sys

import pytest

from storage.errors import StorageError, StoreBusyError
from storage.lock import crawl_lock


def test_a_second_crawl_is_refused_at_once(tmp_path):
    with (
        crawl_lock(tmp_path / "news.db"),
        pytest.raises(StoreBusyError, match=r"another crawl holds .*news\.db"),
        crawl_lock(tmp_path / "news.db"),
    ):
        pass


def test_the_lock_is_free_again_after_an_error(tmp_path):
    with pytest.raises(RuntimeError), crawl_lock(tmp_path / "news.db"):
        raise RuntimeError

    with crawl_lock(tmp_path / "news.db"):
        pass


def test_two_names_of_one_store_are_one_lock(tmp_path):
    (tmp_path / "link.db").symlink_to(tmp_path / "news.db")

    with crawl_lock(tmp_path / "news.db"), pytest.raises(StoreBusyError), crawl_lock(tmp_path / "link.db"):
        pass


def test_two_stores_are_two_locks(tmp_path):
    with crawl_lock(tmp_path / "a.db"), crawl_lock(tmp_path / "b.db"):
        locks = sorted(path.name for path in tmp_path.iterdir())

    assert locks == ["a.db.lock", "b.db.lock"]


def test_a_killed_crawl_holds_no_lock(tmp_path):
    code = (
        "import sys, time\nfrom storage.lock import crawl_lock\n"
        "with crawl_lock(sys.argv[1]):\n print('held', flush=True)\n time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path / "news.db")], stdout=subprocess.PIPE, text=True
    ) as crawl:
        assert crawl.stdout.readline() == "held\n"
        with pytest.raises(StoreBusyError), crawl_lock(tmp_path / "news.db"):
            pass
        crawl.kill()
        crawl.wait()

    with crawl_lock(tmp_path / "news.db"):
        pass


def test_a_lock_that_cannot_be_made_is_a_storage_error(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(StorageError, match="folder does not exist"), crawl_lock(tmp_path / "file" / "news.db"):
        pass
