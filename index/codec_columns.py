"""What a segment stores so that no reader has to work it out: orders by date, days, facets, counted words.

Everything here follows from the other arrays of the segment, whether they come from tokens or from a merge.
What the arrays are is told in `index.codec_segment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_fields import COUNT_BITS, lengths_of
from index.codec_inversion import Arrays
from index.codec_kernel import Numbers, Places, WriteKernel

# What `counted_words` and `columns_of` ask of a field.
PARTS_COUNTED = ("terms", "term_starts", "starts", "postings")
PARTS_JOINED = ("starts", "value_starts", "values")


def columns_of(arrays: Arrays, days: NDArray[np.int32], id_field: str, facets: Sequence[str]) -> Arrays:
    """Return the columns of a segment; `id_field` is the key field with one value a document."""
    newest, oldest = date_orders(days, arrays[f"{id_field}/values"].astype(np.int64))
    values, numbers = np.unique(days, return_inverse=True)
    return {
        "day": days,
        "newest": newest,
        "oldest": oldest,
        "day_values": values.astype("<i4"),
        "day_numbers": numbers.astype("<u4"),
        **_joined_facets(arrays, facets, len(days)),
    }


def date_orders(days: NDArray[np.int32], by_id: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Return the place of each document by date, newest and oldest first, ties by id, no date last."""
    undated = days == 0
    return _places((by_id, -days, undated)), _places((by_id, days, undated))


def counted_words(arrays: Arrays, fields: Sequence[str], kernel: WriteKernel) -> Arrays:
    """Return what says in how many documents a word of either of two text fields stands.

    Each posting of the second, which has few, is looked for among those of its twin, which may be many.
    """
    first, second = fields
    lists = []
    for field in fields:
        starts = arrays[f"{field}/term_starts"]
        lists.append((arrays[f"{field}/terms"], starts, np.ones(len(starts) - 1, bool)))
    (_, united), (of_first, of_second) = kernel.unite(lists)
    ordinals = np.full(len(united) - 1, len(of_first), "<u4")
    ordinals[of_first] = np.arange(len(of_first), dtype="<u4")
    twins = ordinals[of_second]
    # A term without a twin has the empty list behind the last.
    starts = np.append(arrays[f"{first}/starts"], arrays[f"{first}/starts"][-1]).astype(np.int64)
    of_postings = np.repeat(twins, lengths_of(arrays[f"{second}/starts"]))
    documents: Numbers = arrays[f"{second}/postings"] >> np.uint32(COUNT_BITS)
    both = _among(arrays[f"{first}/postings"], starts[of_postings], starts[of_postings + 1], documents)
    return {"twins": twins, "apart": (~both).astype("|u1")}


def _among(postings: Numbers, begins: Places, ends: Places, documents: Numbers) -> NDArray[np.bool_]:
    """Return whether each document has a posting in its range begins … ends − 1: bisection, all at once."""
    low, high = begins.copy(), ends.copy()
    while (open_ones := low < high).any():
        middle = (low + high) >> 1
        before = (postings[np.where(open_ones, middle, 0)] >> COUNT_BITS) < documents
        low = np.where(open_ones & before, middle + 1, low)
        high = np.where(open_ones & ~before, middle, high)
    there = low < ends
    there[there] = (postings[low[there]] >> COUNT_BITS) == documents[there]
    return there


def _joined_facets(arrays: Arrays, facets: Sequence[str], size: int) -> Arrays:
    """Return the values of all facet fields by document: one pass then counts all of them."""
    starts = np.zeros(size + 1, np.int64)
    for name in facets:
        starts += arrays[f"{name}/value_starts"]
    ordinals = np.empty(int(starts[-1]), "<u4")
    begins, shift = starts[:-1].copy(), 0
    for name in facets:
        own = arrays[f"{name}/value_starts"].astype(np.int64)
        lengths, values = own[1:] - own[:-1], arrays[f"{name}/values"]
        ordinals[np.arange(len(values)) + np.repeat(begins - own[:-1], lengths)] = values + np.uint32(shift)
        begins += lengths
        shift += len(arrays[f"{name}/starts"]) - 1
    return {"facets/starts": starts.astype("<u4"), "facets/ordinals": ordinals}


def _places(keys: tuple[NDArray[Any], ...]) -> Numbers:
    places = np.empty(len(keys[0]), "<u4")
    places[np.lexsort(keys)] = np.arange(len(places), dtype="<u4")
    return places
