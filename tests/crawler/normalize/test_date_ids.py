"""Between which days a story lies by its id."""

from datetime import date

import pytest

from crawler.errors import DataFileError
from crawler.normalize import Span, span_of_id
from crawler.sources import load_source

FILE = """
    name = "Tin Times"
    homepage = "https://tin.example/"
    language = "en"
    timezone = "UTC"
    discover.listings = ["https://tin.example/"]
    [identity]
    {identity}
"""
DATED = "dated = {100 = 2020-01-01, 300 = 2020-03-01, 200 = 2020-02-01}"


def source(tmp_path, identity):
    path = tmp_path / "tin.example.toml"
    path.write_text(FILE.format(identity=identity), encoding="utf-8")
    return load_source(path)


@pytest.mark.parametrize(
    ("id_", "first", "last"),
    [
        pytest.param("50", None, date(2020, 1, 1), id="below-all"),
        pytest.param("100", date(2020, 1, 1), date(2020, 1, 1), id="known"),
        pytest.param("250", date(2020, 2, 1), date(2020, 3, 1), id="between"),
        pytest.param("999", date(2020, 3, 1), None, id="above-all"),
        pytest.param("2x", None, None, id="no-number"),
    ],
)
def test_takes_the_nearest_known_ids(tmp_path, id_, first, last):
    tin = source(tmp_path, rf"pattern = '/n/(\w+)'{chr(10)}    {DATED}")

    assert span_of_id(f"https://tin.example/n/{id_}/slug", tin) == Span(first, last)
    assert span_of_id("https://tin.example/about", tin) == Span()


@pytest.mark.parametrize("identity", [DATED, r"pattern = '/n/(\d+)'"])
def test_knows_nothing_without_a_pattern_or_known_ids(tmp_path, identity):
    assert span_of_id("https://tin.example/n/250", source(tmp_path, identity)) == Span()
    assert span_of_id("https://tin.example/n/250", None) == Span()


@pytest.mark.parametrize(
    ("identity", "says"),
    [
        pytest.param(
            "dated = {100 = 2020-02-01, 200 = 2020-01-01}", "200 = 2020-01-01 is before 100 = 2020-02-01", id="falls"
        ),
        pytest.param("dated = {x = 2020-02-01}", "dated", id="no-id"),
        pytest.param('dated = {100 = "soon"}', "dated", id="no-day"),
    ],
)
def test_refuses_ids_that_do_not_rise(tmp_path, identity, says):
    with pytest.raises(DataFileError, match=r"tin\.example\.toml.*" + says):
        source(tmp_path, identity)
