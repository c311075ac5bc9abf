"""Tokens in any order → the arrays of a segment: one sort a field, everything else a pass over arrays.

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

from index.codec_segment import CHECKPOINT, FAR, FORMAT, LONGEST_COUNT

Arrays = dict[str, NDArray[Any]]
Numbers = NDArray[np.uint32]
LENGTHS = np.array([byte_to_length(byte) for byte in range(256)])
WORD_BITS = 64


@dataclass(frozen=True, slots=True)
class TextTokens:
    """All tokens of a text field: `terms[ids[t]]` stands at `positions[t]` in `documents[t]`."""

    terms: Sequence[bytes]
    ids: Numbers
    documents: Numbers
    positions: Numbers


@dataclass(frozen=True, slots=True)
class KeyTokens:
    """All ids of a key field: `documents[t]` has `terms[ids[t]]`, each at most once."""

    terms: Sequence[bytes]
    ids: Numbers
    documents: Numbers


@dataclass(frozen=True, slots=True)
class SegmentTokens:
    """Everything of a segment: `keys` are looked up from both sides, `others` only by term.

    `id_field` names the key field that has exactly one value a document; `days` are int32.
    """

    size: int
    texts: Mapping[str, TextTokens]
    keys: Mapping[str, KeyTokens]
    others: Mapping[str, KeyTokens]
    id_field: str
    days: NDArray[np.int32]
    records: NDArray[np.uint8]
    record_starts: NDArray[np.uint64]


def arrays_of(tokens: SegmentTokens) -> tuple[Arrays, dict[str, Any]]:
    """Return the arrays and notes of a segment as `index.codec_file.write_arrays` takes them."""
    arrays: Arrays = {}
    for name, text in tokens.texts.items():
        arrays |= _under(name, invert_text(text, tokens.size))
    for name, keys in tokens.keys.items():
        arrays |= _under(name, invert_keys(keys, tokens.size))
    for name, keys in tokens.others.items():
        arrays |= _under(name, invert_terms(keys))
    by_id = arrays[f"{tokens.id_field}/values"].astype(np.int64)
    arrays["day"] = tokens.days
    arrays["newest"], arrays["oldest"] = date_orders(tokens.days, by_id)
    arrays["record_starts"], arrays["records"] = tokens.record_starts, tokens.records
    notes = {
        "format": FORMAT,
        "documents": tokens.size,
        "text": {name: len(text.ids) for name, text in tokens.texts.items()},
        "keys": list(tokens.keys),
        "others": list(tokens.others),
    }
    return arrays, notes


def invert_text(tokens: TextTokens, size: int) -> Arrays:
    """Return the arrays of a text field in a segment of `size` documents."""
    ordinals, arrays = _sorted_terms(tokens.terms)
    lengths = length_bytes(np.bincount(tokens.documents, minlength=size))
    terms, documents, positions = sort_tokens(
        ordinals[tokens.ids], tokens.documents, tokens.positions, len(tokens.terms), size
    )
    new = np.ones(len(terms), bool)
    new[1:] = (terms[1:] != terms[:-1]) | (documents[1:] != documents[:-1])
    first = np.flatnonzero(new)  # the first token of each posting
    counts = np.diff(np.append(first, len(terms)))
    documents = documents[first]
    long, far = np.flatnonzero(counts >= LONGEST_COUNT), np.flatnonzero(positions >= FAR)
    checkpoints = np.append(first, len(terms))[::CHECKPOINT]
    return arrays | {
        "starts": starts_of(terms[first], len(tokens.terms)),
        "documents": documents.astype("<u4"),
        "codes": (np.minimum(counts, LONGEST_COUNT).astype("<u2") << 8) | lengths[documents],
        "long": long.astype("<u8"),
        "long_counts": counts[long].astype("<u4"),
        "positions": (positions % FAR).astype("<u2"),
        "far": far.astype("<u8"),
        "far_positions": positions[far].astype("<u4"),
        "checkpoints": checkpoints.astype("<u8"),
        "lengths": lengths,
    }


def sort_tokens(
    terms: Numbers, documents: Numbers, positions: Numbers, term_count: int, size: int
) -> tuple[Numbers, Numbers, Numbers]:
    """Return tokens sorted by term, document, position.

    Sorting one packed number is five times as fast as sorting by three keys, which remains for tokens that
    need more than 64 bits together.
    """
    position_bits = int(positions.max(initial=0)).bit_length()
    document_bits = size.bit_length()
    if term_count.bit_length() + document_bits + position_bits > WORD_BITS:
        order = np.lexsort((positions, documents, terms))
        return terms[order], documents[order], positions[order]
    packed = terms.astype(np.uint64)
    packed <<= np.uint64(document_bits)
    packed |= documents
    packed <<= np.uint64(position_bits)
    packed |= positions
    packed.sort()
    positions = (packed & np.uint64((1 << position_bits) - 1)).astype(np.uint32)
    packed >>= np.uint64(position_bits)
    documents = (packed & np.uint64((1 << document_bits) - 1)).astype(np.uint32)
    packed >>= np.uint64(document_bits)
    return packed.astype(np.uint32), documents, positions


def invert_terms(tokens: KeyTokens) -> Arrays:
    """Return the arrays of a field that is only looked up by term."""
    ordinals, arrays = _sorted_terms(tokens.terms)
    terms = ordinals[tokens.ids]
    order = np.lexsort((tokens.documents, terms))
    starts = starts_of(terms, len(tokens.terms))
    return arrays | {"starts": starts, "documents": tokens.documents[order].astype("<u4")}


def invert_keys(tokens: KeyTokens, size: int) -> Arrays:
    """Return the arrays of a key field in a segment of `size` documents."""
    arrays = invert_terms(tokens)
    starts = arrays["starts"].astype(np.int64)
    counts = starts[1:] - starts[:-1]
    by_document = np.argsort(arrays["documents"], kind="stable")
    values = np.repeat(np.arange(len(counts), dtype="<u4"), counts)[by_document]
    value_starts = starts_of(arrays["documents"], size).astype("<u4")
    return arrays | {"value_starts": value_starts, "values": values}


def starts_of(numbers: NDArray[Any], size: int) -> NDArray[np.uint64]:
    """Return where each of 0 … size begins among these numbers sorted."""
    starts = np.zeros(size + 1, "<u8")
    np.cumsum(np.bincount(numbers, minlength=size), out=starts[1:], dtype=np.uint64)
    return starts


def length_bytes(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return field lengths as Whoosh stores them, in one byte."""
    return np.minimum(np.searchsorted(LENGTHS, lengths), 255).astype(np.uint8)


