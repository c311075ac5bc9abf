"""Filter, order and count documents by their columns: everything of an answer but matching and scoring.

What is counted for which facet is told in `searcher.counting`, which also gives counts their shape. This
module must not know Whoosh nor how documents were found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
# Which item of a facet value is its count.
COUNT = FacetValue._fields.index("count")
# So many values are remembered of each facet.
MOST_REMEMBERED = 5_000


class Narrowing:
    """The matches of one plan under some of its selections, each combination worked out once."""

    def __init__(self, kernel: Kernel, found: Scored, masks: dict[str, Mask]) -> None:
        """Take which of all documents pass the selection of each field that has one."""
        self._kernel, self._masks = kernel, masks
        self._found: dict[tuple[str, ...], Scored] = {(): found}

    def without(self, field: str = "") -> Scored:
        """Return what passes every selection but that of a field."""
        others = tuple(name for name in self._masks if name != field)
        for number in range(1, len(others) + 1):
            if others[:number] not in self._found:
                before = self._found[others[: number - 1]]
                self._found[others[:number]] = self._kernel.choose(self._masks[others[number - 1]], before)
        return self._found[others]


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

    def row(self, field: str, ordinal: int) -> FacetValue:
        """Return a facet value that nothing has been counted of."""
        key = self._columns.facet(field).keys[ordinal]
        label, aliases = self._names[field].get(key, (key, ()))
        return FacetValue(key, label, 0, int(self.totals_of(field)[ordinal]), aliases=aliases)

    def totals_of(self, field: str) -> Counts:
        """Return how many articles have each value of a facet, by ordinal."""
        return self._tallies.values[self._columns.joined[1][field]]

    def count(self, plan: Plan, found: Matched) -> int:
        """Return how many documents are in the period and pass every selection."""
        return len(self._narrowing(plan, self._in_period(plan, _narrow(found))).without()[0])

    def answer(self, plan: Plan, found: Matched) -> Found:
        """Return the window, total, facets and timeline of documents that match the tree."""
        narrowing = self._narrowing(plan, self._in_period(plan, _narrow(found)))
        chosen = narrowing.without()
        tally = self._tallies.of(chosen[0])
        facets = self._facets(plan, narrowing, tally)
        total, sizes = len(chosen[0]), tally.groups()
        groups = self._tallies.copies.number_of(sizes, total)
        if plan.group and groups < total:
            mask = self._tallies.copies.leading(chosen[0], partial(self._ranks, plan, chosen))
            chosen = self._kernel.keep(mask, chosen)
        documents, scores = self._hits(plan, chosen)
        return Found(
            hits=tuple(zip(map(self._columns.ids.__getitem__, documents), scores, strict=True)),
            total=total,
            facets=facets,
            timeline=self._tallies.days.timeline(tally.days(), self._tallies.by_day, plan.interval),
            groups=groups,
            copies=self._tallies.copies.copies(documents, sizes),
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

    def _hits(self, plan: Plan, found: Scored) -> tuple[list[int], list[float]]:
        """Return the documents that are wanted, in order, and their scores."""
        end = min(plan.offset + plan.limit, len(found[0]))
        if plan.offset >= end:
            return [], []
        by_score = plan.order == "relevance"
        places = self._kernel.best(found, self._order(plan), end, by_score)[plan.offset :]
        return found[0][places].tolist(), found[1][places].tolist()

    def _order(self, plan: Plan) -> NDArray[np.uint32]:
        return self._columns.oldest if plan.order == "oldest" else self._columns.newest

    def _ranks(self, plan: Plan, found: Scored, at: NDArray[np.int64]) -> Ranks:
        """Return the keys that order documents at some places, the last one first; smaller is better."""
        ranks = self._order(plan)[found[0][at]]
        return (ranks, np.round(-found[1][at], SCORE_DECIMALS)) if plan.order == "relevance" else (ranks,)

    def _facets(self, plan: Plan, narrowing: Narrowing, tally: Tally) -> tuple[Facet, ...]:
        """Return the facets; all that have no selection of their own are counted at once."""
        own = {each.field: each for each in plan.selections if each.wanted or each.unwanted}
        spans = self._columns.joined[1]
        plain = [
            (spans[wish.field].start, spans[wish.field].stop, max(0, wish.size))
            for wish in plan.facets
            if wish.field not in own
        ]
        led = iter(tally.leading(plain) if plain else ())
        return tuple(
            self._chosen_facet(wish, own[wish.field], narrowing)
            if wish.field in own
            else self._plain_facet(wish.field, *next(led))
            for wish in plan.facets
        )

    def _plain_facet(self, field: str, ordinals: list[int], counts: list[int], present: int) -> Facet:
        values = self._kernel.with_counts(self._rows[field], ordinals, counts, COUNT)
        return Facet(field, tuple(values), present - len(values))

    def _chosen_facet(self, wish: FacetWish, own: Selection, narrowing: Narrowing) -> Facet:
        """Return a facet that has a selection: nothing else is counted over these documents."""
        counted, returning = self._own_counts(own, narrowing)
        column, chosen = self._columns.facet(wish.field), (*own.wanted, *own.unwanted)
        # Giving names to thousands of values and sorting them took ten times as long as the search.
        leading, present = self._kernel.leading(counted, max(1, wish.size) + len(chosen))
        shown = {column.keys[ordinal]: ordinal for ordinal in leading} | self._ordinals(column, chosen)
        counts = {key: int(counted[ordinal]) for key, ordinal in shown.items()}
        rows = [self._rows[wish.field][ordinal] for ordinal in shown.values()]
        of = {row.key: row.of for row in rows}
        known = self._names[wish.field]  # chosen ones may be named in another field alone
        names = {key: known[key] for key in chosen if key not in of and key in known}
        names |= {row.key: (row.label, row.aliases) for row in rows}
        facet = shape_facet(wish, own, counts, returning, of, names)
        left_out = present - sum(map(bool, counts.values()))
        return replace(facet, others=facet.others + left_out) if left_out else facet

    def _own_counts(self, own: Selection, narrowing: Narrowing) -> tuple[Counts, dict[str, int]]:
        """Return counts of a facet that has a selection, and what comes back without its unwanted values."""
        column = self._columns.facet(own.field)
        found = narrowing.without(own.field)
        kept, returning = found, {}
        if own.unwanted or (own.every and own.wanted):
            kept = self._kernel.choose(
                self._passing(replace(own, wanted=own.wanted if own.every else ())), found
            )
            if own.unwanted:
                counts = self._tallies.of(found[0]).values(own.field)
                ordinals = self._ordinals(column, own.unwanted)
                returning = {key: int(counts[ordinal]) for key, ordinal in ordinals.items()}
        return self._tallies.of(kept[0]).values(own.field), returning

    def _ordinals(self, column: FacetColumn, keys: Sequence[str]) -> dict[str, int]:
        """Return the ordinals of some ids, without those that no document has."""
        places = ((key, column.ordinal(key)) for key in keys)
        return {key: place for key, place in places if place is not None}


class _Rows(dict[int, FacetValue]):
    """What pages show of the values of one facet, by ordinal, remembered: they show the same again and again.

    Reading the names of eighty values costs as much as a rare word's search.
    """

    def __init__(self, counter: Counter, field: str) -> None:
        super().__init__()
        self._counter, self._field = counter, field

    def __missing__(self, ordinal: int) -> FacetValue:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        row = self[ordinal] = self._counter.row(self._field, ordinal)
        return row


def _narrow(found: Matched) -> Scored:
    """Return documents as the kernel takes them; what Whoosh has matched comes wider."""
    return found[0].astype(np.uint32, copy=False), found[1]


def _named(column: FacetColumn, ordinals: Sequence[int], counts: Counts) -> dict[str, int]:
    return {column.keys[ordinal]: int(counts[ordinal]) for ordinal in ordinals}
