"""What a backfill wants: the stories of some days, and the sitemaps and older listing pages that may lead to them. Pure.

Days are the source's own. What says nothing of its date is looked at, and judged by its page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from urllib.parse import urlsplit

from crawler.model import Entry

_MONTH_IN_ADDRESS = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)[-_/.]?(?P<month>0[1-9]|1[0-2])(?!\d)")
_DAY_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)[-_/.]?(?P<month>0[1-9]|1[0-2])[-_/.]?(?P<day>0[1-9]|[12]\d|3[01])(?!\d)"
)
_YEAR_IN_ADDRESS = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)")
_OUT = "out-of-range:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """A range of days, both included."""

    since: date
    """The first day."""
    until: date
    """The last day."""
    timezone: tzinfo
    """The source's zone."""

    def holds(self, entry: Entry) -> bool:
        """Return whether the story may be one of these days, by what a feed, sitemap or listing says of it.

        A story that was last changed before the first day came out before it; one changed later may have come out any time.
        """
        if entry.published:
            return self.since <= self._day(entry.published) <= self.until
        return entry.updated is None or self._day(entry.updated) >= self.since

    def holds_moment(self, moment: datetime | None) -> bool:
        """Return whether a story that came out then is one of these days; one without a date is."""
        return moment is None or self.since <= self._day(moment) <= self.until

    def may_be_in(self, sitemap: Entry) -> bool:
        """Return whether a sitemap of an index may list stories of these days, by its address and its lastmod.

        A day, month or year in the address (``/archive/2026-11.xml.gz``) is what it lists. A day's grace either way is for
        sites that cut their days in another zone.
        """
        if sitemap.updated and self._day(sitemap.updated) < self.since:
            return False
        span = span_in_address(sitemap.url or "")
        day = timedelta(days=1)
        return span is None or (span[0] - day <= self.until and self.since <= span[1] + day)

    def goes_on(self, entries: Iterable[Entry]) -> bool:
        """Return whether older pages than one that lists *entries* may lead to stories of these days.

        Not where all its dates lie before the first day; where it prints none, always.
        """
        dates = [moment for entry in entries if (moment := entry.published or entry.updated)]
        return not dates or self._day(max(dates)) >= self.since

    def is_before(self, moment: datetime | None) -> bool:
        """Return whether a story that came out then is older than these days."""
        return moment is not None and self._day(moment) < self.since

    def out_of_range(self, moment: datetime) -> str:
        """Return the reason for which a story of another day is left out: it names the day, for another backfill."""
        return f"{_OUT}{self._day(moment)}"

    def reasons(self) -> tuple[str, str]:
        """Return the first and the last of such reasons that name a day of these."""
        return f"{_OUT}{self.since}", f"{_OUT}{self.until}"

    def page_key(self, url: str) -> str:
        """Return the frontier's key of an older listing page: another range walks it anew."""
        return f"{self.since}..{self.until} {url}"

    def _day(self, moment: datetime) -> date:
        return moment.astimezone(self.timezone).date()


def span_in_address(url: str) -> tuple[date, date] | None:
    """Return first and last day of the day, month or year that an address names, None where it names none.

    >>> span_in_address("https://tin.example/archive/2026-11.xml.gz")
    (datetime.date(2026, 11, 1), datetime.date(2026, 11, 30))
    """
    path = urlsplit(url)
    text = f"{path.path}?{path.query}"
    if found := _DAY_IN_ADDRESS.search(text):
        try:
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            return None
        return day, day
    if found := _MONTH_IN_ADDRESS.search(text):
        first = date(int(found["year"]), int(found["month"]), 1)
        return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if found := _YEAR_IN_ADDRESS.search(text):
        return date(int(found["year"]), 1, 1), date(int(found["year"]), 12, 31)
    return None
