"""Everything that is counted over a list of documents: facet values, days, groups of copies.

Of most of an archive it is cheaper to count the others and take them off, which gives the same. This module
must not know which documents match nor how counts are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from index.fields import COPIES_FIELD
from searcher.kernel import Counts, Documents, Kernel
from searcher.whoosh_columns import Columns
from searcher.whoosh_groups import CopyGroups
from searcher.whoosh_timeline import DayCounter


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of documents by value of all facets, by number of day, by number of group."""

    values: Counts
    days: Counts
    groups: Counts

    def without(self, other: Tally) -> Tally:
        """Return the counts less those of some of the documents."""
        return Tally(self.values - other.values, self.days - other.days, self.groups - other.groups)


class Tallies:
    """Counts documents of one snapshot."""

    def __init__(self, kernel: Kernel, columns: Columns) -> None:
        self._kernel, self._columns = kernel, columns

    @cached_property
    def days(self) -> DayCounter:
        """What shapes counts by day."""
        return DayCounter(*self._columns.day_numbers)

    @cached_property
    def copies(self) -> CopyGroups:
        """What knows copies of one text."""
        return CopyGroups(self._columns.facet(COPIES_FIELD), len(self._columns.ids))

    @cached_property
    def everything(self) -> Tally:
        """The counts of all documents that are not deleted: those of all, less those of the deleted."""
        columns, days, copies = self._columns, self.days, self.copies
        counted = Tally(
            np.concatenate([columns.facet(name).totals() for name in columns.joined[1]]),
            np.bincount(days.numbers, minlength=days.size),
            np.bincount(copies.numbers, minlength=copies.size) if copies else np.zeros(1, np.int64),
        )
        deleted = np.flatnonzero(~columns.live).astype(np.uint32)
        return counted.without(self._counted(deleted)) if len(deleted) else counted

    @cached_property
    def _number(self) -> int:
        return int(np.count_nonzero(self._columns.live))

    def of(self, documents: Documents) -> Tally:
        """Return the counts of documents that are not deleted, each given once."""
        if 2 * len(documents) <= self._number:
            return self._counted(documents)
        return self.everything.without(self._counted(self._kernel.without(self._columns.live, documents)))

    def values(self, field: str, documents: Documents) -> Counts:
        """Return the counts of one facet, by ordinal, of documents that are not deleted."""
        values = self._columns.facet(field).values
        if 2 * len(documents) <= self._number:
            return values.count(self._kernel, documents)
        others = self._kernel.without(self._columns.live, documents)
        return self.everything.values[self._columns.joined[1][field]] - values.count(self._kernel, others)

    def _counted(self, documents: Documents) -> Tally:
        kernel, days, copies = self._kernel, self.days, self.copies
        return Tally(
            self._columns.joined[0].count(kernel, documents),
            kernel.count_numbers(days.numbers, documents, days.size),
            kernel.count_numbers(copies.numbers, documents, copies.size) if copies else np.zeros(1, np.int64),
        )