def joined(parts: Sequence[bytes]) -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    """Return where each part begins and all of them in one array."""
    starts = np.zeros(len(parts) + 1, "<u8")
    np.cumsum(np.fromiter(map(len, parts), np.uint64, len(parts)), out=starts[1:])
    return starts, np.frombuffer(b"".join(parts), "|u1")


def date_orders(days: NDArray[np.int32], by_id: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Return the place of each document by date, newest and oldest first, ties by id, no date last."""
    undated = days == 0
    return _places((by_id, -days, undated)), _places((by_id, days, undated))


def _places(keys: tuple[NDArray[Any], ...]) -> Numbers:
    places = np.empty(len(keys[0]), "<u4")
    places[np.lexsort(keys)] = np.arange(len(places), dtype="<u4")
    return places


def _sorted_terms(terms: Sequence[bytes]) -> tuple[Numbers, Arrays]:
    """Return the ordinal of each term by its id, and the arrays of the terms."""
    order = sorted(range(len(terms)), key=terms.__getitem__)
    ordinals = np.empty(len(terms), np.uint32)
    ordinals[order] = np.arange(len(terms), dtype=np.uint32)
    starts, data = joined([terms[number] for number in order])
    return ordinals, {"terms": data, "term_starts": starts}


def _under(name: str, arrays: Arrays) -> Arrays:
    return {f"{name}/{key}": array for key, array in arrays.items()}
