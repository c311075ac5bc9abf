"""Evaluate a lowered tree with Whoosh's own postings and scorers: the path that knows every query.

Slower than an evaluator on arrays, and what such an evaluator is checked against. This module must not
know filters, facets or order.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

from searcher.terms import Lowered
from searcher.whoosh_matching import Gathered, Matching
from searcher.whoosh_query import compile_query, gather, nothing
from searcher.whoosh_readers import SearcherPool


class Evaluator(Protocol):
    """Finds all matches of a tree in one snapshot; safe for threads."""

    def evaluate(self, node: Lowered) -> Matching | None:
        """Return what matches; None for a tree not covered."""


class NativeEvaluator:
    """Covers every tree."""

    def __init__(self, searchers: SearcherPool) -> None:
        self._searchers = searchers

    def evaluate(self, node: Lowered) -> Matching:
        """Return what matches."""
        query = compile_query(node)
        with self._searchers.borrow() as searcher:
            if not searcher.doc_count_all():
                return Gathered(nothing())
            parts = [(gather(query, leaf), offset) for leaf, offset in searcher.leaf_searchers()]
        documents = np.concatenate([documents + offset for (documents, _), offset in parts])
        return Gathered((documents, np.concatenate([scores for (_, scores), _ in parts])))
