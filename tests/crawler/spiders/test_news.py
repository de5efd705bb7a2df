from __future__ import annotations

import json
import shutil
import signal
import sqlite3
from contextlib import closing
from time import monotonic, sleep

import pytest

from crawler.sample_site.articles import HOST, SOURCE_ID, sample_articles
from crawler.sample_site.gold import differences
from crawler.sample_site.render import listing_html
from crawler.sample_site.server import serve
from storage import ArticleStore

STORIES = sample_articles()
LISTINGS = ["/en/", "/en/?page=2", "/en/?page=3", "/en/?page=4"]


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.db"


@pytest.fixture(scope="module")
def first_crawl(tmp_path_factory):
    """A store with the whole sample site, made once; `crawled` is a copy of it."""
    from crawler.sample_site import articles  # noqa: PLC0415  # its folder is asked for, not its content

    folder = tmp_path_factory.mktemp("first-crawl")
    commands = _commands(tmp_path_factory)
    with serve() as server:
        hosts = [part for host in (HOST, HOST.replace("news.", "www.", 1)) for part in ("--connect-to", f"{host}=127.0.0.1:{server.port}")]
        sources = shutil.os.path.join(shutil.os.path.dirname(articles.__file__), "sources")
        commands("crawl", SOURCE_ID, "--db", folder / "news.db", "--sources", sources, *hosts)
    return folder


@pytest.fixture
def crawled(first_crawl, path):
    for name in ("news.db", "news-pages.db"):
        shutil.copy(first_crawl / name, path.with_name(name))
    return path
