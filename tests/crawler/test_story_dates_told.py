"""What a story says of its dates beside the one believed: others that differ, impossible ones, the order of ids."""

from datetime import UTC, datetime

import pytest

from crawler.model import Entry
from crawler.parse import read_page
from crawler.sources import source_for_url

NOW = datetime(2026, 11, 23, 12, 34, 20, tzinfo=UTC)
TITLE = "Tin falls on weak demand"
PROSE = (
    "<p>Stocks of tin in exchange warehouses fell again last week, to 41,200 tonnes, traders in London said.</p>"
    "<p>Buyers waited for lower prices, and two smelters that had closed for repairs will open again soon, they said.</p>"
)


def meta(value, name="article:published_time"):
    return f'<meta property="{name}" content="{value}">'


def article(below="", head="", *, url="https://news.example/tin", feed=None):
    page = (
        f"<html lang=en><head><title>{TITLE}</title>{head}</head>"
        f"<body><article><h1>{TITLE}</h1>{below}{PROSE}</article></body></html>"
    )
    entry = Entry(url=url, published=feed, found_in="feed") if feed else None
    return read_page(page.encode(), url=url, content_type="text/html", entry=entry, retrieved_at=NOW).article


@pytest.mark.parametrize(
    ("below", "head", "url", "feed", "want"),
    [
        pytest.param(
            "<p>Nov 20, 2026</p>", meta("2026-11-20T08:15:00Z"), "", datetime(2026, 11, 1, 8, tzinfo=UTC),
            "meta:article:published_time; feed differs: 2026-11-01T08:00:00Z", id="feed",
        ),
        pytest.param(
            "<p>Nov 20, 2026</p>", meta("2026-11-20T08:15:00Z"), "2026/10/02/", None,
            "meta:article:published_time; url differs: 2026-10-02", id="address",
        ),
        pytest.param(
            "<p>Nov 12, 2026</p>", meta("2026-11-20T08:15:00Z"), "2026/11/20/", None,
            "meta:article:published_time; text:line 2 differs: 2026-11-12", id="page",
        ),
        pytest.param(
            "<p>Nov 20, 2026</p>", meta("2026-11-20T08:15:00Z"), "2026/11/21/", None,
            "meta:article:published_time", id="a-day-apart-is-a-zone",
        ),
    ],
)  # fmt: skip
def test_records_what_differs(below, head, url, feed, want):
    found = article(below, head, url=f"https://news.example/{url}tin", feed=feed)

    assert found.provenance["date_published"] == want
    assert ("dates-disagree" in found.flags) is ("differs" in want)


@pytest.mark.parametrize(
    ("told", "written"),
    [
        pytest.param("2099-01-01", "2099-01-01", id="the-future"),
        pytest.param("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z", id="the-epoch"),
        pytest.param("2026-11-25T12:00:00Z", "2026-11-25T12:00:00Z", id="two-days-ahead"),
    ],
)
def test_passes_over_what_no_story_can_be_of(told, written):
    found = article("<p>Nov 20, 2026</p>", meta(told))

    assert found.date_published.date().isoformat() == "2026-11-20"
    assert found.provenance["date_published"] == f"text:line 2; meta:article:published_time passed over: {written}"
    assert found.flags == ["date-beyond"]


def test_passes_over_a_feed_that_is_ahead():
    found = article("<p>Nov 20, 2026</p>", feed=datetime(2027, 1, 1, tzinfo=UTC))

    assert found.date_published.date().isoformat() == "2026-11-20"
    assert found.provenance["date_published"] == "text:line 2; feed passed over: 2027-01-01"


def test_gives_no_date_where_all_are_impossible():
    found = article("", meta("1969-12-31T23:59:59Z"), feed=datetime(1970, 1, 1, tzinfo=UTC))

    assert found.date_published is None
    assert "date-beyond" in found.flags
    assert "passed over: 1969-12-31T23:59:59Z" in found.provenance["date_published"]


def test_says_nothing_more_where_all_agree():
    found = article("<p>Nov 20, 2026</p>", meta("2026-11-20T08:15:00Z"))

    assert found.provenance["date_published"] == "meta:article:published_time"
    assert found.flags == []


SMM = "https://news.metal.com/newscontent/{}/tin-falls"
KNOWN = sorted(source_for_url(SMM).identity.dated.items())
ID, DAY = KNOWN[3]  # of October 2019, between ids of the same month and of January


def smm(below, head="", *, id_=ID + 1):
    return article(below, head, url=SMM.format(id_))


def test_flags_a_date_against_the_order_of_ids():
    assert smm("<p>Oct 18,2019</p>").flags == []
    assert smm("<p>Oct 12,2019</p>").flags == []  # prepared earlier
    assert "date-out-of-order" in smm("<p>Oct 18,2018</p>").flags
    assert "date-out-of-order" in smm("<p>Oct 18,2021</p>").flags
    assert smm("<p>Oct 18,2021</p>").date_published.year == 2021  # the id is no date


def test_believes_the_date_that_goes_with_the_id():
    found = smm("<p>Oct 18,2019</p>", meta("2021-10-18T08:00:00Z"))

    assert found.date_published_local == "2019-10-18"
    assert "meta:article:published_time" not in found.provenance["date_published"].partition(";")[0]


@pytest.mark.parametrize("line", ["01/11/2019 09:30", "11/01/2019 09:30", "11/01/2019"])
def test_settles_day_and_month_by_the_id(line):
    found = smm(f"<p>{line}</p>", id_=ID + 20_000)

    assert (found.date_published_local, found.date_ambiguous) == ("2019-11-01", False)


def test_an_ambiguous_day_is_sure_where_another_date_names_it():
    alone, told = article("<p>03/04/2026</p>"), article("<p>03/04/2026</p>", meta("2026-03-04"))

    assert (alone.date_published_local, alone.date_ambiguous) == ("2026-03-04", True)
    assert (told.date_published_local, told.date_ambiguous) == ("2026-03-04", False)


@pytest.mark.parametrize("id_", [KNOWN[0][0] - 90_000_000, KNOWN[-1][0] + 1])
def test_ids_beyond_the_known_ones_are_bound_on_one_side(id_):
    early, late = smm("<p>May 3,2009</p>", id_=id_), smm("<p>Nov 20,2026</p>", id_=id_)

    assert ("date-out-of-order" in early.flags) is (id_ > KNOWN[0][0])
    assert ("date-out-of-order" in late.flags) is (id_ < KNOWN[0][0])
