from __future__ import annotations

import json

import pytest

from crawler.errors import ConfigurationError
from crawler.fetch.connect_to import connect_to_map
from crawler.sample_site.articles import LODESTAR, LODESTAR_HOST, sample_articles

STORY = sample_articles(LODESTAR)[0]


def test_a_host_is_known_in_lower_case():
    assert connect_to_map(("News.Test=127.0.0.1:8080", "b.test=127.0.0.1:9")) == {
        "news.test": "127.0.0.1:8080",
        "b.test": "127.0.0.1:9",
    }


@pytest.mark.parametrize(
    "option",
    [
        pytest.param("news.test=10.0.0.1:80", id="private"),
        pytest.param("news.test=93.184.216.34:80", id="public"),
        pytest.param("news.test=0.0.0.0:80", id="any"),
        pytest.param("news.test=localhost:80", id="name"),
        pytest.param("news.test=other.test:80", id="other-name"),
        pytest.param("news.test=127.0.0.1", id="no-port"),
        pytest.param("news.test=127.0.0.1:", id="empty-port"),
        pytest.param("news.test=127.0.0.1:0", id="port-zero"),
        pytest.param("news.test=127.0.0.1:65536", id="port-too-high"),
        pytest.param("news.test=127.0.0.1:٨٠", id="arabic-digits"),
        pytest.param("news.test=127.0.0.1:80@10.0.0.1:80", id="user-name"),
        pytest.param("news.test=127.0.0.1:80\n", id="line-end"),
        pytest.param("=127.0.0.1:80", id="no-host"),
        pytest.param("news.test", id="no-target"),
        pytest.param("", id="empty"),
    ],
)
def test_refuses_what_is_no_port_of_this_machine(option):
    with pytest.raises(ConfigurationError, match=r"write HOST=127\.0\.0\.1:PORT"):
        connect_to_map((option,))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_mapped_host_is_asked_in_plain_http_and_keeps_its_name(run_orewire, sample_server, sample_sources, scheme):
    url = f"{scheme}://{LODESTAR_HOST}{STORY.path}"

    result = run_orewire("extract", url, "--json", "--sources", sample_sources, *sample_server.connect_to)

    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["url"] == url
    assert sample_server.requested == ["/robots.txt", STORY.path]
    assert set(sample_server.hosts) == {LODESTAR_HOST}


def test_a_host_that_is_not_mapped_is_not_sent_to_this_machine(run_orewire, sample_server):
    result = run_orewire(
        "extract",
        f"https://{LODESTAR_HOST}.other.test/",
        "--connect-to",
        f"{LODESTAR_HOST}=127.0.0.1:{sample_server.port}",
    )

    assert result.returncode == 2
    assert "set OREWIRE_CONTACT=you@example.org: the sites you visit see it" in result.stderr
    assert sample_server.requested == []


def test_a_redirect_stays_at_the_mapped_host(run_orewire, sample_server, sample_sources, answer):
    sample_server.answers["/old"] = answer(status=301, headers={"Location": STORY.path})

    result = run_orewire(
        "extract", f"https://{LODESTAR_HOST}/old", "--json", "--sources", sample_sources, *sample_server.connect_to
    )

    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["url"] == STORY.url
    assert sample_server.requested == ["/robots.txt", "/old", STORY.path]


def test_connect_to_opens_no_other_way_to_its_target(crawl_sample, sample_server, answer):
    ways = ["127.0.0.1", "127.1", "2130706433", "localhost", "[::1]", "[::ffff:127.0.0.1]"]
    for host, story in zip(ways, sample_articles(LODESTAR), strict=False):
        redirect = answer(status=302, headers={"Location": f"http://{host}:{sample_server.port}/reached/"})
        sample_server.answers[story.path] = redirect

    result = crawl_sample()

    assert result.returncode == 0, result.stderr
    assert "/reached/" not in sample_server.requested
    assert json.loads(result.stdout)[0]["new"] == 48 - len(ways)


def test_the_command_refuses_a_target_beyond_loopback(run_orewire):
    result = run_orewire("crawl", "metal.com", "--db", "x.db", "--connect-to", "news.metal.com=10.0.0.1:80")

    assert result.returncode == 2
    assert result.stderr == (
        'orewire: --connect-to "news.metal.com=10.0.0.1:80": write HOST=127.0.0.1:PORT; only loopback can be named\n'
    )


@pytest.mark.parametrize(
    "target",
    [
        pytest.param("10.0.0.1:80", id="private"),
        pytest.param("[fd00::1]:80", id="private-ipv6"),
        pytest.param("93.184.216.34:80", id="public"),
    ],
)
def test_no_scrapy_setting_leads_beyond_loopback(run_scrapy, target, tmp_path):
    result = run_scrapy(
        "crawl", "metal.com", "-s", f"OREWIRE_CONNECT_TO={json.dumps({'news.metal.com': target})}",
        "-s", "RETRY_ENABLED=0", "-s", "ROBOTSTXT_OBEY=0", env={"OREWIRE_DB": str(tmp_path / "news.db")},
    )  # fmt: skip

    assert "downloader/response_count" not in result.stderr  # the fixture fails where a connection was tried
