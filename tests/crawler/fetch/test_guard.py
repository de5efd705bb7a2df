from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector

from crawler.fetch.guard import AddressGuard, is_public, refused


class Crawl:
    """What the guard asks of a crawler."""

    def __init__(self, **settings):
        self.settings = Settings(settings)
        self.stats = MemoryStatsCollector(self)
        self.spider = None


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://127.0.0.1/", id="plain"),
        pytest.param("http://127.1/", id="two-parts"),
        pytest.param("http://2130706433/", id="decimal"),
        pytest.param("http://0x7f000001/", id="hexadecimal"),
        pytest.param("http://0x7f.1/", id="hexadecimal-part"),
        pytest.param("http://017700000001/", id="octal"),
        pytest.param("http://0177.0.0.1/", id="octal-part"),
        pytest.param("http://0.0.0.0/", id="any-address"),
        pytest.param("http://0/", id="zero"),
        pytest.param("http://localhost/", id="localhost"),
        pytest.param("http://LOCALHOST/", id="localhost-in-capitals"),
        pytest.param("http://localhost./", id="localhost-with-a-dot"),
        pytest.param("http://news.localhost/", id="below-localhost"),
        pytest.param("http://127.0.0.1./", id="with-a-dot"),
        pytest.param("http://127%2E0%2E0%2E1/", id="encoded-dots"),
        pytest.param("http://①②⑦.⓪.⓪.①/", id="circled-digits"),
        pytest.param("http://127。0。0。1/", id="ideographic-stops"),
        pytest.param("http://[::1]/", id="ipv6"),
        pytest.param("http://[0:0:0:0:0:0:0:1]/", id="ipv6-in-full"),
        pytest.param("http://[::]/", id="ipv6-any"),
        pytest.param("http://[::ffff:127.0.0.1]/", id="mapped"),
        pytest.param("http://[::ffff:7f00:1]/", id="mapped-in-hexadecimal"),
        pytest.param("http://[::127.0.0.1]/", id="ipv4-compatible"),
        pytest.param("http://[2002:7f00:1::]/", id="6to4"),
        pytest.param("http://[2001:0:7f00:1::]/", id="teredo"),
    ],
)
def test_refuses_every_spelling_of_this_machine(url):
    assert refused(url) == "private-address"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://169.254.169.254/latest/meta-data/", id="cloud-metadata"),
        pytest.param("http://10.0.0.1/", id="ten"),
        pytest.param("http://172.16.0.1/", id="one-seven-two"),
        pytest.param("http://192.168.1.1/", id="one-nine-two"),
        pytest.param("http://100.64.0.1/", id="carrier"),
        pytest.param("http://198.18.0.1/", id="benchmarking"),
        pytest.param("http://224.0.0.1/", id="multicast"),
        pytest.param("http://255.255.255.255/", id="broadcast"),
        pytest.param("http://[fd00::1]/", id="unique-local"),
        pytest.param("http://[fe80::1]/", id="link-local"),
        pytest.param("http://[fec0::1]/", id="site-local"),
        pytest.param("http://[ff02::1]/", id="multicast-ipv6"),
        pytest.param("http://[64:ff9b::7f00:1]/", id="nat64"),
        pytest.param("http://[64:ff9b::a9fe:a9fe]/", id="nat64-of-metadata"),
        pytest.param("http://[64:ff9b:1::7f00:1]/", id="local-nat64"),
    ],
)
def test_refuses_addresses_that_are_not_of_the_open_internet(url):
    assert refused(url) == "private-address"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("file:///etc/passwd", "scheme", id="file"),
        pytest.param("FILE:///etc/passwd", "scheme", id="file-in-capitals"),
        pytest.param("data:text/html,x", "scheme", id="data"),
        pytest.param("ftp://example.org/", "scheme", id="ftp"),
        pytest.param("s3://bucket/key", "scheme", id="s3"),
        pytest.param("javascript:alert(1)", "scheme", id="javascript"),
        pytest.param("//example.org/", "scheme", id="no-scheme"),
        pytest.param("", "scheme", id="empty"),
        pytest.param("http://example.org:22/", "port", id="ssh"),
        pytest.param("http://example.org:6379/", "port", id="redis"),
        pytest.param("http://example.org:0/", "port", id="port-zero"),
        pytest.param("http://example.org:99999/", "invalid-url", id="no-port"),
        pytest.param("http://user@example.org/", "invalid-url", id="user-name"),
        pytest.param("http://example.org@127.0.0.1/", "invalid-url", id="host-as-user-name"),
        pytest.param("http://exa\nmple.org/", "invalid-url", id="line-end"),
        pytest.param("http://", "invalid-url", id="no-host"),
        pytest.param("http://[::1", "invalid-url", id="open-bracket"),
        pytest.param("http://a／b/", "invalid-url", id="full-width-slash"),
    ],
)
def test_refuses_other_schemes_ports_and_what_is_no_address(url, reason):
    assert refused(url) == reason


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://example.org/", id="http"),
        pytest.param("https://news.metal.com/newscontent/1", id="https"),
        pytest.param("http://example.org:8080/", id="port-8080"),
        pytest.param("https://example.org:8443/", id="port-8443"),
        pytest.param("http://8.8.8.8/", id="public-number"),
        pytest.param("http://[2606:4700::1111]/", id="public-ipv6"),
        pytest.param("http://[64:ff9b::808:808]/", id="nat64-of-a-public-number"),
        pytest.param("http://localhost.example.org/", id="localhost-as-a-label"),
        pytest.param("http://10.example.org/", id="number-as-a-label"),
        pytest.param("https://例子.example/", id="chinese"),
    ],
)
def test_lets_the_open_web_pass(url):
    assert refused(url) is None


