"""What a site reserves: signals as it sends them, and whether they reserve text and data mining. Contains no HTTP.

`robots_txt` reads robots.txt and ai.txt, `tdmrep` the TDM Reservation Protocol, `directives` the words of robots meta
tags and ``X-Robots-Tag``; `sites` puts the files of a site together, `signals` all that concerns one page. A signal is
one short text with its place before the colon: ``robots-meta:noai``. It stays with the article; what it means is decided
from the text alone, so that an old store can be judged anew without the site.
"""

from __future__ import annotations

from crawler.rights.robots_txt import RobotsTxt, read_robots
from crawler.rights.signals import Rights, page_rights, site_wide
from crawler.rights.sites import SITE_FILES, RecordedSites, SiteFiles, read_site_files

PRODUCT = "orewire"
"""Our product token (RFC 9309, section 2.2.1): the name under which a site speaks to us."""

__all__ = [
    "PRODUCT",
    "SITE_FILES",
    "RecordedSites",
    "Rights",
    "RobotsTxt",
    "SiteFiles",
    "page_rights",
    "read_robots",
    "read_site_files",
    "site_wide",
]
