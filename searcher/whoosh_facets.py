"""Filter, order and count documents by their columns: everything of an answer but matching and scoring.

What is counted for which facet is told in `searcher.counting`, which also gives counts their shape. This
module must not know Whoosh nor how documents were found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.fields import FACET_FIELDS
from searcher.counting import Names, shape_facet
from searcher.engine import Found, Plan, Selection
from searcher.kernel import SCORE_DECIMALS, Counts, Kernel, Mask, Scores
from searcher.kernel import Found as Scored
from searcher.page import Facet, FacetValue
from searcher.query import FacetWish
from searcher.whoosh_columns import Columns
from searcher.whoosh_groups import Ranks
from searcher.whoosh_tally import Tallies, Tally
from searcher.whoosh_values import FacetColumn

# Documents as any evaluator gives them, and their scores.
Matched = tuple[NDArray[Any], Scores]
LAST_DAY = np.iinfo(np.int32).max
# A value of a facet: its id, its name, how many articles of all have it, its other names.
Row = tuple[str, str, int, tuple[str, ...]]
# So many of them are remembered for each facet.
MOST_REMEMBERED = 5_000


class Narrowing:
    """The matches of one plan under some of its selections, each combination worked out once."""

    def __init__(self, kernel: Kernel, found: Scored, masks: dict[str, Mask]) -> None:
        """Take which of all documents pass the selection of each field that has one."""
        self._kernel, self._masks = kernel, masks
        self._found: dict[tuple[str, ...], Scored] = {(): found}
        self.tallies: dict[tuple[str, ...], Tally] = {}

    def without(self, field: str = "") -> tuple[tuple[str, ...], Scored]:
        """Return what passes every selection but that of a field, and a name for it."""
        others = tuple(name for name in self._masks if name != field)
        for number in range(1, len(others) + 1):
            if others[:number] not in self._found:
                before = self._found[others[: number - 1]]
                self._found[others[:number]] = self._kernel.choose(self._masks[others[number - 1]], before)
        return others, self._found[others]


class Counter:
    """Answers plans over the columns of one snapshot; holds what never changes, safe for threads."""

    def __init__(self, columns: Columns, names: Mapping[str, Names], kernel: Kernel) -> None:
        self._columns, self._names, self._kernel = columns, names, kernel
        self._tallies = Tallies(kernel, columns)
        self._rows = {field.name: _Rows(self, field.name) for field in FACET_FIELDS}

    def totals(self, field: str) -> dict[str, int]:
        """Return how many articles have each value of a facet, by its id, without those of nothing."""
        counts = self.totals_of(field)
        return _named(self._columns.facet(field), np.flatnonzero(counts).tolist(), counts)

    def row(self, field: str, ordinal: int) -> Row:
        """Return what is the same of a facet value whatever matches."""
        key = self._columns.facet(field).keys[ordinal]
        label, aliases = self._names[field].get(key, (key, ()))
        return key, label, int(self.totals_of(field)[ordinal]), aliases

    def totals_of(self, field: str) -> Counts:
        """Return how many articles have each value of a facet, by ordinal."""
        return self._tallies.everything.values[self._columns.joined[1][field]]

    def count(self, plan: Plan, found: Matched) -> int:
        """Return how many documents are in the period and pass every selection."""
        return len(self._narrowing(plan, self._in_period(plan, _narrow(found))).without()[1][0])

    def answer(self, plan: Plan, found: Matched) -> Found:
        """Return the window, total, facets and timeline of documents that match the tree."""
        narrowing = self._narrowing(plan, self._in_period(plan, _narrow(found)))
        facets = tuple(self._facet(plan, wish, narrowing) for wish in plan.facets)
        _, chosen = narrowing.without()
        tally = self._tally(narrowing)
        total, sizes = len(chosen[0]), tally.groups
        groups = self._tallies.copies.number_of(sizes, total)
        if plan.group and groups < total:
            mask = self._tallies.copies.leading(chosen[0], partial(self._ranks, plan, chosen))
            chosen = self._kernel.keep(mask, chosen)
        hits = self._hits(plan, chosen)
        return Found(
            hits=tuple((self._columns.ids[document], score) for document, score in hits),
            total=total,
            facets=facets,
            timeline=self._tallies.days.timeline(tally.days, self._tallies.everything.days, plan.interval),
            groups=groups,
            copies=tuple(self._tallies.copies.copies(document, sizes) for document, _ in hits),
        )

    def _in_period(self, plan: Plan, found: Scored) -> Scored:
        """Return what the plan's days let through."""
        if plan.undated == "only":
            return self._kernel.choose_days(self._columns.days, 0, 0, True, found)
        if plan.undated == "include" and plan.since is None and plan.until is None:
            return found
        first = plan.since.toordinal() if plan.since else 1
        last = plan.until.toordinal() if plan.until else LAST_DAY
        return self._kernel.choose_days(self._columns.days, first, last, plan.undated == "include", found)

    def _narrowing(self, plan: Plan, found: Scored) -> Narrowing:
        active = (each for each in plan.selections if each.wanted or each.unwanted)
        return Narrowing(self._kernel, found, {each.field: self._passing(each) for each in active})

    def _passing(self, selection: Selection) -> Mask:
        """Return which of all documents pass a selection."""
        column, size = self._columns.facet(selection.field), len(self._columns.ids)
        wanted = tuple(dict.fromkeys(selection.wanted))
        passing: Mask
        if selection.every and len(wanted) > 1:
            having = np.zeros(size, np.int32)
            for key in wanted:
                having[column.documents_of(key)] += 1
            passing = having == len(wanted)
        else:
            passing = np.full(size, not wanted)
            for key in wanted:
                passing[column.documents_of(key)] = True
        for key in selection.unwanted:
            passing[column.documents_of(key)] = False
        return passing

    def _hits(self, plan: Plan, found: Scored) -> list[tuple[int, float]]:
        """Return the documents that are wanted and their scores, in order."""
        end = min(plan.offset + plan.limit, len(found[0]))
        if plan.offset >= end:
            return []
        by_score = plan.order == "relevance"
        places = self._kernel.best(found, self._order(plan), end, by_score)[plan.offset :]
        return list(zip(found[0][places].tolist(), found[1][places].tolist(), strict=True))

    def _order(self, plan: Plan) -> NDArray[np.uint32]:
        return self._columns.oldest if plan.order == "oldest" else self._columns.newest

    def _ranks(self, plan: Plan, found: Scored, at: NDArray[np.int64]) -> Ranks:
        """Return the keys that order documents at some places, the last one first; smaller is better."""
        ranks = self._order(plan)[found[0][at]]
        return (ranks, np.round(-found[1][at], SCORE_DECIMALS)) if plan.order == "relevance" else (ranks,)

    def _facet(self, plan: Plan, wish: FacetWish, narrowing: Narrowing) -> Facet:
        own = next((selection for selection in plan.selections if selection.field == wish.field), None)
        if own and (own.wanted or own.unwanted):
            return self._chosen_facet(wish, own, narrowing)
        counted = self._tally(narrowing).values[self._columns.joined[1][wish.field]]
        shown, present = self._kernel.leading(counted, wish.size)
        rows = self._rows[wish.field].of(shown)
        values = [
            tuple.__new__(FacetValue, (key, label, count, of, False, False, aliases))
            for count, (key, label, of, aliases) in zip(counted[shown].tolist(), rows, strict=True)
        ]
        return Facet(wish.field, tuple(values), present - len(values))

    def _chosen_facet(self, wish: FacetWish, own: Selection, narrowing: Narrowing) -> Facet:
        """Return a facet that has a selection: nothing else is counted over these documents."""
        counted, returning = self._own_counts(own, narrowing)
        column, chosen = self._columns.facet(wish.field), (*own.wanted, *own.unwanted)
        # Giving names to thousands of values and sorting them took ten times as long as the search.
        leading, present = self._kernel.leading(counted, max(1, wish.size) + len(chosen))
        shown = {column.keys[ordinal]: ordinal for ordinal in leading} | self._ordinals(column, chosen)
        counts = {key: int(counted[ordinal]) for key, ordinal in shown.items()}
        rows = self._rows[wish.field].of(shown.values())
        of = {key: number for key, _, number, _ in rows}
        known = self._names[wish.field]  # chosen ones may be named in another field alone
        names = {key: known[key] for key in chosen if key not in of and key in known}
        names |= {key: (label, aliases) for key, label, _, aliases in rows}
        facet = shape_facet(wish, own, counts, returning, of, names)
        left_out = present - sum(map(bool, counts.values()))
        return replace(facet, others=facet.others + left_out) if left_out else facet

    def _own_counts(self, own: Selection, narrowing: Narrowing) -> tuple[Counts, dict[str, int]]:
        """Return counts of a facet that has a selection, and what comes back without its unwanted values."""
        column = self._columns.facet(own.field)
        _, found = narrowing.without(own.field)
        kept, returning = found, {}
        if own.unwanted or (own.every and own.wanted):
            kept = self._kernel.choose(
                self._passing(replace(own, wanted=own.wanted if own.every else ())), found
            )
            if own.unwanted:
                counts = self._tallies.values(own.field, found[0])
                ordinals = self._ordinals(column, own.unwanted)
                returning = {key: int(counts[ordinal]) for key, ordinal in ordinals.items()}
        return self._tallies.values(own.field, kept[0]), returning

    def _tally(self, narrowing: Narrowing) -> Tally:
        """Return everything counted over what passes all selections, which is what most is counted over."""
        name, found = narrowing.without()
        if name not in narrowing.tallies:
            narrowing.tallies[name] = self._tallies.of(found[0])
        return narrowing.tallies[name]

    def _ordinals(self, column: FacetColumn, keys: Sequence[str]) -> dict[str, int]:
        """Return the ordinals of some ids, without those that no document has."""
        places = ((key, column.ordinal(key)) for key in keys)
        return {key: place for key, place in places if place is not None}


class _Rows(dict[int, Row]):
    """What pages show of the values of one facet, by ordinal, remembered: they show the same again and again.

    Reading the names of eighty values costs as much as a rare word's search.
    """

    def __init__(self, counter: Counter, field: str) -> None:
        super().__init__()
        self._counter, self._field = counter, field

    def of(self, ordinals: Iterable[int]) -> list[Row]:
        """Return the rows of some ordinals, in their order."""
        return [self[ordinal] for ordinal in ordinals]

    def __missing__(self, ordinal: int) -> Row:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        row = self[ordinal] = self._counter.row(self._field, ordinal)
        return row


def _narrow(found: Matched) -> Scored:
    """Return documents as the kernel takes them; what Whoosh has matched comes wider."""
    return found[0].astype(np.uint32, copy=False), found[1]


def _named(column: FacetColumn, ordinals: Sequence[int], counts: Counts) -> dict[str, int]:
    return {column.keys[ordinal]: int(counts[ordinal]) for ordinal in ordinals}
