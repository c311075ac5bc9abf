"""The fields of one segment: its terms by ordinal, their postings, and what a document has.

What the arrays are is told in `index.codec_segment`. A field is made when it is first asked for and then
checks what is small (its terms, where they begin, one value a document); postings and positions are
verified where they are used, so `span`, `spans` and `need_positions` come before reading them. A field does
not change and has no position: threads share it. This module must not evaluate queries nor know Whoosh.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from itertools import pairwise
from json.encoder import encode_basestring
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.codec_file import ArrayFile, LargeArray
from index.codec_packing import packed_size, unpack

CHECKPOINT = 64
LONGEST_COUNT = 255
COUNT_BITS = 8
MOST_DOCUMENTS = 1 << (32 - COUNT_BITS)
# Postings whose frequencies are added up at once: a multiple of CHECKPOINT that stays in a cache.
VERIFIED_AT_ONCE = 1 << 14

Documents = NDArray[np.uint32]
Places = NDArray[np.int64]


class Field:
    """The terms of one field in one segment, by ordinal in order of their bytes, and their documents."""

    _stored_as = "documents"
    _below = 0  # bits of a posting below its document

    def __init__(self, file: ArrayFile, name: str, documents: int) -> None:
        """Take the arrays of a field; raises IndexCorrupt where they do not fit together."""
        self.name = name
        self._file = file
        self.terms_data: NDArray[np.uint8] = file.array(f"{name}/terms", "|u1")
        self.term_starts: NDArray[np.uint64] = file.array(f"{name}/term_starts", "<u8")
        self.starts: NDArray[np.uint64] = file.array(f"{name}/starts", "<u8")
        self._postings: LargeArray = file.large(f"{name}/{self._stored_as}", "<u4")
        self.posting_count = self._postings.size
        check_starts(
            file, f"{name}/term_starts", self.term_starts, len(self.starts) - 1, len(self.terms_data)
        )
        check_starts(file, f"{name}/starts", self.starts, len(self.term_starts) - 1, self.posting_count)
        self._terms, self._term_starts = self.terms_data.data, self.term_starts.data
        self._starts = self.starts.data
        self.size = len(self.starts) - 1
        self.document_count = documents

    def term(self, ordinal: int) -> bytes:
        """Return a term."""
        return bytes(self._terms[self._term_starts[ordinal] : self._term_starts[ordinal + 1]])

    def terms(self, first: int = 0, end: int | None = None) -> list[bytes]:
        """Return the terms first … end − 1, all by default."""
        begins = self._term_starts[first : self.size + 1 if end is None else end + 1].tolist()
        data = bytes(self._terms[begins[0] : begins[-1]])
        return [data[a - begins[0] : b - begins[0]] for a, b in pairwise(begins)]

    def place(self, term: bytes) -> int:
        """Return the ordinal of the first term that is not before this one."""
        return bisect_left(range(self.size), term, key=self.term)

    def find(self, term: bytes) -> int | None:
        """Return the ordinal of a term, None where it is not there."""
        ordinal = self.place(term)
        return ordinal if ordinal < self.size and self.term(ordinal) == term else None

    def beginning_with(self, prefix: bytes) -> tuple[int, int]:
        """Return the ordinals first … end − 1 of the terms that start with a UTF-8 prefix."""
        return self.place(prefix), self.place(prefix + b"\xff")

    def span(self, ordinal: int) -> tuple[int, int]:
        """Return which postings a term has, first … end − 1, verified; raises IndexCorrupt."""
        return self.spans(ordinal, ordinal + 1)

    def spans(self, first: int, end: int) -> tuple[int, int]:
        """Return which postings the terms first … end − 1 have, verified; raises IndexCorrupt."""
        span = self._starts[first], self._starts[end]
        self._postings.need(*span)
        return span

    def documents_in(self, first: int, end: int) -> Documents:
        """Return the documents of the postings first … end − 1 of a verified span."""
        documents: Documents = self._postings.data[first:end]
        return documents

    def verify(self) -> None:
        """Read everything that the constructor did not; raises IndexCorrupt."""
        self.spans(0, self.size)
        self._check(self._postings.data, self.document_count << self._below, "a document")

    def _check(self, numbers: NDArray[Any], limit: int, what: str) -> None:
        if len(numbers) and int(numbers.max()) >= limit:
            raise self._file.damaged(f"{self.name} names {what} that does not exist")


class TextField(Field):
    """A field with frequencies, lengths and positions. `field_length` is the number of all its terms."""

    _stored_as = "postings"
    _below = COUNT_BITS

    def __init__(self, file: ArrayFile, name: str, documents: int, field_length: int, width: int) -> None:
        """Take the arrays of a field; raises IndexCorrupt where they do not fit together."""
        super().__init__(file, name, documents)
        self.field_length, self.width = field_length, width
        self.postings: NDArray[np.uint32] = self._postings.data
        self.lengths: NDArray[np.uint8] = file.array(f"{name}/lengths", "|u1")
        self.long: NDArray[np.uint64] = file.array(f"{name}/long", "<u8")
        self.long_counts: NDArray[np.uint32] = file.array(f"{name}/long_counts", "<u4")
        self._positions = file.large(f"{name}/positions", "|u1")
        self.positions: NDArray[np.uint8] = self._positions.data
        self.far: NDArray[np.uint64] = file.array(f"{name}/far", "<u8")
        self.far_positions: NDArray[np.uint32] = file.array(f"{name}/far_positions", "<u4")
        self._checkpoints = file.large(f"{name}/checkpoints", "<u8")
        self.checkpoints: NDArray[np.uint64] = self._checkpoints.data
        sizes = (
            (self.lengths, documents),
            (self.long_counts, len(self.long)),
            (self.far_positions, len(self.far)),
            (self.checkpoints, self.posting_count // CHECKPOINT + 1),
            (self.positions, packed_size(field_length, width)),
        )
        if any(len(array) != size for array, size in sizes):
            raise file.damaged(f"the arrays of {name} have different lengths")
        self._excess = np.zeros(len(self.long) + 1, np.int64)
        np.cumsum(self.long_counts.astype(np.int64) - LONGEST_COUNT, out=self._excess[1:])

    def documents_in(self, first: int, end: int) -> Documents:
        """Return the documents of the postings first … end − 1 of a verified span."""
        documents: Documents = self.postings[first:end] >> np.uint32(COUNT_BITS)
        return documents

    def frequencies(self, first: int, end: int) -> Places:
        """Return how often the term of each of the postings first … end − 1 is in its document."""
        counts = (self.postings[first:end] & LONGEST_COUNT).astype(np.int64)
        a, b = np.searchsorted(self.long, (first, end))
        if a < b:
            counts[self.long[a:b].astype(np.int64) - first] += np.diff(self._excess[a : b + 1])
        return counts

    def need_positions(self, first: int, end: int) -> None:
        """Verify the positions of the postings first … end − 1; raises IndexCorrupt.

        Where they begin is counted from a checkpoint on, over postings that may be another term's.
        """
        self._postings.need(first // CHECKPOINT * CHECKPOINT, end)
        self._checkpoints.need(first // CHECKPOINT, min(-(-end // CHECKPOINT) + 1, self._checkpoints.size))
        begin, last = int(self.checkpoints[first // CHECKPOINT]), -(-end // CHECKPOINT)
        stop = int(self.checkpoints[last]) if last < len(self.checkpoints) else self.field_length
        if begin > stop or stop > self.field_length:
            raise self._file.damaged(f"the positions of {self.name} do not add up")
        bytes_each = self.width // 2
        self._positions.need(
            begin // 4 * bytes_each, min((stop // 4 + 1) * bytes_each + 8, len(self.positions))
        )

    def position_starts(self, postings: Places) -> Places:
        """Return where the positions of postings begin: a checkpoint and the frequencies since."""
        checkpoints = postings // CHECKPOINT
        begins = checkpoints * CHECKPOINT
        grid = begins[:, None] + np.arange(CHECKPOINT)
        counts = self.postings[np.minimum(grid, max(0, self.posting_count - 1))] & LONGEST_COUNT
        since = np.where(grid < postings[:, None], counts, 0).sum(axis=1, dtype=np.int64)
        if len(self.long):
            excess = self._excess[np.searchsorted(self.long, np.stack((begins, postings)))]
            since += excess[1] - excess[0]
        starts: Places = self.checkpoints[checkpoints].astype(np.int64) + since
        return starts

    def positions_at(self, places: Places) -> Places:
        """Return positions by their places among all positions, which `need_positions` has verified."""
        positions = unpack(self.positions, self.width, places)
        if len(self.far):
            found = np.searchsorted(self.far, places)
            found[found == len(self.far)] = 0
            far = self.far[found] == places
            positions[far] = self.far_positions[found[far]]
        return positions

    def positions_of(self, posting: int) -> list[int]:
        """Return the positions of one posting, ascending."""
        self.need_positions(posting, posting + 1)
        start = int(self.position_starts(np.array([posting]))[0])
        count = int(self.frequencies(posting, posting + 1)[0])
        return list(map(int, self.positions_at(start + np.arange(count))))

    def verify(self) -> None:
        """Read everything that the constructor did not; raises IndexCorrupt."""
        super().verify()
        self._check(self.long, self.posting_count, "a posting")
        self._check(self.far, self.field_length, "a position")
        self._checkpoints.need(0, self._checkpoints.size)
        self._positions.need(0, self._positions.size)
        if not self._adds_up():
            raise self._file.damaged(f"the positions of {self.name} do not add up")

    def _adds_up(self) -> bool:
        """Return whether checkpoints and frequencies agree; looked at in pieces, for memory costs more."""
        before, found = 0, [np.zeros(1, np.int64)]
        for first in range(0, self.posting_count, VERIFIED_AT_ONCE):
            counts = self.frequencies(first, min(first + VERIFIED_AT_ONCE, self.posting_count))
            through = before + np.cumsum(np.add.reduceat(counts, np.arange(0, len(counts), CHECKPOINT)))
            before = int(through[-1])
            found.append(through)
        whole = self.posting_count // CHECKPOINT + 1  # what lies behind the last whole 64 has no checkpoint
        return np.array_equal(np.concatenate(found)[:whole], self.checkpoints) and before == self.field_length


class KeyField(Field):
    """A field of ids: which documents have one, which ones a document has, and what they are called."""

    def __init__(self, file: ArrayFile, name: str, documents: int, labelled: bool) -> None:
        """Take the arrays of a field; raises IndexCorrupt where they do not fit together."""
        super().__init__(file, name, documents)
        self.value_starts: NDArray[np.uint32] = file.array(f"{name}/value_starts", "<u4")
        self.values: NDArray[np.uint32] = file.array(f"{name}/values", "<u4")
        check_starts(file, f"{name}/value_starts", self.value_starts, documents, len(self.values))
        self._check(self.values, self.size, "a value")
        self._postings.need(0, self.posting_count)
        self.documents: Documents = self._postings.data
        self.labelled = labelled
        if labelled:
            self._labels = file.array(f"{name}/labels", "|u1").data
            starts = file.array(f"{name}/label_starts", "<u8")
            check_starts(file, f"{name}/label_starts", starts, self.size, len(self._labels))
            self._label_starts = starts.data

    def values_of(self, document: int) -> list[bytes]:
        """Return the ids that a document has, in order of their bytes."""
        first, end = self.value_starts[document : document + 2].tolist()
        return [self.term(ordinal) for ordinal in self.values[first:end].tolist()]

    def labels(self) -> list[bytes]:
        """Return the labels of all terms as they are stored; only of a labelled field."""
        data, starts = bytes(self._labels), self._label_starts.tolist()
        return [data[begin:end] for begin, end in pairwise(starts)]

    def label(self, ordinal: int) -> tuple[str, ...]:
        """Return what an id is called, its name first, then its aliases; () where nothing says."""
        if not self.labelled:
            return ()
        data = bytes(self._labels[self._label_starts[ordinal] : self._label_starts[ordinal + 1]])
        return decoded_label(data)


def encoded_label(names: tuple[str, ...]) -> bytes:
    """Return a label as it is stored: JSON in UTF-8, nothing for no names."""
    if not names:
        return b""
    # Each by itself: an encoder of the whole would be made anew for each label, at four times the cost.
    return f"[{','.join(map(encode_basestring, names))}]".encode("utf-8", "surrogatepass")


def decoded_label(data: bytes) -> tuple[str, ...]:
    """Return the names that `encoded_label` was given."""
    return tuple(json.loads(data.decode("utf-8", "surrogatepass"))) if data else ()


def lengths_of(starts: NDArray[Any]) -> Places:
    """Return how long each of the pieces is that `starts` cuts."""
    begins = starts.astype(np.int64)
    lengths: Places = begins[1:] - begins[:-1]
    return lengths


def check_starts(file: ArrayFile, name: str, starts: NDArray[Any], count: int, end: int) -> None:
    """Raise IndexCorrupt unless `starts` cuts 0 … end into `count` pieces."""
    right = len(starts) == count + 1 and starts[0] == 0 and starts[-1] == end
    if not right or bool((starts[1:] < starts[:-1]).any()):
        raise file.damaged(f"{name} makes no sense")
