"""Listings in JSON: by the paths that a source's table ``[json]`` names."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.discover import listing_entries
from crawler.discover.json_listing import json_document, json_entries
from crawler.sources import Json, load_source

URL = "https://tin.example/api/news?page=1&size=20"
DEFINITION = """
name = "Tin"
homepage = "https://tin.example/"
language = "en"
timezone = "Asia/Shanghai"
[discover]
listings = ["https://tin.example/api/news"]
next_page = "a[rel=next]"
article_url = ['/news/\\d+']
[json]
"""


def entries(document, **paths):
    return json_entries(document, url=URL, paths=Json(**{"url": "url", **paths}))


def only(item, **paths):
    (entry,) = entries([item], **paths)
    return entry


@pytest.fixture
def listed(tmp_path):
    def read(body, table, url=URL):
        file = tmp_path / "tin.example.toml"
        file.write_text(DEFINITION + table, encoding="utf-8")
        return listing_entries(body.encode(), url=url, source=load_source(file))

    return read


def test_reads_items_by_their_paths():
    items = [
        {
            "id": 7,
            "attributes": {"name": "Tin &amp; zinc <b>rise</b>", "at": "2026-11-23 10:00"},
            "text": "<p>Long.</p>",
        },
        {"id": 8, "attributes": {"name": "Lead falls", "at": 1795417200}},
    ]

    first, second = entries(
        {"data": {"list": items}}, items="data.list", url="/news/{id}", title="attributes.name", date="attributes.at",
        content="text",
    )  # fmt: skip

    assert (first.url, first.title, first.kind) == ("https://tin.example/news/7", "Tin & zinc rise", "article")
    assert (first.published, first.published_raw, first.content) == (None, "2026-11-23 10:00", "<p>Long.</p>")
    assert (second.published, second.published_raw) == (datetime(2026, 11, 23, 7, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("document", "items", "want"),
    [
        pytest.param([{"url": "/a"}, {"url": "/b"}], None, ["/a", "/b"], id="the-document"),
        pytest.param({"a": [{"l": [{"url": "/a"}]}, {"l": [{"url": "/b"}]}]}, "a.*.l", ["/a", "/b"], id="every-one"),
        pytest.param({"a": {"x": {"url": "/a"}, "y": {"url": "/b"}}}, "a.*", ["/a", "/b"], id="table"),
        pytest.param([[], [{"url": "/b"}]], "1", ["/b"], id="number"),
        pytest.param({"data": None}, "data.list", [], id="null"),
        pytest.param({"data": {"list": "x"}}, "data.list", [], id="text"),
        pytest.param(None, "data.list", [], id="no-document"),
    ],
)
def test_finds_the_items(document, items, want):
    assert [entry.url for entry in entries(document, items=items)] == [f"https://tin.example{path}" for path in want]


@pytest.mark.parametrize(
    ("item", "form", "url"),
    [
        pytest.param({"url": "//www.tin.example/a"}, "url", "https://www.tin.example/a", id="relative"),
        pytest.param({"id": "a b/ü?x"}, "/news/{id}", "https://tin.example/news/a%20b/%C3%BC%3Fx", id="quoted"),
        pytest.param({"id": 5, "c": {"s": "tin"}}, "https://x.example/{c.s}/{id}.html", "https://x.example/tin/5.html",
                     id="two-paths"),
    ],
)  # fmt: skip
def test_makes_the_address(item, form, url):
    assert only(item, url=form).url == url


@pytest.mark.parametrize(
    ("item", "form"),
    [
        pytest.param({"id": None}, "/news/{id}", id="null"),
        pytest.param({}, "/news/{id}", id="missing"),
        pytest.param({"id": ""}, "/news/{id}", id="empty"),
        pytest.param({"id": True}, "/news/{id}", id="truth"),
        pytest.param({"id": {"a": 1}}, "/news/{id}", id="table"),
        pytest.param({"url": "javascript:alert(1)"}, "url", id="script"),
        pytest.param({"url": 5.5}, "url", id="fraction"),
        pytest.param("text", "url", id="no-table"),
    ],
)
def test_an_item_without_an_address_is_left_out(item, form):
    assert entries([item], url=form) == []


@pytest.mark.parametrize(
    ("raw", "published", "printed"),
    [
        pytest.param(1795417200000, datetime(2026, 11, 23, 7, tzinfo=UTC), None, id="milliseconds"),
        pytest.param("1795417200", datetime(2026, 11, 23, 7, tzinfo=UTC), None, id="digits-in-text"),
        pytest.param(20261123, None, "20261123", id="a-day"),
        pytest.param("3 hours ago", None, "3 hours ago", id="age"),
        pytest.param(99999999999999999, None, "99999999999999999", id="too-large"),
        pytest.param(True, None, None, id="truth"),
        pytest.param("", None, None, id="empty"),
    ],
)
def test_a_number_is_a_moment_and_a_text_stays_as_printed(raw, published, printed):
    entry = only({"url": "/a", "at": raw}, date="at")

    assert (entry.published, entry.published_raw) == (published, printed)


class TestOlderListing:
    @pytest.mark.parametrize(
        ("paging", "form", "want"),
        [
            pytest.param({"next": "?page=2"}, "paging.next", ["https://tin.example/api/news?page=2"], id="path"),
            pytest.param({"cursor": "a=b"}, "/api/news?cursor={paging.cursor}",
                         ["https://tin.example/api/news?cursor=a%3Db"], id="cursor"),
            pytest.param({"next": None}, "paging.next", [], id="null"),
            pytest.param({}, "/api/news?cursor={paging.cursor}", [], id="none"),
        ],
    )  # fmt: skip
    def test_is_named_by_the_document(self, paging, form, want):
        def older(items):
            document = {"items": items, "paging": paging}
            found = json_entries(document, url=URL, paths=Json(url="url", items="items", next=form))
            return [entry.url for entry in found if entry.kind == "listing"]

        assert older([{"url": "/a"}]) == want
        assert older([]) == []

    @pytest.mark.parametrize(
        ("url", "want"),
        [
            pytest.param(URL, ["https://tin.example/api/news?page=2&size=20"], id="counts-on"),
            pytest.param("https://tin.example/api", ["https://tin.example/api?page=2"], id="begins"),
            pytest.param("https://tin.example/api?page=x", [], id="no-number"),
            pytest.param("https://tin.example/api?page=99999999999", [], id="too-many"),
        ],
    )
    def test_is_one_page_further(self, url, want):
        found = json_entries([{"url": "/a"}], url=url, paths=Json(url="url", page="page"))

        assert [entry.url for entry in found if entry.kind == "listing"] == want

    def test_a_listing_that_names_itself_ends(self):
        found = json_entries({"url": "/a", "next": URL}, url=URL, paths=Json(url="url", next="next"))

        assert [entry.kind for entry in found] == ["article"]


@pytest.mark.parametrize(
    "text",
    ["", "no json", "{", "[" * 5000, '{"a": ' * 5000, "[1" + "0" * 6000 + "]"],
)
def test_what_is_no_json_is_none(text):
    assert json_document(text) is None


def test_a_script_s_assignment_is_read_up_to_its_end():
    assert json_document('window.data = {"a": [1]}; other = {"b": 2}') == {"a": [1]}


def test_an_api_is_a_listing(listed):
    body = json.dumps({"list": [{"id": 1, "t": "Tin"}, {"id": 2}, {"id": 1}]})

    found = listed(body, 'items = "list"\nurl = "/news/{id}"\ntitle = "t"\npage = "page"')

    assert [(entry.kind, entry.url) for entry in found] == [
        ("article", "https://tin.example/news/1"),
        ("article", "https://tin.example/news/2"),
        ("listing", "https://tin.example/api/news?page=2&size=20"),
    ]


def test_other_sites_and_addresses_that_are_no_stories_are_left_out(listed):
    body = json.dumps({"l": [{"u": "https://other.example/news/1"}, {"u": "/about"}], "n": "https://other.example/api"})

    assert listed(body, 'items = "l"\nurl = "u"\nnext = "n"') == []


def test_a_script_of_the_page_is_read(listed):
    page = (
        '<p><a href="/news/9">Ad</a></p><script id="__NEXT_DATA__" type="application/json">'
        '{"props": {"news": [{"url": "/news/1", "title": "Tin"}]}}</script><a rel=next href="?page=2">Older</a>'
    )

    found = listed(page, 'script = "script#__NEXT_DATA__"\nitems = "props.news"\nurl = "url"\ntitle = "title"')

    assert [(entry.kind, entry.url, entry.title) for entry in found] == [
        ("article", "https://tin.example/news/1", "Tin"),
        ("listing", "https://tin.example/api/news?page=2", None),
    ]
    assert listed("<p>no script</p>", 'script = "script#__NEXT_DATA__"\nurl = "url"') == []


def test_html_stays_html_where_no_script_is_named(listed):
    assert [entry.url for entry in listed('<a href="/news/9">Tin</a>', 'url = "u"')] == ["https://tin.example/news/9"]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["url", "l", "at", "0"]), inner, max_size=4)
    ),
)


@settings(max_examples=200, deadline=None)
@given(document=_JSON)
def test_never_raises(document):
    paths = Json(url="url", items="l.*", title="at", date="at", content="l.0", next="next", page="page")

    assert isinstance(json_entries(document, url=URL, paths=paths), list)


def test_a_huge_listing_is_capped():
    assert len(entries([{"url": f"/{n}"} for n in range(5000)])) == 1000
