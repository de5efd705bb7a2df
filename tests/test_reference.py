"""The reference article, which the project is first of all built for, read where it lies beside the checkout.

The page is another publisher's text and stays out of this repository: without the folder, these tests are skipped.
"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.parse import read_page
from crawler.sources import source_for_url

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "reference"
URL = (
    "https://news.metal.com/newscontent/100982475/"
    "building-a-new-era-of-rare-earth-valley-in-china-based-on-the-yangtze-river-delta/"
)
FILES = {"html": "text/html; charset=utf-8", "txt": "text/plain"}
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not all((FOLDER / f"100982475.{ending}").is_file() for ending in FILES),
    reason="the reference article is not here: ../shared/reference/100982475.html and .txt",
)


def read(ending):
    page = (FOLDER / f"100982475.{ending}").read_bytes()
    return read_page(page, url=URL, content_type=FILES[ending], source=source_for_url(URL), retrieved_at=NOW)


def by_function(ending):
    return read(ending).article.to_dict()


def by_command(ending):
    command = [str(Path(sys.executable).with_name("orewire")), "extract", str(FOLDER / f"100982475.{ending}")]
    done = subprocess.run(
        [*command, "--url", URL, "--json"],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    return json.loads(done.stdout)


@pytest.fixture(
    scope="module",
    params=[(way, ending) for way in (by_function, by_command) for ending in FILES],
    ids=lambda param: f"{param[0].__name__}-{param[1]}",
)
def article(request):
    way, ending = request.param
    return way(ending)


def test_has_the_headline_alone(article):
    assert article["headline"] == "Building a New era of rare Earth Valley in China based on the Yangtze River Delta"


def test_is_of_the_17th_of_october_in_shanghai(article):
    assert article["date_published"] == "2019-10-16T16:00:00Z"
    assert article["date_published_local"] == "2019-10-17"
    assert article["date_published_raw"] == "Oct 17,2019"
    assert (article["date_precision"], article["date_zone"]) == ("day", "source")


def test_is_known_by_its_number(article):
    assert article["identifier"] == "metal.com:100982475:en"
    assert (article["source"], article["in_language"]) == ("metal.com", "en")


def test_takes_the_contact_for_no_author(article):
    assert article["authors"] == []


def test_says_who_translated_it(article):
    assert article["machine_translated_by"] == "Tencent"


def test_has_the_three_paragraphs_and_nothing_else(article):
    first, second, third = article["article_body"].split("\n\n")

    assert first.removeprefix("SMM News: ").startswith("recently, in Changshu")
    assert first.endswith("attended the meeting.")
    assert second.startswith("The exchange meeting was presided over")
    assert second.endswith("the first in the country.")
    assert third.startswith("Finally, the participants reached a consensus")
    assert third.endswith("the minutes of the meeting for the record.")
    assert article["block_types"] == ["p", "p", "p"]


def test_has_the_closing_credit_beside_the_body(article):
    assert article["source_credit"] == "Shanghai rare Earth Association"


def test_has_the_printed_keywords_in_order(article):
    assert article["keywords"] == ["Rare earths", "supply and demand", "production capacity"]


def test_has_the_tags(article):
    assert {"rare-earths", "supply-and-demand", "production-capacity"} <= set(article["tags"])


@pytest.mark.parametrize(
    "opening",
    [
        pytest.param("Metals News", id="section-label"),
        pytest.param("The content below was translated by", id="translation-notice"),
        pytest.param('"Click to sign up for', id="event-sign-up"),
        pytest.param("Scan QR code and apply to join", id="qr-code"),
        pytest.param("For queries, please contact", id="contact"),
        pytest.param("For more information on how to access our research", id="research-report"),
        pytest.param("Related Price", id="related-price"),
        pytest.param("No Data", id="no-data"),
    ],
)
def test_removes_each_line_that_is_not_the_story_by_a_rule_of_its_own(article, opening):
    rules = [removed["rule"] for removed in article["removed"] if removed["text"].startswith(opening)]

    assert len(rules) == 1
    assert rules[0] not in ("", "outside-body", "behind-the-story")
    assert opening not in article["article_body"]


@pytest.mark.parametrize("ending", FILES)
def test_reads_without_a_flag(ending):
    reading = read(ending)

    assert (reading.refusal, reading.flags, reading.encoding) == (None, [], "utf-8")
