"""The bars of a timeline, made of counts by day. This module must not know which articles are counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from index.replacing import quickly_made
from searcher.page import Bucket

_BUCKET = partial(tuple.__new__, Bucket)
# Bars that count fewer articles than this are remembered, so many of each interval.
FEW, MOST_REMEMBERED = 16, 5_000


class Small(dict[int, Bucket]):
    """Bars of few, by period · FEW + count, remembered: those of one rare word are those of another."""

    def __init__(self, keys: list[str], of: list[int]) -> None:
        super().__init__()
        self._keys, self._of = keys, of

    def __missing__(self, number: int) -> Bucket:
        period, count = divmod(number, FEW)
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        bar = self[number] = Bucket(self._keys[period], count, self._of[period])
        return bar


@quickly_made
@dataclass(frozen=True, slots=True)
class Periods:
    """Periods one after the other: their keys, where the days of each begin, and what all articles count.

    There is one edge more than keys, all no larger than there are days. `filled` says that each of them has
    days. The first of them is number `first` in `small`.
    """

    keys: list[str]
    edges: NDArray[np.int64]
    of: list[int]
    filled: bool
    first: int
    small: Small

    def bars(self, days: NDArray[np.int64]) -> tuple[Bucket, ...]:
        """Return a bar for each period, of so many articles on each day."""
        counts = between(days, self.edges, self.filled)
        if int(counts.max()) < FEW:
            numbers = np.arange(self.first * FEW, (self.first + len(counts)) * FEW, FEW) + counts
            return tuple(map(self.small.__getitem__, numbers.tolist()))
        return tuple(map(_BUCKET, zip(self.keys, counts.tolist(), self.of, strict=True)))


def between(counts: NDArray[np.int64], edges: NDArray[np.int64], apart: bool) -> NDArray[np.int64]:
    """Return the sums of counts from each edge to the next; `apart` says that no two edges are the same."""
    if apart:
        sums: NDArray[np.int64] = np.add.reduceat(counts[: edges[-1]], edges[:-1])
        return sums
    before = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=before[1:])
    found: NDArray[np.int64] = np.diff(before[edges])
    return found
