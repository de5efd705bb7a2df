"""Feeds, sitemaps and listing pages -> `Entry`: where a source's stories are. Pure: bytes in, values out, nothing fetched."""

from __future__ import annotations

from crawler.discover.feed import feed_entries
from crawler.discover.listing import listing_entries
from crawler.discover.robots import robots_sitemaps
from crawler.discover.sitemap import sitemap_entries

__all__ = [
    "feed_entries",
    "listing_entries",
    "robots_sitemaps",
    "sitemap_entries",
]
