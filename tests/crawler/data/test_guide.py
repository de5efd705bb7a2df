"""The guide for people who do not program: it names every key and every state of a source file, each with an example that loads."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from crawler.data.toml import read_toml
from crawler.sources import Source, load_source, load_sources

GUIDE = (Path(__file__).parents[3] / "crawler" / "data" / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def example(tmp_path):
    """The file with every key, as the guide prints it."""
    section = GUIDE.partition("### Every key, with an example")[2]
    block = re.search(r"^```toml\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)
    assert block
    path = tmp_path / "tindaily.example.toml"
    path.write_text(block[1], encoding="utf-8")
    return path


def test_the_example_of_every_key_is_a_right_definition(example):
    source = load_source(example)

    assert source.is_article(source.examples[0].url)
    assert not any(source.is_article(url) for _, url in source.discover.endpoints())
    assert source.identity.pattern
    assert source.identity.pattern.search(source.examples[0].url)


def test_the_example_of_every_key_has_every_key(example):
    tables = read_toml(example)
    source = load_source(example)
    renamed = {"languages": "language", "examples": "example"}

    assert set(tables) == {renamed.get(item.name, item.name) for item in fields(Source)} - {"id"}
    for item in fields(Source):
        value = getattr(source, item.name)
        if is_dataclass(value):
            assert set(tables[item.name]) == {inner.name for inner in fields(value)}
    assert set(tables["example"][0]) == {inner.name for inner in fields(source.examples[0])}


def test_every_state_is_explained():
    table = GUIDE.partition("| status | means |")[2].partition("\n\n")[0]

    assert re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE) == list(get_args(get_type_hints(Source)["status"]))


def patterns():
    table = GUIDE.partition("| pattern | fits |")[2].partition("\n\n")[0]
    return [
        text.replace(r"\|", "|")
        for cell in re.findall(r"^\| (`.*?`) \|", table, re.MULTILINE)
        for text in re.findall(r"`([^`]+)`", cell)
    ]


@pytest.mark.parametrize("pattern", patterns())
def test_a_pattern_that_is_proposed_is_in_use_or_plain(pattern):
    used = [each.pattern for source in load_sources().values() for each in source.discover.article_url]

    re.compile(pattern)
    assert pattern in (r"\d\d\d\d", r"(news|features)", r"\.html$") or any(pattern in each for each in used)
