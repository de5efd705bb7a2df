"""``add``: saved pages and single addresses."""

from __future__ import annotations

import json

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


def jsonl(path, *values):
    path.write_text(
        "".join(f"{value if isinstance(value, str) else json.dumps(value)}\n" for value in values), encoding="utf-8"
    )
    return path


def test_lines_of_json_are_pages_or_articles(run_here, tmp_path):
    file = jsonl(
        tmp_path / "more.jsonl",
        {"url": "https://tin.example/news/1", "html": STATED},
        {"url": URL, "text": PAGE},
        {"url": "https://zinc.example/1", "headline": "Zinc firms", "date_published": "2026-11-20T08:00:00Z"},
    )

    done = run_here("add", file, "--db", tmp_path / "news.db")

    assert (done.returncode, done.stderr) == (0, "3 new\n")
    assert sorted(done.stdout.splitlines()) == ["new: Tin falls", "new: Tin stocks fall again", "new: Zinc firms"]


def test_an_export_is_added_to_another_store_as_it_was(run_here, crawled_store, tmp_path):
    run_here("export", tmp_path / "all.jsonl", "--db", crawled_store)

    first = run_here("add", tmp_path / "all.jsonl", "--db", tmp_path / "two.db")
    second = run_here("add", tmp_path / "all.jsonl", "--db", tmp_path / "two.db")
    with ArticleStore(crawled_store, readonly=True) as one, ArticleStore(tmp_path / "two.db", readonly=True) as two:
        same = [{a.identifier: a.content_sha256 for a in store.articles()} for store in (one, two)]

    assert (first.returncode, second.returncode) == (0, 0)
    assert second.stderr == "48 unchanged\n"
    assert same[0] == same[1]


def test_a_line_that_is_wrong_is_named_and_costs_no_other_line(run_here, tmp_path):
    good = {"url": "https://zinc.example/1", "headline": "Zinc firms"}
    file = jsonl(
        tmp_path / "more.jsonl", good, "{no json", {"headline": "nowhere"}, {"url": "https://tin.example/2"},
        {"url": "https://tin.example/3", "headline": 7}, "[]", {"url": "https://tin.example/4", "html": "<p>nothing</p>"},
        {**good, "url": "https://zinc.example/2"},
    )  # fmt: skip

    done = run_here("add", file, "--db", tmp_path / "news.db")

    assert done.returncode == 1
    assert done.stdout.count("new: Zinc firms\n") == 2
    *faults, summary = done.stderr.splitlines()
    assert summary == "2 new, 6 refused"
    said = (
        "is no JSON",
        'with "url"',
        '"html", "text" or "headline"',
        'field "headline"',
        'with "url"',
        "no story: no-body",
    )
    for number, (fault, reason) in enumerate(zip(faults, said, strict=True), 2):
        assert fault.startswith(f"{file}, line {number}: "), fault
        assert reason in fault


def test_a_recording_gives_its_stories_and_passes_its_lists_over(run_here, recorded_demo, sample_sources, tmp_path):
    done = run_here(
        "add", recorded_demo / "demo.warc.gz", "--db", tmp_path / "news.db", "--sources", sample_sources
    )  # fmt: skip
    with (
        ArticleStore(recorded_demo / "news.db", readonly=True) as one,
        ArticleStore(tmp_path / "news.db", readonly=True) as two,
    ):
        whole = {a.identifier: a.article_body for a in one.articles() if "body-from-feed" not in a.flags}
        added = {a.identifier: a.article_body for a in two.articles() if not a.is_truncated or a.identifier in whole}

    assert done.returncode == 1, done.stderr
    assert "174 new, 17 passed over, 2 refused" in done.stderr  # stories that their pages refuse: the feed had them
    assert added == whole


def test_several_addresses_are_fetched_in_one_go(run_orewire, recorded_demo, sample_sources, tmp_path):
    urls = [f"https://rudaimetall.example/ru/news/{number}" for number in (73118, 73126)]
    replay = ("--replay", recorded_demo / "demo.warc.gz", "--sources", sample_sources, "--db", tmp_path / "news.db")

    done = run_orewire("add", *urls, *replay)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("new: ") == 2


def test_nothing_is_stored_where_one_name_is_no_file(run_here, page, tmp_path):
    done = run_here("add", page, tmp_path / "pgae.txt", "--db", tmp_path / "news.db")

    assert done.returncode == 2
    assert "no such file; name a file, an address with https://, or - for stdin" in done.stderr
    assert not (tmp_path / "news.db").exists()


def test_the_same_page_read_otherwise_is_no_change_of_its_publisher(run_here, tmp_path):
    texts = "<p>Tin rose in London on Monday as a smelter halted.</p><p>The desk's podcast is out at noon each day.</p>"
    for number, metal in enumerate(("Tin", "Zinc", "Lead", "Nickel", "Copper", "Cobalt"), 1):
        moment = f'<meta property="article:published_time" content="2026-11-{number:02}T09:00:00Z">'
        page = f"<html><head><title>{metal} up</title>{moment}</head><body><article><h1>{metal} up</h1>{texts}</article></body>"
        (tmp_path / f"{number}.html").write_text(page.replace("Tin rose", f"{metal} rose"), encoding="utf-8")
        run_here("add", f"{number}.html", "--url", f"https://p.example/{number}", cwd=tmp_path)

    again = run_here("add", "1.html", "--url", "https://p.example/1", cwd=tmp_path)
    log = [json.loads(line) for line in run_here("changes", cwd=tmp_path).stdout.splitlines()]

    assert again.stdout == "changed: Tin up\n"  # without the notice that five more stories have
    assert [(row["kind"], row["cause"]) for row in log if row["article_id"] == 1] == [
        ("new", "publisher"), ("changed", "reextract"),
    ]  # fmt: skip
