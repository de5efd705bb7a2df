"""Which addresses lead to the same story."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.normalize import identity
from crawler.normalize.identity import edition_language, story_identifier
from crawler.sources import load_source, source_for_url

METAL = source_for_url("https://news.metal.com/")


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://news.metal.com/newscontent/100982475/building-a-valley/", id="slug-behind-a-slash"),
        pytest.param("https://news.metal.com/newscontent/100982475-building-a-valley", id="slug-behind-a-hyphen"),
        pytest.param("https://news.metal.com/newscontent/100982475", id="bare"),
        pytest.param("https://news.metal.com/newscontent/100982475/%5bsmm-article%5d-valley/", id="encoded-slug"),
        pytest.param("https://news.metal.com/newscontent/100982475/[smm-article]-valley/", id="literal-slug"),
        pytest.param("https://news.metal.com/en/newscontent/100982475-valley", id="edition"),
        pytest.param("https://www.metal.com/en/newscontent/100982475", id="other-host"),
        pytest.param("https://metal.com/en/newscontent/100982475", id="bare-host"),
        pytest.param("http://news.metal.com:80/newscontent/100982475?utm_source=x#top", id="campaign"),
        pytest.param(
            "https://news.metal.com/Quotes%2520for%2520spot/newscontent/100982475-valley", id="garbage-before"
        ),
        pytest.param("https://news.metal.com/Quotes%2520for…/newscontent/100982475", id="raw-garbage-before"),
        pytest.param("https://news.metal.com/%6Eewscontent/100982475", id="encoded-path"),
    ],
)
def test_gives_all_addresses_of_a_story_one_identifier(url):
    assert story_identifier(url, METAL) == "metal.com:100982475:en"


@pytest.mark.parametrize(
    ("url", "language", "want"),
    [
        pytest.param(
            "https://news.metal.com/vn/newscontent/103817658-x", None, "metal.com:103817658:vi", id="vn-is-vi"
        ),
        pytest.param("https://news.metal.com/vn/newscontent/7", "en", "metal.com:7:vi", id="edition-beats-the-page"),
        pytest.param("https://www.metal.com/fr/announcements/7-x", None, "metal.com:7:fr", id="announcement"),
        pytest.param("https://news.metal.com/newscontent/7-las-tc", "es", "metal.com:7:es", id="language-of-the-page"),
        pytest.param("https://news.metal.com/newscontent/7", "zh-Hans", "metal.com:7:zh", id="primary-subtag"),
        pytest.param("https://news.metal.com/newscontent/7", None, "metal.com:7:en", id="main-language"),
    ],
)
def test_keeps_editions_of_one_id_apart(url, language, want):
    assert story_identifier(url, METAL, language) == want


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://news.metal.com/en/", id="listing"),
        pytest.param("https://news.metal.com/newscontent/", id="no-number"),
        pytest.param("https://news.metal.com/newscontent/abc-100982475", id="number-in-the-slug"),
    ],
)
def test_an_address_without_the_pattern_is_its_own_identifier(url):
    assert story_identifier(url, METAL) == url


def test_without_a_source_the_canonical_address_identifies():
    assert story_identifier("HTTPS://Example.com:443/a?fbclid=1#x", None) == "https://example.com/a"


def test_an_address_that_is_none_stands_for_itself():
    assert story_identifier("http://[", None) == "http://["
    assert story_identifier("no address", METAL) == "no address"


def test_one_id_for_all_languages_where_the_source_says_so(tmp_path):
    file = tmp_path / "orepost.example.toml"
    file.write_text(
        'name = "Ore Post"\nhomepage = "https://orepost.example/"\nlanguage = "en"\ntimezone = "UTC"\n'
        "[discover]\nfeeds = ['https://orepost.example/feed']\n[identity]\npattern = '[?&]id=([0-9]+)'\n",
        encoding="utf-8",
    )

    found = story_identifier("https://orepost.example/vn/story?id=7&x=1", load_source(file), "vi")

    assert found == "orepost.example:7"


@pytest.mark.parametrize(
    ("path", "want"),
    [
        ("en/newscontent/1", "en"),
        ("vn/newscontent/1", "vi"),
        ("newscontent/1", None),
        ("xx/newscontent/1", None),
        ("", None),
    ],
)
def test_reads_the_edition_off_the_first_part_of_the_path(path, want):
    assert edition_language(f"https://news.metal.com/{path}", METAL) == want


@given(st.text(max_size=60), st.one_of(st.none(), st.text(max_size=10)))
def test_never_raises_on_a_path(path, language):
    assert story_identifier(f"https://news.metal.com/{path}", METAL, language)


def test_examples_in_the_docstrings_hold():
    assert doctest.testmod(identity).failed == 0
