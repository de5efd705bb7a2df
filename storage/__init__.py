"""The store: `Article`, the SQLite file that keeps articles, and what reads it. Knows nothing of the crawler.

>>> from storage import ArticleStore
"""

from __future__ import annotations

from storage.article import Article
from storage.errors import StorageError
from storage.store import ArticleStore
from storage.stored import SearchHit, StoredArticle

__all__ = ["Article", "ArticleStore", "SearchHit", "StorageError", "StoredArticle"]
