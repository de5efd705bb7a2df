from __future__ import annotations

from datetime import timedelta

import pytest

from crawler.discover import FeedFacts, feed_facts

URL = "https://tin.example/feed"


def rss(head, items="<item><title>Tin</title><ttl>5</ttl><language>zh</language></item>"):
    return (
        '<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel><title>Tin</title>{head}{items}</channel></rss>"
    ).encode()


def period(word, often=None):
    frequency = f"<sy:updateFrequency>{often}</sy:updateFrequency>" if often is not None else ""
    return rss(f"<sy:updatePeriod>{word}</sy:updatePeriod>{frequency}")


def test_reads_what_an_rss_feed_says_of_itself():
    body = rss("<ttl> 60 </ttl><language>en-AU</language><sy:updatePeriod>daily</sy:updatePeriod>")

    assert feed_facts(body, url=URL) == FeedFacts(
        ttl=timedelta(hours=1), update_interval=timedelta(days=1), language="en-AU"
    )


@pytest.mark.parametrize(
    ("body", "want"),
    [
        pytest.param(period("hourly", 2), timedelta(minutes=30), id="twice-an-hour"),
        pytest.param(period(" Weekly\n"), timedelta(weeks=1), id="weekly"),
        pytest.param(period("daily", 0), None, id="never"),
        pytest.param(period("daily", -1), None, id="negative"),
        pytest.param(period("daily", "many"), None, id="word"),
        pytest.param(period("hourly", 999999), None, id="under-a-minute"),
        pytest.param(period("hourly", "²"), None, id="no-digit"),
        pytest.param(period("fortnightly"), None, id="unknown"),
        pytest.param(rss("<sy:updateFrequency>2</sy:updateFrequency>"), None, id="no-period"),
    ],
)
def test_divides_the_period_by_the_frequency(body, want):
    assert feed_facts(body, url=URL).update_interval == want


@pytest.mark.parametrize("ttl", ["", "0", "-5", "soon", "1e3", "999999999999", "700000"])
def test_a_nonsensical_ttl_is_none(ttl):
    assert feed_facts(rss(f"<ttl>{ttl}</ttl>"), url=URL).ttl is None


@pytest.mark.parametrize(
    ("body", "language"),
    [
        pytest.param(b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>x</title></feed>', "fr", id="atom"),
        pytest.param(b'{"version": "https://jsonfeed.org/version/1.1", "language": "pt-BR", "items": []}', "pt-BR", id="json"),
        pytest.param(b'{"language": 5}', None, id="number"),
        pytest.param(b"{" * 5000, None, id="no-json"),
        pytest.param(rss("<language>English, mostly</language>"), None, id="words"),
        pytest.param(b"<html><p>hello</p></html>", None, id="page"),
        pytest.param(b"", None, id="empty"),
    ],
)  # fmt: skip
def test_reads_the_feed_s_language(body, language):
    assert feed_facts(body, url=URL) == FeedFacts(language=language)


def test_says_nothing_of_what_its_items_say():
    assert feed_facts(rss(""), url=URL) == FeedFacts()