@given(
    st.one_of(
        st.text(), st.text().map("http://{}".format), st.text(alphabet="[]:@/\\.%0127fx#?").map("http://{}".format)
    )
)
def test_never_raises_whatever_the_address(url):
    assert refused(url) in {None, "scheme", "port", "private-address", "invalid-url"}


@pytest.mark.parametrize(
    ("address", "public"),
    [
        pytest.param("8.8.8.8", True, id="public"),
        pytest.param("127.0.0.53", False, id="loopback"),
        pytest.param("2606:4700::1111", True, id="public-ipv6"),
        pytest.param("::ffff:8.8.8.8", True, id="mapped-public"),
        pytest.param("::ffff:10.0.0.1", False, id="mapped-private"),
        pytest.param("2002:a00:1::", False, id="6to4-private"),
        pytest.param("239.1.2.3", False, id="multicast"),
    ],
)
def test_an_address_is_judged_by_the_one_it_hides(address, public):
    assert is_public(ipaddress.ip_address(address)) is public


def test_a_refusal_is_counted_by_its_reason():
    crawl = Crawl()
    guard = AddressGuard.from_crawler(crawl)

    with pytest.raises(IgnoreRequest, match="private-address"):
        guard.process_request(Request("http://10.0.0.1/"))

    assert crawl.stats.get_value("requests/refused/private-address") == 1


def test_a_public_address_passes_uncounted():
    crawl = Crawl()

    assert AddressGuard.from_crawler(crawl).process_request(Request("https://example.org/")) is None
    assert crawl.stats.get_stats() == {}


def test_connect_to_opens_its_own_host_only():
    crawl = Crawl(OREWIRE_CONNECT_TO={"news.test": "127.0.0.1:1234"})
    guard = AddressGuard.from_crawler(crawl)

    assert guard.process_request(Request("https://news.test/")) is None
    with pytest.raises(IgnoreRequest):
        guard.process_request(Request("http://127.0.0.1:1234/"))


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://example.org\\@127.0.0.1/", id="backslash"),
        pytest.param("http://example.org#@127.0.0.1/", id="fragment"),
        pytest.param("http://example.org?@127.0.0.1/", id="query"),
        pytest.param("http://127.0.0.1\\@example.org/", id="backslash-the-other-way"),
    ],
)
def test_guard_and_downloader_see_the_same_host(url):
    request = Request(url)

    # What Twisted would connect to is what stands after the last @ of the authority, cut at the first slash or mark.
    authority = request.url.split("//", 1)[1].replace("?", "/").replace("#", "/").split("/", 1)[0]
    host = authority.rpartition("@")[2]
    assert refused(request.url) is not None or host == "example.org"
