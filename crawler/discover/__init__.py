"""Feeds, sitemaps and listing pages -> `Entry`: where a source's stories are. Pure: bytes in, values out, nothing fetched."""

from __future__ import annotations

from crawler.discover.feed import feed_entries
from crawler.discover.feed_facts import FeedFacts, feed_facts
from crawler.discover.listing import listing_entries
from crawler.discover.robots import robots_sitemaps
from crawler.discover.sitemap import MAX_DEPTH, sitemap_entries, sitemaps_to_ask

__all__ = [
    "MAX_DEPTH",
    "FeedFacts",
    "feed_entries",
    "feed_facts",
    "listing_entries",
    "robots_sitemaps",
    "sitemap_entries",
    "sitemaps_to_ask",
]
