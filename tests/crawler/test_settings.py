from __future__ import annotations

import pytest
from scrapy.settings import Settings

from crawler import __version__
from crawler.sources import load_source, load_sources
from crawler.spiders.loader import SourceLoader, spider_for

MIB = 1024 * 1024


def effective(spider):
    """The settings as a crawl with this spider has them: Scrapy's, ours, the spider's own on top."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    spider.update_settings(settings)
    return settings


_OF_EACH_PACE = {source.limits: source.id for source in load_sources().values()}
"""A shipped source for each pace there is: in nothing else the settings of their spiders differ."""


@pytest.fixture(params=sorted(_OF_EACH_PACE.values()))
def spider(request):
    """The spider of a shipped source of each pace."""
    return spider_for(load_sources()[request.param])


@pytest.fixture
def settings(spider):
    return effective(spider)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("DOWNLOAD_MAXSIZE", 8 * MIB, id="bombs"),
        pytest.param("DOWNLOAD_WARNSIZE", 2 * MIB, id="large-pages-are-told"),
        pytest.param("DOWNLOAD_TIMEOUT", 20, id="drips"),
        pytest.param("DOWNLOAD_FAIL_ON_DATALOSS", True, id="cut-pages"),
        pytest.param("DOWNLOAD_VERIFY_CERTIFICATES", True, id="certificates"),
        pytest.param("DOWNLOAD_TLS_MIN_VERSION", "TLSv1.2", id="old-tls"),
        pytest.param("HTTPERROR_ALLOW_ALL", False, id="errors-are-no-pages"),
        pytest.param("ROBOTSTXT_OBEY", True, id="robots"),
        pytest.param("COOKIES_ENABLED", False, id="cookies"),
        pytest.param("REFERRER_POLICY", "no-referrer", id="referrer"),
        pytest.param("HTTPPROXY_ENABLED", False, id="proxy"),
        pytest.param("REDIRECT_MAX_TIMES", 5, id="redirects"),
        pytest.param("METAREFRESH_MAXDELAY", 5, id="meta-refresh"),
        pytest.param("URLLENGTH_LIMIT", 2083, id="long-addresses"),
        pytest.param("DEPTH_LIMIT", 0, id="paging-is-not-cut"),
        pytest.param("MEMUSAGE_ENABLED", True, id="memory-is-watched"),
        pytest.param("MEMUSAGE_LIMIT_MB", 1024, id="memory"),
        pytest.param("MEMUSAGE_CHECK_INTERVAL_SECONDS", 5, id="memory-soon"),
        pytest.param("TELNETCONSOLE_ENABLED", False, id="telnet"),
        pytest.param("REMOTE_CONTROL_ENABLED", False, id="remote-control"),
        pytest.param("HTTPCACHE_ENABLED", False, id="cache"),
        pytest.param("JOBDIR", None, id="jobdir"),
        pytest.param("CONCURRENT_ITEMS", 4, id="items-at-once"),
        pytest.param("TWISTED_REACTOR", "twisted.internet.asyncioreactor.AsyncioSelectorReactor", id="reactor"),
        pytest.param("SCHEDULER", "crawler.fetch.scheduler.FrontierScheduler", id="frontier"),
        pytest.param("TWISTED_DNS_RESOLVER", "crawler.fetch.resolver.GuardedResolver", id="names"),
        pytest.param("AUTOTHROTTLE_ENABLED", True, id="throttle"),
    ],
)
def test_every_shipped_source_is_crawled_with(settings, name, value):
    assert settings.get(name) == value


@pytest.mark.parametrize("scheme", ["file", "data", "ftp", "s3"])
def test_no_handler_opens_anything_but_the_web(settings, scheme):
    assert settings.getwithbase("DOWNLOAD_HANDLERS")[scheme] is None


@pytest.mark.parametrize("name", ["HTTPAUTH_USER", "HTTPAUTH_PASS"])
def test_no_credentials_are_sent(settings, spider, name):
    assert not settings.get(name)
    assert not hasattr(spider, name.lower().replace("auth", "_"))


def test_a_site_is_asked_at_most_once_a_second_with_jitter(settings):
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1
    assert settings.getfloat("DOWNLOAD_DELAY_JITTER") > 0
    assert settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") <= 2
    assert 32 <= settings.getint("CONCURRENT_REQUESTS") <= 64


@pytest.mark.parametrize("name", ["CLOSESPIDER_PAGECOUNT", "CLOSESPIDER_TIMEOUT", "CLOSESPIDER_ERRORCOUNT"])
def test_every_source_has_a_budget_of_pages_time_and_errors(settings, name):
    assert settings.getfloat(name) > 0


def test_every_source_stays_on_its_own_hosts(spider):
    assert spider.allowed_domains == list(spider.source.hosts) != []


def test_the_guard_stands_before_robots_txt(settings):
    order = settings.getwithbase("DOWNLOADER_MIDDLEWARES")
    places = {str(getattr(name, "__name__", name)).rsplit(".", 1)[-1]: place for name, place in order.items()}

    assert places["AddressGuard"] < places["RobotsRules"]


def test_redirects_pass_the_guard_and_the_offsite_rule(settings):
    names = {
        str(getattr(name, "__name__", name)).rsplit(".", 1)[-1]
        for name in settings.getwithbase("DOWNLOADER_MIDDLEWARES")
    }

    assert {"AddressGuard", "OffsiteMiddleware", "RedirectMiddleware"} <= names


@pytest.mark.parametrize("kind", ["feed", "sitemap"])
def test_feeds_and_sitemaps_may_be_larger_than_pages(spider, kind):
    request = spider()._endpoint_request("https://example.org/", kind, depth=0)  # noqa: SLF001  # what Scrapy is given

    assert request.meta["download_maxsize"] == 16 * MIB


def test_a_source_file_sets_its_own_pace(tmp_path):
    path = tmp_path / "slow.example.toml"
    path.write_text(
        'name = "Slow"\nhomepage = "https://slow.example/"\nlanguage = "en"\ntimezone = "UTC"\n'
        '[discover]\nfeeds = ["https://slow.example/feed"]\n[limits]\ndelay = 7.5\npages = 12\n',
        encoding="utf-8",
    )

    settings = effective(spider_for(load_source(path)))

    assert settings.getfloat("DOWNLOAD_DELAY") == 7.5
    assert settings.getint("CLOSESPIDER_PAGECOUNT") == 12


def test_the_loader_of_the_settings_is_ours():
    settings = Settings()
    settings.setmodule("crawler.settings")

    assert SourceLoader.from_settings(settings).list() == sorted(load_sources())


@pytest.mark.parametrize(
    ("contact", "agent"),
    [
        pytest.param("you@example.org", f"orewire/{__version__} (+you@example.org)", id="with-contact"),
        pytest.param("  ", f"orewire/{__version__}", id="blank-contact"),
    ],
)
def test_sites_see_who_asks(run_python, contact, agent):
    code = "from crawler.settings import USER_AGENT; print(USER_AGENT)"

    assert run_python(code, env={"OREWIRE_CONTACT": contact}).stdout == f"{agent}\n"


def test_a_source_has_its_own_budget(tmp_path):
    path = tmp_path / "tin.example.toml"
    text = 'name = "Tin"\nhomepage = "https://tin.example/"\nlanguage = "en"\ntimezone = "UTC"\n'
    path.write_text(
        f'{text}[discover]\nfeeds = ["https://tin.example/feed"]\n[limits]\npages = 7\nseconds = 60\nmegabytes = 3\n'
    )

    settings = effective(spider_for(load_source(path)))

    assert settings.getint("CLOSESPIDER_PAGECOUNT") == 7
    assert settings.getint("CLOSESPIDER_TIMEOUT") == 60
    assert settings.getint("OREWIRE_MEGABYTES") == 3


def test_rules_stand_where_they_see_what_they_judge(settings):
    ours = settings.getdict("DOWNLOADER_MIDDLEWARES")
    scrapys = settings.getdict("DOWNLOADER_MIDDLEWARES_BASE")

    assert ours["scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware"] is None, "ours is in its place"
    assert ours["crawler.fetch.robots.RobotsRules"] < ours["crawler.fetch.site_files.SiteSignals"]
    retries = scrapys["scrapy.downloadermiddlewares.retry.RetryMiddleware"]
    unpacked = scrapys["scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware"]
    assert retries < ours["crawler.fetch.stopping.StopRules"] < unpacked
