"""The timeline of any documents of a snapshot, from counts by day: exact, whatever the number of documents.

The same as `searcher.counting.shape_timeline`, which says what it must be and asks for a dictionary of days;
over ten years that costs more than the search. Here every distinct day has a number, so that counting is
counting numbers, and a period is a range of them. This module must not know which documents match nor why.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from searcher.bars import Periods, Small, between
from searcher.counting import MAX_BUCKETS, choose_interval, period_keys
from searcher.kernel import Counts, Kernel
from searcher.page import BucketInterval, Timeline
from searcher.query import Interval

UNIX_EPOCH = date(1970, 1, 1).toordinal()


class DayCounter:
    """Shapes counts by day; holds what never changes, safe for threads.

    `numbers` has of each document the place of its day among the distinct ones, all less than `size`.
    """

    def __init__(self, distinct: NDArray[np.int32], numbers: NDArray[np.uint32], kernel: Kernel) -> None:
        """Take the days that occur, ascending, 0 for none, and which of them each document has."""
        self.numbers, self._kernel = numbers, kernel
        self.size = len(distinct)
        self._undated = int(len(distinct) and distinct[0] == 0)
        self._days = distinct[self._undated :].astype(np.int64)
        months = (self._days - UNIX_EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        months += 1970 * 12
        self._periods: dict[BucketInterval, Counts] = {
            "day": self._days,
            "month": months,
            "year": months // 12,
        }
        # Of all periods from the first to the last, filled when an interval is first asked for.
        self._whole: dict[BucketInterval, Periods] = {}

    def timeline(self, counts: Counts, totals: Counts, interval: Interval) -> Timeline:
        """Return the timeline of documents counted by the number of their day; `totals` counts all.

        The totals are to be the same at every call: what they are by period is remembered.
        """
        undated, counts = int(counts[0]) if self._undated else 0, counts[self._undated :]
        extent = self._kernel.extent(counts)
        if extent is None:
            return Timeline("day" if interval == "auto" else interval, (), undated)
        earliest, latest = extent
        first, last = (date.fromordinal(int(self._days[place])) for place in (earliest, latest))
        chosen = choose_interval(first, last, interval)
        begin, end = int(self._periods[chosen][earliest]), int(self._periods[chosen][latest])
        periods = self._periods_of(chosen, begin, end, totals[self._undated :])
        return Timeline(chosen, self._kernel.bars(periods, counts), undated)

    def _periods_of(self, interval: BucketInterval, begin: int, end: int, totals: Counts) -> Periods:
        """Return the periods from one to another, of those named before unless naming all takes too long."""
        periods = self._periods[interval]
        earliest, latest = int(periods[0]), int(periods[-1])
        if latest - earliest >= MAX_BUCKETS:
            return self._named(interval, begin, end, totals)
        if interval not in self._whole:
            self._whole[interval] = self._named(interval, earliest, latest, totals)
        whole = self._whole[interval]
        first, last = begin - earliest, end + 1 - earliest
        edges = whole.edges[first : last + 1]
        return Periods(whole.keys[first:last], edges, whole.of[first:last], whole.filled, first, whole.small)

    def _named(self, interval: BucketInterval, begin: int, end: int, totals: Counts) -> Periods:
        periods = self._periods[interval]
        first, last = (self._days[np.searchsorted(periods, each)] for each in (begin, end))
        keys = period_keys(date.fromordinal(int(first)), date.fromordinal(int(last)), interval)
        edges = np.searchsorted(periods, np.arange(begin, end + 2))
        filled = bool((edges[1:] > edges[:-1]).all())
        of = between(totals, edges, filled).tolist()
        return Periods(keys, edges, of, filled, 0, Small(keys, of))
