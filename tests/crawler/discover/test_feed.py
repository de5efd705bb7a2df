from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discover import feed_entries

URL = "https://example.com/news/feed.xml"
DATE = datetime(2024, 3, 5, 1, 30, tzinfo=UTC)


def rss(item: str, *, version: str = "2.0", prolog: str = "") -> bytes:
    names = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom"'
    )
    feed = f'{prolog}<rss version="{version}" {names}><channel><title>Wire</title><item>{item}</item></channel></rss>'
    return feed.encode()


def atom(entry: str, *, attributes: str = "") -> bytes:
    names = f'xmlns="http://www.w3.org/2005/Atom" {attributes}'
    return f"<feed {names}><title>Wire</title><entry>{entry}</entry></feed>".encode()


def only(body: bytes, **kwargs):
    (entry,) = feed_entries(body, url=URL, **kwargs)
    return entry


def test_reads_every_field_of_an_rss_item():
    body = rss(
        "<title>Tin jumps</title><link>https://example.com/tin</link><guid isPermaLink='false'>tin-1</guid>"
        "<pubDate>Tue, 05 Mar 2024 09:30:00 +0800</pubDate><description>Short.</description>"
        "<content:encoded>&lt;p&gt;Long.&lt;/p&gt;</content:encoded>"
    )

    entry = only(body)

    assert (entry.url, entry.title, entry.id) == ("https://example.com/tin", "Tin jumps", "tin-1")
    assert (entry.published, entry.updated) == (DATE, None)
    assert (entry.summary, entry.content, entry.kind) == ("Short.", "<p>Long.</p>", "article")


def test_reads_every_field_of_an_atom_entry():
    body = atom(
        "<title>Tin jumps</title><link href='https://example.com/tin'/><id>urn:tin:1</id>"
        "<published>2024-03-05T09:30:00+08:00</published><updated>2024-03-05T02:30:00Z</updated>"
        "<summary>Short.</summary><content type='html'>&lt;p&gt;Long.&lt;/p&gt;</content>"
    )

    entry = only(body)

    assert (entry.url, entry.title, entry.id) == ("https://example.com/tin", "Tin jumps", "urn:tin:1")
    assert (entry.published, entry.updated) == (DATE, datetime(2024, 3, 5, 2, 30, tzinfo=UTC))
    assert (entry.summary, entry.content) == ("Short.", "<p>Long.</p>")


def test_full_text_alone_is_the_summary_too():
    entry = only(atom("<content type='html'>&lt;p&gt;Long.&lt;/p&gt;</content>"))

    assert (entry.summary, entry.content) == ("<p>Long.</p>", "<p>Long.</p>")


def test_reads_rss_1_0_whose_items_stand_beside_the_channel():
    body = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        b'<channel rdf:about="https://example.com/"><title>Wire</title></channel>'
        b'<item rdf:about="https://example.com/tin"><title>Tin</title><link>https://example.com/tin</link></item></rdf:RDF>'
    )

    assert only(body).url == "https://example.com/tin"


@pytest.mark.parametrize(
    ("item", "want"),
    [
        pytest.param("<link>../tin</link>", "https://example.com/tin", id="relative to the feed"),
        pytest.param("<link>\n https://example.com/tin \n</link>", "https://example.com/tin", id="white space"),
        pytest.param(
            "<link><![CDATA[https://example.com/?a=1&b=2]]></link>", "https://example.com/?a=1&b=2", id="cdata"
        ),
        pytest.param("<guid>https://example.com/tin</guid>", "https://example.com/tin", id="permanent guid"),
        pytest.param("<guid isPermaLink='false'>https://example.com/tin</guid>", None, id="guid that is no link"),
        pytest.param("<title>Tin</title>", None, id="no link at all"),
        pytest.param("<link>javascript:alert(1)</link>", None, id="javascript"),
        pytest.param("<link>file:///etc/passwd</link>", None, id="file"),
        pytest.param("<link>http://[::1</link>", None, id="broken address"),
        pytest.param(
            "<link uri='at://did:plc:x/post'>https://example.com/tin</link>", "https://example.com/tin", id="attribute"
        ),
        pytest.param(
            "<atom:link rel='self' href='https://example.com/f'/><link>/tin</link>",
            "https://example.com/tin",
            id="atom",
        ),
    ],
)
def test_finds_the_link_of_an_rss_item(item, want):
    assert only(rss(item)).url == want


