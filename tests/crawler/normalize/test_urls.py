"""One address a page: what is refused, what is dropped, what is kept."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalize import urls
from crawler.normalize.urls import MAX_CHARS, canonical_url, is_within


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        pytest.param("HTTPS://News.Metal.com/a", "https://news.metal.com/a", id="scheme-and-host-in-lower-case"),
        pytest.param("https://example.com:443/a", "https://example.com/a", id="default-port"),
        pytest.param("https://example.com:8443/a", "https://example.com:8443/a", id="other-port-kept"),
        pytest.param("https://example.com", "https://example.com/", id="empty-path"),
        pytest.param("https://example.com/a/./b/../c", "https://example.com/a/c", id="dot-segments"),
        pytest.param("https://example.com/a#top", "https://example.com/a", id="fragment"),
        pytest.param("https://example.com/#!/story/7", "https://example.com/", id="hashbang"),
        pytest.param("https://例え.jp/é", "https://xn--r8jz45g.jp/%C3%A9", id="punycode-and-percent-encoding"),
        pytest.param("\n  https://example.com/a \t", "https://example.com/a", id="white-space-around-it"),
        pytest.param("https://example.com/a?utm_source=x&utm_medium=y", "https://example.com/a", id="only-campaign"),
        pytest.param("https://example.com/a?b=2&fbclid=z&a=1", "https://example.com/a?b=2&a=1", id="order-kept"),
        pytest.param("https://example.com/a?q=a+b%20c&spm=1.2", "https://example.com/a?q=a+b%20c", id="encoding-kept"),
        pytest.param("https://example.com/a?UTM_Source=x", "https://example.com/a", id="upper-case-campaign"),
        pytest.param("https://example.com/a?gclid", "https://example.com/a", id="parameter-without-value"),
        pytest.param("https://example.com/a?", "https://example.com/a", id="bare-question-mark"),
        pytest.param("https://example.com/a;jsessionid=0AF3?id=7", "https://example.com/a?id=7", id="session-in-path"),
        pytest.param("https://example.com/a?PHPSESSID=abc&id=7", "https://example.com/a?id=7", id="session-parameter"),
        pytest.param("https://example.com/a?sid=0123456789abcdef0123", "https://example.com/a", id="long-hex-sid"),
        pytest.param("https://example.com/a?sid=17", "https://example.com/a?sid=17", id="short-sid-is-a-story"),
        pytest.param(
            "https://example.com/a?ref=7&source=lme", "https://example.com/a?ref=7&source=lme", id="page-names"
        ),
        pytest.param("http://[::1]:80/a", "http://[::1]/a", id="ipv6"),
        pytest.param("https://example.com/a?q=%0a", "https://example.com/a?q=%0a", id="encoded-line-end-in-query"),
    ],
)
def test_gives_one_address_to_all_spellings(url, canonical):
    assert canonical_url(url) == canonical


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="empty"),
        pytest.param("/a/b", id="relative"),
        pytest.param("ftp://example.com/a", id="ftp"),
        pytest.param("javascript:alert(1)", id="javascript"),
        pytest.param("mailto:a@example.com", id="mail"),
        pytest.param("https://user:secret@example.com/", id="user-and-password"),
        pytest.param("https://user@example.com/", id="user"),
        pytest.param("https://", id="no-host"),
        pytest.param("https://exa mple.com/", id="space-in-host"),
        pytest.param("https://example.com:99999/", id="port-too-high"),
        pytest.param("https://exam\nple.com/", id="raw-line-end"),
        pytest.param("https://example.com/a\x00b", id="raw-nul"),
        pytest.param("https://example.com/a%0d%0aSet-Cookie:x", id="encoded-line-end-in-path"),
        pytest.param("https://example.com/a%00", id="encoded-nul-in-path"),
        pytest.param("https://exam%0aple.com/", id="encoded-line-end-in-host"),
        pytest.param("https://xn--pokxncvks/", id="punycode-of-nothing"),
        pytest.param("https://example.com/\ud800", id="lone-surrogate"),
        pytest.param("https://example.com/" + "a" * MAX_CHARS, id="too-long"),
        pytest.param("https://example.com/" + "é" * 1000, id="too-long-once-encoded"),
    ],
)
def test_refuses(url):
    assert canonical_url(url) is None


@given(
    st.one_of(
        st.text(),
        st.text(alphabet="ab/.;?&=#%2e0:@-é jsessionidphp_utm", max_size=60).map("https://example.com/".__add__),
        st.text(alphabet="ab.-:0xn[]é", max_size=20).map("http://".__add__),
    )
)
def test_canonical_url_of_a_canonical_url_is_itself(url):
    once = canonical_url(url)

    assert once is None or canonical_url(once) == once


def test_session_before_dots_leaves_a_stable_address():
    once = canonical_url("https://example.com/a/b/..;jsessionid=1")

    assert once == "https://example.com/a/"
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("url", "hosts", "within"),
    [
        pytest.param("https://metal.com/a", ["metal.com"], True, id="the-host"),
        pytest.param("https://news.metal.com/a", ["metal.com"], True, id="below"),
        pytest.param("https://news.metal.com/a", ["mining.com", "metal.com"], True, id="second-of-two"),
        pytest.param("https://NEWS.Metal.com./a", ["Metal.com"], True, id="case-and-root-dot"),
        pytest.param("https://notmetal.com/a", ["metal.com"], False, id="ends-alike"),
        pytest.param("https://metal.com.evil.example/", ["metal.com"], False, id="begins-alike"),
        pytest.param("https://metal.com/", ["news.metal.com"], False, id="above"),
        pytest.param("https://evil.example/?u=metal.com", ["metal.com"], False, id="host-in-query"),
        pytest.param("https://metal.com@evil.example/", ["metal.com"], False, id="host-as-user"),
        pytest.param("https://例え.jp/", ["例え.jp"], True, id="international"),
        pytest.param("not a url", ["metal.com"], False, id="no-url"),
        pytest.param("https://metal.com/", [""], False, id="empty-host"),
        pytest.param("https://metal.com/", [], False, id="no-hosts"),
    ],
)
def test_is_within(url, hosts, within):
    assert is_within(url, hosts) is within


def test_examples_in_docstrings_hold():
    assert doctest.testmod(urls).failed == 0
