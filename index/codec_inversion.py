"""Postings or keys → the arrays of a field.

What the arrays are is told in `index.codec_segment`. This module must not know where tokens come from, nor
how texts are inverted: that is the kernel's (`index.codec_kernel`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from index.codec_fields import encoded_label, lengths_of
from index.codec_kernel import Numbers, Postings, WriteKernel
from index.codec_packing import WIDTHS, best_width

Arrays = dict[str, NDArray[Any]]
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)])


@dataclass(frozen=True, slots=True)
class KeyTokens:
    """All ids of a key field: `documents[t]` has term `ordinals[t]`, each at most once.

    `terms` are in order of their bytes, each with an id.
    """

    terms: Sequence[bytes]
    ordinals: Numbers
    documents: Numbers


def united(one: KeyTokens, other: KeyTokens) -> KeyTokens:
    """Return the tokens of both, which have none in common."""
    if not len(one.ordinals) or not len(other.ordinals):
        return one if len(one.ordinals) else other
    terms = sorted({*one.terms, *other.terms})
    places = {term: place for place, term in enumerate(terms)}
    ordinals = [
        np.fromiter(map(places.__getitem__, each.terms), np.uint32, len(each.terms))[each.ordinals]
        for each in (one, other)
    ]
    return KeyTokens(terms, np.concatenate(ordinals), np.concatenate((one.documents, other.documents)))


@dataclass(frozen=True, slots=True)
class InvertedText:
    """The arrays of a text field, and its notes: the number of its tokens, the width of its positions."""

    arrays: Arrays
    notes: tuple[int, int]


def text_arrays(
    terms: Arrays, postings: Postings, lengths: NDArray[np.uint8], kernel: WriteKernel
) -> InvertedText:
    """Return a text field of the arrays of its terms, with the length byte of each document."""
    positions = postings.positions
    joined = postings.joined
    above = kernel.above(positions)
    width = best_width(len(positions), above)
    far = np.flatnonzero(positions >= 1 << width) if above[WIDTHS.index(width)] else np.empty(0, np.int64)
    arrays = terms | {
        "starts": postings.starts,
        "postings": joined.postings,
        "lengths": lengths,
        "long": joined.long,
        "long_counts": joined.long_counts,
        "positions": kernel.pack(positions, width),
        "far": far.astype("<u8"),
        "far_positions": positions[far].astype("<u4"),
        "checkpoints": joined.checkpoints,
    }
    return InvertedText(arrays, (len(positions), width))


def invert_terms(tokens: KeyTokens, size: int) -> Arrays:
    """Return the arrays of a field that is only looked up by term."""
    keys = tokens.ordinals.astype(np.uint64) * np.uint64(size) + tokens.documents
    keys.sort()
    documents = (keys % np.uint64(max(1, size))).astype("<u4")
    return term_arrays(tokens.terms) | {
        "starts": starts_of(tokens.ordinals, len(tokens.terms)),
        "documents": documents,
    }


def invert_keys(tokens: KeyTokens, size: int) -> Arrays:
    """Return the arrays of a key field in a segment of `size` documents."""
    arrays = invert_terms(tokens, size)
    return arrays | by_document(arrays["starts"], arrays["documents"], size)


def by_document(starts: NDArray[np.uint64], documents: Numbers, size: int) -> Arrays:
    """Return the postings of a key field from the side of the documents."""
    by_place = np.argsort(documents, kind="stable")
    ordinals = np.repeat(np.arange(len(starts) - 1, dtype="<u4"), lengths_of(starts))
    return {"value_starts": starts_of(documents, size).astype("<u4"), "values": ordinals[by_place]}


def label_arrays(labels: Sequence[tuple[str, ...]]) -> Arrays:
    """Return the arrays of what each term is called."""
    return joined_as("label_starts", "labels", list(map(encoded_label, labels)))


def term_arrays(terms: Sequence[bytes]) -> Arrays:
    """Return the arrays of sorted terms."""
    return joined_as("term_starts", "terms", terms)


def joined_as(starts_name: str, data_name: str, parts: Sequence[bytes]) -> Arrays:
    """Return where each part begins and all of them in one array, under these names."""
    starts = np.zeros(len(parts) + 1, "<u8")
    np.cumsum(np.fromiter(map(len, parts), np.uint64, len(parts)), out=starts[1:])
    return {starts_name: starts, data_name: np.frombuffer(b"".join(parts), "|u1")}


def starts_of(numbers: NDArray[Any], size: int) -> NDArray[np.uint64]:
    """Return where each of 0 … size begins among these numbers sorted."""
    starts = np.zeros(size + 1, "<u8")
    np.cumsum(np.bincount(numbers, minlength=size), out=starts[1:], dtype=np.uint64)
    return starts


def length_bytes(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return field lengths as Whoosh stores them, in one byte."""
    return np.minimum(np.searchsorted(LENGTHS, lengths), 255).astype(np.uint8)