@pytest.mark.parametrize(
    ("entry", "attributes", "want"),
    [
        pytest.param("<link href='tin'/>", "xml:base='https://base.org/a/'", "https://base.org/a/tin", id="xml:base"),
        pytest.param(
            "<link rel='self' href='/self'/><link rel='alternate' href='/tin'/>",
            "",
            "https://example.com/tin",
            id="self first",
        ),
        pytest.param(
            "<link rel='alternate' type='application/pdf' href='/tin.pdf'/>",
            "",
            "https://example.com/tin.pdf",
            id="a report",
        ),
        pytest.param("<id>https://example.com/tin</id>", "", "https://example.com/tin", id="id that is an address"),
        pytest.param("<id>tag:example.com,2024:tin</id>", "", None, id="id that is none"),
    ],
)
def test_finds_the_link_of_an_atom_entry(entry, attributes, want):
    assert only(atom(entry, attributes=attributes)).url == want


@pytest.mark.parametrize(
    ("body", "want"),
    [
        pytest.param(rss("<title>Tin &amp;amp; zinc</title>"), "Tin & zinc", id="rss, escaped twice"),
        pytest.param(rss("<title>&lt;b&gt;Tin&lt;/b&gt; jumps</title>"), "Tin jumps", id="rss, escaped tags"),
        pytest.param(rss("<title><![CDATA[Tin<br>jumps]]></title>"), "Tin jumps", id="rss, line break"),
        pytest.param(rss("<title>Tin &lt; zinc &gt; lead</title>"), "Tin < zinc > lead", id="rss, less than"),
        pytest.param(rss("<title>  Tin\n\t jumps </title>"), "Tin jumps", id="white space"),
        pytest.param(rss("<title></title>"), None, id="empty"),
        pytest.param(
            rss("<title>a&#0;b&#xD800;c&#99999999999;d\x01e</title>"), "abcde", id="characters that XML forbids"
        ),
        pytest.param(atom("<title>&lt;b&gt; is bold</title>"), "<b> is bold", id="atom text"),
        pytest.param(
            atom("<title type='html'>&lt;i&gt;Tin&lt;/i&gt; &amp;lt; zinc</title>"), "Tin < zinc", id="atom html"
        ),
        pytest.param(
            atom("<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><b>Tin</b> &lt; zinc</div></title>"),
            "Tin < zinc",
            id="atom xhtml",
        ),
        pytest.param(atom("<title type='html'>Cu&lt;sub&gt;2&lt;/sub&gt;O</title>"), "Cu2O", id="inline tags join"),
        pytest.param(rss("<title>Caf&eacute; &nbsp;tin</title>"), "Café tin", id="html entities without a dtd"),
    ],
)
def test_makes_titles_plain_text(body, want):
    assert only(body).title == want


@pytest.mark.parametrize(
    ("printed", "want"),
    [
        pytest.param("Tue, 05 Mar 2024 09:30:00 +0800", DATE, id="rfc 822"),
        pytest.param("2024-03-05T07:00:00+0530", DATE, id="iso with basic offset"),
        pytest.param("Tue, 05 Mar 2024 02:30:00 CET", DATE, id="zone name beyond rfc 822"),
        pytest.param("Tue Mar 05 2024 09:30:00 GMT+0800 (China Standard Time)", DATE, id="as a script prints it"),
        pytest.param("Mon, 01 Jan 0001 00:00:00 GMT", None, id="year 1"),
        pytest.param("9999-12-31T23:59:59Z", None, id="year 9999"),
        pytest.param("2101-01-01T00:00:00Z", None, id="year 2101"),
        pytest.param("1989-12-31T00:00:00Z", None, id="year 1989"),
        pytest.param("--03-05", None, id="no year"),
        pytest.param("5th of March, 2024 at noon", None, id="prose"),
    ],
)
def test_dates_are_utc_or_none(printed, want):
    assert only(rss(f"<pubDate>{printed}</pubDate>")).published == want


def test_keeps_a_date_it_cannot_read_as_printed():
    entry = only(rss("<pubDate>2024年3月5日</pubDate>"))

    assert (entry.published, entry.published_raw) == (None, "2024年3月5日")


def test_takes_dc_date_of_rss_for_publication():
    entry = only(rss("<dc:date>2024-03-05T01:30:00Z</dc:date>"))

    assert (entry.published, entry.updated) == (DATE, DATE)


