"""TOML written by people: what is wrong with it is said in one line that names file, key and remedy."""

import pytest
from pydantic import TypeAdapter
from pydantic.dataclasses import dataclass

from crawler.data.toml import checked, nearest, read_toml
from crawler.errors import CrawlerError, DataFileError


@dataclass(frozen=True, kw_only=True, config={"extra": "forbid"})
class Inner:
    feeds: list[str]
    depth: int = 1


@dataclass(frozen=True, kw_only=True, config={"extra": "forbid"})
class Outer:
    name: str
    discover: Inner


ADAPTER = TypeAdapter(Outer)
KEYS = {"": ["name", "discover"], "discover": ["feeds", "depth"]}
FEEDS = {"feeds": ["https://tin.example/feed"]}


def problem(table):
    with pytest.raises(DataFileError) as caught:
        checked(ADAPTER, table, file="tin.example.toml", keys=KEYS)
    return caught.value


def test_returns_the_tables_of_a_file(tmp_path):
    path = tmp_path / "zh.toml"
    path.write_text('[tag.tin]\nlabel = "锡"\n', encoding="utf-8")

    assert read_toml(path) == {"tag": {"tin": {"label": "锡"}}}


def test_reads_a_file_that_an_editor_saved_with_a_byte_order_mark(tmp_path):
    path = tmp_path / "tin.example.toml"
    path.write_bytes(b'\xef\xbb\xbfname = "Tin"\n')

    assert read_toml(path) == {"name": "Tin"}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"name = ", "tin.example.toml: is not valid TOML: Invalid value", id="no-value"),
        pytest.param(
            b'name = "a"\nname = "b"\n', "tin.example.toml: is not valid TOML: Cannot overwrite", id="key-twice"
        ),
        pytest.param(b"name = Tin\n", "tin.example.toml: is not valid TOML: Invalid value (at line 1", id="no-quotes"),
        pytest.param(b'name = "\xb5\xe7"', "tin.example.toml: is not UTF-8; save it as UTF-8", id="gbk"),
        pytest.param('name = "a"'.encode("utf-16"), "tin.example.toml: is not UTF-8; save it as UTF-8", id="utf-16"),
    ],
)
def test_says_in_one_line_why_a_file_is_no_toml(content, message, tmp_path):
    path = tmp_path / "tin.example.toml"
    path.write_bytes(content)

    with pytest.raises(DataFileError) as caught:
        read_toml(path)

    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert caught.value.file == "tin.example.toml"
    assert caught.value.key is None


@pytest.mark.parametrize("name", [pytest.param("absent.toml", id="absent"), pytest.param("folder.toml", id="folder")])
def test_says_which_file_cannot_be_read(name, tmp_path):
    (tmp_path / "folder.toml").mkdir()

    with pytest.raises(DataFileError, match=rf"^{name}: cannot be read: \w"):
        read_toml(tmp_path / name)


def test_an_error_of_a_data_file_is_an_error_of_the_crawler():
    assert issubclass(DataFileError, CrawlerError)


def test_gives_the_table_its_type():
    assert checked(ADAPTER, {"name": "Tin", "discover": FEEDS}, file="", keys=KEYS).discover.feeds == FEEDS["feeds"]


@pytest.mark.parametrize(
    ("table", "message"),
    [
        pytest.param(
            {"name": "Tin", "discover": {"feed": ["x"]}},
            'unknown key "feed" in [discover]; did you mean "feeds"?',
            id="misspelt-key-wins-over-the-missing-one-it-explains",
        ),
        pytest.param(
            {"nam": "Tin", "discover": FEEDS}, 'unknown key "nam"; did you mean "name"?', id="misspelt-key-at-the-top"
        ),
        pytest.param(
            {"name": "Tin", "discover": FEEDS, "qqq": 1}, 'unknown key "qqq"', id="unknown-key-like-none-proposes-none"
        ),
        pytest.param({"discover": FEEDS}, 'key "name" is missing', id="missing-at-the-top"),
        pytest.param({"name": "Tin", "discover": {}}, 'key "feeds" in [discover] is missing', id="missing-in-a-table"),
        pytest.param({"name": 5, "discover": FEEDS}, 'key "name" must be a text in quotes', id="number-for-text"),
        pytest.param(
            {"name": "Tin", "discover": {"feeds": "x"}}, 'key "feeds" in [discover] must be a list in [ ]', id="no-list"
        ),
        pytest.param(
            {"name": "Tin", "discover": {"feeds": [7]}}, 'key "feeds" in [discover] must be a text in quotes', id="item"
        ),
        pytest.param({"name": "Tin", "discover": "x"}, 'key "discover" must be a table', id="text-for-table"),
    ],
)
def test_names_file_key_and_remedy(table, message):
    assert str(problem(table)) == f"tin.example.toml: {message}"


@pytest.mark.parametrize(
    ("table", "key"),
    [
        pytest.param({"name": 5, "discover": FEEDS}, "name", id="top"),
        pytest.param({"name": "Tin", "discover": {"feed": ["x"]}}, "discover.feed", id="table"),
    ],
)
def test_carries_the_dotted_key_at_fault(table, key):
    assert problem(table).key == key


def test_proposes_the_nearest_word_only():
    assert nearest("feed", ["feeds", "feet", "sitemaps"]) == '; did you mean "feeds"?'
    assert nearest("colour", ["feeds", "sitemaps"]) == ""
    assert nearest("feeds", []) == ""
