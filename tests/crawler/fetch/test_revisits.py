"""What was asked before is asked for its changes only; once a day for everything."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from crawler.fetch.revisits import validators
from storage.crawls import Endpoint


def endpoint(now, *, read_hours_ago=1, etag='"tin"', last_modified="Mon, 23 Nov 2026 07:00:00 GMT"):
    read_at = None if read_hours_ago is None else now - timedelta(hours=read_hours_ago)
    return Endpoint(
        url="https://tin.example/feed", source="tin.example", kind="feed", checked_at=now, status=304, entries=3,
        etag=etag, last_modified=last_modified, read_at=read_at, read_as="today",
    )  # fmt: skip


def test_both_validators_are_sent_as_received(now):
    assert validators(endpoint(now), now, read_as="today") == {
        "If-None-Match": '"tin"',
        "If-Modified-Since": "Mon, 23 Nov 2026 07:00:00 GMT",
    }
    assert validators(endpoint(now, last_modified=None), now, read_as="today") == {"If-None-Match": '"tin"'}


@pytest.mark.parametrize("hours", [24, 100, None])
def test_once_a_day_everything_is_asked_for(now, hours):
    assert validators(endpoint(now, read_hours_ago=hours), now, read_as="today") == {}


def test_everything_is_asked_for_when_the_source_calls_something_else_a_story(now):
    assert validators(endpoint(now), now, read_as="tomorrow") == {}


def test_a_pattern_put_right_finds_what_was_passed_over(run_orewire, sample_server, sample_sources, tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    right = (sample_sources / "lodestar-metals.example.toml").read_text(encoding="utf-8")
    found = []
    for text in (right.replace("/newscontent/", "/stories/"), right):
        (folder / "lodestar-metals.example.toml").write_text(text, encoding="utf-8")
        crawl = ("crawl", "lodestar-metals.example", "--sources", folder, "--db", tmp_path / "news.db", "--json")
        done = run_orewire(*crawl, *sample_server.connect_to)
        found.append(json.loads(done.stdout)[0]["new"])

    assert found == [0, 48]


def test_a_page_that_says_back_soon_does_not_hide_what_comes_back(crawl_sample, sample_server, answer):
    validators_of_the_page = {"ETag": '"soon"', "Last-Modified": "Mon, 23 Nov 2099 08:00:00 GMT"}
    sample_server.answers["/en/"] = answer(headers=validators_of_the_page, body=b"Back soon")
    crawl_sample()
    sample_server.answers.clear()
    sample_server.forget_requests()

    crawl_sample("--limit", "1")

    assert sample_server.requested[0] == "/en/"
    assert not sample_server.headers[0].keys() & {"if-none-match", "if-modified-since"}
    assert len(sample_server.stories) == 1


def test_an_endpoint_never_seen_is_asked_for_everything(now):
    assert validators(None, now, read_as="today") == {}


@pytest.mark.usefixtures("crawled_store")
def test_robots_txt_is_asked_once_a_day_and_obeyed_from_the_archive(crawl_sample, sample_server, answer):
    sample_server.answers["/robots.txt"] = answer(
        headers={"Content-Type": "text/plain"}, body=b"User-agent: *\nDisallow: /"
    )

    again = crawl_sample()

    assert again.returncode == 0, again.stderr
    assert sample_server.requested == ["/en/"], "what was allowed an hour ago still is"


def test_a_robots_txt_in_trouble_is_not_kept(crawl_sample, sample_server, answer):
    sample_server.answers["/robots.txt"] = answer(status=503, times=9)
    crawl_sample("--limit", "1")
    sample_server.answers.clear()
    sample_server.forget_requests()

    crawl_sample("--limit", "1")

    assert "/robots.txt" in sample_server.requested


@pytest.mark.usefixtures("crawled_store")
def test_a_listing_that_has_changed_is_read_again(crawl_sample, sample_server, answer):
    page = b'<a href="/newscontent/104999999-tin-falls">Tin falls again in quiet trade</a>'
    sample_server.answers["/en/"] = answer(headers={"ETag": '"other"'}, body=page)

    crawl_sample()

    assert sample_server.headers[0]["if-none-match"]
    assert sample_server.stories == ["/newscontent/104999999-tin-falls"]


def test_the_sitemaps_of_an_index_are_known_before_they_are_asked(
    run_orewire, sample_server, sample_sources, tmp_path, answer
):
    folder = tmp_path / "sources"
    folder.mkdir()
    text = (sample_sources / "lodestar-metals.example.toml").read_text(encoding="utf-8")
    host = "https://news.lodestar-metals.example"
    text = text.replace(f'listings    = ["{host}/en/"]', f'sitemaps = ["{host}/index.xml"]')
    maps = "".join(f"<sitemap><loc>{host}/map{n}.xml</loc></sitemap>" for n in range(5))
    url = f"<urlset><url><loc>{host}/newscontent/104999999-tin</loc></url></urlset>"
    sample_server.answers["/index.xml"] = answer(
        headers={"ETag": '"1"'}, body=f"<sitemapindex>{maps}</sitemapindex>".encode()
    )
    for n in range(5):
        sample_server.answers[f"/map{n}.xml"] = answer(status=503)
    asked = []
    for pages in (2, 500):
        (folder / "lodestar-metals.example.toml").write_text(
            text.replace("pages = 500", f"pages = {pages}"), encoding="utf-8"
        )
        sample_server.forget_requests()
        crawl = ("crawl", "lodestar-metals.example", "--sources", folder, "--db", tmp_path / "news.db")
        run_orewire(*crawl, *sample_server.connect_to)
        asked.append({path for path in sample_server.requested if "map" in path})
        sample_server.answers["/index.xml"] = answer(status=304)
        for n in range(5):
            sample_server.answers[f"/map{n}.xml"] = answer(body=url.encode())

    assert asked[1] == {f"/map{n}.xml" for n in range(5)}, "although the index answers that it has not changed"


def test_a_304_that_nobody_asked_for_is_a_failure(crawl_sample, sample_server, answer):
    sample_server.answers["/en/"] = answer(status=304)

    done = crawl_sample()

    (row,) = json.loads(done.stdout)
    assert done.returncode == 3
    assert (row["new"], row["why"]) == (0, "http-304 1")
