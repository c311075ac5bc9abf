"""The timeline of any documents of a snapshot, from their days: exact, in the time of two counts.

The same as `searcher.counting.shape_timeline`, which says what it must be and asks for a dictionary of days;
over ten years that costs more than the search. Here every distinct day has a number, and its month and year
too, so that counting is counting numbers. This module must not know which documents match nor why.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.counting import choose_interval, period_keys
from searcher.page import Bucket, BucketInterval, Timeline
from searcher.query import Interval

Counts = NDArray[np.int64]


class DayCounter:
    """Counts documents by period; holds what never changes, safe for threads."""

    def __init__(self, days: NDArray[np.int32], live: NDArray[np.bool_]) -> None:
        """Take the day of each document, 0 for none, and which of them count for the whole archive."""
        distinct, numbers = np.unique(days, return_inverse=True)
        # Of each document the place of its day among the distinct ones, narrow because it is gathered often.
        self._numbers = numbers.astype(np.uint16 if len(distinct) < 1 << 16 else np.uint32)
        self._undated = int(len(distinct) and distinct[0] == 0)
        self._dates = [date.fromordinal(day) for day in distinct[self._undated :].tolist()]
        months = np.array([day.year * 12 + day.month - 1 for day in self._dates], np.int64)
        self._periods: dict[BucketInterval, Counts] = {
            "day": distinct[self._undated :].astype(np.int64),
            "month": months,
            "year": months // 12,
        }
        self._totals = self._by_day(np.flatnonzero(live))

    def timeline(self, documents: NDArray[Any], interval: Interval) -> Timeline:
        """Return the timeline of these documents, each given once."""
        counts = self._by_day(documents)
        undated, counts = int(counts[: self._undated].sum()), counts[self._undated :]
        present = np.flatnonzero(counts)
        if not len(present):
            return Timeline("day" if interval == "auto" else interval, (), undated)
        first, last = self._dates[present[0]], self._dates[present[-1]]
        chosen = choose_interval(first, last, interval)
        periods = self._periods[chosen]
        begin, end = int(periods[present[0]]), int(periods[present[-1]])
        inside = slice(*np.searchsorted(periods, (begin, end + 1)))
        places, size = periods[inside] - begin, end - begin + 1
        totals = self._totals[self._undated :][inside]
        found, of = (
            np.bincount(places, weights, size).astype(np.int64).tolist()
            for weights in (counts[inside], totals)
        )
        keys = period_keys(first, last, chosen)
        return Timeline(chosen, tuple(map(Bucket, keys, found, of)), undated)

    def _by_day(self, documents: NDArray[Any]) -> Counts:
        return np.bincount(self._numbers[documents], minlength=self._undated + len(self._dates))
