"""Everything that is counted over a list of documents: facet values, days, groups of copies.

Of most of an archive it is cheaper to count the others and take them off, which gives the same. This module
must not know which documents match nor how counts are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from index.fields import COPIES_FIELD
from searcher.kernel import Counts, Documents, Kernel, Leading, ValueSpan
from searcher.whoosh_columns import Columns
from searcher.whoosh_groups import CopyGroups
from searcher.whoosh_timeline import DayCounter
from searcher.whoosh_values import Values


class Tallies:
    """Counts documents of one snapshot; what is counted of all of them is remembered."""

    def __init__(self, kernel: Kernel, columns: Columns) -> None:
        self.kernel, self.columns = kernel, columns

    @cached_property
    def days(self) -> DayCounter:
        """What shapes counts by day."""
        return DayCounter(*self.columns.day_numbers, self.kernel)

    @cached_property
    def copies(self) -> CopyGroups:
        """What knows copies of one text."""
        return CopyGroups(self.columns.facet(COPIES_FIELD), len(self.columns.ids))

    @cached_property
    def values(self) -> Counts:
        """How many documents that are not deleted have each value of all facets."""
        columns, deleted = self.columns, self._deleted
        counts = np.concatenate([columns.facet(name).totals() for name in columns.joined[1]])
        return counts - columns.joined[0].count(deleted) if len(deleted) else counts

    @cached_property
    def by_day(self) -> Counts:
        """How many of them have each day, by its number."""
        return self._numbers(self.days.numbers, self.days.size)

    @cached_property
    def by_group(self) -> Counts:
        """How many of them are in each group of copies."""
        return self._numbers(self.copies.numbers, self.copies.size) if self.copies else np.zeros(1, np.int64)

    @cached_property
    def number(self) -> int:
        """How many they are."""
        return int(np.count_nonzero(self.columns.live))

    def of(self, documents: Documents) -> Tally:
        """Return what counts documents that are not deleted, each given once."""
        return Tally(self, documents)

    @cached_property
    def _deleted(self) -> Documents:
        return np.flatnonzero(~self.columns.live).astype(np.uint32)

    def _numbers(self, numbers: Documents, size: int) -> Counts:
        """Return how many documents have each number: those of all, less those of the deleted."""
        counts = np.bincount(numbers, minlength=size)
        return counts - np.bincount(numbers[self._deleted], minlength=size) if len(self._deleted) else counts


class Tally:
    """Counts over some documents; each is made anew when it is asked for."""

    def __init__(self, tallies: Tallies, documents: Documents) -> None:
        self._tallies, self._kernel = tallies, tallies.kernel
        self._whole = 2 * len(documents) > tallies.number
        # What is counted: the documents, or all others.
        self._counted = self._kernel.without(tallies.columns.live, documents) if self._whole else documents

    def leading(self, spans: Sequence[ValueSpan]) -> list[Leading]:
        """Return what leads in spans of the values of all facets; see `searcher.kernel.ValueKernel`."""
        whole = self._tallies.values if self._whole else None
        return self._tallies.columns.joined[0].leading(self._counted, whole, spans)

    def values(self, field: str) -> Counts:
        """Return the counts of one facet, by ordinal."""
        columns = self._tallies.columns
        values: Values = columns.facet(field).values
        counts = values.count(self._counted)
        return self._tallies.values[columns.joined[1][field]] - counts if self._whole else counts

    def days(self) -> Counts:
        """Return the counts by number of day."""
        days = self._tallies.days
        counts = self._kernel.count_numbers(days.numbers, self._counted, days.size)
        return self._tallies.by_day - counts if self._whole else counts

    def groups(self) -> Counts:
        """Return the counts by number of group."""
        copies = self._tallies.copies
        if not copies:
            return self._tallies.by_group
        counts = self._kernel.count_numbers(copies.numbers, self._counted, copies.size)
        return self._tallies.by_group - counts if self._whole else counts
