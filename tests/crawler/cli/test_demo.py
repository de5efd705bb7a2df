"""``demo``: the first thing a new user runs."""

from __future__ import annotations

import pytest

from crawler.sample_site.articles import sample_articles
from storage import ArticleStore

STORIES = len(sample_articles())


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo(run_orewire, place):
    return lambda *arguments: run_orewire("demo", *arguments, cwd=place)


def rows_of(text: str) -> dict[str, str]:
    """Column -> value of the one row of the crawl's table."""
    lines = text.splitlines()
    return dict(zip(lines[0].split(), lines[2].split(), strict=False))


def test_the_demo_stores_what_the_editors_wrote_and_then_finds_nothing_new(demo, place):
    first, second = demo(), demo()

    with ArticleStore(place / "news.db", readonly=True) as store:
        identifiers = {article.identifier for article in store.articles()}
        kinds = [change.kind for change in store.changes()]
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert rows_of(first.stdout)["new"] == str(STORIES)
    assert [rows_of(second.stdout)[name] for name in ("fetched", "new", "changed")] == ["0", "0", "0"]
    assert identifiers == {article.gold()["identifier"] for article in sample_articles()}
    assert kinds == ["new"] * STORIES
    for done in (first, second):
        assert f"{STORIES} of {STORIES} stories are stored exactly as their editors wrote them." in done.stdout


def test_the_demo_tells_what_it_serves_and_what_to_try_next(demo, place):
    path = place / "other.db"

    done = demo("--db", path)

    assert "on 127.0.0.1:" in done.stderr
    assert "Traceback" not in done.stderr
    assert f'orewire search "rare earth" --db {path}' in done.stdout
    assert path.exists()


def test_what_the_demo_proposes_works(demo, run_orewire, place):
    demo()

    done = run_orewire("search", "rare earth", "--db", place / "news.db")

    assert done.returncode == 0
    assert done.stderr == "2 articles\n" or int(done.stderr.split()[0]) > 0


def test_the_demo_needs_no_contact_and_keeps_to_loopback(commands, demo):
    assert "OREWIRE_CONTACT" not in commands.environment

    assert demo().returncode == 0
    assert commands.left_loopback == []
