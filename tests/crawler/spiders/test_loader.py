from __future__ import annotations

import pytest
from scrapy import Request
from scrapy.settings import Settings

from crawler.errors import DataFileError
from crawler.sources import load_sources
from crawler.spiders.loader import SourceLoader, spider_for
from crawler.spiders.news import NewsSpider

SOURCE = """
name = "Tin Times"
homepage = "https://www.tin.example/"
language = "en"
timezone = "UTC"
hosts = ["tin.example"]
[discover]
feeds = ["https://www.tin.example/feed"]
"""


@pytest.fixture
def folder(tmp_path):
    """A folder with one source of the user's own."""
    made = tmp_path / "sources"
    made.mkdir()
    (made / "tin.example.toml").write_text(SOURCE, encoding="utf-8")
    return made


def loader(**settings):
    return SourceLoader.from_settings(Settings(settings))


def test_there_is_one_spider_a_source():
    shipped = loader()

    assert shipped.list() == sorted(load_sources())
    assert [shipped.load(name).name for name in shipped.list()] == shipped.list()


def test_a_source_of_ones_own_is_a_spider_like_the_others(folder):
    spider = loader(OREWIRE_SOURCES=[str(folder)]).load("tin.example")

    assert issubclass(spider, NewsSpider)
    assert (spider.name, spider.allowed_domains) == ("tin.example", ["tin.example"])
    assert spider.source.name == "Tin Times"


def test_the_data_folder_brings_its_sources(folder):
    assert "tin.example" in loader(OREWIRE_DATA=str(folder.parent)).list()


def test_a_data_folder_without_sources_is_fine(tmp_path):
    assert loader(OREWIRE_DATA=str(tmp_path)).list() == sorted(load_sources())


def test_a_file_of_the_same_name_takes_the_place_of_the_shipped_one(folder):
    (folder / "metal.com.toml").write_text(SOURCE, encoding="utf-8")

    assert loader(OREWIRE_SOURCES=[str(folder)]).load("metal.com").source.name == "Tin Times"


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError):
        loader().load("nowhere.example")


@pytest.mark.parametrize(
    ("url", "names"),
    [
        pytest.param("https://news.metal.com/newscontent/1", ["metal.com"], id="below-the-host"),
        pytest.param("https://metal.com/", ["metal.com"], id="the-host"),
        pytest.param("https://notmetal.com/", [], id="ends-alike"),
    ],
)
def test_a_request_finds_the_spider_of_its_host(url, names):
    assert loader().find_by_request(Request(url)) == names


def test_a_source_without_delay_is_not_throttled(sample_sources):
    spider = spider_for(load_sources(sample_sources)["lodestar-metals.example"])

    assert spider.custom_settings["DOWNLOAD_DELAY"] == 0
    assert spider.custom_settings["AUTOTHROTTLE_ENABLED"] is False


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(SOURCE + 'feed = "x"\n', "feed", id="unknown-key"),
        pytest.param(SOURCE.replace('"UTC"', '"Mars"'), "Mars", id="no-time-zone"),
        pytest.param(SOURCE.replace("feeds", "ignore"), "feeds", id="nothing-to-ask"),
        pytest.param("name = ", "tin.example.toml", id="no-toml"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(folder, text, problem):
    (folder / "tin.example.toml").write_text(text, encoding="utf-8")

    # SystemExit: the only error that Scrapy's own command line prints as one line.
    with pytest.raises((DataFileError, SystemExit), match=r"tin\.example\.toml: ") as raised:
        loader(OREWIRE_SOURCES=[str(folder)])
    assert problem in str(raised.value)
    assert "\n" not in str(raised.value)


def test_scrapy_list_in_the_checkout_lists_the_sources(run_scrapy):
    result = run_scrapy("list")

    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == sorted(load_sources())


def test_scrapy_list_knows_a_source_of_ones_own(run_scrapy, folder):
    result = run_scrapy("list", "-s", f"OREWIRE_SOURCES={folder}")

    assert "tin.example" in result.stdout.splitlines()


@pytest.mark.parametrize("command", [["list"], ["crawl", "metal.com"]], ids=" ".join)
def test_scrapy_stops_at_a_broken_file_with_one_line(run_scrapy, folder, command, tmp_path):
    (folder / "tin.example.toml").write_text(SOURCE + "feed = 1\n", encoding="utf-8")

    result = run_scrapy(*command, "-s", f"OREWIRE_SOURCES={folder}", env={"OREWIRE_DB": str(tmp_path / "news.db")})

    assert result.returncode != 0
    assert result.stdout == ""
    assert "tin.example.toml: " in result.stderr.splitlines()[-1]
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "news.db").exists()


@pytest.mark.parametrize("command", [["crawl", "metal.com"], ["sources", "list"]], ids=" ".join)
def test_orewire_stops_at_a_broken_file_with_one_line(run_orewire, folder, command):
    (folder / "tin.example.toml").write_text(SOURCE + "feed = 1\n", encoding="utf-8")

    result = run_orewire(*command, "--sources", folder)

    assert result.returncode == 2
    assert result.stdout == ""
    assert result.stderr.startswith('orewire: tin.example.toml: unknown key "feed"')
    assert len(result.stderr.splitlines()) == 1
