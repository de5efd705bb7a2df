"""OPML: what readers export is read whole, what somebody made to harm is refused or passed by in one line."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from crawler.errors import DataFileError
from crawler.opml import MAX_BYTES, OpmlFeed, is_site, opml_document, read_opml
from crawler.sources import source_of

MINIFLUX = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
    <head><title>Miniflux</title><dateCreated>Mon, 23 Nov 2026 08:00:00 UTC</dateCreated></head>
    <body>
        <outline text="Metals">
            <outline title="Tin Post" text="Tin Post" xmlUrl="https://tin.example/feed/" htmlUrl="https://tin.example/"
                     type="rss"></outline>
        </outline>
    </body>
</opml>"""
FRESHRSS = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0" xmlns:frss="https://freshrss.org/opml">
  <head><title>FreshRSS</title></head>
  <body>
    <outline text="Uncategorized">
      <outline text="Zink &amp; Blei" type="rss" xmlUrl="https://zink.example/rss?a=1&amp;b=2" htmlUrl="https://zink.example/"
               description="Neues" frss:priority="main" language="de-AT"/>
      <outline text="Scraped" type="HTML+XPath" xmlUrl="https://page.example/" htmlUrl="https://page.example/"/>
    </outline>
  </body>
</opml>"""


def document(*outlines):
    return f'<opml version="2.0"><body>{"".join(outlines)}</body></opml>'.encode()


def urls(body):
    return [feed.url for feed in read_opml(body, file="f.opml").feeds]


def refusal(body):
    with pytest.raises(DataFileError) as caught:
        read_opml(body, file="f.opml")
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_reads_what_miniflux_exports():
    assert read_opml(MINIFLUX.encode(), file="f.opml").feeds == (
        OpmlFeed(url="https://tin.example/feed/", title="Tin Post", homepage="https://tin.example/"),
    )


def test_reads_what_freshrss_exports_and_names_what_is_no_feed():
    listed = read_opml(FRESHRSS.encode(), file="f.opml")

    assert listed.feeds == (
        OpmlFeed(
            url="https://zink.example/rss?a=1&b=2",
            title="Zink & Blei",
            homepage="https://zink.example/",
            language="de-AT",
        ),
    )
    assert len(listed.left_out) == 1
    assert listed.left_out[0].startswith('"Scraped": is of type "html+xpath", no feed')


@pytest.mark.parametrize(
    ("outline", "found"),
    [
        pytest.param('<outline text="a" xmlUrl="https://a.example/f"/>', "https://a.example/f", id="no type"),
        pytest.param('<outline xmlURL="https://a.example/f" TYPE="RSS"/>', "https://a.example/f", id="other case"),
        pytest.param('<outline xmlUrl="https://a.example/?a=1&b=2"/>', "https://a.example/?a=1&b=2", id="bare &"),
        pytest.param('<outline xmlUrl=" https://a.example/f#top "/>', "https://a.example/f", id="space and fragment"),
        pytest.param('<outline xmlUrl="//a.example/f"/>', "https://a.example/f", id="no scheme"),
        pytest.param('<outline xmlUrl="https://a.example/&#1;f"/>', "https://a.example/f", id="a control"),
        pytest.param('<outline xmlUrl="feed://a.example/f"/>', "https://a.example/f", id="feed scheme"),
        pytest.param('<outline xmlUrl="feed:http://a.example/f"/>', "http://a.example/f", id="feed before http"),
        pytest.param('<outline xmlUrl="feed://https://a.example/f"/>', "https://a.example/f", id="feed before https"),
    ],
)
def test_reads_outlines_as_they_are_found_in_the_wild(outline, found):
    assert urls(document(outline)) == [found]


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)", "file:///etc/passwd", "data:text/xml,<rss/>", "ftp://a.example/f", "https://u:p@a.example/f",
        "/feed", "https://", "http://127.0.0.1/f", "http://localhost/f", "http://[::1]/f", "http://2130706433/f",
        "not an address",
    ],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_left_out_with_a_line(address):
    shown = address.replace("<", "&lt;").replace("&", "&amp;")
    listed = read_opml(
        document(f'<outline text="Bad" xmlUrl="{shown}"/>', '<outline xmlUrl="https://a.example/f"/>'), file="f"
    )

    assert [feed.url for feed in listed.feeds] == ["https://a.example/f"]
    assert len(listed.left_out) == 1
    assert listed.left_out[0].startswith('"Bad": "')
    assert listed.left_out[0].endswith("is no http(s) address of a site")


def test_a_homepage_that_is_none_is_none():
    listed = read_opml(document('<outline xmlUrl="https://a.example/f" htmlUrl="javascript:alert(1)"/>'), file="f")

    assert listed.feeds[0].homepage is None


def test_other_lists_are_not_followed():
    body = document(
        '<outline text="More" type="include" url="https://a.example/more.opml"/>',
        '<outline text="Page" type="link" xmlUrl="https://a.example/"/>',
    )

    assert [line.split(":")[0] for line in read_opml(body, file="f").left_out] == ['"More"', '"Page"']


def test_markup_line_ends_and_terminal_codes_leave_a_title():
    title = "Tin &lt;b&gt;Post&lt;/b&gt;&#10;[discover]&#x9b;31m &#x202e;"

    listed = read_opml(document(f'<outline text="{title}" xmlUrl="https://a.example/f"/>'), file="f")

    assert listed.feeds[0].title == "Tin Post [discover] 31m"


def test_an_address_listed_twice_comes_once():
    assert len(urls(document('<outline xmlUrl="https://a.example/f"/>' * 2))) == 1


@pytest.mark.parametrize(
    ("declared", "used"),
    [("gb2312", "utf-8"), ("utf-8", "gbk"), ("no-such-charset", "utf-8"), ("unicode_escape", "utf-8")],
)
def test_a_wrong_charset_costs_no_name(declared, used):
    text = (
        f'<?xml version="1.0" encoding="{declared}"?><opml version="2.0"><head><title>我的订阅列表</title></head><body>'
        '<outline text="有色金属资讯网，每日更新铜铝锌铅镍锡行情" xmlUrl="https://a.example/f"/></body></opml>'
    )

    listed = read_opml(text.encode(used), file="f")

    assert listed.feeds[0].title == "有色金属资讯网，每日更新铜铝锌铅镍锡行情"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(b"", "is no OPML", id="empty"),
        pytest.param(b"<rss><channel/></rss>", "is no OPML", id="a feed"),
        pytest.param(b"<html><body>Log in</body></html>", "is no OPML", id="a page"),
        pytest.param(b"\x00\xff\xfe" * 100, "is no OPML", id="bytes"),
        pytest.param(b"{" * 100_000, "is no OPML", id="braces"),
        pytest.param(b" " * (MAX_BYTES + 1), "is over 5 MB, which no list of feeds is", id="large"),
    ],
)
def test_what_is_no_list_of_feeds_is_refused_in_one_line(body, said):
    assert refusal(body).startswith(f"f.opml: {said}")


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "tin">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % p SYSTEM "http://127.0.0.1:9/p.dtd"> %p;',
        '<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">',
        '<!ENTITY a "<opml><x/></opml>">',
    ],
    ids=["entity", "file", "parameter", "laughs", "root in it"],
)
def test_declared_entities_are_refused(subset):
    body = f'<?xml version="1.0"?><!DOCTYPE opml [{subset}]><opml><body><outline text="&a;" xmlUrl="https://a.example/f"/></body></opml>'

    assert refusal(body.encode()).startswith("f.opml: declares entities in its DOCTYPE")


def test_a_doctype_without_a_subset_is_none_of_our_business():
    body = b'<!DOCTYPE opml SYSTEM "http://127.0.0.1:9/opml.dtd">' + document('<outline xmlUrl="https://a.example/f"/>')

    assert urls(body) == ["https://a.example/f"]


@pytest.mark.parametrize("depth", [101, 100_000])
@pytest.mark.parametrize("closed", [True, False])
def test_deep_nesting_is_refused_at_once(depth, closed):
    body = document('<outline text="a">' * depth, "</outline>" * depth if closed else "")

    before = time.process_time()
    said = refusal(body)

    assert said.startswith("f.opml: nests outlines over 100 deep")
    assert time.process_time() - before < 2


def test_a_list_that_ends_in_the_middle_is_read_to_there():
    body = document('<outline xmlUrl="https://a.example/f"/>', '<outline xmlUrl="https://b.example/')[:-40]

    assert urls(body) == ["https://a.example/f"]


def test_five_megabytes_of_feeds_are_read_in_seconds():
    outlines = "".join(
        f'<outline text="Feed {n}" type="rss" xmlUrl="https://s{n}.example/feed"/>' for n in range(60_000)
    )

    before = time.process_time()
    found = urls(document(outlines[:4_900_000]))

    assert len(found) == 60_000
    assert time.process_time() - before < 10


@pytest.mark.parametrize(
    ("host", "is_one"),
    [("mining.com", True), ("xn--80ak6aa92e.com", True), ("localhost", False), ("10.0.0.1", False), ("::1", False), ("", False),
     ("../etc/passwd", False), ("a..b", False), ("a.b/c", False)],
)  # fmt: skip
def test_a_site_has_a_name_that_a_file_can_have(host, is_one):
    assert is_site(host) is is_one


def test_writes_what_the_specification_asks_for():
    table = {
        "name": "Tin & \x07Zinc", "homepage": "https://tin.example/", "language": ["de", "en"], "timezone": "Europe/Berlin",
        "discover": {"feeds": ["https://tin.example/a?x=1&y=2", "https://tin.example/b"]},
    }  # fmt: skip

    written = opml_document(
        [source_of(table, file="tin.example.toml")], title="Mine", created=datetime(2026, 11, 23, 8, tzinfo=UTC)
    ).decode()

    assert written.startswith("<?xml version='1.0' encoding='utf-8'?>\n<opml version=\"2.0\">")
    assert "<title>Mine</title>" in written
    assert "<dateCreated>Mon, 23 Nov 2026 08:00:00 +0000</dateCreated>" in written
    assert (
        '<outline text="Tin &amp; Zinc" title="Tin &amp; Zinc" type="rss" xmlUrl="https://tin.example/a?x=1&amp;y=2"'
        ' htmlUrl="https://tin.example/" language="de"/>'
    ) in written
    assert urls(written.encode()) == ["https://tin.example/a?x=1&y=2", "https://tin.example/b"]
