"""This program as it answers readers: the facade `Searcher`, on an index that its store has written.

Words are what stands between blanks, so that every engine has the same; nothing is stemmed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from index.article import Actor, Article, Dating, Source
from index.lang.analyze import Analyzer, Columns
from index.lang.chunks import ChunkTerms
from index.lang.language import Language
from index.store import ArticleStore
from index.whoosh_store import WhooshStore
from searcher.engine import Engine
from searcher.peers.asking import FACETS, TOP, VALUES, Record, Request
from searcher.query import FacetWish, Query
from searcher.searcher import Searcher
from searcher.whoosh_engine import WhooshEngine

WISHES = tuple(FacetWish(name, VALUES) for name in FACETS)
BETWEEN_BLANKS = re.compile(r"\S+")
# No blank lies behind the last one.
CLASSES = bytes(0 if chr(point).isspace() else 1 for point in range(0x3001))


class Splitting(Analyzer):
    """Words are what stands between blanks, each its own root."""

    def columns(self, text: str) -> Columns:
        """Return the words as roots and as forms."""
        words = text.split()
        spans = [match.span() for match in BETWEEN_BLANKS.finditer(text)]
        return Columns(words, words, list(range(len(words))), [s for s, _ in spans], [e for _, e in spans])

    def chunks(self, text: str) -> list[str]:
        """Return the words."""
        return text.split()

    def chunk_classes(self) -> bytes:
        """Return that everything but blanks is a letter."""
        return CLASSES

    def chunk_terms(self, chunk: str) -> ChunkTerms:
        """Return a word as its own root and form."""
        return ((chunk, chunk, 0, 0, len(chunk)),), 1

    def split(self, text: str) -> tuple[str, ...]:
        """Return the words."""
        return tuple(text.split())


class Kliping:
    """See `searcher.peers.asking.Peer`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._language = Language.load()

    def build(self, records: Sequence[Record]) -> None:
        """See Peer."""
        with self.store(self._splitting()).rebuild() as batch:
            for record in records:
                batch.add(article_of(record))
            batch.publish()

    def open(self) -> None:
        """See Peer."""
        language = self._splitting()
        self._searcher = Searcher(self.engine(language), language)
        self._searcher.status()

    def ask(self, request: Request) -> int:
        """See Peer."""
        return self._searcher.search(query_of(request)).total

    def store(self, language: Language) -> ArticleStore:
        """Return where articles go."""
        return WhooshStore(self.folder, language)

    def engine(self, language: Language) -> Engine:
        """Return what is asked."""
        return WhooshEngine(self.folder, language, poll_seconds=3600)

    def _splitting(self) -> Language:
        return replace(self._language, analyzer=Splitting(self._language.stemmer))


def query_of(request: Request) -> Query:
    """Return a request as a reader would write it."""
    match request.how:
        case "phrase":
            text = f'"{" ".join(request.words)}"'
        case "prefix":
            text = request.words[0] + "*"
        case "or":
            text = " OR ".join(request.words)
        case _:
            text = " ".join(request.words)
    return Query(
        text=text,
        form="exact",
        match="all",
        since=request.since,
        actors=request.people,
        order="newest" if request.newest else "relevance",
        page=request.page,
        size=TOP,
        facets=WISHES,
        interval="month",
    )


def article_of(record: Record) -> Article:
    """Return a record of the corpus as an article."""
    day = date.fromisoformat(record["date"]) if record["date"] else None
    return Article(
        record["id"],
        "",
        record["body"],
        published=Dating(day, "day" if day else "none"),
        source=Source(record["source"], record["source"]),
        actors=tuple(
            [Actor(key, key, kind) for kind in ("person", "organisation", "place") for key in record[kind]]
        ),
    )
