"""robots.txt by RFC 9309, and what sites write beside it."""

from __future__ import annotations

import time

import pytest

from crawler.rights.robots_txt import MAX_BYTES, fits, pattern_of, read_robots, target_of

HOST = "https://tin.example"


def allowed(text, path, product="orewire"):
    return read_robots(text.encode(), product=product).allows(f"{HOST}{path}")


@pytest.mark.parametrize(
    ("robots", "path", "is_allowed"),
    [
        pytest.param("User-agent: *\nDisallow: /a", "/a/b", False, id="prefix"),
        pytest.param("User-agent: *\nDisallow: /a", "/b", True, id="other path"),
        pytest.param("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True, id="the longest rule wins"),
        pytest.param("User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", True, id="whatever their order"),
        pytest.param("User-agent: *\nDisallow: /a\nAllow: /a", "/a", True, id="of two as long, the one that allows"),
        pytest.param("User-agent: *\nDisallow:", "/a", True, id="an empty rule"),
        pytest.param("User-agent: *\nDisallow: /*.php$", "/x/a.php", False, id="wildcard and end"),
        pytest.param("User-agent: *\nDisallow: /*.php$", "/x/a.php?x", True, id="the end is the end"),
        pytest.param("User-agent: *\nDisallow: /a%62c", "/abc", False, id="escapes that need not be"),
        pytest.param("User-agent: *\nDisallow: /é", "/%c3%a9", False, id="letters beyond ASCII"),
        pytest.param("User-agent: *\nDisallow: /", "/robots.txt", True, id="itself"),
        pytest.param("User-agent: orewire\nDisallow: /\nUser-agent: *\nAllow: /", "/a", False, id="our own group"),
        pytest.param("User-agent: OreWire/1.0\nDisallow: /", "/a", False, id="our name with a version"),
        pytest.param("User-agent: ore\nDisallow: /", "/a", True, id="part of our name is another's"),
        pytest.param("User-agent: *\nDisallow: /\nUser-agent: orewire\nAllow: /b", "/a", True, id="ours replaces all"),
        pytest.param("User-agent: a\nUser-agent: *\nDisallow: /", "/a", False, id="two names, one group"),
        pytest.param(
            "User-agent: *\nAllow: /b\n\nUser-agent: *\nDisallow: /a", "/a", False, id="groups of one name join"
        ),
        pytest.param(
            "User-agent: *\nSitemap: /s.xml\nUser-agent: b\nDisallow: /", "/a", False, id="others end no names"
        ),
        pytest.param("User-agent: *\nCrawl-delay: 9\nUser-agent: b\nDisallow: /", "/a", True, id="a delay ends them"),
        pytest.param("\ufeffUser-agent: *\r\nDissalow : /a # secret\r\n", "/a", False, id="BOM, typing error, comment"),
        pytest.param("<html><p>Disallow: /", "/a", True, id="a page in its place"),
    ],
)
def test_the_rule_that_decides(robots, path, is_allowed):
    assert allowed(robots, path) is is_allowed


@pytest.mark.parametrize(
    ("lines", "seconds"),
    [
        pytest.param("Crawl-delay: 2.5", 2.5, id="delay"),
        pytest.param("Request-rate: 1/10", 10, id="rate"),
        pytest.param("Request-rate: 30/1m 0600-0845", 2, id="rate by the minute"),
        pytest.param("Crawl-delay: 1\nRequest-rate: 1/5s", 5, id="the slower one"),
        pytest.param("Crawl-delay: soon", None, id="no number"),
        pytest.param("Crawl-delay: -3", None, id="negative"),
        pytest.param("Crawl-delay: inf", None, id="for ever"),
        pytest.param("Request-rate: 0/5", None, id="never"),
    ],
)
def test_seconds_between_requests(lines, seconds):
    assert read_robots(f"User-agent: *\n{lines}".encode(), product="orewire").delay == seconds


def test_content_signals_of_our_group_and_of_the_path():
    text = (
        "Content-Signal: search=yes\nUser-agent: *\nContent-Signal: ai-train=yes\n"
        "User-agent: orewire\nContent-Signal: ai-train=NO,  ai-input=yes\nContent-Signal: /wire/ ai-input=no\nDisallow: /x"
    )
    robots = read_robots(text.encode(), product="orewire")

    assert robots.signals_for("/a") == ["search=yes", "ai-train=no, ai-input=yes"]
    assert robots.signals_for("/wire/1") == ["ai-input=no"]


def test_a_file_of_5_mb_is_read_to_the_limit_and_soon():
    head = b"User-agent: *\nDisallow: /a\n"
    line = b"Disallow: /*a*a*a*a*a*a*b\n"
    body = head + line * (5_000_000 // len(line)) + b"Disallow: /behind\n"
    start = time.process_time()

    robots = read_robots(body, product="orewire")
    behind = robots.allows(f"{HOST}/behind{'a' * 2000}")

    assert time.process_time() - start < 2, "0.1 s measured; Protego takes 7"
    assert not robots.allows(f"{HOST}/a")
    assert behind, f"stands behind {MAX_BYTES} bytes"


def test_a_line_cut_by_the_limit_is_no_rule():
    body = b"User-agent: *\nDisallow: /".ljust(MAX_BYTES, b"a") + b"bc\n"

    assert read_robots(body, product="orewire").rules == ()


@pytest.mark.parametrize("url", ["http://[", "https://tin.example", ""])
def test_an_address_without_a_path_is_the_root(url):
    assert target_of(url) == "/"


def test_a_dollar_counts_at_the_end_only():
    assert fits(pattern_of("/a$b"), target_of(f"{HOST}/a$b"))
    assert not fits(pattern_of("/a$"), target_of(f"{HOST}/a$"))
