"""Counts by day become the timeline that `searcher.counting` says, whatever is remembered of others."""

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.counting import shape_timeline
from searcher.kernel import Kernel
from searcher.kernel_numpy import NumpyKernel
from searcher.kernels import chosen_kernel
from searcher.query import Interval
from searcher.whoosh_timeline import DayCounter

KERNELS: list[Kernel] = [NumpyKernel(), chosen_kernel()]
FIRST = date(2019, 11, 28)
intervals: tuple[Interval, ...] = ("auto", "day", "month", "year")
# How many days after the first, None for no date.
archives = st.lists(st.none() | st.integers(0, 90) | st.integers(0, 30_000), min_size=1, max_size=40)


@pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.name)
@given(archives, st.lists(st.integers(1, 30), min_size=40, max_size=40), st.data())
def test_a_timeline_is_that_of_counting(
    kernel: Kernel, archive: list[int | None], weights: list[int], data: st.DataObject
) -> None:
    days = np.array([0 if day is None else FIRST.toordinal() + day for day in archive], np.int32)
    distinct, numbers = np.unique(days, return_inverse=True)
    counter = DayCounter(distinct, numbers.astype(np.uint32), kernel)
    all_weights = np.array(weights[: len(archive)])
    totals = np.bincount(numbers, all_weights, len(distinct)).astype(np.int64)
    of = Counter[date]()
    for day, weight in zip(archive, weights, strict=False):
        if day is not None:
            of[FIRST + timedelta(days=day)] += weight
    for interval in intervals:
        chosen = data.draw(st.lists(st.booleans(), min_size=len(archive), max_size=len(archive)))
        counts = np.bincount(numbers, all_weights * chosen, len(distinct)).astype(np.int64)
        found = Counter[date]()
        for day, weight, wanted in zip(archive, weights, chosen, strict=False):
            if day is not None and wanted:
                found[FIRST + timedelta(days=day)] += weight
        undated = int(counts[0]) if distinct[0] == 0 else 0
        assert counter.timeline(counts, totals, interval) == shape_timeline(found, of, undated, interval)
