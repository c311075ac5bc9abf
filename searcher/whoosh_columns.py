"""What every article of a snapshot has, by document number, as arrays: id, day, facet values, rank.

Of one segment they are the arrays of its file as they are, so that opening reads nothing; of several, days
and orders are joined when they are first asked for. Nothing of it changes: all threads share it. This module
must not evaluate queries.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index.fields import FACET_FIELDS
from index.whoosh_schema import ENCODING_ERRORS
from searcher.distinct import distinct
from searcher.kernel import Kernel
from searcher.whoosh_arrays import Segment, find_term
from searcher.whoosh_values import FacetColumn, Values, facet_column, joined_values

Unsigned = NDArray[np.uint32]
# So many ids are remembered with their documents.
MOST_REMEMBERED = 5_000
# Where documents without a date stand in either order.
LAST = (1 << 32) - 1


class Ids:
    """The id of each document, read when it is asked for: a million strings would be 70 MB in each worker.

    Those read last are remembered, with their documents: what is found is what is shown next.
    """

    def __init__(self, segments: Sequence[Segment], kernel: Kernel) -> None:
        self._segments, self._kernel = tuple(segments), kernel
        self._ends = list(accumulate(segment.arrays.size for segment in segments))
        self._names: dict[int, str] = {}
        self._documents: dict[str, int] = {}

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __getitem__(self, document: int) -> str:
        name = self._names.get(document)
        return self._read(document) if name is None else name

    def _read(self, document: int) -> str:
        segment = bisect_right(self._ends, document)
        field = self._segments[segment].arrays.keys["id"]
        ordinal = int(field.values[document - (self._ends[segment - 1] if segment else 0)])
        name = field.term(ordinal).decode("utf-8", ENCODING_ERRORS)
        if len(self._names) >= MOST_REMEMBERED:
            self._names.clear()
            self._documents.clear()
        self._names[document] = name
        self._documents[name] = document
        return name

    def document(self, name: str) -> int | None:
        """Return the document that has an id and is not deleted, None where none has."""
        document = self._documents.get(name)
        if document is not None:
            return document
        term = name.encode("utf-8", ENCODING_ERRORS)
        for segment in self._segments:
            field = segment.arrays.keys["id"]
            place = find_term(self._kernel, field, term)
            if place is not None:
                own = int(field.documents[field.span(place)[0]])
                if segment.live is None or segment.live[own]:
                    return segment.first + own
        return None

    def record(self, document: int) -> bytes:
        """Return the stored record of a document; raises IndexCorrupt."""
        segment = self._segments[bisect_right(self._ends, document)]
        return segment.arrays.record(document - segment.first)

    def ranks(self) -> Unsigned:
        """Return the place of each document in the order of ids."""
        fields = [segment.arrays.keys["id"] for segment in self._segments]
        ranked = self._kernel.rank_terms([(field.terms_data, field.term_starts) for field in fields])
        places = [ranks[field.values] for ranks, field in zip(ranked, fields, strict=True)]
        return np.concatenate([np.empty(0, np.uint32), *places])


class Columns:
    """All columns of a snapshot, each read when it is first asked for; a race of two threads reads it twice.

    `newest[d]` and `oldest[d]` are the place of a document in that order, ties by id, without a date last.
    """

    def __init__(self, segments: Sequence[Segment], kernel: Kernel) -> None:
        """Take all segments; documents are numbered as in the snapshot."""
        self._segments, self._kernel = segments, kernel
        self.ids = Ids(segments, kernel)
        self._facets: dict[str, FacetColumn] = {}

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """Which documents are not deleted."""
        live = np.ones(len(self.ids), bool)
        for segment in self._segments:
            if segment.live is not None:
                live[segment.first : segment.first + segment.arrays.size] = segment.live
        return live

    @cached_property
    def days(self) -> NDArray[np.int32]:
        """The proleptic Gregorian ordinal of each document's day, 0 where there is no date."""
        if len(self._segments) == 1:
            return self._segments[0].arrays.days
        return np.concatenate([np.empty(0, np.int32), *(each.arrays.days for each in self._segments)])

    @cached_property
    def day_numbers(self) -> tuple[NDArray[np.int32], Unsigned]:
        """The days that occur, ascending, and which of them each document has."""
        if len(self._segments) == 1:
            return self._segments[0].arrays.day_values, self._segments[0].arrays.day_numbers
        own = [segment.arrays.day_values for segment in self._segments]
        days = distinct(np.concatenate([np.empty(0, np.int32), *own]))
        numbers = [
            np.searchsorted(days, values).astype(np.uint32)[segment.arrays.day_numbers]
            for values, segment in zip(own, self._segments, strict=True)
        ]
        return days, np.concatenate([np.empty(0, np.uint32), *numbers])

    @cached_property
    def newest(self) -> Unsigned:
        """The place of each document, newest first."""
        if len(self._segments) == 1:
            return self._segments[0].arrays.newest
        return self._merged()

    @cached_property
    def oldest(self) -> Unsigned:
        """The place of each document, oldest first.

        A day's documents stand in the same order, by id, but after those of all earlier days.
        """
        if len(self._segments) == 1:
            return self._segments[0].arrays.oldest
        days, numbers = self.day_numbers
        counts = np.bincount(numbers, minlength=len(days))
        counts[: int(len(days) > 0 and days[0] == 0)] = 0  # documents without a date are last in either order
        before = np.cumsum(counts) - counts
        later = counts.sum() - before - counts
        moved = np.where(days > 0, before - later, 0)
        return self.newest + moved.astype(np.uint32)[numbers]  # less than nothing comes round again

    def _merged(self) -> Unsigned:
        """Return the place of each document, newest first, out of the orders of the segments.

        What orders documents is one number, day and then id, and each segment gives its own in order: a
        stable sort finds these runs and merges them, a million in 1 to 10 ms where sorting takes 60 to 90.
        """
        ids, days = self.ids.ranks(), self.days
        ordered, keys = [np.empty(0, np.uint32)], [np.empty(0, np.uint64)]
        for segment in self._segments:
            documents = np.zeros(segment.arrays.size, np.uint32)
            documents[segment.arrays.newest] = np.arange(len(documents), dtype=np.uint32)
            documents += np.uint32(segment.first)
            own = days[documents].astype(np.int64)
            day = np.where(own > 0, LAST - 1 - own, LAST).astype(np.uint64)
            ordered.append(documents)
            keys.append(day << np.uint64(32) | ids[documents])
        places = np.zeros(len(ids), np.uint32)
        merged = np.argsort(np.concatenate(keys), kind="stable")
        places[np.concatenate(ordered)[merged]] = np.arange(len(ids), dtype=np.uint32)
        return places

    def facet(self, name: str) -> FacetColumn:
        """Return the values of a facet, or with COPIES_FIELD the group of each document that is a copy."""
        if name not in self._facets:
            self._facets[name] = facet_column(self._segments, name, self._kernel)
        return self._facets[name]

    @cached_property
    def joined(self) -> tuple[Values, dict[str, slice]]:
        """All facets counted through, and which values each of them has."""
        facets = {field.name: self.facet(field.name) for field in FACET_FIELDS}
        return joined_values(self._segments, facets, self._kernel)
