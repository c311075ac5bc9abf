"""Is what was written what can be found? Asked of every new generation before readers see it.

Counts, and for a sample of articles: one document of that id, the stored record equal, and a word of the
article leading to it. This module must not write.
"""

from __future__ import annotations

from pathlib import Path

from whoosh import index as whoosh_index
from whoosh.reading import IndexReader, TermNotFound

from index.article import Article
from index.errors import IndexCorrupt
from index.fields import EXACT_SUFFIX
from index.indexed import texts_of
from index.lang.analyze import Analyzer
from index.whoosh_schema import RECORD, make_schema, unpack

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


def verify(folder: Path, articles: int, sample: Sample, analyzer: Analyzer) -> None:
    """Open a generation and compare it with what went in; raises IndexCorrupt."""
    with whoosh_index.open_dir(str(folder), schema=make_schema()).reader() as reader:
        if reader.doc_count() != articles:
            raise IndexCorrupt(f"{folder}: {reader.doc_count()} articles instead of {articles}")
        for article in sample.articles.values():
            _verify_article(reader, article, analyzer)


def _verify_article(reader: IndexReader, article: Article, analyzer: Analyzer) -> None:
    numbers = numbers_of(reader, "id", article.id)
    if len(numbers) != 1:
        raise IndexCorrupt(f"article {article.id}: {len(numbers)} of it instead of one")
    if unpack(reader.stored_fields(numbers[0])[RECORD]) != article:
        raise IndexCorrupt(f"article {article.id}: stored otherwise than it was added")
    for field, text in texts_of(article).items():
        terms = analyzer.columns(text)
        for name, column in ((field, terms.roots), (field + EXACT_SUFFIX, terms.forms)):
            if column and numbers[0] not in numbers_of(reader, name, column[0]):
                raise IndexCorrupt(f"article {article.id}: not found by {column[0]!r} in {name}")


def numbers_of(reader: IndexReader, field: str, term: str) -> list[int]:
    """Return the documents that have a term in a field, without deleted ones, ascending."""
    try:
        return list(reader.postings(field, term).all_ids())
    except TermNotFound:
        return []
