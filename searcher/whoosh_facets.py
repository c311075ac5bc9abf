"""Filter, order and count documents by their columns: everything of an answer but matching and scoring.

What is counted for which facet is told in `searcher.counting`, which also gives counts their shape. This
module must not know Whoosh nor how documents were found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.fields import FACET_FIELDS
from searcher.counting import Names, shape_facet
from searcher.engine import Found, Plan, Selection
from searcher.kernel import SCORE_DECIMALS, Counts, Documents, Kernel, Mask, Scores
from searcher.page import Facet, FacetValue
from searcher.query import FacetWish
from searcher.whoosh_columns import Columns
from searcher.whoosh_groups import Ranks
from searcher.whoosh_matching import Matching
from searcher.whoosh_tally import Tallies, Tally
from searcher.whoosh_values import FacetColumn

# Documents, ascending, and their scores; without where days order them.
Ranked = tuple[Documents, Scores | None]
LAST_DAY = np.iinfo(np.int32).max
# Which item of a facet value is its count.
COUNT = FacetValue._fields.index("count")
# So many values are remembered of each facet.
MOST_REMEMBERED = 5_000


class Narrowing:
    """The matches of one plan under some of its selections, each combination worked out once."""

    def __init__(self, kernel: Kernel, found: Documents, masks: dict[str, Mask]) -> None:
        """Take which of all documents pass the selection of each field that has one."""
        self._kernel, self._masks = kernel, masks
        self._found: dict[tuple[str, ...], Documents] = {(): found}

    def without(self, field: str = "") -> Documents:
        """Return what passes every selection but that of a field."""
        others = tuple(name for name in self._masks if name != field)
        for number in range(1, len(others) + 1):
            if others[:number] not in self._found:
                before = self._found[others[: number - 1]]
                self._found[others[:number]] = self._kernel.passing(self._masks[others[number - 1]], before)
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

    def count(self, plan: Plan, found: Matching) -> int:
        """Return how many documents are in the period and pass every selection."""
        return len(self._narrowing(plan, found.documents()).without())

    def answer(self, plan: Plan, found: Matching) -> Found:
        """Return the window, total, facets and timeline of documents that match the tree."""
        whole = found.all() if plan.order == "relevance" and plan.limit and not _narrows(plan) else None
        narrowing = self._narrowing(plan, found.documents() if whole is None else whole[0])
        chosen = narrowing.without()
        tally = self._tallies.of(chosen)
        facets = self._facets(plan, narrowing, tally)
        total, sizes = len(chosen), tally.groups()
        groups = self._tallies.copies.number_of(sizes, total)
        ranked: Ranked = (chosen, None)
        if plan.order == "relevance" and plan.limit:
            ranked = whole or (chosen, found.scores(chosen))
        if plan.group and groups < total:
            ranked = self._leading(plan, *ranked)
        documents, scores = self._hits(plan, found, *ranked)
        return Found(
            hits=tuple(zip(map(self._columns.ids.__getitem__, documents), scores, strict=True)),
            total=total,
            facets=facets,
            timeline=self._tallies.days.timeline(tally.days(), self._tallies.by_day, plan.interval),
            groups=groups,
            copies=self._tallies.copies.copies(documents, sizes),
        )

    def _in_period(self, plan: Plan, found: Documents) -> Documents:
        """Return what the plan's days let through."""
        if plan.undated == "only":
            return self._kernel.in_days(self._columns.days, 0, 0, True, found)
        if not _narrows_days(plan):
            return found
        first = plan.since.toordinal() if plan.since else 1
        last = plan.until.toordinal() if plan.until else LAST_DAY
        return self._kernel.in_days(self._columns.days, first, last, plan.undated == "include", found)

    def _narrowing(self, plan: Plan, found: Documents) -> Narrowing:
        masks = {each.field: self._passing(each) for each in _active(plan)}
        return Narrowing(self._kernel, self._in_period(plan, found), masks)

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

    def _hits(
        self, plan: Plan, found: Matching, documents: Documents, scores: Scores | None
    ) -> tuple[list[int], list[float]]:
        """Return the documents that are wanted, in order, and their scores."""
        end = min(plan.offset + plan.limit, len(documents))
        if plan.offset >= end:
            return [], []
        places = self._kernel.best(documents, scores, self._order(plan), end)[plan.offset :]
        shown = documents[places]
        if scores is not None:
            return shown.tolist(), scores[places].tolist()
        ascending = np.argsort(shown)
        own = np.empty(len(shown))
        own[ascending] = found.scores(shown[ascending])
        return shown.tolist(), own.tolist()

    def _order(self, plan: Plan) -> NDArray[np.uint32]:
        return self._columns.oldest if plan.order == "oldest" else self._columns.newest

    def _leading(self, plan: Plan, documents: Documents, scores: Scores | None) -> Ranked:
        """Return the documents that come first of their group of copies."""
        order = self._order(plan)

        def ranks(at: NDArray[np.int64]) -> Ranks:
            """Return the keys that order documents at some places, the last one first; smaller is better."""
            own = order[documents[at]]
            return (own,) if scores is None else (own, np.round(-scores[at], SCORE_DECIMALS))

        mask = self._tallies.copies.leading(documents, ranks)
        return documents[mask], None if scores is None else scores[mask]

    def _facets(self, plan: Plan, narrowing: Narrowing, tally: Tally) -> tuple[Facet, ...]:
        """Return the facets; all that have no selection of their own are counted at once."""
        own = {each.field: each for each in _active(plan)}
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
        ordinals, rows = self._ordinals(column, chosen), self._rows[wish.field]
        known = self._names[wish.field]  # chosen ones may be named in another field alone
        names = {key: known[key] for key in chosen if key not in ordinals and key in known}
        names |= {key: (rows[place].label, rows[place].aliases) for key, place in ordinals.items()}
        counts = {key: int(counted[place]) for key, place in ordinals.items()}
        of = {key: rows[place].of for key, place in ordinals.items()}
        first = shape_facet(wish, own, counts, returning, of, names).values
        # Giving names to thousands of values and sorting them took ten times as long as the search.
        leading, present = self._kernel.leading(counted, max(0, wish.size) + len(ordinals))
        room, taken = max(0, wish.size - len(first)), frozenset(ordinals.values())
        rest = [place for place in leading if place not in taken][:room]
        shown = self._kernel.with_counts(rows, rest, counted[rest].tolist(), COUNT)
        others = present - sum(map(bool, counts.values())) - len(rest)
        return Facet(wish.field, (*first, *shown), others)

    def _own_counts(self, own: Selection, narrowing: Narrowing) -> tuple[Counts, dict[str, int]]:
        """Return counts of a facet that has a selection, and what comes back without its unwanted values."""
        column = self._columns.facet(own.field)
        found = narrowing.without(own.field)
        kept, returning = found, {}
        if own.unwanted or (own.every and own.wanted):
            kept = self._kernel.passing(
                self._passing(replace(own, wanted=own.wanted if own.every else ())), found
            )
            if own.unwanted:
                counts = self._tallies.of(found).values(own.field)
                ordinals = self._ordinals(column, own.unwanted)
                returning = {key: int(counts[ordinal]) for key, ordinal in ordinals.items()}
        return self._tallies.of(kept).values(own.field), returning

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


def _active(plan: Plan) -> list[Selection]:
    return [each for each in plan.selections if each.wanted or each.unwanted]


def _narrows_days(plan: Plan) -> bool:
    return plan.undated != "include" or plan.since is not None or plan.until is not None


def _narrows(plan: Plan) -> bool:
    return _narrows_days(plan) or bool(_active(plan))


def _named(column: FacetColumn, ordinals: Sequence[int], counts: Counts) -> dict[str, int]:
    return {column.keys[ordinal]: int(counts[ordinal]) for ordinal in ordinals}
