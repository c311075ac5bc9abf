"""What a segment stores so that no reader has to work it out: orders by date, days, facets, counted words.

Everything here follows from the other arrays of the segment, whether they come from tokens or from a merge.
What the arrays are is told in `index.codec_segment`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_fields import lengths_of
from index.codec_inversion import Arrays
from index.codec_kernel import Numbers


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


def counted_words(arrays: Arrays, fields: Sequence[str], size: int) -> Arrays:
    """Return what says in how many documents a word of either of two text fields stands."""
    first, second = fields
    ordinals = {term: number for number, term in enumerate(_terms(arrays, first))}
    twins = np.array([ordinals.get(term, len(ordinals)) for term in _terms(arrays, second)], "<u4")
    first_keys = _keys(arrays, first, np.arange(len(ordinals), dtype=np.uint64), size)
    second_keys = _keys(arrays, second, twins.astype(np.uint64), size)
    places = np.searchsorted(first_keys, second_keys)
    places[places == len(first_keys)] = 0
    both = first_keys[places] == second_keys if len(first_keys) else np.zeros(len(second_keys), bool)
    return {"twins": twins, "apart": (~both).astype("|u1")}


def _keys(arrays: Arrays, field: str, ordinals: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """Return (ordinal, document) of each posting of a text field as one number."""
    counts = lengths_of(arrays[f"{field}/starts"])
    keys: NDArray[np.uint64] = np.repeat(ordinals * np.uint64(size), counts)
    keys += arrays[f"{field}/postings"] >> 8
    return keys


def _terms(arrays: Arrays, field: str) -> list[bytes]:
    data, starts = arrays[f"{field}/terms"].tobytes(), arrays[f"{field}/term_starts"].tolist()
    return [data[begin:end] for begin, end in pairwise(starts)]


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
