"""Filter, order and count documents by their columns: everything of an answer but matching and scoring.

What is counted for which facet is told in `searcher.counting`, which also gives counts their shape. This
module must not know Whoosh nor how documents were found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from searcher.counting import Names, shape_facet, shape_timeline
from searcher.engine import Found, Plan, Selection
from searcher.page import Facet, Timeline
from searcher.query import FacetWish
from searcher.whoosh_columns import Columns, Documents, FacetColumn

Mask = NDArray[np.bool_]
# Scores that differ by less are equal: summing floats in another order must not change an order of hits.
SCORE_DECIMALS = 9


class Counter:
    """Answers plans over the columns of one snapshot; holds what never changes, safe for threads."""

    def __init__(self, columns: Columns, names: Mapping[str, Names]) -> None:
        self._columns = columns
        self._names = names
        everything = np.flatnonzero(columns.live)
        self._ordinals = {
            field: {key: ordinal for ordinal, key in enumerate(column.keys)}
            for field, column in columns.facets.items()
        }
        self.totals = {
            field: by_key(column, column.counts(everything)) for field, column in columns.facets.items()
        }
        self._days = self._by_day(everything)

    def selected(self, plan: Plan, documents: Documents) -> Mask:
        """Return which of the documents are in the period and pass every selection."""
        return self._in_period(plan, documents) & self._pass(plan.selections, documents)

    def answer(self, plan: Plan, documents: Documents, scores: NDArray[np.float64]) -> Found:
        """Return the window, total, facets and timeline of documents that match the tree."""
        inside = self._in_period(plan, documents)
        if not inside.all():
            documents, scores = documents[inside], scores[inside]
        chosen = self._pass(plan.selections, documents)
        facets = tuple(self._facet(plan, wish, documents) for wish in plan.facets)
        if not chosen.all():
            documents, scores = documents[chosen], scores[chosen]
        hits = tuple(
            (self._columns.ids[documents[place]], float(scores[place]))
            for place in self._window(plan, documents, scores)
        )
        return Found(hits, len(documents), facets, self._timeline(plan, documents))

    def _in_period(self, plan: Plan, documents: Documents) -> Mask:
        days = self._columns.days[documents]
        dated = days > 0
        if plan.undated == "only":
            return ~dated
        inside = dated
        if plan.since:
            inside = inside & (days >= plan.since.toordinal())
        if plan.until:
            inside = inside & (days <= plan.until.toordinal())
        return inside if plan.undated == "exclude" else inside | ~dated

    def _pass(self, selections: Iterable[Selection], documents: Documents) -> Mask:
        passing = np.ones(len(documents), bool)
        for selection in selections:
            passing &= self._passing(selection)[documents]
        return passing

    def _passing(self, selection: Selection) -> Mask:
        """Return which of all documents pass a selection."""
        having = np.zeros(len(self._columns.ids), np.int32)
        for key in dict.fromkeys(selection.wanted):
            having[self._documents_of(selection.field, key)] += 1
        least = len(set(selection.wanted)) if selection.every else min(1, len(selection.wanted))
        passing = having >= least
        for key in selection.unwanted:
            passing[self._documents_of(selection.field, key)] = False
        return passing

    def _documents_of(self, field: str, key: str) -> Documents:
        ordinal = self._ordinals[field].get(key)
        return np.empty(0, np.int64) if ordinal is None else self._columns.facets[field].documents_of(ordinal)

    def _window(self, plan: Plan, documents: Documents, scores: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return which documents are wanted, by their places, in order."""
        end = min(plan.offset + plan.limit, len(documents))
        if plan.offset >= end:
            return np.empty(0, np.int64)
        if plan.order != "relevance":
            order = self._columns.newest if plan.order == "newest" else self._columns.oldest
            return np.argsort(order[documents])[plan.offset : end]
        rounded = np.round(-scores, SCORE_DECIMALS)
        # Only what scores at least as well as the last one wanted needs to be sorted.
        last = np.partition(rounded, end - 1)[end - 1]
        candidates = np.flatnonzero(rounded <= last)
        order = np.lexsort((self._columns.newest[documents[candidates]], rounded[candidates]))
        return candidates[order][plan.offset : end]

    def _facet(self, plan: Plan, wish: FacetWish, documents: Documents) -> Facet:
        column = self._columns.facets[wish.field]
        own = next((selection for selection in plan.selections if selection.field == wish.field), None)
        others = [selection for selection in plan.selections if selection.field != wish.field]
        documents = documents[self._pass(others, documents)]
        kept, returning = documents, {}
        if own:
            narrowing = replace(own, wanted=own.wanted if own.every else ())
            kept = documents[self._pass((narrowing,), documents)]
            if own.unwanted:
                returning = by_key(column, column.counts(documents))
        counts = by_key(column, column.counts(kept))
        return shape_facet(wish, own, counts, returning, self.totals[wish.field], self._names[wish.field])

    def _timeline(self, plan: Plan, documents: Documents) -> Timeline:
        undated = int((self._columns.days[documents] == 0).sum())
        return shape_timeline(self._by_day(documents), self._days, undated, plan.interval)

    def _by_day(self, documents: Documents) -> Mapping[date, int]:
        days = self._columns.days[documents]
        found, counts = np.unique(days[days > 0], return_counts=True)
        ordinals = map(date.fromordinal, found.tolist())
        return dict(zip(ordinals, counts.tolist(), strict=True))


def by_key(column: FacetColumn, counts: NDArray[np.int64]) -> dict[str, int]:
    """Return counts by ordinal as counts by id, without those of nothing."""
    present = np.flatnonzero(counts)
    keys = (column.keys[ordinal] for ordinal in present.tolist())
    return dict(zip(keys, counts[present].tolist(), strict=True))
