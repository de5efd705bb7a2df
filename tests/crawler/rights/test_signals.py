"""The signals of a page, its headers and its site, and what they mean together."""

from __future__ import annotations

import json

import pytest

from crawler.rights import PRODUCT, Rights, page_rights, read_robots, read_site_files, site_wide
from crawler.rights.tdmrep import read_tdmrep, said_at

URL = "https://tin.example/news/tin-waits"


def rights(*, metas=(), headers=(), robots=None, tdmrep=None, ai_txt=None):
    read = read_robots(robots.encode(), product=PRODUCT) if robots else None
    files = read_site_files(
        robots=read,
        tdmrep=tdmrep if tdmrep is None else json.dumps(tdmrep).encode(),
        ai_txt=ai_txt.encode() if ai_txt else None,
        product=PRODUCT,
    )
    return page_rights(metas=metas, headers=headers, site=files.signals(URL), product=PRODUCT)


@pytest.mark.parametrize(
    ("said", "signals", "reserved"),
    [
        pytest.param({}, (), None, id="silence"),
        pytest.param({"metas": [("robots", "index, noai")]}, ("robots-meta:noai",), True, id="noai"),
        pytest.param(
            {"metas": [("robots", "NOINDEX nosnippet")]},
            ("robots-meta:noindex", "robots-meta:nosnippet"),
            None,
            id="no word of mining",
        ),
        pytest.param({"metas": [("robots", "noimageai")]}, ("robots-meta:noimageai",), None, id="pictures only"),
        pytest.param({"metas": [("orewire", "noai")]}, ("robots-meta:orewire:noai",), True, id="to us by name"),
        pytest.param({"metas": [("otherbot", "noai")]}, (), None, id="to another bot"),
        pytest.param(
            {"headers": [("X-Robots-Tag", "noai, noarchive")]},
            ("x-robots-tag:noai", "x-robots-tag:noarchive"),
            True,
            id="header",
        ),
        pytest.param(
            {"headers": [("x-robots-tag", "otherbot: nofollow"), ("x-robots-tag", "noai")]},
            ("x-robots-tag:noai",),
            True,
            id="a name holds for its line",
        ),
        pytest.param({"headers": [("x-robots-tag", "otherbot: noindex, noai")]}, (), None, id="and to its end"),
        pytest.param(
            {"headers": [("x-robots-tag", "unavailable_after: Wed, 25 Jun 2025 15:00:00 PST, noai")]},
            ("x-robots-tag:noai",),
            True,
            id="a date is no name",
        ),
        pytest.param(
            {"headers": [("X-Robots-Tag", "orewire: noai")]}, ("x-robots-tag:orewire:noai",), True, id="header to us"
        ),
        pytest.param(
            {"headers": [("TDM-Reservation", "1"), ("tdm-policy", "https://tin.example/p")]},
            ("tdmrep-header:1 https://tin.example/p",),
            True,
            id="tdmrep header",
        ),
        pytest.param({"headers": [("tdm-reservation", "0")]}, ("tdmrep-header:0",), False, id="not reserved"),
        pytest.param({"headers": [("tdm-reservation", "2")]}, (), None, id="no valid value"),
        pytest.param(
            {"metas": [("tdm-reservation", "1"), ("tdm-policy", "javascript:x")]},
            ("tdmrep-meta:1",),
            True,
            id="a policy is an address",
        ),
        pytest.param(
            {"tdmrep": [{"location": "/news/", "tdm-reservation": 1}]}, ("tdmrep-file:1",), True, id="tdmrep file"
        ),
        pytest.param(
            {"tdmrep": [{"location": "/news/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]},
            ("tdmrep-file:0",),
            False,
            id="first match",
        ),
        pytest.param({"tdmrep": [{"location": "/video/", "tdm-reservation": 1}]}, (), None, id="another path"),
        pytest.param(
            {"robots": "User-agent: *\nContent-Signal: search=yes, ai-train=no"},
            ("robots.txt:Content-Signal: search=yes, ai-train=no",),
            True,
            id="content signal",
        ),
        pytest.param(
            {"robots": "User-agent: *\nContent-Signal: ai-train=yes"},
            ("robots.txt:Content-Signal: ai-train=yes",),
            False,
            id="granted",
        ),
        pytest.param(
            {"robots": "User-agent: *\nContent-Signal: search=yes"},
            ("robots.txt:Content-Signal: search=yes",),
            None,
            id="says nothing of mining",
        ),
        pytest.param({"ai_txt": "User-Agent: *\nDisallow: /"}, ("ai.txt:Disallow: /",), True, id="ai.txt"),
        pytest.param(
            {"ai_txt": "User-Agent: *\nDisallow: *.jpg\nDisallow: *.html\nAllow: /"},
            ("ai.txt:Disallow: *.html",),
            True,
            id="ai.txt names file types",
        ),
        pytest.param(
            {"ai_txt": "User-Agent: *\nDisallow: *.jpg\nAllow: *.html"},
            ("ai.txt:Allow: *.html",),
            False,
            id="ai.txt allows",
        ),
        pytest.param({"ai_txt": "<html>not found\nDisallow: /"}, (), None, id="a page in place of ai.txt"),
    ],
)
def test_what_is_said_and_what_it_means(said, signals, reserved):
    found = rights(**said)

    assert found.signals == signals
    assert found.tdm_reserved is reserved


@pytest.mark.parametrize(
    ("said", "reserved"),
    [
        pytest.param(
            {"metas": [("tdm-reservation", "0")], "headers": [("tdm-reservation", "1")]}, False, id="page, header"
        ),
        pytest.param(
            {"headers": [("tdm-reservation", "0")], "ai_txt": "User-agent: *\nDisallow: /"}, False, id="header, file"
        ),
        pytest.param(
            {
                "tdmrep": [{"location": "/", "tdm-reservation": 0}],
                "robots": "User-agent: *\nContent-Signal: ai-train=no",
            },
            False,
            id="file, robots.txt",
        ),
        pytest.param(
            {"metas": [("robots", "noarchive")], "headers": [("tdm-reservation", "1")]},
            True,
            id="page says nothing of it",
        ),
        pytest.param(
            {"metas": [("tdm-reservation", "0"), ("robots", "noai")]}, True, id="within a place the reservation"
        ),
    ],
)
def test_the_more_specific_place_wins_and_all_is_kept(said, reserved):
    found = rights(**said)

    assert found.tdm_reserved is reserved
    assert len(found.signals) == 2


@pytest.mark.parametrize(
    ("said", "archivable"),
    [
        pytest.param({"metas": [("robots", "noarchive")]}, False, id="page"),
        pytest.param({"headers": [("X-Robots-Tag", "orewire: noarchive")]}, False, id="header"),
        pytest.param({"headers": [("X-Robots-Tag", "otherbot: noarchive")]}, True, id="another bot"),
        pytest.param({"metas": [("robots", "noai")]}, True, id="another word"),
    ],
)
def test_noarchive_asks_that_no_copy_is_kept(said, archivable):
    assert rights(**said).is_archivable is archivable


def test_a_stored_article_can_be_judged_by_its_signals_alone():
    found = rights(
        metas=[("robots", "noarchive")],
        tdmrep=[{"location": "/", "tdm-reservation": 1}],
        robots="User-agent: *\nContent-Signal: ai-train=yes",
    )

    assert site_wide(found.signals) == ("tdmrep-file:1", "robots.txt:Content-Signal: ai-train=yes")
    assert Rights(signals=site_wide(found.signals)).tdm_reserved is True


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b'{"location": 1, "tdm-reservation": true}', id="types"),
        pytest.param(b'[{"location": "/"}, 7, null]', id="without a reservation"),
        pytest.param(b" " * 600_000 + b'[{"location": "/", "tdm-reservation": 1}]', id="large"),
        pytest.param(b"<html>not found</html>", id="a page"),
    ],
)
def test_what_is_no_tdmrep_file_reserves_nothing(body):
    assert said_at(read_tdmrep(body), "/a") is None


def test_a_hostile_page_sends_thousands_of_signals_and_few_are_kept():
    headers = [("x-robots-tag", f"orewire: noai, {'x' * 10_000}"), ("tdm-reservation", "1")] * 5000
    metas = [("robots", ", ".join(["noai", "none"] * 10_000))]

    assert len(rights(headers=headers, metas=metas).signals) <= 5
