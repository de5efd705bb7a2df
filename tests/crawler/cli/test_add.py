"""``add``: saved pages and single addresses."""

from __future__ import annotations

import pytest

from storage import ArticleStore

PAGE = """Metals News
Tin stocks fall again
Nov 20,2026
Tin stocks in exchange warehouses fell by 310 mt to 4,120 mt in the week, the lowest since May.
Tin
"""
URL = "https://news.metal.com/newscontent/104999999/"
STATED = '<link rel="canonical" href="https://tin.example/news/1"><h1>Tin falls</h1><p>Stocks of tin fell for a third week in a row, the exchange in the port city said on Monday.</p>'  # noqa: E501


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def test_stores_a_saved_page_once(run_here, page, tmp_path):
    db = tmp_path / "news.db"

    first = run_here("add", page, "--url", URL, "--db", db)
    second = run_here("add", page, "--url", URL, "--db", db)

    assert (first.returncode, first.stdout) == (0, "new: Tin stocks fall again\n")
    assert (second.returncode, second.stdout) == (0, "unchanged: Tin stocks fall again\n")
    assert run_here("articles", "--tag", "tin", "--db", db, "--csv", "-c", "headline").stdout.splitlines() == [
        "headline",
        "Tin stocks fall again",
    ]


def test_a_page_that_says_where_it_is_from_needs_no_url(run_here, tmp_path):
    (tmp_path / "page.html").write_text(STATED, encoding="utf-8")

    assert run_here("add", tmp_path / "page.html", "--db", tmp_path / "news.db").returncode == 0

    with ArticleStore(tmp_path / "news.db", readonly=True) as store:
        assert [article.url for article in store.articles()] == ["https://tin.example/news/1"]


def test_a_page_of_nowhere_is_not_stored(run_here, page, tmp_path):
    done = run_here("add", page, "--db", tmp_path / "news.db")

    assert done.returncode == 2
    assert "add --url" in done.stderr
    with ArticleStore(tmp_path / "news.db", readonly=True) as store:
        assert list(store.articles()) == []


@pytest.mark.parametrize("url", ["http://[", "ftp://metal.com/1", "metal"])
def test_an_address_that_is_none_is_told(run_here, page, tmp_path, url):
    done = run_here("add", page, "--url", url, "--db", tmp_path / "news.db")

    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_an_error_page_is_no_story(run_orewire, sample_server, sample_sources, store_path):
    address = "https://news.lodestar-metals.example/newscontent/1"
    done = run_orewire("add", address, "--db", store_path, "--sources", sample_sources, *sample_server.connect_to)

    assert done.returncode == 1
    assert "the server answers 404" in done.stderr


def test_an_export_never_replaces_the_store(run_here, page, tmp_path):
    db = tmp_path / "news.db"
    run_here("add", page, "--url", URL, "--db", db)

    for name in ("news.db", "news-pages.db"):
        done = run_here("export", tmp_path / name, "--format", "csv", "--db", db)
        assert (done.returncode, "is the store itself" in done.stderr) == (2, True)
    assert run_here("articles", "--db", db).returncode == 0
