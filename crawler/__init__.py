"""Collects metals-news pages, takes out what is not the article, normalizes dates and tags, and hands articles to `storage`."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("orewire")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0"