def test_does_not_take_an_atom_update_for_publication():
    entry = only(atom("<updated>2024-03-05T01:30:00Z</updated>"))

    assert (entry.published, entry.updated) == (None, DATE)


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        pytest.param("utf-8", "gb2312", "text/xml; charset=gbk", id="utf-8 called gbk"),
        pytest.param("gb18030", "utf-8", None, id="gbk called utf-8"),
        pytest.param("gb18030", "gb2312", "text/xml", id="gbk declared in the document"),
        pytest.param("gb18030", "utf-8", "text/xml; charset=gbk", id="gbk declared by http"),
        pytest.param("utf-16", "utf-16", None, id="utf-16 with a mark"),
        pytest.param("utf-16-le", "utf-16", None, id="utf-16 without a mark"),
        pytest.param("utf-32-be", "utf-8", None, id="utf-32 called utf-8"),
        pytest.param("utf-8", "unicode_escape", "text/xml; charset=rot13", id="charsets that are none"),
    ],
)
def test_reads_chinese_whatever_the_label_says(encoding, declared, content_type):
    text = "上海有色网讯，今日电解铜价格上涨，市场成交清淡"
    feed = (
        f'<?xml version="1.0" encoding="{declared}"?><rss><channel><item><title>{text}</title></item></channel></rss>'
    )

    assert only(feed.encode(encoding), content_type=content_type).title == text


def test_one_broken_character_spoils_no_other():
    body = rss(f"<title>{'上海有色网讯' * 5}</title><description>@</description>").replace(b"@", "铜".encode()[:2])

    assert only(body).title == "上海有色网讯" * 5


def test_reads_a_feed_behind_a_warning_of_php():
    assert only(b"\n<br />\n<b>Warning</b>: x in /srv/a.php\n" + rss("<title>Tin</title>")).title == "Tin"


def test_reads_items_of_a_feed_that_is_cut_off():
    body = rss("<title>Tin</title><link>/a</link></item><item><title>Zinc</title><link>/b</link>")[:-30]

    assert [entry.title for entry in feed_entries(body, url=URL)] == ["Tin", "Zinc"]


def test_stops_at_a_thousand_items():
    items = "</item><item>".join(f"<title>{number}</title>" for number in range(3_000))

    titles = [entry.title for entry in feed_entries(rss(items), url=URL)]

    assert titles == [str(number) for number in range(1_000)]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b" \n", id="white space"),
        pytest.param(b"not found", id="text"),
        pytest.param(b"<!DOCTYPE html><html><body><item><title>x</title></item></body></html>", id="page"),
        pytest.param(b"\xff\xfe\x00\x00\x89PNG", id="binary"),
        pytest.param(b"{", id="broken json"),
        pytest.param(b"[]", id="json list"),
        pytest.param(b"<rss><channel></channel></rss>", id="feed without items"),
    ],
)
def test_what_is_no_feed_has_no_entries(body):
    assert feed_entries(body, url=URL) == []


def test_does_not_open_a_file_that_the_body_names(tmp_path):
    trap = tmp_path / "feed.xml"
    trap.write_bytes(rss("<title>read from disk</title>"))

    assert feed_entries(str(trap).encode(), url=URL) == []


def test_does_not_read_an_external_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")

    entry = only(rss("<title>a&x;b</title>", prolog=f'<!DOCTYPE rss [\n<!ENTITY x SYSTEM "{secret.as_uri()}">\n]>'))

    assert "secret" not in (entry.title or "")


