"""Values that documents have, counted in numpy: what the compiled loops are compared with.

See `searcher.kernel.ValueKernel`. This module must not know what values are.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.kernel import Counts, Documents, Leading, Places, ValuePart, ValueSpan

# Fewer values than this share of all there are, are sorted; more are counted in an array of all.
DENSE_SHARE = 1 / 4
# So many that occur are sorted by count; of more, those that may lead.
FEW = 2_000
NONE = np.empty(0, np.uint32)


class NumpyValues:
    """See `searcher.kernel.ValueKernel`."""

    def __init__(self, parts: Sequence[ValuePart], size: int) -> None:
        self._parts, self._size = tuple(parts), size
        self._firsts = np.array([part.first for part in parts], np.uint32)

    def count(self, documents: Documents) -> Counts:
        """See ValueKernel."""
        return self._counts(self._values(documents))

    def leading(
        self, documents: Documents, whole: Counts | None, spans: Sequence[ValueSpan]
    ) -> list[Leading]:
        """See ValueKernel."""
        found = self._values(documents)
        if whole is not None:
            return _leading(whole - self._counts(found), spans)
        if sum(len(values) for _, values in found) > self._size * DENSE_SHARE:
            return _leading(self._counts(found), spans)
        named = [values if part.ordinals is None else part.ordinals.take(values) for part, values in found]
        values = np.sort(named[0] if len(named) == 1 else np.concatenate([NONE, *named]))
        new = np.ones(len(values) + 1, bool)
        np.not_equal(values[1:], values[:-1], out=new[1:-1])
        edges = new.nonzero()[0] if len(values) else np.zeros(1, np.int64)
        present = values[edges[:-1]].astype(np.int64)
        if len(present) and present[-1] >= self._size:
            raise IndexError(f"number {present[-1]} of {self._size}")
        return _few_leading(present, edges[1:] - edges[:-1], spans)

    def _values(self, documents: Documents) -> list[tuple[ValuePart, NDArray[np.uint32]]]:
        """Return the values of documents by the numbers of each part, of which some has any."""
        if len(self._parts) == 1:
            return [(self._parts[0], _values_of(self._parts[0], documents))]
        edges = [*np.searchsorted(documents, self._firsts).tolist(), len(documents)]
        return [
            (part, _values_of(part, documents[begin:end] - np.uint32(part.first)))
            for part, begin, end in zip(self._parts, edges, edges[1:], strict=False)
            if begin < end
        ]

    def _counts(self, found: list[tuple[ValuePart, NDArray[np.uint32]]]) -> Counts:
        counts = np.zeros(self._size, np.int64)
        for part, values in found:
            if part.ordinals is None:
                counts += counted(values, self._size)
                continue
            own = counted(values, part.size)
            present = np.flatnonzero(own)  # a few of a hundred thousand: half the time of adding all
            counts[part.ordinals[present]] += own[present]
        return counts


def _leading(counts: Counts, spans: Sequence[ValueSpan]) -> list[Leading]:
    present = np.flatnonzero(counts != 0)
    if len(present) > FEW:
        return [leading(counts[first:end], wanted) for first, end, wanted in spans]
    return _few_leading(present, counts[present], spans)


def leading(counts: Counts, wanted: int) -> Leading:
    """Return the `wanted` places with the highest counts, ties by place, as `Leading` has them."""
    present = np.flatnonzero(counts != 0)  # a third of the time of asking for numbers that are not 0
    leading, number = present, len(present)
    if 0 < wanted < number:
        found = counts[present]
        leading = present[found >= np.partition(found, number - wanted)[number - wanted]]
    order = np.argsort(-counts[leading], kind="stable")[: max(0, wanted)]
    return leading[order].tolist(), counts[leading[order]].tolist(), number


def counted(numbers: NDArray[Any], size: int) -> Counts:
    """Return how often each number below `size` is among some; raises IndexError for one that is not."""
    counts = np.bincount(numbers, minlength=size)
    if len(counts) > size:
        raise IndexError(f"number {len(counts) - 1} of {size}")
    return counts.astype(np.int64, copy=False)


def _values_of(part: ValuePart, documents: Documents) -> NDArray[np.uint32]:
    """Return the values of documents of a segment."""
    begins = part.starts.take(documents).astype(np.int64)
    lengths = part.starts[1:].take(documents) - begins
    ends = np.cumsum(lengths)
    places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(begins - (ends - lengths), lengths)
    values: NDArray[np.uint32] = part.values.take(places)
    return values


def _few_leading(present: Places, counts: Counts, spans: Sequence[ValueSpan]) -> list[Leading]:
    """Return what leads among values that occur, ascending: one sort for all spans where they ascend.

    What is sorted are numbers: span, then how much less than the highest count, then value.
    """
    if any(before[1] > after[0] for before, after in pairwise(spans)):
        return [each for span in spans for each in _few_leading(present, counts, [span])]
    if not len(present):
        return [([], [], 0) for _ in spans]
    edges = present.searchsorted([edge for first, end, _ in spans for edge in (first, end)]).tolist()
    bits, above = int(present[-1]).bit_length(), int(counts.max()) + 1
    keys = (above - counts << bits) + present
    pieces, sizes, taken = [], [], []
    for begin, end, (_, _, wanted) in zip(edges[::2], edges[1::2], spans, strict=True):
        own = keys[begin:end]
        own.sort()
        sizes.append(end - begin)
        pieces.append(own[: max(0, wanted)])
        taken.append(min(max(0, wanted), end - begin))
    best = np.concatenate([keys[:0], *pieces])
    values, numbers = (best & (1 << bits) - 1).tolist(), (above - (best >> bits)).tolist()
    found, at = [], 0
    for size, number, (first, _, _) in zip(sizes, taken, spans, strict=True):
        here = slice(at, at + number)
        found.append(([value - first for value in values[here]], numbers[here], size))
        at += number
    return found
