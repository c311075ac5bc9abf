"""One generation of a Whoosh index, opened for searching: immutable, safe for many threads at once.

Matching goes to the first evaluator that covers a tree, the last of which is Whoosh itself; filters, order
and counts are the same for all of them. This module must not know which generation is live.
"""

from __future__ import annotations

import threading
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.article import ACTOR_KINDS, Actor, Article
from index.errors import IndexCorrupt
from index.generations import Generation
from index.lang.analyze import Analyzer
from index.lang.mining import MinedAbbreviations
from index.mined import read_mined
from index.record import Record, article_from_record
from index.store import Manifest
from index.whoosh_schema import unpack_record
from searcher.engine import Found, Plan
from searcher.kernel import Kernel
from searcher.stored import Held, Stored, StoredArticle, whole
from searcher.terms import lower
from searcher.whoosh_arrays import ArrayEvaluator, segments_of
from searcher.whoosh_columns import Columns
from searcher.whoosh_directory import SegmentNames
from searcher.whoosh_facets import Counter
from searcher.whoosh_matching import Matching
from searcher.whoosh_names import actors_of, names_of
from searcher.whoosh_native import Evaluator, NativeEvaluator
from searcher.whoosh_readers import SearcherPool
from searcher.whoosh_words import Words

# What numbers and records raise that no writer of ours has written.
NONSENSE = (IndexError, KeyError, ValueError, TypeError, AttributeError, OverflowError)


class _Reading:
    """Names the index where what it holds makes no sense, checksums right or not (scripts/fuzz)."""

    __slots__ = ("_folder",)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, NONSENSE):
            told = f"damaged ({type(error).__name__}: {error}): rebuild the index"
            raise IndexCorrupt(f"{self._folder}: {told}") from error


class WhooshSnapshot:
    """Answers from one generation until it is closed; `native_queries` counts what Whoosh itself matched."""

    def __init__(
        self, generation: Generation, analyzer: Analyzer, kernel: Kernel, *, native: bool = False
    ) -> None:
        """Open a generation; with `native` Whoosh itself matches everything, as the oracle of the rest."""
        self._generation = generation
        self._reading = _Reading(generation.folder)
        self._analyzer = analyzer
        self._searchers = SearcherPool(generation.folder)
        self._native = NativeEvaluator(self._searchers)
        try:
            with self._reading, self._searchers.borrow() as searcher:
                self._segments = segments_of(searcher)
                self._arrays = ArrayEvaluator(self._segments, searcher.schema, kernel)
                self._words = Words(self._segments)
                columns = Columns(self._segments, kernel)
                self._ids = columns.ids
                self._counter = Counter(columns, names_of(self._segments, self._arrays.find), kernel)
        except BaseException:
            self._searchers.close()
            raise
        self._evaluators: tuple[Evaluator, ...] = () if native else (self._arrays,)
        self._held = Held()
        self._lock = threading.Lock()
        self.native_queries = 0

    def find(self, plan: Plan) -> Found:
        """Match, score, count."""
        with self._reading:
            return self._counter.answer(plan, self._matches(plan))

    def count(self, plan: Plan) -> int:
        """Return the exact number of matches."""
        with self._reading:
            return self._counter.count(plan, self._matches(plan))

    def articles(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the stored articles of these ids in this order; unknown ids are left out."""
        return tuple(map(whole, self.stored(ids)))

    def stored(self, ids: Sequence[str]) -> tuple[Stored, ...]:
        """Return the same to be shown: whole articles are made when they are asked for."""
        with self._reading:
            found = [self._held.get(name) or self._read(name) for name in ids]
        return tuple([stored for stored in found if stored is not None])

    def words(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return written forms that start with `prefix` and in how many articles, most frequent first."""
        with self._reading:
            return self._words.starting(prefix, limit)

    def actors(self) -> tuple[tuple[Actor, int], ...]:
        """Return every actor with the number of articles that name it, most frequent first."""
        counts: Tally[str] = Tally()
        with self._reading:
            for kind in ACTOR_KINDS:
                counts.update(self._counter.totals(kind))
            found = [(actor, counts[actor.id]) for actor in actors_of(self._segments) if counts[actor.id]]
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].id)))

    def names(self) -> SegmentNames:
        """Return the index of what actors and sources are called."""
        return SegmentNames(self._segments)

    def mined(self, counter: MinedAbbreviations) -> MinedAbbreviations:
        """Return a counter with the abbreviations that the articles introduce added to it."""
        return read_mined(self._generation.folder, counter)

    def manifest(self) -> Manifest:
        """Return what this generation says of itself."""
        return self._generation.manifest

    def verifying(self) -> Iterator[None]:
        """Read all segments piece by piece, a megabyte a step; raises IndexCorrupt, and then ends."""
        for segment in self._segments:
            yield from segment.arrays.verifying()

    def close(self) -> None:
        """Close all files."""
        self._searchers.close()

    def _read(self, name: str) -> StoredArticle | None:
        """Return the stored article of an id that is not held, None where none has it; now it is held."""
        document = self._ids.document(name)
        if document is None:
            return None
        record = self._ids.record(document)
        stored = StoredArticle(unpack_record(record), self._article)
        self._held.keep(name, stored, len(record))
        return stored

    def _article(self, record: Record) -> Article:
        with self._reading:
            return article_from_record(record)

    def _matches(self, plan: Plan) -> Matching:
        tree = lower(plan.tree, self._analyzer)
        for evaluator in self._evaluators:
            matches = evaluator.evaluate(tree)
            if matches is not None:
                return matches
        with self._lock:
            self.native_queries += 1
        return self._native.evaluate(tree)