@pytest.mark.parametrize(
    ("declarations", "reference"),
    [
        pytest.param("".join(f'\n<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)), "&a9;", id="nested"),
        pytest.param(f'\n<!ENTITY a "{"x" * 10_000}">', "&a;" * 10_000, id="one long entity, many times"),
    ],
)
def test_does_not_expand_an_entity_bomb(declarations, reference):
    body = rss(f"<description>{reference}</description>", prolog=f"<!DOCTYPE rss [{declarations}\n]>")

    assert len(only(body).summary or "") <= 2 * len(reference)


def test_still_knows_a_short_entity_of_its_own():
    assert only(rss("<title>&co;</title>", prolog='<!DOCTYPE rss [\n<!ENTITY co "Tin Ltd">\n]>')).title == "Tin Ltd"


@pytest.mark.timeout(10)
def test_a_megabyte_of_line_ends_before_the_feed_costs_nothing():
    prolog = "\n" * 1_000_000 + "<!DOCTYPE rss [" + "\n" * 10_000 + "]>"

    assert only(rss("<title>Tin</title>", prolog=prolog)).title == "Tin"


MARKUP = st.sampled_from(
    [
        "<rss>", "<channel>", "<item>", "</item>", "<entry>", "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<title>", "</title>", "<link>", "<link href='", "'/>", "<![CDATA[", "]]>", "<!DOCTYPE rss [",
        "<!ENTITY a '", "&a;", "&#xD800;", "&#0;", "&amp;", "<title type='html'>", "<guid>", "<pubDate>",
        "2024-01-01", "9999-12-31T23:59:59-12:00", "<content type='xhtml'>", "<b>", "http://[", "//", "\x00", "é",
        "<?xml version='1.0' encoding='", "utf-16", "'?>", "<source>", "<image>", "<svg>", "<media:content url='x'>",
        "<dc:date>", "<cloud/>", "<category>", "<author>", "xml:base='http://[' ", "<textinput>",
    ]
)  # fmt: skip


@given(st.binary(max_size=400) | st.lists(MARKUP, max_size=40).map(lambda parts: "".join(parts).encode()))
@settings(max_examples=300, deadline=None)
def test_never_raises(body):
    for entry in feed_entries(body, url=URL, content_type="text/xml; charset=idna"):
        assert entry.url is None or entry.url.startswith(("http://", "https://"))
        assert entry.title is None or entry.title == " ".join(entry.title.split()) != ""


def test_reads_authors_and_keywords_of_any_namespace():
    body = (
        b'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        b"<item><title>Tin</title><dc:creator>Ann Ore</dc:creator><dc:creator>Ben &amp;amp; Co</dc:creator>"
        b"<category>Tin</category><category>LME</category><dc:subject>Tin</dc:subject>"
        b"<media:keywords>zinc, lead</media:keywords></item></channel></rss>"
    )

    (entry,) = feed_entries(body, url=URL)

    assert entry.authors == ("Ann Ore", "Ben & Co")
    assert entry.keywords == ("Tin", "LME", "zinc", "lead")


def test_an_atom_category_goes_by_its_label():
    body = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Tin</title><author><name>Ann Ore</name></author>'
        b'<author><email>x@tin.example</email></author><category term="t1" label="Tin"/><category term="zinc"/></entry></feed>'
    )

    (entry,) = feed_entries(body, url=URL)

    assert (entry.authors, entry.keywords) == (("Ann Ore",), ("Tin", "zinc"))


class TestHostileFeeds:
    """What would keep the parser busy for long is left out; the stories beside it are not."""

    STORY = "<item><title>Tin</title><link>https://example.com/tin</link></item>"

    def titles(self, *items, head=""):
        body = f'<rss version="2.0"><channel>{head}{"".join(items)}</channel></rss>'.encode()
        start = time.process_time()
        found = [entry.title for entry in feed_entries(body, url=URL)]
        assert time.process_time() - start < 10  # measured: 0.03 to 0.4 s
        return found

    @pytest.mark.parametrize(
        "item",
        [
            pytest.param(f"<item><title>{'<a>' * 200_000}</title></item>", id="depth"),
            pytest.param(f"<item><description>{'&lt;div&gt;' * 100_000}</description></item>", id="escaped-depth"),
            pytest.param(f"<item><description>{'&lt;p&gt;tin ' * 150_000}</description></item>", id="length"),
        ],
    )
    def test_an_item_that_is_no_story_is_left_out(self, item):
        assert self.titles(self.STORY, item, self.STORY) == ["Tin", "Tin"]

    def test_of_many_full_items_the_first_are_read(self):
        full = f"<item><title>Tin</title><description>{'x' * 900_000}</description></item>"

        assert self.titles(*[full] * 12) == ["Tin"] * 4

    def test_two_hundred_thousand_items_are_a_thousand(self):
        assert len(self.titles(self.STORY * 200_000)) == 1000

    def test_a_head_without_end_is_no_feed(self):
        assert self.titles(self.STORY, head="<description>" * 30_000) == []

    def test_what_stands_behind_the_items_is_kept_short(self):
        assert self.titles(self.STORY, "<a>" * 100_000) == ["Tin"]
