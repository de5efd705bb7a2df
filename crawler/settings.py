"""Scrapy's settings: polite and safe by default. Each line that differs from Scrapy's own default says why.

Measurements are of November 2026 (Scrapy 2.19). Sources may be slower, never ruder: `crawler.spiders.loader` adds what a
source file says.
"""

from __future__ import annotations

import os
import sys

from crawler.fetch.contact import user_agent

BOT_NAME = "orewire"
CONTACT = os.environ.get("OREWIRE_CONTACT", "").strip()
USER_AGENT = user_agent(CONTACT)  # honest: sites see who asks

# --- our own parts ----------------------------------------------------------------------------------------------------
OREWIRE_DB = os.environ.get("OREWIRE_DB", "news.db")
OREWIRE_DATA = os.environ.get("OREWIRE_DATA", "")  # a user's data folder, laid over the shipped one
OREWIRE_SOURCES: list[str] = []  # further folders of source files
OREWIRE_CONNECT_TO: dict[str, str] = {}  # host -> 127.0.0.1:port
OREWIRE_RECORD = ""  # WARC file that all answers are written to
OREWIRE_REPLAY = ""  # WARC file that answers in place of the web
SPIDER_LOADER_CLASS = "crawler.spiders.loader.SourceLoader"  # one spider a source file
SPIDER_MODULES: list[str] = []
SCHEDULER = "crawler.fetch.scheduler.FrontierScheduler"  # JOBDIR lost 423 to 487 of 600 URLs on SIGKILL
ITEM_PIPELINES = {"crawler.pipelines.StorePipeline": 500}
DOWNLOADER_MIDDLEWARES = {
    "crawler.fetch.guard.AddressGuard": 40,  # before robots.txt is asked for at 100
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.fetch.robots.RobotsRules": 100,  # RFC 9309 and Crawl-delay, which Scrapy's passes over
    "crawler.fetch.site_files.SiteSignals": 105,
    "crawler.fetch.revisits.Revisits": 110,  # HTTPCACHE's RFC2616Policy sent no request at all on a second run
    "crawler.fetch.stopping.StopRules": 560,  # sees answers before the retries at 550 do
}
TWISTED_DNS_RESOLVER = "crawler.fetch.resolver.GuardedResolver"  # no name may lead to a private address
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the frontier knows what is known
COMMANDS_MODULE = ""

# --- limits: no page, host or process may take more than its share ----------------------------------------------------
DOWNLOAD_MAXSIZE = 8 * 1024 * 1024  # the largest of 1,000 real pages is 1.6 MB; the default of 1 GiB lets bombs through
DOWNLOAD_WARNSIZE = 2 * 1024 * 1024
DOWNLOAD_TIMEOUT = 20  # covers the whole download: drips and endless headers
CLOSESPIDER_ERRORCOUNT = 50  # a source that breaks in every callback has changed; stop asking it
CLOSESPIDER_TIMEOUT = 3600  # an hour a source and round; what is left waits in the frontier
REDIRECT_MAX_TIMES = 5
METAREFRESH_MAXDELAY = 5
URLLENGTH_LIMIT = 2083
MEMUSAGE_LIMIT_MB = 1024  # no limit by default
MEMUSAGE_CHECK_INTERVAL_SECONDS = 5
EXTENSIONS = {
    "scrapy.extensions.memusage.MemoryUsage": None,
    "crawler.fetch.memory.ResidentMemory": 0,  # Scrapy's measure counts what the program that started us once used
}

# --- politeness -------------------------------------------------------------------------------------------------------
ROBOTSTXT_OBEY = True  # off by default outside the project template
ROBOTSTXT_PARSER = "crawler.fetch.robots.OurRobots"  # Protego takes 7 s for 5 MB
DOWNLOAD_DELAY = 1.0  # with the default jitter of half; sources set their own
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 32  # over all hosts; the scheduler hands out far fewer of one source at once
AUTOTHROTTLE_ENABLED = True  # +6 % CPU, near noise
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0

# --- nothing leaks between sources, nothing opens a door --------------------------------------------------------------
COOKIES_ENABLED = False
REFERRER_POLICY = "no-referrer"
HTTPPROXY_ENABLED = False
HTTPERROR_ALLOW_ALL = False
DOWNLOAD_VERIFY_CERTIFICATES = True  # off by default
DOWNLOAD_TLS_MIN_VERSION = "TLSv1.2"
DOWNLOAD_FAIL_ON_DATALOSS = True  # a cut page must not be stored as whole
DOWNLOAD_HANDLERS = {
    "http": "crawler.fetch.handler.WebHandler",
    "https": "crawler.fetch.handler.WebHandler",
    "file": None,  # a link to file:///etc/passwd was read and parsed
    "data": None,
    "ftp": None,
    "s3": None,
}
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False  # on by default since 2.19; runs posted code in the process
HTTPCACHE_ENABLED = False  # see Revisits

# --- speed ------------------------------------------------------------------------------------------------------------
CONCURRENT_ITEMS = 4  # the default of 100 starts 100 tasks a response: -24 % CPU at 1, -23 % at 8
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
ASYNCIO_EVENT_LOOP = None if sys.platform == "win32" else "uvloop.Loop"  # -8 % CPU

# --- logs -------------------------------------------------------------------------------------------------------------
LOG_LEVEL = "INFO"  # DEBUG prints every article whole
LOGSTATS_INTERVAL = 60.0
