"""Several segments into one, without what is deleted: their postings as tokens again, inverted together.

What comes out is what writing the living documents at once would have given, statistics included. Which
segments are worth it is told here too. This module must not open or write files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.codec_inversion import KeyTokens, Numbers, SegmentTokens, TextTokens
from index.codec_segment import Field, SegmentArrays, TextField

# Every search visits every segment: fewer are faster to search, more are cheaper to add.
MOST_SEGMENTS = 8
# A segment is written anew once more than this share of it is deleted.
MOST_DELETED = 0.2


@dataclass(frozen=True, slots=True)
class Living:
    """A segment and which of its documents are not deleted."""

    arrays: SegmentArrays
    live: NDArray[np.bool_]


def worth_merging(sizes: Sequence[int], deleted: Sequence[int]) -> list[int]:
    """Return which segments, by number, are to become one: worn ones, and small ones where they are many."""
    numbers = range(len(sizes))
    chosen = {number for number in numbers if deleted[number] > MOST_DELETED * sizes[number]}
    excess = len(sizes) - MOST_SEGMENTS
    if excess > 0:
        chosen |= set(sorted(numbers, key=sizes.__getitem__)[: excess + MOST_SEGMENTS // 2])
    return sorted(chosen)


def merged(segments: Sequence[Living], id_field: str) -> SegmentTokens:
    """Return the living documents of segments, renumbered in the order of the segments."""
    first = segments[0].arrays
    return SegmentTokens(
        size=sum(int(segment.live.sum()) for segment in segments),
        texts={name: _Union(name, segments).texts() for name in first.texts},
        keys={name: _Union(name, segments).keys() for name in first.keys},
        others={name: _Union(name, segments).keys() for name in first.fields if _is_other(first, name)},
        id_field=id_field,
        days=np.concatenate([segment.arrays.days[segment.live] for segment in segments]),
        records=np.concatenate([_records(segment) for segment in segments]),
        record_starts=_record_starts(segments),
    )


def _is_other(arrays: SegmentArrays, name: str) -> bool:
    return name not in arrays.texts and name not in arrays.keys


class _Union:
    """One field of several segments as tokens."""

    def __init__(self, name: str, segments: Sequence[Living]) -> None:
        self._ids: dict[bytes, int] = {}
        self._parts: list[tuple[Field, Numbers, NDArray[np.bool_], Numbers]] = []
        before = 0
        for segment in segments:
            field = segment.arrays.fields[name]
            renumbered = (np.cumsum(segment.live) - 1 + before).astype(np.uint32)
            before += int(segment.live.sum())
            # Of each posting: its term, whether its document lives, and which it becomes.
            live = segment.live[field.documents]
            ids = [self._ids.setdefault(term, len(self._ids)) for term in field.terms()] if live.any() else []
            counts = np.diff(field.starts).astype(np.int64)
            terms = np.repeat(np.array(ids or [0] * field.size, np.uint32), counts)
            self._parts.append((field, terms, live, renumbered[field.documents]))

    def keys(self) -> KeyTokens:
        """Return the tokens of a key field."""
        terms = np.concatenate([terms[live] for _, terms, live, _ in self._parts])
        documents = np.concatenate([documents[live] for _, _, live, documents in self._parts])
        return _used(KeyTokens(list(self._ids), terms, documents))

    def texts(self) -> TextTokens:
        """Return the tokens of a text field."""
        terms, documents, positions = [], [], []
        for field, ids, live, numbers in self._parts:
            assert isinstance(field, TextField)
            counts = field.frequencies(0, len(ids))
            living = np.repeat(live, counts)
            terms.append(np.repeat(ids, counts)[living])
            documents.append(np.repeat(numbers, counts)[living])
            positions.append(field.positions_at(np.flatnonzero(living)).astype(np.uint32))
        keys = _used(KeyTokens(list(self._ids), np.concatenate(terms), np.concatenate(documents)))
        return TextTokens(keys.terms, keys.ids, keys.documents, np.concatenate(positions))


def _used(tokens: KeyTokens) -> KeyTokens:
    """Return tokens without the terms that none of them is: those of deleted documents alone."""
    used = np.bincount(tokens.ids, minlength=len(tokens.terms)) > 0
    if used.all():
        return tokens
    terms = [tokens.terms[number] for number in np.flatnonzero(used).tolist()]
    return KeyTokens(terms, (np.cumsum(used) - 1).astype(np.uint32)[tokens.ids], tokens.documents)


def _records(segment: Living) -> NDArray[np.uint8]:
    if segment.live.all():
        return segment.arrays.records
    kept: NDArray[np.uint8] = segment.arrays.records[np.repeat(segment.live, _record_lengths(segment))]
    return kept


def _record_lengths(segment: Living) -> NDArray[np.int64]:
    starts = segment.arrays.record_starts.astype(np.int64)
    lengths: NDArray[np.int64] = starts[1:] - starts[:-1]
    return lengths


def _record_starts(segments: Sequence[Living]) -> NDArray[np.uint64]:
    lengths = [_record_lengths(segment)[segment.live] for segment in segments]
    return np.cumsum(np.concatenate([np.zeros(1, np.int64), *lengths])).astype("<u8")
