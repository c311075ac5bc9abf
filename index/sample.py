"""Some articles of a batch, kept to be looked up in what was written before readers see it.

This module must not know any engine.
"""

from __future__ import annotations

from index.article import Article

SAMPLE_SIZE = 24


class Sample:
    """Some of the articles of a batch: the first, then ever fewer, so that all ages of it are there."""

    def __init__(self) -> None:
        self.articles: dict[str, Article] = {}
        self._seen = 0

    def add(self, article: Article) -> None:
        """Consider an article; one that replaces a sampled article takes its place."""
        self._seen += 1
        rare = self._seen & (self._seen - 1) == 0  # a power of two
        if article.id in self.articles or (rare and len(self.articles) < SAMPLE_SIZE):
            self.articles[article.id] = article

    def drop(self, article_id: str) -> None:
        """Forget an article that is deleted."""
        self.articles.pop(article_id, None)
