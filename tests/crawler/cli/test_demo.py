"""``demo``: the first thing a new user runs."""

from __future__ import annotations

import pytest

from crawler.sample_site.articles import sample_articles
from storage import Article, ArticleStore

STORIES = len(sample_articles())


def total(text: str, name: str) -> int:
    """Sum of a column of the crawl's table."""
    heading, _, *lines = text.split("\n\n", maxsplit=1)[0].splitlines()
    return sum(int(line.split()[heading.split().index(name)]) for line in lines if not line.startswith("total"))


def test_the_demo_stores_what_the_editors_wrote_and_then_finds_nothing_new(run_orewire, tmp_path):
    first, second = (run_orewire("demo", cwd=tmp_path) for _ in range(2))

    with ArticleStore(tmp_path / "news.db", readonly=True) as store:
        identifiers = {article.identifier for article in store.articles()}
        kinds = [change.kind for change in store.changes()]
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert total(first.stdout, "new") == STORIES
    assert [total(second.stdout, name) for name in ("fetched", "new")] == [0, 0]
    assert identifiers == {article.gold()["identifier"] for article in sample_articles()}
    assert kinds == ["new"] * STORIES
    for done in (first, second):
        assert f"{STORIES} of {STORIES} stories are stored exactly as their editors wrote them." in done.stdout


def test_the_demo_needs_no_contact_and_what_it_proposes_works(commands, run_orewire, tmp_path):
    path = tmp_path / "other.db"

    done = run_orewire("demo", "--db", path)
    proposed = commands.run("bash", "-c", done.stdout.splitlines()[-1].removeprefix("Now try: "))

    assert "OREWIRE_CONTACT" not in commands.environment
    assert "on 127.0.0.1:" in done.stderr
    assert done.stderr.count("\n") == 1
    assert commands.left_loopback == []
    assert str(path) in done.stdout
    assert proposed.returncode == 0, proposed.stderr
    assert "rare earth" in proposed.stdout.lower()


@pytest.mark.parametrize("crawled", [True, False], ids=["crawled", "added"])
def test_the_demo_leaves_a_store_of_real_stories_alone(run_orewire, tmp_path, crawled):
    with ArticleStore(tmp_path / "news.db") as store:
        if crawled:
            store.begin_crawl("metal.com")
        else:
            store.save(Article(url="https://tin.example/1", headline="Tin"))

    done = run_orewire("demo", cwd=tmp_path)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "orewire demo --db demo.db" in done.stderr


def test_a_recording_of_stories_that_nobody_would_be_asked_for_is_refused(run_orewire, recorded_demo):
    done = run_orewire("demo", "--record", "again.warc.gz", cwd=recorded_demo)

    assert done.returncode == 2
    assert "record into a new store" in done.stderr
    assert not (recorded_demo / "again.warc.gz").exists()
