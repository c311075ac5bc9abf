"""One generation of a Whoosh index, opened for searching: immutable, safe for many threads at once.

Matching goes to the first evaluator that covers a tree, the last of which is Whoosh itself; filters, order
and counts are the same for all of them. This module must not know which generation is live.
"""

from __future__ import annotations

import threading
from collections import Counter as Tally
from collections.abc import Sequence

import numpy as np
from whoosh.searching import Searcher

from index.article import Actor, Article
from index.catalogue import Catalogue, read_catalogue
from index.fields import DEFAULT_TEXT_FIELDS, EXACT_SUFFIX
from index.generations import Generation
from index.lang.analyze import Analyzer
from index.store import Manifest
from index.whoosh_schema import RECORD, unpack
from index.whoosh_verify import numbers_of
from searcher.engine import Found, Plan
from searcher.terms import lower
from searcher.whoosh_columns import read_columns
from searcher.whoosh_facets import Counter
from searcher.whoosh_native import Evaluator, NativeEvaluator
from searcher.whoosh_query import Matches, has_field
from searcher.whoosh_readers import SearcherPool

FORM_FIELDS = tuple(field.name + EXACT_SUFFIX for field in DEFAULT_TEXT_FIELDS)


class WhooshSnapshot:
    """Answers from one generation until it is closed; `native_queries` counts what Whoosh itself matched."""

    def __init__(
        self, generation: Generation, analyzer: Analyzer, evaluators: tuple[Evaluator, ...] = ()
    ) -> None:
        self._generation = generation
        self._analyzer = analyzer
        self._evaluators = evaluators
        self._catalogue: Catalogue = read_catalogue(generation.folder)
        self._searchers = SearcherPool(generation.folder)
        self._native = NativeEvaluator(self._searchers)
        try:
            with self._searchers.borrow() as searcher:
                columns = read_columns(searcher)
        except BaseException:
            self._searchers.close()
            raise
        self._counter = Counter(columns, self._catalogue.names())
        self._lock = threading.Lock()
        self.native_queries = 0

    def find(self, plan: Plan) -> Found:
        """Match, score, count."""
        documents, scores = self._matches(plan)
        return self._counter.answer(plan, documents, scores)

    def count(self, plan: Plan) -> int:
        """Return the exact number of matches."""
        documents, _ = self._matches(plan)
        return int(np.count_nonzero(self._counter.selected(plan, documents)))

    def articles(self, ids: Sequence[str]) -> tuple[Article, ...]:
        """Return the stored articles of these ids in this order; unknown ids are left out."""
        with self._searchers.borrow() as searcher:
            reader = searcher.reader()
            numbers = [number for name in ids for number in numbers_of(reader, "id", name)]
            stored = [reader.stored_fields(number)[RECORD] for number in numbers]
        return tuple(map(unpack, stored))

    def words(self, prefix: str, limit: int) -> tuple[tuple[str, int], ...]:
        """Return written forms that start with `prefix` and in how many articles, most frequent first."""
        if limit < 1:
            return ()
        with self._searchers.borrow() as searcher:
            most = _summed_frequencies(searcher, prefix)
            best: list[tuple[int, str]] = []
            # A word is in at most as many articles as its fields say together, counted exactly only
            # while that can still be among the best.
            for word in sorted(most, key=lambda word: -most[word]):
                if len(best) >= limit and -best[-1][0] > most[word]:
                    break
                best = sorted((*best, (-_articles_with(searcher, word), word)))[:limit]
        return tuple((word, -count) for count, word in best if count)

    def actors(self) -> tuple[tuple[Actor, int], ...]:
        """Return every actor with the number of articles that name it, most frequent first."""
        counts: Tally[str] = Tally()
        for totals in self._counter.totals.values():
            counts.update(totals)
        found = [(actor, counts[actor.id]) for actor in self._catalogue.actors.values() if counts[actor.id]]
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0].id)))

    def manifest(self) -> Manifest:
        """Return what this generation says of itself."""
        return self._generation.manifest

    def close(self) -> None:
        """Close all files."""
        self._searchers.close()

    def _matches(self, plan: Plan) -> Matches:
        tree = lower(plan.tree, self._analyzer)
        for evaluator in self._evaluators:
            matches = evaluator.evaluate(tree)
            if matches is not None:
                return matches
        with self._lock:
            self.native_queries += 1
        return self._native.evaluate(tree)


def _summed_frequencies(searcher: Searcher, prefix: str) -> Tally[str]:
    """Return the forms that start with `prefix` and the sum of their article counts in each field."""
    most: Tally[str] = Tally()
    for leaf, _ in searcher.leaf_searchers() if searcher.doc_count_all() else []:
        reader = leaf.reader()
        for field in FORM_FIELDS:
            decode = reader.schema[field].from_bytes
            terms = list(reader.expand_prefix(field, prefix)) if has_field(reader, field) else []
            for term in terms:
                most[decode(term)] += reader.doc_frequency(field, term)
    return most


def _articles_with(searcher: Searcher, form: str) -> int:
    documents: set[int] = set()
    for field in FORM_FIELDS:
        documents.update(numbers_of(searcher.reader(), field, form))
    return len(documents)
