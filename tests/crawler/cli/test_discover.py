"""``sources discover``: from an outlet's address to a crawl that stores as much as with the file a person wrote."""

from __future__ import annotations

import json

import pytest

from crawler.fetch.permissions import recorded_until
from crawler.sample_site.articles import sample_articles, sample_outlets
from crawler.sample_site.gold import differences
from crawler.sample_site.server import serve
from storage import ArticleStore

PERFECT = {"meltshop-notes.example", "mineriaaustral.example", "northquarry.example", "rudaimetall.example",
           "steelyard.example", "theassayer.example"}  # fmt: skip
"""Outlets whose every field comes out as with the hand-written file."""
NEARLY = {"alloywire.example": 1, "kuangyezixun.example": 5, "lodestar-metals.example": 15}
"""Of the others, stories that differ at most: a rare standfirst, price tables by a class of their own, unmarked abstracts."""


@pytest.fixture(scope="module")
def crawled(tmp_path_factory, run_orewire_once):
    """Store and clock after a crawl with nothing but proposals, made on the spot."""
    folder = tmp_path_factory.mktemp("proposed")
    with serve() as server:
        connect = [
            option for host, place in server.connect_to.items() for option in ("--connect-to", f"{host}={place}")
        ]
        for outlet in sample_outlets():
            done = run_orewire_once(
                "sources", "discover", f"https://{outlet.host}/", "-o", folder / "sources", "--delay", "0", *connect
            )
            assert done.returncode == 0, done.stderr
        for path in (folder / "sources").glob(
            "news.*"
        ):  # the gold knows the outlet by the name of its hand-written file
            path.rename(path.with_name(path.name.removeprefix("news.")))
        names = [path.stem for path in (folder / "sources").iterdir()]
        done = run_orewire_once(
            "crawl", *names, "--sources", folder / "sources", "--db", folder / "news.db", "--json", *connect
        )
        assert done.returncode == 0, done.stderr
        yield folder / "news.db", server.clock(), json.loads(done.stdout)


@pytest.mark.parametrize("outlet", [pytest.param(outlet.id, id=outlet.id) for outlet in sample_outlets()])
def test_a_proposal_finds_and_reads_what_the_hand_written_file_does(crawled, outlet):
    path, now, _ = crawled
    published = [
        article.at(now)
        for article in sample_articles(outlet)
        if not article.published_at or article.published_at <= now
    ]

    with ArticleStore(path, readonly=True) as store:
        wrong = {article.url: found for article in published if (found := differences(article, store))}

    assert [url for url, found in wrong.items() if "missing" in found] == []
    assert len(wrong) <= NEARLY.get(outlet, 0)


def test_prints_a_file_that_loads_and_tells_what_was_seen(run_orewire, tmp_path):
    with serve() as server:
        host = "www.theassayer.example"
        connect = ("--connect-to", f"{host}={server.connect_to[host]}")
        done = run_orewire("sources", "discover", host, "--delay", "0", *connect, cwd=tmp_path)
        (tmp_path / "theassayer.example.toml").write_text(done.stdout, encoding="utf-8")
        shown = run_orewire("sources", "show", "theassayer.example", "--sources", tmp_path, "--json")

    assert done.returncode == 0, done.stderr
    assert "feed https://www.theassayer.example/feed/: 10 addresses" in done.stderr
    assert json.loads(shown.stdout)["discover"]["feeds"] == ["https://www.theassayer.example/feed/"]


def test_does_not_write_over_a_file(run_orewire, tmp_path):
    (tmp_path / "meltshop-notes.example.toml").write_text("mine", encoding="utf-8")
    with serve() as server:
        host = "meltshop-notes.example"
        connect = ("--connect-to", f"{host}={server.connect_to[host]}")
        done = run_orewire("sources", "discover", host, "-o", tmp_path, "--delay", "0", *connect)

    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("exists; move it away, or print the proposal and compare")
    assert (tmp_path / "meltshop-notes.example.toml").read_text(encoding="utf-8") == "mine"


def test_an_address_without_an_answer_is_one_line(run_orewire):
    with serve() as server:
        done = run_orewire(
            "sources", "discover", "nobody.example", "--delay", "0",
            "--connect-to", f"nobody.example=127.0.0.1:{server.port}",
        )  # fmt: skip

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "orewire: https://nobody.example: no answer to go by (404)\n"


def test_a_front_page_that_robots_txt_forbids_is_not_asked(run_orewire, sample_server, answer):
    sample_server.answers["/robots.txt"] = answer(body=b"User-agent: *\nDisallow: /")

    done = run_orewire(
        "sources", "discover", "https://news.lodestar-metals.example/", "--delay", "0", *sample_server.connect_to
    )

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "orewire: https://news.lodestar-metals.example/: its robots.txt forbids us to ask for it, and that is its right\n"
    )
    assert sample_server.requested == ["/robots.txt"]


def test_a_robots_txt_that_forbids_itself_is_read_for_sitemaps(run_orewire, sample_server, answer):
    robots = b"User-agent: *\nDisallow: /robots.txt\nSitemap: https://news.lodestar-metals.example/map.xml"
    sample_server.answers["/robots.txt"] = answer(body=robots)

    done = run_orewire(
        "sources", "discover", "https://news.lodestar-metals.example/", "--delay", "0", "--stories", "2",
        *sample_server.connect_to,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "/map.xml" in sample_server.requested


def test_a_recording_is_asked_as_of_its_own_day(run_orewire, recorded_demo):
    feed = "https://meltshop-notes.example/feed.json"

    done = run_orewire("sources", "discover", feed, "--replay", recorded_demo / "demo.warc.gz")

    until = recorded_until(recorded_demo / "demo.warc.gz")
    assert done.returncode == 0, done.stderr
    assert f"proposed by `orewire sources discover`, {until:%Y-%m-%d}: 8 of 8 stories read" in done.stdout


@pytest.mark.parametrize("address", ["ftp://x.example/", "https://", "not an address"])
def test_what_is_no_address_is_said_so(run_orewire, address):
    done = run_orewire("sources", "discover", address)

    assert done.returncode == 2
    assert "is no address of a web page" in done.stderr
