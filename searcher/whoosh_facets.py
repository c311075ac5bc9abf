"""Filter, order and count documents by their columns: everything of an answer but matching and scoring.

What is counted for which facet is told in `searcher.counting`, which also gives counts their shape. This
module must not know Whoosh nor how documents were found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from searcher.counting import Names, shape_facet
from searcher.engine import Found, Plan, Selection
from searcher.page import Facet
from searcher.query import FacetWish
from searcher.whoosh_columns import Columns, Documents, FacetColumn, JoinedFacets
from searcher.whoosh_groups import CopyGroups, Ranks
from searcher.whoosh_timeline import DayCounter
from searcher.whoosh_window import at_least_nth

Mask = NDArray[np.bool_]
# Scores that differ by less are equal: summing floats in another order must not change an order of hits.
SCORE_DECIMALS = 9


class Narrowing:
    """The matches of one plan under some of its selections, each combination worked out once."""

    def __init__(self, documents: Documents, masks: dict[str, Mask]) -> None:
        """Take which of the documents pass the selection of each field that has one."""
        self._masks = masks
        self._found: dict[tuple[str, ...], Documents] = {(): documents}
        self.counts: dict[tuple[str, ...], NDArray[np.int64]] = {}

    def passing(self) -> Mask | None:
        """Return which documents pass every selection, None for all."""
        return self._both(tuple(self._masks)) if self._masks else None

    def without(self, field: str) -> tuple[tuple[str, ...], Documents]:
        """Return the documents that pass every selection but that of a field, and a name for these."""
        others = tuple(name for name in self._masks if name != field)
        if others not in self._found:
            self._found[others] = self._found[()][self._both(others)]
        return others, self._found[others]

    def _both(self, fields: tuple[str, ...]) -> Mask:
        both: Mask = np.logical_and.reduce([self._masks[field] for field in fields])
        return both


class Counter:
    """Answers plans over the columns of one snapshot; holds what never changes, safe for threads."""

    def __init__(self, columns: Columns, names: Mapping[str, Names]) -> None:
        self._columns = columns
        self._names = names
        self._ordinals = {
            field: {key: ordinal for ordinal, key in enumerate(column.keys)}
            for field, column in columns.facets.items()
        }
        everything = np.flatnonzero(columns.live)
        self._live = len(everything)
        self._joined = JoinedFacets(columns.facets, len(columns.ids))
        self._all = self._joined.counts(everything)
        self.totals = {
            field: by_key(column, self._joined.of(field, self._all))
            for field, column in columns.facets.items()
        }
        self._days = DayCounter(columns.days, columns.live)
        self._copies = CopyGroups(columns.copies, len(columns.ids))

    def selected(self, plan: Plan, documents: Documents) -> Mask:
        """Return which of the documents are in the period and pass every selection."""
        chosen = np.ones(len(documents), bool)
        for mask in (self._in_period(plan, documents), self._narrowing(plan, documents).passing()):
            if mask is not None:
                chosen &= mask
        return chosen

    def answer(self, plan: Plan, documents: Documents, scores: NDArray[np.float64]) -> Found:
        """Return the window, total, facets and timeline of documents that match the tree."""
        inside = self._in_period(plan, documents)
        if inside is not None:
            documents, scores = documents[inside], scores[inside]
        narrowing = self._narrowing(plan, documents)
        facets = tuple(self._facet(plan, wish, narrowing) for wish in plan.facets)
        chosen = narrowing.passing()
        if chosen is not None:
            documents, scores = documents[chosen], scores[chosen]
        timeline = self._days.timeline(documents, plan.interval)
        total, sizes = len(documents), self._copies.sizes(documents)
        groups = total - int(np.maximum(sizes[1:] - 1, 0).sum())
        if plan.group and groups < total:
            leading = self._copies.leading(documents, lambda at: self._ranks(plan, documents[at], scores[at]))
            documents, scores = documents[leading], scores[leading]
        window = self._window(plan, documents, scores)
        found = [(int(documents[place]), float(scores[place])) for place in window.tolist()]
        return Found(
            hits=tuple((self._columns.ids[document], score) for document, score in found),
            total=total,
            facets=facets,
            timeline=timeline,
            groups=groups,
            copies=tuple(self._copies.copies(document, sizes) for document, _ in found),
        )

    def _in_period(self, plan: Plan, documents: Documents) -> Mask | None:
        """Return which documents the plan's days let through, None for all."""
        if plan.undated == "include" and plan.since is None and plan.until is None:
            return None
        days = self._columns.days[documents]
        dated: Mask = days > 0
        if plan.undated == "only":
            return ~dated
        inside = dated
        if plan.since:
            inside = inside & (days >= plan.since.toordinal())
        if plan.until:
            inside = inside & (days <= plan.until.toordinal())
        return inside if plan.undated == "exclude" else inside | ~dated

    def _narrowing(self, plan: Plan, documents: Documents) -> Narrowing:
        active = (each for each in plan.selections if each.wanted or each.unwanted)
        return Narrowing(documents, {each.field: self._passing(each)[documents] for each in active})

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
        # Only what ranks as well as the last one wanted, give or take the rounding, needs to be sorted.
        if plan.order == "relevance":
            candidates = at_least_nth(scores, end, slack=2 * 10.0**-SCORE_DECIMALS)
        else:
            candidates = at_least_nth(-self._ranks(plan, documents, scores)[0].astype(np.int64), end)
        order = np.lexsort(self._ranks(plan, documents[candidates], scores[candidates]))
        return candidates[order][plan.offset : end]

    def _ranks(self, plan: Plan, documents: Documents, scores: NDArray[np.float64]) -> Ranks:
        """Return the keys that order documents, the last one first; smaller is better."""
        if plan.order != "relevance":
            return ((self._columns.newest if plan.order == "newest" else self._columns.oldest)[documents],)
        return self._columns.newest[documents], np.round(-scores, SCORE_DECIMALS)

    def _facet(self, plan: Plan, wish: FacetWish, narrowing: Narrowing) -> Facet:
        own = next((selection for selection in plan.selections if selection.field == wish.field), None)
        name, documents = narrowing.without(wish.field)
        kept, returning = documents, {}
        if own and (own.unwanted or (own.every and own.wanted)):
            kept = documents[self._passing(replace(own, wanted=own.wanted if own.every else ()))[documents]]
            if own.unwanted:
                column = self._columns.facets[wish.field]
                returning = by_key(column, column.counts(documents))
        chosen = (*own.wanted, *own.unwanted) if own else ()
        if own and chosen:  # nothing else is counted over these documents
            counted = self._columns.facets[wish.field].counts(kept)
        else:
            if name not in narrowing.counts:
                narrowing.counts[name] = self._counts(documents)
            counted = self._joined.of(wish.field, narrowing.counts[name])
        counts, left_out = self._leading(wish, counted, chosen)
        totals, names = self.totals[wish.field], self._names[wish.field]
        facet = shape_facet(wish, own, counts, returning, totals, names)
        return replace(facet, others=facet.others + left_out)

    def _counts(self, documents: Documents) -> NDArray[np.int64]:
        """Return how many documents have each value; of most of the archive by counting the others."""
        if 2 * len(documents) <= self._live:
            return self._joined.counts(documents)
        others = self._columns.live.copy()
        others[documents] = False
        return self._all - self._joined.counts(np.flatnonzero(others))

    def _leading(
        self, wish: FacetWish, counts: NDArray[np.int64], chosen: Sequence[str]
    ) -> tuple[dict[str, int], int]:
        """Return the counts that can be shown, ties included, and how many values are left out.

        Giving names to thousands of values and sorting them took ten times as long as the search.
        """
        present = np.flatnonzero(counts)
        shown = max(1, wish.size) + len(chosen)
        if len(present) > shown:
            least = np.partition(counts[present], -shown)[-shown]
            known = self._ordinals[wish.field]
            places = [known[key] for key in chosen if counts[known.get(key, 0)] and key in known]
            leading = present[counts[present] >= least]
            if places:
                leading = np.union1d(leading, places)
        else:
            leading = present
        return _named(self._columns.facets[wish.field], leading, counts), len(present) - len(leading)


def _named(column: FacetColumn, ordinals: NDArray[np.int64], counts: NDArray[np.int64]) -> dict[str, int]:
    keys = (column.keys[ordinal] for ordinal in ordinals.tolist())
    return dict(zip(keys, counts[ordinals].tolist(), strict=True))


def by_key(column: FacetColumn, counts: NDArray[np.int64]) -> dict[str, int]:
    """Return counts by ordinal as counts by id, without those of nothing."""
    return _named(column, np.flatnonzero(counts), counts)
