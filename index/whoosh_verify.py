"""Is what was written what can be found? Asked of every new generation before readers see it.

Counts, and for a sample of articles: one document of that id, the stored record equal, and a word of the
article leading to it. This module must not write.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from whoosh import index as whoosh_index
from whoosh.reading import IndexReader, TermNotFound

from index.article import Article
from index.errors import IndexCorrupt
from index.fields import EXACT_SUFFIX
from index.indexed import texts_of
from index.lang.analyze import Analyzer
from index.sample import Sample
from index.whoosh_schema import RECORD, make_schema, unpack

WORDS_LOOKED_AT = 8


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
            # A rare one of the first words: the postings of a common one are most of a large archive.
            word = min(column[:WORDS_LOOKED_AT], key=partial(reader.doc_frequency, name), default="")
            if column and numbers[0] not in numbers_of(reader, name, word):
                raise IndexCorrupt(f"article {article.id}: not found by {word!r} in {name}")


def numbers_of(reader: IndexReader, field: str, term: str) -> list[int]:
    """Return the documents that have a term in a field, without deleted ones, ascending."""
    try:
        return list(reader.postings(field, term).all_ids())
    except TermNotFound:
        return []
