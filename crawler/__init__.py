"""Collects metals-news pages, takes out what is not the article, normalizes dates and tags, and hands articles to `storage`."""
