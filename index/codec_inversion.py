"""Tokens in any order → the arrays of a field: one sort a field, everything else a pass over arrays.

A token is (term, document, position). Packed into one 64-bit number in that order they sort as they must
stand in the file; ten million take a second. What the arrays are is told in `index.codec_segment`. This
module must not know where tokens come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.util.numeric import byte_to_length

from index.codec_fields import CHECKPOINT, COUNT_BITS, LONGEST_COUNT, encoded_label, lengths_of
from index.codec_packing import best_width, pack

Arrays = dict[str, NDArray[Any]]
Numbers = NDArray[np.uint32]
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)])
WORD_BITS = 64


@dataclass(frozen=True, slots=True)
class TextTokens:
    """All tokens of a text field: term `ordinals[t]` stands at `positions[t]` in `documents[t]`.

    `terms` are in order of their bytes, each with a token.
    """

    terms: Sequence[bytes]
    ordinals: Numbers
    documents: Numbers
    positions: Numbers


@dataclass(frozen=True, slots=True)
class KeyTokens:
    """All ids of a key field: `documents[t]` has term `ordinals[t]`, each at most once; terms as above."""

    terms: Sequence[bytes]
    ordinals: Numbers
    documents: Numbers


@dataclass(frozen=True, slots=True)
class InvertedText:
    """The arrays of a text field, and its notes: the number of its tokens, the width of its positions."""

    arrays: Arrays
    notes: tuple[int, int]


def invert_text(tokens: TextTokens, size: int) -> InvertedText:
    """Return a text field of a segment of `size` documents."""
    keys, positions, document_bits = sort_tokens(tokens, size)
    new = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=new[1:])
    first = np.flatnonzero(new)  # the first token of each posting
    counts = np.diff(first, append=len(keys))
    keys = keys[first]
    documents = (keys & np.uint64((1 << document_bits) - 1)).astype(np.uint32)
    starts = starts_of((keys >> np.uint64(document_bits)).astype(np.uint32), len(tokens.terms))
    lengths = length_bytes(np.bincount(tokens.documents, minlength=size))
    postings = Postings(documents, counts, starts, positions)
    return text_arrays(tokens.terms, postings, lengths)


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of a text field in their order, and the positions of all, one after the other."""

    documents: Numbers
    counts: NDArray[Any]
    starts: NDArray[np.uint64]
    positions: Numbers


def text_arrays(terms: Sequence[bytes], postings: Postings, lengths: NDArray[np.uint8]) -> InvertedText:
    """Return a text field of sorted terms, with the length byte of each document."""
    counts, positions = postings.counts, postings.positions
    long = np.flatnonzero(counts >= LONGEST_COUNT)
    packed = postings.documents.astype("<u4")
    packed <<= np.uint32(COUNT_BITS)
    packed |= np.minimum(counts, LONGEST_COUNT).astype("<u4")
    width = best_width(positions)
    far = np.flatnonzero(positions >= 1 << width)
    arrays = term_arrays(terms) | {
        "starts": postings.starts,
        "postings": packed,
        "lengths": lengths,
        "long": long.astype("<u8"),
        "long_counts": counts[long].astype("<u4"),
        "positions": pack(positions, width),
        "far": far.astype("<u8"),
        "far_positions": positions[far].astype("<u4"),
        "checkpoints": _checkpoints(counts),
    }
    return InvertedText(arrays, (len(positions), width))


def _checkpoints(counts: NDArray[Any]) -> NDArray[np.uint64]:
    """Return how many positions lie before posting 0, 64, 128 …"""
    checkpoints = np.zeros(len(counts) // CHECKPOINT + 1, "<u8")
    whole = counts[: len(counts) // CHECKPOINT * CHECKPOINT].reshape(-1, CHECKPOINT)
    np.cumsum(whole.sum(axis=1, dtype=np.uint64), out=checkpoints[1:])
    return checkpoints


def sort_tokens(tokens: TextTokens, size: int) -> tuple[NDArray[np.uint64], Numbers, int]:
    """Return tokens sorted by term, document, position: (term << b | document) and positions, and b.

    Sorting one packed number is five times as fast as sorting by two keys, which remains for tokens that
    need more than 64 bits together.
    """
    position_bits = int(tokens.positions.max(initial=0)).bit_length()
    document_bits = size.bit_length()
    keys = tokens.ordinals.astype(np.uint64)
    keys <<= np.uint64(document_bits)
    keys |= tokens.documents
    if len(tokens.terms).bit_length() + document_bits + position_bits > WORD_BITS:
        order = np.lexsort((tokens.positions, keys))
        return keys[order], tokens.positions[order], document_bits
    keys <<= np.uint64(position_bits)
    keys |= tokens.positions
    keys.sort()
    positions = (keys & np.uint64((1 << position_bits) - 1)).astype(np.uint32)
    keys >>= np.uint64(position_bits)
    return keys, positions, document_bits


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


def label_arrays(terms: Sequence[bytes], labels: Mapping[bytes, tuple[str, ...]]) -> Arrays:
    """Return the arrays of what these terms are called."""
    return joined_as("label_starts", "labels", [encoded_label(labels.get(term, ())) for term in terms])


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
