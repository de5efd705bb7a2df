"""What a check comes to, by what it saw."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.verdict import EndpointTried, Findings, age_in_words, verdict

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GOOD = EndpointTried(status=200)
SHUT = EndpointTried(is_forbidden=True)


def found(*, endpoints=(GOOD,), days_old=1, **values):
    newest = NOW - timedelta(days=days_old)
    return verdict(Findings(endpoints=endpoints, newest=newest, **values), now=NOW)


@pytest.mark.parametrize(
    ("values", "status", "reason"),
    [
        pytest.param({"read": 10}, "ok", "10 of 10 stories read, the newest 24 hours old", id="all"),
        pytest.param({"read": 6, "reasons": {"http-403": 4}}, "ok", "6 of 10 stories read", id="most"),
        pytest.param({"read": 2, "endpoints": (GOOD, SHUT)}, "ok", "; 1 of 2 endpoints do not answer", id="an endpoint less"),
        pytest.param({"read": 4, "reasons": {"http-403": 3, "captcha": 3}}, "blocked",
                     "6 of 10 stories refused: http-403 3, captcha 3", id="refused"),
        pytest.param({"reasons": {"robots": 9}}, "blocked", "9 of 9 stories refused: robots 9", id="robots"),
        pytest.param({"read": 1, "reasons": {"login": 2}}, "paywalled", "2 of 3 stories want a login or payment", id="login"),
        pytest.param({"read": 9, "truncated": 5}, "paywalled", "5 of 9 stories read are teasers", id="teasers"),
        pytest.param({"read": 10, "truncated": 5}, "ok", "10 of 10", id="half are teasers"),
        pytest.param({"reasons": {"needs-javascript": 3}}, "needs-javascript", "3 of 3 stories are loaded by script", id="script"),
        pytest.param({"read": 3, "days_old": 366}, "frozen", "3 of 3 stories read, the newest 12 months old", id="a year ago"),
        pytest.param({"read": 3, "days_old": 364}, "ok", "3 of 3", id="nearly a year ago"),
        pytest.param({"read": 9, "truncated": 9, "days_old": 900}, "paywalled", "teasers", id="paid and silent"),
        pytest.param({"reasons": {"gone": 2, "no-body": 1}}, "unverified", "none of 3 stories could be read: gone 2, no-body 1",
                     id="none"),
    ],
)  # fmt: skip
def test_most_of_the_stories_decide(values, status, reason):
    said = found(**values)

    assert said.status == status
    assert reason in said.reason


@pytest.mark.parametrize(
    ("endpoints", "status", "reason"),
    [
        ([SHUT, SHUT], "blocked", "robots.txt forbids every endpoint"),
        ([SHUT, EndpointTried(status=404)], "blocked", "its endpoints refuse: robots.txt 1, 404 1"),
        ([EndpointTried(status=403)], "blocked", "its endpoints refuse: 403 1"),
        ([EndpointTried(status=404), EndpointTried()], "unverified", "no endpoint answers: 404 1, no answer 1"),
        ([GOOD, SHUT], "unverified", "its endpoints list no story"),
    ],
)
def test_without_stories_the_endpoints_do(endpoints, status, reason):
    said = found(endpoints=endpoints)

    assert (said.status, said.reason.startswith(reason)) == (status, True)


def test_an_example_that_is_read_does_not_make_up_for_endpoints_that_refuse():
    said = found(endpoints=[EndpointTried(status=403)], read=1)

    assert (said.status, said.reason) == ("blocked", "its endpoints refuse: 403 1")


def test_a_source_without_dates_is_not_frozen():
    said = verdict(Findings(endpoints=[GOOD], read=3), now=NOW)

    assert (said.status, said.reason) == ("ok", "3 of 3 stories read")


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=59), "just out"),
        (timedelta(minutes=2), "2 minutes old"),
        (timedelta(minutes=89), "89 minutes old"),
        (timedelta(minutes=91), "2 hours old"),
        (timedelta(hours=47), "47 hours old"),
        (timedelta(days=59), "59 days old"),
        (timedelta(days=61), "2 months old"),
        (timedelta(days=729), "24 months old"),
        (timedelta(days=800), "2 years old"),
        (-timedelta(hours=8), "8 hours ahead"),
    ],
)
def test_an_age_is_told_as_a_person_would(age, words):
    assert age_in_words(NOW - age, NOW) == words
